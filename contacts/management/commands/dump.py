"""`manage.py dump DIR`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contacts.record.dump import write_dump


class Command(BaseCommand):
    """Write the published record to files."""

    help = "Write the published record into a directory: one NDJSON file a type and an index with checksums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("directory", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        """Write the files and name what was written. Raises: CommandError."""
        try:
            index = json.loads(write_dump(directory).read_text())
        except OSError as error:
            raise CommandError(f"Cannot write to {directory}: {error.strerror}. Choose a directory that you can write to.") from error
        for file in index["files"]:
            self.stdout.write(f"{file['records']:7} {file['name']}  {file['sha256']}")
        self.stdout.write(f"Dumped to {directory} at seq {index['seq']}.")
