"""Withdrawing: a tombstone with the reason, and nothing left that rested on what is gone."""

import pytest

from contacts.actions.errors import NotPublished, ReasonNeeded
from contacts.actions.publish import pending_changes, publish
from contacts.actions.withdraw import ORPHANED, withdraw
from contacts.models import ContactLink, Report, ReviewState
from contacts.record.edition import Edition
from contacts.record.readmodel import PublishedClaim, PublishedContact, PublishedReport
from contacts.record.writer import StillReferredTo
from contacts.vocabulary import Speaker
from tests.factories import ClaimFactory, ContactFactory, TopicFactory
from tests.record.steps import BY, document_of, edited, entry_of, everything, history_of, with_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_stays_whole")]


def test_withdrawn_contact_leaves_a_tombstone_with_the_reason():
    contact = ContactFactory(published=True)
    withdraw(row=contact, by=BY, reason="It never took place.", correction="retraction")
    entry = entry_of(contact)
    assert (entry.op, entry.document, entry.reason, entry.slug) == ("DEL", None, "It never took place.", contact.slug)
    edition = Edition.objects.get(seq=entry.seq)
    assert (edition.reason, edition.correction, edition.revision) == ("It never took place.", "retraction", 2)
    assert not PublishedContact.objects.exists()
    assert not PublishedClaim.objects.exists()
    contact.refresh_from_db()
    assert contact.state == ReviewState.WITHDRAWN


def test_reports_that_rest_on_no_other_contact_go_with_it():
    contact, other = ContactFactory(published=True), ContactFactory(ready=True)
    own = contact.reports.get()
    shared = ClaimFactory(contact=contact, accepted=True).report
    ClaimFactory(contact=other, accepted=True, report=shared)
    publish(rows=[contact, other], by=BY)
    withdraw(row=contact, by=BY, reason="Wrong.")
    assert (entry_of(own).op, entry_of(own).reason) == ("DEL", ORPHANED)
    assert entry_of(shared).op in ("ADD", "MOD")
    assert not PublishedReport.objects.filter(record_id=own.public_id).exists()


def test_withdrawn_contact_is_no_longer_mentioned():
    gone, stays = ContactFactory(published=True), ContactFactory(ready=True)
    ContactLink.objects.create(contact=stays, other=gone)
    publish(rows=[stays], by=BY)
    assert document_of(stays)["related"]
    withdraw(row=gone, by=BY, reason="Wrong.")
    assert document_of(stays)["related"] == []
    assert history_of(stays)[-1] == (2, "MOD")


def test_withdrawn_contact_comes_back_under_the_same_id_as_a_later_revision():
    contact = ContactFactory(published=True)
    withdraw(row=contact, by=BY, reason="Wrong.")
    publish(rows=[contact], by=BY)
    assert history_of(contact) == [(1, "ADD"), (2, "DEL"), (3, "ADD")]
    assert entry_of(contact).reason == ""


def test_withdrawn_report_takes_its_claims_out_of_the_contacts():
    contact = ContactFactory(published=True)
    claim = ClaimFactory(contact=contact, accepted=True, speaker=Speaker.WHITE_HOUSE)
    publish(rows=[contact], by=BY)
    assert document_of(contact)["status"] == "confirmed-both"
    edited(contact, title="Pending title")
    editions = withdraw(row=claim.report, by=BY, reason="A forgery.")
    assert {(edition.op, edition.record_type) for edition in editions} == {("MOD", "contact"), ("DEL", "report")}
    document = document_of(contact)
    assert document["status"] == "confirmed-one"
    assert claim.public_id not in str(document)
    assert claim.report.public_id not in str(document)
    assert document["title"] != "Pending title"
    assert not PublishedClaim.objects.filter(record_id=claim.public_id).exists()
    # The desk agrees: nothing of the report is waiting to come back.
    assert claim.report.public_id not in str(pending_changes(contact)[1])


def test_report_that_a_contact_rests_on_alone_is_refused_and_nothing_is_written():
    contact = ContactFactory(published=True)
    before = everything()
    with pytest.raises(StillReferredTo, match="rests on this report alone"):
        withdraw(row=Report.objects.get(), by=BY, reason="A forgery.")
    assert everything() == before
    assert contact.slug


@pytest.mark.parametrize("kind", ["place", "person", "topic", "publisher"])
def test_record_that_others_refer_to_is_refused(kind):
    rows = with_everything()
    before = everything()
    with pytest.raises(StillReferredTo, match="refers to it"):
        withdraw(row=rows[kind], by=BY, reason="Not needed.")
    assert everything() == before


def test_record_that_nothing_refers_to_can_go():
    topic = TopicFactory()
    publish(rows=[topic], by=BY)
    withdraw(row=topic, by=BY, reason="Not needed.")
    assert entry_of(topic).op == "DEL"


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawal_needs_a_reason(reason):
    contact = ContactFactory(published=True)
    with pytest.raises(ReasonNeeded):
        withdraw(row=contact, by=BY, reason=reason)
    assert entry_of(contact).op == "ADD"


def test_what_is_not_published_cannot_be_withdrawn():
    contact = ContactFactory(published=True)
    withdraw(row=contact, by=BY, reason="Wrong.")
    for row in (contact, ContactFactory(ready=True)):
        with pytest.raises(NotPublished):
            withdraw(row=row, by=BY, reason="Wrong.")
