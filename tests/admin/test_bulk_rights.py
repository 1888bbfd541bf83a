"""Who may import, export and edit many rows, and what that costs."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import BulkChange, Contact
from tests.admin.desk import act, at
from tests.admin.sheets import carry_out, faults, hand_in, look, look_at_undo, sheet, undo
from tests.factories import ContactFactory, PlaceFactory, ReportFactory, TopicFactory, link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _content_types_are_known():
    """Django looks each up once in the life of a process."""
    ContentType.objects.get_for_models(*admin.site._registry)


def cost(call) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


@pytest.mark.parametrize("model", ["contact", "report", "claim", "topic", "place"])
def test_what_would_change_costs_the_same_for_any_number_of_rows(admin_client, model):
    contacts = [ContactFactory(place=PlaceFactory()) for _ in range(60)]
    reports = [ReportFactory() for _ in contacts]
    for contact, report in zip(contacts, reports, strict=True):
        link(contact, report)
    topics = [TopicFactory(parent=TopicFactory()) for _ in contacts]
    places = [PlaceFactory() for _ in contacts]
    made = {
        "contact": ("slug kind place", [[row.slug, "letter", row.place.name] for row in contacts]),
        "report": (
            "url publisher contacts",
            [[a.url, b.publisher.slug, f"mentions {c.slug}"] for a, b, c in zip(reports, reports[::-1], contacts, strict=True)],
        ),
        "claim": (
            "contact report speaker property topic",
            [[c.slug, r.url, "press", "topic", t.slug] for c, r, t in zip(contacts, reports, topics, strict=True)],
        ),
        "topic": ("slug parent description", [[row.slug, row.parent.slug, "New"] for row in topics]),
        "place": ("slug country", [[row.slug, "RU"] for row in places]),
    }
    header, rows = made[model]
    costs = []
    for number in (2, 60):
        change = hand_in(admin_client, model, sheet(header, rows[:number]))
        assert faults(look(admin_client, change)) == []
        costs.append(cost(lambda change=change: look(admin_client, change)))
    assert costs[0] == costs[1] <= 16
    costs, written = [], []
    for number in (2, 60):
        change = hand_in(admin_client, model, sheet(header, rows[:number]))
        written.append(cost(lambda change=change: carry_out(admin_client, change)))
        costs.append(cost(lambda change=change: look_at_undo(admin_client, change)))
        undo(admin_client, change)
    assert costs[0] == costs[1] <= 30
    # each row is stored by a statement of its own; the links of a report are read, and the one that differs is stored
    assert written[1] - written[0] == 58 * (3 if model == "report" else 1)


def test_import_takes_the_right_to_add_and_to_change(client_who_may):
    contact = ContactFactory()
    client = client_who_may(
        "view_contact", "add_contact", "change_contact", "view_topic", "change_topic", "add_bulkchange", "view_bulkchange"
    )
    assert at("contact_import") in client.get(at("contact_changelist")).content.decode()
    change = hand_in(client, "contact", sheet("slug title", [[contact.slug, "Another"]]))
    assert "Carried out" in carry_out(client, change)
    topics = client.get(at("topic_changelist")).content.decode()
    assert at("topic_import") not in topics
    assert at("topic_export_csv") in topics
    assert client.get(at("topic_import")).status_code == 403
    assert client.post(at("topic_import")).status_code == 403
    assert client.get(at("place_export_csv")).status_code == 403
    others = BulkChange.objects.create(kind="import", row_model="topic", by="x", reason="y", content=b"slug,name\na,A\n")
    for name in ("carry_out", "discard", "undo"):
        assert client.post(at(f"bulkchange_{name}", others.pk)).status_code == 403
    BulkChange.objects.filter(pk=change.pk).update(by="somebody else")
    assert client.post(at("bulkchange_undo", change.pk), {"answered": "1", "reason": "z"}).status_code == 403
    BulkChange.objects.filter(pk=change.pk).update(by="vera")
    assert "Put back: 1" in undo(client, change)


def test_who_may_only_look_exports_and_changes_nothing(client_who_may):
    contact = ContactFactory(title="One")
    client = client_who_may("view_contact", "change_contact", "add_contact")
    change = BulkChange.objects.create(
        kind="import", row_model="contact", by="x", reason="y", content=f"slug,title\n{contact.slug},Two\n".encode()
    )
    page = client.get(at("contact_changelist")).content.decode()
    assert at("contact_export_csv") in page
    assert at("contact_import") not in page
    assert "bulk_edit" not in page
    assert client.get(at("contact_import")).status_code == 403
    assert client.get(at("bulkchange_change", change.pk)).status_code == 403
    for name in ("carry_out", "discard", "undo"):
        assert client.post(at(f"bulkchange_{name}", change.pk)).status_code == 403
    act(client, "contact", "bulk_edit", [contact], answered="1", column="kind", value="letter", reason="x")
    contact.refresh_from_db()
    assert (contact.title, contact.kind) == ("One", "call")
    assert BulkChange.objects.count() == 1


def test_looking_does_not_write(admin_client):
    change = hand_in(admin_client, "contact", sheet("slug kind date title", [["a", "call", "2017", "x"]]))
    for name in ("carry_out", "discard"):
        assert admin_client.get(at(f"bulkchange_{name}", change.pk)).status_code == 405
    assert not Contact.objects.exists()
    admin_client.post(at("bulkchange_discard", change.pk))
    assert not BulkChange.objects.exists()
