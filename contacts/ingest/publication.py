"""The day of publication, chosen among all that a page and its text say of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from contacts.ingest.datelines import Dateline
from contacts.ingest.dating import Found, Stamp, day_in_address, days_in, month_in_address, year_for
from contacts.ingest.page_facts import iso_day

SLACK = timedelta(days=1)  # a page of tomorrow's date may come from east of here
FIRST = date(1995, 1, 1)  # nothing on the web is older


@dataclass
class Clues:
    """Everything that may tell when a text was published."""

    fetched_at: datetime
    language: str
    order: str  # how 03/04/2018 is meant, "" not known
    url: str = ""  # the page's address; "" when the text was pasted without one, the day of fetching tells nothing then
    stated: Sequence[str] = ()  # as the page's head has it, the most trusted first
    stamps: Sequence[Stamp] = ()  # the likeliest first
    above: Sequence[Stamp] = ()  # right above the headline
    masthead: Sequence[Stamp] = ()  # at the head of the page, where it may be the clock of the day on which it is read
    partial: Found | None = None  # a stamp without its year
    line: Dateline = field(default_factory=Dateline)
    paragraphs: Sequence[str] = ()
    search: Callable[[date], str] | None = None  # looks through the markup for a day up to the given one; dear, so asked last


def day_of_publication(clues: Clues) -> tuple[str, list[str]]:
    """Return the day as EDTF ("" when nothing honest can be said), and what an editor should know of it."""
    limit = clues.fetched_at.date() + SLACK
    alarms = []
    stated = [day for words in clues.stated if (day := stated_day(words, clues.language, clues.order)) and day >= FIRST]
    if any(day > limit for day in stated):
        alarms.append("a date of the page lies in the future")
    stated = [day for day in stated if day <= limit]
    stamps = [stamp for stamp in clues.stamps if FIRST <= stamp.day <= limit and _agrees(stamp, clues)]
    published = [stamp.day for stamp in stamps if stamp.kind != "updated"]
    near = day_in_address(clues.url)
    near = near if near and near <= limit else None
    if stated:
        if published and abs(published[0] - stated[0]) > timedelta(days=3):
            alarms.append(f"the page's head says {stated[0]}, a line above the text {published[0]}")
        printed = next((day for day in (*published[:1], near) if day and abs(day - stated[0]) == timedelta(days=1)), None)
        first = next((words for words in clues.stated if stated_day(words, clues.language, clues.order) == stated[0]), "")
        if printed and re.search(r"(?:Z|[+-]00:?00)$", first):
            return printed.isoformat(), alarms  # the head counts in UTC, the page prints its own day
        return stated[0].isoformat(), alarms
    if published and not (near and stamps[0].kind == "" and abs(published[0] - near) > timedelta(days=3)):
        return published[0].isoformat(), alarms
    if near:
        return near.isoformat(), alarms
    if clues.line.day or clues.partial:
        if day := _with_its_year(clues.line.day or clues.partial, clues, limit):
            return day.isoformat(), alarms
        if clues.line.day:
            alarms.append(f"no year: the dateline says “{clues.line.text}”")
    if clues.search and (found := iso_day(clues.search(limit))):
        return found, [*alarms, "the day was found in the markup only"]
    if on_top := _on_top(clues, limit):
        return on_top.isoformat(), [*alarms, "the date stands above the headline"]
    if stamps:
        return stamps[0].day.isoformat(), [*alarms, "the date is that of an update"]
    if month := month_in_address(clues.url):
        return month, alarms
    return "", [*alarms, "no date of publication"]


def _with_its_year(found: Found | None, clues: Clues, limit: date) -> date | None:
    if not found:
        return None
    told = [
        day for paragraph in clues.paragraphs for found_day in days_in(paragraph, clues.language, clues.order) if (day := found_day.on())
    ]
    fetched = clues.fetched_at.date() if clues.url else None
    day = year_for(found, text_days=[day for day in told if FIRST <= day <= limit], near=None, fetched=fetched)
    return day if day and day <= limit else None


def _on_top(clues: Clues, limit: date) -> date | None:
    """Return a day from above the headline, unless it may be the clock of a page that was opened later."""
    days = [stamp.day for stamp in clues.above]
    if clues.url:
        days += [stamp.day for stamp in clues.masthead if abs(stamp.day - clues.fetched_at.date()) > 2 * SLACK]
    return next((day for day in days if FIRST <= day <= limit), None)


def _agrees(stamp: Stamp, clues: Clues) -> bool:
    """Whether a stamp that does not say what it is fits the dateline: a page's own clock does not."""
    if stamp.kind or not clues.line.day:
        return True
    day = clues.line.day.on(stamp.day.year) or clues.line.day.on()
    return bool(day and timedelta(days=-1) <= stamp.day - day <= timedelta(days=5)) or (stamp.day.month == 1 and clues.line.day.month == 12)


def stated_day(words: str, language: str, order: str = "") -> date | None:
    """Return the day of a date as a page's head has it, by machine or in words, None for none."""
    if iso := iso_day(words):
        try:
            return date.fromisoformat(iso)
        except ValueError:
            return None
    if words.isdigit() and len(words) in (10, 13):
        return datetime.fromtimestamp(int(words[:10]), UTC).date()
    return next((day for found in days_in(words, language, order) if (day := found.on())), None)
