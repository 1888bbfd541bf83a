"""The queue of submissions: each ends exactly once, whatever happens to the worker that had it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from contacts.actions.errors import CannotDecide
from contacts.actions.submit import submit
from contacts.ingest.queue import FIRST_WAIT, LEASE, MAX_ATTEMPTS, CannotBeRead, WorthRetrying, due, read_taken, retry, take, work
from contacts.models import Submission, SubmissionState

pytestmark = pytest.mark.django_db


def finish(submission):
    Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.DONE, finished_at=timezone.now(), lease_until=None)


def raising(error):
    def read(submission):
        raise error

    return read


def only():
    return Submission.objects.get()


def make_due():
    Submission.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_every_submission_is_read_once():
    submit(by="an editor", urls=[f"https://news.example/{number}" for number in range(5)])
    read = []
    assert work(lambda submission: (read.append(submission.url), finish(submission))) == 5
    assert sorted(read) == [f"https://news.example/{number}" for number in range(5)]
    assert work(lambda submission: read.append("again")) == 0


def test_submission_of_a_worker_that_died_is_taken_again_when_its_lease_is_over():
    submit(by="an editor", urls=["https://news.example/1"])
    assert len(due()) == 1  # taken, and the worker dies
    assert due() == []
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work(finish) == 1
    assert (only().state, only().attempts) == (SubmissionState.DONE, 2)


def test_lease_is_longer_than_a_fetch():
    submit(by="an editor", urls=["https://news.example/1"])
    due()
    assert only().lease_until - timezone.now() > LEASE - timedelta(seconds=5)


def test_what_may_pass_is_tried_again_later_and_not_for_ever():
    submit(by="an editor", urls=["https://news.example/1"])
    for attempt in range(1, MAX_ATTEMPTS + 1):
        make_due()
        assert work(raising(WorthRetrying("The host does not answer.")), limit=1) == 1
        assert only().attempts == attempt
        if attempt < MAX_ATTEMPTS:
            assert only().state == SubmissionState.QUEUED
            assert only().run_after > timezone.now() + FIRST_WAIT * 2 ** (attempt - 1) - timedelta(seconds=5)
    assert only().state == SubmissionState.FAILED
    assert "The host does not answer." in only().error


def test_what_can_never_be_read_fails_at_once_and_says_why():
    submit(by="an editor", text="x")
    work(raising(CannotBeRead("There is no text in it.")))
    assert (only().state, only().error, only().attempts) == (SubmissionState.FAILED, "There is no text in it.", 1)


def test_input_that_kills_its_worker_every_time_ends_as_failed():
    submit(by="an editor", text="poison")
    for _ in range(MAX_ATTEMPTS):
        due()
        Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work(finish) == 1
    assert only().state == SubmissionState.FAILED
    assert "Given up" in only().error


def test_an_error_of_ours_is_written_on_the_row_and_raised():
    submit(by="an editor", text="x")
    with pytest.raises(ZeroDivisionError):
        work(lambda submission: 1 / 0)
    assert only().state == SubmissionState.FAILED
    assert "ZeroDivisionError" in only().error


def test_two_workers_that_store_the_same_text_do_not_fail():
    submit(by="an editor", text="x")
    work(raising(IntegrityError("duplicate key")), limit=1)
    assert only().state == SubmissionState.QUEUED


def test_retry_by_hand_begins_anew():
    (submission,) = submit(by="an editor", text="x")
    take(submission)
    assert due() == [], "no worker takes what is being read here"
    read_taken(submission, raising(CannotBeRead("No.")))
    retry(only())
    assert (only().state, only().attempts, only().error) == (SubmissionState.QUEUED, 0, "")
    assert work(finish) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "Give an address or paste a text"),
        ({"urls": ["ftp://news.example/1"]}, "not a web address"),
        ({"urls": ["https://news.example/1", "nonsense"]}, "not a web address"),
        ({"urls": ["https://news.example/" + "x" * 1000]}, "not a web address"),
        ({"text": "x", "published": "yesterday"}, "not a date we know"),
        ({"text": "x" * 1_000_001}, "1,000,000 is the limit"),
        ({"text": "x", "urls": ["https://news.example/1", "https://news.example/2"]}, "one address"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_is_queued(wrong, says):
    with pytest.raises(CannotDecide, match=says):
        submit(by="an editor", **wrong)
    assert not Submission.objects.exists()
