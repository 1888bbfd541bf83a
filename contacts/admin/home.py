"""What waits, for the page that the desk opens on: each a number and the way to the list behind it.

Nobody is shown what is not theirs to act on. A number is counted up to `MOST`, so that none costs more as the record grows;
indexes answer the rest. What asks for the whole record ("rests on one origin") is counted on the desk alone, before a
contact is published; its filter answers for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from contacts.actions import rights
from contacts.admin.outcomes import name_of
from contacts.admin.questions import (
    STALE,
    mine,
    one_origin_on_the_desk,
    passage_lost,
    stale,
    to_be_approved_by,
    to_review,
    without_passage,
)
from contacts.models import Claim, ClaimState, Contact, ReviewState, Submission, SubmissionState, Suggestion, Tip

MOST = 1000
"""The highest number that is counted."""


@dataclass(frozen=True)
class Work:
    """One kind of work: its label, who may do it (`action` on `subject`, as in `rights.may`), the list and its question, the rows."""

    label: str
    action: str
    subject: type[Model]
    listed: str
    query: str
    rows: Callable[[str], QuerySet[Any]]


@dataclass(frozen=True)
class Waiting:
    """A kind of work, how much of it there is, and where."""

    label: str
    number: int
    address: str

    @property
    def count(self) -> str:
        """The number as it is shown."""
        return f"{self.number}" if self.number <= MOST else f"over {MOST}"


WORK: tuple[Work, ...] = (
    Work("Articles to review", "decide", Suggestion, "submission", "ask=to-review", lambda _: to_review(Submission.objects.all())),
    Work(
        "Articles that could not be read",
        "add",
        Submission,
        "submission",
        f"state__exact={SubmissionState.FAILED}",
        lambda _: Submission.objects.filter(state=SubmissionState.FAILED),
    ),
    Work(
        "Suggested claims",
        "review",
        Claim,
        "claim",
        f"state__exact={ClaimState.SUGGESTED}",
        lambda _: Claim.objects.filter(state=ClaimState.SUGGESTED),
    ),
    Work("Readers' tips", "change", Tip, "tip", "decision=open", lambda _: Tip.objects.open()),
    Work("Sensitive claims to approve", "approve", Claim, "claim", "ask=my-approval", to_be_approved_by),
    Work("Contacts you work on", "change", Contact, "contact", "desk=mine", lambda name: mine(Contact.objects.all(), name)),
    Work(
        "Drafts to hand over",
        "change",
        Contact,
        "contact",
        f"state__exact={ReviewState.DRAFT}",
        lambda _: Contact.objects.filter(state=ReviewState.DRAFT),
    ),
    Work(
        "Contacts in review",
        "review",
        Contact,
        "contact",
        f"state__exact={ReviewState.IN_REVIEW}",
        lambda _: Contact.objects.filter(state=ReviewState.IN_REVIEW),
    ),
    Work(f"In review for over {STALE.days} days", "review", Contact, "contact", "ask=stale", lambda _: stale(Contact.objects.all())),
    Work(
        "Contacts ready to publish",
        "publish",
        Contact,
        "contact",
        f"state__exact={ReviewState.READY}",
        lambda _: Contact.objects.filter(state=ReviewState.READY),
    ),
    Work(
        "Unpublished contacts that rest on one origin",
        "review",
        Contact,
        "contact",
        "desk=open&ask=one-origin",
        lambda _: one_origin_on_the_desk(),
    ),
    Work("Claims whose passage was lost", "review", Claim, "claim", "ask=passage-lost", lambda _: passage_lost(Claim.objects.all())),
    Work("Claims without a passage", "review", Claim, "claim", "ask=no-passage", lambda _: without_passage(Claim.objects.all())),
)
"""All kinds of work, in the order in which they are shown."""


def work_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the page takes: `waiting`, the work there is, and `done`, the labels of that there is none of.

    Queries: one for each kind of work that the signed-in person may do, whatever there is of it.
    """
    allowed = [work for work in WORK if rights.may(request.user, work.action, work.subject)]
    counted = [(work, upto(work.rows(name_of(request)))) for work in allowed]
    return {
        "waiting": [Waiting(work.label, number, _address(work)) for work, number in counted if number],
        "done": [work.label for work, number in counted if not number],
        "may_hand_in": rights.may(request.user, "add", Submission),
    }


def upto(rows: QuerySet[Any]) -> int:
    """Return the number of rows, or MOST + 1 where there are more than MOST. Queries: 1."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def _address(work: Work) -> str:
    return f"{reverse(f'admin:contacts_{work.listed}_changelist')}?{work.query}"
