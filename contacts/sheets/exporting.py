"""Rows of the workshop as the cells of a sheet that can be imported again."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from contacts.sheets.columns import SheetOf
from contacts.sheets.formulas import neutral

AT_ONCE = 500  # rows fetched from the database at a time


def cells(of: SheetOf, rows: "QuerySet[Any]") -> Iterator[list[str]]:
    """Yield the cells of each row, in the order of the sheet's columns. Queries: 1 for every 500 rows; 2 for reports, with their links."""
    rows = rows.select_related(*of.relations)
    if "contacts" in of.columns:
        rows = rows.prefetch_related("contact_links__contact")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [column.text(row) for column in of.columns.values()]


def csv_lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield a CSV file line by line: UTF-8 that spreadsheets know by its mark, every cell in quotes, formulas made harmless."""
    writer = csv.writer(_Through(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow([neutral(text) for text in row])


class _Through:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
