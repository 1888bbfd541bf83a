"""Merging: one contact of two, and an address that leads to it for ever."""

import pytest

from contacts.actions.errors import CannotDecide, CannotRevert, NotPublished, ReasonNeeded
from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.revert import revert
from contacts.models import Claim, ContactLink, ReviewState
from contacts.record.readmodel import Address, PublishedClaim
from tests.factories import ClaimFactory, ContactFactory, link
from tests.record.steps import BY, document_of, entry_of, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_stays_whole")]


def test_merged_contact_leads_to_its_survivor_for_ever():
    loser, survivor = ContactFactory(published=True), ContactFactory(published=True)
    own = Claim.objects.get(contact=loser)
    editions = merge(loser=loser, survivor=survivor, by=BY, reason="One call, reported twice.")
    assert [(edition.record_id, edition.op) for edition in editions] == [(survivor.public_id, "MOD"), (loser.public_id, "MERGE")]
    entry = entry_of(loser)
    assert (entry.op, entry.merged_into, entry.document, entry.slug) == ("MERGE", survivor.public_id, None, loser.slug)
    assert own.public_id in {claim["id"] for claim in document_of(survivor)["claims"]}
    assert len(document_of(survivor)["reports"]) == 2
    assert PublishedClaim.objects.get(record_id=own.public_id).contact_id == survivor.public_id
    loser.refresh_from_db()
    assert loser.state == ReviewState.MERGED
    assert Address.objects.get(slug=loser.slug).record_id == loser.public_id
    with pytest.raises(CannotRevert, match="merged into another"):
        revert(record_type="contact", record_id=loser.public_id, revision=1, by=BY, reason="Two calls after all.")


def test_report_and_links_that_both_hold_are_kept_once():
    loser, survivor, third = (ContactFactory(published=True) for _ in range(3))
    shared = ClaimFactory(contact=loser, accepted=True).report
    link(survivor, shared)
    for one in (loser, survivor):
        ContactLink.objects.create(contact=one, other=third)
        ContactLink.objects.create(contact=third, other=one)
    ContactLink.objects.create(contact=survivor, other=loser)
    publish(rows=[loser, survivor, third], by=BY)
    merge(loser=loser, survivor=survivor, by=BY, reason="One call.")
    ids = [item["report"]["id"] for item in document_of(survivor)["reports"]]
    assert len(ids) == len(set(ids)) == 3
    assert [item["contact"]["id"] for item in document_of(survivor)["related"]] == [third.public_id]
    assert not ContactLink.objects.filter(contact=loser).exists()
    assert not ContactLink.objects.filter(other=loser).exists()


def test_those_that_relate_to_a_merged_contact_relate_to_its_survivor_once():
    loser, survivor, third = (ContactFactory(published=True) for _ in range(3))
    for one in (loser, survivor):
        ContactLink.objects.create(contact=third, other=one)
    publish(rows=[third], by=BY)
    merge(loser=loser, survivor=survivor, by=BY, reason="One call.")
    assert [item["contact"]["id"] for item in document_of(third)["related"]] == [survivor.public_id]


def test_merging_needs_two_published_contacts_and_a_reason():
    one, other, draft = ContactFactory(published=True), ContactFactory(published=True), ContactFactory(ready=True)
    before = everything()
    with pytest.raises(CannotDecide, match="into itself"):
        merge(loser=one, survivor=one, by=BY, reason="x")
    for loser, survivor in ((one, draft), (draft, one)):
        with pytest.raises(NotPublished):
            merge(loser=loser, survivor=survivor, by=BY, reason="x")
    with pytest.raises(ReasonNeeded):
        merge(loser=one, survivor=other, by=BY, reason=" ")
    assert everything() == before


def test_chain_of_merges():
    first, second, third = (ContactFactory(published=True) for _ in range(3))
    merge(loser=first, survivor=second, by=BY, reason="One.")
    merge(loser=second, survivor=third, by=BY, reason="One.")
    assert (entry_of(first).merged_into, entry_of(second).merged_into) == (second.public_id, third.public_id)
    assert len(document_of(third)["claims"]) == 3


def test_a_merged_contact_does_not_come_back():
    loser, survivor = ContactFactory(published=True), ContactFactory(published=True)
    merge(loser=loser, survivor=survivor, by=BY, reason="One call.")
    ClaimFactory(contact=loser, accepted=True)
    with pytest.raises(CannotDecide):
        publish(rows=[loser], by=BY)
    assert entry_of(loser).op == "MERGE"
