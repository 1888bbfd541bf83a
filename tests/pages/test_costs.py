"""What pages cost: as many queries for one row as for fifty, and one for an answer that is kept."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.actions.publish import publish
from contacts.models import Contact
from contacts.record import readmodel
from tests.pages.small_record import SmallRecord, build

COSTS = {
    "timeline": 2,  # the head of the log, one page of contacts
    "older": 2,  # the same
    "filtered": 2,  # the same; facets and counts come from memory
    "q": 2,  # the same; which contacts the words find is remembered
    "nothing found": 1,  # the head of the log
    "contact": 4,  # the head, the entry, what refers to it, rows of its neighbours
    "history": 3,  # the head, the entry, its editions
    "topics": 2,  # the head, the topics
    "topic": 5,  # the head, the entry, the tree of topics, a page of contacts, what was said there
    "people": 2,  # the head, the people
    "person": 5,  # the head, the entry, a page of contacts, a page of claims, his part in the contacts
    "places": 2,  # the head, the places
    "place": 4,  # the head, the entry, the tree of places, a page of contacts
    "publishers": 2,  # the head, the publishers
    "publisher": 5,  # the head, the entry, reports with a date, those without, the contacts that rest on them
    "report": 4,  # the head, the entry, the contacts that rest on it, its claims
    "search": 1,  # the head
    "search results": 7,  # the head; the ids, then the rows of contacts, reports and claims
    "about": 1,  # the head
    "methodology": 1,  # the head
    "short address": 2,  # the head, the entry
    "unknown": 3,  # the head, the entry, former slugs
    "bad filter": 1,  # the head
}

FIRST = {
    # the head; facets of contacts; names of topics, publishers and people; the tree of topics; number of reports; first and
    # last day; cards of the overview; one page of contacts
    "timeline": 10,
    "q": 11,  # the same, and which contacts the words find
    "filtered": 10,
    "contact": 12,  # the footer tells the size of the record: eight for the index, and the four of the page
    "history": 11,
    "topics": 12,  # also the tree and who named which topic at how many contacts
    "topic": 15,
    "people": 11,  # also how many claims rest on each person
    "person": 14,
    "places": 11,  # also how many contacts each place has
    "place": 12,
    "publishers": 11,  # also how many reports each publisher has
    "publisher": 14,
    "report": 12,
    "search results": 16,  # also the names that can be looked for
    "about": 9,
    "methodology": 9,
}
"""The first page that a process makes after it was started or the record moved."""


@pytest.fixture(scope="class", params=[1, 50])
def record(request, django_db_setup, django_db_blocker) -> Iterator[SmallRecord]:
    """A record with one or fifty of everything, undone after the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(request.param)
        transaction.set_rollback(True)


def cost(address: str, **headers: str) -> int:
    """Return the number of queries of a page that this process has not kept."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(address, headers=headers)
    return len(queries)


@pytest.mark.usefixtures("record", "db")
class TestAnyNumberOfRows:
    def test_every_kind_of_page_is_here(self, record):
        assert record.addresses().keys() == COSTS.keys()

    @pytest.mark.parametrize("kind", COSTS)
    def test_page(self, record, kind):
        address = record.addresses()[kind]
        Client().get(address)  # brings the index up to date
        assert cost(address) == COSTS[kind]

    @pytest.mark.parametrize("kind", FIRST)
    def test_first_page_of_a_process(self, record, kind):
        assert cost(record.addresses()[kind]) == FIRST[kind]

    def test_part_of_a_page(self, record):
        Client().get("/")
        assert cost("/?kind=call", **{"HX-Request": "true"}) == 2  # the head, one page of contacts

    @pytest.mark.parametrize(
        "kind", ["timeline", "q", "contact", "history", "topic", "person", "publisher", "report", "search results", "short address"]
    )
    def test_kept_answer(self, record, django_assert_num_queries, kind):
        client, address = Client(), record.addresses()[kind]
        client.get(address)
        with django_assert_num_queries(1):  # the head of the log
            client.get(address)

    def test_answer_that_the_reader_has(self, django_assert_num_queries):
        client = Client()
        tag = client.get("/")["ETag"]
        with django_assert_num_queries(1):  # the head of the log
            assert client.get("/", headers={"If-None-Match": tag}).status_code == 304

    def test_first_page_after_a_publication(self, record, django_assert_num_queries):
        client = Client()
        client.get("/")
        Contact.objects.filter(pk=record.revised.pk).update(title="A new title")
        publish(rows=[record.revised], by="an editor")
        # the head; what changed: editions, rows that moved with them, their facets; then as for a first page without all
        # facets: three kinds of names, the tree, number of reports, first and last day, cards; one page of contacts
        with django_assert_num_queries(12):
            assert "A new title" in client.get("/").content.decode()

    def test_the_desk_is_asked_for_nothing(self, record, monkeypatch):
        """Pages read the published record alone: no table of the workshop is touched."""
        tables = {model._meta.db_table for model in readmodel.__dict__.values() if hasattr(model, "_meta")}
        tables |= {"record_head", "record_edition", "record_address"}
        with CaptureQueriesContext(connection) as queries:
            for address in record.addresses().values():
                Client().get(address)
        text = " ".join(query["sql"] for query in queries.captured_queries)
        assert "contacts_" not in text
        assert all(table in text for table in tables)
