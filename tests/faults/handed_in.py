"""Invented articles for the queue to read: the same at every run, no two alike but where that is the point."""

import random
from typing import TypedDict

TOPICS = ("Syria", "Ukraine", "the Iran nuclear deal", "North Korea", "arms control", "trade", "Venezuela", "the Middle East")
SAID = (
    "Putin told Trump about {a} and the two leaders discussed {b}, the Kremlin press service said.",
    "According to the White House, the presidents spoke about {a} and agreed to return to {b}.",
    "The Kremlin said that {a} had been discussed in detail.",
    "The White House said that the call lasted {minutes} minutes and that {b} came up as well.",
)
DAYS = ("January 28, 2017", "May 2, 2017", "November 21, 2017", "December 17, 2017", "February 12, 2018", "March 20, 2018")


class HandedIn(TypedDict):
    """What `submit` takes."""

    text: str
    urls: list[str]


def article(number: int) -> str:
    """Return the article of this number: a headline, a dateline, what each side said."""
    draw = random.Random(number)
    first, second, *_ = draw.sample(TOPICS, 2)
    said = [line.format(a=first, b=second, minutes=draw.randrange(20, 90)) for line in draw.sample(SAID, 3)]
    opening = f"MOSCOW, {draw.choice(DAYS)}. The Russian and American presidents spoke by telephone, the Kremlin said."
    return "\n\n".join((f"Putin and Trump talk about {first}, dispatch {number}", opening, *said, f"This is dispatch {number} of the day."))


def articles(distinct: int, *, again: int) -> list[HandedIn]:
    """Return so many articles, every fourth with an address, and then the first ones once more."""
    found = [HandedIn(text=article(n), urls=[f"https://wire.example/2017/{n}"] if n % 4 == 0 else []) for n in range(distinct)]
    return [*found, *found[:again]]


def unreadable(count: int) -> list[HandedIn]:
    """Return pages in which there is nothing to read."""
    return [HandedIn(text=f"<html><body><script>var page = {n};</script></body></html>", urls=[]) for n in range(count)]


def long_article(words: int) -> str:
    """Return an article that takes a reader a while: one sentence without end."""
    draw = random.Random(words)
    rest = " ".join(draw.choice((*TOPICS, "said", "discussed", "Putin", "Trump", "and", "for an hour")) for _ in range(words))
    return f"{article(0)}\n\nThe Kremlin said {rest}."
