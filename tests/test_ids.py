"""Public ids are short, of a readable alphabet, and those of the dataset are the same everywhere."""

from contacts.ids import ALPHABET, LENGTH, derived_id, new_id


def test_new_ids_differ_and_read_well():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {LENGTH}
    assert set("".join(ids)) <= set(ALPHABET)
    assert not set("ilou") & set(ALPHABET)


def test_derived_id_depends_on_every_part_and_on_nothing_else():
    assert derived_id("contact", "2017-11-21-call") == derived_id("contact", "2017-11-21-call")
    others = {derived_id("contact", "2017-11-21-call"), derived_id("report", "2017-11-21-call"), derived_id("contact2017-11-21-call")}
    assert len(others) == 3
    assert set(derived_id("a")) <= set(ALPHABET)
    assert len(derived_id("a")) == LENGTH
