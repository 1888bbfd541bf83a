"""What changed between two documents, by field and by item of a list."""

import pytest

from contacts.record.diff import changed_fields, changes


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        (None, None, []),
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"]),
        ({"b": 2, "a": 1}, {"b": 3, "a": 2}, ["a", "b"]),
        ({"a": 1}, {"a": 1, "b": 2}, ["b"]),
        ({"a": 1, "b": 2}, {"a": 1}, ["b"]),
        (None, {"a": 1}, ["a"]),
        ({"a": None}, {}, ["a"]),
        ({"a": [{"id": "x"}]}, {"a": [{"id": "x"}]}, []),
        ({"a": [1, 2]}, {"a": [2, 1]}, ["a"]),
    ],
)
def test_changed_fields(before, after, fields):
    assert changed_fields(before, after) == fields


def test_a_changed_field_is_one_row():
    assert changes({"title": "Old", "kind": "call"}, {"title": "New", "kind": "call"}) == [
        {"field": "title", "item": "", "before": "Old", "after": "New"}
    ]


def test_a_list_of_records_is_told_item_by_item():
    stays, gone, was = {"id": "s"}, {"id": "g", "note": "x"}, {"id": "c", "note": "old"}
    now, new = {"id": "c", "note": "new"}, {"id": "n"}
    assert changes({"claims": [stays, gone, was]}, {"claims": [now, stays, new]}) == [
        {"field": "claims", "item": "g", "before": gone, "after": None},
        {"field": "claims", "item": "c", "before": was, "after": now},
        {"field": "claims", "item": "n", "before": None, "after": new},
    ]


def test_a_list_without_ids_is_one_row():
    rows = changes({"aliases": ["a"]}, {"aliases": ["a", "b"]})
    assert rows == [{"field": "aliases", "item": "", "before": ["a"], "after": ["a", "b"]}]


def test_first_and_last_revision_are_told_from_nothing():
    assert changes(None, {"title": "New"}) == [{"field": "title", "item": "", "before": None, "after": "New"}]
    assert changes({"title": "Old"}, None) == [{"field": "title", "item": "", "before": "Old", "after": None}]
    assert changes({"a": 1}, {"a": 1}) == []


def test_a_field_emptied_of_its_items_still_shows():
    item = {"id": "x"}
    assert changes({"claims": [item]}, {"claims": []}) == [{"field": "claims", "item": "x", "before": item, "after": None}]


def test_every_changed_field_has_a_row():
    before = {"a": [], "b": None, "c": [{"id": "x"}], "d": {"k": 1}}
    after = {"a": [1], "b": [{"id": "y"}], "c": "text", "d": {"k": 2}}
    assert {row["field"] for row in changes(before, after)} == set(changed_fields(before, after))
