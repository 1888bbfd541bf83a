"""`manage.py ingest URL|FILE|-`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from contacts.actions.errors import CannotDecide
from contacts.actions.submit import submit
from contacts.ingest.decoding import decode
from contacts.ingest.pipeline import fetched, in_plain_values, ingest, pasted, read
from contacts.ingest.queue import CannotBeRead, WorthRetrying, read_taken, take
from contacts.ingest.records import RawPage
from contacts.models import SubmissionState


class Command(BaseCommand):
    """Read one article and suggest claims."""

    help = "Read an article from an address, a file or standard input, and queue suggested claims for the editors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read and how to tell of it."""
        parser.add_argument("source", metavar="URL|FILE|-")
        parser.add_argument("--url", default="", help="address that a file or standard input came from")
        parser.add_argument("--published", default="", help="day of publication, EDTF, where the text does not say it")
        parser.add_argument("--json", action="store_true", help="print what was found as one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--by", default="operator", help="name of who hands it in")

    def handle(self, *, source: str, url: str, published: str, by: str, **options: Any) -> None:
        """Read, store unless told not to, and tell. Raises: CommandError, which says what to do."""
        is_url = source.startswith(("http://", "https://"))
        body = b"" if is_url else _bytes_of(source)
        try:
            if options["dry_run"]:
                outcome = in_plain_values(read(_page(source, body, url), published=published))
            else:
                outcome = self._store(source if is_url else url, body, published, by)
        except (CannotDecide, CannotBeRead, WorthRetrying) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=1) if options["json"] else in_words(outcome))

    def _store(self, url: str, body: bytes, published: str, by: str) -> dict[str, Any]:
        with transaction.atomic():
            (submission,) = submit(by=by, urls=[url] if url else [], text=decode(body), published=published)
            take(submission)
        read_taken(submission, ingest)
        submission.refresh_from_db()
        if submission.state != SubmissionState.DONE:
            raise CannotBeRead(submission.error)
        return dict(submission.outcome)


def _bytes_of(source: str) -> bytes:
    try:
        body = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise CommandError(
            f"Cannot read {source}: {error.strerror}. Give an address that begins with http:// or https://, a file, or -."
        ) from error
    if not body.strip():
        raise CommandError(f"{'Standard input' if source == '-' else source} is empty. Paste the article's text into it.")
    return body


def _page(source: str, body: bytes, url: str) -> RawPage:
    return pasted(body, url) if body else fetched(source)


def in_words(outcome: dict[str, Any]) -> str:
    """Return what a run found as lines for a terminal."""
    report = outcome["report"]
    lines = [
        f"{report['title'] or 'No headline'} — {report['publisher'] or 'unknown publisher'}, {report['published'] or 'day not known'}",
        f"Verdict: {outcome['verdict']}" + (f" {outcome['contact']}" if outcome["contact"] else ""),
    ]
    lines += [f"  {match['score']:.2f} {match['contact']}: {'; '.join(match['why'])}" for match in outcome["matches"][:3]]
    lines += [f"Mentions: {', '.join(outcome['mentions'])}"] if outcome["mentions"] else []
    lines += [
        f"  {claim['speaker']}: {claim['property']} {json.dumps(claim['value'], ensure_ascii=False)} — “{claim['passage']['exact']}”"
        for claim in outcome["claims"]
    ]
    lines += [f"Alarm: {alarm}" for alarm in report["alarms"]]
    return "\n".join(lines)
