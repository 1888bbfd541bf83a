"""What the timeline needs to know of every contact, in memory: facet counts, matches, the overview strip.

One set of contacts is one Python integer, a bit a contact, so that counting a facet under a filter is an *and* and a
population count: microseconds at a hundred thousand contacts, where counting in the database took seconds. Each web process
holds one index and brings it up to date from the log, reading only what changed since.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Min

from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.edition import Edition
from contacts.record.filters import CLOSED, FACETS, NAMES, Filters
from contacts.record.moment import now
from contacts.record.projection import topic_tree, topic_with_ancestors
from contacts.record.readmodel import Entry, PublishedContact, PublishedReport
from contacts.record.timeline import contact_ids
from contacts.vocabulary import RecordType

MARKS_UP_TO = 600  # contacts; a strip with more marks than this is a smear, so years are drawn instead
OPEN = ("topic", "publisher", "person", "country", "year")
"""Facets whose values are those of the record."""

WORDS_REMEMBERED = 200  # text queries whose hits are kept while the record stands still
HITS_COUNTED = 5_000  # contacts found by words; above this the facets are shown without counts


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `count` is None where counting would cost too much; `depth` is the level in the topic tree."""

    value: str
    label: str
    count: int | None
    active: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list."""

    name: str
    label: str
    values: list[FacetValue]


@dataclass(frozen=True)
class StripMark:
    """One contact in the overview. `on` is its earliest day."""

    id: str
    slug: str
    title: str
    on: date
    precision: str
    kind: str
    status: str
    confirmed_by: tuple[str, ...]
    matches: bool


@dataclass(frozen=True)
class StripYear:
    """One year of the overview; `matching` is None where it was not counted."""

    year: int
    count: int
    matching: int | None


@dataclass(frozen=True)
class Strip:
    """The overview: every contact while they are few, always the years."""

    marks: list[StripMark]
    years: list[StripYear]


@dataclass
class TimelineIndex:
    """Bit sets of contacts by facet value. Use `current()`; an index is never changed once handed out."""

    seq: int = 0
    ordinals: dict[str, int] = field(default_factory=dict)
    bounds: dict[int, tuple[date, date]] = field(default_factory=dict)
    facets_of: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    everything: int = 0
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in OPEN})
    depths: dict[str, int] = field(default_factory=dict)
    topic_order: list[str] = field(default_factory=list)
    reports: int = 0
    cards: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    found: dict[str, int | None] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Number of published contacts."""
        return self.everything.bit_count()

    def matching(self, filters: Filters) -> int | None:
        """Return how many contacts fit, or None where words match too many to count. Queries: 1 if there are words."""
        found = self.select(filters)
        return None if found is None else found.bit_count()

    def select(self, filters: Filters, *, leaving_out: str = "") -> int | None:
        """Return the set of contacts that fit, as bits; one facet may be left out of the question.

        None where words match too many contacts to look at. Queries: 1 if there are words.
        """
        found = self.everything
        for name, values in filters.chosen:
            if name != leaving_out:
                found &= self._any(name, values)
        if leaving_out != "year" and (filters.since or filters.until):
            found &= self._within(filters.since or date.min, filters.until or date.max)
        if filters.words:
            hits = self._hits(filters.words)
            if hits is None:
                return None
            found &= hits
        return found

    def _any(self, name: str, values: tuple[str, ...]) -> int:
        found = 0
        for value in values:
            found |= self.sets.get(f"{name}:{value}", 0)
        return found

    def _within(self, since: date, until: date) -> int:
        """Return the contacts whose dates may overlap the days given: whole months by set, the two at the edges by day."""
        months = sorted(key for key in self.sets if key.startswith("month:"))
        low, high = (f"month:{day.isoformat()[:7]}" for day in (since, until))  # strftime does not pad years before 1000
        inner = edge = 0
        for key in months:
            if low < key < high:
                inner |= self.sets[key]
            elif key in (low, high):
                edge |= self.sets[key]
        for ordinal in _bits(edge & ~inner):
            earliest, latest = self.bounds[ordinal]
            if latest >= since and earliest <= until:
                inner |= 1 << ordinal
        return inner

    def _hits(self, words: str) -> int | None:
        if words not in self.found:
            ids = contact_ids(words, limit=HITS_COUNTED + 1)
            if len(self.found) >= WORDS_REMEMBERED:
                self.found.clear()
            self.found[words] = None if len(ids) > HITS_COUNTED else bits_of(self.ordinals[key] for key in ids if key in self.ordinals)
        return self.found[words]

    def facets(self, filters: Filters) -> list[Facet]:
        """Return each facet with counts under the other choices, its own left out. Queries: 1 if there are words."""
        words = self._hits(filters.words) if filters.words else self.everything
        unworded = Filters(filters.chosen, filters.since, filters.until)
        found = []
        for name in (*FACETS, "year"):
            base = self.select(unworded, leaving_out=name)
            assert base is not None
            base = None if words is None else base & words
            chosen = set(filters.values(name))
            values = [
                FacetValue(
                    value,
                    label,
                    count,
                    value in chosen or (name == "year" and _is_year(filters, value)),
                    self.depths.get(value, 0) if name == "topic" else 0,
                )
                for value, label in self._values(name)
                if (count := None if base is None else (self.sets.get(f"{name}:{value}", 0) & base).bit_count()) != 0 or value in chosen
            ]
            found.append(Facet(name, NAMES[name], self._sorted(name, values)))
        return found

    def _values(self, name: str) -> Iterator[tuple[str, str]]:
        if name in CLOSED:
            yield from CLOSED[name].items()
        elif name == "topic":
            yield from ((slug, self.labels["topic"][slug]) for slug in self.topic_order)
        else:
            yield from self.labels[name].items()

    @staticmethod
    def _sorted(name: str, values: list[FacetValue]) -> list[FacetValue]:
        if name == "year":
            return sorted(values, key=lambda value: value.value, reverse=True)
        if name in ("publisher", "person", "country"):
            return sorted(values, key=lambda value: (-(value.count or 0), value.label))
        return values

    def strip(self, filters: Filters) -> Strip:
        """Return the overview, with what does not fit marked so. Queries: 1 if there are words."""
        found = self.select(filters)
        years = [
            StripYear(
                int(value),
                self.sets[f"year:{value}"].bit_count(),
                None if found is None else (self.sets[f"year:{value}"] & found).bit_count(),
            )
            for value in sorted(self.labels["year"])
        ]
        marks = [
            StripMark(
                card["id"],
                card["slug"],
                card["title"],
                self.bounds[ordinal][0],
                card["date"]["precision"],
                card["kind"],
                card["status"],
                tuple(card["confirmed_by"]),
                found is None or bool(found >> ordinal & 1),
            )
            for ordinal, card in self.cards
        ]
        return Strip(marks, years)


def bits_of(ordinals: Iterator[int]) -> int:
    """Return the set with these members."""
    members = list(ordinals)
    if not members:
        return 0
    row = bytearray(max(members) // 8 + 1)
    for ordinal in members:
        row[ordinal >> 3] |= 1 << (ordinal & 7)
    return int.from_bytes(row, "little")


def _bits(members: int) -> Iterator[int]:
    """Yield the members of a set."""
    while members:
        low = members & -members
        yield low.bit_length() - 1
        members ^= low


def _is_year(filters: Filters, value: str) -> bool:
    return (filters.since, filters.until) == (date(int(value), 1, 1), date(int(value), 12, 31))


_index = TimelineIndex()
_lock = threading.Lock()


def current() -> TimelineIndex:
    """Return the index of the record as it stands. Queries: 1, and those of an update when the record has moved on."""
    global _index
    seq = now().seq
    if _index.seq != seq:
        with _lock:
            if _index.seq != seq:
                _index = _updated(_index, seq)
    return _index


def _updated(old: TimelineIndex, seq: int) -> TimelineIndex:
    """Return the index at `seq`, made from an earlier one and the contacts that changed in between."""
    # A restored database or a test may have gone back in time; then nothing of the old index can be trusted.
    fresh = old.seq == 0 or seq < old.seq
    new = (
        TimelineIndex(seq=seq)
        if fresh
        else TimelineIndex(seq, dict(old.ordinals), dict(old.bounds), dict(old.facets_of), dict(old.sets), old.everything)
    )
    rows = PublishedContact.objects.values_list("record_id", "facets", "earliest", "latest")
    if fresh:
        _load(new, rows.order_by("sort_at", "record_id"))
    else:
        changed = set(
            Edition.objects.filter(seq__gt=old.seq, seq__lte=seq, record_type=RecordType.CONTACT).values_list("record_id", flat=True)
        )
        changed |= set(PublishedContact.objects.filter(seq__gt=old.seq).values_list("record_id", flat=True))
        _replace(new, changed, rows.filter(record_id__in=changed))
    _describe(new)
    return new


def _load(index: TimelineIndex, rows: Any) -> None:
    """Fill an empty index. Sets are built as bytes and turned into integers once, or each bit would copy a whole set."""
    members: dict[str, list[int]] = {}
    shared: dict[str, str] = {}
    for ordinal, (record_id, facets, earliest, latest) in enumerate(rows.iterator(chunk_size=2000)):
        index.ordinals[record_id] = ordinal
        index.bounds[ordinal] = (earliest, latest)
        index.facets_of[ordinal] = tuple(shared.setdefault(facet, facet) for facet in facets)
        for facet in facets:
            members.setdefault(facet, []).append(ordinal)
    index.sets = {facet: bits_of(iter(ordinals)) for facet, ordinals in members.items()}
    index.everything = (1 << len(index.ordinals)) - 1


def _replace(index: TimelineIndex, changed: set[str], rows: Any) -> None:
    for record_id in changed & index.ordinals.keys():
        ordinal = index.ordinals[record_id]
        for facet in index.facets_of.pop(ordinal, ()):
            index.sets[facet] &= ~(1 << ordinal)
        index.everything &= ~(1 << ordinal)
        index.bounds.pop(ordinal, None)
    for record_id, facets, earliest, latest in rows:
        ordinal = index.ordinals.setdefault(record_id, len(index.ordinals))
        index.bounds[ordinal] = (earliest, latest)
        index.facets_of[ordinal] = tuple(facets)
        for facet in facets:
            index.sets[facet] = index.sets.get(facet, 0) | 1 << ordinal
        index.everything |= 1 << ordinal


def _describe(index: TimelineIndex) -> None:
    """Fill in names of values, the order of topics, totals and, while they are few, the cards of the strip."""
    index.sets = {facet: members for facet, members in index.sets.items() if members}
    present: dict[str, set[str]] = {}
    for facet in index.sets:
        name, _, value = facet.partition(":")
        present.setdefault(name, set()).add(value)
    index.labels = {
        "topic": _names(RecordType.TOPIC, present.get("topic", set())),
        "publisher": _names(RecordType.PUBLISHER, present.get("publisher", set())),
        "person": _names(RecordType.PERSON, present.get("person", set())),
        "country": {code: _country(code) for code in sorted(present.get("country", set()))},
        "year": {year: year for year in sorted(present.get("year", set()))},
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
