"""Rows of the workshop: slugs they had, bounds of their dates, refusals field by field."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from contacts.dates import BadDate
from contacts.models import Contact, PassageState, Report, ReportLink, Topic
from contacts.models.contact import ContactLink
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, PersonFactory, PlaceFactory, PublisherFactory, ReportFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [PublisherFactory, TopicFactory, PersonFactory, PlaceFactory, ContactFactory])
def test_a_changed_slug_stays_known(factory):
    row = factory(slug="first")
    for slug in ("second", "third"):
        row = type(row).objects.get(pk=row.pk)
        row.slug = slug
        row.save()
    assert row.former_slugs == ["first", "second"]
    for slug in ("first", "second", "third"):
        assert type(row).objects.get_by_natural_key(slug) == row


def test_a_slug_changed_on_a_row_just_made_stays_known():
    topic = TopicFactory(slug="first")
    topic.slug = "second"
    topic.save()
    assert Topic.objects.get_by_natural_key("first") == topic


def test_going_back_to_a_former_slug_keeps_both():
    topic = TopicFactory(slug="first")
    for slug in ("second", "first", "second"):
        topic.slug = slug
        topic.save()
    assert sorted(set(topic.former_slugs)) == ["first", "second"]
    assert len(topic.former_slugs) == 2


def test_present_slug_wins_over_a_former_one():
    old = TopicFactory(slug="syria")
    old.slug = "syria-war"
    old.save()
    new = TopicFactory(slug="syria")
    assert Topic.objects.get_by_natural_key("syria") == new


def test_unknown_slug_is_refused():
    with pytest.raises(Topic.DoesNotExist):
        Topic.objects.get_by_natural_key("atlantis")


@pytest.mark.parametrize("slug", ["Syria", "syria_war", "-syria", "syria-", "two--hyphens", "сирия", "with space", ""])
def test_slug_of_another_form_is_refused(slug):
    with pytest.raises(ValidationError) as refusal:
        TopicFactory.build(slug=slug).full_clean()
    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2017-11-21", date(2017, 11, 21), date(2017, 11, 21)),
        ("2019-08", date(2019, 8, 1), date(2019, 8, 31)),
        ("2017/2021", date(2017, 1, 1), date(2021, 12, 31)),
    ],
)
def test_contact_stores_the_bounds_of_its_date(edtf, earliest, latest):
    contact = ContactFactory(date=edtf)
    assert (contact.earliest, contact.latest) == (earliest, latest)
    contact.date = "2016"
    contact.save()
    contact.refresh_from_db()
    assert (contact.earliest, contact.latest) == (date(2016, 1, 1), date(2016, 12, 31))


def test_contact_with_a_bad_date_is_not_stored():
    with pytest.raises(BadDate):
        ContactFactory(date="soon")
    with pytest.raises(ValidationError, match="not a date we know"):
        ContactFactory.build(date="soon").full_clean()
    assert not Contact.objects.exists()


def test_report_with_a_bad_date_is_not_stored():
    with pytest.raises(BadDate):
        ReportFactory(published="soon")
    with pytest.raises(ValidationError, match="not a date we know"):
        ReportFactory.build(published="soon", publisher=PublisherFactory()).full_clean()
    assert not Report.objects.exists()


def test_report_with_an_empty_url_has_none():
    assert ReportFactory(url="").url is None
    ReportFactory(url="")  # and a second one does not clash with it


def test_report_is_found_by_url_or_id():
    with_url, without = ReportFactory(), ReportFactory(url=None)
    for report in (with_url, without):
        assert Report.objects.get_by_natural_key(*report.natural_key()) == report


def test_links_are_found_by_their_ends():
    claim = ClaimFactory()
    found = ReportLink.objects.get_by_natural_key(claim.contact.slug, claim.report.url)
    assert (found.contact, found.report) == (claim.contact, claim.report)
    assert found.natural_key() == (claim.contact.slug, claim.report.url)
    pair = ContactLink.objects.create(contact=claim.contact, other=ContactFactory())
    assert ContactLink.objects.get_by_natural_key(*pair.natural_key()) == pair


def test_topic_cannot_stand_below_itself():
    top = TopicFactory()
    middle = TopicFactory(parent=top)
    low = TopicFactory(parent=middle)
    top.parent = low
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        top.full_clean()
    assert [topic.pk for topic in Topic.objects.get(pk=low.pk).ancestors()] == [middle.pk, top.pk]


def test_ancestors_of_a_loop_end():
    top = TopicFactory()
    low = TopicFactory(parent=top)
    Topic.objects.filter(pk=top.pk).update(parent=low)
    assert len(Topic.objects.get(pk=low.pk).ancestors()) <= 2


@pytest.mark.parametrize("aliases", [[], {"en": "Geneva"}, {"en": [1]}, {"en": [""]}, "Geneva"])
def test_aliases_of_another_shape_are_refused(aliases):
    with pytest.raises(ValidationError) as refusal:
        TopicFactory.build(aliases=aliases).full_clean()
    assert "aliases" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("property_name", "values", "wrong"),
    [
        (Property.DURATION, {"minutes": 60}, {"qualifier"}),
        (Property.DURATION, {"minutes": 60, "qualifier": "about", "text": "an hour"}, {"text"}),
        (Property.CLOCK_TIME, {"time": time(12)}, {"date", "zone"}),
        (Property.DATE, {"date": "soon"}, {"date"}),
        (Property.CONFIRMATION, {"kind": "call"}, {"kind"}),
        (Property.TOPIC, {}, {"topic"}),
        (Property.TOPIC, {"topic": TopicFactory, "place": PlaceFactory}, {"place"}),
        (Property.PARTICIPANT, {"participant": PersonFactory}, set()),
    ],
)
def test_value_that_does_not_fit_is_named_field_by_field(property_name, values, wrong):
    claim = ClaimFactory()
    claim.property = property_name
    for column, value in values.items():
        setattr(claim, column, value() if callable(value) else value)
    if not wrong:
        claim.full_clean()
        return
    with pytest.raises(ValidationError) as refusal:
        claim.clean()
    assert set(refusal.value.message_dict) == wrong


def test_claim_in_a_report_that_does_not_bear_on_the_contact_is_refused():
    claim = ClaimFactory(linked=False)
    with pytest.raises(ValidationError, match="not linked to the contact"):
        claim.full_clean()


def test_passage_state_follows_the_passage():
    claim = ClaimFactory()
    assert claim.passage_state == PassageState.NONE
    claim.passage_exact = "spoke for over an hour"
    claim.save()
    assert claim.passage_state == PassageState.QUOTED
    claim.passage_state = PassageState.LOCATED
    claim.save()
    assert claim.passage_state == PassageState.LOCATED
    claim.passage_exact = ""
    claim.save()
    assert claim.passage_state == PassageState.NONE
