"""Which row of the workshop a row of a sheet is about."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from rapidfuzz import process

from contacts.models import VALUE_FIELDS, Claim, Contact, Report
from contacts.sheets.columns import BadCell, SheetOf
from contacts.sheets.lookups import NEAR, plain_url

if TYPE_CHECKING:
    from contacts.sheets.planning import Line


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one is like, if any is."""
    near = process.extractOne(name, list(known), score_cutoff=NEAR)
    return near[0] if near else None


def match(of: SheetOf, lines: "list[Line]", *, lock: bool) -> None:
    """Give each line the row that it is about, or a new one; lines about the same row, or a row that is not there, are wrong.

    Queries: 1, and 1 more for the links of reports.
    """
    stored = _stored(of, lines, lock=lock)
    seen: dict[Any, int] = {}
    for line in lines:
        public_id = line.cells.get("public_id", "").strip().lower()
        row = stored["public_id", public_id] if public_id and ("public_id", public_id) in stored else None
        if public_id and row is None:
            line.wrong("public_id", f"is the id of no {of.model._meta.verbose_name}: correct it, or empty the cell to make a new row.")
            continue
        if row is None and (key := identity(of, line)) is not None:
            found = stored.get(key)
            if found == "several":
                line.wrong("public_id", "is needed: several claims say exactly this.")
                continue
            row = found
        line.row = row if row is not None else of.model()
        mark = row.pk if row is not None else identity(of, line)
        if mark is not None and mark in seen:
            line.wrong("public_id" if public_id else of.key, f"means the same as row {seen[mark]}: leave one of them.")
            line.row = None
        elif mark is not None:
            seen[mark] = line.number


def _stored(of: SheetOf, lines: "list[Line]", *, lock: bool) -> dict[tuple[Any, ...], Any]:
    """Return the rows that lines may be about, by public id and by what else tells them apart."""
    rule = Q(public_id__in={line.cells.get("public_id", "").strip().lower() for line in lines})
    if of.model is Claim:
        rule |= Q(contact__in={contact.pk for line in lines if isinstance(contact := line.values.get("contact"), Contact)})
    elif of.model is Report:
        urls = {line.cells.get("url", "").strip() for line in lines} - {""}
        rule |= Q(url__in=urls | {plain_url(url) for url in urls})
        rule |= Q(url=None, title__in={line.cells.get("title", "").strip() for line in lines})
    else:
        rule |= Q(slug__in={line.cells.get("slug", "").strip() for line in lines})
    rows = of.model.objects.filter(rule).select_related(*of.relations).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    if "contacts" in of.columns:
        rows = rows.prefetch_related("contact_links__contact")
    found: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        found["public_id", row.public_id] = row
        key = identity_of_row(of, row)
        found[key] = "several" if of.model is Claim and key in found else row
    if of.model is Report:
        for line in lines:
            url = line.cells.get("url", "").strip()
            if url and ("url", url) not in found and not line.cells.get("public_id", "").strip():
                line.cells["url"] = line.values["url"] = plain_url(url)
    return found


def identity(of: SheetOf, line: "Line") -> tuple[Any, ...] | None:
    """Return what tells a line's row from others when it has no public id; None when nothing does."""
    cells, values = line.cells, line.values
    if of.model is Claim:
        said = [values.get(name) for name in _SAID]
        if any(isinstance(value, BadCell) for value in said) or not values.get("contact") or not values.get("report"):
            return None
        return ("claim", *(_plain(value) for value in said))
    key = cells.get(of.key, "").strip()
    if key:
        return (of.key, key)
    if of.model is Report and cells.get("title", "").strip():
        return ("title", cells["title"].strip(), cells.get("published", "").strip(), _plain(values.get("publisher")))
    return None


def identity_of_row(of: SheetOf, row: Any) -> tuple[Any, ...]:
    """Return the same of a stored row."""
    if of.model is Claim:
        return ("claim", *(_plain(getattr(row, name)) for name in _SAID))
    key = getattr(row, of.key)
    if key:
        return (of.key, key)
    return ("title", row.title, row.published, _plain(row.publisher))


_SAID = ("contact", "report", "property", "speaker", "person", *dict.fromkeys(name for names in VALUE_FIELDS.values() for name in names))
"""What tells one claim from another: who says what about which contact in which report."""


def _plain(value: Any) -> str:
    """Return a value so that an absent one is alike in a sheet and in a row."""
    if value is None:
        return ""
    return str(value.pk) if hasattr(value, "pk") else str(value)
