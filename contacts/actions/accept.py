"""Decide about what was suggested: claims and reports."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide, ReasonNeeded
from contacts.models import Claim, ClaimState, Contact, Report, ReportState
from contacts.record.readmodel import Entry
from contacts.vocabulary import RecordType


@transaction.atomic
def accept(*, rows: Iterable[Claim | Report], by: str) -> int:
    """Take these claims and reports as right; return how many of them that changed.

    Those accepted before keep the name of who accepted them. Publishing is a decision of its own.
    Queries: 4, however many rows.
    """
    claims, reports = _locked(rows)
    now = timezone.now()
    return _set(claims, ClaimState.ACCEPTED, by, now) + _set(reports, ReportState.ACCEPTED, by, now)


@transaction.atomic
def reject(*, rows: Iterable[Claim | Report], by: str, reason: str) -> int:
    """Put these claims and reports aside; return how many of them that changed.

    The reason goes into the internal note of the report, or of the contact that the claim is about. A published record
    changes when it is published the next time.
    Raises: ReasonNeeded; CannotDecide, for a published report.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why this is rejected: other editors read it in the internal note.")
    claims, reports = _locked(rows)
    _refuse_published(reports)
    now = timezone.now()
    for report in reports:
        if report.state != ReportState.REJECTED:
            _add_note(report, f"{now:%Y-%m-%d} {by} rejected this report: {reason.strip()}")
    concerned = {claim.contact_id for claim in claims}
    for contact in Contact.objects.select_for_update().filter(pk__in=concerned).order_by("pk"):
        names = [
            f"{claim.get_property_display()} ({claim.public_id})"
            for claim in claims
            if claim.contact_id == contact.pk and claim.state != ClaimState.REJECTED
        ]
        if names:
            _add_note(contact, f"{now:%Y-%m-%d} {by} rejected {', '.join(names)}: {reason.strip()}")
    return _set(claims, ClaimState.REJECTED, by, now) + _set(reports, ReportState.REJECTED, by, now)


def _locked(rows: Iterable[Claim | Report]) -> tuple[list[Claim], list[Report]]:
    """Return the claims and the reports among these rows as they stand now, held until the transaction ends."""
    rows = list(rows)
    claims = [row.pk for row in rows if isinstance(row, Claim)]
    reports = [row.pk for row in rows if isinstance(row, Report)]
    return (
        list(Claim.objects.select_for_update().filter(pk__in=claims).order_by("pk")),
        list(Report.objects.select_for_update().filter(pk__in=reports).order_by("pk")),
    )


def _set(rows: list[Claim] | list[Report], state: str, by: str, now: datetime) -> int:
    changing = [row.pk for row in rows if row.state != state]
    if not changing:
        return 0
    # A claim decided anew has to be approved anew.
    anew = {"approved_by": "", "approved_at": None} if isinstance(rows[0], Claim) else {}
    return type(rows[0]).objects.filter(pk__in=changing).update(state=state, decided_by=by, decided_at=now, updated_at=now, **anew)


def _refuse_published(reports: list[Report]) -> None:
    published = Entry.objects.standing().in_bulk_by_key([(RecordType.REPORT, report.public_id) for report in reports])
    for report in reports:
        if (RecordType.REPORT, report.public_id) in published:
            raise CannotDecide(f"“{report}” is published. Withdraw it instead, so that readers of its address are told why.")


def _add_note(row: Contact | Report, line: str) -> None:
    row.internal_note = f"{row.internal_note}\n{line}".strip()
    row.save(update_fields=["internal_note", "updated_at"])
