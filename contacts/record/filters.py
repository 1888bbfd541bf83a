"""The questions that can be asked of the timeline. Pages and API share this one set.

State lives in the address: a parameter repeated means *or*, different parameters mean *and*. A value that is not in the
record is an error that names the nearest address that works; tracking parameters are dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import QueryDict
from rapidfuzz import fuzz, process

from contacts.dates import BadDate, in_words, parse
from contacts.record.projection import fold_letters
from contacts.vocabulary import Kind, Speaker, Status

FACETS: tuple[str, ...] = ("kind", "status", "topic", "speaker", "publisher", "person", "country")
"""Parameters that choose among the values of a facet, in the order of the page."""

PARAMETERS: tuple[str, ...] = (*FACETS, "from", "to", "q")

PAGING: frozenset[str] = frozenset({"before", "after"})
"""Where one is in the list; not part of the question."""

TRACKING: frozenset[str] = frozenset(
    {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "mc_cid", "mc_eid", "igshid", "ref", "_ga", "twclid"}
)
"""Parameters that others add to addresses; with all that begin with `utm_` they are dropped without a word."""

MAX_VALUES = 50  # values in one address; more is no question that a reader asks
MAX_WORDS = 200  # characters of a text query

CLOSED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"kind": dict(Kind.choices), "status": dict(Status.choices), "speaker": dict(Speaker.choices)}
)
"""Facets whose values are fixed, with their labels."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "kind": "Kind",
        "status": "Status",
        "topic": "Topic",
        "speaker": "Said by",
        "publisher": "Publisher",
        "person": "Person",
        "country": "Country",
        "year": "Year",
        "from": "From",
        "to": "Until",
        "q": "Words",
    }
)
"""What a reader calls each parameter."""


class BadFilter(ValueError):
    """A parameter cannot be understood. `nearest` is the query string of the nearest address that works."""

    def __init__(self, parameter: str, value: str, message: str, nearest: str) -> None:
        """Say which parameter and value are wrong and why."""
        super().__init__(message)
        self.parameter, self.value, self.message, self.nearest = parameter, value, message, nearest


@dataclass(frozen=True)
class ActiveFilter:
    """One choice that narrows the list, with its label in words."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Filters:
    """A question. `since` and `until` are days, both included; a contact fits when its dates may overlap them."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""

    @classmethod
    def parse(cls, data: QueryDict, known: Mapping[str, Mapping[str, str]] | None = None) -> "Filters":
        """Return the question that an address asks.

        `known` gives values and labels of the open facets (topic, publisher, person, country); by default those of the
        record as it stands. Raises: BadFilter, for the first thing that is wrong.
        Queries: 1 for the seq, and what the index needs when the record has moved on.
        """
        if known is None:
            from contacts.record.index import current

            known = current().labels
        return _Parser(data, {**known, **CLOSED}).filters()

    def values(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of one facet."""
        return dict(self.chosen).get(name, ())

    @property
    def is_empty(self) -> bool:
        """Whether the question is for everything."""
        return self == Filters()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters in the order of `PARAMETERS`, values sorted: one question has one address."""
        found = [(name, value) for name, values in self.chosen for value in values]
        if self.since:
            found.append(("from", self.since.isoformat()))
        if self.until:
            found.append(("to", self.until.isoformat()))
        if self.words:
            found.append(("q", self.words))
        return found

    def query(self) -> str:
        """Return the canonical query string, without a question mark."""
        return urlencode(self.pairs())

    def toggled(self, name: str, value: str) -> "Filters":
        """Return the question with one value added, or taken away if it is there."""
        if name == "year":
            year = (date(int(value), 1, 1), date(int(value), 12, 31))
            same = (self.since, self.until) == year
            return replace(self, since=None if same else year[0], until=None if same else year[1])
        values = set(self.values(name)) ^ {value}
        return self._with(name, values)

    def without(self, name: str, value: str | None = None) -> "Filters":
        """Return the question without a parameter, or without one of its values."""
        match name:
            case "from":
                return replace(self, since=None)
            case "to":
                return replace(self, until=None)
            case "q":
                return replace(self, words="")
            case "year":
                return replace(self, since=None, until=None)
        return self._with(name, set() if value is None else set(self.values(name)) - {value})

    def _with(self, name: str, values: Iterable[str]) -> "Filters":
        chosen = dict(self.chosen) | {name: tuple(sorted(values))}
        return replace(self, chosen=_in_order(chosen))

    def active(self) -> list[ActiveFilter]:
        """Return each choice with its label in words. Queries: none once the index is loaded."""
        from contacts.record.index import current

        labels = {**current().labels, **CLOSED} if self.chosen else {}
        found = [
            ActiveFilter(name, value, f"{NAMES[name]}: {labels[name].get(value, value)}")
            for name, values in self.chosen
            for value in values
        ]
        if self.since:
            found.append(ActiveFilter("from", self.since.isoformat(), f"From {in_words(self.since.isoformat())}"))
        if self.until:
            found.append(ActiveFilter("to", self.until.isoformat(), f"Until {in_words(self.until.isoformat())}"))
        if self.words:
            found.append(ActiveFilter("q", self.words, f"Words: {self.words}"))
        return found


def _in_order(chosen: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, chosen[name]) for name in FACETS if chosen.get(name))


def is_tracking(name: str) -> bool:
    """Return whether a parameter was added by somebody who counts clicks."""
    return name in TRACKING or name.startswith("utm_")


class _Parser:
    """Reads one query string; collects what is right so that an error can offer the nearest address."""

    def __init__(self, data: QueryDict, known: Mapping[str, Mapping[str, str]]) -> None:
        self._data, self._known = data, known
        self._fixes: dict[tuple[str, str], str] = {}

    def filters(self) -> Filters:
        pairs = [(name, value.replace("\x00", "").strip()) for name, values in self._data.lists() for value in values]
        pairs = [(name, value) for name, value in pairs if value and name not in PAGING and not is_tracking(name)]
        wrong: list[tuple[str, str, str, str]] = []
        right: list[tuple[str, str]] = []
        if len(pairs) > MAX_VALUES:
            wrong.append(("", "", f"The address asks for {len(pairs)} things at once; {MAX_VALUES} is the limit.", ""))
            pairs = pairs[:MAX_VALUES]
        for name, value in pairs:
            problem, nearest = self._problem(name, value)
            if problem:
                wrong.append((name, value, problem, nearest))
                if nearest:
                    right.append((name, nearest))
            else:
                right.append((name, value))
        filters = self._build(right)
        if filters.since and filters.until and filters.since > filters.until:
            swapped = replace(filters, since=filters.until, until=filters.since)
            raise BadFilter("from", filters.since.isoformat(), "“from” is later than “to”.", swapped.query())
        if wrong:
            name, value, message, _ = wrong[0]
            raise BadFilter(name, value, message, filters.query())
        return filters

    def _problem(self, name: str, value: str) -> tuple[str, str]:
        """Return what is wrong with one parameter and the nearest right value; two empty strings if nothing is."""
        if name not in PARAMETERS:
            return f"There is no filter “{name}”. The filters are {', '.join(PARAMETERS)}.", ""
        if name == "q":
            if len(value) > MAX_WORDS:
                return f"The search has {len(value)} characters; {MAX_WORDS} is the limit.", value[:MAX_WORDS]
            return "", ""
        if name in ("from", "to"):
            try:
                parse(value)
            except BadDate as error:
                return str(error), ""
            return "", ""
        if value in self._known[name]:
            return "", ""
        nearest = nearest_value(value, self._known[name])
        hint = f" Did you mean “{nearest}”?" if nearest else ""
        return f"The record knows no {name} “{value}”.{hint}", nearest

    def _build(self, pairs: list[tuple[str, str]]) -> Filters:
        chosen: dict[str, set[str]] = {}
        since = until = None
        words = ""
        for name, value in pairs:
            if name == "q":
                words = value
            elif name == "from":
                since = parse(value).earliest
            elif name == "to":
                until = parse(value).latest
            else:
                chosen.setdefault(name, set()).add(value)
        return Filters(_in_order({name: tuple(sorted(values)) for name, values in chosen.items()}), since, until, words)


def nearest_value(value: str, known: Mapping[str, str]) -> str:
    """Return the value that is spelt, or whose label is spelt, most like this one; empty if none is close."""
    wanted = fold_letters(value).lower().replace("_", "-").replace(" ", "-")
    words = {key: fold_letters(label).lower().replace(" ", "-") for key, label in known.items()}
    for choices in ({key: key.lower() for key in known}, words):
        best = process.extractOne(wanted, choices, scorer=fuzz.ratio, score_cutoff=72)
        if best:
            return str(best[2])
    return ""
