"""Celery: when to run. The rows know what to run; see queue.py."""

import logging

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from contacts.ingest.queue import LEASE, work

AT_ONCE = 20  # submissions that one message makes a worker read before it looks for other messages
BEGIN_WITHIN = LEASE / 3  # and the time in which it begins to read them
LONGEST = (BEGIN_WITHIN + LEASE).total_seconds()

logger = logging.getLogger(__name__)


# Whoever reads beyond its lease is killed: a text that is read for ever would hold up all others.
@shared_task(acks_late=True, ignore_result=True, time_limit=LONGEST)  # type: ignore[untyped-decorator]
def wake() -> int:
    """Read submissions that are due; return how many were read. Losing this message costs seconds: the sweep sends another."""
    # Reading takes libraries that load for half a second, which web processes that only send the message need not pay.
    from contacts.ingest.pipeline import ingest

    count = work(ingest, limit=AT_ONCE, within=BEGIN_WITHIN)
    if count:
        _send()  # there may be more
    return count


def wake_on_commit() -> None:
    """Wake a worker once the rows written in this transaction can be seen. A broker that is away is no error: the sweep comes."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    try:
        wake.apply_async(retry=False)
    except OperationalError as error:
        logger.warning("The broker is away, the sweep will find what waits: %s", error)
