"""The public history of a contact: each revision with what it changed, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from contacts.dates import in_words
from contacts.pages.naming import IN_SENTENCES, counted, sentence, speaker_name
from contacts.record.diff import changes
from contacts.record.edition import Document, Edition, Op
from contacts.vocabulary import Correction, Kind, Link, Property, Rank, Relation, Status

REVISIONS_SHOWN = 20  # on one page
ROWS_SHOWN = 25  # changes of one revision; the others open on request
ALIKE = 0.35  # share of common words below which two texts are shown one after the other, not woven together
SHORT = 3  # words; a shorter run that stayed between two changes is shown with them

LABELS: dict[str, str] = {
    "title": "Title",
    "slug": "Address",
    "kind": "Kind",
    "date": "Date",
    "status": "Status",
    "summary": "Summary",
    "place": "Place",
    "occasion": "Occasion",
    "retraction_reason": "Reason for the retraction",
    "confirmed_by": "Confirmed by",
    "disagreements": "Where the accounts differ",
    "origins": "Independent origins",
}
"""Fields of a contact that a reader would miss, as the page calls them. What is only computed from claims is left out."""


STANDING: dict[str, str] = {Rank.PREFERRED: "preferred", Rank.NORMAL: "counts", Rank.DEPRECATED: "set aside"}
"""What each rank means for a reader."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `same`, `old` (gone) or `new`."""

    how: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that changed."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Revision:
    """One edition of the contact, as its history shows it."""

    number: int
    seq: int
    at: datetime
    event: str
    reason: str
    correction: str
    changes: list[Change]
    more: list[Change]
    remark: str


def revisions(record_type: str, record_id: str, *, before: int) -> list[Revision]:
    """Return the revisions below a number, newest first, at most `REVISIONS_SHOWN`. Queries: 1."""
    editions = list(
        Edition.objects.filter(record_type=record_type, record_id=record_id, revision__lt=before).order_by("-revision")[
            : REVISIONS_SHOWN + 1
        ]
    )
    earlier = [*editions[1:], None]
    return [_revision(one, earlier[position]) for position, one in enumerate(editions[:REVISIONS_SHOWN])]


def _revision(edition: Edition, previous: Edition | None) -> Revision:
    was = previous.document if previous else None
    found = list(described(was, edition.document)) if edition.op == Op.MOD and was and edition.document else []
    return Revision(
        edition.revision,
        edition.seq,
        edition.at,
        _event(edition),
        edition.reason,
        Correction(edition.correction).label if edition.correction else "",
        found[:ROWS_SHOWN],
        found[ROWS_SHOWN:],
        _or_unseen(found, edition),
    )


def _event(edition: Edition) -> str:
    match edition.op:
        case Op.ADD:
            document = edition.document or {}
            size = f"{counted(len(document['claims']), 'claim')} from {counted(len(document['reports']), 'report')}"
            return f"{'Published' if edition.revision == 1 else 'Published again'} with {size}"
        case Op.DEL:
            return "Withdrawn"
        case Op.MERGE:
            return "Merged into another contact"
    return "Changed"


def _or_unseen(found: list[Change], edition: Edition) -> str:
    """Return a remark where an edition changed nothing that the page shows."""
    if found or edition.op != Op.MOD:
        return ""
    return "Nothing changed but the name or address of a record that this one refers to."


def described(before: Document, after: Document) -> Iterator[Change]:
    """Yield what changed between two documents of a contact, in the order of the page."""
    rows = changes(before, after)
    by_field: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    for field, label in LABELS.items():
        for row in by_field.get(field, ()):
            old, new = _words(field, row["before"]), _words(field, row["after"])
            if old != new:
                yield Change(label, _woven(old, new))
    yield from _reports(before, after, "reports" in by_field)
    for row in by_field.get("claims", ()):
        yield from _claim_changes(row["before"], row["after"], _publishers(before) | _publishers(after))
    yield from _links(before, after, "related" in by_field)


def _words(field: str, value: Any) -> str:
    if not value:
        return ""
    match field:
        case "kind":
            return Kind(value).label
        case "status":
            return Status(value).label
        case "date":
            return in_words(value["edtf"])
        case "place":
            return str(value["name"])
        case "confirmed_by":
            return " and ".join(IN_SENTENCES[side] for side in value)
        case "disagreements":
            return ", ".join(_matter(one) for one in value)
        case "origins":
            return str(len(value))
    return str(value)


def _matter(name: str) -> str:
    return name.removeprefix("topic:").replace("-", " ") if name.startswith("topic:") else Property(name).label.lower()


def _woven(old: str, new: str) -> list[Piece]:
    """Return two texts as one, with what went and what came; texts that share little stand one after the other."""
    if not old or not new:
        return [Piece("old" if old else "new", old or new)]
    one, other = old.split(), new.split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Piece("old", old), Piece("same", " → "), Piece("new", new)]
    pieces: list[Piece] = []
    for start, stop, new_start, new_stop, changed in _stretches(matcher, len(one)):
        texts = (" ".join(one[start:stop]), " ".join(other[new_start:new_stop]))
        found = [Piece("old", texts[0]), Piece("new", texts[1])] if changed else [Piece("same", texts[0])]
        for piece in found:
            if piece.text:
                pieces += [Piece("same", " "), piece] if pieces else [piece]
    return pieces


def _stretches(matcher: SequenceMatcher[str], length: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """Yield runs of words, alike or changed; a word or two that two changes have in common belongs to the change."""
    pending: tuple[int, int, int, int] | None = None
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        inside = pending is not None and i2 < length and i2 - i1 < SHORT
        if how == "equal" and not inside:
            if pending:
                yield (*pending, True)
            pending = None
            yield i1, i2, j1, j2, False
        else:
            pending = (pending[0], i2, pending[2], j2) if pending else (i1, i2, j1, j2)
    if pending:
        yield (*pending, True)


def _publishers(document: Document) -> dict[str, str]:
    return {item["report"]["id"]: item["report"]["publisher"]["name"] for item in document["reports"]}


def _claim_changes(before: Document | None, after: Document | None, publishers: dict[str, str]) -> Iterator[Change]:
    if before is None or after is None:
        how, claim = ("new", after) if before is None else ("old", before)
        assert claim is not None
        yield Change("Claim added" if how == "new" else "Claim removed", [Piece(how, _claim_in_words(claim, publishers))])
        return
    subject = f"{_subject(after)}, said by {speaker_name(after['speaker'], after['person'])}"
    parts = [
        ("source", publishers.get(before["report"], ""), publishers.get(after["report"], ""), before["report"] != after["report"]),
        ("value", before["text"], after["text"], before["text"] != after["text"]),
        ("who says so", _who(before), _who(after), _who(before) != _who(after)),
        ("note", before["note"], after["note"], before["note"] != after["note"]),
        ("standing", STANDING[before["rank"]], STANDING[after["rank"]], before["rank"] != after["rank"]),
        ("passage", _passage(before), _passage(after), before["passage"] != after["passage"]),
    ]
    for name, old, new, changed in parts:
        if changed and (old or new):
            yield Change(f"{subject}: {name}", _woven(old, new))


def _who(claim: Document) -> str:
    return speaker_name(claim["speaker"], claim["person"])


def _passage(claim: Document) -> str:
    return str(claim["passage"]["exact"]) if claim["passage"] else ""


def _subject(claim: Document) -> str:
    label = Property(claim["property"]).label
    return f"{label} {claim['text']}" if claim["property"] in (Property.TOPIC, Property.NOT_DISCUSSED) else label


def _claim_in_words(claim: Document, publishers: dict[str, str]) -> str:
    label = Property(claim["property"]).label
    value = f"{label}: {claim['text']}" if claim["value"] else label
    note = f" {sentence(claim['note'])}" if claim["note"] else ""
    return f"{sentence(value)}{note} Said by {_who(claim)} ({publishers.get(claim['report'], 'source removed')})."


def _reports(before: Document, after: Document, changed: bool) -> Iterator[Change]:
    if not changed:
        return
    was = {item["report"]["id"]: item for item in before["reports"]}
    now = {item["report"]["id"]: item for item in after["reports"]}
    for key in [*was, *(key for key in now if key not in was)]:
        if key not in now:
            yield Change("Report removed", [Piece("old", _report_in_words(was[key]))])
        elif key not in was:
            yield Change("Report added", [Piece("new", _report_in_words(now[key]))])
        elif was[key] != now[key]:
            yield Change("Report", _woven(_report_in_words(was[key]), _report_in_words(now[key])))


def _report_in_words(item: Document) -> str:
    report = item["report"]
    title = f"“{report['title']}”" if report["title"] else report["description"] or "headline not seen"
    day = f", {in_words(report['published'])}" if report["published"] else ""
    return f"{report['publisher']['name']}: {title}{day} ({Relation(item['relation']).label.lower()})"


def _links(before: Document, after: Document, changed: bool) -> Iterator[Change]:
    if not changed:
        return
    was = {item["contact"]["id"]: _link_in_words(item) for item in before["related"]}
    now = {item["contact"]["id"]: _link_in_words(item) for item in after["related"]}
    for key in [*was, *(key for key in now if key not in was)]:
        if was.get(key) != now.get(key):
            yield Change("Related contact", _woven(was.get(key, ""), now.get(key, "")))


def _link_in_words(item: Document) -> str:
    other = item["contact"]
    return f"{Link(item['relation']).label} the {Kind(other['kind']).label.lower()} of {in_words(other['date']['edtf'])}: {other['title']}"
