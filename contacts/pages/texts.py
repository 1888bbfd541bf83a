"""Pages of running text. Every number on them is computed from the record or taken from the rule it states."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contacts.dates import in_words
from contacts.pages import citation
from contacts.pages.addresses import on_timeline
from contacts.pages.comparison import SAME_WORDS
from contacts.pages.contact import absolute
from contacts.pages.naming import counted
from contacts.record import index, tallies
from contacts.record.agreement import SAME_MOMENT, STRETCH
from contacts.record.moment import now
from contacts.vocabulary import Correction, Qualifier, Relation, Status

MEANINGS: dict[str, str] = {
    Status.CONFIRMED_BOTH: "The Kremlin and the White House each confirm it in their own words, or both do so jointly.",
    Status.CONFIRMED_ONE: "Only one of the two sides confirms it. The page says which.",
    Status.REPORTED: "It is said to have taken place; neither side confirms it and nobody denies it.",
    Status.ANNOUNCED: "It was announced, and nobody yet says that it took place.",
    Status.DENIED: "Somebody denies it, and neither side confirms it.",
    Status.POSTPONED: "It was put off, and neither side says that it took place after all.",
    Status.CANCELLED: "It was called off, and neither side says that it took place after all.",
    Status.RETRACTED: "We published it and no longer stand by it. The page says why.",
}
"""Each status as the methodology explains it; `contacts/record/status.py` holds the rule."""

CORRECTIONS: dict[str, str] = {
    Correction.ADDENDUM: "something was added",
    Correction.CLARIFICATION: "the wording became clearer, the facts stayed",
    Correction.CORRECTION: "something was wrong and was put right",
    Correction.EXPRESSION_OF_CONCERN: "there is doubt, and we say so while we check",
    Correction.NEW_VERSION: "the record was written anew on more material",
    Correction.PARTIAL_RETRACTION: "part of it no longer stands",
    Correction.RETRACTION: "none of it stands any longer; the text stays, marked",
    Correction.REMOVAL: "the record was taken out of view; its address says why",
}
"""Each type of correction in plain words."""


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """Explain the rules by which the record is made. Queries: 1, the seq."""
    present = index.current()
    sizes = {status: tallies.contacts_with(present, "status", status) for status in Status.values}
    context = {
        "present": present,
        "statuses": [
            {"value": status, "meaning": meaning, "contacts": sizes[status], "url": on_timeline("status", status)}
            for status, meaning in MEANINGS.items()
        ],
        "lengths": [(Qualifier(name).label, *_stretch(60, *reach)) for name, reach in STRETCH.items()],
        "same_moment": int(SAME_MOMENT.total_seconds() // 60),
        "same_words": SAME_WORDS,
        "corrections": list(CORRECTIONS.items()),
        "relations": [label.lower() for _, label in Relation.choices],
    }
    return render(request, "pages/methodology.html", context)


def _stretch(minutes: int, low: float, high: float) -> tuple[str, str]:
    return f"{minutes * low:.0f}", f"{minutes * high:.0f}"


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the site is, for whom, from what, and how to use and correct it. Queries: 1, the seq."""
    present, head = index.current(), now()
    both = tallies.contacts_with(present, "status", Status.CONFIRMED_BOTH)
    context = {
        "present": present,
        "size": f"{counted(present.total, 'contact')} and {counted(present.reports, 'report')}",
        "span": f"from {present.first.year} to {in_words(present.last.isoformat())}" if present.first and present.last else "",
        "both": both,
        "publishers": len(present.labels.get("publisher", {})),
        "edition": head.seq,
        "edition_day": in_words(head.at.date().isoformat()),
        "site_name": citation.SITE_NAME,
        "site_url": absolute(request, reverse("pages:timeline")),
    }
    return render(request, "pages/about.html", context)
