"""How far the log reaches, asked once while one page is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from django.db import connection


class Moment(NamedTuple):
    """A state of the record: the last seq of the log and when it was reached (UTC)."""

    seq: int
    at: datetime


_held: ContextVar[Moment | None] = ContextVar("moment", default=None)


def now() -> Moment:
    """Return how far the log reaches. Queries: 1, or none inside `holding`."""
    return _held.get() or fresh()


def fresh() -> Moment:
    """Return how far the log reaches at this instant. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, at FROM record_head WHERE id = 1")
        return Moment(*cursor.fetchone())


@contextmanager
def holding(moment: Moment) -> Iterator[None]:
    """Let `now` answer with this moment while the block runs, so that one page asks once how far the log reaches."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
