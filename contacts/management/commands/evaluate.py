"""`manage.py evaluate [FOLDER …] [--faults]`: how well the ingest reads labelled articles. Needs no database."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contacts.ingest.evaluate import Case, Result, evaluate
from contacts.ingest.extract import extract
from contacts.ingest.match import match, windows
from contacts.ingest.origin import KnownText, origin
from contacts.ingest.records import Candidate, ExtractedReport, RawPage
from contacts.ingest.suggest import suggest
from contacts.ingest.terms import PersonTerm, Terms, TopicTerm
from contacts.record.status import status_of

ROOT = Path(settings.BASE_DIR)
CORPUS = ROOT / "tests" / "ingest" / "corpus"
SEEDS = ROOT.parent / "shared" / "seeds"
SEED_CONTACTS = {
    "000": ("2017-11-21-call", "novinite", ("2017-11-11-pull-aside",)),
    "001": ("2017-11-21-call", "tass.com", ("2017-11-11-pull-aside",)),
    "002": ("2017-05-02-call", "", ()),
    "003": ("2017-11-11-pull-aside", "sott.net", ("2017-07-07-meeting",)),
    "004": ("2017-01-28-call", "chinadaily", ("2016-11-14-call", "2016-11-09-message")),
}
"""Contact, part of the report's address in the fixtures, and mentions of each seed article."""


class Command(BaseCommand):
    """Print how well match, suggest and origin agree with the labelled corpus."""

    help = "Read the labelled articles and print how well their contacts, claims and origins are found."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which folders, and whether to list what went wrong."""
        parser.add_argument("folders", nargs="*", type=Path, help="folders with labelled articles; all parts of the corpus when left out")
        parser.add_argument("--faults", action="store_true", help="list each wrong and each missed answer")

    def handle(self, *, folders: list[Path], faults: bool, **options: Any) -> None:
        """Print the figures of each folder, and of the seed articles where they are present.

        Raises: CommandError, when there is nothing to read.
        """
        parts = folders or sorted(path for path in CORPUS.glob("*") if path.is_dir())
        if not parts:
            raise CommandError(f"No labelled articles in {CORPUS}.")
        work = [(part.name, list(_labelled(part))) for part in parts]
        if not folders and SEEDS.is_dir():
            work.append(("seeds", list(_seeds())))
        for name, articles in work:
            known: list[KnownText] = []
            results = [_result(case, page, known) for case, page in articles]
            figures = evaluate([case for case, _ in articles], results)
            self.stdout.write(self.style.MIGRATE_HEADING(name))
            for line in figures.lines():
                self.stdout.write(f"  {line}")
            if faults:
                for line in figures.faults:
                    self.stdout.write(f"    {line}")


def _labelled(folder: Path) -> Iterator[tuple[Case, RawPage]]:
    """Yield each article of a folder with what a careful reader expects of it."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        source = next((other for other in sorted(folder.glob(f"{path.stem}.*")) if other.suffix != ".json"), None)
        if source is None or "expect" not in label:
            continue
        fetched = datetime.fromisoformat(label.get("fetched", "2026-01-01")).replace(tzinfo=UTC)
        yield Case(path.stem, label["expect"]), RawPage(label.get("url", ""), label.get("url", ""), source.read_bytes(), "", fetched)


def _seeds() -> Iterator[tuple[Case, RawPage]]:
    """Yield the seed articles; what is expected of them are the claims whose passages the dataset quotes from them."""
    for path in sorted(SEEDS.glob("*.txt")):
        slug, address, mentions = SEED_CONTACTS[path.name[:3]]
        claims = [
            {"property": "topic", "value": fields["topic"][0], "speaker": fields["speaker"]}
            for fields in _rows(ROOT / "fixtures" / "contacts" / f"{slug}.json", "contacts.claim")
            if fields["property"] == "topic" and fields.get("passage_exact") and address in fields["report"][0]
        ]
        expect = {"verdict": "reports", "contact": slug, "mentions": list(mentions), "claims": claims}
        yield Case(path.stem, expect), RawPage("", "", path.read_bytes(), "", datetime(2026, 1, 1, tzinfo=UTC))


def _result(case: Case, page: RawPage, known: list[KnownText]) -> Result:
    report = extract(page)
    spans = windows(report)
    near = [item for item in _candidates() if any(first <= item.latest and item.earliest <= last for first, last in spans)]
    verdict = match(report, near, _terms())
    claims = suggest(report, verdict, _terms())
    guess = origin(report, known)
    label = guess.label if guess else ""
    known.append(KnownText(report.text, report.publisher or case.name, label))
    return Result(
        case.name,
        verdict.verdict,
        verdict.contact,
        verdict.mentions,
        tuple(
            {"property": c.property, "value": dict(c.value), "speaker": c.speaker, "passage": {"exact": c.passage.exact}} for c in claims
        ),
        report.text,
        _day(report),
        label,
    )


def _day(report: ExtractedReport) -> str:
    return report.published[:10]


def _rows(path: Path, model: str) -> list[dict[str, Any]]:
    return [row["fields"] for row in json.loads(path.read_text(encoding="utf-8")) if row["model"] == model]


@lru_cache(maxsize=1)
def _terms() -> Terms:
    vocabulary = ROOT / "fixtures" / "vocabulary"
    topics = [
        TopicTerm(row["slug"], (row.get("parent") or [""])[0], row["name"], row["name_ru"], row.get("aliases", {}))
        for row in _rows(vocabulary / "1_topics.json", "contacts.topic")
    ]
    people = [
        PersonTerm(row["slug"], row["name"], row["name_ru"], row["side"]) for row in _rows(vocabulary / "2_people.json", "contacts.person")
    ]
    return Terms(topics, people)


@lru_cache(maxsize=1)
def _candidates() -> list[Candidate]:
    """Every contact of the dataset as the matcher sees it."""
    places = {row["slug"]: row for row in _rows(ROOT / "fixtures" / "vocabulary" / "3_places.json", "contacts.place")}
    found = []
    for path in sorted((ROOT / "fixtures" / "contacts").glob("*.json")):
        contact = _rows(path, "contacts.contact")[0]
        claims = [row for row in _rows(path, "contacts.claim") if row.get("state") == "accepted"]
        at = contact.get("place") or next((row["place"] for row in claims if row.get("place")), None)
        place = places.get(at[0], {}) if at else {}
        words = [place.get("name", "")] + [places[slug]["name"] for slug in place.get("parent") or []]
        found.append(
            Candidate(
                slug=contact["slug"],
                kind=contact["kind"],
                earliest=date.fromisoformat(contact["earliest"]),
                latest=date.fromisoformat(contact["latest"]),
                title=contact["title"],
                summary=contact.get("summary", ""),
                place=", ".join(word for word in words if word),
                country=place.get("country", ""),
                topics=tuple(sorted({row["topic"][0] for row in claims if row["property"] == "topic" and row.get("topic")})),
                minutes=tuple(sorted({row["minutes"] for row in claims if row.get("minutes")})),
                status=status_of(
                    {"property": row["property"], "speaker": row["speaker"], "rank": row.get("rank", "normal")} for row in claims
                ).value,
            )
        )
    return found
