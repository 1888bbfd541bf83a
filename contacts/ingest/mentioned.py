"""Which other known contacts a text refers to in passing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from contacts.ingest.events import Mention
from contacts.ingest.evidence import Evidence, likeness
from contacts.ingest.records import Candidate
from contacts.ingest.scoring import landmarks_of
from contacts.ingest.times import When, days_off, span_of
from contacts.ingest.words import words_of

ENOUGH = 2.6  # points from which a reference counts
NOT_HELD = frozenset({"cancelled", "postponed", "denied"})
PARTS = frozenset({"dinner", "handshake", "three-way", "photo", "lunch"})
PLACES = frozenset(["hamburg", "helsinki", "osaka", "nang", "paris", "buenos", "alaska", "anchorage", "budapest"])
_PAIR = ("person.russia.vladimir-putin", "person.united-states.donald-trump", "epithet.putin", "epithet.trump", "pair")
BESIDE = 8  # words between a contact and "last month", farther apart it dates something else
JUST_BEFORE = 5  # days in which "his call with Putin", without a date, is the last one
MANY = 4  # dated contacts from which a text is a round-up


@dataclass(frozen=True)
class _Sentence:
    """What one sentence holds by which a contact is known."""

    kinds: Counter[str]
    modes: frozenset[str]
    both_told: bool
    names: bool
    places: frozenset[str]
    marks: frozenset[str]


def mentioned(evidence: Evidence, candidates: list[Candidate], main: Candidate | None) -> tuple[str, ...]:
    """Return the slugs of known contacts, other than the main one, that the text names by day, place or a mark of theirs."""
    base = evidence.published or (main.latest if main else None)
    near = [candidate for candidate in candidates if base is None or candidate.earliest <= base + timedelta(40)]
    found: dict[str, float] = {}
    for number in range(len(evidence.reading.sentences)):
        here = [item for item in evidence.theirs if item.sentence == number]
        whens = _dates_of(evidence, number, here)
        sentence = _facts(evidence, number, here)
        if not here and not whens and not (sentence.places and sentence.names):
            continue
        dates: list[When | None] = [*whens] or [None]
        for when in dates:
            scored = [(_points(evidence, sentence, when, candidate, base, main), candidate) for candidate in near]
            points, best = max(scored, key=lambda item: (item[0], item[1].slug), default=(0.0, None))
            if best is not None and points >= ENOUGH and (main is None or best.slug != main.slug):
                found[best.slug] = max(found.get(best.slug, 0.0), points)
    return tuple(sorted(found, key=lambda slug: -found[slug]))


def _facts(evidence: Evidence, number: int, here: list[Mention]) -> _Sentence:
    reading = evidence.reading
    first, last = reading.span(number)
    kinds: Counter[str] = Counter()
    for item in here:
        kinds[item.kind] += 2 if item.sure else 1
    places = {label.removeprefix("place.") for label in reading.labels("place.") if reading.within(label, first, last)}
    marks = {label.removeprefix("landmark.") for label in reading.labels("landmark.") if reading.within(label, first, last)}
    return _Sentence(
        kinds,
        frozenset(item.mode for item in here),
        any(item.pair == "yes" and item.mode == "happened" for item in here),
        bool(reading.any_within(_PAIR, first, last)),
        frozenset(places | (PLACES & set(reading.words[first:last]))),
        frozenset(marks),
    )


def many_days(evidence: Evidence, candidates: list[Candidate]) -> bool:
    """Whether a text goes through many contacts: it names the days of several known ones, or its title says so."""
    days = {candidate.earliest for candidate in candidates if candidate.earliest == candidate.latest}
    named = set()
    for when in evidence.dates:
        span = span_of(when, evidence.published) if when.day else None
        if span is not None and span[0] in days:
            named.add(span[0])
    first, last = evidence.reading.span(0)
    opening = evidence.reading.within("round-up", first, max(last, min(30, len(evidence.reading.words))))
    return len(named) >= MANY or (len(named) >= MANY - 2 and bool(opening))


def _dates_of(evidence: Evidence, sentence: int, here: list[Mention]) -> list[When]:
    """The dates that may be a contact's day in a sentence: those of its mentions, and whole dates beside the two names."""
    first, last = evidence.reading.span(sentence)
    own = [when for item in here for when in item.whens if not when.reach or abs(when.start - item.start) <= BESIDE]
    beside = [when for when in evidence.dates if first <= when.start < last and when.month and when not in own]
    return [*own, *beside]


def _points(
    evidence: Evidence, sentence: _Sentence, when: When | None, candidate: Candidate, base: date | None, main: Candidate | None
) -> float:
    """How surely one sentence speaks of one contact. It must name its day, its place or a mark beside its kind."""
    kinds = sentence.kinds
    alike = max(likeness(kinds, candidate.kind), 0.6 if candidate.kind in kinds else -1.0) if kinds else 0.0
    if kinds and alike < 0.1 and not (candidate.kind == "pull-aside" and "joint-statement" in kinds):
        return 0.0
    if candidate.status in NOT_HELD and sentence.modes == {"happened"}:
        return 0.0
    dated, exact = _dated(when, candidate, base)
    if when is None and evidence.about == "mentions" and evidence.published is not None and sentence.both_told:
        dated = 1.9 if 0 <= (evidence.published - candidate.latest).days <= JUST_BEFORE else 0.0
    if dated < 0:
        return 0.0
    titled = landmarks_of(candidate.title, "")
    placed = 1.7 if _places_of(candidate.place, candidate.title) & sentence.places else 0.0
    shared = (sentence.marks & titled) - {"first", "second", "election"}
    if not dated and not placed and not (shared and kinds):
        return 0.0
    points = 1.2 * alike + dated + placed + 0.8 * len(shared) - 1.0 * len((PARTS & titled) - sentence.marks)
    if not kinds:
        certain = exact and (sentence.names or placed)
        points += 0.5 if certain else 0.2 if exact and evidence.about == "mentions" else -1.5
        points += {"summit": 0.3, "meeting": 0.25, "call": 0.25}.get(candidate.kind, 0.0) - (0.6 if candidate.status in NOT_HELD else 0.0)
    if main is not None and candidate.slug != main.slug and not exact and abs((candidate.latest - main.latest).days) <= 1 and not shared:
        points -= 1.5  # a neighbour of the main contact is mentioned only when the text sets it apart
    return points


def _dated(when: When | None, candidate: Candidate, base: date | None) -> tuple[float, bool]:
    """Points for the day, and whether it is named to the day. Below 0: the sentence dates itself otherwise."""
    if when is None:
        return 0.0, False
    off = days_off(when, candidate.earliest, base)
    if off is None:
        return -1.0, False
    vague = (candidate.latest - candidate.earliest).days > 3
    if off == 0:
        return (0.6 if vague else _weight(when)), when.exact and not vague
    if off == 1 and when.exact and not vague:
        return 0.9, True
    return -1.0, False


def _weight(when: When) -> float:
    if when.day or when.weekday >= 0 or (when.offset is not None and not when.reach):
        return 2.4
    return 1.9 if when.month or when.reach else 0.9


@lru_cache(maxsize=4000)
def _places_of(place: str, title: str) -> frozenset[str]:
    return frozenset(word for word in words_of(f"{place} {title}", "en")[0] if word in PLACES)
