"""All columns of a row as JSON, and the row as it was then: what undoing a bulk change stands on."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from contacts.models import ReportLink

LINKS = "contact_links"
"""Key of a report's links to contacts in its snapshot: key, contact and relation of each. Only where the change touches them."""

NOT_CONTENT = frozenset({"updated_at", "claimed_by", "claimed_at"})
"""Columns that say who looks after a row, and when; they do not make it another one."""


def snapshot(row: Model) -> dict[str, Any]:
    """Return the columns of a stored row, exactly."""
    found = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        plain = value is None or isinstance(value, str | int | bool | list | dict)
        found[field.attname] = value if plain else field.value_to_string(row)
    return found


def snapshots(rows: Iterable[Model], with_links: Iterable[int] = ()) -> dict[int, dict[str, Any]]:
    """Return the snapshot of each row by its key, with their links for the reports that are named. Queries: 1 for links."""
    found = {row.pk: snapshot(row) for row in rows}
    wanted = [pk for pk in with_links if pk in found]
    for pk in wanted:
        found[pk][LINKS] = []
    for link in ReportLink.objects.filter(report__in=wanted).order_by("pk") if wanted else ():
        found[link.report_id][LINKS].append([link.pk, link.contact_id, link.relation])
    return found


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return the columns, known to both, in which two snapshots of a row differ as to content."""
    return [name for name in one if name in other and name not in NOT_CONTENT and one[name] != other[name]]


def put_back(row: Model, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Set the columns that a change touched to what they were, without storing the row."""
    present = snapshot(row)
    for field in row._meta.concrete_fields:
        name = field.attname
        touched = name in before and name in after and before[name] != after[name]
        if touched and (name not in NOT_CONTENT or present[name] == after[name]):
            setattr(row, name, field.to_python(before[name]))
