"""What a text goes back to: the agency it credits, the readout it reprints, or an earlier text that it repeats.

Ten outlets that carry one wire have one origin. Never judged by host: the same house prints its own texts and others'.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from contacts.ingest.houses import house_of
from contacts.ingest.reading import read
from contacts.ingest.records import ExtractedReport, OriginGuess
from contacts.ingest.sources import KREMLIN

SHINGLE = 5  # words
SAME_TEXT, REWRITTEN = 0.5, 0.12
"""Shares of the shorter text's shingles found in the other, from which it is a copy, or a rewriting of one origin."""

_WORD = re.compile(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+")  # a Chinese or Japanese letter counts as a word
SKETCH = 64  # shingles kept of a text for finding it again
FEWEST = 25  # shingles; a shorter text proves nothing
CREDITED = 0.9
REPRINT_LEAD = 260  # letters in which a reprint says whose text follows


@dataclass(frozen=True)
class KnownText:
    """A text of the record that a new one may repeat. `origin` is its label, "" when none is known."""

    text: str
    publisher: str
    origin: str = ""


def origin(report: ExtractedReport, others: Iterable[KnownText]) -> OriginGuess | None:
    """Return what a report most likely goes back to, None when nothing speaks for anything but itself."""
    share, nearest = _nearest(report.text, others)
    if report.credit:
        agrees = nearest is not None and nearest.origin == report.credit and share >= REWRITTEN
        return OriginGuess(report.credit, 0.97 if agrees else CREDITED)
    readout = _readout(report)
    if readout:
        return OriginGuess(readout, 0.85)
    if nearest is not None and share >= REWRITTEN:
        score = 0.6 + 0.4 * min(1.0, share) if share >= SAME_TEXT else 0.4 + share / 2
        return OriginGuess(nearest.origin or nearest.publisher, round(min(score, 0.99), 2))
    return None


def _nearest(text: str, others: Iterable[KnownText]) -> tuple[float, KnownText | None]:
    own = shingles(text)
    best: tuple[float, KnownText | None] = (0.0, None)
    if len(own) < FEWEST:
        return best
    for other in others:
        share = likeness(own, shingles(other.text))
        if share > best[0] or (share == best[0] and best[1] is not None and other.origin and not best[1].origin):
            best = (share, other)
    return best


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return which share of the shorter text's shingles stands in the other, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= FEWEST else 0.0


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """Return the runs of five words of a text as numbers, without regard to case and signs."""
    words = _WORD.findall(text.casefold())
    runs = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
    # CRC-32 and not hash(): what is kept of a text must be the same in every process.
    return frozenset(crc32(" ".join(run).encode()) for run in runs)


def sketch(text: str) -> list[int]:
    """Return the `SKETCH` smallest shingles of a text, none for a text too short to prove anything; signed, 32 bits.

    Texts that share many shingles share some of their smallest, so an index of these finds likely copies.
    Source: A. Broder, On the resemblance and containment of documents (1997), bottom sketches.
    """
    own = shingles(text)
    return [number - 2**31 for number in sorted(own)[:SKETCH]] if len(own) >= FEWEST else []


def _readout(report: ExtractedReport) -> str:
    """The side whose account a text is, when the side publishes it itself or the text says that it prints it in full."""
    house = house_of(report)
    if house is None:
        opening = read(report.title, report.text, report.language.split("-")[0]).text[: REPRINT_LEAD + len(report.title)].lower()
        if not any(
            mark in opening
            for mark in (
                "full text",
                "following summary",
                "following statement",
                "полный текст",
                "volltext",
                "texte intégral",
                "texto completo",
            )
        ):
            return ""
        return (
            "Kremlin"
            if "kremlin" in opening or "кремл" in opening
            else "White House"
            if "white house" in opening or "белый дом" in opening
            else ""
        )
    return "Kremlin" if house.speaker == KREMLIN else "White House"
