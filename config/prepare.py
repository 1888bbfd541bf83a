"""What has to be true before the site is served: `python -m config.prepare`. Each step prints one line.

Promises: running it again changes nothing; of many machines that run it at once, one works at a time.
"""

import hashlib
import io
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREPARE_LOCK = 20170128  # number of the PostgreSQL advisory lock, the same everywhere


def say(step: str, text: str) -> None:
    """Print one step's line."""
    print(f"{step:<9} {text}", flush=True)


def prepare() -> int:
    """Bring database and static files up to date, one line a step; return the exit status."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        with _one_at_a_time():
            _migrate()
            _manage("dataset", "load_dataset")
            _publish_first_time()
            _create_editor()
        _collect_static()
    except (CommandError, DatabaseError, ImproperlyConfigured) as error:
        print(f"Could not prepare the site: {error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    from django.db import connection

    own = connection.copy()  # the commands may close theirs
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARE_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARE_LOCK])
    own.close()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    open_steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    call_command("migrate", interactive=False, verbosity=0)
    say("migrate", f"{open_steps} migrations applied" if open_steps else "up to date")


def _manage(step: str, command: str, *arguments: str) -> None:
    """Run a management command and print the last line it has to say."""
    from django.core.management import call_command

    output = io.StringIO()
    call_command(command, *arguments, stdout=output, no_color=True)
    lines = output.getvalue().strip().splitlines()
    say(step, lines[-1].strip() if lines else "done")


def _publish_first_time() -> None:
    """Publish the dataset into an empty record. Later starts publish nothing: what editors have pending is theirs to publish."""
    from contacts.record.edition import Head

    if Head.current().seq == 0:
        _manage("publish", "publish", "--all", "--by", "dataset")
    else:
        say("publish", f"kept as it is, at seq {Head.current().seq}")


def _collect_static() -> None:
    """Collect and compress, which takes seconds, only if a file or the way of storing differs from the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found: list[object] = [settings.STORAGES["staticfiles"]]
    for finder in get_finders():
        found += [(path, store.size(path), store.get_modified_time(path)) for path, store in finder.list([])]
    digest = hashlib.sha256(repr(found).encode()).hexdigest()
    mark = Path(settings.STATIC_ROOT, ".collected")
    if mark.exists() and mark.read_text() == digest:
        say("static", f"{len(found) - 1} files, as collected before")
        return
    _manage("static", "collectstatic", "--no-input")
    mark.write_text(digest)


def _create_editor() -> None:
    from django.contrib.auth.models import Group, User

    if User.objects.exists():
        say("editor", "accounts exist; for a new password: manage.py changepassword NAME")
        return
    password = secrets.token_urlsafe(12)
    editor = User.objects.create_user("editor", password=password, is_staff=True)
    editor.groups.add(Group.objects.get(name="admin"))
    say("editor", f"sign in at /admin/ as editor, password {password} (shown this once)")


if __name__ == "__main__":
    sys.exit(prepare())
