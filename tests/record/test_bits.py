"""Sets of contacts as integers behave like sets."""

from hypothesis import given
from hypothesis import strategies as st

from contacts.record.bits import bits_of, largest, members_of, smallest

NUMBERS = st.sets(st.integers(min_value=0, max_value=300))


@given(NUMBERS, NUMBERS)
def test_integers_are_sets(one, other):
    assert set(members_of(bits_of(one))) == one
    assert set(members_of(bits_of(one) & bits_of(other))) == one & other
    assert bits_of(one).bit_count() == len(one)


@given(NUMBERS, st.integers(min_value=0, max_value=400))
def test_members_come_in_order(numbers, count):
    assert list(members_of(bits_of(numbers))) == sorted(numbers)
    assert smallest(bits_of(numbers), count) == sorted(numbers)[:count]
    assert largest(bits_of(numbers), count) == sorted(numbers, reverse=True)[:count]
