"""Pages of the timeline: each contact on one of them, none lost, none twice, whatever happens meanwhile."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact
from contacts.record import index
from contacts.record.filters import BadFilter, Filters
from contacts.record.readmodel import PublishedContact
from contacts.record.timeline import PAGE_SIZE, read
from contacts.record.timeline_index import TimelineIndex
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["index", "table"])
def way(request, monkeypatch):
    """Pages come from the index, and from the table where words find too many contacts to count: both must be alike."""
    if request.param == "table":
        monkeypatch.setattr(TimelineIndex, "select", lambda self, filters, **_: None)
    return request.param


@pytest.fixture(autouse=True)
def _both_ways(way):
    pass


def pages(filters, size, *, start=""):
    """All pages from the newest to the oldest."""
    found, cursor = [], start
    while True:
        page = read(filters, before=cursor, size=size)
        found.append(page)
        if not page.older:
            return found
        assert len(found) <= 1000, "the pages have no end"
        cursor = page.older


def ids(page):
    return [card["id"] for card in page.cards]


def filled(number):
    """Contacts of few dates, many of one and the same."""
    dates = ["2017-11-21"] * 5 + ["2017-11", "2017", "2018-01-01", "2017-11-22"]
    for position, contact in enumerate(ContactFactory.create_batch(number, ready=True)):
        contact.date = dates[position % len(dates)]
        contact.save()
    publish(rows=list(Contact.objects.all()), by="an editor")
    return list(PublishedContact.objects.newest_first().values_list("record_id", flat=True))


@pytest.mark.parametrize("size", [1, 2, 7, 30, 100])
def test_each_contact_stands_on_one_page_forward_and_back(size):
    order = filled(37)
    forward = pages(Filters(), size)
    assert [key for page in forward for key in ids(page)] == order
    assert forward[0].newer == ""
    assert all(len(page.cards) == size for page in forward[:-1])
    back, cursor = [forward[-1]], forward[-1].newer
    while cursor:
        page = read(Filters(), after=cursor, size=size)
        back.insert(0, page)
        assert len(back) <= len(forward)
        cursor = page.newer
    assert [key for page in back for key in ids(page)] == order
    assert len(back) == len(forward)


def test_paging_keeps_the_question():
    filled(40)
    for contact in Contact.objects.order_by("pk")[:17]:
        contact.kind = "summit"
        contact.save()
    publish(rows=list(Contact.objects.all()), by="an editor")
    filters = Filters((("kind", ("summit",)),))
    found = [key for page in pages(filters, 5) for key in ids(page)]
    assert sorted(found) == sorted(PublishedContact.objects.filter(kind="summit").values_list("record_id", flat=True))
    assert len(found) == 17


def test_no_contact_is_lost_or_repeated_while_others_are_published():
    order = filled(30)
    seen, cursor = [], ""
    while True:
        page = read(Filters(), before=cursor, size=4)
        seen += ids(page)
        assert len(seen) <= 1000, "the pages have no end"
        ContactFactory(published=True, date="2020-01-01")
        ContactFactory(published=True, date="2017-11-21")
        withdraw(row=Contact.objects.get(public_id=seen[0]), by="an editor", reason="Wrong.") if len(seen) == 4 else None
        if not page.older:
            break
        cursor = page.older
    assert len(seen) == len(set(seen))
    assert [key for key in seen if key in order] == order


def test_contacts_that_came_since_the_index_was_made_stand_in_their_places():
    filled(12)
    index.current()
    order = filled(13)
    assert len(order) == 25
    assert [key for page in pages(Filters(), 4) for key in ids(page)] == order
    moved = Contact.objects.get(public_id=order[20])
    moved.date = "2021"
    moved.save()
    publish(rows=[moved], by="an editor")
    assert ids(read(Filters(), size=1)) == [order[20]]


def test_last_page_back_says_that_there_is_nothing_newer():
    filled(10)
    forward = pages(Filters(), 5)
    assert (len(forward), forward[1].older) == (2, "")
    first = read(Filters(), after=forward[1].newer, size=5)
    assert ids(first) == ids(forward[0])
    assert first.newer == ""
    assert first.older == forward[0].older


@pytest.mark.parametrize("rows", [1, PAGE_SIZE * 2])
def test_a_page_costs_the_same_at_any_depth(django_assert_num_queries, rows, way):
    filled(rows)
    cursor = read(Filters()).older
    with django_assert_num_queries({"index": 2, "table": 3}[way]):  # the head of the log, places in the table, one page of cards
        read(Filters(), before=cursor)


def test_empty_record_has_one_empty_page():
    page = read(Filters())
    assert (page.cards, page.older, page.newer) == ([], "", "")


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


BROKEN = [
    "x", "!!!!", "é", "\x00", "a" * 5000, encoded("|"), encoded("2017-11-21|abc"), encoded("2017-11-21T12:00:00|abc"),
    encoded("soon|abc"), encoded("2017-11-21T12:00:00+00:00|"), encoded("2017-11-21T12:00:00+00:00|../etc"),
    encoded("2017-11-21T12:00:00+00:00|abcdefghijk"), encoded("2017-11-21T12:00:00+00:00|a'b"), encoded("2017-11-21T12:00:00+00:00|a\x00"),
    base64.urlsafe_b64encode(b"\xff\xfe\xfd").decode(),
]  # fmt: skip


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("cursor", BROKEN, ids=range(len(BROKEN)))
def test_broken_cursor_is_refused_and_leads_back_to_the_question(name, cursor):
    ContactFactory(published=True)
    with pytest.raises(BadFilter, match="is not a place in this list") as refusal:
        read(Filters((("kind", ("call",)),)), **{name: cursor})
    assert (refusal.value.parameter, refusal.value.nearest) == (name, "kind=call")


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00"]
)
@pytest.mark.parametrize("name", ["before", "after"])
def test_cursor_at_the_end_of_time_is_a_place_or_refused(name, moment):
    ContactFactory(published=True)
    try:
        page = read(Filters(), **{name: encoded(f"{moment}|abc")})
    except BadFilter:
        return
    assert len(page.cards) in (0, 1)


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(db, text):
    for candidate in (text, encoded(text)):
        try:
            read(Filters(), before=candidate)
        except BadFilter:
            continue
