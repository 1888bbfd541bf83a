"""From workshop rows to published documents. The one module that knows both the workshop and the record.

Only accepted claims on accepted reports go in. What is computed from them is in `compose`.
"""

from collections.abc import Callable
from typing import Any

from contacts.dates import duration_in_words, in_words, instant, parse
from contacts.models import (
    Claim,
    ClaimState,
    Contact,
    Person,
    Place,
    Publisher,
    Report,
    ReportState,
    Topic,
)
from contacts.record.compose import complete
from contacts.record.edition import Document
from contacts.record.references import short_form
from contacts.vocabulary import Initiator, Kind, Property, RecordType


def fold(row: Any) -> Document:
    """Return the document that would be published of a workshop row now.

    Raises: KeyError, for a row of a kind that is not published.
    """
    return _FOLDS[row.record_type](row)


def fold_publisher(publisher: Publisher) -> Document:
    """Return the document of a publisher."""
    return {
        "type": RecordType.PUBLISHER.value,
        "id": publisher.public_id,
        "slug": publisher.slug,
        "name": publisher.name,
        "kind": publisher.kind,
        "country": publisher.country,
        "state_affiliated": publisher.state_affiliated,
        "owner_group": publisher.owner_group,
        "homepage": publisher.homepage,
        "aliases": publisher.aliases,
    }


def fold_topic(topic: Topic) -> Document:
    """Return the document of a topic. Queries: 1 where it has a parent that is not loaded."""
    return {
        "type": RecordType.TOPIC.value,
        "id": topic.public_id,
        "slug": topic.slug,
        "name": topic.name,
        "name_ru": topic.name_ru,
        "parent": _short(topic.parent),
        "description": topic.description,
        "aliases": topic.aliases,
        "wikidata": topic.wikidata,
        "iptc": topic.iptc,
        "plover_context": topic.plover_context,
    }


def fold_person(person: Person) -> Document:
    """Return the document of a person."""
    return {
        "type": RecordType.PERSON.value,
        "id": person.public_id,
        "slug": person.slug,
        "name": person.name,
        "name_ru": person.name_ru,
        "side": person.side,
        "description": person.description,
        "wikidata": person.wikidata,
    }


def fold_place(place: Place) -> Document:
    """Return the document of a place. Queries: 1 where it has a parent that is not loaded."""
    return {
        "type": RecordType.PLACE.value,
        "id": place.public_id,
        "slug": place.slug,
        "name": place.name,
        "name_ru": place.name_ru,
        "kind": place.kind,
        "parent": _short(place.parent),
        "country": place.country,
        "latitude": None if place.latitude is None else float(place.latitude),
        "longitude": None if place.longitude is None else float(place.longitude),
        "wikidata": place.wikidata,
    }


def fold_report(report: Report) -> Document:
    """Return the document of a report, with its publisher and what it goes back to."""
    origin = report.origin
    return {
        "type": RecordType.REPORT.value,
        "id": report.public_id,
        "title": report.title,
        "description": report.description,
        "url": report.url or "",
        "publisher": _short(report.publisher),
        "origin": {"slug": origin.slug, "label": origin.label, "publisher": _short(origin.publisher)} if origin else None,
        "published": report.published,
        "language": report.language,
        "kind": report.kind,
        "role": report.role,
        "author": report.author,
    }


def _short(row: Any) -> Document | None:
    if row is None:
        return None
    if isinstance(row, Topic | Place):
        # The short form does not hold the parent, so it is not loaded for it.
        return {"type": row.record_type.value, "id": row.public_id, "slug": row.slug, "name": row.name} | (
            {"country": row.country} if isinstance(row, Place) else {}
        )
    return short_form(fold(row))


def fold_contact(contact: Contact) -> Document:
    """Return the document of a contact, complete with claims, reports and all that is computed from them.

    Queries: 4 (claims, report links, links to other contacts, place).
    """
    links = list(
        contact.report_links.filter(report__state=ReportState.ACCEPTED)
        .select_related("report__publisher", "report__origin__publisher")
        .order_by("pk")
    )
    claims = [
        _claim(claim)
        for claim in contact.claims.filter(state=ClaimState.ACCEPTED, report__in=[link.report_id for link in links])
        .select_related("topic", "place", "participant", "person", "report")
        .order_by("pk")
    ]
    reports = [{"relation": link.relation, "report": _short(link.report)} for link in links]
    when = parse(contact.date)
    core = {
        "type": RecordType.CONTACT.value,
        "id": contact.public_id,
        "slug": contact.slug,
        "title": contact.title,
        "kind": contact.kind,
        "date": {
            "edtf": when.edtf,
            "earliest": when.earliest.isoformat(),
            "latest": when.latest.isoformat(),
            "precision": when.precision,
        },
        "retraction_reason": contact.retraction_reason,
        "summary": contact.summary,
        "place": _short(contact.place),
        "occasion": contact.occasion,
        "claims": claims,
        "reports": reports,
        "related": _related(contact),
    }
    return complete(core)


def _related(contact: Contact) -> list[Document]:
    links = contact.links.select_related("other").order_by("pk")
    return [{"relation": link.relation, "contact": contact_form(link.other)} for link in links]


def contact_form(contact: Contact) -> Document:
    """Return the short form of a contact that is about to be embedded; the record replaces it by the published one."""
    when = parse(contact.date)
    return {
        "type": RecordType.CONTACT.value,
        "id": contact.public_id,
        "slug": contact.slug,
        "title": contact.title,
        "kind": contact.kind,
        "date": {
            "edtf": when.edtf,
            "earliest": when.earliest.isoformat(),
            "latest": when.latest.isoformat(),
            "precision": when.precision,
        },
        "status": "",
    }


def _claim(claim: Claim) -> Document:
    value = _value(claim)
    return {
        "id": claim.public_id,
        "property": claim.property,
        "value": value,
        "text": _value_in_words(claim.property, value),
        "speaker": claim.speaker,
        "person": _short(claim.person),
        "report": claim.report.public_id,
        "note": claim.note,
        "rank": claim.rank,
        "passage": {"exact": claim.passage_exact, "prefix": claim.passage_prefix, "suffix": claim.passage_suffix}
        if claim.passage_exact
        else None,
    }


def _value(claim: Claim) -> Document:
    match claim.property:
        case Property.TOPIC | Property.NOT_DISCUSSED:
            return {"topic": _short(claim.topic)}
        case Property.KIND:
            return {"kind": claim.kind}
        case Property.DATE:
            return {"date": claim.date}
        case Property.CLOCK_TIME:
            assert claim.time is not None
            moment = instant(parse(claim.date).earliest, claim.time, claim.zone)
            return {"date": claim.date, "time": f"{claim.time:%H:%M}", "zone": claim.zone, "utc": moment.isoformat()}
        case Property.DURATION:
            return {"minutes": claim.minutes, "qualifier": claim.qualifier}
        case Property.INITIATOR:
            return {"initiator": claim.initiator}
        case Property.PLACE:
            return {"place": _short(claim.place)}
        case Property.PARTICIPANT:
            return {"participant": _short(claim.participant), "office": claim.office, "part": claim.part}
        case Property.OUTCOME | Property.QUOTE:
            return {"text": claim.text}
    return {}


def _value_in_words(property_name: str, value: Document) -> str:
    match property_name:
        case Property.TOPIC | Property.NOT_DISCUSSED:
            return str(value["topic"]["name"])
        case Property.KIND:
            return Kind(value["kind"]).label
        case Property.DATE:
            return in_words(value["date"])
        case Property.CLOCK_TIME:
            city = {"Europe/Moscow": "Moscow", "America/New_York": "Washington"}.get(value["zone"], value["zone"])
            return f"{value['time']}, {city} time"
        case Property.DURATION:
            return duration_in_words(value["minutes"], value["qualifier"])
        case Property.INITIATOR:
            return Initiator(value["initiator"]).label
        case Property.PLACE:
            return str(value["place"]["name"])
        case Property.PARTICIPANT:
            return ", ".join(part for part in (value["participant"]["name"], value["office"]) if part)
        case Property.OUTCOME | Property.QUOTE:
            return str(value["text"])
    return Property(property_name).label


_FOLDS: dict[str, Callable[[Any], Document]] = {
    RecordType.CONTACT: fold_contact,
    RecordType.REPORT: fold_report,
    RecordType.PUBLISHER: fold_publisher,
    RecordType.TOPIC: fold_topic,
    RecordType.PERSON: fold_person,
    RecordType.PLACE: fold_place,
}
