"""Background jobs. `CELERY_BROKER_URL` chooses the broker; see docs/operations.md."""

import os
import signal
from typing import Any

from celery import Celery, bootsteps, signals

from config import spool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CLOCK_SECONDS = 5  # how often a worker that carries the clock looks whether it goes

spool.register()
app = Celery("contacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["contacts.record", "contacts.ingest"])


@signals.worker_init.connect  # type: ignore[untyped-decorator]
def _load_what_reading_takes(**_: Any) -> None:
    """Load libraries and word lists before readers are forked, so that one that takes a killed one's place begins at once."""
    from contacts.ingest.extract import extract
    from contacts.ingest.match import match
    from contacts.ingest.pipeline import pasted

    match(extract(pasted(b"Putin and Trump spoke by telephone on Tuesday, the Kremlin said.")), ())


class EndWithTheClock(bootsteps.StartStopStep):  # type: ignore[misc]
    """A worker whose clock died ends, so that whoever keeps it up starts both anew. Celery itself would not notice."""

    requires = ("celery.worker.components:Timer", "celery.worker.components:Beat")

    def start(self, worker: Any) -> None:
        """Look at the clock now and then, if this worker has one."""
        clock = getattr(worker, "beat", None)
        if clock is not None:
            worker.timer.call_repeatedly(CLOCK_SECONDS, self._look_at, (clock,))

    def _look_at(self, clock: Any) -> None:
        if not clock.is_alive():
            os.kill(os.getpid(), signal.SIGTERM)


app.steps["worker"].add(EndWithTheClock)
