"""XLSX: the first sheet of a workbook as text, and rows of text as a workbook.

A date keeps only as much of itself as the cell shows: “Nov 2017” is typed as a month and stored by the program as its first day.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from itertools import chain
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from contacts.sheets.cells import LONGEST_CELL, BadSheet, Cell, Unreadable, readable
from contacts.sheets.formulas import neutral

MAX_UNPACKED = 60_000_000  # bytes; twelve times what may be uploaded
MAX_PARTS = 500
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(content: bytes, max_rows: int, max_columns: int) -> tuple[list[tuple[int, list[Cell]]], str]:
    """Return the rows of the first visible sheet with their numbers, and which sheet that is. Raises: BadSheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
        if sum(sizes) > MAX_UNPACKED or len(sizes) > MAX_PARTS:
            raise BadSheet("The workbook unpacks to more than we read. Copy the rows alone into a new one.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise BadSheet("The workbook has no visible sheet.")
        sheet = sheets[0]
        sheet.reset_dimensions()
        # A sheet may claim rows and columns without end; no more of them are looked at than can be rows of ours.
        found = []
        for number, row in enumerate(sheet.iter_rows(max_col=max_columns + 1), start=1):
            if number > 4 * max_rows:
                raise BadSheet(f"The sheet goes on below row {number - 1:,}. Delete the empty rows at its end, or split it.")
            found.append((number, [_text(cell) for cell in row]))
        book.close()
    except BadSheet:
        raise
    except Exception as error:  # the library lets out whatever its parsers raise
        raise BadSheet("This is no XLSX workbook that we can read. Save it anew as .xlsx or CSV in a spreadsheet program.") from error
    others = f", the first of {len(sheets)}" if len(sheets) > 1 else ""
    return found, f"XLSX, sheet “{sheet.title}”{others}"


def _text(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Unreadable(str(value), "is a formula: paste its result as a value.")
    if cell.data_type == "e":
        return Unreadable(str(value), "is an error of the spreadsheet: type the value.")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, dt.datetime):
        return _date(value, cell.number_format)
    if isinstance(value, dt.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, str):
        return readable(value)
    return Unreadable(str(value), "is of a kind that we cannot read: format the cell as text and type the value.")


def _date(value: dt.datetime, number_format: str) -> Cell:
    """Return as much of a date as its cell shows."""
    if value.time() != dt.time():
        return Unreadable(str(value), "holds a date and a clock time: type them into their own columns, or format the cell as text.")
    shown = re.sub(r'"[^"]*"|\\.|\[[^]]*\]|_.|\*.', "", number_format or "").lower()
    if "d" in shown:
        return f"{value:%Y-%m-%d}"
    if "m" in shown:
        return f"{value:%Y-%m}"
    return f"{value:%Y}"


def write(title: str, header: list[str], rows: Iterable[list[str]]) -> bytes:
    """Return a workbook with these rows as text.

    Raises: BadSheet, for a cell that XLSX cannot hold.
    """
    texts = [[_fitting(text, number) for text in row] for number, row in enumerate(chain([header], rows), start=1)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in texts:
        sheet.append([_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fitting(text: str, number: int) -> str:
    """Return a text as it is written. Before anything is: the library does not like to be left halfway. Raises: BadSheet."""
    text = neutral(text)
    if len(text) > LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text):
        raise BadSheet(f"Row {number} has a text that XLSX cannot hold, “{text[:40]}…”. Export the list as CSV.")
    return text


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.number_format = "@"  # text, so that a program does not make a day of a month when somebody edits it
    return cell
