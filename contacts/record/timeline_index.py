"""The index of the timeline: what is known of every contact, and the questions it answers in memory.

One set of contacts is one Python integer, a bit a contact, so that counting a facet under a filter is an *and* and a
population count: microseconds at a hundred thousand contacts, where counting in the database took seconds.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

from contacts.record.bits import bits_of, largest, members_of, smallest
from contacts.record.filters import CLOSED, FACETS, NAMES, Filters
from contacts.record.words import contact_ids

MARKS_UP_TO = 600  # contacts; a strip with more marks than this is a smear, so years are drawn instead
OPEN = ("topic", "publisher", "person", "country", "year")
"""Facets whose values are those of the record."""

QUESTIONS_REMEMBERED = 500  # questions whose answers are kept while the record stands still
FEW = 2_000  # contacts; below this, looking at each is quicker than counting bits of every facet value
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
    keys: list[tuple[datetime, str]] = field(default_factory=list)
    sorted_upto: int = 0
    selected: dict[Any, int | None] = field(default_factory=dict)
    counted: dict[tuple[int, str], Mapping[str, int]] = field(default_factory=dict)
    sizes: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

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
        question = (filters.chosen, filters.since, filters.until, filters.words, leaving_out)
        if question not in self.selected:
            if len(self.selected) >= QUESTIONS_REMEMBERED:
                self.selected.clear()
            self.selected[question] = self._select(filters, leaving_out)
        return self.selected[question]

    def _select(self, filters: Filters, leaving_out: str) -> int | None:
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

    def neighbours(self, found: int, start: tuple[datetime, str] | None, count: int, *, newer: bool) -> list[tuple[datetime, str]]:
        """Return the `count` members of a set that come after a place in the list: older ones newest first, or newer ones oldest first.

        Each is its time in UTC and its id.
        """
        in_order = found & ((1 << self.sorted_upto) - 1)
        if start is not None:
            cut = (bisect_right if newer else bisect_left)(self.keys, start, 0, self.sorted_upto)
            in_order = in_order >> cut << cut if newer else in_order & ((1 << cut) - 1)
        nearest = [self.keys[ordinal] for ordinal in (smallest if newer else largest)(in_order, count)]
        # Contacts that came or changed since the index was made stand at the end, in no order.
        late = [self.keys[ordinal + self.sorted_upto] for ordinal in members_of(found >> self.sorted_upto)]
        nearest += [key for key in late if start is None or (key > start if newer else key < start)]
        return sorted(nearest, reverse=not newer)[:count]

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
        near: list[int] = []
        for key in months:
            if low < key < high:
                inner |= self.sets[key]
            elif key in (low, high):
                edge |= self.sets[key]
        for ordinal in members_of(edge & ~inner):
            earliest, latest = self.bounds[ordinal]
            if latest >= since and earliest <= until:
                near.append(ordinal)
        return inner | bits_of(near)

    def _hits(self, words: str) -> int | None:
        question = ((), None, None, words, "hits")
        if question not in self.selected:
            ids = contact_ids(words, limit=HITS_COUNTED + 1)
            self.selected[question] = (
                None if len(ids) > HITS_COUNTED else bits_of(self.ordinals[key] for key in ids if key in self.ordinals)
            )
        return self.selected[question]

    def facets(self, filters: Filters) -> list[Facet]:
        """Return each facet with counts under the other choices, its own left out. Queries: 1 if there are words."""
        found = []
        for name in (*FACETS, "year"):
            base = self.select(filters, leaving_out=name)
            counts = None if base is None else self._counts(name, base)
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
                if (count := None if counts is None else counts.get(value, 0)) != 0 or value in chosen
            ]
            found.append(Facet(name, NAMES[name], self._sorted(name, values)))
        return found

    def _counts(self, name: str, base: int) -> Mapping[str, int]:
        """Return how many members of a set have each value of a facet.

        Few members are looked at one by one, which answers for all facets at once; many are counted by bits.
        """
        if base == self.everything:
            return self.sizes[name]
        few = base.bit_count() <= FEW
        question = (base, "" if few else name)
        if question not in self.counted:
            if len(self.counted) >= QUESTIONS_REMEMBERED:
                self.counted.clear()
            if few:
                found = Counter(chain.from_iterable(self.facets_of[ordinal] for ordinal in members_of(base)))
                self.counted[question] = found
            else:
                self.counted[question] = {value: (self.sets[f"{name}:{value}"] & base).bit_count() for value in self.sizes[name]}
        counts = self.counted[question]
        return {value: counts[f"{name}:{value}"] for value in self.sizes[name]} if few else counts

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


def _is_year(filters: Filters, value: str) -> bool:
    return (filters.since, filters.until) == (date(int(value), 1, 1), date(int(value), 12, 31))
