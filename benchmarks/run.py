"""The measurements behind docs/performance.md.

Two servers run side by side, on a small and on a large record, and every round asks each in turn, so that whatever else
the machine does falls on all alike. Figures are medians; ratios compare figures of one run only.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from benchmarks.client import Connection

Say = Callable[[str], None]


@dataclass
class Case:
    """One address to measure. `path` may hold `{slug}`-like names that `examples` fills in."""

    name: str
    path: str


CASES = (
    Case("timeline", "/"),
    Case("contact", "/contacts/{id}/{slug}/"),
    Case("filtered", "/?kind=call&topic=ukraine"),
    Case("rare filter", "/?kind=summit&topic=space&speaker=kremlin"),
    Case("deep page", "/?before={deep}"),
    Case("search", "/search/?q=syria+geneva"),
    Case("filtered by words", "/?q=arctic"),
)


def _server() -> tuple[str, dict[str, str]]:
    """Return the name of the configured database and how to reach its server."""
    base: dict[str, Any] = settings.DATABASES["default"]
    found = {"host": base["HOST"], "port": base["PORT"], "user": base["USER"], "password": base["PASSWORD"]}
    return base["NAME"], {key: str(value) for key, value in found.items() if value}


def scratch_url(name: str, like: str = "") -> str:
    """Return the DATABASE_URL of a scratch database beside the configured one, made if need be, empty or as a copy of another."""
    configured, parameters = _server()
    with psycopg.connect(make_conninfo(dbname=configured, **parameters), autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            copy = SQL(" TEMPLATE {}").format(Identifier(like)) if like else SQL("")
            link.execute(SQL("CREATE DATABASE {}").format(Identifier(name)) + copy)
    parts = {key: quote(value, safe="") for key, value in parameters.items()}
    password = f":{parts['password']}" if "password" in parts else ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgres://{parts.get('user', '')}{password}@{parts.get('host', '')}{port}/{name}"


def drop(name: str) -> None:
    """Remove a scratch database, if there is one."""
    configured, parameters = _server()
    with psycopg.connect(make_conninfo(dbname=configured, **parameters), autocommit=True) as link:
        link.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def prepare(name: str, size: int, say: Say) -> str:
    """Return the DATABASE_URL of a scratch database that holds `size` invented contacts."""
    url = scratch_url(name)
    env = os.environ | {"DATABASE_URL": url}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=env, check=True, cwd=settings.BASE_DIR)
    with psycopg.connect(libpq(url)) as link:
        row = link.execute("SELECT count(*) FROM record_publishedcontact WHERE slug LIKE '%%-__________'").fetchone()
    have = row[0] if row else 0
    if have < size:
        say(f"filling {name} with {size - have} contacts …")
        subprocess.run([*manage, "synthesize", str(size - have)], env=env, check=True, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    return url


def libpq(url: str) -> str:
    """Return a DATABASE_URL as libpq takes it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql"))


@contextmanager
def serving(url: str, *, cached: bool) -> Iterator[int]:
    """Run the production server on a free port while the block lasts; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PAGE_CACHE_ENTRIES": "2000" if cached else "0",
    }
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "-w", "1", "--threads", "4", "-b", f"127.0.0.1:{port}"]
    command += ["--keep-alive", "60", "--log-level", "warning"]
    server = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            if Connection(port).get("/healthz")[1] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer within a minute.")


def examples(url: str) -> dict[str, str]:
    """Return the values that the cases' addresses need, taken from the record at `url`."""
    from contacts.record.cursors import encode

    with psycopg.connect(libpq(url)) as link:
        contact = link.execute("SELECT record_id, slug FROM record_publishedcontact WHERE slug = '2017-11-21-call'").fetchone()
        middle = link.execute(
            "SELECT sort_at, record_id FROM record_publishedcontact ORDER BY sort_at, record_id "
            "OFFSET (SELECT count(*) / 10 FROM record_publishedcontact) LIMIT 1"
        ).fetchone()
    assert contact is not None
    assert middle is not None
    return {"id": contact[0], "slug": contact[1], "deep": encode(middle[0], middle[1])}


def measure(ports: dict[str, int], paths: dict[str, dict[str, str]], rounds: int) -> dict[tuple[str, str], float]:
    """Return the median time of each case on each server, asked in turn. Units: seconds. Raises: RuntimeError, for a bad answer."""
    links = {name: Connection(port) for name, port in ports.items()}
    times: dict[tuple[str, str], list[float]] = {}
    for turn in range(rounds + 2):
        for server, link in links.items():
            for case, path in paths[server].items():
                took, status, _ = link.get(path)
                if status != 200:
                    raise RuntimeError(f"{path} answered {status}")
                if turn >= 2:  # the first two rounds load templates, indexes and pages of the database
                    times.setdefault((server, case), []).append(took)
    for link in links.values():
        link.close()
    return {key: statistics.median(values) for key, values in times.items()}


def publish_cost(url: str) -> float:
    """Return the median time of publishing a change of one contact. Units: seconds."""
    script = (
        "import django, json, time; django.setup()\n"
        "from django.db import transaction\n"
        "from contacts.models import Contact\n"
        "from contacts.actions.publish import publish\n"
        "row = Contact.objects.get(slug='2017-11-21-call')\n"
        "times = []\n"
        "for turn in range(9):\n"
        "    try:\n"
        "        with transaction.atomic():\n"
        "            row.summary = f'Measured {turn}.'\n"
        "            row.save()\n"
        "            began = time.perf_counter()\n"
        "            assert len(publish(rows=[row], by='dataset')) == 1\n"
        "            times.append(time.perf_counter() - began)\n"
        "            raise KeyError\n"
        "    except KeyError:\n"
        "        pass\n"
        "print(json.dumps(sorted(times[2:])[len(times[2:]) // 2]))\n"
    )
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=env, check=True, capture_output=True, cwd=settings.BASE_DIR)
    return float(json.loads(done.stdout))


def run(small: int, large: int, rounds: int, say: Say) -> dict[str, Any]:
    """Measure and return all figures; `say` gets a line of progress now and then."""
    connection.close()
    urls = {"small": prepare(f"bench_{small}", small, say), "large": prepare(f"bench_{large}", large, say)}
    filled = {name: examples(url) for name, url in urls.items()}
    paths = {name: {case.name: case.path.format(**values) for case in CASES} for name, values in filled.items()}
    say("first reads: nothing kept, small and large record in turn …")
    with serving(urls["small"], cached=False) as one, serving(urls["large"], cached=False) as two:
        first = measure({"small": one, "large": two}, paths, rounds)
        sizes = {case: len(Connection(one).get(path)[2]) for case, path in paths["small"].items()}
    say("repeated reads beside the floor, same server …")
    repeated: dict[str, dict[str, float]] = {}
    for name, url in urls.items():
        with serving(url, cached=True) as port:
            mixed = {case: path for case, path in paths[name].items() if case in ("timeline", "contact")}
            mixed |= {f"floor of {case}": f"/floor/{sizes[case]}/" for case in list(mixed)}
            found = measure({name: port}, {name: mixed}, rounds * 10)
            repeated[name] = {case: found[name, case] for case in mixed}
    say("publishing …")
    publishing = {name: publish_cost(url) for name, url in urls.items()}
    return {
        "small": small,
        "large": large,
        "bytes": sizes,
        "first": {case.name: {name: first[name, case.name] for name in urls} for case in CASES},
        "repeated": repeated,
        "publish": publishing,
    }
