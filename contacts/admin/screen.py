"""What the review screen shows of one submission, and the rows that its addresses name."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contacts.admin.cards import Names
from contacts.admin.marked import order_of, paragraphs
from contacts.models import Contact, Submission, Suggestion, SuggestionState
from contacts.vocabulary import Relation

SCREEN = "admin/review.html"


class Screen:
    """What the screen shows of one submission. Queries: 9 at most, however long the article and however many suggestions."""

    def __init__(self, row: Submission) -> None:
        """Load the suggestions and the text."""
        self.row = row
        self.report: Any = row.report
        self.capture = self.report.captures.order_by("-seen_at", "-pk").first() if self.report else None
        self.text: str = self.capture.text if self.capture else ""
        found = self.report.suggestions.exclude(state=SuggestionState.WITHDRAWN).select_related("claim") if self.report else []
        self.suggestions: list[Suggestion] = sorted(
            found, key=lambda item: (order_of(self.text, item.passage_exact, item.passage_prefix, item.passage_suffix), item.pk)
        )

    def context(self) -> dict[str, Any]:
        """Return what the template takes."""
        names = Names(self.suggestions)
        quoted = [(item.pk, item.passage_exact, item.passage_prefix, item.passage_suffix) for item in self.suggestions]
        matches = self.row.outcome.get("matches", [])
        slugs = {match["contact"] for match in matches} | set(self.row.outcome.get("mentions", []))
        known = {contact.slug: contact for contact in Contact.objects.filter(slug__in=slugs)}
        linked = set(self.report.contact_links.values_list("contact_id", flat=True)) if self.report else set()
        chosen = self.row.contact
        return {
            "row": self.row,
            "report": self.report,
            "outcome": self.row.outcome,
            "capture": self.capture,
            "paragraphs": paragraphs(self.text, quoted),
            "cards": [names.card(item) for item in self.suggestions],
            "tally": self.tally(),
            "why": next((match["why"] for match in matches if chosen and match["contact"] == chosen.slug), ()),
            "others": [
                (known[match["contact"]], match) for match in matches if match["contact"] in known and known[match["contact"]] != chosen
            ][:5],
            "mentions": [(known[slug], known[slug].pk in linked) for slug in self.row.outcome.get("mentions", []) if slug in known],
            "next": self.next(),
        }

    def tally(self) -> dict[str, int]:
        """Return how many suggestions are in which state."""
        counts = Counter(item.state for item in self.suggestions)
        return {state.value: counts[state.value] for state in SuggestionState}

    def next(self) -> Submission | None:
        """Return the next article that has something to decide. Queries: 1."""
        waiting = Submission.objects.filter(report__suggestions__state=SuggestionState.OPEN).exclude(report=self.report)
        return waiting.order_by("pk").first()


def may_decide(request: HttpRequest) -> bool:
    """Return whether the signed-in person may decide on suggestions."""
    return bool(request.user.has_perm("contacts.decide_suggestion"))


def row_of(request: HttpRequest, pk: int) -> Submission:
    """Return a submission that has been read. Raises: Http404; PermissionDenied, for those who may not decide on suggestions."""
    if not may_decide(request):
        raise PermissionDenied
    return get_object_or_404(Submission.objects.select_related("report__publisher", "contact"), pk=pk, report__isnull=False)


def rows_of(request: HttpRequest, pk: int, suggestion: int) -> tuple[Submission, Suggestion]:
    """Return a submission and one of its suggestions. Raises: Http404; PermissionDenied."""
    row = row_of(request, pk)
    return row, get_object_or_404(Suggestion, pk=suggestion, report=row.report_id)


def number(text: str) -> int:
    """Return a key that an address or a form gives, 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def relation_of(row: Submission) -> str:
    """Return how the report bears on its contact, as the run took it."""
    return Relation.ANNOUNCES if row.verdict == "announcement" else Relation.REPORTS
