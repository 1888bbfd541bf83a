"""One page of the timeline: no COUNT, no OFFSET, the same cost at any depth and under any filter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from contacts.record.cursors import encode, moment_of
from contacts.record.filters import Filters
from contacts.record.index import current
from contacts.record.readmodel import PublishedContact, PublishedContactQuerySet
from contacts.record.words import words_query

PAGE_SIZE = 30  # contacts


@dataclass(frozen=True)
class TimelinePage:
    """Cards, newest first, and the cursors of the neighbouring pages; a cursor is empty where there is none."""

    cards: list[dict[str, Any]]
    older: str
    newer: str


def fitting(filters: Filters) -> PublishedContactQuerySet:
    """Return the contacts that fit the question, in no order."""
    rows = PublishedContact.objects.all()
    for name, values in filters.chosen:
        keys = [f"{name}:{value}" for value in values]
        rows = rows.filter(facets__contains=keys) if len(keys) == 1 else rows.filter(facets__overlap=keys)
    if filters.since:
        rows = rows.filter(latest__gte=filters.since)
    if filters.until:
        rows = rows.filter(earliest__lte=filters.until)
    if filters.words:
        rows = rows.filter(search=words_query(filters.words))
    return rows


def read(filters: Filters, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> TimelinePage:
    """Return the page older than the cursor `before`, or newer than `after`, or the newest.

    Which contacts stand on it comes from the index in memory; where words match too many contacts for that, from the table.
    Raises: BadFilter, for a cursor that we did not hand out. Queries: 1, and 1 for words not asked before.
    """
    name, cursor = ("after", after) if after else ("before", before)
    start = moment_of(cursor, name, filters.query()) if cursor else None
    index = current()
    selected = index.select(filters)
    if selected is None:
        keys = _from_table(filters, start, size, newer=bool(after))
    else:
        keys = index.neighbours(selected, start, size + 1, newer=bool(after))
    more, keys = len(keys) > size, keys[:size]
    if after:
        keys.reverse()
    if not keys:
        return TimelinePage([], "", "")
    cards = dict(PublishedContact.objects.filter(record_id__in=[key for _, key in keys]).values_list("record_id", "card"))
    shown = [cards[key] for _, key in keys if key in cards]
    first, last = encode(*keys[0]), encode(*keys[-1])
    if after:
        return TimelinePage(shown, last, first if more else "")
    return TimelinePage(shown, last if more else "", first if before else "")


def _from_table(filters: Filters, start: tuple[datetime, str] | None, size: int, *, newer: bool) -> list[tuple[datetime, str]]:
    rows = fitting(filters)
    if start:
        rows = rows.filter(_beyond(*start, newer=newer))
    order = ("sort_at", "record_id") if newer else ("-sort_at", "-record_id")
    return list(rows.order_by(*order).values_list("sort_at", "record_id")[: size + 1])


def _beyond(moment: datetime, record_id: str, *, newer: bool) -> Q:
    if newer:
        return Q(sort_at__gte=moment) & (Q(sort_at__gt=moment) | Q(record_id__gt=record_id))
    return Q(sort_at__lte=moment) & (Q(sort_at__lt=moment) | Q(record_id__lt=record_id))
