"""The rules by which claims become a status. Pure functions over claim documents.

The methodology page tells readers these rules; `tests/record/test_status.py` holds the table of cases.
"""

from collections.abc import Iterable

from contacts.record.edition import Document
from contacts.vocabulary import OCCURRENCE, PRESUPPOSE_CONTACT, SIDES, Property, Rank, Speaker, Status


def standing(claims: Iterable[Document]) -> list[Document]:
    """Return the claims that count: none that is deprecated, and of each side's words on one property the preferred ones if any."""
    usable = [claim for claim in claims if claim["rank"] != Rank.DEPRECATED]
    preferred = {(claim["speaker"], claim["property"]) for claim in usable if claim["rank"] == Rank.PREFERRED}
    return [
        claim
        for claim in usable
        if claim["property"] not in OCCURRENCE or claim["rank"] == Rank.PREFERRED or (claim["speaker"], claim["property"]) not in preferred
    ]


def confirming_sides(claims: Iterable[Document]) -> list[str]:
    """Return the sides whose own words confirm the contact, in the order of `SIDES`.

    A side confirms by saying so, alone or jointly. A side that says nothing about whether the contact took place also
    confirms it by saying what was discussed, how long it took, when, who began or what came of it.
    """
    counted = standing(claims)
    sides = []
    for side in SIDES:
        own = {claim["property"] for claim in counted if claim["speaker"] in (side, Speaker.JOINT)}
        if Property.CONFIRMATION in own or (not own & OCCURRENCE and own & PRESUPPOSE_CONTACT):
            sides.append(side.value)
    return sides


def speaking_sides(claims: Iterable[Document]) -> list[str]:
    """Return the sides that said anything of their own about the contact, in the order of `SIDES`."""
    speakers = {claim["speaker"] for claim in standing(claims)}
    return [side.value for side in SIDES if side in speakers or Speaker.JOINT in speakers]


def status_of(claims: Iterable[Document], *, retracted: bool = False) -> Status:
    """Return the status that the accepted claims give a contact.

    The first rule that fits decides: retracted by us; called off or put off, with nobody confirming; confirmed by
    both, by one; denied; said by anybody to have taken place; announced.
    """
    claims = list(claims)
    said = {claim["property"] for claim in standing(claims)}
    sides = confirming_sides(claims)
    if retracted:
        return Status.RETRACTED
    if not sides and Property.CANCELLATION in said:
        return Status.CANCELLED
    if not sides and Property.POSTPONEMENT in said:
        return Status.POSTPONED
    if len(sides) == len(SIDES):
        return Status.CONFIRMED_BOTH
    if sides:
        return Status.CONFIRMED_ONE
    if Property.DENIAL in said:
        return Status.DENIED
    if Property.ANNOUNCEMENT in said and Property.ASSERTION not in said:
        return Status.ANNOUNCED
    return Status.REPORTED
