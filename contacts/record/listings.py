"""Lists behind the reference pages: a page of each by one indexed query, at any depth.

A cursor names the last row of a page by what the list is sorted by; a cursor that we did not hand out is a `BadFilter`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from contacts.record.cursors import encode, moment_of, split, unknown
from contacts.record.edition import Document
from contacts.record.readmodel import Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.vocabulary import Property, RecordType

PAGE_SIZE = 30  # rows


@dataclass(frozen=True)
class Listing:
    """One page of rows and the cursor of the next one, empty at the end."""

    rows: list[Any]
    older: str


def fields_of_all(record_type: str, *names: str) -> list[Document]:
    """Return id, slug and these fields of every published record of a type. Queries: 1."""
    rows = Entry.objects.standing().filter(record_type=record_type)
    values = rows.values_list("record_id", "slug", *(f"document__{name}" for name in names))
    return [{"id": row[0], "slug": row[1], **dict(zip(names, row[2:], strict=True))} for row in values]


def contacts_at(place_ids: list[str], *, before: str = "", size: int = PAGE_SIZE) -> Listing:
    """Return the cards of contacts that took place at any of these places, newest first. Queries: 1."""
    references = [f"{RecordType.PLACE}:{key}" for key in place_ids]
    named = Entry.objects.standing().filter(record_type=RecordType.CONTACT, refs__overlap=references)
    rows = PublishedContact.objects.filter(record_id__in=named.values("record_id"), card__place__id__in=place_ids)
    if before:
        rows = rows.filter(_before(before))
    found = list(rows.order_by("-sort_at", "-record_id").values_list("sort_at", "record_id", "card")[: size + 1])
    return _page(found, size)


def claims_of(person_id: str, *, before: str = "", size: int = PAGE_SIZE) -> Listing:
    """Return the cards of the claims that rest on a person's word, newest contact first. Queries: 1."""
    rows = PublishedClaim.objects.filter(person_id=person_id)
    if before:
        rows = rows.filter(_before(before, "said_before"))
    found = list(rows.order_by("-sort_at", "-record_id").values_list("sort_at", "record_id", "card")[: size + 1])
    return _page(found, size)


def parts_of(person_id: str, contact_ids: list[str]) -> dict[str, list[Document]]:
    """Return, by contact, how a person took part in these contacts: office and part. Queries: 1."""
    rows = PublishedClaim.objects.filter(
        contact_id__in=contact_ids, property=Property.PARTICIPANT, card__value__participant__id=person_id
    ).values_list("contact_id", "card__value")
    found: dict[str, list[Document]] = {}
    for contact_id, value in rows:
        if value not in found.setdefault(contact_id, []):
            found[contact_id].append(value)
    return found


def statements_on(topic_ids: list[str], contact_ids: list[str]) -> dict[str, list[Document]]:
    """Return, by contact, the claims that any of these topics came up or did not, in the order they were recorded.

    Queries: 1.
    """
    names = ("id", "property", "note", "rank", "speaker", "person", "passage")
    rows = (
        PublishedClaim.objects.filter(contact_id__in=contact_ids, topic_id__in=topic_ids)
        .order_by("contact_id", "record_id")
        .values_list("contact_id", "report_id", "card__source__role", "card__value__topic", *(f"card__{name}" for name in names))
    )
    found: dict[str, list[Document]] = {}
    for contact_id, report_id, role, topic, *values in rows:
        claim = {**dict(zip(names, values, strict=True)), "report": report_id, "role": role, "topic": topic}
        found.setdefault(contact_id, []).append(claim)
    return found


def reports_of(publisher_id: str, *, before: str = "", size: int = PAGE_SIZE) -> Listing:
    """Return the documents of a publisher's reports: newest first, then those without a date.

    Queries: 1, at the seam of the two parts 2.
    """
    rows = PublishedReport.objects.filter(publisher_id=publisher_id)
    dated = rows.filter(sort_on__isnull=False).order_by("-sort_on", "-record_id")
    undated = rows.filter(sort_on__isnull=True).order_by("-record_id")
    found: list[Any] = []
    day, record_id = split(before) if before else (None, "")
    if not before or day:
        if before:
            last = _day(str(day), before)
            dated = dated.filter(Q(sort_on__lte=last) & (Q(sort_on__lt=last) | Q(record_id__lt=record_id)))
        found = list(dated.values_list("sort_on", "record_id", "card")[: size + 1])
    if len(found) <= size:
        if before and not day:
            undated = undated.filter(record_id__lt=record_id)
        found += undated.values_list("sort_on", "record_id", "card")[: size + 1 - len(found)]
    return _page(found, size)


def contacts_of_reports(report_ids: list[str]) -> dict[str, list[Document]]:
    """Return, by report, the contacts that rest on it, with the relation of the one to the other. Queries: 1."""
    wanted = set(report_ids)
    rows = (
        Entry.objects.standing()
        .filter(record_type=RecordType.CONTACT, refs__overlap=[f"{RecordType.REPORT}:{key}" for key in report_ids])
        .values(
            "record_id",
            "slug",
            title=F("document__title"),
            kind=F("document__kind"),
            status=F("document__status"),
            date=F("document__date"),
            confirmed_by=F("document__confirmed_by"),
            reports=F("document__reports"),
        )
    )
    found: dict[str, list[Document]] = {}
    for row in sorted(rows, key=lambda row: (row["date"]["latest"], row["record_id"]), reverse=True):
        contact = {"id": row["record_id"]} | {name: row[name] for name in ("slug", "title", "kind", "status", "date", "confirmed_by")}
        for item in row["reports"]:
            if item["report"]["id"] in wanted:
                found.setdefault(item["report"]["id"], []).append({"relation": item["relation"], "contact": contact})
    return found


def claims_in(report_id: str, *, limit: int = 500) -> list[Document]:
    """Return the cards of the claims that a report carries, newest contact first. Queries: 1."""
    rows = PublishedClaim.objects.filter(report_id=report_id).order_by("-sort_at", "contact_id", "record_id")
    return list(rows.values_list("card", flat=True)[:limit])


def _page(found: list[Any], size: int) -> Listing:
    rows = found[:size]
    older = encode(rows[-1][0], rows[-1][1]) if len(found) > size else ""
    return Listing([row[2] for row in rows], older)


def _before(cursor: str, name: str = "before") -> Q:
    when, record_id = moment_of(cursor, name)
    return Q(sort_at__lte=when) & (Q(sort_at__lt=when) | Q(record_id__lt=record_id))


def _day(text: str, cursor: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unknown(cursor) from error
