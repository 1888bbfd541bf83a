"""A suggestion as a card on the review screen: what it says, in names rather than slugs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contacts.dates import BadDate, duration_in_words, in_words
from contacts.models import Person, Place, Suggestion, Topic
from contacts.vocabulary import Initiator, Kind, Property


@dataclass(frozen=True)
class Card:
    """One suggestion and how it reads. `unknown` names a value that the workshop does not know."""

    row: Suggestion
    value: str
    person: str
    unknown: str = ""


class Names:
    """Names of the topics, people and places that suggestions name by slug. Queries: 3, however many."""

    def __init__(self, rows: Iterable[Suggestion]) -> None:
        """Load the names that these suggestions need."""
        rows = list(rows)
        wanted = {key: {str(row.value.get(key, "")) for row in rows} - {""} for key in ("topic", "participant", "place")}
        people = wanted["participant"] | {row.person_slug for row in rows if row.person_slug}
        self.topics: dict[str, str] = dict(Topic.objects.filter(slug__in=wanted["topic"]).values_list("slug", "name"))
        self.people: dict[str, str] = dict(Person.objects.filter(slug__in=people).values_list("slug", "name"))
        self.places: dict[str, str] = dict(Place.objects.filter(slug__in=wanted["place"]).values_list("slug", "name"))

    def card(self, row: Suggestion) -> Card:
        """Return the card of one of these suggestions."""
        named = {"topic": self.topics, "participant": self.people, "place": self.places}
        unknown = next((f"{key} “{slug}”" for key, names in named.items() if (slug := row.value.get(key)) and slug not in names), "")
        return Card(row, self._value(row.property, row.value), self.people.get(row.person_slug, row.person_slug), unknown)

    def _value(self, name: str, value: dict[str, Any]) -> str:
        match name:
            case Property.TOPIC | Property.NOT_DISCUSSED:
                return self.topics.get(value.get("topic", ""), str(value.get("topic", "")))
            case Property.DURATION:
                return duration_in_words(value["minutes"], value["qualifier"])
            case Property.KIND:
                return str(Kind(value["kind"]).label)
            case Property.INITIATOR:
                return str(Initiator(value["initiator"]).label)
            case Property.PARTICIPANT:
                slug = str(value.get("participant", ""))
                return ", ".join(part for part in (self.people.get(slug, slug), str(value.get("office", ""))) if part)
            case Property.PLACE:
                return self.places.get(value.get("place", ""), str(value.get("place", "")))
            case Property.DATE:
                return _day(value["date"])
            case Property.CLOCK_TIME:
                return f"{value['time'][:5]}, {_day(value['date'])} ({value['zone']})"
        return ", ".join(str(part) for part in value.values() if part not in ("", None))


def _day(date: str) -> str:
    try:
        return in_words(date)
    except BadDate:
        return date
