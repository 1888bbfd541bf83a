"""Reverting: an earlier text as a new revision."""

import pytest
from django.db import IntegrityError, transaction

from contacts.actions.errors import CannotDecide, CannotRevert, ReasonNeeded
from contacts.actions.publish import publish
from contacts.actions.revert import revert
from contacts.actions.withdraw import withdraw
from contacts.models import Claim, ContactLink
from contacts.record.readmodel import Address
from tests.factories import ClaimFactory, ContactFactory, TopicFactory, link
from tests.record.steps import BY, document_of, edited, entry_of, everything, history_of, with_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_stays_whole")]


def test_revert_publishes_the_earlier_text_as_a_new_revision():
    contact = ContactFactory(published=True, title="First")
    publish(rows=[edited(contact, title="Second")], by=BY)
    (edition,) = revert(record_type="contact", record_id=contact.public_id, revision=1, by=BY, reason="It was right.")
    assert (edition.op, edition.revision, edition.changed) == ("MOD", 3, ["title"])
    assert document_of(contact)["title"] == "First"
    contact.refresh_from_db()
    assert contact.title == "Second"
    assert revert(record_type="contact", record_id=contact.public_id, revision=3, by=BY, reason="Again.") == []


def test_revert_shows_other_records_as_they_are_called_today():
    rows = with_everything()
    contact = rows["contact"]
    publish(rows=[edited(contact, title="Second")], by=BY)
    publish(rows=[edited(rows["topic"], name="Renamed")], by=BY)
    revert(record_type="contact", record_id=contact.public_id, revision=1, by=BY, reason="It was right.")
    assert document_of(contact)["comparison"][0]["topic"]["name"] == "Renamed"


def test_revert_brings_a_withdrawn_record_back():
    topic = TopicFactory(name="Syria")
    publish(rows=[topic], by=BY)
    withdraw(row=topic, by=BY, reason="Not needed.")
    revert(record_type="topic", record_id=topic.public_id, revision=1, by=BY, reason="Needed.")
    assert document_of(topic)["name"] == "Syria"
    assert history_of(topic)[-1] == (3, "ADD")


def test_revert_to_what_is_gone_is_refused():
    contact = ContactFactory(published=True)
    publish(rows=[edited(contact, title="Second")], by=BY)
    withdraw(row=contact, by=BY, reason="Wrong.")
    before = everything()
    with pytest.raises(CannotRevert, match="withdrawn since"):  # its report went with it
        revert(record_type="contact", record_id=contact.public_id, revision=1, by=BY, reason="Right.")
    for revision in (3, 99):
        with pytest.raises(CannotRevert, match="no revision"):
            revert(record_type="contact", record_id=contact.public_id, revision=revision, by=BY, reason="Right.")
    with pytest.raises(CannotRevert, match="no revision"):
        revert(record_type="contact", record_id="unknown", revision=1, by=BY, reason="Right.")
    with pytest.raises(ReasonNeeded):
        revert(record_type="contact", record_id=contact.public_id, revision=1, by=BY, reason="")
    assert everything() == before


def test_revert_forgets_a_related_contact_that_is_gone():
    gone, stays = ContactFactory(published=True), ContactFactory(ready=True)
    ContactLink.objects.create(contact=stays, other=gone)
    publish(rows=[stays], by=BY)
    withdraw(row=gone, by=BY, reason="Wrong.")
    publish(rows=[edited(stays, title="Second")], by=BY)
    revert(record_type="contact", record_id=stays.public_id, revision=1, by=BY, reason="Right.")
    assert document_of(stays)["related"] == []


def test_revert_to_a_former_slug_leads_both_here():
    contact = ContactFactory(published=True, slug="first")
    publish(rows=[edited(contact, slug="second")], by=BY)
    revert(record_type="contact", record_id=contact.public_id, revision=1, by=BY, reason="Shorter.")
    assert entry_of(contact).slug == "first"
    assert {address.record_id for address in Address.objects.filter(record_type="contact")} == {contact.public_id}


def test_revert_to_a_claim_that_stands_in_another_contact_now_is_refused_in_words():
    wrong, right = ContactFactory(published=True), ContactFactory(published=True)
    claim = ClaimFactory(contact=wrong, accepted=True)
    publish(rows=[wrong], by=BY)
    link(right, claim.report)
    Claim.objects.filter(pk=claim.pk).update(contact=right)
    publish(rows=[wrong, right], by=BY)
    try:
        with transaction.atomic():
            revert(record_type="contact", record_id=wrong.public_id, revision=2, by=BY, reason="It was right.")
    except IntegrityError as error:
        pytest.fail(f"an editor cannot act on this: {error}")
    except CannotDecide:
        pass
