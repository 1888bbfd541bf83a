"""The workshop tables. Nothing here is public; the record publishes what the fold makes of them."""

from contacts.models.bulk import BulkChange, BulkKind, BulkRow, BulkState
from contacts.models.claim import VALUE_FIELDS, Claim, ClaimState, PassageState
from contacts.models.contact import Contact, ContactLink, ReportLink, ReviewState
from contacts.models.people import Person, Place
from contacts.models.publisher import Origin, Publisher
from contacts.models.report import Report, ReportState
from contacts.models.submission import Capture, Submission, SubmissionState, Suggestion, SuggestionState, Verdict
from contacts.models.tip import Tip, TipKind, TipState, TipStep
from contacts.models.topic import Topic

__all__ = [
    "VALUE_FIELDS",
    "BulkChange",
    "BulkKind",
    "BulkRow",
    "BulkState",
    "Capture",
    "Claim",
    "ClaimState",
    "Contact",
    "ContactLink",
    "Origin",
    "PassageState",
    "Person",
    "Place",
    "Publisher",
    "Report",
    "ReportLink",
    "ReportState",
    "ReviewState",
    "Submission",
    "SubmissionState",
    "Suggestion",
    "SuggestionState",
    "Tip",
    "TipKind",
    "TipState",
    "TipStep",
    "Topic",
    "Verdict",
]
