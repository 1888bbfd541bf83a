"""Filters of the lists that ask a question rather than name a column: what is weak, what waits, whose it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, CharField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils import timezone

from contacts.actions.approve import waiting
from contacts.admin.outcomes import name_of
from contacts.models import Claim, ClaimState, Contact, PassageState, ReportState, ReviewState, Suggestion, SuggestionState
from contacts.vocabulary import Speaker

STALE = timedelta(days=14)
"""A contact that is in review for longer has been forgotten."""

ON_THE_DESK = (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.READY)
"""States before the first publication."""

Question = tuple[str, Callable[[QuerySet[Any], HttpRequest], QuerySet[Any]]]


def accepted_claims(**narrower: Any) -> QuerySet[Claim]:
    """Return the accepted claims of the contact of an outer query."""
    return Claim.objects.filter(contact=OuterRef("pk"), state=ClaimState.ACCEPTED, **narrower).order_by()


def one_side_speaks(contacts: QuerySet[Any]) -> QuerySet[Any]:
    """Return the contacts of which the Kremlin speaks and the White House does not, or the other way round."""
    kremlin, white_house = (Exists(accepted_claims(speaker__in=(side, Speaker.JOINT))) for side in (Speaker.KREMLIN, Speaker.WHITE_HOUSE))
    return contacts.filter((Q(kremlin) & ~Q(white_house)) | (~Q(kremlin) & Q(white_house)))


def one_origin(claims: QuerySet[Claim]) -> QuerySet[Any]:
    """Return the keys of the contacts whose accepted claims, among these, all go back to one origin.

    What counts as one is the record's rule (`record/compose.py`): the house that an origin belongs to, else the origin
    itself, else the house that published the report.
    """
    origin = Case(
        When(report__origin__isnull=True, then=Concat(Value("publisher:"), Cast("report__publisher", CharField()))),
        When(report__origin__publisher__isnull=False, then=Concat(Value("publisher:"), Cast("report__origin__publisher", CharField()))),
        default=Concat(Value("origin:"), Cast("report__origin", CharField())),
    )
    counted = claims.filter(state=ClaimState.ACCEPTED, report__state=ReportState.ACCEPTED).order_by().values("contact")
    return counted.annotate(first=Min(origin), last=Max(origin)).filter(first=F("last")).values("contact")


def stale(contacts: QuerySet[Any]) -> QuerySet[Any]:
    """Return the contacts that are in review for too long."""
    return contacts.filter(state=ReviewState.IN_REVIEW, state_since__lt=timezone.now() - STALE)


def without_passage(claims: QuerySet[Any]) -> QuerySet[Any]:
    """Return the claims that quote no words, without the rejected."""
    return claims.filter(passage_state=PassageState.NONE, state__in=[ClaimState.SUGGESTED, ClaimState.ACCEPTED])


def passage_lost(claims: QuerySet[Any]) -> QuerySet[Any]:
    """Return the claims whose words have gone from the report, without the rejected."""
    return claims.filter(passage_state=PassageState.LOST, state__in=[ClaimState.SUGGESTED, ClaimState.ACCEPTED])


def to_be_approved_by(name: str, claims: QuerySet[Claim] | None = None) -> QuerySet[Claim]:
    """Return the claims that wait for a second person who may be the one of this name."""
    return waiting(claims).exclude(decided_by=name)


def to_review(submissions: QuerySet[Any]) -> QuerySet[Any]:
    """Return the submissions of whose reports suggestions are open."""
    return submissions.filter(report__in=Suggestion.objects.filter(state=SuggestionState.OPEN).order_by().values("report"))


class QuestionFilter(admin.SimpleListFilter):
    """A filter of which each choice is a question of its own."""

    title = "question"
    parameter_name = "ask"
    QUESTIONS: ClassVar[dict[str, Question]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the questions."""
        return [(key, label) for key, (label, _) in self.QUESTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that answer the chosen question."""
        chosen = self.QUESTIONS.get(self.value() or "")
        return chosen[1](queryset, request) if chosen else queryset


class ContactQuestion(QuestionFilter):
    """What is weak or waits about a contact."""

    QUESTIONS: ClassVar[dict[str, Question]] = {
        "one-side": ("Only one side speaks", lambda rows, _: one_side_speaks(rows)),
        "one-origin": ("Rests on one origin", lambda rows, _: rows.filter(pk__in=one_origin(Claim.objects.all()))),
        "no-passage": (
            "A claim has no passage",
            lambda rows, _: rows.filter(Exists(accepted_claims(passage_state=PassageState.NONE))),
        ),
        "passage-lost": (
            "A passage was lost",
            lambda rows, _: rows.filter(pk__in=passage_lost(Claim.objects.order_by()).values("contact")),
        ),
        "day-unknown": ("Day unknown", lambda rows, _: rows.filter(latest__gt=F("earliest"))),
        "to-approve": ("Waits for approval", lambda rows, _: rows.filter(pk__in=waiting().order_by().values("contact"))),
        "stale": (f"In review for over {STALE.days} days", lambda rows, _: stale(rows)),
    }


class ClaimQuestion(QuestionFilter):
    """What is weak or waits about a claim."""

    QUESTIONS: ClassVar[dict[str, Question]] = {
        "to-approve": ("Waits for approval", lambda rows, _: waiting(rows)),
        "my-approval": ("Waits for my approval", lambda rows, request: to_be_approved_by(name_of(request), rows)),
        "no-passage": ("No passage", lambda rows, _: without_passage(rows)),
        "passage-lost": ("Passage lost", lambda rows, _: passage_lost(rows)),
        "one-origin": ("Its contact rests on one origin", lambda rows, _: rows.filter(contact__in=one_origin(Claim.objects.all()))),
        "day-unknown": ("Day of its contact unknown", lambda rows, _: rows.filter(contact__latest__gt=F("contact__earliest"))),
        "mine": ("Decided by me", lambda rows, request: rows.filter(decided_by=name_of(request))),
    }


class SubmissionQuestion(QuestionFilter):
    """What waits about a submission."""

    QUESTIONS: ClassVar[dict[str, Question]] = {
        "to-review": ("Suggestions to review", lambda rows, _: to_review(rows)),
        "mine": ("Handed in by me", lambda rows, request: rows.filter(submitted_by=name_of(request))),
    }


class DeskFilter(QuestionFilter):
    """Who works on a contact."""

    title = "desk"
    parameter_name = "desk"
    QUESTIONS: ClassVar[dict[str, Question]] = {
        "open": ("Not published yet", lambda rows, _: rows.filter(state__in=ON_THE_DESK)),
        "mine": ("Mine", lambda rows, request: mine(rows, name_of(request))),
        "others": ("Worked on by others", lambda rows, request: rows.exclude(claimed_by__in=["", name_of(request)])),
        "free": ("Worked on by nobody", lambda rows, _: rows.filter(state__in=ON_THE_DESK, claimed_by="")),
    }


def mine(contacts: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return the contacts that somebody works on, without those that were merged or withdrawn meanwhile."""
    return contacts.filter(claimed_by=name).exclude(claimed_by="").exclude(state__in=[ReviewState.MERGED, ReviewState.WITHDRAWN])


def one_origin_on_the_desk() -> QuerySet[Contact]:
    """Return the contacts before their first publication that rest on one origin. Cost: that of the contacts on the desk."""
    claims = Claim.objects.filter(contact__in=Contact.objects.filter(state__in=ON_THE_DESK).order_by().values("pk"))
    return Contact.objects.filter(state__in=ON_THE_DESK, pk__in=one_origin(claims))
