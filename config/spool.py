"""A broker that is a folder: Celery's messages on one machine without another server.

Promises: a message appears whole or not at all; one reader gets it; what a killed process leaves half done is in nobody's
way; folders that somebody removed are made again. A message whose reader is killed is lost: the rows know what to do.

Kombu's own filesystem transport lets a worker read a file that is still being written, passes messages through the folder
for temporary files of the whole machine, and keeps a table beside them that a kill leaves empty, which no worker survives.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.utils.json import dumps, loads

SCHEME = "spool"
WAITING, WRITING, TAKEN = "queue", "control", "taken"  # folders of a spool


class Channel(virtual.Channel):
    """A channel whose queues are the files `TIME_ID.QUEUE.msg` of a folder, the oldest first."""

    @property
    def _folder(self) -> Path:
        return Path(self.connection.client.transport_options["folder"])

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        _make(self._folder)
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}.msg"
        unfinished = self._folder / WRITING / f"{name}.part"
        unfinished.write_text(dumps(message))  # type: ignore[no-untyped-call]
        os.replace(unfinished, self._folder / WAITING / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in self._names(queue):
            taken = self._folder / TAKEN / name
            try:
                os.replace(self._folder / WAITING / name, taken)
            except FileNotFoundError:  # another one has it
                continue
            with suppress(ValueError):  # empty after a power failure
                try:
                    return loads(taken.read_text())  # type: ignore[no-untyped-call]
                finally:
                    taken.unlink(missing_ok=True)
        raise Empty

    def _names(self, queue: str) -> Iterator[str]:
        try:
            names = os.listdir(self._folder / WAITING)
        except FileNotFoundError:
            _make(self._folder)
            return
        yield from sorted(name for name in names if name.partition(".")[2] == f"{queue}.msg")

    def _size(self, queue: str) -> int:
        return sum(1 for _ in self._names(queue))

    def _purge(self, queue: str) -> int:
        count = 0
        for name in self._names(queue):
            with suppress(FileNotFoundError):
                (self._folder / WAITING / name).unlink()
                count += 1
        return count


class Transport(virtual.Transport):
    """The channel above, polled."""

    Channel = Channel
    global_state = virtual.BrokerState()  # type: ignore[no-untyped-call]  # what this process declared
    driver_type = driver_name = SCHEME

    def __init__(self, client: Any, **kwargs: Any) -> None:
        """Share what this process has declared."""
        super().__init__(client, **kwargs)  # type: ignore[no-untyped-call]
        self.state = self.global_state

    def driver_version(self) -> str:
        """Return that there is none."""
        return "none"


def options(folder: Path) -> dict[str, Any]:
    """Return the transport options for a spool below `folder`, which is made if it is missing."""
    _make(folder)
    return {"folder": str(folder), "polling_interval": 0.2}  # seconds


def _make(folder: Path) -> None:
    for part in (WAITING, WRITING, TAKEN):
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)


def register() -> None:
    """Let kombu know the scheme `spool://`."""
    TRANSPORT_ALIASES[SCHEME] = "config.spool:Transport"
