"""Which columns the sheet of each model has, what their cells mean, and how a row's value is written into one."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from contacts.models import Claim, Contact, Person, Place, Publisher, Report, Topic
from contacts.vocabulary import Relation

EDTF_NAMES = ("date", "published")
"""Columns that hold EDTF; the row's own check says what is wrong with one."""


FIXED = ("public_id", "state", "updated_at")
"""Columns that tell of a row and are never changed by a sheet."""


class BadCell(ValueError):
    """A cell that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Column:
    """One column. `field` is None for the links of a report; `fixed` columns are shown and never changed by a sheet."""

    name: str
    field: Any = None
    fixed: bool = False

    @property
    def target(self) -> type[models.Model] | None:
        """The model that the cells refer to, if they refer to rows."""
        if self.field is None:
            return Contact
        return self.field.related_model if isinstance(self.field, models.ForeignKey) else None

    @property
    def needed(self) -> bool:
        """Whether a new row cannot do without a value of its own here."""
        return self.field is not None and not self.fixed and not self.field.blank and not self.field.has_default()

    @property
    def help(self) -> str:
        """What to write into the cells, for the page that explains the sheet."""
        return _help(self)

    def text(self, row: Any) -> str:
        """Return a row's value as a cell. Queries: none where relations are loaded."""
        if self.field is None:
            return "\n".join(sorted(f"{link.relation} {link.contact.slug}" for link in row.contact_links.all()))
        return text_of(self.field, getattr(row, self.field.name))

    def text_of_links(self, links: dict[int, tuple[str, Any]]) -> str:
        """Return links that were read from a cell as `text` writes them."""
        return "\n".join(sorted(f"{relation} {contact.slug}" for relation, contact in links.values()))

    def value(self, text: str, found: Callable[[type[models.Model], str], Any]) -> Any:
        """Return the value that a cell means; `found` looks rows up by what a cell calls them.

        Raises: BadCell.
        """
        if self.field is None:
            return _links(text, found)
        text = text if isinstance(self.field, models.TextField) else text.strip()
        if not text.strip():
            return _empty(self.field)
        if self.target is not None:
            return found(self.target, text.strip())
        value = _choice(self.field, text) if self.field.choices else _parsed(self.field, text)
        try:
            return self.field.clean(value, None)
        except ValidationError as error:
            raise BadCell(" ".join(error.messages)) from error


def text_of(field: Any, value: Any) -> str:
    """Return a column's value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        key: str = value.natural_key()[0]  # type: ignore[attr-defined]
        return key
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes" if not value.second and not value.microsecond else "auto")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "\n".join(value)
    return str(value)


def _empty(field: Any) -> Any:
    """Return what an empty cell means. Raises: BadCell, where a value is needed."""
    if field.null:
        return None
    if field.blank:
        return field.get_default() if field.has_default() else ""
    raise BadCell("cannot be empty: fill in the cell, or take the column out of the sheet to leave the values alone.")


def _choice(field: Any, text: str) -> str:
    wanted = text.strip().casefold()
    for value, label in field.choices:
        if wanted in (str(value).casefold(), str(label).casefold()):
            return str(value)
    raise BadCell(f"“{text[:60]}” is not known here. Write one of: {', '.join(str(value) for value, _ in field.choices)}.")


def _parsed(field: Any, text: str) -> Any:
    """Return the value of a text that is no choice and no reference. Raises: BadCell."""
    if isinstance(field, models.TimeField):
        try:
            return dt.time.fromisoformat(text.zfill(5))
        except ValueError as error:
            raise BadCell(f"“{text[:60]}” is no clock time. Write hours and minutes, such as 14:30.") from error
    if isinstance(field, models.IntegerField):
        if not text.isascii() or not text.isdecimal() or len(text) > 9:
            raise BadCell(f"“{text[:60]}” is no whole number. Write digits only, such as 90.")
        return int(text)
    if isinstance(field, models.DecimalField):
        if "," in text:
            raise BadCell(f"“{text[:60]}” has a comma. Write decimals with a point, such as 60.17.")
        return text
    if isinstance(field, models.JSONField):
        try:
            return json.loads(text)
        except ValueError as error:
            raise BadCell(f"“{text[:60]}” cannot be read. Write it as the export does: {_JSON_EXAMPLE}.") from error
    if field.get_internal_type() == "ArrayField":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text


_JSON_EXAMPLE = '{"en": ["Geneva process"], "ru": ["Женевский процесс"]}'


def _links(text: str, found: Callable[[type[models.Model], str], Any]) -> dict[int, tuple[str, Any]]:
    """Return the contacts that a report bears on: the relation and the contact, by the contact's key. Raises: BadCell."""
    links: dict[int, tuple[str, Any]] = {}
    for line in text.replace(";", "\n").splitlines():
        if not line.strip():
            continue
        relation, _, slug = line.strip().replace(":", " ").partition(" ")
        if relation.lower() not in Relation.values or not slug.strip():
            shape = f"{', '.join(Relation.values)}, a space and the contact's slug"
            raise BadCell(f"“{line.strip()[:60]}” is no link. Write one a line: {shape}.")
        contact = found(Contact, slug.strip())
        if contact.pk in links:
            raise BadCell(f"names the contact {contact.slug} twice: leave one line.")
        links[contact.pk] = (relation.lower(), contact)
    return links


def _help(column: Column) -> str:
    if column.field is None:
        return f"Contacts that the report bears on, one a line: {', '.join(Relation.values)}, a space, the contact's slug."
    if column.name == "public_id":
        return "Finds the row. Leave it empty for a new one."
    if column.name == "updated_at":
        return "When the row was last changed before the export: what somebody changed since is not overwritten. Leave it as it is."
    if column.fixed:
        return "Shown for your information; decided on the desk, never by a sheet. New rows start at the first step."
    if column.field.choices:
        return "One of: " + ", ".join(str(value) for value, _ in column.field.choices) + "."
    if column.target is not None:
        return f"The {column.target._meta.verbose_name}'s {'address' if column.target is Report else 'slug or name'}."
    if column.name in EDTF_NAMES:
        return "As exact as it is known: 2017-11-21, 2017-11, 2017."
    if isinstance(column.field, models.JSONField):
        return f"As the export writes it: {_JSON_EXAMPLE}."
    if column.field.get_internal_type() == "ArrayField":
        return "One a line."
    return str(column.field.help_text)


@dataclass(frozen=True)
class SheetOf:
    """The sheet of one model: its columns by name, and the column that finds a row when there is no public id."""

    model: type[Any]
    columns: dict[str, Column]
    key: str
    """Empty for claims: those are known by all that they say."""
    decided: Callable[[Any], bool]
    """Whether people answer for a row already, so that it is changed only by who says that it is meant."""

    @property
    def name(self) -> str:
        """The name of the model in addresses."""
        return str(self.model._meta.model_name)

    @property
    def relations(self) -> list[str]:
        """Names of relations that writing a row into a sheet needs."""
        return [name for name, column in self.columns.items() if column.field is not None and column.target is not None]

    def bulk_columns(self) -> list[Column]:
        """Return the columns that many rows may be given one value of: not what tells rows apart."""
        apart = {"public_id", "slug", "url", "contacts", "title", "name", "property", "contact", "report"}
        return [column for name, column in self.columns.items() if name not in apart and not column.fixed]


def _sheet(model: type[Any], names: str, key: str, taken_up: tuple[str, ...] = ()) -> SheetOf:
    columns = {}
    for name in names.split():
        field = None if name == "contacts" else model._meta.get_field(name)
        columns[name] = Column(name, field, fixed=name in FIXED)

    def decided(row: Any) -> bool:
        return bool(taken_up) and row.state in taken_up

    return SheetOf(model, columns, key, decided)


_SHEETS = (
    _sheet(
        Contact,
        "public_id slug kind date title summary place occasion state retraction_reason internal_note updated_at",
        key="slug",
        taken_up=("ready", "published", "withdrawn"),
    ),
    _sheet(
        Report,
        "public_id url title description publisher origin published language kind role author contacts state internal_note updated_at",
        key="url",
        taken_up=("accepted", "rejected"),
    ),
    _sheet(
        Claim,
        "public_id contact report speaker person property topic kind date time zone minutes qualifier initiator place participant "
        "office part text note rank passage_exact passage_prefix passage_suffix state updated_at",
        key="",
        taken_up=("accepted", "rejected"),
    ),
    _sheet(Topic, "public_id slug name name_ru parent description aliases wikidata iptc plover_context updated_at", key="slug"),
    _sheet(Person, "public_id slug name name_ru side description wikidata updated_at", key="slug"),
    _sheet(Place, "public_id slug name name_ru kind parent country latitude longitude wikidata updated_at", key="slug"),
    _sheet(Publisher, "public_id slug name kind country state_affiliated owner_group homepage aliases updated_at", key="slug"),
)

SHEETS: dict[str, SheetOf] = {sheet.name: sheet for sheet in _SHEETS}
"""The sheet of each model, by the model's name in addresses."""
