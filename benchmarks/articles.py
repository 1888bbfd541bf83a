"""What the ingest's measurements read: the labelled corpus, large pages made here, and short texts that name their day or not."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

CORPUS = Path(settings.BASE_DIR) / "tests" / "ingest" / "corpus"
TOPICS = ("Syria", "Ukraine", "the Iran nuclear deal", "North Korea", "arms control", "trade", "Venezuela", "the economy", "terrorism")
SAID = (
    "Putin told Trump about {a}, and the two leaders discussed {b}, the Kremlin press service said.",
    "According to the White House, the presidents spoke about {a} and agreed to return to {b}.",
    "The Kremlin said that {a} had been discussed in detail.",
    "The White House said that the call lasted {n} minutes and that {b} came up as well.",
    "Analysts in both capitals wrote at length about {a}, which neither government would comment on.",
    "Markets took little notice; the rouble lost {n} kopecks, and oil was steady ahead of a meeting of producers about {b}.",
    "“We have to talk about {a},” said a senator who sits on the committee for foreign relations.",
    "Officials who deal with {b} declined to say what had been agreed, and referred questions to the embassy.",
)


class Article(NamedTuple):
    """One page as it is handed in."""

    name: str
    body: bytes
    url: str = ""
    published: str = ""  # EDTF


def corpus() -> list[Article]:
    """Return the labelled articles, with the addresses that their labels give them."""
    found = []
    for label in sorted(CORPUS.glob("*/*.json")):
        pages = [path for path in label.parent.glob(f"{label.stem}.*") if path.suffix in (".html", ".txt")]
        found += [Article(label.stem, path.read_bytes(), json.loads(label.read_text(encoding="utf-8")).get("url", "")) for path in pages]
    return found


def large_pages(count: int) -> list[Article]:
    """Return pages of 100 to 400 kB such as portals serve: some 60 to 250 paragraphs among menus, teasers and comments."""
    return [_page(number, random.Random(f"page {number}")) for number in range(count)]


def _page(number: int, draw: random.Random) -> Article:
    day = date(2017, 1, 20) + timedelta(draw.randrange(3_000))
    said = [f"<p>{_paragraph(draw)}</p>" for _ in range(draw.randrange(60, 250))]
    opening = f"<p>MOSCOW, {day:%B} {day.day}. The Russian and American presidents spoke by telephone on {day:%A}, the Kremlin said.</p>"
    url = f"https://portal.example/{day:%Y/%m/%d}/{number}"
    links = "".join(f'<li class="teaser"><a href="/{n}?from=menu">{_teaser(draw)}</a></li>' for n in range(draw.randrange(300, 900)))
    comments = "".join(f'<div class="comment"><b>reader{n}</b><p>{_teaser(draw)}</p></div>' for n in range(draw.randrange(100, 300)))
    page = f"""<!doctype html><html lang="en"><head><title>Putin and Trump talk, dispatch {number}</title>
<link rel="canonical" href="{url}"><meta property="article:published_time" content="{day}T10:00:00Z">
<meta property="og:site_name" content="Portal"><style>{".a{color:red}" * 1_000}</style></head><body>
<nav><ul>{links}</ul></nav><main><article><h1>Putin and Trump talk, dispatch {number}</h1>{opening}{"".join(said)}</article></main>
<section id="comments">{comments}</section><footer>{links[:20_000].rpartition("<li")[0]}</footer></body></html>"""
    return Article(f"page-{number}", page.encode(), url)


def _paragraph(draw: random.Random) -> str:
    lines = (line.format(a=draw.choice(TOPICS), b=draw.choice(TOPICS), n=draw.randrange(20, 90)) for line in draw.sample(SAID, 3))
    return " ".join(lines)


def _teaser(draw: random.Random) -> str:
    return f"{draw.choice(TOPICS).capitalize()} and {draw.choice(TOPICS)}: what {draw.randrange(2, 20)} people said"


DAYS_NAMED = ("date", "no year", "no date")


def dated(named: str, count: int) -> list[Article]:
    """Return short texts that give their day and year, a day without its year, or no day at all."""
    return [_dated(named, number) for number in range(count)]


def _dated(named: str, number: int) -> Article:
    draw = random.Random(f"{named} {number}")
    day = date(2017, 1, 20) + timedelta(draw.randrange(3_000))
    when = {"date": f"on {day.day} {day:%B} {day.year}", "no year": f"on {day.day} {day:%B}", "no date": "by telephone"}[named]
    first, second = draw.sample(TOPICS, 2)
    text = "\n\n".join(
        (
            f"Putin and Trump discuss {first}",
            f"The Russian and American presidents, Vladimir Putin and Donald Trump, had a telephone conversation {when}, the Kremlin said.",
            *(line.format(a=first, b=second, n=draw.randrange(20, 90)) for line in SAID[:4]),
        )
    )
    return Article(f"{named} {number}", text.encode(), "", day.isoformat() if named == "date" else "")
