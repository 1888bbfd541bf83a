"""Make one contact of two."""

from django.db import transaction

from contacts.actions.errors import CannotDecide, NotPublished, ReasonNeeded
from contacts.actions.gather import documents_for
from contacts.actions.publish import refuse_without_sources
from contacts.models import Contact, ContactLink, ReportLink, ReviewState
from contacts.record.edition import Edition
from contacts.record.readmodel import Entry
from contacts.record.writer import begin


@transaction.atomic
def merge(*, loser: Contact, survivor: Contact, by: str, reason: str) -> list[Edition]:
    """Move all that hangs on `loser` to `survivor`, publish it, and let the loser's address lead there for ever.

    Raises: ReasonNeeded; NotPublished, unless both are published; CannotDecide, for a contact with itself.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why the two are one contact: it is kept in the public history.")
    if loser.pk == survivor.pk:
        raise CannotDecide("A contact cannot be merged into itself.")
    writer = begin(by)
    standing = Entry.objects.standing().in_bulk_by_key([(row.record_type, row.public_id) for row in (loser, survivor)])
    for row in (loser, survivor):
        if (row.record_type, row.public_id) not in standing:
            raise NotPublished(f"“{row}” is not published. Only published contacts are merged; otherwise move its claims.")
    _move(loser, survivor)
    refuse_without_sources(survivor)
    Contact.objects.filter(pk=loser.pk).update(state=ReviewState.MERGED)
    survivor.refresh_from_db()
    key, target = ((row.record_type, row.public_id) for row in (loser, survivor))
    return writer.commit(documents_for([survivor]), merged={key: target}, reason=reason)


def _move(loser: Contact, survivor: Contact) -> None:
    held = set(survivor.report_links.values_list("report_id", flat=True))
    for link in ReportLink.objects.filter(contact=loser).exclude(report__in=held):
        link.contact = survivor
        link.save()
    loser.claims.update(contact=survivor)
    loser.suggestions.update(contact=survivor)
    loser.submissions.update(contact=survivor)
    linked = {survivor.pk, *survivor.links.values_list("other_id", flat=True)}
    for outgoing in ContactLink.objects.filter(contact=loser).exclude(other__in=linked):
        outgoing.contact = survivor
        outgoing.save()
    linking = {survivor.pk, *survivor.links_from.values_list("contact_id", flat=True)}
    for incoming in ContactLink.objects.filter(other=loser).exclude(contact__in=linking):
        incoming.other = survivor
        incoming.save()
    ContactLink.objects.filter(contact=loser).delete()
    ContactLink.objects.filter(other=loser).delete()
