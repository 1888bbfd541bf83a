"""When two stated values of one property cannot both hold. Pure functions over claim values.

Source: `/methodology/`, section “Where the accounts differ”, which states these tolerances to readers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from contacts.dates import parse
from contacts.record.edition import Document
from contacts.vocabulary import Property, Qualifier

STRETCH: dict[str, tuple[float, float]] = {
    Qualifier.EXACTLY: (0.98, 1.02),
    Qualifier.ABOUT: (0.85, 1.15),
    Qualifier.ALMOST: (0.85, 1.0),
    Qualifier.OVER: (1.0, 1.25),
}
"""How far a stated length reaches below and above its number of minutes."""

SAME_MOMENT = timedelta(minutes=30)
"""Clock times this close are one account told twice."""


def disagree(property_name: str, values: list[Document]) -> bool:
    """Return whether any two of the values exclude one another. Lists such as participants never do."""
    test = _TESTS.get(property_name)
    return test is not None and any(test(one, other) for one, other in combinations(values, 2))


def _apart(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return bool(one[1] < other[0] or other[1] < one[0])


def _lengths_differ(one: Document, other: Document) -> bool:
    return _apart(
        *((value["minutes"] * STRETCH[value["qualifier"]][0], value["minutes"] * STRETCH[value["qualifier"]][1]) for value in (one, other))
    )


def _dates_differ(one: Document, other: Document) -> bool:
    return _apart(*((parse(value["date"]).earliest, parse(value["date"]).latest) for value in (one, other)))


def _moments_differ(one: Document, other: Document) -> bool:
    return abs(datetime.fromisoformat(one["utc"]) - datetime.fromisoformat(other["utc"])) > SAME_MOMENT


_TESTS: dict[str, Callable[[Document, Document], bool]] = {
    Property.DURATION: _lengths_differ,
    Property.DATE: _dates_differ,
    Property.CLOCK_TIME: _moments_differ,
    Property.INITIATOR: lambda one, other: bool(one["initiator"] != other["initiator"]),
    Property.KIND: lambda one, other: bool(one["kind"] != other["kind"]),
    Property.PLACE: lambda one, other: bool(one["place"]["country"] != other["place"]["country"]),
}
