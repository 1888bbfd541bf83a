"""What was handed in, and what the machine suggests of it."""

import hashlib

import factory
from django.utils import timezone

from contacts.models import Capture, Submission, SubmissionState, Suggestion, Verdict
from contacts.vocabulary import Property, Speaker
from tests.factories.contacts import ContactFactory
from tests.factories.reports import ReportFactory

TEXT = "The presidents spoke by telephone, the Kremlin said.\n\nThey discussed rain, it said.\n\nThey discussed rain, Washington said."


class CaptureFactory(factory.django.DjangoModelFactory):
    """A copy of a report's text."""

    class Meta:
        model = Capture

    report = factory.SubFactory(ReportFactory)
    text = TEXT
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.text.encode()).hexdigest())
    fetched_at = factory.LazyFunction(timezone.now)
    seen_at = factory.SelfAttribute("fetched_at")


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A text that was read: a draft report with a capture, matched with a contact."""

    class Meta:
        model = Submission

    pasted = TEXT
    submitted_by = "a contributor"
    state = SubmissionState.DONE
    finished_at = factory.LazyFunction(timezone.now)
    verdict = Verdict.REPORTS
    contact = factory.SubFactory(ContactFactory)
    report = factory.LazyFunction(lambda: CaptureFactory().report)


class SuggestionFactory(factory.django.DjangoModelFactory):
    """An open suggestion: the Kremlin confirms the contact."""

    class Meta:
        model = Suggestion

    report = factory.LazyFunction(lambda: SubmissionFactory().report)
    property = Property.CONFIRMATION
    speaker = Speaker.KREMLIN
    passage_exact = "The presidents spoke by telephone"
    score = 0.9
    why = "“spoke”"
    key = factory.Sequence("key-{}".format)
