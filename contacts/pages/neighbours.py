"""What stands around a contact: those it refers to, those that refer to it, the ones before and after it in time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value

from contacts.pages.lines import ContactLine, line
from contacts.record.edition import Document
from contacts.record.projection import sort_moment
from contacts.record.readmodel import Entry, PublishedContact
from contacts.vocabulary import Link, RecordType

INVERSE: dict[str, str] = {
    Link.FOLLOWS_UP: "Followed up by",
    Link.RESCHEDULES: "Gave way to",
    Link.REFERS_TO: "Referred to by",
    Link.PART_OF: "Has as a part",
}
"""How a link reads from the earlier contact's side."""

REFERRING_SHOWN = 30  # contacts; more would be a list of its own


@dataclass(frozen=True)
class Neighbour:
    """A contact and what it has to do with the one on the page."""

    relation: str
    line: ContactLine


@dataclass(frozen=True)
class Neighbours:
    """Linked contacts, earliest first, and the next ones on the timeline."""

    linked: list[Neighbour]
    previous: ContactLine | None
    following: ContactLine | None


def neighbours(document: Document) -> Neighbours:
    """Return what stands around a contact. Queries: 2 (what refers to it; the rows of all that is shown)."""
    relations = [(Link(item["relation"]).label, item["contact"]["id"]) for item in document["related"]]
    relations += _referring(document["id"])
    moment, own = sort_moment(document), document["id"]
    shown = PublishedContact.objects.filter(record_id__in=[key for _, key in relations])
    earlier = Q(sort_at__lte=moment) & (Q(sort_at__lt=moment) | Q(record_id__lt=own))
    later = Q(sort_at__gte=moment) & (Q(sort_at__gt=moment) | Q(record_id__gt=own))
    # Three short reads by three indexes, asked for at once.
    rows = _marked(shown, "linked").union(
        _marked(PublishedContact.objects.filter(earlier).order_by("-sort_at", "-record_id")[:1], "previous"),
        _marked(PublishedContact.objects.filter(later).order_by("sort_at", "record_id")[:1], "following"),
        all=True,
    )
    found: dict[str, dict[str, ContactLine]] = {"linked": {}, "previous": {}, "following": {}}
    when: dict[str, Any] = {}
    for where, sort_at, key, card in rows:
        found[where][key] = line(card)
        when[key] = sort_at
    linked = [Neighbour(relation, found["linked"][key]) for relation, key in sorted_by_time(relations, when)]
    return Neighbours(linked, *(next(iter(found[where].values()), None) for where in ("previous", "following")))


def sorted_by_time(relations: list[tuple[str, str]], when: dict[str, Any]) -> list[tuple[str, str]]:
    """Return those relations whose contact is published, earliest contact first."""
    return sorted((pair for pair in relations if pair[1] in when), key=lambda pair: (when[pair[1]], pair[1]))


def _marked(rows: Any, where: str) -> Any:
    return rows.annotate(place_in_page=Value(where)).values_list("place_in_page", "sort_at", "record_id", "card")


def _referring(own: str) -> list[tuple[str, str]]:
    rows = (
        Entry.objects.referring_to(RecordType.CONTACT, own)
        .filter(record_type=RecordType.CONTACT)
        .values_list("record_id", "document__related")[:REFERRING_SHOWN]
    )
    return [(INVERSE[item["relation"]], key) for key, related in rows for item in related if item["contact"]["id"] == own]
