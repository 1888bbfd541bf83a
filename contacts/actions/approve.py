"""The second look at sensitive claims: denials, quotes, and all that is said of private contacts."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from contacts.actions.errors import CannotDecide, NotApproved
from contacts.models import Claim, ClaimState, Contact, ReportState
from contacts.vocabulary import SENSITIVE

DATASET = "dataset"
"""Name under which the claims of the curated dataset are accepted."""

DATASET_REVIEW = "dataset review"
"""Name under which they are approved: they were looked at twice before they got into it."""


def waiting(claims: QuerySet[Claim] | None = None) -> QuerySet[Claim]:
    """Return those of these claims (of all, by default) that are accepted and wait for a second person.

    Claims on reports that are not accepted are left out: nothing of theirs is published.
    Two indexes answer it, however many claims there are.
    """
    accepted = Claim.objects.filter(state=ClaimState.ACCEPTED, approved_by="")
    by_property = accepted.filter(property__in=sorted(SENSITIVE)).order_by().values("pk")
    of_private = accepted.filter(contact__in=Contact.objects.filter(sensitive=True).order_by().values("pk")).order_by().values("pk")
    rows = Claim.objects.all() if claims is None else claims
    return rows.filter(pk__in=by_property.union(of_private), report__state=ReportState.ACCEPTED)


def is_sensitive(claim: Claim) -> bool:
    """Return whether a second person has to approve a claim. Queries: 1 where the contact is not loaded."""
    return claim.property in SENSITIVE or claim.contact.sensitive


@transaction.atomic
def approve(*, rows: Iterable[Claim], by: str) -> int:
    """Approve these accepted claims as the second person; return how many of them that changed.

    Claims that need no second person, and those approved before, stay as they are.
    Raises: CannotDecide, for a claim that `by` accepted, or that nobody has accepted; then nothing changes.
    Queries: 2, however many rows.
    """
    held = Claim.objects.select_for_update(of=("self",)).select_related("contact").filter(pk__in=[row.pk for row in rows])
    claims = [claim for claim in held.order_by("pk") if is_sensitive(claim) and not claim.approved_by]
    for claim in claims:
        if claim.state != ClaimState.ACCEPTED:
            raise CannotDecide(f"“{claim}” is not accepted. Accept it first; then somebody else approves it.")
        if claim.decided_by == by:
            raise CannotDecide(f"“{claim}” was accepted by you. A second person has to approve it.")
    now = timezone.now()
    return Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(approved_by=by, approved_at=now, updated_at=now)


def sign_change(claim: Claim, *, by: str) -> None:
    """Let who changes an accepted sensitive claim answer for it from now on, so that somebody else approves the new words.

    Call it before the claim is saved. Saving lets an approval lapse by itself.
    """
    if claim.state == ClaimState.ACCEPTED and claim.decided_by != by and is_sensitive(claim):
        claim.decided_by, claim.decided_at = by, timezone.now()
        claim.approved_by, claim.approved_at = "", None


def refuse_unapproved(contacts: Iterable[Contact]) -> None:
    """Raise NotApproved, which names the claims, if a sensitive claim of these contacts waits for a second person. Queries: 1."""
    rows = waiting(Claim.objects.filter(contact__in=[contact.pk for contact in contacts])).select_related("contact").order_by("pk")
    if claims := list(rows):
        raise NotApproved(claims)


def approve_dataset() -> int:
    """Approve what was loaded as accepted by the dataset itself, as of that day; return how many claims that were."""
    claims = Claim.objects.filter(state=ClaimState.ACCEPTED, approved_by="", decided_by=DATASET)
    return claims.update(approved_by=DATASET_REVIEW, approved_at=F("decided_at"))
