"""What a word means in this text: "the ceasefire" of which war, "Iran" or the war in Iran, congratulations on what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from contacts.ingest.terms import TopicHit

WEAK = "weak"
UKRAINE_WAR, COVID = 2022, 2020  # years before which a topic cannot have come up
FAMILIES = {
    "ukraine": ("ukraine", "attacks-on-russia", "black-sea"),
    "syria": ("syria",),
    "iran": ("iran",),
    "middle-east": ("israel", "middle-east"),
    "north-korea": ("north-korea",),
    "gaza": ("gaza",),
    "karabakh": ("nagorno",),
    "pakistan": ("india",),
    "other": ("venezuela", "afghanistan"),
}
ROOTS = frozenset({"courtesies", "domestic", "economy", "health", "multilateral", "security"})
"""Tops of the tree that hold topics together and were never a subject by themselves."""

OF_A_ROOT = {"economy": "trade-economy"}
"""What is meant where nothing but the top of the tree is named: "strategic economic issues"."""

_NARROWED = {"iran": ("iran-conflict", ("iran-nuclear-programme", "iran-nuclear-deal")), "congratulations": ("greetings", ("us-election",))}
"""A wide topic, the narrow one that it is in a text about that one, and those that keep it wide."""


def conflict(hits: Iterable[TopicHit]) -> Counter[str]:
    """Return how often each conflict is named, apart from words that fit any."""
    counts: Counter[str] = Counter()
    for hit in hits:
        if not hit.given:
            for family, beginnings in FAMILIES.items():
                if hit.topic.startswith(beginnings):
                    counts[family] += 1
    return counts


def in_its_time(topic: str, year: int) -> bool:
    """Whether a topic can have come up in a year; 0 is a year unknown."""
    if topic in ROOTS:
        return False
    if not year:
        return True
    if topic.startswith("ukraine-") or topic in ("attacks-on-russia", "black-sea"):
        return year >= UKRAINE_WAR
    return year >= COVID if topic in ("covid-19", "medical-aid") else True


def given(hit: TopicHit, hits: list[TopicHit], main: Counter[str]) -> bool:
    """Whether a word such as "ceasefire" belongs to the conflict of its sentence, else to that of the text."""
    if hit.given in ("", WEAK):
        return True
    here = conflict(hits)
    if here:
        return here[hit.given] > 0 and here[hit.given] >= max(here.values())
    return main[hit.given] > 0 and main[hit.given] == max(main.values())


def narrowed(by_sentence: Mapping[int, list[TopicHit]], counted: Iterable[int]) -> dict[int, list[TopicHit]]:
    """Return the topics by sentence, a wide one replaced where the sentences that count are about the narrow one.

    "They spoke of Iran" in a text on the strikes means the war; congratulations on a birthday are greetings.
    """
    named = Counter(hit.topic for number in counted for hit in by_sentence.get(number, ()) if not hit.given)
    exact = {wide: narrow for wide, (narrow, others) in _NARROWED.items() if named[narrow] and not any(named[other] for other in others)}
    exact |= OF_A_ROOT
    return {
        number: [replace(hit, topic=exact[hit.topic]) if hit.topic in exact and not hit.given else hit for hit in hits]
        for number, hits in by_sentence.items()
    }
