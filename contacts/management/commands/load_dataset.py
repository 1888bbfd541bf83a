"""`manage.py load_dataset`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from contacts.actions.approve import approve_dataset
from contacts.dataset import fixture_files
from contacts.models import Claim, Contact, Report, ReviewState


class Command(BaseCommand):
    """Load the curated dataset."""

    help = "Load the curated dataset of fixtures/ into an empty workshop. Rows that editors changed are never overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go ahead where there are rows already."""
        parser.add_argument("--again", action="store_true", help="load even if there are contacts: resets every row of the dataset")

    def handle(self, *, again: bool, **options: Any) -> None:
        """Load, and say what there is."""
        if Contact.objects.exists() and not again:
            self.stdout.write(f"Dataset: kept as it is ({Contact.objects.count()} contacts in the workshop).")
            return
        with transaction.atomic():
            decided = {
                state: list(Contact.objects.filter(state=state).values_list("pk", flat=True))
                for state in (ReviewState.PUBLISHED, ReviewState.WITHDRAWN, ReviewState.MERGED)
            }
            since = [Contact(pk=pk, state_since=when) for pk, when in Contact.objects.values_list("pk", "state_since")]
            call_command("loaddata", *fixture_files(), verbosity=0)
            for state, keys in decided.items():
                Contact.objects.filter(pk__in=keys).update(state=state)
            Contact.objects.bulk_update(since, ["state_since"], batch_size=500)
            approve_dataset()
        drafts = Contact.objects.filter(state=ReviewState.DRAFT).count()
        self.stdout.write(
            f"Dataset: loaded {Contact.objects.count() - drafts} contacts, {Report.objects.count()} reports, "
            f"{Claim.objects.count()} claims; {drafts} unverified leads as drafts."
        )
