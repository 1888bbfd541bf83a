"""The embedded PostgreSQL survives what happens to it: odd paths, kills, crowds, root. Needs no Django."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from config import embedded
from config.embedded import EmbeddedDatabaseError
from config.serve import database_url

ROOT = Path(__file__).resolve().parents[2]
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder below a folder closed to everybody else, and no server left behind."""
    yield from closed_folder(tmp_path / "var")


def closed_folder(var: Path) -> Iterator[Path]:
    var.mkdir(mode=0o700, parents=True)
    data_dir = var / "postgres"
    yield data_dir
    assert embedded.stop(data_dir)


def ask(data_dir: Path, query: str) -> object:
    """The first value that the running server answers with."""
    with psycopg.connect(embedded.url_of(data_dir), autocommit=True) as connection:
        cursor = connection.execute(query)
        return (cursor.fetchone() or [None])[0] if cursor.description else None


def pid_of(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().splitlines()[0])


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def python(code: str, *arguments: object, **options: object) -> "subprocess.Popen[str]":
    """Another process of the project."""
    command = [sys.executable, "-c", f"import sys; from pathlib import Path; from config import embedded\n{code}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    options |= {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "env": environment}
    return subprocess.Popen([*command, *map(str, arguments)], text=True, cwd="/", **options)  # type: ignore[call-overload]


def test_starts_answers_and_stops(data_dir: Path) -> None:
    url = embedded.ensure_running(data_dir)
    assert url == embedded.url_of(data_dir)
    assert embedded.is_alive(data_dir)
    assert ask(data_dir, "SELECT current_database()") == "contacts"
    assert ask(data_dir, "SELECT lower('ПУТИН')") == "путин"
    assert ask(data_dir, "SELECT current_setting('listen_addresses')") == ""
    pid = pid_of(data_dir)

    assert embedded.stop(data_dir)
    assert not embedded.is_alive(data_dir)
    assert not Path("/proc", str(pid)).exists()
    with pytest.raises(psycopg.OperationalError):
        ask(data_dir, "SELECT 1")


def test_data_and_sockets_are_private_and_parents_stay_closed(data_dir: Path) -> None:
    folders = [data_dir.parent, *data_dir.parent.parents]
    before = [folder.stat().st_mode for folder in folders]
    embedded.ensure_running(data_dir)
    assert [folder.stat().st_mode for folder in folders] == before
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((data_dir.parent / "postgres.log").stat().st_mode) == 0o600


def test_second_start_keeps_the_data(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    ask(data_dir, "CREATE TABLE kept AS SELECT 7 AS value")
    assert embedded.stop(data_dir)
    embedded.ensure_running(data_dir)
    assert ask(data_dir, "SELECT value FROM kept") == 7


@pytest.mark.parametrize("folder", ["a folder with spaces/And 'quotes' & UPPER %41", "commas, too", "long/" + "x" * 120, "Кремль"])
def test_any_path_will_do(tmp_path: Path, folder: str) -> None:
    for data_dir in closed_folder(tmp_path / folder):
        embedded.ensure_running(data_dir)
        assert ask(data_dir, "SELECT 1") == 1
        sockets = Path(str(ask(data_dir, "SELECT current_setting('unix_socket_directories')")))
        sockets = data_dir if sockets == Path() else sockets
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert embedded.stop(data_dir)
        assert sockets == data_dir or not sockets.exists()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    for data_dir in closed_folder(tmp_path / ("x" * 120)):
        sockets = embedded._socket_dir(data_dir)
        sockets.mkdir(mode=0o777)
        try:
            with pytest.raises(EmbeddedDatabaseError, match="not private"):
                embedded.ensure_running(data_dir)
        finally:
            sockets.rmdir()


def test_killed_server_starts_again_with_every_acknowledged_row(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    ask(data_dir, "CREATE TABLE kept AS SELECT 7 AS value")
    os.kill(pid_of(data_dir), signal.SIGKILL)
    embedded.ensure_running(data_dir)
    assert ask(data_dir, "SELECT value FROM kept") == 7


def test_a_query_that_outlives_a_killed_server_does_not_hold_up_a_start(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    endless = "SELECT count(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b"
    with closing(psycopg.connect(embedded.url_of(data_dir))) as connection:
        connection.pgconn.send_query(endless.encode())
        assert eventually(lambda: ask(data_dir, f"SELECT 1 FROM pg_stat_activity WHERE query = '{endless}'") == 1)
        os.kill(pid_of(data_dir), signal.SIGKILL)
        began = time.monotonic()
        embedded.ensure_running(data_dir)
        assert time.monotonic() - began < 60


def test_stale_lock_files_naming_a_live_process_do_not_stop_a_start(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    owner = data_dir.stat().st_uid
    os.kill(pid_of(data_dir), signal.SIGKILL)
    with subprocess.Popen(["sleep", "60"], user=owner if AS_ROOT else None) as stranger:
        try:
            for lock in (data_dir / "postmaster.pid", data_dir / ".s.PGSQL.5432.lock"):
                rest = lock.read_text().partition("\n")[2]
                lock.write_text(f"{stranger.pid}\n{rest}")
            assert not embedded.is_alive(data_dir)
            embedded.ensure_running(data_dir)
            assert ask(data_dir, "SELECT 1") == 1
            assert pid_of(data_dir) != stranger.pid
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_empty_lock_file_after_a_crash_does_not_stop_a_start(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    embedded.stop(data_dir)
    (data_dir / "postmaster.pid").touch()
    embedded.ensure_running(data_dir)
    assert ask(data_dir, "SELECT 1") == 1


def test_a_killed_first_start_leaves_nothing_in_the_way(data_dir: Path) -> None:
    half = data_dir.with_name("postgres.new.1")
    (half / "base").mkdir(parents=True)
    embedded.ensure_running(data_dir)
    assert not half.exists()


def test_many_at_once_start_one_server_and_the_last_one_out_stops_it(data_dir: Path) -> None:
    code = "embedded.ensure_running(Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()"
    crowd = [python(code, data_dir) for _ in range(4)]
    assert [one.stdout.readline() for one in crowd if one.stdout] == ["up\n"] * 4
    pid = pid_of(data_dir)
    for one in crowd[:-1]:
        one.communicate()
        assert one.returncode == 0
        assert ask(data_dir, "SELECT 1") == 1
    assert pid_of(data_dir) == pid
    crowd[-1].communicate()
    assert not embedded.is_alive(data_dir)


def test_threads_of_one_process_share_one_start(data_dir: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        urls = set(pool.map(embedded.ensure_running, [data_dir] * 8))
    assert urls == {embedded.url_of(data_dir)}


def test_nothing_is_left_when_the_only_user_is_killed(data_dir: Path) -> None:
    with python("embedded.ensure_running(Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()", data_dir) as one:
        assert one.stdout
        assert one.stdout.readline() == "up\n"
        one.kill()
    assert eventually(lambda: not embedded.is_alive(data_dir))


def test_a_forked_child_keeps_the_server(data_dir: Path) -> None:
    code = """
import os, time
embedded.ensure_running(Path(sys.argv[1]))
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
print('up', flush=True)
os._exit(0)
"""
    with python(code, data_dir) as parent:
        assert parent.stdout
        assert parent.stdin
        assert parent.stdout.readline() == "up\n"
        parent.wait()
        assert not embedded.stop(data_dir)
        assert ask(data_dir, "SELECT 1") == 1
        parent.stdin.close()
    assert eventually(lambda: not embedded.is_alive(data_dir))


def test_two_data_folders_are_independent(tmp_path: Path) -> None:
    for one in closed_folder(tmp_path / "one"):
        for two in closed_folder(tmp_path / "two"):
            embedded.ensure_running(one)
            embedded.ensure_running(two)
            ask(one, "CREATE TABLE only_here ()")
            assert embedded.stop(one)
            assert ask(two, "SELECT to_regclass('only_here')") is None


def test_files_that_are_no_database_are_left_alone(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "letter.txt").write_text("mine")
    with pytest.raises(EmbeddedDatabaseError, match="holds files but no database"):
        embedded.ensure_running(data_dir)
    assert [path.name for path in data_dir.iterdir()] == ["letter.txt"]


def test_a_cluster_of_another_version_is_refused(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    (data_dir / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedDatabaseError, match="made by PostgreSQL 15"):
        embedded.ensure_running(data_dir)


def test_a_server_that_cannot_start_says_why_and_where(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    embedded.stop(data_dir)
    (data_dir / "postgresql.conf").write_text("max_connections = many\n")
    with pytest.raises(EmbeddedDatabaseError, match=r"(?s)max_connections.*postgres\.log.*DATABASE_URL"):
        embedded.ensure_running(data_dir)


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EmbeddedDatabaseError, match="Permission denied"):
        embedded.ensure_running(tmp_path / "var" / "postgres")


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_runs_for_an_ordinary_user_in_a_closed_folder() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # tmp_path is closed to others
        os.chown(folder, 65534, 65534)
        code = (
            "import os, psycopg; where = Path(sys.argv[1])\n"
            "print(psycopg.connect(embedded.ensure_running(where)).execute('SELECT 1').fetchone())\n"
            "print(where.stat().st_uid == os.getuid() != 0, embedded.stop(where))"
        )
        nobody = {"user": 65534, "group": 65534, "extra_groups": []}
        reachable = python("import psycopg; print('yes')", **nobody) if can_run(sys.executable, nobody) else None
        if reachable is None or reachable.communicate()[0] != "yes\n":
            pytest.skip("this checkout or its Python is closed to other users")
        assert python(code, Path(folder, "postgres"), **nobody).communicate()[0] == "(1,)\nTrue True\n"


def can_run(program: str, account: dict[str, object]) -> bool:
    try:
        return not subprocess.run([program, "-c", ""], check=False, cwd="/", **account).returncode  # type: ignore[call-overload]
    except OSError:
        return False


@pytest.mark.skipif(not AS_ROOT, reason="only root runs the server as another account")
def test_root_runs_the_server_as_somebody_else(data_dir: Path) -> None:
    embedded.ensure_running(data_dir)
    assert Path("/proc", str(pid_of(data_dir))).stat().st_uid == data_dir.stat().st_uid != 0


def test_database_url_always_wins(tmp_path: Path) -> None:
    given = "postgresql://somebody@db.example/other"
    assert database_url({"DATABASE_URL": given}, tmp_path) == given
    assert list(tmp_path.iterdir()) == []


def test_without_database_url_the_embedded_server_is_used(data_dir: Path) -> None:
    assert database_url({"DATABASE_URL": " "}, data_dir.parent) == embedded.url_of(data_dir)
    assert ask(data_dir, "SELECT 1") == 1
