"""Whatever is killed while submissions are read, each ends exactly once. Real processes, a real database, real brokers."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.brokers import broker
from tests.faults.handed_in import articles, long_article, unreadable
from tests.faults.worked import LEASE, RETRY, Cluster, Site, eventually

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for its processes in /proc"),
    pytest.mark.django_db,  # the dataset is loaded in the database of the tests, then copied into those of the sites
]

MAX_ATTEMPTS = 5  # contacts/ingest/queue.py
BROKERS = ("embedded", "redis", "rabbitmq")
DISTINCT, AGAIN, UNREADABLE = 176, 20, 4  # 200 submissions
BEFORE = "SELECT (SELECT count(*) FROM record_edition), (SELECT max(id) FROM contacts_report)"


@pytest.fixture(scope="module")
def cluster(dataset_snapshot, tmp_path_factory) -> Iterator[Cluster]:
    """One server for all tests of this module; they kill it, and it is started again."""
    from config import embedded

    var = tmp_path_factory.mktemp("site") / "var"
    var.mkdir(mode=0o700)
    found = Cluster(var, dataset_snapshot)
    for name in ("redis", "rabbitmq", "poison", "clock"):
        found.copy(name)
    yield found
    assert embedded.stop(found.data_dir)


@pytest.fixture
def site(request, cluster: Cluster, tmp_path: Path) -> Iterator[tuple]:
    """A site on one of the brokers, the default one with the embedded database, and its broker. Nothing of them is left behind."""
    kind, name = request.param
    var = cluster.data_dir.parent if name == "contacts" else tmp_path
    carrier = broker(kind, var, tmp_path)
    found = Site(cluster, name, var, carrier.url)
    try:
        yield found, carrier
    finally:
        found.stop()
        carrier.stop()


@pytest.mark.parametrize(
    "site", [("embedded", "contacts"), ("redis", "redis"), ("rabbitmq", "rabbitmq")], indirect=True, ids=["embedded", "redis", "rabbitmq"]
)
def test_each_of_200_submissions_ends_once_whatever_is_killed(site) -> None:
    site, carrier = site
    (editions, last_report), *_ = site.ask(BEFORE)
    handed_in = [*articles(DISTINCT, again=AGAIN), *unreadable(UNREADABLE)]
    site.hand_in(handed_in)
    site.start()

    site.wait_for(20)
    os.kill(site.worker(), signal.SIGKILL)
    site.wait_for(60)
    site.kill_reader_amid_a_text()
    site.wait_for(90)
    carrier.kill()
    carrier.start()
    site.wait_for(120)
    site.cluster.kill()
    site.wait_for(160)
    os.kill(site.worker(), signal.SIGKILL)
    site.wait_for(len(handed_in))
    kills = 4  # of which each takes one attempt at most, since one submission is read at a time

    states = dict(site.ask("SELECT state, count(*) FROM contacts_submission GROUP BY 1"))
    why = site.ask("SELECT error, count(*) FROM contacts_submission WHERE state = 'failed' GROUP BY 1 ORDER BY 2 DESC LIMIT 3")
    assert states == {"done": DISTINCT + AGAIN, "failed": UNREADABLE}, why
    assert site.count("contacts_submission WHERE lease_until IS NOT NULL OR finished_at IS NULL OR attempts > %s", MAX_ATTEMPTS) == 0
    (attempts,) = site.ask("SELECT sum(attempts) FROM contacts_submission")[0]
    assert len(handed_in) < attempts <= len(handed_in) + kills, "something was cut short and taken again, and nothing else was"
    assert site.count("contacts_submission WHERE state = 'failed' AND error LIKE '%%no text%%'") == UNREADABLE
    assert site.count("contacts_report WHERE id > %s", last_report) == DISTINCT, "one report a text"
    assert site.ask("SELECT count(*), count(DISTINCT sha256) FROM contacts_capture WHERE report_id > %s", last_report) == [
        (DISTINCT, DISTINCT)
    ]
    assert (
        site.ask(
            """
            SELECT submission.id FROM contacts_submission submission WHERE state = 'done' AND (
                jsonb_array_length(outcome -> 'claims') = 0
                OR jsonb_array_length(outcome -> 'claims')
                <> (SELECT count(*) FROM contacts_suggestion WHERE report_id = submission.report_id AND state = 'open'))
            """
        )
        == []
    ), "each report has the suggestions that reading it gave, once"
    assert site.count("record_edition") == editions, "nothing publishes itself"


@pytest.mark.parametrize("site", [("embedded", "clock")], indirect=True, ids=["embedded"])
def test_clock_that_dies_is_started_again_and_finds_what_lost_its_message(site) -> None:
    site, broker = site
    site.start()
    worker = site.worker()
    os.kill(site.clock(), signal.SIGKILL)
    eventually(lambda: not Path("/proc", str(worker)).exists())
    site.hand_in(articles(1, again=0))
    broker.kill()
    site.wait_for(1)


@pytest.mark.parametrize("site", [("embedded", "poison")], indirect=True, ids=["embedded"])
def test_input_that_no_reader_survives_fails_holds_up_nobody_and_can_be_retried(site) -> None:
    site, _ = site
    site.hand_in([{"text": long_article(3_000), "urls": []}])
    site.start()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        eventually(lambda: site.count("contacts_submission WHERE id = 1 AND state = 'running' AND attempts = %s", attempt))  # noqa: B023
        # Out of memory, or a loop without end: the worker itself has to end the latter.
        os.kill(site.reader(), signal.SIGSTOP if attempt == 2 else signal.SIGKILL)
        if attempt == 2:
            site.hand_in(articles(10, again=0))
    site.wait_for(11)
    (state, attempts, error), *_ = site.ask("SELECT state, attempts, error FROM contacts_submission WHERE id = 1")
    assert (state, attempts) == ("failed", MAX_ATTEMPTS + 1)
    assert f"Given up after {MAX_ATTEMPTS} attempts" in error
    assert site.count("contacts_submission WHERE state = 'done' AND attempts = 1") == 10
    given_up = "(SELECT finished_at FROM contacts_submission WHERE id = 1)"
    assert site.count(f"contacts_submission WHERE id > 1 AND finished_at > {given_up}") == 0, "the others did not wait for its end"

    site.run(RETRY)
    site.wait_for(11, seconds=2 * LEASE + 20)
    assert site.ask("SELECT state, attempts, error FROM contacts_submission WHERE id = 1") == [("done", 1, "")]
