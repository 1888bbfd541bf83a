"""Import a sheet and edit many rows at once, as one change that is looked at first."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from contacts.actions.approve import sign_change
from contacts.actions.errors import CannotDecide, ReasonNeeded
from contacts.models import BulkChange, BulkKind, BulkRow, BulkState, Claim, PassageState, ReportLink
from contacts.sheets.cells import BadSheet
from contacts.sheets.columns import SHEETS, SheetOf
from contacts.sheets.exporting import csv_lines
from contacts.sheets.planning import Line, Plan, plan
from contacts.sheets.reading import MAX_ROWS, read
from contacts.sheets.snapshots import snapshots

KEPT = timedelta(days=7)
"""How long a change that nobody carries out is kept."""

MayChange = Callable[[Any], bool]


@transaction.atomic
def propose_import(
    *, of: SheetOf, content: bytes, file_name: str, by: str, reason: str, encoding: str = "", decided_too: bool = False
) -> BulkChange:
    """Keep a file to look at what it would change; return the change, which is not carried out.

    Raises: ReasonNeeded; CannotDecide, when the file cannot be read.
    """
    try:
        read(content, of.columns, encoding)
    except BadSheet as error:
        raise CannotDecide(str(error)) from error
    details = {"file_name": file_name[-255:], "encoding": encoding, "sha256": hashlib.sha256(content).hexdigest()}
    return _propose(BulkKind.IMPORT, of, content, by, reason, decided_too, **details)


@transaction.atomic
def propose_edit(
    *, of: SheetOf, rows: Sequence[Any], column: str, value: str, by: str, reason: str, decided_too: bool = False
) -> BulkChange:
    """Keep one value for one column of these rows; return the change, which is not carried out.

    Raises: ReasonNeeded, CannotDecide.
    """
    if len(rows) > MAX_ROWS:
        raise CannotDecide(f"{len(rows):,} rows are chosen; {MAX_ROWS:,} is the limit. Narrow the list first.")
    if column not in {one.name for one in of.bulk_columns()}:
        raise CannotDecide("This field cannot be given to many rows at once. Choose another.")
    content = "".join(csv_lines(["public_id", column], ([row.public_id, value] for row in rows))).encode()
    return _propose(BulkKind.EDIT, of, content, by, reason, decided_too)


def _propose(kind: str, of: SheetOf, content: bytes, by: str, reason: str, decided_too: bool, **details: str) -> BulkChange:
    if not reason.strip():
        raise ReasonNeeded("Say why these rows are changed: it is kept with the change.")
    BulkChange.objects.filter(state=BulkState.PROPOSED, at__lt=timezone.now() - KEPT).delete()
    return BulkChange.objects.create(
        kind=kind, row_model=of.name, by=by, reason=reason.strip(), content=content, decided_too=decided_too, **details
    )


def planned(change: BulkChange, *, by: str, may_change: MayChange, lock: bool = False) -> Plan:
    """Return what a change would do as things stand now. Queries: see `contacts.sheets.planning.plan`."""
    of = SHEETS[change.row_model]
    sheet = read(bytes(change.content or b""), of.columns, change.encoding)
    return plan(of, sheet, may_change=may_change, by=by, decided_too=change.decided_too, lock=lock)


@transaction.atomic
def carry_out(change: BulkChange, *, digest: str, by: str, may_change: MayChange) -> list[BulkRow]:
    """Write what the editor has seen (`digest` of the plan) into the workshop; return the rows made and changed, with their snapshots.

    Nothing is published. Each row is stored by its own `save`, so that what a model derives of its columns is kept right.
    Raises: CannotDecide, when a cell is wrong, the rows have changed since, or the database refuses; then nothing is written.
    Queries: those of planning, 7 more, and for each row written 1 and those of its links.
    """
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.state != BulkState.PROPOSED:
        raise CannotDecide("This change was carried out already.")
    found = planned(change, by=by, may_change=may_change, lock=True)
    if found.faults:
        raise CannotDecide(f"{len(found.faults)} cells are wrong now: mend the sheet, then import it again.")
    if found.digest != digest:
        raise CannotDecide("Somebody has changed these rows since you looked. Look at what would be changed now, then decide again.")
    if not found.to_write:
        raise CannotDecide("There is nothing to change: the workshop says all of this already.")
    model, lines = found.of.model, found.to_write
    old = [line for line in lines if line.row.pk is not None]
    before = snapshots(model.objects.in_bulk([line.row.pk for line in old]).values(), _with_links(old))
    for line in lines:
        _store(line, by)
    after = snapshots(model.objects.in_bulk([line.row.pk for line in lines]).values(), _with_links(lines))
    rows = [
        BulkRow(
            change=change,
            number=line.number,
            row_pk=line.row.pk,
            label=line.label[:1000],
            changes=line.changes,
            before=before.get(line.row.pk),
            after=after[line.row.pk],
        )
        for line in lines
    ]
    check_now()
    change.state, change.by, change.at, change.content = BulkState.APPLIED, by, timezone.now(), None
    change.save()
    return BulkRow.objects.bulk_create(rows)


def _with_links(lines: Iterable[Line]) -> list[int]:
    return [line.row.pk for line in lines if any(column == "contacts" for column, _, _ in line.changes)]


def _store(line: Line, by: str) -> None:
    """Store the row of a line. Raises: CannotDecide, when the database refuses it."""
    row, changed = line.row, {column for column, _, _ in line.changes}
    if isinstance(row, Claim):
        if changed & {"passage_exact", "report"}:
            row.passage_state = PassageState.NONE  # not looked up in the capture of the report
        sign_change(row, by=by)
    try:
        row.save()
        if "contacts" in changed:
            _set_links(row, line.values["contacts"])
    except DatabaseError as error:
        raise CannotDecide(f"Row {line.number} ({line.label[:80]}) was refused by the database: {_first_line(error)}.") from error


def _set_links(report: Any, links: dict[int, tuple[str, Any]]) -> None:
    present = {link.contact_id: link for link in ReportLink.objects.filter(report=report)}
    for contact_id, link in present.items():
        if contact_id not in links:
            link.delete()
    for contact_id, (relation, _) in links.items():
        link = present.get(contact_id) or ReportLink(report=report, contact_id=contact_id)
        if link.pk is None or link.relation != relation:
            link.relation = relation
            link.save()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def check_now() -> None:
    """Have the database check at once what it would check at the end. Raises: CannotDecide."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        raise CannotDecide(f"The database refused this: {_first_line(error)}.") from error
