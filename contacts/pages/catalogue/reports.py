"""Reports: one text, what it goes back to, and the claims that rest on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from contacts.pages.addresses import page_of
from contacts.pages.lines import line
from contacts.pages.links import claim_line
from contacts.record import listings
from contacts.record.readmodel import Entry
from contacts.vocabulary import RecordType


@page_of(RecordType.REPORT)
def report(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show one report: what it is, what it goes back to, which contacts rest on it, and the claims it carries.

    Queries: 3 (the entry, its contacts, its claims).
    """
    document = entry.document
    assert document is not None
    contacts = listings.contacts_of_reports([entry.record_id]).get(entry.record_id, [])
    claims = listings.claims_in(entry.record_id)
    by_contact: dict[str, list[SafeString]] = {}
    for claim in claims:
        by_contact.setdefault(claim["contact"]["id"], []).append(claim_line(claim, document["language"], link_topic=True))
    context = {
        "entry": entry,
        "report": document,
        "contacts": [
            {"relation": item["relation"], "line": line(item["contact"]), "claims": by_contact.get(item["contact"]["id"], [])}
            for item in contacts
        ],
        "number_of_claims": len(claims),
        "passages": sum(1 for claim in claims if claim["passage"]),
    }
    return render(request, "pages/report.html", context)
