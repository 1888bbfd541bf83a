"""`manage.py replay --verify | --rebuild`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contacts.record.dump import differences
from contacts.record.edition import Head
from contacts.record.rebuild import rebuild


class Command(BaseCommand):
    """Replay the log from zero."""

    help = "Replay the log of editions from zero: compare the outcome with the record as it stands, or make that anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with the outcome."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--verify", action="store_true", help="compare with the dump and with what the pages read")
        what.add_argument("--rebuild", action="store_true", help="throw away what the pages read and make it from the log")

    def handle(self, *, verify: bool, **options: Any) -> None:
        """Verify or rebuild. Raises: CommandError, which lists what differs."""
        if not verify:
            count = rebuild()
            self.stdout.write(f"Made the read model anew from {count} editions.")
        found = differences()
        if found:
            listed = "\n".join(f"  {line}" for line in found[:50])
            raise CommandError(
                f"{len(found)} differences:\n{listed}\nRun “manage.py replay --rebuild”, and look for what wrote past the log."
            )
        self.stdout.write(f"Replay equals dump at seq {Head.current().seq}.")
