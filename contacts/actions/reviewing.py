"""Decide what a submission comes to: which contact its report bears on, and what it says beyond the machine's suggestions."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide
from contacts.models import (
    Claim,
    ClaimState,
    Contact,
    PassageState,
    Report,
    ReportLink,
    ReportState,
    ReviewState,
    Suggestion,
    SuggestionState,
)
from contacts.passages import context, locate
from contacts.record.readmodel import PublishedClaim
from contacts.vocabulary import BEARS_ON, Relation


@transaction.atomic
def choose_contact(*, report: Report, contact: Contact, relation: str = Relation.REPORTS) -> None:
    """Say which contact a report is about. Open suggestions go along; later runs keep to it.

    A contact chosen before is let go, unless claims from the report rest on it already.
    Raises: CannotDecide, for a contact that was merged or withdrawn.
    """
    if contact.state in (ReviewState.MERGED, ReviewState.WITHDRAWN):
        raise CannotDecide(f"“{contact.title}” is {contact.get_state_display().lower()}. Choose another contact.")
    report = Report.objects.select_for_update().get(pk=report.pk)
    claimed = report.claims.values("contact")
    report.contact_links.filter(relation__in=BEARS_ON).exclude(contact=contact).exclude(contact__in=claimed).delete()
    ReportLink.objects.update_or_create(contact=contact, report=report, defaults={"relation": relation})
    report.suggestions.filter(state__in=[SuggestionState.OPEN, SuggestionState.WITHDRAWN]).update(contact=contact)
    report.submissions.update(contact=contact)


@transaction.atomic
def link_mention(*, report: Report, contact: Contact) -> None:
    """Say that a report mentions a contact in passing. A link that stands already stays as it is. Raises: CannotDecide."""
    if contact.state in (ReviewState.MERGED, ReviewState.WITHDRAWN):
        raise CannotDecide(f"“{contact.title}” is {contact.get_state_display().lower()} and cannot be linked.")
    ReportLink.objects.get_or_create(contact=contact, report=report, defaults={"relation": Relation.MENTIONS})


@transaction.atomic
def state_claim(
    *,
    report: Report,
    contact: Contact,
    text: str,
    passage: tuple[str, str, str],
    fields: Mapping[str, Any],
    by: str,
    suggestion: Suggestion | None = None,
) -> Claim:
    """Make an accepted claim of what a person reads in a report; return it. `passage` is exact words, prefix and suffix.

    `fields` are columns of the claim. With `suggestion`, the claim is what the person made of it. The report is accepted
    along with its first claim.
    Raises: CannotDecide, where the words do not stand in `text`; ValidationError, where the value does not fit the property.
    """
    exact, prefix, suffix = passage
    place = locate(text, exact, prefix, suffix)
    if place is None:
        raise CannotDecide("These words do not stand in the article as it was read. Select them in the text, or copy them literally.")
    prefix, suffix = context(text, *place)
    accept_report(report, contact, by)
    now = timezone.now()
    claim = Claim(
        contact=contact,
        report=report,
        passage_exact=exact,
        passage_prefix=prefix,
        passage_suffix=suffix,
        passage_state=PassageState.LOCATED,
        state=ClaimState.ACCEPTED,
        decided_by=by,
        decided_at=now,
        **fields,
    )
    claim.full_clean()
    claim.save()
    if suggestion is not None:
        held = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
        if held.state == SuggestionState.ACCEPTED:
            raise CannotDecide(f"{held.decided_by} has accepted this meanwhile. Look at the claim before you change it.")
        held.state, held.claim, held.contact, held.decided_by, held.decided_at = SuggestionState.ACCEPTED, claim, contact, by, now
        held.save()
    return claim


def accept_report(report: Report, contact: Contact, by: str, relation: str = Relation.REPORTS) -> None:
    """Link a report to a contact and accept it, where that has not been done. Raises: CannotDecide."""
    if contact.state == ReviewState.MERGED:
        raise CannotDecide(f"“{contact.title}” was merged into another contact. Choose the one that survived.")
    if report.state == ReportState.REJECTED:
        raise CannotDecide(f"“{report}” was rejected or withdrawn. Accept the report first.")
    ReportLink.objects.get_or_create(contact=contact, report=report, defaults={"relation": relation})
    if report.state == ReportState.DRAFT:
        report.state, report.decided_by, report.decided_at = ReportState.ACCEPTED, by, timezone.now()
        report.save()


@transaction.atomic
def reopen_suggestion(*, row: Suggestion) -> None:
    """Take a decision on a suggestion back; a claim made of it goes, unless the public record shows it.

    Raises: CannotDecide.
    """
    held = Suggestion.objects.select_for_update(of=("self",)).select_related("claim").get(pk=row.pk)
    claim = held.claim
    if claim is not None and PublishedClaim.objects.filter(record_id=claim.public_id).exists():
        raise CannotDecide("The public record shows this claim. Reject the claim with a reason, then publish the contact again.")
    held.state, held.claim, held.decided_by, held.decided_at = SuggestionState.OPEN, None, "", None
    held.save()
    if claim is not None:
        claim.delete()


def explain(error: ValidationError) -> str:
    """Return what is wrong with a claim, on one line."""
    return " ".join(error.messages)
