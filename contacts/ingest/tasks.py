"""Celery: when to run. The rows know what to run; see queue.py."""

from celery import shared_task
from django.db import transaction

from contacts.ingest.queue import work

AT_ONCE = 20  # submissions that one message makes a worker read before it looks for other messages


@shared_task(acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def wake() -> int:
    """Read submissions that are due; return how many were read. Losing this message costs seconds: the sweep sends another."""
    # Reading takes libraries that load for half a second, which web processes that only send the message need not pay.
    from contacts.ingest.pipeline import ingest

    count = work(ingest, limit=AT_ONCE)
    if count == AT_ONCE:
        wake.delay()
    return count


def wake_on_commit() -> None:
    """Wake a worker once the rows written in this transaction can be seen. A broker that is away is no error: the sweep comes."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    wake.apply_async(retry=False)
