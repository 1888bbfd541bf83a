"""Search: what bears the name looked for, then contacts, reports and claims that the words find."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from contacts.pages.cards import contact_url
from contacts.pages.lines import ContactLine, line
from contacts.record import index
from contacts.record import search as record
from contacts.record.edition import Document
from contacts.record.filters import MAX_WORDS
from contacts.vocabulary import RecordType

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("syria geneva", "both words, in any order"),
    ("Сирия", "Russian works as English does, and finds the same contacts"),
    ('"Minsk agreements"', "the words next to each other"),
    ("ushakov ceasefire", "a person and a subject"),
    ("korea -nuclear", "without the second word"),
    ("helsinki or hamburg", "either of them"),
)
"""What can be asked, with what it means."""


@dataclass(frozen=True)
class NamedLink:
    """A topic, person, place or publisher that bears the name."""

    kind: str
    name: str
    alias: str
    url: str


@dataclass(frozen=True)
class Found:
    """One result: what it is, with the words found marked in `extract`."""

    card: Document
    extract: SafeString
    line: ContactLine | None = None
    contact_url: str = ""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search. Queries: 7 (the seq; ids and rows of contacts, reports and claims), none without words."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    words = asked[:MAX_WORDS]
    context = {
        "words": words,
        "examples": [(text, meaning, _address(text)) for text, meaning in EXAMPLES],
        "longest": MAX_WORDS if asked != words else 0,
    }
    if words:
        context |= _answer(words)
    return render(request, "pages/search.html", context)


def _answer(words: str) -> dict[str, object]:
    seq = index.current().seq
    contacts, reports, claims = record.contacts(words), record.reports(words), record.claims(words)
    nearest = record.nearest(words, seq)
    return {
        "named": [_link(one) for one in record.named(words, seq)],
        "nearest": {"name": nearest.name, "words": nearest.words, "url": _address(nearest.words)} if nearest else None,
        "contacts": [Found(hit.card, marked(hit.extract, hit.card["summary"]), line(hit.card)) for hit in contacts.rows],
        "more_contacts": contacts.more,
        "reports": [Found(hit.card, marked(hit.extract, _title(hit.card))) for hit in reports.rows],
        "more_reports": reports.more,
        "claims": [
            Found(
                hit.card, marked(hit.extract, hit.card["note"]), None, contact_url(hit.card["contact"]["id"], hit.card["contact"]["slug"])
            )
            for hit in claims.rows
        ],
        "more_claims": claims.more,
        "timeline_url": f"{reverse('pages:timeline')}?{urlencode({'q': words})}",
        "nothing": not (contacts.rows or reports.rows or claims.rows),
        "shown": record.SHOWN,
    }


def _title(report: Document) -> str:
    return " ".join(text for text in (report["title"], report["description"]) if text)


def _address(words: str) -> str:
    return f"{reverse('pages:search')}?{urlencode({'q': words})}"


def _link(one: record.Named) -> NamedLink:
    url = reverse(f"pages:{one.record_type}", args=[one.slug])
    return NamedLink(RecordType(one.record_type).label, one.name, one.alias if one.alias.casefold() != one.name.casefold() else "", url)


def marked(extract: str, whole: str) -> SafeString:
    """Return an extract as HTML: the words found between mark elements, all else escaped, dots where the text goes on."""
    plain = extract.replace(record.START, "").replace(record.STOP, "").strip()
    safe = escape(extract.strip()).replace(record.START, "<mark>").replace(record.STOP, "</mark>")
    before = "" if whole.startswith(plain) else "… "
    after = "" if whole.endswith(plain) else " …"
    return mark_safe(f"{before}{safe}{after}")
