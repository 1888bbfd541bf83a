"""One page of the timeline: one indexed query, no COUNT, no OFFSET, the same cost at any depth."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from contacts.record.filters import BadFilter, Filters
from contacts.record.projection import fold_letters
from contacts.record.readmodel import SEARCH_CONFIG, PublishedContact, PublishedContactQuerySet

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


def words_query(words: str) -> SearchQuery:
    """Return the full-text query for words as a reader types them: quotes, `or` and a leading minus are understood."""
    return SearchQuery(fold_letters(words), config=SEARCH_CONFIG, search_type="websearch")


def contact_ids(words: str, *, limit: int) -> list[str]:
    """Return the ids of at most `limit` contacts that the words find, in no order. Queries: 1."""
    return list(PublishedContact.objects.filter(search=words_query(words)).values_list("record_id", flat=True)[:limit])


def read(filters: Filters, *, before: str = "", after: str = "", size: int = PAGE_SIZE) -> TimelinePage:
    """Return the page older than the cursor `before`, or newer than `after`, or the newest.

    Raises: BadFilter, for a cursor that we did not hand out. Queries: 1.
    """
    rows = fitting(filters)
    backwards = bool(after)
    if before or after:
        moment, record_id = _decode("after" if backwards else "before", after or before, filters)
        # A row comparison, which PostgreSQL answers from the composite index at any depth.
        rows = rows.filter(_beyond(moment, record_id, newer=backwards))
    order = ("sort_at", "record_id") if backwards else ("-sort_at", "-record_id")
    found = list(rows.order_by(*order).values_list("sort_at", "record_id", "card")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return TimelinePage([], "", "")
    first, last = _encode(*found[0][:2]), _encode(*found[-1][:2])
    if backwards:
        return TimelinePage([row[2] for row in found], last, first if more else "")
    return TimelinePage([row[2] for row in found], last if more else "", first if before else "")


def _beyond(moment: datetime, record_id: str, *, newer: bool) -> Q:
    if newer:
        return Q(sort_at__gte=moment) & (Q(sort_at__gt=moment) | Q(record_id__gt=record_id))
    return Q(sort_at__lte=moment) & (Q(sort_at__lt=moment) | Q(record_id__lt=record_id))


def _encode(moment: datetime, record_id: str) -> str:
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{record_id}".encode()).decode().rstrip("=")


def _decode(name: str, cursor: str, filters: Filters) -> tuple[datetime, str]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, record_id = text.partition("|")
        when = datetime.fromisoformat(moment)
        if when.tzinfo is None or not record_id.isalnum() or len(record_id) > 10:
            raise ValueError
    except (ValueError, binascii.Error) as error:
        raise BadFilter(name, cursor, f"“{name}” is not a place in this list.", filters.query()) from error
    return when, record_id
