"""A contact in one line: mark, date, title, status. Made in Python, for lists of any kind; runs no queries."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from contacts.dates import in_words
from contacts.pages import cards, marks
from contacts.record.edition import Document
from contacts.vocabulary import Kind


@dataclass(frozen=True)
class ContactLine:
    """What `components/contact_line.html` shows. `machine` is the date for a time element, empty where HTML has none."""

    url: str
    mark: SafeString
    kind: str
    date: str
    machine: str
    title: str
    status: SafeString


def line(card: Document) -> ContactLine:
    """Return a contact's line from its card, or from any document with the same fields."""
    sides = tuple(card["confirmed_by"])
    edtf = card["date"]["edtf"]
    return ContactLine(
        cards.contact_url(card["id"], card["slug"]),
        marks.svg(card["kind"], card["status"], sides),
        Kind(card["kind"]).label,
        in_words(edtf),
        cards.when(edtf).machine,
        card["title"],
        cards.badge(card["status"], sides),
    )
