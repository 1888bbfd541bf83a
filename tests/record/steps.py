"""Short ways to edit rows of the workshop and to look at the record."""

from contacts.actions.publish import publish
from contacts.models import Claim, Contact, Report, ReviewState
from contacts.record.edition import Edition, Head
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, PersonFactory, PlaceFactory, PublisherFactory, ReportFactory, TopicFactory

BY = "an editor"


def document_of(row):
    return Entry.objects.get(record_type=row.record_type, record_id=row.public_id).document


def entry_of(row):
    return Entry.objects.get(record_type=row.record_type, record_id=row.public_id)


def history_of(row):
    return list(Edition.objects.filter(record_type=row.record_type, record_id=row.public_id).values_list("revision", "op"))


def everything():
    """The whole state of workshop and record, to tell that nothing was written."""
    models = (Contact, Claim, Report, Edition, Entry, Address, PublishedContact, PublishedReport, PublishedClaim, Head)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def edited(row, **values):
    row.refresh_from_db()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def with_everything(**values):
    """A published contact that refers to a record of each type, by type."""
    person, topic, publisher = PersonFactory(), TopicFactory(), PublisherFactory()
    contact = ContactFactory(place=PlaceFactory(), **{"state": ReviewState.READY, **values})
    report = ReportFactory(publisher=publisher, accepted=True)
    ClaimFactory(contact=contact, accepted=True, report=report, property=Property.TOPIC, topic=topic, person=person)
    publish(rows=[contact], by=BY)
    contact.refresh_from_db()
    return {"contact": contact, "place": contact.place, "person": person, "topic": topic, "publisher": publisher, "report": report}
