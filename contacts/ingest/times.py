"""Dates, weekdays and "yesterday" in a text, and how far a day is from what they name.

A text is read without its date of publication; where that is known, weekdays and dates without a year are counted from
it, and otherwise they still say which days they exclude.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from contacts.ingest.reading import Reading

_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>20\d\d)|(?:(?P<y3>20\d\d)年)?(?:(?P<m3>\d{1,2})\s?月\s?)?(?P<d3>\d{1,2})\s?日(?![间間内本]))(?![\d-])"
)
_YEAR = re.compile(r"20[0-3]\d$")
_JOINING = frozenset(["of", "de", "del", "the", "le", "el", "в", "du", "di", "von", "den", "am", "on"])
_IN_A_YEAR = frozenset(
    [
        "in",
        "since",
        "from",
        "im",
        "seit",
        "en",
        "depuis",
        "desde",
        "nel",
        "dal",
        "в",
        "с",
        "у",
        "з",
        "през",
        "от",
        "until",
        "till",
        "до",
        "of",
        "year",
    ]
)
_AND = frozenset(["and", "и", "і", "й", "та", "und", "et", "y", "e", "ve"])
_AFTER_DAY = frozenset(["st", "nd", "rd", "th", "er", "го", "числа", "і"])
MAX_PAST_WITHOUT_YEAR = 320  # days; "in November" read in December of the same year, or in January


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as the text says it. Units: `offset` and `reach` in days (reach: how many days it spans at most)."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    offset: int | None = None
    reach: int = 0
    part: str = ""
    shift: str = ""

    @property
    def exact(self) -> bool:
        """Whether it names one day, be it without the year."""
        return bool(self.day) or self.weekday >= 0 or (self.offset is not None and self.reach == 0)

    @property
    def complete(self) -> bool:
        """Whether it is a whole calendar date."""
        return bool(self.year and self.month and self.day)


def dates_in(reading: Reading) -> list[When]:
    """Return every date of a text in its order, the title's with them."""
    found = [*_numeric(reading), *_named(reading), *_counted(reading)]
    found.sort(key=lambda when: (when.start, -when.end))
    kept: list[When] = []
    for when in found:
        if kept and when.start < kept[-1].end:
            continue
        kept.append(when)
    return kept


def _numeric(reading: Reading) -> list[When]:
    found = []
    american = reading.language == "en"
    for match in _NUMERIC.finditer(reading.text):
        groups = match.groupdict()
        year, month, day = (int(groups[key] or groups[key + "2"] or groups[key + "3"] or 0) for key in "ymd")
        if groups["y2"] and (month > 12 or (american and "/" in match.group() and day <= 12)):
            month, day = day, month
        if month <= 12 and 1 <= day <= 31 and (month or not groups["y3"]):
            first = bisect_left(reading.starts, match.start())
            found.append(When(first, max(first + 1, bisect_left(reading.starts, match.end())), year, month, day))
    return found


def _named(reading: Reading) -> list[When]:
    found = []
    words = reading.words
    for month in range(1, 13):
        for hit in reading.hits(f"month.{month}"):
            if _only_a_word(reading, hit.start, month):
                continue
            start, end = hit.start, hit.end
            day = year = 0
            before = start - 1
            if before >= 0 and words[before] in _JOINING and before > 0 and words[before - 1].isdigit():
                before -= 1
            if before >= 0 and words[before] in _AFTER_DAY:
                before -= 1
            number = _day(words[before]) if before >= 0 and start - before <= 3 else 0
            if number and _same_line(reading, before, start):
                day, start = number, before
            after = end
            if (
                not day
                and after < len(words)
                and _day(words[after])
                and not _YEAR.match(words[after])
                and _same_line(reading, hit.start, after)
            ):
                day, end = _day(words[after]), after + 1
                after = end
                if after < len(words) and words[after] in _AFTER_DAY:
                    after = end = after + 1
            if after < len(words) and words[after] in {"de", "del"}:
                after += 1
            if after < len(words) and _YEAR.match(words[after]):
                year, end = int(words[after]), after + 1
            part = next(
                (name for name in ("early", "middle", "late") if not day and reading.within(f"part.{name}", max(0, start - 2), start)), ""
            )
            if day and (other := _day_beside(reading, start)):
                found.append(When(start - 2, start - 1, year, month, other))  # "28 and 29 December"
            found.append(When(start, end, year, month, day, part=part))
    return found


def _day_beside(reading: Reading, start: int) -> int:
    """The other day of two that share their month, 0 none. `start` is the word with which the whole date begins."""
    words = reading.words
    if (
        start < 2
        or words[start - 1] not in _AND
        or not words[start].rstrip("stndrh").isdigit()
        or not _same_line(reading, start - 2, start)
    ):
        return 0
    return _day(words[start - 2])


def _only_a_word(reading: Reading, at: int, month: int) -> bool:
    """Whether "may", "march", "mar" or "mart" is not the month: English writes months with a capital."""
    first = reading.text[reading.starts[at]]
    if reading.language in {"en", "de"} and first.islower():
        return True
    if reading.language == "en" and len(reading.words[at]) == 3 and month != 5:
        return not any(word[:1].isdigit() for word in (*reading.words[max(0, at - 2) : at], *reading.words[at + 1 : at + 2]))
    if reading.language == "en" and month == 5:
        around = reading.words[max(0, at - 1) : at] + reading.words[at + 1 : at + 2]
        return not any(
            word[:2].strip("th").isdigit()
            or word.isdigit()
            or word in {"in", "since", "last", "early", "late", "mid", "of", "until", "this"}
            for word in around
        )
    return reading.language == "tr" and first.islower()


def _day(word: str) -> int:
    digits = word
    for ending in ("st", "nd", "rd", "th", "er", "го", "е", "º", "°"):
        digits = digits.removesuffix(ending)
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else 0


def _same_line(reading: Reading, first: int, last: int) -> bool:
    between = reading.text[reading.ends[first] : reading.starts[last]]
    return "\n" not in between and len(between) < 14


def _counted(reading: Reading) -> list[When]:
    found = []
    for weekday in range(7):
        for hit in reading.hits(f"weekday.{weekday}"):
            if reading.language in {"en", "de"} and reading.text[reading.starts[hit.start]].islower():
                continue
            shift = ""
            for name in ("last", "next"):
                if reading.within(f"shift.{name}", max(0, hit.start - 1), hit.start) or reading.within(
                    f"shift.{name}", hit.end, hit.end + 1
                ):
                    shift = name
            found.append(When(hit.start, hit.end, weekday=weekday, shift=shift))
    for days in (0, -1, -2, -3, 1):
        found += [When(hit.start, hit.end, offset=days) for hit in reading.hits(f"day.{days}")]
    for weeks in (-1, -2):
        found += [When(hit.start, hit.end, offset=7 * weeks, reach=5) for hit in reading.hits(f"week.{weeks}")]
    found += [When(hit.start, hit.end, offset=-12, reach=12) for hit in reading.hits("month-ago.0")]
    found += [When(hit.start, hit.end, offset=-30, reach=18) for hit in reading.hits("month-ago.1")]
    for index, word in enumerate(reading.words):
        if _YEAR.match(word) and len(word) == 4 and index and reading.words[index - 1] in _IN_A_YEAR:
            found.append(When(index, index + 1, year=int(word)))
    return found


def span_of(when: When, base: date | None, *, ahead: bool = False) -> tuple[date, date] | None:
    """Return the first and last day that a date can mean, None when nothing tells the year or the week.

    `base` is the day from which the text counts. `ahead` takes the next weekday in place of the last.
    """
    try:
        if when.year and when.month:
            return _in_year(when, when.year)
        if when.month and base is not None:
            spans = [_in_year(when, base.year + step) for step in (-1, 0, 1)]
            low, high = base - timedelta(MAX_PAST_WITHOUT_YEAR), base + timedelta(365 - MAX_PAST_WITHOUT_YEAR)
            fitting = [span for span in spans if span and low <= span[0] <= high]
            return fitting[-1] if fitting and not ahead else _nearest(spans, base)
        if when.month:
            return None
        if when.year:
            return date(when.year, 1, 1), date(when.year, 12, 31)
        if base is None:
            return None
        if when.day:
            return _day_of_month(when.day, base, ahead=ahead)
        if when.weekday >= 0:
            back = (base.weekday() - when.weekday) % 7
            if ahead or when.shift == "next":
                day = base + timedelta((when.weekday - base.weekday()) % 7)
            else:
                day = base - timedelta(back or (7 if when.shift == "last" else 0))
            return day, day
        if when.offset is not None:
            day = base + timedelta(when.offset)
            return day - timedelta(when.reach), day + timedelta(when.reach)
    except ValueError:
        return None
    return None


def _day_of_month(number: int, base: date, *, ahead: bool) -> tuple[date, date] | None:
    """The last (or next) day with this number in its month, as Chinese and Japanese papers name days."""
    for step in range(40):
        day = base + timedelta(step if ahead else 1 - step)
        if day.day == number:
            return day, day
    return None


def _nearest(spans: list[tuple[date, date] | None], base: date) -> tuple[date, date] | None:
    known = [span for span in spans if span]
    return min(known, key=lambda span: abs((span[0] - base).days)) if known else None


def _in_year(when: When, year: int) -> tuple[date, date] | None:
    try:
        if when.day:
            day = date(year, when.month, when.day)
            return day, day
        first = date(year, when.month, 1)
    except ValueError:
        return None
    last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    if when.part == "early":
        return first, first + timedelta(10)
    if when.part == "middle":
        return first + timedelta(10), first + timedelta(19)
    if when.part == "late":
        return first + timedelta(18), last
    return first, last


def days_off(when: When, day: date, base: date | None, *, ahead: bool = False) -> int | None:
    """Return how many days a day lies outside of what a date names; None when the date says nothing about it."""
    span = span_of(when, base, ahead=ahead)
    if span is None and when.month:
        spans = [found for step in (-1, 0, 1) if (found := _in_year(when, day.year + step))]
        return min((_outside(found, day) for found in spans), default=None)
    if span is None and when.day and not when.month:
        return min(abs(day.day - when.day), 30 - abs(day.day - when.day)) if abs(day.day - when.day) < 30 else 1
    if span is None and when.weekday >= 0:
        apart = (day.weekday() - when.weekday) % 7
        return min(apart, 7 - apart)
    return None if span is None else _outside(span, day)


def _outside(span: tuple[date, date], day: date) -> int:
    return (span[0] - day).days if day < span[0] else max(0, (day - span[1]).days)
