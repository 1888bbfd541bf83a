"""Taking in what a reader sends. Nothing but a tip is written, and it waits on the desk."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact
from contacts.models.tip import Step, Tip, TipStep
from contacts.tips.about import About
from contacts.tips.guard import check_sender, check_text, one_at_a_time, text_hash
from contacts.tips.stamp import hash_of
from contacts.vocabulary import RecordType


class SentBefore(Exception):
    """Another text was sent with this very form."""


@dataclass(frozen=True)
class Message:
    """What the form held, checked."""

    kind: str
    text: str
    source: str
    name: str
    email: str
    about: About | None


@transaction.atomic
def receive(message: Message, *, token: str, sender: str) -> None:
    """Store a tip, once however often the same form is sent.

    Raises: Refused, where the sender or the text was there too often; SentBefore.
    Queries: 6 (the lock, this form before, the sender, the text, the tip, its first step), with a contact 7.
    """
    now = timezone.now()
    hashed = text_hash(message.text)
    about_id = message.about.record_id if message.about else ""
    link_hash = hash_of(token)
    one_at_a_time(sender, link_hash)
    before = _sent(link_hash)
    if before is not None:
        if before != (hashed, about_id):
            raise SentBefore
        return
    check_sender(sender, now)
    check_text(hashed, about_id, now)
    tip = Tip.objects.create(
        link_hash=link_hash,
        kind=message.kind,
        about_type=message.about.record_type if message.about else "",
        about_id=about_id,
        contact=_contact(message.about),
        text=message.text,
        source=message.source,
        name=message.name,
        email=message.email,
        sender=sender,
        text_hash=hashed,
        received_at=now,
    )
    TipStep.objects.create(tip=tip, step=Step.RECEIVED, at=now)


def _sent(link_hash: str) -> tuple[str, str] | None:
    """Return text and record of what was sent with this form, or None."""
    found = Tip.objects.filter(link_hash=link_hash).values_list("text_hash", "about_id").first()
    return (found[0], found[1]) if found else None


def _contact(about: About | None) -> Contact | None:
    if about is None or about.record_type != RecordType.CONTACT:
        return None
    return Contact.objects.filter(public_id=about.record_id).only("pk").first()
