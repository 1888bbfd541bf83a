"""Publishers: who published reports, from where, and which contacts rest on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.pages.addresses import bad_cursor, on_timeline, page_of
from contacts.pages.lines import line
from contacts.record import index, listings, tallies
from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.edition import Document
from contacts.record.filters import BadFilter
from contacts.record.readmodel import Entry
from contacts.vocabulary import PublisherKind, RecordType


@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """List all publishers by country, those with most reports first. Queries: 2 (the seq, publishers)."""
    reports = tallies.reports_by_publisher(index.current().seq)
    rows = listings.fields_of_all(RecordType.PUBLISHER, "name", "kind", "country", "state_affiliated")
    for row in rows:
        row["reports"] = reports.get(row["id"], 0)
    groups: dict[str, list[Document]] = {}
    for row in sorted(rows, key=lambda row: (-row["reports"], row["name"].casefold())):
        groups.setdefault(COUNTRIES.get(str(row["country"]), str(row["country"])), []).append(row)
    ordered = sorted(groups.items(), key=lambda group: (not group[0], -sum(row["reports"] for row in group[1]), group[0]))
    kinds = [(label, sum(1 for row in rows if row["kind"] == kind)) for kind, label in PublisherKind.choices]
    context = {
        "groups": [
            {
                "key": (members[0]["country"] or "none").lower(),
                "name": name or "Country not established",
                "publishers": members,
                "reports": sum(row["reports"] for row in members),
            }
            for name, members in ordered
        ],
        "kinds": sorted(((label, number) for label, number in kinds if number), key=lambda kind: -kind[1]),
        "number": len(rows),
        "countries": sum(1 for name, _ in ordered if name),
        "reports": sum(reports.values()),
    }
    return render(request, "pages/publishers.html", context)


@page_of(RecordType.PUBLISHER)
def publisher(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show a publisher and its reports, each with the contacts that rest on it.

    Queries: 5 (the entry, the seq, reports with a date and those without, their contacts), 4 where dated ones fill the page.
    """
    document = entry.document
    assert document is not None
    try:
        page = listings.reports_of(entry.record_id, before=request.GET.get("before", ""))
    except BadFilter as error:
        return bad_cursor(request, error)
    present = index.current()
    contacts = listings.contacts_of_reports([report["id"] for report in page.rows])
    context = {
        "entry": entry,
        "document": document,
        "kind": PublisherKind(document["kind"]).label,
        "reports": tallies.reports_by_publisher(present.seq).get(entry.record_id, 0),
        "contacts": tallies.contacts_with(present, "publisher", entry.slug),
        "rows": [(report, [(item["relation"], line(item["contact"])) for item in contacts.get(report["id"], ())]) for report in page.rows],
        "older": page.older,
        "timeline_url": on_timeline("publisher", entry.slug),
    }
    return render(request, "pages/publisher.html", context)
