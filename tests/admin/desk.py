"""Hands for tests of the desk: open a page, press a button, choose an action; and a row of each kind."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.record.readmodel import Entry
from contacts.vocabulary import Property
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

BUILDERS = {
    "contact": lambda: ContactFactory(published=True, place=PlaceFactory()),
    "report": lambda: ReportFactory(accepted=True, origin=OriginFactory()),
    "claim": lambda: ClaimFactory(property=Property.TOPIC, topic=TopicFactory(), person=PersonFactory()),
    "topic": lambda: TopicFactory(parent=TopicFactory()),
    "person": PersonFactory,
    "place": lambda: PlaceFactory(parent=PlaceFactory()),
    "publisher": PublisherFactory,
    "origin": lambda: OriginFactory(publisher=PublisherFactory()),
}


def at(name: str, *args: object) -> str:
    return reverse(f"admin:contacts_{name}", args=args)


def get(client: Client, url: str) -> tuple[str, int]:
    """Return a page and what it cost."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode(), len(queries)


def told(response) -> str:
    """Return the messages that the page after a decision shows."""
    return " ".join(str(message) for message in response.context["messages"])


def decide(client: Client, url: str, **fields: object) -> str:
    response = client.post(url, {"answered": "1", **fields}, follow=True)
    assert response.status_code == 200
    return told(response)


def act(client: Client, model: str, action: str, rows: list, **fields: object):
    data = {"action": action, "index": "0", "_selected_action": [row.pk for row in rows], **fields}
    return client.post(at(f"{model}_changelist"), data, follow=True)


def record_of(row) -> Entry:
    return Entry.objects.get(record_type=row.record_type, record_id=row.public_id)


def publish_again(client: Client, row) -> str:
    model = row._meta.model_name
    return decide(client, at(f"{model}_publish", row.pk))
