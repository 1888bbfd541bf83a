"""A file as rows of cells, whatever wrote it: CSV in several encodings and separators, XLSX."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from contacts.sheets import workbook
from contacts.sheets.cells import LONGEST_CELL, BadSheet, Cell, Unreadable, readable

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 60

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}

ENCODINGS = {
    "": "Find out by itself",
    "utf-8": "UTF-8",
    "cp1251": "windows-1251 (Cyrillic)",
    "cp1252": "windows-1252 (Western European)",
}
"""What an editor may say of the encoding of a CSV file."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Sheet:
    """What a file holds: the names above its columns, and its rows with their numbers as a spreadsheet shows them (1-based).

    `told` says how the file was read.
    """

    header: list[str]
    rows: list[tuple[int, list[Cell]]]
    told: str
    ragged: bool = field(default=False)
    """Whether rows may rightly be shorter than the header, as in XLSX."""


def read(content: bytes, known: Collection[str], encoding: str = "") -> Sheet:
    """Return the sheet in a file. `known` are the names of columns that help to find the separator.

    Raises: BadSheet, which says what to do.
    """
    if not content.strip():
        raise BadSheet("The file is empty.")
    if len(content) > MAX_BYTES:
        raise BadSheet(f"The file has {len(content):,} bytes; {MAX_BYTES:,} is the limit. Split it into several.")
    if content.startswith(b"PK\x03\x04"):
        lines, told = workbook.read(content, MAX_ROWS, MAX_COLUMNS)
        return _sheet(iter(lines), told, ragged=True)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSheet("This is an old .xls file. Save it as .xlsx or as CSV, then choose that file.")
    text, spelt = _decoded(content, encoding)
    first, _, rest = text.partition("\n")
    separator = ""
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        separator, text = first[4], rest
    separator = separator or _separator(text, known)
    told = f"CSV, {spelt}, separated by {SEPARATORS.get(separator, repr(separator))}"
    return _sheet(_lines(text, separator), told, ragged=False)


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of a CSV file and what it was taken for. Raises: BadSheet."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode(content, name), name.removesuffix("-sig").upper()
    if encoding:
        return _decode(content, encoding), ENCODINGS.get(encoding, encoding)
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decode(content, "cp1251"), "windows-1251 because it is not UTF-8"


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise BadSheet(f"The file is not {ENCODINGS.get(encoding, encoding)}. Choose another encoding, or save it as UTF-8.") from error


def _separator(text: str, known: Collection[str]) -> str:
    """Return the separator under which the header has most names that we know."""

    def score(separator: str) -> tuple[int, int]:
        try:
            names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0, 0
        return sum(column_name(name) in known for name in names), len(names)

    return max(SEPARATORS, key=score)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of a CSV text with their numbers. Raises: BadSheet."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, [readable(cell) for cell in cells]
    except csv.Error as error:
        raise BadSheet(
            f"Row {number + 1} cannot be read: {error}. A cell that holds quotes, separators or line breaks must stand in quotes, "
            f"with quotes inside it doubled, and have at most {LONGEST_CELL:,} characters."
        ) from error


def _sheet(lines: Iterator[tuple[int, list[Cell]]], told: str, *, ragged: bool) -> Sheet:
    header = next(lines, (0, []))[1]
    names = [column_name(cell.text if isinstance(cell, Unreadable) else cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise BadSheet("The first row has no names of columns. Export the list to get a sheet that has them.")
    if len(names) > MAX_COLUMNS:
        raise BadSheet(f"The sheet has {len(names)} columns; {MAX_COLUMNS} is the limit.")
    rows = []
    for number, cells in lines:
        if any(isinstance(cell, Unreadable) or cell.strip() for cell in cells):
            rows.append((number, cells))
        if len(rows) > MAX_ROWS:
            raise BadSheet(f"The sheet has more than {MAX_ROWS:,} rows. Split it into several.")
    if not rows:
        raise BadSheet("The sheet has no rows below its header.")
    return Sheet(names, rows, told, ragged)


def column_name(text: str) -> str:
    """Return the name that a header means: “Internal note” means `internal_note`."""
    return "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())
