"""The queue of submissions: rows are the truth, a message only wakes a worker.

A worker takes a row under a lease. If it dies, the lease runs out and another takes the row again; what it had stored was
stored in one transaction or not at all, and storing again changes nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from contacts.models import Submission, SubmissionState

LEASE = timedelta(minutes=3)  # longer than the longest fetch with its retries inside one attempt
MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=20)  # doubled with each further attempt


class WorthRetrying(Exception):
    """The attempt failed for a reason that may pass: the site was busy, the network away."""


class CannotBeRead(Exception):
    """The input will never do; the message tells an editor why and what to do."""


def due(limit: int = 1) -> list[int]:
    """Take up to `limit` submissions that are due, each under a lease, and return their keys. Queries: 2."""
    now = timezone.now()
    ready = Q(state=SubmissionState.QUEUED, run_after__lte=now) | Q(state=SubmissionState.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        keys = list(
            Submission.objects.select_for_update(skip_locked=True)
            .filter(ready)
            .order_by("run_after", "pk")
            .values_list("pk", flat=True)[:limit]
        )
        Submission.objects.filter(pk__in=keys).update(state=SubmissionState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return keys


def work(read: Callable[[Submission], None], *, limit: int | None = None) -> int:
    """Read submissions until none is due (or `limit` were read); return how many were read.

    `read` stores what it finds and marks the row as done in one transaction. What it raises ends up on the row.
    """
    count = 0
    while limit is None or count < limit:
        keys = due()
        if not keys:
            break
        _attempt(keys[0], read)
        count += 1
    return count


def read_now(submission: Submission, read: Callable[[Submission], None]) -> None:
    """Read one submission here and now, under a lease, whatever waits before it; what it raises ends up on the row."""
    now = timezone.now()
    taken = Submission.objects.filter(pk=submission.pk, state=SubmissionState.QUEUED).update(
        state=SubmissionState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if taken:
        _attempt(submission.pk, read)


def _attempt(key: int, read: Callable[[Submission], None]) -> None:
    submission = Submission.objects.get(pk=key)
    if submission.attempts > MAX_ATTEMPTS:
        # Whatever it is, it took its worker down each time.
        fail(
            submission, f"Given up after {MAX_ATTEMPTS} attempts, the last of which did not end. Paste the text instead, or retry by hand."
        )
        return
    try:
        read(submission)
    except CannotBeRead as error:
        fail(submission, str(error))
    except WorthRetrying as error:
        _later(submission, str(error))
    except IntegrityError:
        # Another worker stored the same report or publisher at this moment; the next attempt finds it.
        _later(submission, "The same text was being stored by another worker.")
    except OperationalError:
        # The database is away, so nothing can be written on the row; its lease runs out and it is taken again.
        raise
    except Exception as error:  # the row must say what happened, whatever it was
        fail(submission, f"The program could not read this ({type(error).__name__}: {error}). Report it, and paste the text instead.")
        raise


def _later(submission: Submission, why: str) -> None:
    if submission.attempts >= MAX_ATTEMPTS:
        fail(submission, f"{why} Tried {submission.attempts} times; retry by hand when it may work again.")
        return
    wait = FIRST_WAIT * 2 ** (submission.attempts - 1)
    Submission.objects.filter(pk=submission.pk, state=SubmissionState.RUNNING).update(
        state=SubmissionState.QUEUED, lease_until=None, run_after=timezone.now() + wait, error=why
    )


def fail(submission: Submission, why: str) -> None:
    """End a submission as failed, with the reason that an editor reads."""
    Submission.objects.filter(pk=submission.pk, state=SubmissionState.RUNNING).update(
        state=SubmissionState.FAILED, lease_until=None, finished_at=timezone.now(), error=why.replace("\x00", "")
    )


def retry(submission: Submission) -> None:
    """Put a submission that ended back into the queue, with all attempts before it."""
    Submission.objects.filter(pk=submission.pk, state__in=[SubmissionState.DONE, SubmissionState.FAILED]).update(
        state=SubmissionState.QUEUED, attempts=0, run_after=timezone.now(), finished_at=None, error="", lease_until=None
    )
