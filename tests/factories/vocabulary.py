"""Topics, people and places."""

import factory

from contacts.models import Person, Place, Topic
from contacts.vocabulary import PlaceKind


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence("topic-{}".format)
    name = factory.Sequence("Topic {}".format)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    slug = factory.Sequence("person-{}".format)
    name = factory.Sequence("Person {}".format)


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    slug = factory.Sequence("place-{}".format)
    name = factory.Sequence("Place {}".format)
    kind = PlaceKind.CITY
    country = "FI"
