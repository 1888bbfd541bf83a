"""Which record a reader means: by its public id, or by the address of its page. The published record alone is asked."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.urls import Resolver404, resolve

from contacts.ids import ALPHABET, LENGTH
from contacts.pages import citation
from contacts.pages.addresses import find, find_by_id, url_of
from contacts.record.edition import Document, Op
from contacts.record.readmodel import Entry
from contacts.vocabulary import RecordType

PUBLIC_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
PAGES = {"contact_by_key": RecordType.CONTACT, "contact_history": RecordType.CONTACT}
"""Pages whose name is not that of the type of record they show."""


@dataclass(frozen=True)
class About:
    """A record as readers know it."""

    record_type: str
    record_id: str
    name: str
    url: str


def find_about(text: str) -> About | None:
    """Return the record that an id or the address of a page means. Queries: 1, for an old slug 3, for a merged record 1 more each."""
    text = text.strip()
    try:
        entry = _by_id(text.lower()) if PUBLIC_ID.fullmatch(text.lower()) else _by_address(text)
    except (Http404, Resolver404, ValueError):
        return None
    return about(entry) if entry else None


def about_stored(record_type: str, record_id: str) -> About | None:
    """Return a record by what a tip keeps of it. Queries: none without an id, else 1."""
    entry = Entry.objects.filter(record_type=record_type, record_id=record_id).first() if record_id else None
    return about(entry) if entry else None


def about(entry: Entry) -> About:
    """Return a record as readers know it; a withdrawn one has no name any more."""
    name = _name(entry.document) if entry.document else f"{RecordType(entry.record_type).label} {entry.record_id}"
    return About(entry.record_type, entry.record_id, name, url_of(entry.record_type, entry.record_id, entry.slug))


def _by_id(record_id: str) -> Entry | None:
    return _survivor(Entry.objects.filter(record_id=record_id).first())


def _by_address(text: str) -> Entry | None:
    path = unquote(urlsplit(text).path)
    match = resolve(path if path.startswith("/") else f"/{path}")
    if match.namespace != "pages" or not match.kwargs:
        return None
    record_type = PAGES.get(match.url_name or "", match.url_name or "")
    if "record_id" in match.kwargs:
        return _survivor(find_by_id(record_type, match.kwargs["record_id"]))
    return _survivor(find(record_type, match.kwargs.get("slug") or match.kwargs["key"]))


def _survivor(entry: Entry | None) -> Entry | None:
    seen: set[str] = set()
    while entry is not None and entry.op == Op.MERGE and entry.record_id not in seen:
        seen.add(entry.record_id)
        entry = Entry.objects.filter(record_type=entry.record_type, record_id=entry.merged_into).first()
    return entry


def _name(document: Document) -> str:
    if document["type"] == RecordType.CONTACT:
        return f"{citation.heading(document)}: {document['title']}"
    if document["type"] == RecordType.REPORT:
        title = document["title"] or document["description"]
        return f"Report by {document['publisher']['name']}" + (f": {title}" if title else "")
    return str(document["name"])
