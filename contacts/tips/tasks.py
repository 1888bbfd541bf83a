"""Jobs of the readers' tips that run by the clock."""

from celery import shared_task

from contacts.tips.forget import forget_senders


@shared_task  # type: ignore[untyped-decorator]
def forget() -> int:
    """Delete what tips hold of their senders and need no more; return the number of tips. Losing this message costs a day."""
    return forget_senders()
