"""What every test stands on: a log with a head, no memory of the test before, the curated dataset for those who ask for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_migrate
from django.test import override_settings
from hypothesis import HealthCheck, settings

from tests.snapshot import Snapshot, load_and_publish, restore, shared_snapshot

# The same examples at every run; `--hypothesis-profile=search` looks for new ones.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
settings.register_profile("steady", derandomize=True, print_blob=True, **_COMMON)
settings.register_profile("search", derandomize=False, print_blob=True, max_examples=500, **_COMMON)
settings.load_profile("steady")


def _begin_log(sender: AppConfig, **_: object) -> None:
    sender.get_model("Head").objects.get_or_create(pk=1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """A migrated database. A transactional test ends by emptying every table; the head of the log is put back then."""
    from django.apps import apps

    post_migrate.connect(_begin_log, sender=apps.get_app_config("record"))
    yield
    post_migrate.disconnect(_begin_log, sender=apps.get_app_config("record"))


@pytest.fixture(scope="session", autouse=True)
def _static_files_by_their_own_names() -> Iterator[None]:
    """Pages can be rendered without `collectstatic`, which only serving needs."""
    from django.conf import settings as site

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**site.STORAGES, "staticfiles": plain}):
        yield


def forget_the_record() -> None:
    """Empty what this process remembers of the record by its seq: each test has a log of its own that begins at zero."""
    index = sys.modules.get("contacts.record.index")
    if index is not None:
        index._index = index.TimelineIndex()
    for name, module in list(sys.modules.items()):
        if name.startswith(("contacts.record", "contacts.pages", "api")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    forget_the_record()


@contextmanager
def _undone_at_the_end() -> Iterator[None]:
    """Run in a transaction that nothing of remains; those of single tests are savepoints in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def dataset_snapshot(django_db_setup: None, django_db_blocker, tmp_path_factory, worker_id: str) -> Snapshot:
    """The tables after the curated dataset was loaded and published. Made once for all test processes, in about 15 seconds."""

    def make() -> Snapshot:
        with django_db_blocker.unblock(), _undone_at_the_end():
            return load_and_publish()

    root = tmp_path_factory.getbasetemp()
    return shared_snapshot(root if worker_id == "master" else root.parent, make)


@pytest.fixture(scope="class")
def _dataset_of_class(dataset_snapshot: Snapshot, django_db_blocker) -> Iterator[None]:
    """The dataset for all tests of a class, or for the one test that stands by itself. What a test changes is undone after it."""
    with django_db_blocker.unblock(), _undone_at_the_end():
        restore(dataset_snapshot)
        yield


@pytest.fixture
def published_dataset(_dataset_of_class: None, db: None) -> None:
    """The curated dataset, loaded and published. Not for transactional tests."""


@pytest.fixture(autouse=True)
def _static_files_without_a_manifest(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path  # whitenoise warns where there is none
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
