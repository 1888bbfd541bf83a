"""How long a contact lasted, as the text says it: minutes and how the number is meant."""

from dataclasses import dataclass

from contacts.ingest.reading import Reading

AMOUNTS = (15, 30, 60, 90, 120, 135, 150, 180, 210)
NUMBERS = (1, 2, 3, 4, 5, 10, 15, 20, 30, 40, 45, 50, 90)
LONGEST = 420  # minutes; nothing longer was ever claimed of one contact
_ONE = {"ru": ("час", "часа", "часу"), "uk": ("годину", "години"), "bg": ("час",), "tr": ("saat",)}
_NAMED_ALONE = frozenset({"час", "годину"})
_GAP = frozenset(["and", "y", "e", "et", "und", "и", "і", "й", "та", "ve", "mit", "a", "an", "de", "d", "of", "з", "с"])


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time in a text. Units: minutes; `start` and `end` in words."""

    start: int
    end: int
    minutes: int
    qualifier: str  # contacts.vocabulary.Qualifier


def lengths_in(reading: Reading) -> list[Length]:
    """Return every amount of time of a text, in its order."""
    numbers: dict[int, tuple[float, int]] = {}
    for value in NUMBERS:
        for hit in reading.hits(f"number.{value}"):
            if hit.start not in numbers or hit.end > numbers[hit.start][1]:
                numbers[hit.start] = (value, hit.end)
    hours = {hit.start: hit.end for hit in reading.hits("unit.hour")}
    minutes = {hit.start: hit.end for hit in reading.hits("unit.minute")}
    found: list[tuple[int, int, int]] = []
    for amount in AMOUNTS:
        found += [(hit.start, hit.end, amount) for hit in reading.hits(f"amount.{amount}")]
    halves = {hit.start: hit.end for hit in reading.hits("half")}
    for at in sorted({*hours, *minutes}):
        piece = _before_unit(reading, at, numbers, halves)
        if piece is None:
            continue
        start, counted = piece
        end = hours.get(at) or minutes[at]
        total = counted * (60 if at in hours else 1)
        if at in hours:
            total, end = _and_more(reading, total, end, numbers, minutes, halves)
        found.append((start, end, round(total)))
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[Length] = []
    for start, end, total in _longest(found):
        if 0 < total <= LONGEST:
            kept.append(Length(start, end, total, _qualifier(reading, start, end)))
    return kept


def _longest(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    for item in sorted(found, key=lambda item: item[0] - item[1]):
        if all(item[1] <= other[0] or item[0] >= other[1] for other in kept):
            kept.append(item)
    return sorted(kept)


def _number(reading: Reading, at: int, numbers: dict[int, tuple[float, int]]) -> tuple[float, int] | None:
    word = reading.words[at]
    if word[0].isdigit():
        try:
            return float(word.replace(",", ".")), at + 1
        except ValueError:
            return None
    return numbers.get(at)


def _before_unit(reading: Reading, unit: int, numbers: dict[int, tuple[float, int]], halves: dict[int, int]) -> tuple[int, float] | None:
    """The number that stands right before a unit: "90", "two", "two and a half", "an"."""
    for first in range(max(0, unit - 5), unit):
        number = _number(reading, first, numbers)
        if number is None:
            continue
        value, end = number
        if end == unit:
            return first, value
        if halves.get(end) == unit:
            return first, value + 0.5
    if reading.words[unit] in _ONE.get(reading.language, ()) and (
        _qualifier(reading, unit, unit + 1) != "exactly" or reading.words[unit] in _NAMED_ALONE
    ):
        return unit, 1.0
    return None


def _and_more(
    reading: Reading, total: float, end: int, numbers: dict[int, tuple[float, int]], minutes: dict[int, int], halves: dict[int, int]
) -> tuple[float, int]:
    """What follows the hours: "and 25 minutes", "and a half"."""
    if end in halves:
        return total + 30, halves[end]
    at = end
    while at < len(reading.words) and at - end < 2 and reading.words[at] in _GAP:
        at += 1
    if at < len(reading.words):
        number = _number(reading, at, numbers)
        if number is not None and number[1] in minutes and number[0] < 60:
            return total + number[0], minutes[number[1]]
        for value in (15, 30):
            for hit in reading.within(f"amount.{value}", at, at + 1):
                return total + value, hit.end
    return total, end


def _qualifier(reading: Reading, start: int, end: int) -> str:
    """How the number is meant, by the words right before (in Turkish and after "hour-plus" also behind) it."""
    first = max(0, start - 4)
    for name in ("over", "almost", "about"):
        for hit in reading.within(f"qualifier.{name}", first, start + 1):
            if start - hit.end <= 1 and hit.end <= start + 1:
                return name
    for name in ("over", "almost", "about"):
        if reading.within(f"qualifier.{name}", end, end + 2) and (name == "over" or reading.language in {"tr", "en"}):
            hit = reading.within(f"qualifier.{name}", end, end + 2)[0]
            if reading.language == "tr" or reading.words[hit.start] in {"plus", "or", "с", "and"}:
                return name
    return "exactly"
