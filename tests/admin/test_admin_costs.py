"""What the pages of the desk cost: as many queries for one row as for many."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from contacts.models import Contact, ContactLink
from contacts.vocabulary import Property
from tests.admin.desk import BUILDERS, at, get
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PersonFactory,
    PlaceFactory,
    PublisherFactory,
    ReportFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

MANY = 30


@pytest.fixture(autouse=True)
def _content_types_are_known():
    """Django looks each up once in the life of a process."""
    ContentType.objects.get_for_models(*admin.site._registry)


LIST_QUERIES = 4
"""Session, user, number of rows, one page of rows."""


@pytest.mark.parametrize("model", BUILDERS)
@pytest.mark.parametrize("search", ["", "?q=a"])
def test_list_costs_the_same_for_any_length(admin_client, model, search):
    BUILDERS[model]()
    _, one = get(admin_client, at(f"{model}_changelist") + search)
    for _ in range(MANY - 1):
        BUILDERS[model]()
    page, many = get(admin_client, at(f"{model}_changelist") + search)
    assert (one, many) == (LIST_QUERIES, LIST_QUERIES)
    assert search or page.count("/change/") >= MANY


def test_public_history_costs_the_same_for_any_length(admin_client):
    url = reverse("admin:record_edition_changelist")
    ContactFactory(published=True)
    _, one = get(admin_client, url)
    for _ in range(10):
        ContactFactory(published=True)
    page, many = get(admin_client, url)
    assert (one, many) == (LIST_QUERIES, LIST_QUERIES)
    assert "Public history" in page


def grow(contact: Contact, number: int) -> None:
    """Give a contact claims with all they can refer to, reports of their own and related contacts."""
    for _ in range(number):
        report = ReportFactory(accepted=True, origin=OriginFactory(publisher=PublisherFactory()))
        ClaimFactory(contact=contact, report=report, accepted=True, property=Property.TOPIC, topic=TopicFactory(), person=PersonFactory())
        ContactLink.objects.create(contact=contact, other=ContactFactory(published=True))


def test_contact_form_costs_the_same_for_any_number_of_claims(admin_client):
    contact = ContactFactory(published=True, place=PlaceFactory())
    grow(contact, 1)
    _, one = get(admin_client, at("contact_change", contact.pk))
    grow(contact, MANY - 1)
    page, many = get(admin_client, at("contact_change", contact.pk))
    # session, user, contact, its entry, report links, related contacts, claims; for what waits to be published: the entry,
    # three for the contact's document, five for the kinds of record that it refers to, their entries (six kinds), related contacts
    assert (one, many) == (23, 23)
    assert page.count('<a href="/admin/contacts/claim/') >= MANY


def test_report_form_costs_the_same_for_any_number_of_claims(admin_client):
    report = ReportFactory(accepted=True, origin=OriginFactory(publisher=PublisherFactory()))
    ClaimFactory(report=report, accepted=True)
    _, one = get(admin_client, at("report_change", report.pk))
    for _ in range(MANY - 1):
        ClaimFactory(report=report, accepted=True)
    _, many = get(admin_client, at("report_change", report.pk))
    assert (one, many) == (6, 6)  # session, user, report, its entry, links to contacts, claims


@pytest.mark.parametrize(
    ("model", "queries"),
    # session, user, row; for a record its entry; for a claim whether it is public
    [("claim", 4), ("topic", 4), ("person", 4), ("place", 4), ("publisher", 4), ("origin", 3)],
)
def test_form_cost(admin_client, model, queries):
    for _ in range(2):
        row = BUILDERS[model]()
        assert get(admin_client, at(f"{model}_change", row.pk))[1] == queries


@pytest.mark.parametrize("model", BUILDERS)
def test_empty_form_opens(admin_client, model):
    assert get(admin_client, at(f"{model}_add"))[1] == 2  # session, user


def test_delete_page_costs_the_same_for_any_number_of_claims(admin_client):
    costs = []
    for number in (1, MANY):
        contact = ContactFactory()
        ClaimFactory.create_batch(number, contact=contact)
        page, cost = get(admin_client, at("contact_delete", contact.pk))
        assert f"{number} claim" in page
        costs.append(cost)
    assert costs == [10, 10]  # session, user, contact, its entry, one for each of six relations


def test_search_box_costs_the_same_for_any_number_of_reports(admin_client):
    url = reverse("admin:autocomplete") + "?app_label=contacts&model_name=claim&field_name=report&term=headline"
    ReportFactory()
    _, one = get(admin_client, url)
    ReportFactory.create_batch(15)
    page, many = get(admin_client, url)
    assert (one, many) == (4, 4)  # session, user, number of rows, rows
    assert page.count('"id"') == 16


def test_whole_dataset_opens(admin_client, published_dataset):
    """The longest contacts of the real record, and one page of each kind."""
    for slug in ("2017-11-21-call", "2018-07-16-summit"):
        contact = Contact.objects.get(slug=slug)
        assert get(admin_client, at("contact_change", contact.pk))[1] <= 25
        assert "nothing waits to be published" in get(admin_client, at("contact_preview", contact.pk))[0]
