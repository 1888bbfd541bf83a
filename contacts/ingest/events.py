"""What contacts a text speaks of: each mention with its kind, whom it joins, whether it took place, and when.

A mention is a word for a kind of contact ("call", "встреча") with the people around it. It counts for the two
principals when they are its nearest names, or when nothing but "the two leaders" stands beside it in a text that has
named them together. "The meeting with Assad" is somebody else's.
"""

from collections import Counter
from dataclasses import dataclass

from contacts.ingest.modes import is_aside, mode_of
from contacts.ingest.naming import PUTIN, TRUMP, people_in
from contacts.ingest.pairing import joined_by, pair_of
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.times import When, dates_in

KINDS = ("call", "video-call", "meeting", "summit", "pull-aside", "letter", "message", "joint-statement")
_WEAK = {"call-weak": "call", "meeting-weak": "meeting"}
_WRITTEN = frozenset({"letter", "message"})
_TOLD = ("discuss", "agree")
"""Verbs by which two who are both named have spoken, however they did: "Putin and Trump discussed Syria"."""
VENUES = frozenset({"place.hamburg", "place.helsinki", "place.osaka", "place.nang", "place.alaska", "place.anchorage"})
"""Places that stand for the meeting held there."""

LEAD = 3  # sentences after the title in which a report says what it is about


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text speaks of a contact. Units: words.

    `pair`: "yes" both named, "told" one named and the other understood, "taken up" understood both, "other" not theirs.
    `mode`: happened, future, hypothetical, cancelled, postponed or denied.
    """

    sentence: int
    start: int
    end: int
    kind: str
    sure: bool
    pair: str
    mode: str
    aside: bool
    whens: tuple[When, ...] = ()

    @property
    def theirs(self) -> bool:
        """Whether it is a contact of the two principals."""
        return self.pair != "other"


def mentions_in(reading: Reading) -> list[Mention]:
    """Return every mention of a contact, in the order of the text; those of other people as well."""
    dates = dates_in(reading)
    joined, both = joined_by(reading)
    found: list[Mention] = []
    before: set[str] = set()
    for number in range(len(reading.sentences)):
        first, last = reading.span(number)
        people = people_in(reading, first, last)
        hits = _kind_hits(reading, first, last)
        others_talk, before = len(before & {"P", "T"}) == 1 and bool(before - {"P", "T"}), {who for _, who in people} or before
        if not hits:
            continue
        own_dates = [when for when in dates if first <= when.start < last]
        for hit, kind, sure in hits:
            pair = pair_of(reading, hit, kind, people, first, last, joined=joined or (both and kind in _WRITTEN))
            just_before = [item.pair for item in found if item.sentence == number - 1]
            known = any(item.theirs and item.kind == kind and item.sentence <= 1 for item in found)  # the title or opening told of it
            others = others_talk and not (known and not just_before)
            if pair == "taken up" and (others or (just_before and set(just_before) == {"other"})):
                pair = "other"  # the sentence before speaks of one of the two and somebody else
            mode = "future" if hit.label == "kind.invited" else mode_of(reading, hit, first, last)
            if (
                mode == "future"
                and kind in ("letter", "message")
                and not reading.within("modal.future", max(first, hit.start - 3), hit.start)
            ):
                mode = "happened"
            aside = is_aside(reading, hit, first)
            whens = _nearest_dates(own_dates, hit, [other.start for other, _, _ in hits])
            found.append(Mention(number, hit.start, hit.end, kind, sure, pair, mode, aside, whens))
    return found


def _kind_hits(reading: Reading, first: int, last: int) -> list[tuple[Hit, str, bool]]:
    found: list[tuple[Hit, str, bool]] = []
    for kind in KINDS:
        found += [(hit, kind, True) for hit in reading.within(f"kind.{kind}", first, last)]
    found += [(hit, "", False) for hit in reading.within("kind.forum", first, last)]
    if reading.any_within(PUTIN, first, last) and reading.any_within(TRUMP, first, last):
        found += [(hit, "call", True) for hit in reading.within("rang", first, last) if _rings(reading, hit, first, last)]
        found += [(hit, "meeting", False) for hit in reading.within("kind.invited", first, last)]
        if not found and not any(reading.within(f"kind.{label}", first, last) for label in _WEAK):
            found += [(hit, "call", False) for label in _TOLD for hit in reading.within(label, first, last)][:1]
        if not found:
            found += [
                (hit, "meeting", False)
                for label in reading.labels("place.")
                if label in VENUES
                for hit in reading.within(label, first, last)
            ]
    for label, kind in _WEAK.items():
        found += [(hit, kind, False) for hit in reading.within(f"kind.{label}", first, last)]
    found.sort(key=lambda item: (item[0].start - item[0].end, not item[2]))
    kept: list[tuple[Hit, str, bool]] = []
    for item in found:
        if all(item[0].end <= other[0].start or item[0].start >= other[0].end for other in kept):
            kept.append(item)
    kept = [item for item in kept if item[1]]
    kept.sort(key=lambda item: item[0].start)
    return kept


def _rings(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """Whether one of the two is called, not something "called for": a name stands right beside the verb."""
    near = reading.any_within((*PUTIN, *TRUMP), hit.end, min(last, hit.end + 4))
    if reading.language in ("de", "tr", "bg"):
        near = near or reading.any_within((*PUTIN, *TRUMP), max(first, hit.start - 6), hit.start)
    return bool(near)


def _nearest_dates(dates: list[When], hit: Hit, places: list[int]) -> tuple[When, ...]:
    """The dates that belong to a mention: none that stands nearer to another one behind it."""
    kept = []
    for when in dates:
        nearest = min(places, key=lambda place: abs(place - when.start))
        if nearest == hit.start or abs(hit.start - when.start) <= 4:
            kept.append(when)
    return tuple(kept)


def kinds_of(mentions: list[Mention]) -> Counter[str]:
    """How strongly the mentions speak for each kind."""
    weights: Counter[str] = Counter()
    for mention in mentions:
        weights[mention.kind] += (2 if mention.sure else 1) * (2 if mention.sentence <= LEAD else 1)
    return weights
