"""Show records to the public."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.actions.approve import refuse_unapproved
from contacts.actions.errors import CannotDecide, NothingToCite, NotReady
from contacts.actions.gather import documents_for
from contacts.models import ClaimState, Contact, Report, ReportState, ReviewState
from contacts.record.edition import Document, Edition
from contacts.record.readmodel import Entry
from contacts.record.writer import begin, preview

PUBLISHABLE = (ReviewState.READY, ReviewState.PUBLISHED, ReviewState.WITHDRAWN)
"""States from which a contact is published. A withdrawn one was ready once and may come back."""


@transaction.atomic
def publish(*, rows: Iterable[Any], by: str, reason: str = "", correction: str = "") -> list[Edition]:
    """Publish these workshop rows as they stand now, with all that they refer to; return the editions made.

    A row whose document has not changed makes no edition. `by` is the name of the person who decides. Nobody works on the
    contacts afterwards.
    Raises: NothingToCite, for a contact without an accepted claim on an accepted report; NotApproved, for one with sensitive
    claims that wait for a second person; NotReady, for a draft or one in review; CannotDecide, for one that was merged into
    another; SlugTaken.
    """
    writer = begin(by)
    rows = list(rows)
    for row in rows:
        row.refresh_from_db()
        if isinstance(row, Contact):
            refuse_without_sources(row)
            _refuse_unready(row)
        elif isinstance(row, Report) and row.state != ReportState.ACCEPTED:
            raise NothingToCite(f"“{row}” is not accepted yet. Accept the report, then publish it.")
    contacts = Contact.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, Contact)])
    contacts.exclude(state=ReviewState.PUBLISHED).update(state=ReviewState.PUBLISHED, state_since=timezone.now())
    contacts.exclude(claimed_by="").update(claimed_by="", claimed_at=None)
    return writer.commit(documents_for(rows), reason=reason, correction=correction)


def refuse_without_sources(contact: Contact) -> None:
    """Raise NothingToCite unless the contact has an accepted claim on an accepted report; CannotDecide if it was merged.

    Raises: NotApproved as well, when a sensitive claim waits for a second person.
    """
    if contact.state == ReviewState.MERGED:
        raise CannotDecide(f"“{contact.title}” ({contact.slug}) was merged into another contact. Publish that one.")
    if not contact.claims.filter(state=ClaimState.ACCEPTED, report__state=ReportState.ACCEPTED).exists():
        raise NothingToCite(
            f"“{contact.title}” ({contact.slug}) has no accepted claim on an accepted report. Accept at least one claim first."
        )
    refuse_unapproved([contact])


def _refuse_unready(contact: Contact) -> None:
    if contact.state not in PUBLISHABLE:
        raise NotReady(
            f"“{contact.title}” ({contact.slug}) is {contact.get_state_display().lower()}. Make it ready first, then publish it."
        )


def publish_all(*, by: str, reason: str = "") -> list[Edition]:
    """Publish every contact that is ready or already published, as it stands now; return the editions made.

    Raises: NothingToCite, which names the contact; then nothing is published.
    """
    ready = Contact.objects.filter(state__in=[ReviewState.READY, ReviewState.PUBLISHED]).select_related("place").order_by("pk")
    return publish(rows=ready, by=by, reason=reason)


def pending_changes(row: Any) -> tuple[Document | None, Document]:
    """Return a row's published document (None if there is none) and the one that publishing it now would give."""
    entry = Entry.objects.standing().filter(record_type=row.record_type, record_id=row.public_id).first()
    return (entry.document if entry else None), preview(documents_for([row]))[row.record_type, row.public_id]
