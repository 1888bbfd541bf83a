"""Hands for tests of imports and exports: make a sheet, hand it in, read what the pages say."""

import csv
import io
import re
from html import unescape

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contacts.models import BulkChange
from contacts.sheets.formulas import original
from tests.admin.desk import at, told


def sheet(header: str, rows: list[list[str]], separator: str = ",") -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(header.split())
    writer.writerows(rows)
    return file.getvalue()


def hand_in(client: Client, model: str, content: str | bytes, name: str = "sheet.csv", **fields: object) -> BulkChange | str:
    """Return the change that a file became, or the page that refuses the file."""
    data = content.encode() if isinstance(content, str) else content
    fields = {"answered": "1", "reason": "New finds.", "file": SimpleUploadedFile(name, data), **fields}
    response = client.post(at(f"{model}_import"), fields)
    if response.status_code == 302:
        return BulkChange.objects.latest("pk")
    assert response.status_code == 200
    return unescape(response.content.decode())


def look(client: Client, change: BulkChange, query: str = "") -> str:
    response = client.get(at("bulkchange_change", change.pk) + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def cells_of(page: str, caption: str) -> list[list[str]]:
    """Return the cells of the table with this caption, without its header."""
    table = re.search(rf"<caption>{caption}</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    if table is None:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", table.group(1), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def faults(page: str) -> list[tuple[str, str]]:
    """Return the row and the column of each cell that the page calls wrong."""
    return [(row, column) for row, column, *_ in cells_of(page, "What is wrong")]


def carry_out(client: Client, change: BulkChange) -> str:
    """Press the button of the page that shows what would change; return what it answers."""
    digest = re.search(r'name="digest" value="(\w+)"', look(client, change))
    response = client.post(at("bulkchange_carry_out", change.pk), {"digest": digest.group(1) if digest else ""}, follow=True)
    change.refresh_from_db()
    return told(response)


def look_at_undo(client: Client, change: BulkChange) -> str:
    return client.get(at("bulkchange_undo", change.pk)).content.decode()


def undo(client: Client, change: BulkChange, reason: str = "It was the wrong sheet.") -> str:
    response = client.post(at("bulkchange_undo", change.pk), {"answered": "1", "reason": reason}, follow=True)
    change.refresh_from_db()
    return told(response)


def dump() -> dict[str, list[dict]]:
    """Return every row of the workshop, with every column."""
    models = [model for model in apps.get_app_config("contacts").get_models() if not model.__name__.startswith("Bulk")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def exported(client: Client, model: str, query: str = "") -> bytes:
    response = client.get(at(f"{model}_export_csv") + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of an exported CSV file, with cells as they were before they were made harmless."""
    text = content.decode("utf-8-sig")
    return [{name: original(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))]
