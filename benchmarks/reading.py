"""One process that reads articles as a worker does and says what each step took: `python -m benchmarks.reading throughput|matching`.

It reads on the database of its DATABASE_URL. `throughput` prints one object; `matching` answers each line of standard input,
the number of an article, with one object. Units: seconds.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import django

Spent = Counter[str]
STEPS = {
    "extract": "extract",
    "windows": "match",
    "wanted": "match",
    "candidates": "candidates",
    "match": "match",
    "terms": "suggest",
    "suggest": "suggest",
    "similar_texts": "origin",
    "origin": "origin",
    "store": "store",
}
"""Functions that the chain calls, and the step that each belongs to."""


def clocked(chain: Any, spent: Spent) -> None:
    """Have the chain's functions add to `spent` what they take, without changing what they do."""

    def clock(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*arguments: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                spent[step] += time.perf_counter() - began  # type: ignore[assignment]

        return timed

    for name, step in STEPS.items():
        if hasattr(chain, name):
            setattr(chain, name, clock(step, getattr(chain, name)))


def throughput() -> dict[str, Any]:
    """Hand in and read all articles, by kind of page; return how many, how long and the time of each step."""
    from django.db import connection

    from benchmarks.articles import corpus, large_pages
    from contacts.actions.submit import submit
    from contacts.ingest import pipeline
    from contacts.ingest.queue import work
    from contacts.models import Submission

    spent: Spent = Counter()
    clocked(pipeline, spent)
    found: dict[str, Any] = {}
    for kind, articles in (("corpus", corpus()), ("large pages", large_pages(40))):
        pipeline.read(pipeline.pasted(articles[0].body))  # loads what is loaded once
        for article in articles:
            submit(by="bench", text=article.body.decode("utf-8", errors="replace"), urls=[article.url] if article.url else [])
        spent.clear()
        began, worked = time.perf_counter(), time.process_time()
        count = work(pipeline.ingest)
        found[kind] = {
            "articles": count,
            "bytes": sum(len(article.body) for article in articles),
            "seconds": time.perf_counter() - began,
            "processor": time.process_time() - worked,
            "steps": dict(spent),
            "states": dict(Counter(Submission.objects.values_list("state", flat=True))),
        }
        Submission.objects.all().delete()
    connection.close()
    return found


def matching() -> None:
    """Answer each number with what finding candidates and matching took for that article; nothing else is done for it."""
    from benchmarks.articles import DAYS_NAMED, corpus, dated
    from contacts.ingest import pipeline
    from contacts.ingest.extract import extract

    articles = [article for named in DAYS_NAMED for article in dated(named, 40)] + corpus()[::3]
    pages = [pipeline.pasted(article.body, article.url) for article in articles]
    reports = {id(page): extract(page) for page in pages}
    left_out = {"extract": lambda page: reports[id(page)], "suggest": _nothing, "similar_texts": _nothing, "origin": _nothing}
    for name, instead in left_out.items():
        setattr(pipeline, name, instead)
    spent: Spent = Counter()
    clocked(pipeline, spent)
    print(json.dumps([article.name for article in articles]), flush=True)
    for line in sys.stdin:
        number = int(line)
        spent.clear()
        pipeline.read(pages[number], published=articles[number].published)
        print(json.dumps({"candidates": spent["candidates"], "match": spent["match"]}), flush=True)


def _nothing(*_: Any) -> tuple[()]:
    return ()


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "throughput":
        print(json.dumps(throughput()))
    else:
        matching()
