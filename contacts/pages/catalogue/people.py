"""People: who took part, who spoke, and what rests on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from contacts.pages.addresses import bad_cursor, on_timeline, page_of
from contacts.pages.cards import contact_url
from contacts.pages.lines import ContactLine, line
from contacts.pages.links import claim_line
from contacts.record import index, listings, tallies, timeline
from contacts.record.edition import Document
from contacts.record.filters import BadFilter, Filters
from contacts.record.readmodel import Entry
from contacts.vocabulary import RecordType, Side


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List all people by the side they belong to. Queries: 2 (the seq, people)."""
    present = index.current()
    claims = tallies.claims_by_person(present.seq)
    rows = listings.fields_of_all(RecordType.PERSON, "name", "name_ru", "side", "description")
    for row in rows:
        row |= {"contacts": tallies.contacts_with(present, "person", row["slug"]), "claims": claims.get(row["id"], 0)}
    groups = [
        (label, sorted((row for row in rows if row["side"] == side), key=lambda row: (-row["contacts"], row["name"])))
        for side, label in Side.choices
    ]
    context = {"groups": [(label, members) for label, members in groups if members], "number": len(rows)}
    return render(request, "pages/people.html", context)


@dataclass(frozen=True)
class Appearance:
    """One contact on a person's page, with the office and part in which the person was there."""

    line: ContactLine
    parts: list[str]


@page_of(RecordType.PERSON)
def person(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show a person: contacts that he took part in or spoke about, and what rests on his word.

    Queries: 5 (the entry, the seq, a page of contacts, his part in them, a page of claims).
    """
    document = entry.document
    assert document is not None
    filters = Filters((("person", (entry.slug,)),))
    try:
        page = timeline.read(filters, before=request.GET.get("before", ""))
        said = listings.claims_of(entry.record_id, before=request.GET.get("said_before", ""))
    except BadFilter as error:
        return bad_cursor(request, error)
    present = index.current()
    parts = listings.parts_of(entry.record_id, [card["id"] for card in page.cards])
    context = {
        "entry": entry,
        "document": document,
        "contacts": tallies.contacts_with(present, "person", entry.slug),
        "claims": tallies.claims_by_person(present.seq).get(entry.record_id, 0),
        "appearances": [
            Appearance(line(card), [part for value in parts.get(card["id"], ()) if (part := _part(value))]) for card in page.cards
        ],
        "older": page.older,
        "said": _by_contact(said.rows),
        "said_older": said.older,
        "before": request.GET.get("before", ""),
        "said_before": request.GET.get("said_before", ""),
        "timeline_url": on_timeline("person", entry.slug),
    }
    return render(request, "pages/person.html", context)


def _part(value: Document) -> str:
    return ", ".join(text for text in (value.get("office", ""), value.get("part", "")) if text) or "took part"


def _by_contact(claims: Iterable[Document]) -> list[tuple[Document, str, list[tuple[SafeString, Document]]]]:
    """Return neighbouring claims on one contact together, with the contact, its address and the source of each."""
    found = []
    for _, same in groupby(claims, key=lambda claim: claim["contact"]["id"]):
        own = list(same)
        contact = own[0]["contact"]
        lines = [(claim_line(claim | {"person": None}, claim["source"]["language"], link_topic=True), claim["source"]) for claim in own]
        found.append((contact, contact_url(contact["id"], contact["slug"]), lines))
    return found
