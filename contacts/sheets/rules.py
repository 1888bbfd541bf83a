"""What a row as a whole must keep to: the model's own rule, and what only a look at other rows can tell."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from contacts.models import Claim, Contact, Place, Publisher, Report, ReportLink, Topic
from contacts.sheets.columns import SheetOf


def of_the_row(row: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row taken by itself: the column and what to do. Queries: none."""
    probe = copy(row)
    if isinstance(row, Claim):
        probe.report_id = None  # whether the report is linked is asked for all rows at once
    try:
        probe.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, " ".join(messages)
    match row:
        case Claim():
            if row.minutes == 0:
                yield "minutes", "must be at least 1."
            if (row.office or row.part) and row.participant_id is None:
                yield "office" if row.office else "part", "belongs to a participant: name one, or empty the cell."
        case Report() if not (row.url or row.title or row.description):
            yield "title", "is needed where there is no address: give a headline, a description or an address."
        case Place() if (row.latitude is None) != (row.longitude is None):
            yield "longitude" if row.longitude is None else "latitude", "is missing: give both coordinates or neither."
        case Place(latitude=Decimal() as north, longitude=Decimal() as east) if abs(north) > 90 or abs(east) > 180:
            yield "latitude", "is not on the globe: latitudes go to 90, longitudes to 180."
    if isinstance(row, Place | Publisher) and row.country and not re.fullmatch("[A-Z]{2}", row.country):
        yield "country", f"“{row.country}” is no code. Write two capitals, such as FI."


def missing_links(rows: Iterable[Any]) -> set[int]:
    """Return the positions of claims whose report is not linked to their contact. Queries: 1, and none for other models."""
    claims = [(number, row) for number, row in enumerate(rows) if isinstance(row, Claim) and row.contact_id and row.report_id]
    if not claims:
        return set()
    linked = set(
        ReportLink.objects.filter(
            contact__in={row.contact_id for _, row in claims}, report__in={row.report_id for _, row in claims}
        ).values_list("contact_id", "report_id")
    )
    return {number for number, row in claims if (row.contact_id, row.report_id) not in linked}


def held_links(rows: Iterable[Any]) -> set[tuple[int, int]]:
    """Return the links of these reports that claims rest on, as keys of report and contact. Queries: 1."""
    reports = [row.pk for row in rows if row.pk]
    return set(Claim.objects.filter(report__in=reports).values_list("report_id", "contact_id").order_by().distinct()) if reports else set()


def taken(of: SheetOf, rows: list[Any]) -> dict[str, int]:
    """Return which keys (slugs or addresses) belong to a stored row, former slugs included, and to which. Queries: 1."""
    if not of.key:
        return {}
    wanted = [key for row in rows if (key := getattr(row, of.key))]
    found = dict(of.model.objects.filter(**{f"{of.key}__in": wanted}).values_list(of.key, "pk"))
    if of.key == "slug":
        for pk, former in of.model.objects.filter(former_slugs__overlap=wanted).values_list("pk", "former_slugs"):
            found |= {slug: pk for slug in former if slug not in found}
    return found


def load_tree(rows: list[Any]) -> None:
    """Give topics the topics above them, so that a loop is found without a query for each level. Queries: 1, none for other models."""
    topics = [row for row in rows if isinstance(row, Topic)]
    if not topics:
        return
    known: dict[int, Topic] = {topic.pk: topic for topic in Topic.objects.all()}
    known |= {topic.pk: topic for topic in topics if topic.pk}
    for topic in known.values():
        if topic.parent_id:
            topic.parent = known[topic.parent_id]
    for topic in topics:
        if topic.parent_id:
            topic.parent = known[topic.parent_id]


def merged(row: Any) -> bool:
    """Return whether a row leads to another contact now."""
    return isinstance(row, Contact) and row.state == "merged"
