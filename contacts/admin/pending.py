"""What publishing would change, in words."""

import json
from collections.abc import Iterable
from typing import Any

from contacts.actions.gather import documents_for
from contacts.record.diff import changes
from contacts.record.edition import Document
from contacts.record.readmodel import Entry
from contacts.record.writer import preview
from contacts.vocabulary import Property, RecordType, Speaker

COMPUTED = ("facts", "comparison", "disagreements", "origins", "confirmed_by", "disclosed_by")
"""Fields that follow from claims and reports; an editor corrects those."""


def companions(row: Any) -> list[str]:
    """Return the names of other records that would be published with this row, because it refers to them and they changed."""
    documents = preview(documents_for([row]))
    documents.pop((row.record_type, row.public_id))
    entries = Entry.objects.standing().in_bulk_by_key(list(documents))
    return [
        f"{RecordType(key[0]).label}: {_line(document)}"
        for key, document in documents.items()
        if key not in entries or entries[key].document != document
    ]


def in_words(before: Document | None, after: Document | None) -> list[dict[str, Any]]:
    """Return the changes from one document to another: `field`, and the lines `before` and `after` that differ."""
    reports = _report_names(before) | _report_names(after)
    rows = []
    for change in changes(before, after):
        if change["field"] in COMPUTED:
            continue
        was, will = (_lines(change[side], reports) for side in ("before", "after"))
        if isinstance(change["before"] or change["after"], list) and was != will and sorted(was) != sorted(will):
            was, will = [line for line in was if line not in will], [line for line in will if line not in was]
        field = "claim" if change["item"] else change["field"].replace("_", " ")
        rows.append({"field": field, "before": was, "after": will})
    return rows


def computed_anew(before: Document | None, after: Document | None) -> list[str]:
    """Return the names of the computed fields that differ."""
    return list(dict.fromkeys(row["field"].replace("_", " ") for row in changes(before, after) if row["field"] in COMPUTED))


def _report_names(document: Document | None) -> dict[str, str]:
    return {item["report"]["id"]: _line(item["report"]) for item in (document or {}).get("reports", [])}


def _lines(value: Any, reports: dict[str, str]) -> list[str]:
    if isinstance(value, list):
        return [_line(item) for item in value]
    if isinstance(value, dict) and "property" in value:
        return list(_claim_lines(value, reports))
    return [_line(value)] if value not in (None, "", {}) else []


def _claim_lines(claim: Document, reports: dict[str, str]) -> Iterable[str]:
    who = claim["person"]["name"] + ", " if claim["person"] else ""
    yield f"{who}{Speaker(claim['speaker']).label} — {Property(claim['property']).label}: {claim['text']}"
    yield f"Report: {reports.get(claim['report'], claim['report'])}"
    yield f"Rank: {claim['rank']}"
    if part := claim["value"].get("part"):
        yield f"Part: {part}"
    if claim["note"]:
        yield f"Note: {claim['note']}"
    if claim["passage"]:
        yield f"Passage: {claim['passage']['prefix']}“{claim['passage']['exact']}”{claim['passage']['suffix']}"


def _line(value: Any) -> str:
    """Return a value of a document on one line."""
    if not isinstance(value, dict):
        return str(value)
    if "relation" in value:
        return f"{value['relation']}: {_line(value.get('report') or value.get('contact'))}"
    if value.get("type") == RecordType.REPORT:
        return f"{value['publisher']['name']}: {value['title'] or value['description'] or value['url']} ({value['published'] or 'no date'})"
    for field in ("edtf", "title", "name", "label"):
        if field in value:
            return str(value[field])
    if all(isinstance(words, list) for words in value.values()):
        return "; ".join(f"{language}: {', '.join(words)}" for language, words in value.items() if words)
    return json.dumps(value, ensure_ascii=False)
