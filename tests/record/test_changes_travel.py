"""A change of one record reaches the published records that repeat it, and nothing that is pending on them."""

import pytest

from contacts.actions.publish import publish
from contacts.models import ContactLink
from contacts.record.filters import Filters
from contacts.record.readmodel import PublishedClaim, PublishedContact
from contacts.record.timeline import fitting
from contacts.record.words import words_query
from contacts.vocabulary import Property, Speaker
from tests.factories import ClaimFactory, ContactFactory, TopicFactory
from tests.record.steps import BY, document_of, edited, with_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_stays_whole")]


@pytest.mark.parametrize("kind", ["place", "person", "topic", "publisher"])
def test_a_new_name_reaches_the_contacts_but_not_what_is_pending_on_them(kind):
    rows = with_everything()
    contact = edited(rows["contact"], title="Pending title", summary="Pending summary.")
    ClaimFactory(contact=contact, accepted=True, speaker=Speaker.WHITE_HOUSE)
    edited(rows[kind], name="Renamed", slug="renamed")
    editions = publish(rows=[rows[kind]], by=BY, reason="Its proper name.")
    touched = ["publisher", "report", "contact"] if kind == "publisher" else [kind, "contact"]
    assert [(edition.record_type, edition.op) for edition in editions] == [(one, "MOD") for one in touched]
    assert {edition.reason for edition in editions} == {"Its proper name."}
    document = document_of(contact)
    assert "Renamed" in str(document)
    assert f"{kind}:renamed" in PublishedContact.objects.get().facets or kind == "place"
    assert document["title"].startswith("Call number")
    assert document["summary"] == ""
    assert document["status"] == "confirmed-one"
    assert len(document["claims"]) == 1


def test_a_new_headline_reaches_the_contacts():
    rows = with_everything()
    edited(rows["report"], title="The true headline")
    editions = publish(rows=[rows["report"]], by=BY)
    assert [edition.record_type for edition in editions] == ["report", "contact"]
    assert document_of(rows["contact"])["reports"][0]["report"]["title"] == "The true headline"
    assert PublishedClaim.objects.get().card["source"]["title"] == "The true headline"


def test_a_change_that_no_other_record_repeats_stays_where_it_is():
    rows = with_everything()
    edited(rows["topic"], description="What it is about.")
    assert [edition.record_type for edition in publish(rows=[rows["topic"]], by=BY)] == ["topic"]


def test_a_new_name_of_a_parent_reaches_its_children():
    parent = TopicFactory()
    child = TopicFactory(parent=parent)
    publish(rows=[child], by=BY)
    edited(parent, name="Middle East")
    publish(rows=[parent], by=BY)
    assert document_of(child)["parent"]["name"] == "Middle East"


def test_a_new_title_and_status_of_a_contact_reach_those_that_relate_to_it():
    earlier = ContactFactory(published=True)
    later = ContactFactory(ready=True)
    ContactLink.objects.create(contact=later, other=earlier, relation="follows-up")
    publish(rows=[later], by=BY)
    assert document_of(later)["related"][0]["contact"]["status"] == "confirmed-one"
    ClaimFactory(contact=earlier, accepted=True, speaker=Speaker.WHITE_HOUSE)
    edited(earlier, title="Renamed")
    editions = publish(rows=[earlier], by=BY)
    assert {edition.record_id for edition in editions if edition.record_type == "contact"} == {earlier.public_id, later.public_id}
    form = document_of(later)["related"][0]["contact"]
    assert (form["title"], form["status"]) == ("Renamed", "confirmed-both")


def test_contacts_that_relate_to_each_other_are_published_at_once():
    one, other = ContactFactory.create_batch(2, ready=True)
    ContactLink.objects.create(contact=one, other=other)
    ContactLink.objects.create(contact=other, other=one)
    publish(rows=[one, other], by=BY)
    assert document_of(one)["related"][0]["contact"]["id"] == other.public_id
    assert document_of(other)["related"][0]["contact"]["id"] == one.public_id


def test_an_unpublished_contact_is_not_mentioned_by_those_that_relate_to_it():
    draft, contact = ContactFactory(title="Draft title"), ContactFactory(ready=True)
    ContactLink.objects.create(contact=contact, other=draft)
    publish(rows=[contact], by=BY)
    assert document_of(contact)["related"] == []


def about(topic):
    contact = ContactFactory(ready=True)
    ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=topic)
    publish(rows=[contact], by=BY)
    return contact


def found(**question):
    return list(fitting(Filters(**question)).values_list("slug", flat=True))


def test_a_topic_moved_in_the_tree_is_found_below_its_new_parent():
    topic = TopicFactory(parent=TopicFactory(slug="middle-east"))
    contact = about(topic)
    publish(rows=[edited(topic, parent=TopicFactory(slug="security"))], by=BY)
    assert found(chosen=(("topic", ("security",)),)) == [contact.slug]
    assert found(chosen=(("topic", ("middle-east",)),)) == []


def test_a_topic_above_at_another_address_is_found_there():
    parent = TopicFactory(slug="middle-east")
    contact = about(TopicFactory(parent=TopicFactory(parent=parent)))
    publish(rows=[edited(parent, slug="near-east", name="Near East")], by=BY)
    assert found(chosen=(("topic", ("near-east",)),)) == [contact.slug]
    assert found(words="near east") == [contact.slug]


def test_a_contact_is_found_by_a_new_alias_of_its_topic():
    topic = TopicFactory()
    contact = about(topic)
    publish(rows=[edited(topic, aliases={"en": ["Astana format"], "ru": ["Астанинский формат"]})], by=BY)
    assert found(words="astana") == found(words="астанинского") == [contact.slug]
    assert PublishedClaim.objects.filter(search=words_query("astana")).count() == 1
