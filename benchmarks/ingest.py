"""How quickly articles are read, and what a large record costs the reading: the figures behind docs/performance.md.

Throughput is that of one worker process, from the queue to the stored suggestions, without network. For matching, two
processes take the same articles in turn, one beside a few contacts and one beside a million. Of several rounds the best time of
each article counts, since what else the machine does only adds; medians and percentiles are taken over articles.
"""

import json
import math
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks.articles import DAYS_NAMED
from benchmarks.run import Say, drop, libpq, scratch_url

FEW, MANY = "bench_few", "bench_many"
FILL = "import sys, django; django.setup(); from benchmarks.crowd import crowd; crowd(int(sys.argv[1]))"


def run(contacts: int, rounds: int, say: Say, *, keep: bool = False) -> dict[str, Any]:
    """Measure and return all figures; the two databases are made, and dropped at the end unless `keep`. Units: seconds."""
    connection.close()
    urls = {"few": _prepared(FEW, say), "many": scratch_url(MANY)}
    try:
        say("reading: the labelled corpus and large pages, one process …")
        found = {"throughput": json.loads(_python(["-m", "benchmarks.reading", "throughput"], urls["few"]))}
        have = _contacts_in(urls["many"])
        if have is None or have < contacts:
            say(f"filling {MANY} with {contacts:,} contacts …")
            drop(MANY)
            urls["many"] = scratch_url(MANY, like=FEW)
            _python(["-c", FILL, str(contacts)], urls["many"])
        else:
            _python(["manage.py", "migrate", "-v0"], urls["many"])
        say("matching: each article beside few and beside many contacts in turn …")
        found["matching"] = _matching(urls, rounds)
        found["contacts"] = {name: _contacts_in(url) for name, url in urls.items()}
    finally:
        if not keep:
            drop(FEW)
            drop(MANY)
    return found


def _prepared(name: str, say: Say) -> str:
    """Return the DATABASE_URL of a scratch database that holds the dataset and nothing else."""
    say(f"loading the dataset into {name} …")
    drop(name)
    url = scratch_url(name)
    _python(["manage.py", "migrate", "-v0"], url)
    _python(["manage.py", "load_dataset"], url)
    return url


def _python(arguments: list[str], url: str) -> bytes:
    return subprocess.run(
        [sys.executable, *arguments], env=_environment(url), check=True, cwd=settings.BASE_DIR, stdout=subprocess.PIPE
    ).stdout


def _environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}


def _contacts_in(url: str) -> int | None:
    with psycopg.connect(libpq(url)) as link:
        if link.execute("SELECT to_regclass('contacts_contact')").fetchone() == (None,):
            return None
        row = link.execute("SELECT count(*) FROM contacts_contact").fetchone()
    return int(row[0]) if row else None


def _matching(urls: dict[str, str], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Return, by sort of article and size of the record: median and 95th percentile of finding candidates and matching."""
    best: dict[tuple[str, str, int], float] = {}
    with ExitStack() as stack:
        readers = {}
        for size, url in urls.items():
            reader = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.reading", "matching"],
                env=_environment(url),
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            readers[size] = stack.enter_context(reader)
            stack.callback(reader.terminate)
        names = {size: json.loads(_line(reader)) for size, reader in readers.items()}["few"]
        for turn in range(rounds + 1):
            for number, name in enumerate(names):
                sort = next((named for named in DAYS_NAMED if name.startswith(named)), "corpus")
                for size, reader in readers.items():
                    assert reader.stdin
                    reader.stdin.write(f"{number}\n")
                    reader.stdin.flush()
                    took = json.loads(_line(reader))
                    if turn:  # the first round loads pages of the database
                        key = (sort, size, number)
                        best[key] = min(best.get(key, math.inf), took["candidates"] + took["match"])
    sorts = [*DAYS_NAMED, "corpus"]
    return {sort: {size: _spread([took for key, took in best.items() if key[:2] == (sort, size)]) for size in urls} for sort in sorts}


def _line(reader: "subprocess.Popen[str]") -> str:
    assert reader.stdout
    line = reader.stdout.readline()
    if not line:
        raise RuntimeError("A reading process ended before it answered; what it said last is above.")
    return line


def _spread(values: list[float]) -> dict[str, float]:
    return {"p50": statistics.median(values), "p95": statistics.quantiles(values, n=20)[-1]}
