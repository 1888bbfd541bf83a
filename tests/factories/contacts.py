"""Contacts and claims."""

from typing import Any

import factory
from django.utils import timezone

from contacts.actions.publish import publish
from contacts.models import Claim, ClaimState, Contact, Report, ReportLink, ReviewState
from contacts.vocabulary import Kind, Property, Relation, Speaker
from tests.factories.reports import ReportFactory


def link(contact: Contact, report: Report, relation: str = Relation.REPORTS) -> ReportLink:
    """Let the report bear on the contact."""
    return ReportLink.objects.get_or_create(contact=contact, report=report, defaults={"relation": relation})[0]


def _publish(contact: Contact, create: bool, extracted: Any, **kwargs: Any) -> None:
    publish(rows=[contact], by="an editor")
    contact.refresh_from_db()


class ContactFactory(factory.django.DjangoModelFactory):
    """A draft without sources. `ready`: with one accepted confirmation by the Kremlin; `published`: in the record as well."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    class Params:
        ready = factory.Trait(
            state=ReviewState.READY,
            confirmation=factory.RelatedFactory("tests.factories.contacts.ClaimFactory", factory_related_name="contact", accepted=True),
        )
        published = factory.Trait(ready=True, shown=factory.PostGeneration(_publish))

    slug = factory.Sequence("2017-11-21-call-{}".format)
    kind = Kind.CALL
    date = "2017-11-21"
    title = factory.Sequence("Call number {}".format)


class ClaimFactory(factory.django.DjangoModelFactory):
    """A suggested confirmation by the Kremlin in an accepted report that is linked to the contact."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    class Params:
        accepted = factory.Trait(state=ClaimState.ACCEPTED, decided_by="an editor", decided_at=factory.LazyFunction(timezone.now))
        rejected = factory.Trait(state=ClaimState.REJECTED, decided_by="an editor", decided_at=factory.LazyFunction(timezone.now))

    contact = factory.SubFactory(ContactFactory)
    report = factory.SubFactory(ReportFactory, accepted=True)
    property = Property.CONFIRMATION
    speaker = Speaker.KREMLIN

    @factory.post_generation
    def linked(claim: Claim, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not False:
            link(claim.contact, claim.report)
