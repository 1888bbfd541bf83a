"""Looking for words: contacts, reports and claims by full text; topics, people, places and publishers by name.

Ids come from one query each, by the inverted index; rows and highlighted text are fetched for the few that are shown.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db.models import F, Func, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from rapidfuzz import fuzz, process

from contacts.record.edition import Document
from contacts.record.projection import fold_letters
from contacts.record.readmodel import SEARCH_CONFIG, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.record.words import words_query
from contacts.vocabulary import RecordType

SHOWN = 20  # results of each kind
RANKED = 500  # newest results among which the best are looked for, so that a common word costs no more than this
NAMED_SHOWN = 6  # topics, people, places and publishers
START, STOP = "\ue000", "\ue001"
"""Marks around what was found: private characters, which no text of ours holds, so that all else can be escaped."""

CLOSE_ENOUGH = 80  # rapidfuzz ratio; below this a word is another word, not a misspelt one
SPOKEN_HERE = ("en", "ru")
"""Languages whose names and aliases a misspelt word is compared with."""


@dataclass(frozen=True)
class Hit:
    """One result: the stored card and the passage of its text that fits best, with `START` and `STOP` around the words."""

    card: Document
    extract: str


@dataclass(frozen=True)
class Hits:
    """One section of results, best fit first; `more` when there are others."""

    rows: list[Hit]
    more: bool


@dataclass(frozen=True)
class Named:
    """A topic, person, place or publisher that bears the name looked for. `alias` is the name it was found by."""

    record_type: str
    slug: str
    name: str
    alias: str


@dataclass(frozen=True)
class Nearest:
    """What was probably meant: the words with one replaced by the name it resembles."""

    words: str
    name: str


def contacts(words: str) -> Hits:
    """Return contacts that the words find. Queries: 2."""
    return _hits(PublishedContact.objects.all(), words, "-sort_at", _field("summary"))


def reports(words: str) -> Hits:
    """Return reports that the words find. Queries: 2."""
    text = Func(Value(" "), _field("title"), _field("description"), function="concat_ws", output_field=TextField())
    return _hits(PublishedReport.objects.all(), words, F("sort_on").desc(nulls_last=True), text)


def claims(words: str) -> Hits:
    """Return claims that the words find. Queries: 2."""
    return _hits(PublishedClaim.objects.all(), words, "-sort_at", _field("note"))


def _field(name: str) -> Coalesce:
    return Coalesce(KeyTextTransform(name, "card"), Value(""))


def _hits(rows: Any, words: str, order: Any, text: Any) -> Hits:
    query = words_query(words)
    newest = rows.filter(search=query).order_by(order, "-record_id").values("record_id")[:RANKED]
    best = rows.filter(record_id__in=newest).order_by(SearchRank(F("search"), query).desc(), order, "-record_id")
    ids = list(best.values_list("record_id", flat=True)[: SHOWN + 1])
    more, ids = len(ids) > SHOWN, ids[:SHOWN]
    if not ids:
        return Hits([], False)
    headline = SearchHeadline(
        Cast(text, TextField()),
        query,
        config=SEARCH_CONFIG,
        start_sel=START,
        stop_sel=STOP,
        min_words=30,
        max_words=50,
        max_fragments=1,
    )
    found = {key: Hit(card, extract) for key, card, extract in rows.filter(record_id__in=ids).values_list("record_id", "card", headline)}
    return Hits([found[key] for key in ids if key in found], more)


@dataclass(frozen=True)
class _Names:
    """All names of the record's vocabulary. `by_name` is keyed by what a reader would type, in lower case."""

    by_name: dict[str, list[Named]]
    near: dict[str, str]
    words: frozenset[str]
    longest: int


def _plain(text: str) -> str:
    return " ".join(fold_letters(text).casefold().split())


@lru_cache(maxsize=2)
def _names(seq: int) -> _Names:
    """Return the names as they stand at `seq`. Queries: 1."""
    by_name: dict[str, list[Named]] = {}
    near: dict[str, str] = {}
    types = (RecordType.TOPIC, RecordType.PERSON, RecordType.PLACE, RecordType.PUBLISHER)
    rows = Entry.objects.standing().filter(record_type__in=types)
    fields = (f"document__{name}" for name in ("name", "name_ru", "aliases"))
    for record_type, slug, name, name_ru, aliases in rows.order_by("slug").values_list("record_type", "slug", *fields):
        spoken, others = _spellings(name, name_ru or "", aliases or {})
        if record_type == RecordType.PERSON:
            others += [full.split()[-1] for full in spoken if " " in full]
        for alias in dict.fromkeys([*spoken, *others]):
            by_name.setdefault(_plain(alias), []).append(Named(record_type, slug, name, alias))
        if record_type in (RecordType.TOPIC, RecordType.PERSON, RecordType.PLACE):
            for alias in [*spoken, *(others if record_type == RecordType.PERSON else [])]:
                near.setdefault(_plain(alias), alias)
    order = list(types)
    for same in by_name.values():
        same.sort(key=lambda one: order.index(RecordType(one.record_type)))
    known = frozenset(word for name in near for word in name.split())
    return _Names(by_name, near, known, max((len(name.split()) for name in by_name), default=1))


def _spellings(name: str, name_ru: str, aliases: dict[str, list[str]] | list[str]) -> tuple[list[str], list[str]]:
    """Return names in the languages spoken here, and those in others."""
    if isinstance(aliases, list):
        return [name, *aliases], []
    spoken = [name, *([name_ru] if name_ru else [])]
    spoken += [alias for language in SPOKEN_HERE for alias in aliases.get(language, ())]
    return spoken, [alias for language, own in aliases.items() if language not in SPOKEN_HERE for alias in own]


def named(words: str, seq: int) -> list[Named]:
    """Return topics, people, places and publishers that bear the words, or a run of them, as a name in any language.

    The longest run first, so that “peace talks on Ukraine” comes before “Ukraine”; at the end those whose name holds the
    words and more. Queries: 1 the first time at this seq of the record, then none.
    """
    names = _names(seq)
    parts = [part for part in (part.strip("\"'“”«».,") for part in _plain(words).split()) if part not in ("", "or")]
    found: dict[tuple[str, str], Named] = {}
    for length in range(min(len(parts), names.longest), 0, -1):
        for start in range(len(parts) - length + 1):
            for one in names.by_name.get(" ".join(parts[start : start + length]), ()):
                found.setdefault((one.record_type, one.slug), one)
    if parts:
        _add_longer(" ".join(parts), names, found)
    return list(found.values())[:NAMED_SHOWN]


def _add_longer(words: str, names: _Names, found: dict[tuple[str, str], Named]) -> None:
    """Add topics, people and places whose name holds the words and more: “Ceasefire in Ukraine” for “ceasefire”."""
    for name in names.near:
        if len(found) >= NAMED_SHOWN:
            return
        if f" {words} " in f" {name} ":
            for one in names.by_name[name]:
                found.setdefault((one.record_type, one.slug), one)


def nearest(words: str, seq: int) -> Nearest | None:
    """Return what was probably meant, when a word is no name or alias in English or Russian but is spelt almost like one.

    Queries: as `named`.
    """
    names = _names(seq)
    whole = _plain(words)
    parts = whole.split()
    if not parts or whole in names.near or all(part in names.words for part in parts):
        return None
    best = _close(whole, names)
    if best:
        return Nearest(best, best)
    for position, part in enumerate(parts):
        if part not in names.words and len(part) > 3 and (best := _close(part, names)):
            return Nearest(" ".join([*parts[:position], best, *parts[position + 1 :]]), best)
    return None


def _close(word: str, names: _Names) -> str:
    found = process.extractOne(word, names.near.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return names.near[found[0]] if found else ""
