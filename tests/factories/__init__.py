"""The smallest valid row of each kind; a trait names each state: `ContactFactory(published=True)`."""

from tests.factories.contacts import ClaimFactory, ContactFactory, link
from tests.factories.reports import OriginFactory, PublisherFactory, ReportFactory
from tests.factories.submissions import CaptureFactory, SubmissionFactory, SuggestionFactory
from tests.factories.tips import TipFactory
from tests.factories.vocabulary import PersonFactory, PlaceFactory, TopicFactory

__all__ = [
    "CaptureFactory",
    "ClaimFactory",
    "ContactFactory",
    "OriginFactory",
    "PersonFactory",
    "PlaceFactory",
    "PublisherFactory",
    "ReportFactory",
    "SubmissionFactory",
    "SuggestionFactory",
    "TipFactory",
    "TopicFactory",
    "link",
]
