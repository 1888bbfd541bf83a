"""`manage.py synthesize N`, for a scratch database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from benchmarks.synthetic import RealRecord, synthesize
from contacts.actions.publish import publish_all
from contacts.record.edition import Head


class Command(BaseCommand):
    """Fill a scratch database with invented contacts."""

    help = "Fill a scratch database with N invented but plausible contacts, beside the real ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and from which stream of random numbers."""
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, count: int, seed: int, **options: Any) -> None:
        """Load the dataset into an empty database, publish it, add the rest. Raises: CommandError."""
        if count < 1:
            raise CommandError("N is a number of contacts, at least 1.")
        if Head.current().seq == 0:
            call_command("load_dataset", stdout=self.stdout)
            publish_all(by="dataset")
        try:
            seq = synthesize(count, seed=seed)
        except RealRecord as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Added {count} invented contacts; the record is at seq {seq}.")
