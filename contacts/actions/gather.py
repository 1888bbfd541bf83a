"""From the rows somebody wants to publish to all the documents that must go with them."""

from collections.abc import Iterable, Sequence
from typing import Any

from contacts.models import Contact, Person, Place, Publisher, Report, Topic
from contacts.record.edition import Document
from contacts.record.fold import fold
from contacts.record.references import Key, key_of, references
from contacts.vocabulary import RecordType

MODELS: dict[str, type[Any]] = {
    RecordType.CONTACT: Contact,
    RecordType.REPORT: Report,
    RecordType.PUBLISHER: Publisher,
    RecordType.TOPIC: Topic,
    RecordType.PERSON: Person,
    RecordType.PLACE: Place,
}
"""The workshop's model of each record type."""

_WITH: dict[str, tuple[str, ...]] = {
    RecordType.REPORT: ("publisher", "origin__publisher"),
    RecordType.TOPIC: ("parent",),
    RecordType.PLACE: ("parent",),
    RecordType.CONTACT: ("place",),
}


def documents_for(rows: Iterable[Any]) -> list[Document]:
    """Return the documents of these rows and of every record they refer to, other contacts excepted.

    A contact never takes another contact along: each is published by a decision of its own.
    Queries: four for each contact, then one for each type of record referred to and level of reference.
    """
    found: dict[Key, Document] = {}
    waiting: Sequence[Any] = list(rows)
    while waiting:
        new = [fold(row) for row in waiting]
        found |= {key_of(document): document for document in new}
        missing = {key for document in new for key in references(document) if key not in found and key[0] != RecordType.CONTACT}
        waiting = _load(missing)
    return list(found.values())


def _load(keys: Iterable[Key]) -> Sequence[Any]:
    by_type: dict[str, list[str]] = {}
    for record_type, record_id in sorted(keys):
        by_type.setdefault(record_type, []).append(record_id)
    return [
        row
        for record_type, ids in by_type.items()
        for row in MODELS[record_type].objects.filter(public_id__in=ids).select_related(*_WITH.get(record_type, ()))
    ]
