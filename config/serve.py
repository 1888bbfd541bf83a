"""The whole site from one command: `python -m config.serve`, which is what `make run` calls.

Promises: a port in use is reported before anything starts; every step prints one line; whatever was started is stopped
again on Ctrl-C, SIGTERM, an error, or when the web server dies; a killed supervisor takes its children along. A worker that
dies is started anew, since pages do without it and what it was reading is taken again; one that cannot live stops the site.
`--health` asks a running server. The steps between the database and the server are those of `config.prepare`.

Keeps out: Django, so that the supervisor stays small and outlives a broken setting.
"""

import argparse
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import embedded
from config.prepare import say

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 20  # for the web server and the worker to finish what they are doing
DEATHS, DEATHS_SECONDS = 3, 60  # a worker that dies so often within that time cannot live
PORT_SECONDS = 3  # a killed run's web server needs a moment to let go of the port
LIBC = ctypes.CDLL(None)
WEB = ["gunicorn", "config.wsgi:application", "--workers=2", "--threads=4", "--graceful-timeout=10"]
WEB += ["--log-level=warning", "--no-control-socket"]  # else it makes one in the home folder
WORKER = ["celery", "--quiet", "-A", "config", "worker", "--beat", "--concurrency=1", "--loglevel=WARNING"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # talk among workers, of which there is one


class ServeError(RuntimeError):
    """The site cannot run; the message says what is wrong and what to do."""


class Stopped(BaseException):
    """Somebody asked the supervisor to end."""


def database_url(environ: Mapping[str, str], var: Path) -> str:
    """Return DATABASE_URL where it is set, else that of the embedded server, which runs from now on.

    Raises: EmbeddedDatabaseError
    """
    return environ.get("DATABASE_URL", "").strip() or embedded.ensure_running(var / "postgres")


def check_address(host: str, port: str) -> None:
    """Return if the web server can listen there.

    Raises: ServeError
    """
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ServeError(f"PORT={port} is not a port: choose a number from 1024 to 65535.")
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
            return
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            advice = {
                errno.EADDRINUSE: "stop what listens there, or choose another one: make run PORT=8001",
                errno.EACCES: "ports below 1024 are root's, choose a higher one: make run PORT=8000",
            }
            todo = advice.get(error.errno or 0, "choose an address of this machine: make run HOST=127.0.0.1")
            raise ServeError(f"Cannot listen on {host} port {port} ({error.strerror}): {todo}") from error


def run(host: str, port: str) -> int:
    """Serve until told to stop; return the exit status: 0 when told to, 1 after an error."""
    _on_stop_signals(_raise_stopped)
    children: dict[str, subprocess.Popen[bytes]] = {}
    var = ROOT / (os.environ.get("VAR_DIR", "").strip() or "var")
    own_database = not os.environ.get("DATABASE_URL", "").strip()
    try:
        check_address(host, port)
        url = database_url(os.environ, var)
        say(
            "database",
            f"PostgreSQL {embedded.VERSION} in {var / 'postgres'}" if own_database else "as DATABASE_URL says",
        )
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(var)}
        children["prepare"] = start(["config.prepare"], environment)
        if children["prepare"].wait():
            raise ServeError("The site was not started: see the error above.")
        del children["prepare"]
        children["web"] = start([*WEB, f"--bind={_bracketed(host)}:{port}"], environment)
        calm = {"PYTHONWARNINGS": "ignore:You're running the worker"}  # as root; it takes JSON alone
        worker = partial(start, WORKER, environment | calm)
        children["worker"] = worker()
        while not health(host, port):
            _check(children)
            time.sleep(0.1)
        say("serving", f"http://{_bracketed(_reachable(host))}:{port}/ (Ctrl-C stops)")
        watch(children, worker, var / "postgres" if own_database else None)
    except Stopped:
        return 0
    except (ServeError, embedded.EmbeddedDatabaseError) as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        return 1
    finally:
        _on_stop_signals(_hurry)
        _stop_all(children)
        if own_database:
            embedded.stop(var / "postgres")
        with suppress(OSError):  # the terminal may be gone
            say("stopped", "nothing of this command runs any more")


def _on_stop_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _raise_stopped(number: int, frame: FrameType | None) -> NoReturn:
    _on_stop_signals(_hurry)
    raise Stopped


def _hurry(number: int, frame: FrameType | None) -> None:
    """Asked twice: do not wait for requests and jobs in hand."""
    global STOP_SECONDS
    STOP_SECONDS = 0


def start(module: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a module out of the terminal's reach: Ctrl-C is the supervisor's alone, which then stops all in order."""
    parent = os.getpid()
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(parent),
    )


def end_with_parent(parent: int) -> None:
    """Have this process asked to end when that parent is killed. Linux only; elsewhere it does nothing."""
    if sys.platform == "linux":
        LIBC.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before it could be watched
            os.kill(os.getpid(), signal.SIGTERM)


def watch(
    children: dict[str, "subprocess.Popen[bytes]"], worker: Callable[[], "subprocess.Popen[bytes]"], data_dir: Path | None
) -> NoReturn:
    """Keep the site up: a worker that died is started anew by `worker`, and the embedded server if there is one.

    Raises: ServeError, when another child dies or the worker dies again and again.
    """
    deaths: list[float] = []
    while True:
        if (dead := children["worker"]).poll() is not None:
            deaths = [at for at in deaths if at > time.monotonic() - DEATHS_SECONDS] + [time.monotonic()]
            if len(deaths) < DEATHS:
                _stop_all({"worker": dead})  # its clock and its readers may live on
                children["worker"] = worker()
                say("worker", f"{_end_of(dead)}, runs again")
        _check(children)
        if data_dir and not embedded.is_alive(data_dir):
            embedded.ensure_running(data_dir)
            say("database", "was gone, runs again")
        time.sleep(0.5)


def _check(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise ServeError(f"The {name} process {_end_of(child)}; the site is stopped. What it said last is above.")


def _end_of(child: "subprocess.Popen[bytes]") -> str:
    code = child.poll() or 0
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"


def _stop_all(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    asked_at = time.monotonic()
    for child in children.values():
        child.terminate()
    for child in children.values():
        while child.poll() is None and time.monotonic() < asked_at + STOP_SECONDS:
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # with all that it started
        child.wait()


def _reachable(host: str) -> str:
    """The address to ask for a server that listens on all."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def health(host: str, port: str, headers: dict[str, str] | None = None) -> int:
    """Return the HTTP status of /healthz there, 0 if nothing answers."""
    connection = http.client.HTTPConnection(_reachable(host), int(port), timeout=5)
    try:
        connection.request("GET", "/healthz", headers=headers or {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def main() -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m config.serve", description="Run the site.")
    parser.add_argument("--health", action="store_true", help="exit 0 if the site answers /healthz on PORT")
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one dies")
    options = parser.parse_args()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if options.health:
        allowed = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "localhost"
        return 0 if health(host, port, {"Host": allowed}) == 200 else 1
    if options.with_parent:
        end_with_parent(os.getppid())
    return run(host, port)


if __name__ == "__main__":
    sys.exit(main())
