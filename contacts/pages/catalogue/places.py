"""Places: where the two met, by country, with what lies inside what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.pages.addresses import bad_cursor, page_of
from contacts.pages.lines import line
from contacts.record import index, listings, tallies
from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.edition import Document
from contacts.record.filters import BadFilter
from contacts.record.readmodel import Entry
from contacts.vocabulary import PlaceKind, RecordType


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List all places by country. Queries: 2 (the seq, places)."""
    rows = listings.fields_of_all(RecordType.PLACE, "name", "name_ru", "kind", "country", "parent")
    contacts = tallies.contacts_by_place(index.current().seq)
    paths = tallies.lines_of({row["id"]: row for row in rows})
    named = {row["id"]: row for row in rows}
    for row in rows:
        row |= {"contacts": contacts.get(row["id"], 0), "depth": len(paths[row["id"]]) - 1}
    rows.sort(key=lambda row: [named[step]["name"] for step in reversed(paths[row["id"]])])
    groups: dict[str, list[Document]] = {}
    for row in rows:
        groups.setdefault(COUNTRIES.get(row["country"], row["country"]) or "Elsewhere", []).append(row)
    context = {"groups": sorted(groups.items()), "number": len(rows)}
    return render(request, "pages/places.html", context)


@page_of(RecordType.PLACE)
def place(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show a place and the contacts there, with those at places inside it. Queries: 3 (the entry, places, contacts)."""
    document = entry.document
    assert document is not None
    rows = {row["id"]: row for row in listings.fields_of_all(RecordType.PLACE, "name", "kind", "parent")}
    paths = tallies.lines_of(rows)
    inside = [key for key, path in paths.items() if entry.record_id in path]
    try:
        page = listings.contacts_at(inside, before=request.GET.get("before", ""))
    except BadFilter as error:
        return bad_cursor(request, error)
    context = {
        "entry": entry,
        "document": document,
        "kind": PlaceKind(document["kind"]).label,
        "above": [rows[key] for key in reversed(paths[entry.record_id][1:])],
        "inside": sorted((rows[key] for key in inside if key != entry.record_id), key=lambda row: row["name"]),
        "contacts": [(line(card), card["place"], card["occasion"]) for card in page.rows],
        "older": page.older,
        "coordinates": _coordinates(document["latitude"], document["longitude"]),
    }
    return render(request, "pages/place.html", context)


def _coordinates(latitude: float | None, longitude: float | None) -> str:
    """Return coordinates as a map prints them: “53.56° N, 9.98° E”. Units: degrees."""
    if latitude is None or longitude is None:
        return ""
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"
