"""The index counts what is there, and follows the log."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Topic
from contacts.record import index, timeline_index
from contacts.record.filters import FACETS, Filters
from contacts.record.readmodel import PublishedContact
from contacts.record.timeline import fitting, read
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, TopicFactory
from tests.record.editor import Editor

EDGES = [
    date(year, month, day)
    for year in (2016, 2017, 2020)
    for month, day in ((1, 1), (2, 28), (2, 29), (7, 7), (11, 21), (12, 31))
    if (month, day) != (2, 29) or year % 4 == 0
]
DAYS = st.one_of(
    st.none(),
    st.sampled_from(EDGES),
    st.dates(date(2012, 12, 1), date(2027, 1, 31)),
    st.sampled_from([date(1, 1, 1), date(999, 6, 1), date(9999, 12, 31)]),
)


def rows_of_the_record():
    return list(PublishedContact.objects.values_list("record_id", "facets", "earliest", "latest"))


def fits(row, filters, leaving_out=""):
    _, facets, earliest, latest = row
    if leaving_out != "year" and ((filters.since and latest < filters.since) or (filters.until and earliest > filters.until)):
        return False
    return all(any(f"{name}:{value}" in facets for value in values) for name, values in filters.chosen if name != leaving_out)


def assert_counts_are_true(current, rows, filters):
    """Compare every count of the index with one made by looking at each contact."""
    matching = [row for row in rows if fits(row, filters)]
    assert current.matching(filters) == len(matching)
    assert set(fitting(filters).values_list("record_id", flat=True)) == {row[0] for row in matching}
    for facet in current.facets(filters):
        others = [row for row in rows if fits(row, filters, leaving_out=facet.name)]
        counts = {value.value: value.count for value in facet.values}
        for value, count in counts.items():
            assert count == sum(f"{facet.name}:{value}" in row[1] for row in others), (facet.name, value)
        present = {key.partition(":")[2] for row in others for key in row[1] if key.startswith(f"{facet.name}:")}
        assert {value for value, count in counts.items() if count} == present
        assert {value.value for value in facet.values if value.active} >= set(filters.values(facet.name))
    years = current.strip(filters).years
    assert {year.year: (year.count, year.matching) for year in years} == {
        year.year: (sum(f"year:{year.year}" in row[1] for row in rows), sum(f"year:{year.year}" in row[1] for row in matching))
        for year in years
    }
    assert {mark.id for mark in current.strip(filters).marks if mark.matches} == {row[0] for row in matching}


@pytest.mark.usefixtures("published_dataset")
class TestRealRecord:
    @pytest.mark.parametrize("few", [timeline_index.FEW, 0], ids=["looking at each", "counting bits"])
    def test_counts_of_every_facet_are_true_for_any_question(self, monkeypatch, few):
        monkeypatch.setattr(timeline_index, "FEW", few)
        current, rows = index.current(), rows_of_the_record()
        known = sorted({facet for row in rows for facet in row[1] if facet.partition(":")[0] in FACETS})

        @given(st.lists(st.sampled_from(known), max_size=5), DAYS, DAYS)
        def check(chosen, since, until):
            if since and until and since > until:
                since, until = until, since
            filters = Filters(since=since, until=until)
            for key in dict.fromkeys(chosen):
                filters = filters.toggled(*key.split(":", 1))
            assert_counts_are_true(current, rows, filters)

        check()

    @pytest.mark.parametrize("day", ["2016-12-31", "2017-01-01", "2019-07-31", "2019-08-01", "2019-08-31", "2019-09-01", "2020-02-29"])
    def test_edges_of_months_count_like_any_other_day(self, day):
        current, rows = index.current(), rows_of_the_record()
        when = date.fromisoformat(day)
        for since, until in ((when, None), (None, when), (when, when)):
            assert_counts_are_true(current, rows, Filters(since=since, until=until))

    @pytest.mark.parametrize("words", ["syria", "Сирия", "сирию", "putin", '"Geneva process"', "syria -korea", "ракета or missile", "zzzz"])
    def test_counts_under_words_are_true(self, words):
        filters = Filters(words=words)
        found = set(fitting(filters).values_list("record_id", flat=True))
        current, rows = index.current(), rows_of_the_record()
        assert current.matching(filters) == len(found)
        for facet in current.facets(filters):
            for value in facet.values:
                assert value.count == sum(row[0] in found and f"{facet.name}:{value.value}" in row[1] for row in rows)

    def test_counts_are_left_out_where_words_find_too_many(self, monkeypatch):
        monkeypatch.setattr(timeline_index, "HITS_COUNTED", 3)
        current, filters = index.current(), Filters(words="putin")
        assert current.matching(filters) is None
        assert {value.count for facet in current.facets(filters) for value in facet.values} == {None}
        strip = current.strip(filters)
        assert {year.matching for year in strip.years} == {None}
        assert all(mark.matches for mark in strip.marks)
        assert [card["id"] for card in read(filters, size=200).cards] == list(
            fitting(filters).newest_first().values_list("record_id", flat=True)
        )

    def test_words_are_found_in_both_languages_and_inflected(self):
        count = index.current().matching(Filters(words="syria"))
        assert count
        assert index.current().matching(Filters(words="Сирию")) == index.current().matching(Filters(words="сирия")) > 0
        assert index.current().matching(Filters(words="zzzz")) == 0

    def test_bounds_and_totals_of_the_record(self):
        current = index.current()
        assert (current.total, current.first, current.last) == (
            110,
            min(row[2] for row in rows_of_the_record()),
            max(row[3] for row in rows_of_the_record()),
        )

    def test_topics_stand_below_their_parents(self):
        values = next(facet.values for facet in index.current().facets(Filters()) if facet.name == "topic")
        order = [value.value for value in values]
        parents = {topic.slug: topic.parent.slug if topic.parent else "" for topic in Topic.objects.select_related("parent")}
        for position, value in enumerate(values):
            above = parents[value.value]
            assert value.depth == 0 if not above else order.index(above) < position
        tops = [value.count for value in values if value.depth == 0]
        assert tops == sorted(tops, reverse=True)


# The index follows the log


def contents(one):
    """What an index says, whatever the order of its bits."""
    by_bit = {1 << ordinal: key for key, ordinal in one.ordinals.items()}

    def members(bits):
        return {key for bit, key in by_bit.items() if bits & bit}

    return {
        "everything": members(one.everything),
        "sets": {facet: members(bits) for facet, bits in one.sets.items()},
        "bounds": {key: one.bounds[ordinal] for key, ordinal in one.ordinals.items() if ordinal in one.bounds},
        "labels": one.labels,
        "topics": (one.topic_order, one.depths),
        "ends": (one.seq, one.total, one.reports, one.first, one.last),
        "cards": [card for _, card in one.cards],
        "marks": [(mark.id, mark.on) for mark in one.strip(Filters()).marks],
    }


def assert_index_keeps_up():
    updated = contents(index.current())
    index._index = index.TimelineIndex()
    fresh = contents(index.current())
    assert {name: (updated[name], fresh[name]) for name in fresh if updated[name] != fresh[name]} == {}


class EditorSeenFromAPage(Editor):
    def check(self):
        assert_index_keeps_up()


def test_updated_index_equals_a_fresh_one_whatever_was_decided(db):
    run_state_machine_as_test(EditorSeenFromAPage, settings=settings(max_examples=settings().max_examples // 3, stateful_step_count=12))


def shown_about(topic):
    contact = ContactFactory(ready=True)
    ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=topic)
    publish(rows=[contact], by="an editor")
    return contact


def changed(row, **values):
    row.refresh_from_db()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    publish(rows=[row], by="an editor")


CHANGES = {
    "a contact edited": lambda contact, topic: changed(contact, title="New title", date="2019-08", kind="summit"),
    "a contact withdrawn": lambda contact, topic: withdraw(row=contact, by="an editor", reason="Wrong."),
    "a contact added": lambda contact, topic: ContactFactory(published=True),
    "a topic renamed": lambda contact, topic: changed(topic, name="Syrian war"),
    "a topic at another address": lambda contact, topic: changed(topic, slug="syrian-war"),
    "a topic moved in the tree": lambda contact, topic: changed(topic, parent=TopicFactory(slug="another-top")),
    "the topic above renamed": lambda contact, topic: changed(topic.parent, name="Near East"),
    "the topic above at another address": lambda contact, topic: changed(topic.parent, slug="near-east"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_index_keeps_up_with(change):
    topic = TopicFactory(slug="syria", parent=TopicFactory(slug="middle-east"))
    contact = shown_about(topic)
    shown_about(TopicFactory())
    index.current()
    change(contact, topic)
    assert_index_keeps_up()


@pytest.mark.django_db
def test_index_is_made_anew_when_many_contacts_came(monkeypatch):
    monkeypatch.setattr(index, "LATE", 3)
    index.current()
    for number in range(1, 8):
        ContactFactory(published=True, date=f"2017-11-0{number}")
        assert index.current().total == number
        assert len(index.current().keys) - index.current().sorted_upto <= 3
    assert_index_keeps_up()


@pytest.mark.django_db
def test_index_is_made_anew_when_the_log_went_back_in_time():
    """A database restored from a backup holds less than a process remembers."""
    before = transaction.savepoint()
    ContactFactory.create_batch(3, published=True)
    assert index.current().total == 3
    transaction.savepoint_rollback(before)
    contact = ContactFactory(published=True)
    assert list(index.current().ordinals) == [contact.public_id]
    assert_index_keeps_up()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 20])
def test_looking_at_an_index_that_is_up_to_date_costs_one_query(django_assert_num_queries, rows):
    for contact in ContactFactory.create_batch(rows, ready=True):
        publish(rows=[contact], by="an editor")
    index.current()
    with django_assert_num_queries(1):  # the head of the log
        current = index.current()
        current.facets(Filters())
        current.strip(Filters())
