"""The status of a contact is computed from its claims. This table is the rule that the methodology page tells readers."""

import pytest

from contacts.record.status import confirming_sides, speaking_sides, standing, status_of
from contacts.vocabulary import OCCURRENCE, PRESUPPOSE_CONTACT, SIDES, Property, Speaker, Status
from tests.record.documents import claim, said, unsaid

K, W, J, P, T = "kremlin", "white-house", "joint", "press", "third-government"


def say(*pairs, **fields):
    """Claims such as ("kremlin", "denial"); topics get a topic."""
    return [said(who, "syria", **fields) if what == "topic" else claim(who, what, **fields) for who, what in pairs]


# what is claimed, the status, the sides that confirm
CASES = {
    "nothing is claimed": ([], "reported", []),
    "the press says so": (say((P, "assertion")), "reported", []),
    "the press names topics": (say((P, "topic"), (P, "duration")), "reported", []),
    "a third government says so": (say((T, "assertion"), (T, "confirmation")), "reported", []),
    "Kremlin confirms": (say((K, "confirmation")), "confirmed-one", [K]),
    "White House confirms": (say((W, "confirmation")), "confirmed-one", [W]),
    "both confirm": (say((W, "confirmation"), (K, "confirmation")), "confirmed-both", [K, W]),
    "both confirm in one paper": (say((J, "confirmation")), "confirmed-both", [K, W]),
    "both list topics in one paper": (say((J, "topic")), "confirmed-both", [K, W]),
    "Kremlin says what was discussed": (say((K, "topic")), "confirmed-one", [K]),
    "Kremlin says how long it took, White House who began": (say((K, "duration"), (W, "initiator")), "confirmed-both", [K, W]),
    "White House says what came of it": (say((W, "outcome")), "confirmed-one", [W]),
    "Kremlin gives the clock time": (say((K, "clock-time")), "confirmed-one", [K]),
    "a place alone confirms nothing": (say((K, "place"), (K, "date"), (K, "kind"), (K, "participant")), "reported", []),
    "a quotation alone confirms nothing": (say((W, "quote")), "reported", []),
    "saying that a topic did not come up confirms nothing": ([unsaid(K, "syria")], "reported", []),
    "Kremlin denies": (say((K, "denial")), "denied", []),
    "press says so, Kremlin denies": (say((P, "assertion"), (K, "denial")), "denied", []),
    "White House confirms, Kremlin denies": (say((W, "confirmation"), (K, "denial")), "confirmed-one", [W]),
    "Kremlin denies but names topics": (say((K, "denial"), (K, "topic")), "denied", []),
    "Kremlin has no comment": (say((K, "no-comment"), (P, "assertion")), "reported", []),
    "no comment takes the weight off the topics named": (say((K, "no-comment"), (K, "topic")), "reported", []),
    "Kremlin denies, then confirms": (say((K, "denial"), (K, "confirmation")), "confirmed-one", [K]),
    "announced": (say((K, "announcement")), "announced", []),
    "announced by both, topics planned": (say((K, "announcement"), (W, "announcement"), (K, "topic")), "announced", []),
    "announced, and said to have taken place": (say((K, "announcement"), (P, "assertion")), "reported", []),
    "announced, then confirmed": (say((K, "announcement"), (K, "confirmation")), "confirmed-one", [K]),
    "announced and put off": (say((K, "announcement"), (W, "postponement")), "postponed", []),
    "announced, put off, called off": (say((K, "announcement"), (W, "postponement"), (W, "cancellation")), "cancelled", []),
    "called off, yet it took place": (say((W, "cancellation"), (K, "confirmation")), "confirmed-one", [K]),
    "put off, yet both confirm": (say((W, "postponement"), (J, "confirmation")), "confirmed-both", [K, W]),
    "called off and denied": (say((W, "cancellation"), (K, "denial")), "cancelled", []),
    "announced and denied": (say((W, "announcement"), (K, "denial")), "denied", []),
    "a deprecated confirmation does not count": (say((K, "confirmation"), rank="deprecated"), "reported", []),
    "a deprecated denial does not count": (say((W, "confirmation")) + say((W, "denial"), rank="deprecated"), "confirmed-one", [W]),
    "a preferred topic does not push out the others": (
        say((K, "topic"), rank="preferred") + say((K, "topic")), "confirmed-one", [K],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("claims", "status", "sides"), CASES.values(), ids=CASES.keys())
def test_status_of(claims, status, sides):
    assert status_of(claims) == status
    assert confirming_sides(claims) == sides


@pytest.mark.parametrize(("claims", "status", "sides"), CASES.values(), ids=CASES.keys())
def test_order_of_the_claims_does_not_matter(claims, status, sides):
    assert status_of(reversed(claims)) == status
    assert confirming_sides(reversed(claims)) == sides


@pytest.mark.parametrize(("claims", "status", "sides"), CASES.values(), ids=CASES.keys())
def test_what_we_retract_is_retracted_whatever_is_claimed(claims, status, sides):
    assert status_of(claims, retracted=True) == Status.RETRACTED


def test_every_status_occurs_in_the_table():
    assert {status for _, status, _ in CASES.values()} | {Status.RETRACTED} == set(Status.values)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", sorted(PRESUPPOSE_CONTACT))
def test_a_side_confirms_by_what_it_presupposes(side, name):
    assert confirming_sides([claim(side, name)]) == [side]


@pytest.mark.parametrize("name", sorted(set(Property.values) - PRESUPPOSE_CONTACT - {Property.CONFIRMATION}))
def test_nothing_else_confirms(name):
    assert confirming_sides([claim(who, name) for who in Speaker.values]) == []


@pytest.mark.parametrize("name", sorted(OCCURRENCE - {Property.CONFIRMATION}))
def test_a_side_that_speaks_of_the_event_itself_is_taken_at_its_word(name):
    assert confirming_sides([claim("kremlin", name), claim("kremlin", "topic")]) == []


def test_preferred_words_on_the_event_replace_the_same_sides_others():
    early, late = claim("kremlin", "denial"), claim("kremlin", "denial", rank="preferred")
    other = claim("white-house", "denial")
    assert standing([early, late, other]) == [late, other]


def test_preferred_words_leave_other_properties_alone():
    claims = [claim("kremlin", "denial"), claim("kremlin", "confirmation", rank="preferred"), said("kremlin", "syria")]
    assert standing(claims) == claims


@pytest.mark.parametrize(
    ("claims", "sides"),
    [
        ([], []),
        (say((P, "assertion"), (T, "topic")), []),
        (say((W, "denial")), [W]),
        (say((W, "no-comment"), (K, "quote")), [K, W]),
        (say((J, "topic")), [K, W]),
        (say((K, "topic"), rank="deprecated"), []),
    ],
)
def test_speaking_sides(claims, sides):
    assert speaking_sides(claims) == sides
