"""The site on its real data behind a real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.editors import apart, as_administrator, cleared, signed_in
from tests.browser.watching import Watched
from tests.pages.kinds import ADDRESSES, REFUSALS
from tests.snapshot import Snapshot, restore

# Playwright keeps an event loop in the main thread, which makes Django take a fixture's plain queries for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}  # CSS pixels: a laptop, a telephone

OTHERS_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

expect.set_options(timeout=5_000)  # ms


@pytest.fixture(scope="session")
def base_url() -> None:
    """Nothing: each window is told the address of the site. In place of the plugin's, which pytest 9.1 warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start Debian's Chromium. Root has no sandbox, in containers as elsewhere."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell pytest-django that these tests use the database: else it makes none for a session of them alone."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def site(browser, dataset_snapshot: Snapshot, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The address of a server on the curated dataset, with its static files. The tables are emptied at the end."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    changed = {"STORAGES": {**settings.STORAGES, "staticfiles": plain}, "STATIC_ROOT": tmp_path_factory.mktemp("static")}
    with django_db_blocker.unblock(), override_settings(**changed, ALLOWED_HOSTS=["localhost"]):
        assert connection.settings_dict["NAME"].startswith("test_"), "what follows empties every table"
        with transaction.atomic():
            restore(dataset_snapshot)
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            with connection.cursor() as cursor:  # windows keep connections open, and their threads those of the database
                cursor.execute(OTHERS_END)
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


@pytest.fixture(scope="package")
def addresses(site: str) -> dict[str, str]:
    """One address of each kind of page, those that lead nowhere included."""
    return {kind: address() for kind, address in ADDRESSES.items()} | {kind: address for kind, (address, _) in REFUSALS.items()}


@pytest.fixture
def visit(new_context, site: str) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a window of its own; whatever goes wrong in it fails the test."""
    watched = []

    def open_at(address: str, *, viewport: dict = WIDE, **options: object) -> Page:
        page = new_context(base_url=site, viewport=viewport, **options).new_page()
        watched.append(Watched(page))
        page.goto(address)
        return page

    yield open_at
    assert [fault for one in watched for fault in one.faults] == []


@pytest.fixture
def desk(visit, site: str) -> Iterator[Callable[..., Page]]:
    """A function that opens a page of the desk as an administrator. What was handed in goes with him."""
    session = apart(signed_in)

    def open_at(address: str, **options: object) -> Page:
        return visit(address, storage_state=as_administrator(session), **options)

    yield open_at
    apart(cleared)
