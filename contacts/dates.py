"""Uncertain dates: EDTF level 0 and 1, with bounds for search and words for readers.

Source: Extended Date/Time Format (Library of Congress, 4 February 2019), ISO 8601-2.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import edtf
from edtf.parser.edtf_exceptions import EDTFParseException

MOSCOW, WASHINGTON = ZoneInfo("Europe/Moscow"), ZoneInfo("America/New_York")

SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
"""EDTF season codes, with the first month of each on the northern half of the globe."""


EXAMPLES = "Write 2017-11-21, 2017-11, 2017, 2017-24 (winter), 2017~ or 2017/2021."


class BadDate(ValueError):
    """The text is no date that we can place; the message says why and shows a right one."""


@dataclass(frozen=True)
class UncertainDate:
    """One EDTF expression. `earliest` and `latest` are days (inclusive); `precision` is day, month, season, year or interval."""

    edtf: str
    earliest: date
    latest: date
    precision: str


@lru_cache(maxsize=20_000)
def parse(text: str) -> UncertainDate:
    """Return the date that an EDTF expression stands for.

    Raises: BadDate, when the text is not EDTF level 0 or 1, or has no bounds.
    """
    text = text.strip()
    if not text.isascii() or " " in text or text.count("/") > 1:
        raise BadDate(f"“{text}” is not a date we know. {EXAMPLES}")
    if "/" in text:
        first, _, second = text.partition("/")
        if first in ("", "..") or second in ("", ".."):
            raise BadDate(f"“{text}” is open on one side; give both ends, such as 2017/2021.")
        start, end = parse(first), parse(second)
        if start.earliest > end.latest:
            raise BadDate(f"“{text}” ends before it begins.")
        return UncertainDate(text, start.earliest, end.latest, "interval")
    plain = text.rstrip("?~%")
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?|\d{3}X|\d{4}-XX|\d{4}-\d\d-XX", plain):
        raise BadDate(f"“{text}” is not a date we know. {EXAMPLES}")
    # The grammar takes ten milliseconds a date; a plain calendar date is checked by the calendar itself.
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            edtf.parse_edtf(text)
        except EDTFParseException as error:
            raise BadDate(f"“{text}” is not a valid EDTF date. {EXAMPLES}") from error
    return _single(text, plain)


def _single(text: str, plain: str) -> UncertainDate:
    if plain.endswith("X") and "-" not in plain:
        decade = int(plain[:3]) * 10
        if not decade:
            raise BadDate(f"“{text}” names years that are not in the calendar.")
        return UncertainDate(text, date(decade, 1, 1), date(decade + 9, 12, 31), "interval")
    numbers = [int(part) for part in plain.split("-") if part != "XX"]
    year = numbers[0]
    try:
        if len(numbers) == 1:
            return UncertainDate(text, date(year, 1, 1), date(year, 12, 31), "year")
        month = numbers[1]
        if month in SEASONS and len(numbers) == 2:
            first = SEASONS[month][1]
            end_year, end_month = (year + 1, 2) if first == 12 else (year, first + 2)
            last = calendar.monthrange(end_year, end_month)[1]
            return UncertainDate(text, date(year, first, 1), date(end_year, end_month, last), "season")
        if len(numbers) == 2:
            return UncertainDate(text, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")
        day = date(year, month, numbers[2])
    except (ValueError, IndexError) as error:
        raise BadDate(f"“{text}” names a day that is not in the calendar.") from error
    return UncertainDate(text, day, day, "day")


@lru_cache(maxsize=20_000)
def in_words(text: str) -> str:
    """Return an EDTF date as a reader would say it: “21 November 2017”, “about 2019”, “2021, day not known”."""
    when = parse(text)
    if "/" in when.edtf:
        first, _, second = when.edtf.partition("/")
        return f"between {_plain_words(first)} and {_plain_words(second)}"
    words = _plain_words(when.edtf)
    return words if when.precision == "day" else f"{words}, day not known"


def _plain_words(text: str) -> str:
    when = parse(text)
    plain = text.rstrip("?~%")
    start = when.earliest
    if plain.endswith("X") and when.precision == "interval":
        words = f"the {start.year}s"
    elif when.precision == "day":
        words = f"{start.day} {calendar.month_name[start.month]} {start.year}"
    elif when.precision == "month":
        words = f"{calendar.month_name[start.month]} {start.year}"
    elif when.precision == "season":
        words = f"{SEASONS[int(plain[-2:])][0]} {start.year}"
    else:
        words = str(start.year)
    mark = text[len(plain) :]
    if mark:
        words = {"?": f"perhaps {words}", "~": f"about {words}", "%": f"perhaps about {words}"}[mark]
    return words


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return the moment that a local clock time stands for, in UTC."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def duration_in_words(minutes: int, qualifier: str = "exactly") -> str:
    """Return a length as it would be said: “over 1 hour”, “about 2 hours 30 minutes”.

    Units: minutes.
    """
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} hour" + ("s" if hours > 1 else ""))
    if rest or not hours:
        parts.append(f"{rest} minute" + ("s" if rest != 1 else ""))
    words = " ".join(parts)
    return words if qualifier == "exactly" else f"{qualifier} {words}"
