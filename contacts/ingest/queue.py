"""The queue of submissions: rows are the truth, a message only wakes a worker.

A worker takes a row under a lease. If it dies, the lease runs out and another takes the row again; what it had stored was
stored in one transaction or not at all, and storing again changes nothing. The number of the attempt tells the two apart:
only the attempt that still holds the row writes its failure on it.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from contacts.models import Submission, SubmissionState

LEASE = timedelta(seconds=settings.INGEST_LEASE_SECONDS)
MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=20)  # doubled with each further attempt


class WorthRetrying(Exception):
    """The attempt failed for a reason that may pass: the site was busy, the network away."""


class CannotBeRead(Exception):
    """The input will never do; the message tells an editor why and what to do."""


def due(limit: int = 1) -> list[int]:
    """Take up to `limit` submissions that are due, each under a lease, and return their keys. Queries: 2 or 3.

    Those that wait come before those whose worker was lost, so that one input which no worker survives holds up no others.
    """
    now = timezone.now()
    waiting = Submission.objects.filter(state=SubmissionState.QUEUED, run_after__lte=now)
    lost = Submission.objects.filter(state=SubmissionState.RUNNING, lease_until__lt=now)
    keys: list[int] = []
    with transaction.atomic():
        for ready in (waiting, lost):
            rows = ready.select_for_update(skip_locked=True).order_by("run_after", "pk")
            keys += rows.values_list("pk", flat=True)[: limit - len(keys)]
            if len(keys) == limit:
                break
        Submission.objects.filter(pk__in=keys).update(state=SubmissionState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return keys


def work(read: Callable[[Submission], None], *, limit: int | None = None, within: timedelta | None = None) -> int:
    """Read submissions until none is due, `limit` were read or the time `within` has passed; return how many were read.

    `read` stores what it finds and marks the row as done in one transaction. What it raises ends up on the row; an error
    of ours is raised again after the others were read.
    """
    count = 0
    until = time.monotonic() + within.total_seconds() if within else None
    wrong: list[Exception] = []
    while (limit is None or count < limit) and (until is None or time.monotonic() < until):
        keys = due()
        if not keys:
            break
        try:
            _attempt(keys[0], read)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            wrong.append(error)
        count += 1
    if wrong:
        raise wrong[0]
    return count


def take(submission: Submission) -> None:
    """Take a submission that waits under a lease. In the transaction that makes it, no worker sees it waiting."""
    Submission.objects.filter(pk=submission.pk, state=SubmissionState.QUEUED).update(
        state=SubmissionState.RUNNING, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
    )


def read_taken(submission: Submission, read: Callable[[Submission], None]) -> None:
    """Read a submission taken here, whatever waits before it; what it raises ends up on the row."""
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
    except (OperationalError, InterfaceError):
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
    _held(submission).update(state=SubmissionState.QUEUED, lease_until=None, run_after=timezone.now() + wait, error=why)


def fail(submission: Submission, why: str) -> None:
    """End a submission as failed, with the reason that an editor reads; not if its lease ran out and another has it."""
    _held(submission).update(state=SubmissionState.FAILED, lease_until=None, finished_at=timezone.now(), error=why.replace("\x00", ""))


def _held(submission: Submission) -> QuerySet[Submission]:
    return Submission.objects.filter(pk=submission.pk, state=SubmissionState.RUNNING, attempts=submission.attempts)


def retry(submission: Submission) -> None:
    """Put a submission that ended back into the queue, with all attempts before it."""
    Submission.objects.filter(pk=submission.pk, state__in=[SubmissionState.DONE, SubmissionState.FAILED]).update(
        state=SubmissionState.QUEUED, attempts=0, run_after=timezone.now(), finished_at=None, error="", lease_until=None
    )
