"""One contact: what happened, who says so, the two accounts side by side, the reports, the history."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from contacts.pages import cards, citation
from contacts.pages.addresses import elsewhere, find, find_by_id, url_of
from contacts.pages.comparison import compare
from contacts.pages.facts import differences, facts
from contacts.pages.naming import counted
from contacts.pages.neighbours import neighbours
from contacts.pages.report_list import report_groups
from contacts.pages.revisions import REVISIONS_SHOWN, revisions
from contacts.record.readmodel import Entry
from contacts.vocabulary import RecordType


@require_safe
def contact(request: HttpRequest, record_id: str, slug: str) -> HttpResponse:
    """Show one contact. Queries: 3 (the entry, contacts that refer to it, rows of its neighbours)."""
    entry = find_by_id(RecordType.CONTACT, record_id)
    other = elsewhere(request, entry, canonical=url_of(RecordType.CONTACT, entry.record_id, entry.slug))
    return other or render(request, "pages/contact.html", contact_context(request, entry))


@require_safe
def contact_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """Lead from a short address, an id or any slug the contact ever had, to the contact. Queries: 1, for an old slug 3."""
    entry = find(RecordType.CONTACT, key)
    canonical = url_of(RecordType.CONTACT, entry.record_id, entry.slug)
    return elsewhere(request, entry, canonical=canonical) or HttpResponsePermanentRedirect(canonical)


@require_safe
def history(request: HttpRequest, record_id: str, slug: str) -> HttpResponse:
    """Show every revision of a contact, newest first, with what it changed. Queries: 2 (the entry, its editions)."""
    entry = find_by_id(RecordType.CONTACT, record_id)
    canonical = url_of(RecordType.CONTACT, entry.record_id, entry.slug, page="contact_history")
    other = elsewhere(request, entry, canonical=canonical, page="contact_history")
    if other:
        return other
    assert entry.document is not None
    until = _revision(request.GET.get("before", ""), entry.revision + 1)
    shown = revisions(RecordType.CONTACT, entry.record_id, before=until)
    oldest = shown[-1].number if shown else 1
    context = {
        "entry": entry,
        "document": entry.document,
        "heading": citation.heading(entry.document),
        "contact_url": url_of(RecordType.CONTACT, entry.record_id, entry.slug),
        "revisions": shown,
        "older": oldest if len(shown) == REVISIONS_SHOWN and oldest > 1 else 0,
        "newest_shown": until > entry.revision,
    }
    return render(request, "pages/history.html", context)


def _revision(text: str, default: int) -> int:
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Http404(f"“{text}” is no revision number.")
    return int(text)


def contact_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Return what the page shows of a contact. Queries: 2."""
    document = entry.document
    assert document is not None
    canonical = url_of(RecordType.CONTACT, entry.record_id, entry.slug)
    address = absolute(request, canonical)
    about, occurrence = facts(document)
    groups = report_groups(document)
    reports = len(document["reports"])
    return {
        "entry": entry,
        "document": document,
        "heading": citation.heading(document),
        "canonical": address,
        "machine_date": cards.when(document["date"]["edtf"]).machine,
        "history_url": url_of(RecordType.CONTACT, entry.record_id, entry.slug, page="contact_history"),
        "data_url": data_url(entry.record_id),
        "differences": differences(document),
        "facts": about,
        "occurrence": occurrence,
        "comparison": compare(document),
        "origins": groups,
        "reports_line": f"{reports:,} from {counted(len(groups), 'origin')}",
        "around": neighbours(document),
        "cite_plain": citation.plain(document, entry.revision, entry.modified_at, address),
        "cite_bibtex": citation.bibtex(document, entry.revision, entry.modified_at, address),
    }


def absolute(request: HttpRequest, path: str) -> str:
    """Return a path with scheme and host: those of the settings, or else of the request."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def data_url(record_id: str) -> str:
    """Return where the API serves the contact, or nothing where no API is wired."""
    try:
        return reverse("api:contact", args=[record_id])
    except NoReverseMatch:
        return ""
