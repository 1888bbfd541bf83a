"""The smallest valid row of each kind; a trait names each state: `ContactFactory(published=True)`."""

from tests.factories.contacts import ClaimFactory, ContactFactory, link
from tests.factories.reports import OriginFactory, PublisherFactory, ReportFactory
from tests.factories.vocabulary import PersonFactory, PlaceFactory, TopicFactory

__all__ = [
    "ClaimFactory",
    "ContactFactory",
    "OriginFactory",
    "PersonFactory",
    "PlaceFactory",
    "PublisherFactory",
    "ReportFactory",
    "TopicFactory",
    "link",
]
