"""What a sheet would change, row by row, before anything is changed: the dry run."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from contacts.sheets import matching, rules
from contacts.sheets.cells import Unreadable
from contacts.sheets.columns import BadCell, Column, SheetOf
from contacts.sheets.lookups import Lookups
from contacts.sheets.reading import Sheet

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong: its row as the spreadsheet numbers it, its column, what it holds, what is wrong and what to do.

    Faults of the whole row have no column; faults of the header are in row 1.
    """

    row: int
    column: str
    text: str
    message: str


@dataclass
class Line:
    """One row of a sheet on its way into the workshop."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    row: Any = None
    """The row of the workshop; one that is not stored yet where the sheet brings it."""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Column, text before, text after."""
    faults: list[Fault] = field(default_factory=list)
    decided: bool = False

    @property
    def outcome(self) -> str:
        """What would become of the row: new, changed, unchanged or wrong."""
        if self.faults:
            return WRONG
        if self.row.pk is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED

    @property
    def label(self) -> str:
        """What the row is called on pages."""
        for name in ("slug", "url", "public_id", "title", "name"):
            if self.cells.get(name):
                return self.cells[name]
        return " · ".join(self.cells[name] for name in ("contact", "speaker", "property") if self.cells.get(name)) or f"row {self.number}"

    def wrong(self, column: str, message: str) -> None:
        """Note that a cell is wrong, once."""
        if not any(fault.column == column for fault in self.faults):
            self.faults.append(Fault(self.number, column, self.cells.get(column, "")[:200], message))


@dataclass
class Plan:
    """What a sheet would change."""

    of: SheetOf
    lines: list[Line]
    told: str
    header_faults: list[Fault] = field(default_factory=list)

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong, in the order of the sheet."""
        return [*self.header_faults, *(fault for line in self.lines for fault in sorted(line.faults, key=self._place))]

    @property
    def to_write(self) -> list[Line]:
        """The lines that bring or change a row."""
        return [line for line in self.lines if line.outcome in (NEW, CHANGED)]

    @property
    def digest(self) -> str:
        """A fingerprint of what would be changed: the same as long as the editor's look at it holds."""
        said = [(line.number, line.outcome, line.row.pk, line.changes) for line in self.lines if line.row is not None]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """Return how many rows would come, change, stay, and are wrong."""
        outcomes = [line.outcome for line in self.lines]
        return {outcome: outcomes.count(outcome) for outcome in (NEW, CHANGED, UNCHANGED, WRONG)}

    def _place(self, fault: Fault) -> int:
        return list(self.of.columns).index(fault.column) if fault.column in self.of.columns else -1


def plan(of: SheetOf, sheet: Sheet, *, may_change: Callable[[Any], bool], by: str, decided_too: bool, lock: bool = False) -> Plan:
    """Return what a sheet would change; `lock` holds the rows it is about until the transaction ends.

    `may_change` says whether the editor may change a stored row, `decided_too` whether rows that people have decided on are meant.
    Queries: at most 3 for each model that cells refer to and 8 more, however many rows.
    """
    header_faults = _header_faults(of, sheet)
    if header_faults:
        return Plan(of, [], sheet.told, header_faults)
    lines = [_line(sheet, number, cells) for number, cells in sheet.rows]
    columns = [of.columns[name] for name in sheet.header]
    _parse(lines, columns)
    matching.match(of, lines, lock=lock)
    for line in lines:
        if line.row is not None and not {fault.column for fault in line.faults} & {"public_id"}:
            _compare(line, columns)
    _check(of, lines, columns)
    for line in lines:
        _guard(of, line, may_change, by, decided_too)
    return Plan(of, lines, sheet.told)


def _header_faults(of: SheetOf, sheet: Sheet) -> list[Fault]:
    faults = []
    for place, name in enumerate(sheet.header):
        if not name:
            faults.append(Fault(1, f"column {place + 1}", "", "has no name: name it, or delete the column."))
        elif name not in of.columns:
            near = matching.nearest(name, of.columns)
            advice = f"Did you mean “{near}”? " if near else ""
            faults.append(Fault(1, name, name, f"is no column of this sheet. {advice}Known: {', '.join(of.columns)}."))
        elif name in sheet.header[:place]:
            faults.append(Fault(1, name, name, "stands twice: delete one of the two columns."))
    if not faults and of.key and not {"public_id", of.key} & set(sheet.header):
        faults.append(Fault(1, of.key, "", f"is missing: rows are found by it or by public_id. Add a column “{of.key}”."))
    return faults


def _line(sheet: Sheet, number: int, cells: list[Any]) -> Line:
    named = dict(zip(sheet.header, cells, strict=False))
    line = Line(number, {name: cell.text if isinstance(cell, Unreadable) else cell for name, cell in named.items()})
    for name, cell in named.items():
        if isinstance(cell, Unreadable):
            line.wrong(name, cell.why)
    beyond = cells[len(sheet.header) :]
    if any(isinstance(cell, Unreadable) or cell.strip() for cell in beyond):
        line.wrong("", f"has more cells than the header has names: look for a separator that should stand in quotes ({_first(beyond)}).")
    if len(cells) < len(sheet.header):
        if sheet.ragged:
            line.cells |= dict.fromkeys(sheet.header[len(cells) :], "")
        else:
            counted = f"has {len(cells)} cells where the header has {len(sheet.header)}"
            line.wrong("", f"{counted}: look for a line break that should stand in quotes.")
    return line


def _first(cells: list[Any]) -> str:
    texts = (cell.text if isinstance(cell, Unreadable) else cell for cell in cells)
    return next(f"“{text[:40]}”" for text in texts if text.strip())


def _parse(lines: list[Line], columns: list[Column]) -> None:
    """Read every cell. Faults are kept with the values: a cell that says what the workshop says already is never wrong."""
    lookups = Lookups()
    for column in columns:
        if column.target is not None:
            texts = {line.cells[column.name] for line in lines if line.cells.get(column.name)}
            if column.field is None:
                texts = {part for text in texts for part in text.replace(";", " ").replace(":", " ").split()}
            lookups.expect(column.target, texts)
    known: dict[tuple[str, str], Any] = {}
    for line in lines:
        for column in columns:
            if column.fixed:
                continue
            key = column.name, line.cells.get(column.name, "")
            if key not in known:
                known[key] = _value(column, key[1], lookups)
            line.values[column.name] = known[key]


def _value(column: Column, text: str, lookups: Lookups) -> Any:
    try:
        return column.value(text, lookups.find)
    except BadCell as error:
        return error


def same(one: str, other: str) -> bool:
    """Return whether two texts differ in nothing but how programs write the ends of lines."""
    return one.replace("\r\n", "\n").replace("\r", "\n") == other.replace("\r\n", "\n").replace("\r", "\n")


def _compare(line: Line, columns: list[Column]) -> None:
    """Put the cells that differ into the row, and note what they change."""
    row = line.row
    is_new = row.pk is None
    for column in columns:
        raw = line.cells.get(column.name, "")
        if column.name in ("public_id", "updated_at") or (is_new and not raw.strip()):
            continue
        if column.fixed:
            present = column.text(row)
            if raw.strip() and raw.strip().casefold() not in (present, _label(row, column)):
                line.wrong(column.name, f"is decided on the desk, not by a sheet: write {present} here, then decide there.")
            continue
        before = "" if is_new else column.text(row)
        if not is_new and same(raw, before):
            continue
        value = line.values[column.name]
        if isinstance(value, BadCell):
            line.wrong(column.name, str(value))
            continue
        if column.field is None:
            after = column.text_of_links(value)
        elif not is_new and _equal(value, getattr(row, column.field.name)):
            continue
        else:
            setattr(row, column.field.name, value)
            after = column.text(row)
        if not same(after, before):
            line.changes.append((column.name, before, after))


def _label(row: Any, column: Column) -> str:
    return str(getattr(row, f"get_{column.name}_display")()).casefold()


def _equal(value: Any, present: Any) -> bool:
    if isinstance(value, str) and isinstance(present, str):
        return same(value, present)
    return bool(value == present)


def _check(of: SheetOf, lines: list[Line], columns: list[Column]) -> None:
    """Hold the rows that would be written to the rules of their model and to other rows."""
    writing = [line for line in lines if line.row is not None and (line.changes or line.row.pk is None)]
    rules.load_tree([line.row for line in writing])
    taken = rules.taken(of, [line.row for line in writing])
    unlinked = rules.missing_links([line.row for line in writing])
    held = rules.held_links(line.row for line in writing if "contacts" in line.values)
    names = {column.name for column in columns}
    for place, line in enumerate(writing):
        row = line.row
        if row.pk is None:
            for column in of.columns.values():
                if column.needed and (column.name not in names or not line.cells.get(column.name, "").strip()):
                    line.wrong(column.name, f"is needed for a new {of.model._meta.verbose_name}: fill in the cell.")
        if not line.faults:
            for name, message in rules.of_the_row(row):
                line.wrong(name, message)
        owner = taken.get(getattr(row, of.key)) if of.key else None
        if owner is not None and owner != row.pk:
            line.wrong(of.key, "belongs to another row, now or formerly: choose another, or give the public_id of that row.")
        if place in unlinked and "report" in of.columns:
            line.wrong("report", "is not linked to this contact: import it with the contact in the sheet of reports first.")
        links = line.values.get("contacts")
        if isinstance(links, dict) and row.pk:
            lost = [contact for report, contact in held if report == row.pk and contact not in links]
            if lost:
                line.wrong("contacts", f"leaves out {len(lost)} contact(s) that claims rest on: put them back, or move the claims first.")


def _guard(of: SheetOf, line: Line, may_change: Callable[[Any], bool], by: str, decided_too: bool) -> None:
    """Refuse what is not the editor's to change, and what is changed only by those who say that they mean it."""
    row = line.row
    if row is None or row.pk is None or not line.changes:
        return
    if rules.merged(row):
        line.wrong("", "was merged into another contact: change that one, and take this row out.")
    elif not may_change(row):
        line.wrong("", "is not yours to change: take the row out, or ask somebody whose role lets them.")
    seen = line.cells.get("updated_at", "").strip()
    if seen and seen != of.columns["updated_at"].text(row):
        line.wrong(
            "updated_at", "is of before somebody changed the row: look at what it says now, and empty this cell if the sheet is right."
        )
    holder = getattr(row, "claimed_by", "")
    line.decided = of.decided(row)
    if holder and holder != by and not decided_too:
        line.wrong("", f"is being worked on by {holder}: ask them, or say that rows decided on and worked on are meant, too.")
    elif line.decided and not decided_too:
        state = row.get_state_display().lower()
        line.wrong("", f"is {state} already: say that rows decided on are meant, too, or take the row out.")
