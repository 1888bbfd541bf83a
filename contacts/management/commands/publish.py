"""`manage.py publish --all`, or the slugs of contacts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contacts.actions.errors import CannotDecide
from contacts.actions.publish import publish, publish_all
from contacts.models import Contact
from contacts.record.edition import Head


class Command(BaseCommand):
    """Publish contacts with all that they refer to."""

    help = "Publish contacts, with the reports, topics, people, places and publishers that they refer to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which contacts, by whom and why."""
        parser.add_argument("slugs", nargs="*", help="contacts to publish, by slug")
        parser.add_argument("--all", action="store_true", help="every contact that is ready or published already")
        parser.add_argument("--by", default="operator", help="name of who decides, kept in the log")
        parser.add_argument("--reason", default="", help="why, kept in the public history")

    def handle(self, *, slugs: list[str], by: str, reason: str, **options: Any) -> None:
        """Publish, and say how many editions that made. Raises: CommandError."""
        if bool(slugs) == options["all"]:
            raise CommandError("Name the contacts to publish, or give --all.")
        try:
            if slugs:
                rows = [Contact.objects.get_by_natural_key(slug) for slug in slugs]
                editions = publish(rows=rows, by=by, reason=reason)
            else:
                editions = publish_all(by=by, reason=reason)
        except Contact.DoesNotExist as error:
            known = set(Contact.objects.filter(slug__in=slugs).values_list("slug", flat=True))
            missing = ", ".join(slug for slug in slugs if slug not in known)
            raise CommandError(f"No contact has the slug {missing}. Nothing was published.") from error
        except CannotDecide as error:
            raise CommandError(f"{error} Nothing was published.") from error
        self.stdout.write(f"Published: {len(editions)} editions; the record is at seq {Head.current().seq}.")
