"""What one sentence holds by which a contact is known: its kind and mode, names, places and dates."""

from collections import Counter
from dataclasses import dataclass

from contacts.ingest.events import Mention
from contacts.ingest.evidence import Evidence
from contacts.ingest.times import When

_PAIR = ("person.russia.vladimir-putin", "person.united-states.donald-trump", "epithet.putin", "epithet.trump", "pair")
BESIDE = 8  # words between a contact and "last month", farther apart it dates something else
SHORT = 12  # words of a sentence that only dates what the one before it speaks of


@dataclass(frozen=True)
class Sentence:
    """What one sentence holds by which a contact is known."""

    kinds: Counter[str]
    modes: frozenset[str]
    both_told: bool
    names: bool
    labels: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    last: bool
    formal: bool
    after: bool
    loose: bool  # nothing but words that any talk bears, "the conversation in Helsinki"


def facts_of(evidence: Evidence, number: int, here: list[Mention]) -> Sentence:
    """Return what a sentence holds. `here` are its mentions of a contact of the two."""
    reading = evidence.reading
    first, last = reading.span(number)
    kinds: Counter[str] = Counter()
    for item in here:
        kinds[item.kind] += 2 if item.sure else 1
    labels = {
        label for prefix in ("place.", "landmark.", "person.") for label in reading.labels(prefix) if reading.within(label, first, last)
    }
    return Sentence(
        kinds,
        frozenset(item.mode for item in here),
        any(item.pair == "yes" and item.mode == "happened" for item in here),
        bool(reading.any_within(_PAIR, first, last)),
        frozenset(labels),
        frozenset(label for label in labels if label.startswith("place.")),
        frozenset(f"={word}" for word in reading.words[first:last]),
        bool(reading.within("last-time", first, last)),
        bool(reading.within("formal", first, last)),
        any(
            reading.within("temporal", max(first, hit.start - 3), hit.start)
            for label in labels
            for hit in reading.within(label, first, last)
        ),
        bool(here) and not any(item.sure for item in here),
    )


def dates_of(evidence: Evidence, sentence: int, here: list[Mention]) -> list[When]:
    """The dates that may be a contact's day in a sentence: those of its mentions, and whole dates beside the two names."""
    first, last = evidence.reading.span(sentence)
    own = [when for item in here for when in item.whens if not when.reach or abs(when.start - item.start) <= BESIDE]
    beside = [when for when in evidence.dates if first <= when.start < last and when.month and when not in own]
    return [*own, *beside]


def goes_on(evidence: Evidence, number: int, whens: list[When]) -> bool:
    """Whether a short sentence without a word for a contact dates one of those that the sentence before it counts."""
    reading = evidence.reading
    first, last = reading.span(number)
    return last - first <= SHORT and any(when.day for when in whens) and bool(reading.within("one-of-them", first, last))


def is_stamp(evidence: Evidence, number: int) -> bool:
    """Whether a line is nothing but place and day, as stand under photographs: "Helsinki, 16 July 2018"."""
    reading = evidence.reading
    first, last = reading.span(number)
    dates = sum(when.end - when.start for when in evidence.dates if first <= when.start < last)
    return (
        dates > 0
        and last - first <= dates + 3
        and not reading.text[reading.sentences[number].start : reading.ends[last - 1] + 1].endswith(".")
    )
