"""`manage.py evaluate [FOLDER …] [--faults] [--fail-under NAME=SHARE,…]`: how well the ingest reads labelled articles.

Needs no database: vocabulary and contacts come from the files of the dataset.
"""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contacts.ingest.evaluate import ACCURACIES, F1S, Case, Result, evaluate
from contacts.ingest.extract import extract
from contacts.ingest.match import match, windows
from contacts.ingest.origin import KnownText, origin
from contacts.ingest.records import Candidate, RawPage
from contacts.ingest.suggest import suggest
from contacts.ingest.terms import PersonTerm, Terms, TopicTerm
from contacts.record.status import status_of

ROOT = Path(settings.BASE_DIR)
CORPUS = ROOT / "tests" / "ingest" / "corpus"
DATASET = ROOT / "fixtures"


def thresholds(words: str) -> dict[str, float]:
    """Return the least figures asked for ("contact=0.97,topics=0.88") by measure. Raises: ArgumentTypeError."""
    asked = {}
    for part in words.split(","):
        name, _, share = part.strip().partition("=")
        if name not in (*ACCURACIES, *F1S):
            raise ArgumentTypeError(f"no measure “{name}”; there are {', '.join((*ACCURACIES, *F1S))}")
        try:
            asked[name] = float(share)
        except ValueError:
            raise ArgumentTypeError(f"“{part}” is not NAME=SHARE, such as contact=0.97") from None
    return asked


class Command(BaseCommand):
    """Print how well extract, match, suggest and origin agree with the labelled corpus."""

    help = "Read the labelled articles and print how well their contacts, claims and origins are found."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which folders, whether to list what went wrong, and what is too little."""
        parser.add_argument("folders", nargs="*", type=Path, help="folders with labelled articles; all parts of the corpus when left out")
        parser.add_argument("--faults", action="store_true", help="list each wrong and each missed answer")
        parser.add_argument(
            "--fail-under",
            type=thresholds,
            default={},
            metavar="NAME=SHARE,…",
            help="end with an error when a part stays under these figures, from 0 to 1. "
            f"Shares: {', '.join(ACCURACIES)}; F1: {', '.join(F1S)}",
        )

    def handle(self, *, folders: list[Path], faults: bool, fail_under: dict[str, float], **options: Any) -> None:
        """Print the figures of each folder, and of the seed articles where they are present.

        Raises: CommandError, when there is nothing to read or a figure is too low.
        """
        chosen = folders or sorted(path for path in CORPUS.glob("*") if path.is_dir())
        parts = {_name(part, chosen): list(_labelled(part)) for part in chosen}
        if not folders:
            parts |= {path.stem: list(_collected(path)) for path in sorted(CORPUS.glob("*.json"))}
        if not any(parts.values()):
            raise CommandError(f"No labelled articles in {', '.join(map(str, folders)) or CORPUS}.")
        low = []
        for name, articles in parts.items():
            self.stdout.write(self.style.MIGRATE_HEADING(name))
            if not articles:
                self.stdout.write("  no labelled articles here")
                continue
            figures = evaluate([case for case, _ in articles], self._results(articles))
            for line in [*(f"  {line}" for line in figures.lines()), *(f"    {line}" for line in figures.faults if faults)]:
                self.stdout.write(line)
            low += [
                f"{name}: {measure} {figures.value(measure):.3f} < {least:g}"
                for measure, least in fail_under.items()
                if figures.value(measure) < least
            ]
        if low:
            raise CommandError("Too low. " + "; ".join(low))

    def _results(self, articles: list[tuple[Case, RawPage]]) -> Iterator[Result]:
        """Yield what the chain makes of each article; none for an article on which it fails, which counts as all wrong then."""
        known: list[KnownText] = []
        for case, page in articles:
            try:
                yield _result(case, page, known)
            except Exception as error:  # an evaluation goes on to the end
                self.stderr.write(f"{case.name}: {type(error).__name__}: {error}")


def _name(part: Path, chosen: list[Path]) -> str:
    """Return a folder's own name, or its whole path where two of one name are measured."""
    name = part.resolve().name
    return name if [other.resolve().name for other in chosen].count(name) == 1 else str(part)


def _labelled(folder: Path) -> Iterator[tuple[Case, RawPage]]:
    """Yield each article of a folder with its label, the file of the same name that ends in .json."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        source = next((other for other in sorted(folder.glob(f"{path.stem}.*")) if other.suffix != ".json"), None)
        if source is not None and isinstance(label, dict) and "expect" in label:
            yield _case(path.stem, label, source)


def _collected(path: Path) -> Iterator[tuple[Case, RawPage]]:
    """Yield the articles of a folder elsewhere whose labels stand in one file; none where the folder is not present.

    The file names the `folder`, from the project's own on, and gives the `labels` by name of file.
    """
    collection = json.loads(path.read_text(encoding="utf-8"))
    for name, label in collection["labels"].items():
        source = ROOT / collection["folder"] / name
        if source.is_file():
            yield _case(source.stem, label, source)


def _case(name: str, label: dict[str, Any], source: Path) -> tuple[Case, RawPage]:
    expect = label["expect"]
    if "quoted_report" in label:
        expect = {**expect, "claims": _quoted_claims(expect["contact"], label["quoted_report"])}
    fetched = datetime.fromisoformat(label.get("fetched") or "2026-01-01").replace(tzinfo=UTC)
    url = label.get("url") or ""
    return Case(name, expect), RawPage(url, url, source.read_bytes(), "", fetched)


def _quoted_claims(contact: str, report: str) -> list[dict[str, Any]]:
    """Return the claims of the dataset about this contact that rest on a passage of this report."""
    rows = _rows(DATASET / "contacts" / f"{contact}.json", "contacts.claim")
    claims = []
    for row in rows:
        if not row.get("passage_exact") or row["report"] != [report]:
            continue
        if row["property"] == "topic":
            value: Any = row["topic"][0]
        elif row["property"] == "initiator":
            value = row["initiator"]
        elif row["property"] == "duration":
            value = {"minutes": row["minutes"], "qualifier": row["qualifier"]}
        elif row["property"] in ("denial", "no-comment", "cancellation", "postponement"):
            value = None
        else:
            continue
        claims.append({"property": row["property"], "value": value, "speaker": row["speaker"]})
    return claims


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
        name=case.name,
        verdict=verdict.verdict,
        contact=verdict.contact,
        mentions=verdict.mentions,
        claims=tuple(
            {"property": c.property, "value": dict(c.value), "speaker": c.speaker, "passage": {"exact": c.passage.exact}} for c in claims
        ),
        text=report.text,
        published=report.published,
        origin=label,
        publisher=report.publisher or case.name,
        title=report.title,
        alarms=report.alarms,
    )


def _rows(path: Path, model: str) -> list[dict[str, Any]]:
    return [row["fields"] for row in json.loads(path.read_text(encoding="utf-8")) if row["model"] == model]


@lru_cache(maxsize=1)
def _terms() -> Terms:
    vocabulary = DATASET / "vocabulary"
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
    places = {row["slug"]: row for row in _rows(DATASET / "vocabulary" / "3_places.json", "contacts.place")}
    found = []
    for path in sorted((DATASET / "contacts").glob("*.json")):
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
