"""From what stands in an address to the record it leads to. Ids and slugs never die.

An old slug answers 301, a merged record 308 to its survivor, a withdrawn one 410 with the reason, an unknown one 404.
"""

from collections.abc import Callable
from functools import wraps

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts.record.edition import Op
from contacts.record.filters import BadFilter
from contacts.record.readmodel import Address, Entry
from contacts.vocabulary import PLURALS, RecordType

NUL = "\x00"
"""A character that an address may hold and PostgreSQL refuses to look for."""

RecordView = Callable[[HttpRequest, Entry], HttpResponse]


class Permanently(HttpResponsePermanentRedirect):
    """308: the address changed for good, and so did the record behind it."""

    status_code = 308


def url_of(record_type: str, record_id: str, slug: str, *, page: str = "") -> str:
    """Return the one right address of a record; `page` names another of its pages (`contact_history`)."""
    name = f"pages:{page or record_type}"
    if record_type == RecordType.CONTACT:
        return reverse(name, args=[record_id, slug])
    return reverse(name, args=[record_id if record_type == RecordType.REPORT else slug])


def on_timeline(facet: str, value: str) -> str:
    """Return the address of the timeline narrowed to one value."""
    return f"{reverse('pages:timeline')}?{facet}={value}"


def find(record_type: str, key: str) -> Entry:
    """Return the entry that an id or any slug it ever had leads to. Raises: Http404. Queries: 1, for an old slug 3."""
    if NUL in key:
        raise _unknown(record_type, key)
    entries = Entry.objects.filter(record_type=record_type)
    found = sorted(entries.filter(Q(slug=key) | Q(record_id=key)), key=lambda entry: entry.slug != key)
    if not found:
        old = Address.objects.filter(record_type=record_type, slug=key).first()
        found = list(entries.filter(record_id=old.record_id)) if old else []
    if not found:
        raise _unknown(record_type, key)
    return found[0]


def find_by_id(record_type: str, record_id: str) -> Entry:
    """Return the entry with this id. Raises: Http404. Queries: 1."""
    entry = None if NUL in record_id else Entry.objects.filter(record_type=record_type, record_id=record_id).first()
    if entry is None:
        raise _unknown(record_type, record_id)
    return entry


def _unknown(record_type: str, key: str) -> Http404:
    return Http404(f"The record has no {record_type} “{key}”.")


def elsewhere(request: HttpRequest, entry: Entry, *, canonical: str, page: str = "") -> HttpResponse | None:
    """Return the answer for a record that is not shown at this address, or None where it is shown here.

    `canonical` is the right address of the entry itself. Queries: none, for a merged record 1 for each merge it went through.
    """
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    if entry.op == Op.MERGE:
        last = _survivor(entry)
        return Permanently(url_of(last.record_type, last.record_id, last.slug, page=page) + query)
    if entry.op == Op.DEL:
        return gone(request, entry)
    if request.path != canonical:
        return HttpResponsePermanentRedirect(canonical + query)
    return None


def _survivor(entry: Entry) -> Entry:
    seen = {entry.record_id}
    while entry.op == Op.MERGE and entry.merged_into not in seen | {""}:
        seen.add(entry.merged_into)
        entry = find_by_id(entry.record_type, entry.merged_into)
    return entry


def gone(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Answer 410 with what the record was, why it was withdrawn and when."""
    plural = PLURALS[entry.record_type]
    context = {
        "what": RecordType(entry.record_type).label,
        "entry": entry,
        "list_name": "the timeline" if entry.record_type in (RecordType.CONTACT, RecordType.REPORT) else f"all {plural}",
        "list_url": reverse("pages:timeline" if entry.record_type in (RecordType.CONTACT, RecordType.REPORT) else f"pages:{plural}"),
    }
    return render(request, "pages/gone.html", context, status=410)


def bad_cursor(request: HttpRequest, error: BadFilter) -> HttpResponse:
    """Answer 400 for a cursor that we did not hand out; the same page without it is the nearest address."""
    return render(request, "400.html", {"message": error.message, "nearest": request.path}, status=400)


def page_of(record_type: str) -> Callable[[RecordView], Callable[..., HttpResponse]]:
    """Give a view the standing entry of its address, and answer for all that is not shown there.

    The address holds either a `slug` or a `record_id`.
    """

    def decorate(view: RecordView) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, slug: str = "", record_id: str = "") -> HttpResponse:
            entry = find(record_type, slug) if slug else find_by_id(record_type, record_id)
            canonical = url_of(record_type, entry.record_id, entry.slug)
            return elsewhere(request, entry, canonical=canonical) or view(request, entry)

        return answer

    return decorate
