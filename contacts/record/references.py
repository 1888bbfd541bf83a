"""How one published record stands inside the document of another, and how a change of it travels there.

A document embeds a short form of each record that it refers to, so that one row answers one request. When the
referred record changes, the short forms are replaced in the published documents themselves: what an editor has
pending in the workshop on those records stays unpublished.
"""

from collections.abc import Iterator
from typing import Any

from contacts.record.edition import Document
from contacts.vocabulary import RecordType

SHORT_FORMS: dict[str, tuple[str, ...]] = {
    RecordType.CONTACT: ("type", "id", "slug", "title", "kind", "date", "status"),
    RecordType.REPORT: (
        "type",
        "id",
        "title",
        "description",
        "url",
        "publisher",
        "origin",
        "published",
        "language",
        "kind",
        "role",
        "author",
    ),
    RecordType.PUBLISHER: ("type", "id", "slug", "name", "country"),
    RecordType.TOPIC: ("type", "id", "slug", "name"),
    RecordType.PERSON: ("type", "id", "slug", "name"),
    RecordType.PLACE: ("type", "id", "slug", "name", "country"),
}
"""Fields of each record type that other documents repeat."""

Key = tuple[str, str]
"""Record type and public id."""


def short_form(document: Document) -> Document:
    """Return the part of a document that other documents embed."""
    return {field: document[field] for field in SHORT_FORMS[document["type"]]}


def key_of(document: Document) -> Key:
    """Return the record type and id of a document or of a short form."""
    return document["type"], document["id"]


def references(document: Document) -> list[Key]:
    """Return the records that a document refers to, each once, in order of appearance; not the document itself."""
    own = key_of(document)
    return list(dict.fromkeys(key for key in _embedded(document) if key != own))


def _embedded(value: Any) -> Iterator[Key]:
    if isinstance(value, dict):
        if "type" in value and "id" in value:
            yield key_of(value)
        for inner in value.values():
            yield from _embedded(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _embedded(inner)


def relabel(document: Document, forms: dict[Key, Document]) -> Document:
    """Return the document with every short form that `forms` knows replaced; the document's own fields stay.

    A form under the key of a merged record is that of its survivor.
    """
    return {field: _replace(value, forms) for field, value in document.items()}


def _replace(value: Any, forms: dict[Key, Document]) -> Any:
    if isinstance(value, list):
        return [_replace(item, forms) for item in value]
    if not isinstance(value, dict):
        return value
    if "type" in value and "id" in value and key_of(value) in forms:
        return forms[key_of(value)]
    return {field: _replace(inner, forms) for field, inner in value.items()}
