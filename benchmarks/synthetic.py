"""Invented but plausible contacts, many of them, written straight into the log and the read model by COPY."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction

from contacts.dates import duration_in_words
from contacts.ids import ALPHABET, LENGTH
from contacts.record.compose import complete
from contacts.record.edition import Document, Edition, Head
from contacts.record.projection import claim_rows, contact_row, refs_of, report_row, topic_tree
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.record.references import short_form
from contacts.vocabulary import Kind, Property, RecordType, Speaker

WHO = "synthetic"
BATCH = 2_000  # contacts in one transaction
KINDS = [Kind.CALL] * 6 + [Kind.MESSAGE] * 4 + [Kind.LETTER] * 2 + [Kind.MEETING, Kind.PULL_ASIDE, Kind.SUMMIT]
SPEAKERS = [Speaker.KREMLIN] * 5 + [Speaker.WHITE_HOUSE] * 4 + [Speaker.PRESS]
FIRST_DAY, DAYS = date(2013, 1, 1), 4_900
SENTENCES = (
    "The two presidents spoke about {a} and {b}.",
    "The Kremlin named {a}; the White House spoke of {b}.",
    "Both sides called the talk useful and returned to {a}.",
    "Officials were told to go on with {b} after the exchange on {a}.",
)


class RealRecord(Exception):
    """The database holds a record that people made."""


def synthesize(count: int, *, seed: int = 1) -> int:
    """Add `count` invented contacts with their reports and claims; return the seq reached.

    The vocabulary is that of the record in the database, so publish the dataset first.
    Raises: RealRecord, when somebody other than the dataset has published here.
    """
    if Edition.objects.exclude(who__in=[WHO, "dataset"]).exists():
        raise RealRecord("This database holds a record that people made. Give DATABASE_URL of an empty scratch database.")
    maker = _Maker(random.Random(f"{seed}:{Head.current().seq}"))
    made = 0
    while made < count:
        size = min(BATCH, count - made)
        with transaction.atomic():
            _store(maker, list(islice(maker.contacts(), size)))
        made += size
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Head.current().seq


class _Maker:
    """Draws contacts from one stream of random numbers."""

    def __init__(self, source: random.Random) -> None:
        self.random = source
        self.tree = topic_tree()
        standing = Entry.objects.standing()
        self.known = {
            kind: [short_form(entry.document) for entry in standing.filter(record_type=kind).order_by("record_id") if entry.document]
            for kind in (RecordType.TOPIC, RecordType.PUBLISHER, RecordType.PERSON, RecordType.PLACE)
        }

    def new_id(self) -> str:
        return "".join(self.random.choices(ALPHABET, k=LENGTH))

    def contacts(self) -> Iterator[tuple[Document, list[Document]]]:
        while True:
            yield self._contact()

    def _contact(self) -> tuple[Document, list[Document]]:
        draw = self.random
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        kind = draw.choice(KINDS)
        record_id = self.new_id()
        # A few topics are discussed often and most seldom, as in the real record.
        topics = [
            self.known[RecordType.TOPIC][min(int(draw.paretovariate(0.6)) - 1, len(self.tree) - 1)] for _ in range(draw.randint(1, 6))
        ]
        reports = [self._report(day) for _ in range(draw.randint(2, 5))]
        first, last = topics[0]["name"].lower(), topics[-1]["name"].lower()
        core = {
            "type": RecordType.CONTACT.value,
            "id": record_id,
            "slug": f"{day.isoformat()}-{kind}-{record_id}",
            "title": f"{Kind(kind).label} on {first} and {last}",
            "kind": kind.value,
            "date": {"edtf": day.isoformat(), "earliest": day.isoformat(), "latest": day.isoformat(), "precision": "day"},
            "retraction_reason": "",
            "summary": " ".join(draw.choice(SENTENCES).format(a=first, b=last) for _ in range(3)),
            "place": draw.choice(self.known[RecordType.PLACE]) if kind in (Kind.MEETING, Kind.SUMMIT) else None,
            "occasion": "",
            "claims": [self._claim(topic, draw.choice(reports)) for topic in topics] + [self._length(draw.choice(reports))],
            "reports": [{"relation": "reports", "report": short_form(report)} for report in reports],
            "related": [],
        }
        return complete(core), reports

    def _report(self, day: date) -> Document:
        record_id = self.new_id()
        return {
            "type": RecordType.REPORT.value,
            "id": record_id,
            "title": f"Presidents speak, dispatch {record_id}",
            "description": "",
            "url": f"https://example.org/{day:%Y/%m}/{record_id}",
            "publisher": self.random.choice(self.known[RecordType.PUBLISHER]),
            "origin": None,
            "published": day.isoformat(),
            "language": "en",
            "kind": "news-report",
            "role": "original-reporting",
            "author": "",
        }

    def _claim(self, topic: Document, report: Document) -> Document:
        return self._statement(report, Property.TOPIC, {"topic": topic}, topic["name"], f"Said that {topic['name'].lower()} came up.")

    def _length(self, report: Document) -> Document:
        minutes = self.random.randrange(10, 150, 5)
        value = {"minutes": minutes, "qualifier": "about"}
        return self._statement(report, Property.DURATION, value, duration_in_words(minutes, "about"), "")

    def _statement(self, report: Document, name: str, value: Document, text: str, note: str) -> Document:
        return {
            "id": self.new_id(),
            "property": str(name),
            "value": value,
            "text": text,
            "speaker": self.random.choice(SPEAKERS).value,
            "person": self.random.choice(self.known[RecordType.PERSON]) if self.random.random() < 0.3 else None,
            "report": report["id"],
            "note": note,
            "rank": "normal",
            "passage": None,
        }


def _store(maker: _Maker, batch: list[tuple[Document, list[Document]]]) -> None:
    head = Head.lock()
    now = datetime.now(UTC)
    editions: list[tuple[Any, ...]] = []
    entries: list[tuple[Any, ...]] = []
    addresses, contacts, reports, claims = [], [], [], []
    for contact, texts in batch:
        for document in (*texts, contact):
            head.seq += 1
            kind, key = document["type"], document["id"]
            text = json.dumps(document, ensure_ascii=False)
            editions.append((head.seq, kind, key, 1, "ADD", text, [], "", "", "", WHO, now))
            entries.append((kind, key, document.get("slug", ""), 1, head.seq, "ADD", text, refs_of(document), "", "", now, now))
            if kind == RecordType.REPORT:
                reports.append((key, head.seq, *_values(report_row(document), _REPORT)))
        addresses.append((RecordType.CONTACT.value, contact["slug"], contact["id"]))
        contacts.append((contact["id"], head.seq, *_values(contact_row(contact, maker.tree), _CONTACT)))
        claims += [tuple(_values(row, _CLAIM)) for row in claim_rows(contact, maker.tree)]
    _copy(Edition, _EDITION, editions)
    _copy(Entry, _ENTRY, entries)
    _copy(Address, ("record_type", "slug", "record_id"), addresses)
    _copy(PublishedReport, ("record_id", "seq", *_REPORT), reports)
    _copy(PublishedContact, ("record_id", "seq", *_CONTACT), contacts)
    _copy(PublishedClaim, _CLAIM, claims)
    head.at = now
    head.save()


_EDITION = ("seq", "record_type", "record_id", "revision", "op", "document", "changed", "reason", "correction", "merged_into", "who", "at")
_ENTRY = (
    "record_type",
    "record_id",
    "slug",
    "revision",
    "seq",
    "op",
    "document",
    "refs",
    "reason",
    "merged_into",
    "first_at",
    "modified_at",
)
_REPORT = ("publisher_id", "sort_on", "card", "search_text")
_CONTACT = ("slug", "sort_at", "earliest", "latest", "kind", "status", "facets", "card", "search_text")
_CLAIM = ("record_id", "contact_id", "report_id", "property", "speaker", "topic_id", "person_id", "sort_at", "card", "search_text")


def _values(row: Document, names: tuple[str, ...]) -> list[Any]:
    return [json.dumps(row[name], ensure_ascii=False) if name == "card" else row[name] for name in names]


def _copy(model: type[Any], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({", ".join(columns)}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
