"""Publishers, origins and reports."""

import factory
from django.utils import timezone

from contacts.models import Origin, Publisher, Report, ReportState


class PublisherFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publisher

    slug = factory.Sequence("publisher-{}".format)
    name = factory.Sequence("Publisher {}".format)


class OriginFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Origin

    slug = factory.Sequence("origin-{}".format)
    label = factory.Sequence("Origin {}".format)


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft, until it is `accepted`."""

    class Meta:
        model = Report

    class Params:
        accepted = factory.Trait(state=ReportState.ACCEPTED, decided_by="an editor", decided_at=factory.LazyFunction(timezone.now))
        rejected = factory.Trait(state=ReportState.REJECTED, decided_by="an editor", decided_at=factory.LazyFunction(timezone.now))

    publisher = factory.SubFactory(PublisherFactory)
    url = factory.Sequence("https://news.example/{}".format)
    title = factory.Sequence("Headline {}".format)
