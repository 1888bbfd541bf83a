"""Rows that cells refer to, found by slug, address, public id or name: one query a model, however many cells."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from courlan import clean_url
from django.db.models import Model, Q
from rapidfuzz import process

from contacts.models import Contact, Report, ReviewState
from contacts.sheets.columns import BadCell

NAMES = ("slug", "name", "label", "url", "public_id")
"""Columns by which a row is found, the surest first; a former slug comes after all of them."""

NEAR = 75
"""Of 100; how like a known slug a misspelt one must be to be offered."""


def plain_url(url: str) -> str:
    """Return an address without trackers and fragment, as the reading of articles stores it."""
    return str((clean_url(url) or url).partition("#")[0])


class Lookups:
    """Finds rows for cells. Everything that will be asked for is announced with `expect` first."""

    def __init__(self) -> None:
        """Begin with nothing announced and nothing loaded."""
        self._wanted: dict[type[Model], set[str]] = defaultdict(set)
        self._found: dict[type[Model], dict[str, list[Any]]] = {}
        self._slugs: dict[type[Model], list[str]] = {}

    def expect(self, model: type[Model], texts: Iterable[str]) -> None:
        """Announce what cells call rows of a model."""
        self._wanted[model].update(text.strip() for text in texts)

    def find(self, model: type[Model], text: str) -> Any:
        """Return the row that a cell means. Raises: BadCell. Queries: 1 for each model, and 1 more when a name is not known."""
        if model not in self._found:
            self._load(model)
        rows = self._found[model].get(text, [])
        if len(rows) > 1:
            slugs = ", ".join(sorted(row.slug for row in rows))
            raise BadCell(f"“{text[:60]}” is the name of several. Write the slug: {slugs}.")
        if not rows:
            raise BadCell(f"“{text[:80]}” is no {model._meta.verbose_name} that the workshop knows.{self._advice(model, text)}")
        row = rows[0]
        if isinstance(row, Contact) and row.state == ReviewState.MERGED:
            raise BadCell(f"“{text[:60]}” was merged into another contact. Write the slug of that one.")
        return row

    def _load(self, model: type[Model]) -> None:
        texts = self._wanted[model]
        columns = {field.name for field in model._meta.concrete_fields}
        wanted = {name: texts for name in NAMES if name in columns}
        if model is Report:
            wanted["url"] = texts | {plain_url(text) for text in texts if "://" in text}
            wanted["public_id"] = {text.removeprefix("id:") for text in texts}
        rule = Q(pk__in=[])
        for name, values in wanted.items():
            rule |= Q(**{f"{name}__in": values})
        if "former_slugs" in columns:
            rule |= Q(former_slugs__overlap=list(texts))
        rows: list[Any] = list(model._default_manager.filter(rule))
        found: dict[str, list[Any]] = {}
        for name in reversed([*wanted, "former_slugs"] if "former_slugs" in columns else [*wanted]):
            stage: dict[str, list[Any]] = defaultdict(list)
            for row in rows:
                value = getattr(row, name)
                for key in value if isinstance(value, list) else [value]:
                    stage[str(key)].append(row)
            found.update(stage)  # a surer name goes before
        if model is Report:
            found.update({f"id:{row.public_id}": [row] for row in rows})
            found.update({text: found[plain_url(text)] for text in texts if text not in found and plain_url(text) in found})
        self._found[model] = found

    def _advice(self, model: type[Model], text: str) -> str:
        if model is Report:
            return " Write the address as the list of reports shows it, or import the report first."
        if model not in self._slugs:
            self._slugs[model] = list(model._default_manager.values_list("slug", flat=True).order_by("slug")[:20_000])
        near = process.extractOne(text.lower(), self._slugs[model], score_cutoff=NEAR)
        return f" Did you mean “{near[0]}”?" if near else " Add it first, or correct the cell."
