"""Take a record out of public view, with a tombstone that says why."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import NotPublished, ReasonNeeded
from contacts.models import Contact, Report, ReportState, ReviewState
from contacts.record.edition import Edition
from contacts.record.readmodel import Entry
from contacts.record.references import Key, key_of
from contacts.record.writer import begin
from contacts.vocabulary import Correction, RecordType

ORPHANED = "The last published contact that rested on this report was withdrawn."


@transaction.atomic
def withdraw(*, row: Any, by: str, reason: str, correction: str = Correction.REMOVAL) -> list[Edition]:
    """Withdraw a published record; its address answers 410 with the reason from now on. Return the editions made.

    Reports that no other published contact rests on go with their contact. A withdrawn report takes its claims out of
    the contacts that used it.
    Raises: ReasonNeeded; NotPublished; StillReferredTo, when a published record cannot do without it.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why the record is withdrawn: readers of its address are told.")
    writer = begin(by)
    entry = Entry.objects.standing().filter(record_type=row.record_type, record_id=row.public_id).first()
    if entry is None or entry.document is None:
        raise NotPublished(f"“{row}” is not published, so there is nothing to withdraw.")
    gone: dict[Key, str] = {key_of(entry.document): reason}
    if isinstance(row, Contact):
        gone |= dict.fromkeys(_orphans(entry), ORPHANED)
        Contact.objects.filter(pk=row.pk).update(state=ReviewState.WITHDRAWN, state_since=timezone.now())
    elif isinstance(row, Report):
        Report.objects.filter(pk=row.pk).update(state=ReportState.REJECTED)
    return writer.commit([], gone=gone, correction=correction)


def _orphans(contact: Entry) -> list[Key]:
    """Return the reports of a contact that no other published contact refers to. Queries: one for each report."""
    document = contact.document or {}
    return [
        (RecordType.REPORT, item["report"]["id"])
        for item in document["reports"]
        if not Entry.objects.referring_to(RecordType.REPORT, item["report"]["id"]).exclude(pk=contact.pk).exists()
    ]
