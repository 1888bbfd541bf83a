"""The whole record as files, and the proof that the log alone gives the same files.

One JSON object a line, keys in alphabetical order, lines in order of id: two dumps of one state are equal byte for byte.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from contacts.record.edition import Document, Edition, Head, Op
from contacts.record.projection import claim_rows, contact_row, refs_of, report_row, state_after, topic_tree
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.vocabulary import PLURALS, RecordType

Files = dict[str, bytes]
"""Content of each file of a dump by its name."""


def canonical(value: Any) -> str:
    """Return JSON that is the same for equal values: keys sorted, no spaces, Unicode as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def files_of(states: Iterable[Document], seq: int) -> Files:
    """Return the files of a dump of these records: one NDJSON a type, `gone.ndjson`, and `index.json` with checksums."""
    lines: dict[str, list[str]] = {name: [] for name in [*(f"{plural}.ndjson" for plural in PLURALS.values()), "gone.ndjson"]}
    for state in sorted(states, key=lambda state: (state["type"], state["id"])):
        name = "gone.ndjson" if state["document"] is None else f"{PLURALS[state['type']]}.ndjson"
        lines[name].append(canonical(state))
    files = {name: "".join(f"{line}\n" for line in rows).encode() for name, rows in lines.items()}
    index = {
        "seq": seq,
        "files": [
            {"name": name, "bytes": len(content), "records": len(lines[name]), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }
    return files | {"index.json": (canonical(index) + "\n").encode()}


@transaction.atomic
def dump_files() -> Files:
    """Return the dump of the record as it stands, read in one snapshot."""
    _one_snapshot()
    return files_of(map(_state_of, Entry.objects.all().iterator(chunk_size=500)), Head.current().seq)


@transaction.atomic
def replay_files(until: int | None = None) -> Files:
    """Return the dump that folding the log from zero (up to `until`) gives. Raises: BrokenLog, for a hole in `seq`."""
    _one_snapshot()
    state: dict[tuple[str, str], Document] = {}
    last = 0
    for edition in _editions(until):
        if edition.seq != last + 1:
            raise BrokenLog(f"The log jumps from seq {last} to {edition.seq}.")
        last = edition.seq
        state_after(state, edition)
    return files_of(state.values(), last)


class BrokenLog(Exception):
    """The log is not what it must be."""


def _one_snapshot() -> None:
    """Let every query of the transaction see the same moment, if it is the outermost one."""
    if not connection.in_atomic_block or connection.savepoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _editions(until: int | None) -> Iterator[Edition]:
    rows = Edition.objects.order_by("seq")
    return (rows if until is None else rows.filter(seq__lte=until)).iterator(chunk_size=500)


def _state_of(entry: Entry) -> Document:
    state: dict[tuple[str, str], Document] = {}
    state_after(
        state,
        Edition(
            seq=entry.seq,
            record_type=entry.record_type,
            record_id=entry.record_id,
            revision=entry.revision,
            op=entry.op,
            document=entry.document,
            merged_into=entry.merged_into,
            reason=entry.reason,
            at=entry.modified_at,
        ),
    )
    return state[entry.record_type, entry.record_id]


def write_dump(directory: Path) -> Path:
    """Write the dump into a directory, each file whole or not at all, `index.json` last; return the path of the index.

    Raises: OSError, when the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files = dump_files()
    for name in sorted(files, key=lambda name: name == "index.json"):
        handle, temporary = tempfile.mkstemp(dir=directory, prefix=f".{name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(files[name])
        os.chmod(temporary, 0o644)
        os.replace(temporary, directory / name)
    return directory / "index.json"


@transaction.atomic
def differences() -> list[str]:
    """Return what differs between the log, the dump and the read model, in words; empty when all agree.

    Checks: no hole in `seq`; the head is the last edition; replay equals dump byte for byte; every row of the
    timeline, of the reports, of the claims and every address is what the log gives.
    """
    _one_snapshot()
    try:
        replayed = replay_files()
    except BrokenLog as error:
        return [str(error)]
    dumped = dump_files()
    found = [f"{name} differs between replay and dump" for name in dumped if dumped[name] != replayed[name]]
    return found + _read_model_differences()


def _read_model_differences() -> list[str]:
    tree = topic_tree()
    documents = {(entry.record_type, entry.record_id): entry.document for entry in Entry.objects.standing() if entry.document is not None}
    contacts = {key: document for (kind, key), document in documents.items() if kind == RecordType.CONTACT}
    expected: dict[type[Any], dict[str, Document]] = {
        PublishedContact: {key: contact_row(document, tree) for key, document in contacts.items()},
        PublishedReport: {key: report_row(document) for (kind, key), document in documents.items() if kind == RecordType.REPORT},
        PublishedClaim: {row["record_id"]: row for document in contacts.values() for row in claim_rows(document, tree)},
    }
    found = []
    for model, rows in expected.items():
        stored = {row.record_id: row for row in model.objects.defer("search")}
        found += [f"{model.__name__} {key} is missing" for key in rows.keys() - stored.keys()]
        found += [f"{model.__name__} {key} should not be there" for key in stored.keys() - rows.keys()]
        for key in rows.keys() & stored.keys():
            wrong = [name for name, value in rows[key].items() if getattr(stored[key], name) != value]
            if wrong:
                found.append(f"{model.__name__} {key} differs in {', '.join(wrong)}")
    return found + _log_differences()


def _log_differences() -> list[str]:
    """Return where entries, addresses and the head are not what the log gives, apart from documents."""
    slugs: dict[tuple[str, str], str] = {}
    addresses: dict[tuple[str, str], str] = {}
    last = 0
    for edition in _editions(None):
        last = edition.seq
        if edition.document and "slug" in edition.document:
            slugs[edition.record_type, edition.record_id] = edition.document["slug"]
            addresses[edition.record_type, edition.document["slug"]] = edition.record_id
    found = []
    for entry in Entry.objects.iterator(chunk_size=500):
        key = (entry.record_type, entry.record_id)
        if entry.slug != slugs.get(key, ""):
            found.append(f"Entry of {key[0]} {key[1]} has another slug")
        if entry.refs != refs_of(entry.document):
            found.append(f"Entry of {key[0]} {key[1]} has other references")
    stored = {(address.record_type, address.slug): address.record_id for address in Address.objects.all()}
    found += [
        f"Address {kind}/{slug} does not lead to where the log says"
        for kind, slug in stored.keys() | addresses.keys()
        if stored.get((kind, slug)) != addresses.get((kind, slug))
    ]
    if last != Head.current().seq:
        found.append("The head is not at the last edition")
    return found


def publications(record_type: str, record_id: str) -> list[Edition]:
    """Return the editions of one record, newest first. Queries: 1."""
    return list(Edition.objects.filter(record_type=record_type, record_id=record_id).order_by("-revision"))


__all__ = [
    "BrokenLog",
    "Files",
    "Op",
    "canonical",
    "differences",
    "dump_files",
    "files_of",
    "publications",
    "replay_files",
    "write_dump",
]
