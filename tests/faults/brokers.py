"""Brokers that a test starts, kills and starts again, each with a port and folders of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

import pytest

READY_SECONDS = 60
RABBITMQ = next(
    filter(None, (shutil.which(name) for name in ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"))),
    None,  # Debian's own script in /usr/sbin insists on an account; the one below it does not
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Broker(ABC):
    """One way to carry messages."""

    url = ""

    @abstractmethod
    def start(self) -> None:
        """Return when it takes connections."""

    @abstractmethod
    def kill(self) -> None:
        """End it as a power failure does; whatever it kept in memory is lost."""

    def stop(self) -> None:
        """Leave nothing behind."""
        self.kill()


class Spool(Broker):
    """The default: a folder of the site. It has no process; what can happen to it is that somebody removes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self) -> None:
        pass

    def kill(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Server(Broker):
    """A broker that is a process with a port."""

    says_when_ready: bytes  # what it answers to `hello`
    hello: bytes

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def start(self) -> None:
        log = self.folder / "log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace").strip().splitlines()[-5:]
                self.stop()
                pytest.fail(f"{self.command()[0]} did not start: {said}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                link.sendall(self.hello)
                return link.recv(len(self.says_when_ready)) == self.says_when_ready
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Redis(Server):
    """A redis-server that keeps nothing on disk: after a restart every message is gone."""

    hello, says_when_ready = b"PING\r\n", b"+PONG"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]


class RabbitMQ(Server):
    """A RabbitMQ node, and the name service that Erlang wants beside it, as whoever runs the tests."""

    hello, says_when_ready = b"AMQP\x00\x00\x09\x01", b"\x01"  # a frame of method, in answer to the protocol's header

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        self.names_port = free_port()
        (folder / "enabled_plugins").write_text("[].")
        self.names = subprocess.Popen(
            ["epmd", "-port", str(self.names_port), "-address", "127.0.0.1"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def command(self) -> list[str]:
        assert RABBITMQ
        return [RABBITMQ]

    def environment(self) -> dict[str, str]:
        folder = self.folder
        own = {
            "HOME": folder,  # where the cookie is
            "RABBITMQ_NODENAME": f"faults{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": free_port(),
            "RABBITMQ_MNESIA_BASE": folder / "mnesia",
            "RABBITMQ_LOG_BASE": folder / "logs",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": folder / "pid",
            "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "enabled_plugins",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": folder / "rabbitmq",
            "ERL_EPMD_PORT": self.names_port,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        return super().environment() | {name: str(value) for name, value in own.items()}

    def stop(self) -> None:
        super().stop()
        self.names.kill()
        self.names.wait()


def broker(kind: str, var: Path, scratch: Path) -> Broker:
    """Return a running broker of this kind for a site whose files are below `var`; skip where the machine has none."""
    found: Broker
    if kind == "embedded":
        found = Spool(var / "spool")
    elif kind == "redis":
        if shutil.which("redis-server") is None:
            pytest.skip("no redis-server on this machine: apt-get install redis-server")
        found = Redis(scratch / "redis")
    else:
        if RABBITMQ is None or shutil.which("epmd") is None:
            pytest.skip("no RabbitMQ on this machine: apt-get install rabbitmq-server")
        found = RabbitMQ(scratch / "rabbitmq")
    try:
        found.start()
    except pytest.fail.Exception as error:
        if kind == "rabbitmq":  # whether a node runs beside the system's own is for its packaging to say
            pytest.skip(str(error))
        raise
    return found
