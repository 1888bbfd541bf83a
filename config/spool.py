"""A broker that is a folder: Celery's messages on one machine without another server.

Kombu's filesystem transport with two things mended: a message appears whole or not at all, where the stock transport lets
a worker read a file that is still being written and die of it; and its folders are made where they are missing.
"""

import os
import uuid
from pathlib import Path
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "spool"


class Channel(filesystem.Channel):
    """A channel that writes beside the queue's folder and moves the finished file in."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu disagrees with itself
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}.msg"
        unfinished = Path(self.control_folder) / f"{name}.part"
        unfinished.write_text(dumps(payload))  # type: ignore[no-untyped-call]
        os.replace(unfinished, Path(self.data_folder_out) / name)


class Transport(filesystem.Transport):
    """Kombu's filesystem transport with the channel above."""

    Channel = Channel


def options(folder: Path) -> dict[str, Any]:
    """Return the transport options for a spool below `folder`, whose parts are made if they are missing."""
    parts = {name: folder / name for name in ("queue", "control", "taken")}
    for part in parts.values():
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(parts["queue"]),
        "data_folder_out": str(parts["queue"]),
        "control_folder": str(parts["control"]),
        "processed_folder": str(parts["taken"]),
        "store_processed": False,
        "polling_interval": 0.2,  # seconds
    }


def register() -> None:
    """Let kombu know the scheme `spool://`."""
    TRANSPORT_ALIASES[SCHEME] = "config.spool:Transport"
