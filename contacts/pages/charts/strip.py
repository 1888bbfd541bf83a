"""The overview of all years: where each contact's mark stands, or each year's bar once there are too many marks.

Time runs to scale. A year is cut into columns of as many months as a mark is wide, and the contacts of one column stand
upon each other, earliest lowest; so no two marks touch, and the height of a column is a number of contacts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contacts.pages import cards, marks
from contacts.record.filters import Filters
from contacts.record.index import Strip, StripMark, StripYear
from contacts.vocabulary import Kind

WIDTH = 1200  # units, as all lengths here; one unit is one CSS pixel on a wide screen
MARGIN = 4
CELL = 14  # height of one row of marks, and the least width of a column
SCALE = 0.8  # of the mark's own box
TERMS_HEIGHT = 22  # room for the names of the terms
AXIS_HEIGHT = 28  # room for the years: a target of its own
BARS_HEIGHT = 120
TAB_STOPS = 40  # marks; a question that leaves more of them offers the years alone to the tab key

TERMS: tuple[tuple[str, date, date | None], ...] = (
    ("First term, 20 Jan 2017 – 20 Jan 2021", date(2017, 1, 20), date(2021, 1, 20)),
    ("Second term, from 20 Jan 2025", date(2025, 1, 20), None),
)
"""Trump's terms of office. Source: Constitution of the United States, Amendment XX, section 1."""


@dataclass(frozen=True)
class YearView:
    """One year: its part of the axis, the address that narrows the timeline to it, and its bar."""

    x: float
    width: float
    year: int
    count: int
    matching: int
    query: str
    active: bool
    bar_x: float
    bar_width: float
    bar: float
    top: float
    bar_matching: float
    top_matching: float


@dataclass(frozen=True)
class TermView:
    """One term of office as a band behind the marks."""

    x: float
    width: float
    label: str
    label_x: float
    anchor: str


@dataclass(frozen=True)
class StripView:
    """All that `components/strip.html` draws."""

    width: int
    height: float
    base: float
    marks: list[SafeString]
    years: list[YearView]
    terms: list[TermView]
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    caption: str
    filtered: bool


def draw(strip: Strip, filters: Filters) -> StripView:
    """Return the overview under a question; what does not fit it stays in place and is dimmed."""
    first, last = (strip.years[0].year, strip.years[-1].year) if strip.years else (2017, 2026)
    unit = (WIDTH - 2 * MARGIN) / (last - first + 1)
    months = next((months for months in (1, 2, 3, 4, 6) if unit * months / 12 >= CELL), 12)
    placed, rows = _stack(strip.marks, first, unit, months)
    base = TERMS_HEIGHT + (rows * CELL if strip.marks else BARS_HEIGHT + CELL)
    fitting = sum(mark.matches for mark in strip.marks)
    return StripView(
        width=WIDTH,
        height=base + AXIS_HEIGHT,
        base=base,
        marks=[
            _mark(mark, round(x, 1), base - (row + 1) * CELL, in_tab_order=mark.matches and fitting <= TAB_STOPS) for mark, x, row in placed
        ],
        years=_years(strip.years, (first, last), unit, base, filters),
        terms=_terms(first, last, unit),
        kinds=tuple(sorted({mark.kind for mark in strip.marks})),
        statuses=tuple(sorted({mark.status for mark in strip.marks})),
        caption=_caption(strip, fitting),
        filtered=not filters.is_empty,
    )


def _stack(found: list[StripMark], first: int, unit: float, months: int) -> tuple[list[tuple[StripMark, float, int]], int]:
    """Return each mark with the left edge of its cell and its row above the axis, and the number of rows."""
    heights: dict[tuple[int, int], int] = {}
    placed = []
    width = unit * months / 12
    for mark in sorted(found, key=_middle):
        day = _middle(mark)
        column = (day.month - 1) // months
        row = heights.get((day.year, column), 0)
        heights[day.year, column] = row + 1
        placed.append((mark, MARGIN + (day.year - first) * unit + (column + 0.5) * width - CELL / 2, row))
    return placed, max(heights.values(), default=1)


def _middle(mark: StripMark) -> date:
    """Return the day a mark stands at: the middle of what is known, so that an unknown day does not pose as the first."""
    match mark.precision:
        case "month":
            return mark.on.replace(day=15)
        case "season":
            return mark.on + timedelta(days=45)
        case "year":
            return mark.on.replace(month=7, day=1)
    return mark.on


@lru_cache(maxsize=4_000)
def _mark(mark: StripMark, x: float, y: float, *, in_tab_order: bool) -> SafeString:
    """Return one contact as a link with a name, drawn in the cell whose upper left corner is given."""
    inset = (CELL - marks.SIZE * SCALE) / 2
    return format_html(
        '<a class="strip-mark{}" href="{}"{} transform="translate({} {}) scale({})"><title>{}</title>{}</a>',
        "" if mark.matches else " strip-mark--dim",
        cards.contact_url(mark.id, mark.slug),
        "" if in_tab_order else mark_safe(' tabindex="-1"'),
        round(x + inset, 1),
        round(y + inset, 1),
        SCALE,
        _title(mark),
        marks.drawing(mark.kind, mark.status, mark.confirmed_by),
    )


def _title(mark: StripMark) -> str:
    month = f"{mark.on:%B} {mark.on.year}"
    if mark.precision == "day":
        day = f"{mark.on.day} {month}"
    elif mark.precision == "year":
        day = f"{mark.on.year}, day not known"
    else:
        day = f"{month}{' or later' if mark.precision in ('season', 'interval') else ''}, day not known"
    label = dict(Kind.choices).get(mark.kind, mark.kind)
    return f"{day}. {label}, {cards.status_words(mark.status, mark.confirmed_by)}: {mark.title}"


def _years(known: list[StripYear], ends: tuple[int, int], unit: float, base: float, filters: Filters) -> list[YearView]:
    counts = {year.year: year for year in known}
    most = max((year.count for year in known), default=1)
    views = []
    for position, year in enumerate(range(ends[0], ends[1] + 1)):
        found = counts.get(year, StripYear(year, 0, 0))
        toggled = filters.toggled("year", str(year))
        matching = found.count if found.matching is None else found.matching
        x = MARGIN + position * unit
        full, part = (round(BARS_HEIGHT * number / most) for number in (found.count, matching))
        views.append(
            YearView(
                x=round(x, 1),
                width=round(unit, 1),
                year=year,
                count=found.count,
                matching=matching,
                query=toggled.query(),
                active=toggled.since is None and filters.since is not None,
                bar_x=round(x + unit / 12, 1),
                bar_width=round(unit * 5 / 6, 1),
                bar=full,
                top=base - full,
                bar_matching=part,
                top_matching=base - part,
            )
        )
    return views


def _terms(first: int, last: int, unit: float) -> list[TermView]:
    left, right = date(first, 1, 1), date(last, 12, 31)
    views = []
    for label, begins, ends in TERMS:
        start, end = max(begins, left), min(ends or right, right)
        if start >= end:
            continue
        x, until = (MARGIN + unit * (day.year - first + (day.timetuple().tm_yday - 1) / 365.25) for day in (start, end))
        at_edge = ends is None
        views.append(TermView(round(x, 1), round(until - x, 1), label, round(until if at_edge else x, 1), "end" if at_edge else "start"))
    return views


def _caption(strip: Strip, fitting: int) -> str:
    """Return the sentence to take away: how the contacts fall upon the terms, or which year has most."""
    if not strip.marks:
        busiest = max(strip.years, key=lambda year: year.count, default=None)
        return f"The year with most contacts is {busiest.year}: {busiest.count}." if busiest else ""
    total = len(strip.marks)
    if fitting < total:
        return f"{fitting} of {total} contacts fit the filters; the others are dimmed."
    first, second = (sum(begins <= _middle(mark) <= (ends or date.max) for mark in strip.marks) for _, begins, ends in TERMS)
    others = total - first - second
    return f"Of {total} contacts, {first} fall in Trump’s first term, {second} in the second so far, {others} in the years around them."
