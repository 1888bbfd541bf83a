"""Jobs of the record that run by the clock."""

import logging

from celery import shared_task

from contacts.record.dump import differences

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def verify_record() -> int:
    """Compare the log with the dump and the read model; log every difference and return how many there are."""
    found = differences()
    for line in found:
        logger.error("The record does not follow from its log: %s", line)
    return len(found)
