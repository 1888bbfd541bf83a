"""When a text was published: days in words and figures, in the language of the text.

A day is taken only from places that speak of publication: a stamp line, a dateline, an address. Never from a caption, a
copyright line or an event that the text tells of.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module

from contacts.ingest.wording import begins_with, wording

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDERS = {"en": ""}
"""English is written both ways, 03/04/2018 says nothing without the publisher; every other language here puts the day first."""

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?<![\d.,:/-])(\d{1,2})(?:st|nd|rd|th|er|º|ª|-?го|-?е|-?ое|-?те|\.)?"
_NUMBERS = re.compile(
    rf"(?<!\d)(?:(?P<y1>{_YEAR})(?P<s1>[-./])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)"
    rf"|(?P<a>\d\d?)(?P<s2>[-/]|\.\ ?)(?P<b>\d\d?)(?P=s2)(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})年(?P<m3>\d\d?)月(?P<d3>\d\d?)日"
    r"|(?P<d4>\d\d)\.(?P<m4>\d\d)\.(?P<y4>[012]\d)(?=,?\s+(?:um |в |at |o |u )?\d\d?[:.]\d\d))(?!\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)(?:at |um |à |a las |alle |ore |saat |в |о |kl\.? )?\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?:\s?(?:h"
    r"|Uhr))?(?!\d)(?:\s*[ap]\.?\s?m\.?)?",
    re.IGNORECASE,
)
_ZONES = re.compile(
    r"\b(?:GMT|UTC|MSK|МСК|EST|EDT|ET|CET|CEST|PST|PDT|BST|EET|EEST|IST|TSİ|Moscow time|по московскому времени|Uhr|ч\.?"
    r"|ore|года|год|г\.|року|р\.)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """One day in a text, with where it stands. `year` is None when the text leaves it out."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def on(self, year: int | None = None) -> date | None:
        """Return the day in the calendar, None when it has no such day or no year is known."""
        try:
            return date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None


_OTHER_SCRIPTS = {
    "sr": ("sr-Latn",),
    "bs": ("bs-Latn", "bs-Cyrl", "sr-Latn"),
    "hr": ("sr-Latn",),
    "uz": ("uz-Latn", "uz-Cyrl"),
    "az": ("az-Latn",),
}


@lru_cache(maxsize=64)
def _names(language: str) -> tuple[dict[str, int], frozenset[str]]:
    """Return month numbers by name, and the names of weekdays, in this language and in English.

    Source: the locale data that come with dateparser (CLDR and additions).
    """
    months: dict[str, int] = {"sept": 9}
    weekdays: set[str] = set()
    for code in dict.fromkeys(("en", language, *_OTHER_SCRIPTS.get(language, ()))):
        try:
            info = import_module(f"dateparser.data.date_translation_data.{code}").info
        except ImportError:
            continue
        for number, name in enumerate(MONTHS, start=1):
            months |= {word.casefold().rstrip("."): number for word in info.get(name, ()) if len(word) > 2}
        weekdays |= {word.casefold().rstrip(".") for name in WEEKDAYS for word in info.get(name, ())}
    return months, frozenset(weekdays)


def weekday_names(language: str) -> frozenset[str]:
    """Return the names of the days of the week in small letters, in this language and in English."""
    return _names(language)[1]


@lru_cache(maxsize=64)
def _in_words(language: str) -> re.Pattern[str]:
    months, _ = _names(language)
    month = "(" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + r")\b\.?"
    day_first = rf"{_DAY}[\s-]*(?:of\s|de\s|di\s|d['’])?\s*{month}(?:[,-]?\s*(?:del?\s+)?({_YEAR})(?!\d))?"
    month_first = rf"\b{month}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]*\d)(?:,?\s+({_YEAR})(?!\d))?"
    year_first = rf"({_YEAR})\.?\s+{month}\s+(\d{{1,2}})(?!\d)"
    return re.compile(f"{year_first}|{day_first}|{month_first}", re.IGNORECASE)


def days_in(text: str, language: str, order: str = "") -> Iterator[Found]:
    """Yield the days that stand in a text, in their order; `order` says how 03/04/2018 is meant (DMY or MDY)."""
    months, _ = _names(language)
    for hit in _in_words(language).finditer(text):
        y1, m1, d1, d2, m2, y2, m3, d3, y3 = hit.groups()
        year, month, day = (y1, m1, d1) if m1 else (y2, m2, d2) if m2 else (y3, m3, d3)
        number = months.get(month.casefold())
        if number and 1 <= int(day) <= 31:
            yield Found(hit.start(), hit.end(), int(year) if year else None, number, int(day))
    for hit in _NUMBERS.finditer(text):
        part = hit.groupdict()
        if part["a"]:
            first, second, year = int(part["a"]), int(part["b"]), int(part["y2"])
            way = "DMY" if part["s2"].startswith(".") or first > 12 else "MDY" if second > 12 else order or ORDERS.get(language, "DMY")
            if not way and first != second:
                continue
            day, month = (second, first) if way == "MDY" else (first, second)
        elif part["d4"]:
            year, month, day = 2000 + int(part["y4"]), int(part["m4"]), int(part["d4"])
        else:
            year, month, day = (int(part["y1"] or part["y3"]), int(part["m1"] or part["m3"]), int(part["d1"] or part["d3"]))
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Found(hit.start(), hit.end(), year, month, day)


_ENGLISH_ZONES = re.compile(r"\b(?:([ECMP][SD]?T)|GMT|BST|MSK|IST)\b")
"""The clock of an American paper, or that of one which puts the day first."""

_LINKS = ("of", "de", "la", "le", "der", "die", "del", "di")


@dataclass(frozen=True)
class Stamp:
    """A line that says when the text was published, or last changed."""

    day: date
    kind: str  # published | updated | "" when the line does not say


def stamps_in(line: str, language: str, order: str = "") -> list[Stamp]:
    """Return the days of a line that is a stamp; none, when the line is a caption, a headline or prose with a day in it."""
    if len(line) > 160 or not any(sign.isdigit() for sign in line):
        return []
    if not order and language == "en" and (zone := _ENGLISH_ZONES.search(line)):
        order = "MDY" if zone[1] else "DMY"
    found = sorted((day for day in days_in(line, language, order) if day.year), key=lambda day: day.start)
    if not found or line.lstrip().startswith("©"):
        return []
    bare, last = "", 0
    stamps = []
    for day in found:
        before = line[last : day.start]
        kind = "updated" if _says(before, "updated") else "published" if _says(before, "published") else ""
        when = day.on()
        if when:
            stamps.append(Stamp(when, kind))
        bare += f"{before} "
        last = day.end
    bare += line[last:]
    clock = bool(_CLOCK.search(bare))
    bare = _ZONES.sub(" ", _CLOCK.sub(" ", bare))
    _, weekdays = _names(language)
    known = weekdays | wording().single_words("published") | wording().single_words("updated")
    rest = [word for word in re.findall(r"[^\W\d_]+", bare) if word.casefold() not in known]
    if not clock and re.fullmatch(r"\W*", line[found[-1].end :]) and rest and all(word[0].isupper() or word in _LINKS for word in rest):
        return stamps if len(rest) <= 4 else []  # the paper's name or a place before the day: "The Prairie Register, July 29, 2025"
    sure = clock or any(stamp.kind for stamp in stamps) or re.search(r"[|·•]|\s[–—-]\s|^\W*$", bare)
    if len(rest) > (8 if sure else 2) or re.search(r"[^\W\d_]{3}[.!?]\s+[^\W\d_]{3}", bare):
        return []
    return stamps


def stamp_without_year(line: str, language: str, order: str = "") -> Found | None:
    """Return the day of a line that is a stamp but for its year: "29 Jan 17.36 GMT", "Publié le 3 mai à 21h14"."""
    if len(line) > 160 or line.lstrip().startswith("©") or not any(sign.isdigit() for sign in line):
        return None
    found = sorted(days_in(line, language, order), key=lambda day: day.start)
    if not found or any(day.year for day in found):
        return None
    completed = f"{line[: found[0].end].rstrip('.')} 2000 {line[found[0].end :]}" if found[0].end else line
    rest = line[found[0].end :]
    sure = _CLOCK.search(rest) or _CLOCK.search(line[: found[0].start]) or _says(line[: found[0].start], "published")
    if not sure or _says(line[: found[0].start], "updated"):
        return None
    return found[0] if stamps_in(completed, language, order) or _says(line[: found[0].start], "published") else None


def _says(words: str, kind: str) -> bool:
    """Whether the words right before a day name its kind."""
    tail = re.sub(r"^.*[|·•]", "", _CLOCK.sub(" ", words)).strip(" :,–—-\t").casefold()
    return begins_with(tail, kind) or any(tail.endswith(label) for label in wording().phrases[kind] if len(label) > 3)


_IN_ADDRESS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-/_.]?(?P<m>[01]\d)[-/_.]?(?P<d>[0-3]\d)(?!\d)"),
    re.compile(rf"/(?P<y>{_YEAR})[-/](?P<w>[a-z]{{3,9}})[-/](?P<d>\d\d?)(?![\d])", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<d>[0-3]?\d)[-./](?P<m>[01]?\d)[-./](?P<y>{_YEAR})(?!\d)"),
    re.compile(rf"/(?P<y>{_YEAR})/(?P<m>\d)/(?P<d>\d\d?)/"),
)


_IN_QUERY = re.compile(rf"(?:yyyy|year|y)=(?P<y>{_YEAR})&(?:mm|month|m)=(?P<m>[01]?\d)&(?:dd|day|d)=(?P<d>[0-3]?\d)(?!\d)", re.IGNORECASE)


def day_in_address(url: str) -> date | None:
    """Return the day that an address carries in its path (/2017/11/21/, /2017/jul/07/, -20171121) or as three parts of its query."""
    path, _, query = re.sub(r"^[a-z]+://[^/]*", "", url).partition("?")
    parts = _IN_QUERY.search(query)
    if parts and (when := Found(0, 0, int(parts["y"]), int(parts["m"]), int(parts["d"])).on()):
        return when
    months, _ = _names("en")
    for pattern in _IN_ADDRESS:
        for hit in pattern.finditer(path):
            part = hit.groupdict()
            month = months.get(part.get("w", "").casefold(), 0) if part.get("w") else int(part.get("m") or 0)
            when = Found(0, 0, int(part["y"]), month, int(part["d"])).on()
            if when and when.year >= 1995:
                return when
    return None


def month_in_address(url: str) -> str:
    """Return the month that an address carries as EDTF ("2017-11"), "" for none."""
    hit = re.search(rf"/({_YEAR})[/-](0[1-9]|1[0-2])(?=/)", re.sub(r"^[a-z]+://[^/]*", "", url))
    return f"{hit[1]}-{hit[2]}" if hit else ""


def year_for(day: Found, *, text_days: Iterable[date], near: date | None, fetched: date | None) -> date | None:
    """Return a day without a year in the year that the surroundings allow, None when they leave it open.

    `near` is a day in the address (any within four days settles it); `text_days` are full dates in the text: the latest of them
    settles the year when it lies at most 60 days before; `fetched` is the day on which the page was taken from the network,
    and settles it when the day lies at most 30 days before. Units: days.
    """
    if day.year:
        return day.on()
    if near:
        for year in (near.year, near.year - 1, near.year + 1):
            when = day.on(year)
            if when and abs(when - near) <= timedelta(days=4):
                return when
    latest = max(text_days, default=None)
    if latest:
        for year in (latest.year, latest.year + 1):
            when = day.on(year)
            if when and timedelta(0) <= when - latest <= timedelta(days=60):
                return when
    if fetched:
        for year in (fetched.year, fetched.year - 1):
            when = day.on(year)
            if when and timedelta(days=-1) <= fetched - when <= timedelta(days=30):
                return when
    return None
