"""The curated dataset as the content of its tables: loading and publishing it takes 15 seconds, putting it back a tenth."""

import fcntl
import io
import pickle
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from contacts.actions.publish import publish_all

Snapshot = dict[str, bytes]
"""Rows of each table in PostgreSQL's own text format, tables in an order that foreign keys allow."""


def _tables() -> list[str]:
    return [model._meta.db_table for name in ("contacts", "record") for model in apps.get_app_config(name).get_models()]


def load_and_publish() -> Snapshot:
    """Fill the empty tables and return what they then hold."""
    call_command("load_dataset", stdout=io.StringIO())
    publish_all(by="dataset", reason="First publication.")
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                found[table] = b"".join(rows)
    return found


def restore(snapshot: Snapshot) -> None:
    """Put the rows back into tables that hold nothing but the head of the log. Constraints are checked at the end."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_head")
        for table, rows in snapshot.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as target:
                target.write(rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        models = [model for name in ("contacts", "record") for model in apps.get_app_config(name).get_models()]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def shared_snapshot(folder: Path, make: Callable[[], Snapshot]) -> Snapshot:
    """Return what `make` gives, which one of the test processes calls while the others wait for it."""
    file = folder / "dataset.pickle"
    with open(folder / "dataset.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(pickle.dumps(make()))
    return pickle.loads(file.read_bytes())
