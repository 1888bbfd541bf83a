"""Keeps the index of the timeline current with the log, reading only what changed since.

Each web process holds one index. An index is never changed once it was handed out.
"""

import threading
from collections.abc import Mapping
from typing import Any

from django.db.models import Max, Min

from contacts.record.bits import bits_of
from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.edition import Edition
from contacts.record.moment import fresh, now
from contacts.record.projection import topic_tree, topic_with_ancestors
from contacts.record.readmodel import Entry, PublishedContact, PublishedReport
from contacts.record.timeline_index import MARKS_UP_TO, Facet, FacetValue, Strip, StripMark, StripYear, TimelineIndex
from contacts.vocabulary import RecordType

__all__ = ["Facet", "FacetValue", "Strip", "StripMark", "StripYear", "TimelineIndex", "current"]

LATE = 1_000  # contacts that came since the index was made; with more, it is made anew

_index = TimelineIndex()
_lock = threading.Lock()


def current() -> TimelineIndex:
    """Return the index of the record as it stands. Queries: 1, and those of an update when the record has moved on."""
    global _index
    seq = now().seq
    if _index.seq != seq:
        with _lock:
            # A request that began before a publication meets an index that has gone on: that one serves it as well.
            if _index.seq > seq:
                seq = fresh().seq
            if _index.seq != seq:
                _index = _updated(_index, seq)
    return _index


def _updated(old: TimelineIndex, seq: int) -> TimelineIndex:
    """Return the index at `seq`, made from an earlier one and the contacts that changed in between."""
    # A restored database or a test may have gone back in time; then nothing of the old index can be trusted.
    rows = PublishedContact.objects.values_list("record_id", "sort_at", "facets", "earliest", "latest")
    changed = _changed_since(old, seq) if 0 < old.seq <= seq else None
    if changed is not None and len(old.keys) - old.sorted_upto + len(changed) <= LATE:
        new = TimelineIndex(
            seq,
            dict(old.ordinals),
            dict(old.bounds),
            dict(old.facets_of),
            dict(old.sets),
            old.everything,
            keys=list(old.keys),
            sorted_upto=old.sorted_upto,
        )
        _replace(new, changed, rows.filter(record_id__in=changed))
    else:
        new = TimelineIndex(seq)
        _load(new, rows)
    _describe(new)
    return new


def _changed_since(old: TimelineIndex, seq: int) -> set[str]:
    """Return the contacts that editions, or new words of a topic, have touched since an index was made. Queries: 2."""
    editions = Edition.objects.filter(seq__gt=old.seq, seq__lte=seq, record_type=RecordType.CONTACT)
    rows = PublishedContact.objects.filter(seq__gt=old.seq)
    return {*editions.values_list("record_id", flat=True), *rows.values_list("record_id", flat=True)}


def _load(index: TimelineIndex, rows: Any) -> None:
    """Fill an empty index. Sets are built as bytes and turned into integers once, or each bit would copy a whole set."""
    members: dict[str, list[int]] = {}
    shared: dict[str, str] = {}
    # Sorted here, because a database may sort ids by the rules of a language.
    ordered = sorted(rows.iterator(chunk_size=2000), key=lambda row: (row[1], row[0]))
    for ordinal, (record_id, sort_at, facets, earliest, latest) in enumerate(ordered):
        index.ordinals[record_id] = ordinal
        index.keys.append((sort_at, record_id))
        index.bounds[ordinal] = (earliest, latest)
        index.facets_of[ordinal] = tuple(shared.setdefault(facet, facet) for facet in facets)
        for facet in facets:
            members.setdefault(facet, []).append(ordinal)
    index.sets = {facet: bits_of(ordinals) for facet, ordinals in members.items()}
    index.sorted_upto = len(index.keys)
    index.everything = (1 << len(index.keys)) - 1


def _replace(index: TimelineIndex, changed: set[str], rows: Any) -> None:
    """Take out what changed and put it in again at the end: a place in the order is never given to another contact."""
    for record_id in changed & index.ordinals.keys():
        ordinal = index.ordinals.pop(record_id)
        for facet in index.facets_of.pop(ordinal):
            index.sets[facet] &= ~(1 << ordinal)
        index.everything &= ~(1 << ordinal)
        del index.bounds[ordinal]
    for record_id, sort_at, facets, earliest, latest in rows:
        ordinal = index.ordinals[record_id] = len(index.keys)
        index.keys.append((sort_at, record_id))
        index.bounds[ordinal] = (earliest, latest)
        index.facets_of[ordinal] = tuple(facets)
        for facet in facets:
            index.sets[facet] = index.sets.get(facet, 0) | 1 << ordinal
        index.everything |= 1 << ordinal


def _describe(index: TimelineIndex) -> None:
    """Fill in names of values, the order of topics, totals and, while they are few, the cards of the strip."""
    index.sets = {facet: members for facet, members in index.sets.items() if members}
    for facet, members in index.sets.items():
        name, _, value = facet.partition(":")
        index.sizes[name][value] = members.bit_count()
    index.labels = {
        "topic": _names(RecordType.TOPIC, set(index.sizes["topic"])),
        "publisher": _names(RecordType.PUBLISHER, set(index.sizes["publisher"])),
        "person": _names(RecordType.PERSON, set(index.sizes["person"])),
        "country": {code: _country(code) for code in sorted(set(index.sizes["country"]))},
        "year": {year: year for year in sorted(set(index.sizes["year"]))},
    }
    _order_topics(index)
    index.reports = PublishedReport.objects.count()
    ends = PublishedContact.objects.aggregate(first=Min("earliest"), last=Max("latest"))
    index.first, index.last = ends["first"], ends["last"]
    if index.total <= MARKS_UP_TO:
        cards = PublishedContact.objects.order_by("sort_at", "record_id").values_list("record_id", "card")
        index.cards = [(index.ordinals[key], card) for key, card in cards if key in index.ordinals]


def _names(record_type: str, slugs: set[str]) -> dict[str, str]:
    rows = Entry.objects.standing().filter(record_type=record_type).values_list("slug", "document__name")
    return {slug: name for slug, name in sorted(rows, key=lambda row: row[1]) if slug in slugs}


def _country(code: str) -> str:
    return COUNTRIES.get(code, code)


def _order_topics(index: TimelineIndex) -> None:
    """Put topics in the order of the tree: the most discussed first, each followed by those below it."""
    tree = topic_tree()
    by_slug: Mapping[str, str] = {topic["slug"]: key for key, topic in tree.items()}

    def size(slug: str) -> int:
        return index.sets.get(f"topic:{slug}", 0).bit_count()

    paths = {
        slug: [topic["slug"] for topic in reversed(topic_with_ancestors(by_slug[slug], tree))]
        for slug in index.labels["topic"]
        if slug in by_slug
    }
    index.depths = {slug: len(path) - 1 for slug, path in paths.items()}
    index.topic_order = sorted(paths, key=lambda slug: [(-size(step), step) for step in paths[slug]])
