"""Publishing: what each decision appends to the log, and what is refused without a trace."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from contacts.actions.accept import accept, reject
from contacts.actions.errors import CannotDecide, NothingToCite, ReasonNeeded
from contacts.actions.publish import pending_changes, publish, publish_all
from contacts.actions.withdraw import withdraw
from contacts.models import Claim, Report, ReviewState
from contacts.record.edition import Edition, Head
from contacts.record.projection import SlugTaken
from contacts.record.readmodel import Address, Entry, PublishedClaim
from contacts.vocabulary import Property, Speaker
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PersonFactory,
    PlaceFactory,
    PublisherFactory,
    ReportFactory,
    TopicFactory,
    link,
)
from tests.record.steps import BY, document_of, edited, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_stays_whole")]


def test_first_publication_adds_the_contact_and_all_it_refers_to_in_order():
    topic = TopicFactory(parent=TopicFactory())
    contact = ContactFactory(state=ReviewState.READY, place=PlaceFactory(parent=PlaceFactory()))
    origin = OriginFactory(publisher=PublisherFactory())
    claim = ClaimFactory(
        contact=contact, accepted=True, property=Property.TOPIC, topic=topic, person=PersonFactory(), report__origin=origin
    )
    editions = publish(rows=[contact], by=BY)
    assert [edition.seq for edition in editions] == list(range(1, 10))
    assert {edition.op for edition in editions} == {"ADD"}
    assert [edition.record_type for edition in editions] == [
        "place", "place", "person", "topic", "topic", "publisher", "publisher", "report", "contact",
    ]  # fmt: skip
    assert {(edition.who, edition.revision) for edition in editions} == {(BY, 1)}
    assert document_of(contact)["claims"][0]["id"] == claim.public_id
    contact.refresh_from_db()
    assert contact.state == ReviewState.PUBLISHED


def test_publishing_again_without_a_change_makes_no_edition():
    contact = ContactFactory(published=True)
    before = everything()
    assert publish(rows=[contact], by="somebody else", reason="Again.") == []
    after = everything()
    assert {name: before[name] for name in before if name != "Contact"} == {name: after[name] for name in after if name != "Contact"}


def test_a_change_makes_one_edition_that_names_the_changed_fields():
    contact = ContactFactory(published=True)
    edited(contact, title="Another title", summary="A summary.")
    (edition,) = publish(rows=[contact], by=BY, reason="The title was too long.", correction="clarification")
    assert (edition.op, edition.revision, edition.changed) == ("MOD", 2, ["summary", "title"])
    assert (edition.reason, edition.correction) == ("The title was too long.", "clarification")
    assert Edition.objects.get(seq=edition.seq).document["title"] == "Another title"


def test_an_addition_bears_no_correction_type():
    contact = ContactFactory(ready=True)
    assert {edition.correction for edition in publish(rows=[contact], by=BY, correction="correction")} == {""}


def test_a_claim_accepted_later_shows_after_publishing_only():
    contact = ContactFactory(published=True)
    claim = ClaimFactory(contact=contact, speaker=Speaker.WHITE_HOUSE)
    publish(rows=[contact], by=BY)
    assert document_of(contact)["status"] == "confirmed-one"
    accept(rows=[claim], by=BY)
    assert document_of(contact)["status"] == "confirmed-one"
    publish(rows=[contact], by=BY)
    assert document_of(contact)["status"] == "confirmed-both"


def test_claims_of_reports_that_are_not_accepted_stay_out():
    contact = ContactFactory(ready=True)
    ClaimFactory(contact=contact, accepted=True, report=ReportFactory())
    ClaimFactory(contact=contact, accepted=True, report=ReportFactory(rejected=True))
    ClaimFactory(contact=contact)
    ClaimFactory(contact=contact, rejected=True)
    publish(rows=[contact], by=BY)
    document = document_of(contact)
    # The suggested and the rejected claim stand in accepted reports, which are linked and so are listed.
    assert (len(document["claims"]), len(document["reports"])) == (1, 3)


def test_contact_without_sources_is_refused_and_nothing_is_written():
    fine, bare = ContactFactory(ready=True), ContactFactory(state=ReviewState.READY, title="Bare")
    ClaimFactory(contact=bare)
    ClaimFactory(contact=bare, accepted=True, report=ReportFactory())
    before = everything()
    with pytest.raises(NothingToCite, match="Bare"):
        publish(rows=[fine, bare], by=BY)
    with pytest.raises(NothingToCite, match="Bare"):
        publish_all(by=BY)
    assert everything() == before


def test_draft_report_is_refused():
    with pytest.raises(NothingToCite, match="not accepted yet"):
        publish(rows=[ReportFactory()], by=BY)


def test_publish_all_takes_ready_and_published_contacts_alone():
    ready, shown = ContactFactory(ready=True), ContactFactory(published=True)
    others = [ContactFactory(ready=True, state=state) for state in (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.WITHDRAWN)]
    edited(shown, title="New title")
    publish_all(by=BY)
    assert document_of(ready)
    assert document_of(shown)["title"] == "New title"
    assert not Entry.objects.filter(record_id__in=[other.public_id for other in others]).exists()


def test_pending_changes_are_what_publishing_would_give():
    contact = ContactFactory(published=True)
    published, pending = pending_changes(contact)
    assert published == pending == document_of(contact)
    edited(contact, title="New title")
    published, pending = pending_changes(contact)
    assert (published["title"] != "New title", pending["title"]) == (True, "New title")
    publish(rows=[contact], by=BY)
    assert document_of(contact) == pending
    assert pending_changes(ContactFactory(ready=True))[0] is None


def test_time_of_the_log_never_goes_back():
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        ContactFactory(published=True)
    ContactFactory(published=True)
    moments = list(Edition.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert Head.current().at == moments[-1] > timezone.now()


def test_a_slug_that_was_ever_published_is_never_given_away():
    contact = ContactFactory(published=True, slug="first")
    publish(rows=[edited(contact, slug="second")], by=BY)
    other = ContactFactory(ready=True, slug="first")
    before = everything()
    with pytest.raises(SlugTaken, match="/contacts/first/ already leads to another record"):
        publish(rows=[other], by=BY)
    assert everything() == before
    withdraw(row=contact, by=BY, reason="Wrong.")
    with pytest.raises(SlugTaken):
        publish(rows=[other], by=BY)
    publish(rows=[edited(other, slug="third")], by=BY)
    assert Address.objects.get(slug="first").record_id == contact.public_id


def test_slugs_that_two_contacts_exchange_are_refused():
    one, other = ContactFactory(published=True, slug="one"), ContactFactory(published=True, slug="other")
    edited(one, slug="between")
    edited(other, slug="one")
    edited(one, slug="other")
    before = everything()
    with pytest.raises(SlugTaken):
        publish(rows=[one, other], by=BY)
    assert everything() == before


def test_a_slug_of_another_type_is_free():
    publish(rows=[TopicFactory(slug="turkey"), PlaceFactory(slug="turkey")], by=BY)
    assert Address.objects.filter(slug="turkey").count() == 2


def test_accepting_and_rejecting_write_no_edition():
    contact = ContactFactory(published=True)
    claim = ClaimFactory(contact=contact)
    before = Head.current().seq
    assert accept(rows=[claim], by=BY) == 1
    assert accept(rows=[claim], by="another") == 0
    assert reject(rows=[claim], by=BY, reason="Misread.") == 1
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == ("rejected", BY)
    contact.refresh_from_db()
    assert "Misread." in contact.internal_note
    assert Head.current().seq == before


def test_published_report_is_withdrawn_not_rejected():
    ContactFactory(published=True)
    with pytest.raises(CannotDecide, match="Withdraw it instead"):
        reject(rows=[Report.objects.get()], by=BY, reason="A forgery.")


def test_rejecting_needs_a_reason():
    with pytest.raises(ReasonNeeded):
        reject(rows=[ClaimFactory()], by=BY, reason="")


def test_a_claim_that_moved_to_another_contact_is_published_where_it_is_now():
    wrong, right = ContactFactory(published=True), ContactFactory(published=True)
    claim = ClaimFactory(contact=wrong, accepted=True)
    publish(rows=[wrong], by=BY)
    link(right, claim.report)
    Claim.objects.filter(pk=claim.pk).update(contact=right)
    publish(rows=[wrong, right], by=BY)
    assert PublishedClaim.objects.get(record_id=claim.public_id).contact_id == right.public_id


def test_a_claim_that_moved_is_refused_in_words_or_taken_along():
    wrong, right = ContactFactory(published=True), ContactFactory(published=True)
    claim = ClaimFactory(contact=wrong, accepted=True)
    publish(rows=[wrong], by=BY)
    link(right, claim.report)
    Claim.objects.filter(pk=claim.pk).update(contact=right)
    try:
        with transaction.atomic():
            publish(rows=[right], by=BY)
    except IntegrityError as error:
        pytest.fail(f"an editor cannot act on this: {error}")
    except CannotDecide:
        pass


def test_a_name_that_is_not_given_is_refused():
    contact = ContactFactory(ready=True)
    with pytest.raises(IntegrityError, match="edition_names_who_decided"), transaction.atomic():
        publish(rows=[contact], by="")
    assert Head.current().seq == 0
