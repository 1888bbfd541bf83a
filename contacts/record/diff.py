"""What changed between two documents of one record, by field, in words."""

from typing import Any

from contacts.record.edition import Document

ABSENT = object()


def changed_fields(before: Document | None, after: Document | None) -> list[str]:
    """Return the names of the top-level fields whose values differ, in alphabetical order."""
    before, after = before or {}, after or {}
    return sorted(key for key in before.keys() | after.keys() if before.get(key, ABSENT) != after.get(key, ABSENT))


def changes(before: Document | None, after: Document | None) -> list[dict[str, Any]]:
    """Return what a reader would call the changes: one row a field, or one row an item of a list of records.

    Each row holds `field`, `item` (id of the list's item, or empty), `before` and `after` (absent values are None).
    """
    before, after = before or {}, after or {}
    rows: list[dict[str, Any]] = []
    for field in changed_fields(before, after):
        old, new = before.get(field), after.get(field)
        if _is_keyed(old) and _is_keyed(new):
            rows.extend(_item_changes(field, old or [], new or []))
        else:
            rows.append({"field": field, "item": "", "before": old, "after": new})
    return rows


def _is_keyed(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) and "id" in item for item in value))


def _item_changes(field: str, old: list[Document], new: list[Document]) -> list[dict[str, Any]]:
    was = {item["id"]: item for item in old}
    now = {item["id"]: item for item in new}
    ids = [*was, *(key for key in now if key not in was)]
    return [{"field": field, "item": key, "before": was.get(key), "after": now.get(key)} for key in ids if was.get(key) != now.get(key)]
