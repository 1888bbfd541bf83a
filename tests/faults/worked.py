"""A site of its own for a fault test: database, worker and supervisor are real processes that can be killed one by one."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from config import embedded
from tests.faults.handed_in import HandedIn
from tests.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]
LEASE, SWEEP = 3, 0.5  # seconds, instead of minutes

PREPARE = """
import pickle
from django.core.management import call_command
from django.db import transaction
from tests.snapshot import restore
call_command("migrate", verbosity=0)
with transaction.atomic():
    restore(pickle.loads(sys.stdin.buffer.read()))
"""
HAND_IN = """
import json
from django.db import transaction
from contacts.actions.submit import submit
from contacts.ingest.tasks import wake_on_commit
for item in json.load(sys.stdin):
    with transaction.atomic():
        submit(by="a test", **item)
        wake_on_commit()
"""
RETRY = """
from contacts.ingest.queue import retry
from contacts.ingest.tasks import wake_on_commit
from contacts.models import Submission
for row in Submission.objects.filter(state="failed"):
    retry(row)
wake_on_commit()
"""
SUPERVISE = """
import os
from functools import partial
from pathlib import Path
from config import serve
worker = partial(serve.start, serve.WORKER, dict(os.environ))
serve.end_with_parent(os.getppid())
serve.watch({"worker": worker()}, worker, Path(sys.argv[1]))
"""


def eventually(condition: Callable[[], Any], seconds: float = 60) -> None:
    """Return once the condition holds; fail if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.01)


class Cluster:
    """An embedded PostgreSQL with the dataset, of which each site gets a database."""

    def __init__(self, var: Path, snapshot: Snapshot) -> None:
        self.data_dir = var / "postgres"
        embedded.ensure_running(self.data_dir)
        Site(self, "contacts", var, "").run(PREPARE, pickle.dumps(snapshot))

    def url_of(self, name: str) -> str:
        return embedded.url_of(self.data_dir).removesuffix(embedded.DATABASE) + name

    def copy(self, name: str) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as link:
            link.execute(f"CREATE DATABASE {name} TEMPLATE contacts")

    def kill(self) -> None:
        """End the server and all that works for it as a power failure does."""
        pid = int((self.data_dir / "postmaster.pid").read_text().split()[0])
        for process in [pid, *children_of(pid)]:
            os.kill(process, signal.SIGKILL)


class Site:
    """A database and the processes of a worker, told apart from others by a folder of their own."""

    def __init__(self, cluster: Cluster, name: str, var: Path, broker_url: str) -> None:
        self.cluster, self.name, self.var = cluster, name, var
        own = {
            "VAR_DIR": str(var),
            "DATABASE_URL": "" if name == embedded.DATABASE else cluster.url_of(name),  # without one, settings find the embedded server
            "CELERY_BROKER_URL": broker_url,
            "INGEST_LEASE_SECONDS": str(LEASE),
            "INGEST_SWEEP_SECONDS": str(SWEEP),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore:You're running the worker",
        }
        self.environment = {**os.environ, **own}
        self.supervisor: subprocess.Popen[bytes] | None = None

    def run(self, code: str, given: bytes = b"") -> None:
        """Run code of the project in a process of its own, as a request of the site would."""
        whole = f"import sys, django\ndjango.setup()\n{code}"
        done = subprocess.run([sys.executable, "-c", whole], input=given, env=self.environment, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def hand_in(self, items: Sequence[HandedIn]) -> None:
        self.run(HAND_IN, json.dumps(items).encode())

    def start(self) -> None:
        """Start the worker under the supervisor of `make run`; what they say goes to `said.log`."""
        with (self.var / "said.log").open("ab") as output:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", f"import sys\n{SUPERVISE}", str(self.cluster.data_dir)],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def stop(self) -> None:
        if self.supervisor is not None:
            workers = workers_below(self.supervisor.pid)  # not the database server, which is the supervisor's child too
            self.supervisor.kill()
            self.supervisor.wait()
            for worker in workers:
                for process in (worker, *children_of(worker)):
                    end(process)

    def said(self) -> str:
        return (self.var / "said.log").read_text(errors="replace")

    # What can be killed

    def worker(self) -> int:
        """The process that takes messages."""
        assert self.supervisor is not None
        eventually(lambda: workers_below(self.supervisor.pid))
        return workers_below(self.supervisor.pid)[0]

    def reader(self) -> int:
        """The process that reads: of the worker's children the one that gets its work through a pipe."""
        return self._child(reads=True)

    def clock(self) -> int:
        """The process that sends a message every few seconds: the other child, which has closed all that it inherited."""
        return self._child(reads=False)

    def _child(self, *, reads: bool) -> int:
        found: list[int] = []
        eventually(lambda: len(children_of(self.worker())) == 2)
        eventually(lambda: found.extend(child for child in children_of(self.worker()) if has_pipes(child) is reads) or found)
        return found[0]

    def kill_reader_amid_a_text(self) -> None:
        """Kill the reader while it has a text in hand: it is held still until a look at the rows says so."""
        fresh = "contacts_submission WHERE state = 'running' AND lease_until > now() + make_interval(secs => %s)"
        for _ in range(200):
            reader = self.reader()
            os.kill(reader, signal.SIGSTOP)
            if self.count(fresh, LEASE - 0.5):
                os.kill(reader, signal.SIGKILL)
                return
            os.kill(reader, signal.SIGCONT)
            time.sleep(0.01)
        raise AssertionError("the reader never had a text in hand")

    # What the rows say

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that the database answers with, as soon as it answers."""
        deadline = time.monotonic() + 60
        while True:
            try:
                with psycopg.connect(self.cluster.url_of(self.name), autocommit=True, connect_timeout=5) as link:
                    return link.execute(query, values).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def count(self, query: str, *values: object) -> int:
        return int(self.ask(f"SELECT count(*) FROM {query}", *values)[0][0])

    def ended(self) -> int:
        return self.count("contacts_submission WHERE state IN ('done', 'failed')")

    def wait_for(self, ended: int, seconds: float = 60) -> None:
        """Return when so many submissions have ended."""
        try:
            eventually(lambda: self.ended() >= ended, seconds)
        except AssertionError:
            states = self.ask("SELECT state, attempts, count(*) FROM contacts_submission GROUP BY 1, 2")
            raise AssertionError(f"{ended} did not end within {seconds} s: {states}\n{self.said()[-6000:]}") from None


def children_of(pid: int) -> list[int]:
    """The processes that this one started. Linux."""
    found = []
    for task in Path("/proc", str(pid), "task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def workers_below(pid: int) -> list[int]:
    return [child for child in children_of(pid) if b"celery" in command_of(child) and children_of(child)]


def command_of(pid: int) -> bytes:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes()
    except OSError:
        return b""


def has_pipes(pid: int) -> bool:
    """Whether the process has a pipe open beside its three streams."""
    try:
        return any(int(link.name) > 2 and os.readlink(link).startswith("pipe:") for link in Path("/proc", str(pid), "fd").iterdir())
    except OSError:
        return False


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
