"""The two capitals' accounts side by side: a row a topic, a cell a side. Pure functions over a contact's document."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from rapidfuzz import fuzz

from contacts.pages.facts import contradiction
from contacts.pages.links import link_to, passage, source_links
from contacts.pages.naming import IN_SENTENCES, capitalised, counted, sentence
from contacts.record.edition import Document
from contacts.vocabulary import SIDES, Role, Speaker

SAME_WORDS = 75  # rapidfuzz token set ratio; two of our notes this alike tell one statement twice
NOTES_SHOWN = 5  # in one cell; the others open with the passages

WEIGHT: list[str] = [
    Role.READOUT_RU,
    Role.READOUT_US,
    Role.TRANSCRIPT,
    Role.PARTICIPANT,
    Role.SPOKESPERSON,
    Role.THIRD_GOVERNMENT,
    Role.WIRE,
    Role.ORIGINAL_REPORTING,
    Role.BOOK_OR_LEAK,
    Role.ANALYSIS,
    Role.SYNDICATED_COPY,
]
"""Roles of reports, nearest to the speaker first: the order of notes and sources in a cell."""


@dataclass(frozen=True)
class Said:
    """One statement in our words. `denied` where the speaker says that the topic did not come up."""

    person: SafeString
    note: str
    denied: bool


@dataclass(frozen=True)
class Evidence:
    """One report behind a cell, with its statements: whose, in our words and, where we have them, in its own."""

    report: Document
    links: SafeString
    statements: list[tuple[str, str, SafeString]]


@dataclass(frozen=True)
class Cell:
    """What one speaker says of one topic."""

    speaker: str
    said: list[Said]
    folded: int
    evidence: list[Evidence]
    passages: int

    @property
    def denied(self) -> bool:
        """Whether all that the speaker says is that the topic did not come up."""
        return bool(self.said) and all(statement.denied for statement in self.said)


@dataclass(frozen=True)
class Slot:
    """One place in the table: a cell, or the sentence that says that the side is silent. `wide` reaches over both columns."""

    speaker: str
    cell: Cell | None
    silence: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Row:
    """One topic, in parts under one another: said jointly, by each side, by others."""

    slug: str
    link: SafeString
    parts: list[list[Slot]]
    contradiction: str


@dataclass(frozen=True)
class Column:
    """Head of one side's column: its readouts in the record, or a sentence on what there is instead."""

    speaker: str
    readouts: list[Document]
    remark: str


@dataclass(frozen=True)
class Comparison:
    """The whole table, with its reading in numbers."""

    columns: list[Column]
    rows: list[Row]
    summary: str


def compare(document: Document) -> Comparison | None:
    """Return the table of what each side said was discussed, or None where nobody named a topic."""
    if not document["comparison"]:
        return None
    claims = {claim["id"]: claim for claim in document["claims"]}
    reports = {item["report"]["id"]: item["report"] for item in document["reports"]}
    columns = [_column(side, document) for side in SIDES]
    silences = {side.value: _silence(side, document) for side in SIDES}

    def cell(row: Document, speaker: str) -> Cell | None:
        own = [claims[key] for key in (*row["said"].get(speaker, ()), *row["not_discussed"].get(speaker, ()))]
        return cell_of(speaker, own, reports) if own else None

    rows = []
    for row in document["comparison"]:
        joint = cell(row, Speaker.JOINT)
        parts = [[Slot(Speaker.JOINT.value, joint, wide=True)]] if joint else []
        sides = [Slot(side.value, cell(row, side), silences[side]) for side in SIDES]
        if not joint or any(slot.cell for slot in sides):
            parts.append(sides)
        for speaker in (Speaker.THIRD_GOVERNMENT, Speaker.PRESS):
            if found := cell(row, speaker):
                parts.append([Slot(speaker.value, found, wide=True)])
        rows.append(
            Row(row["topic"]["slug"], link_to(row["topic"]), parts, capitalised(contradiction(row, claims)) if row["contradicted"] else "")
        )
    return Comparison(columns, rows, _summary(document))


def cell_of(speaker: str, claims: list[Document], reports: dict[str, Document], *, shown: int = NOTES_SHOWN, evidence: bool = True) -> Cell:
    """Return what one speaker says in these claims: each statement once, nearest sources first, at most `shown` in full view."""
    ordered = sorted(claims, key=lambda claim: WEIGHT.index(reports[claim["report"]]["role"] or Role.ANALYSIS))
    statements: list[Said] = []
    told: list[tuple[str, bool, str]] = []
    for claim in ordered:
        denied = claim["property"] == "not-discussed"
        who = claim["person"]["slug"] if claim["person"] else ""
        words = sentence(claim["note"])
        if not words:
            continue
        again = any(
            (who, denied) == (other_who, other_denied) and fuzz.token_set_ratio(words, other, score_cutoff=SAME_WORDS)
            for other_who, other_denied, other in told
        )
        if not again:
            told.append((who, denied, words))
            statements.append(Said(link_to(claim["person"]), words, denied))
    if not statements:
        first = ordered[0]
        denied = first["property"] == "not-discussed"
        statements = [Said(link_to(first["person"]), "Says it was not discussed." if denied else "Named it, without more.", denied)]
    by_report: dict[str, list[Document]] = {}
    for claim in ordered:
        by_report.setdefault(claim["report"], []).append(claim)
    return Cell(
        speaker,
        statements[:shown],
        len(statements[shown:]),
        [_evidence(reports[key], own) for key, own in by_report.items()] if evidence else [],
        sum(1 for claim in ordered if claim["passage"]),
    )


def _evidence(report: Document, claims: list[Document]) -> Evidence:
    statements = [
        (
            claim["person"]["name"] if claim["person"] else "",
            claim["note"] or claim["text"],
            passage(claim["passage"], report["language"]),
        )
        for claim in claims
    ]
    return Evidence(report, source_links(report), statements)


def _column(side: Speaker, document: Document) -> Column:
    role = Role.READOUT_RU if side == Speaker.KREMLIN else Role.READOUT_US
    readouts = [item["report"] for item in document["reports"] if item["report"]["role"] == role and item["relation"] == "reports"]
    name = IN_SENTENCES[side]
    if readouts:
        remark = ""
    elif side in document["disclosed_by"]:
        remark = "no readout of its own in the record; as reported"
    else:
        remark = f"no account by {name} in the record"
    return Column(side.value, readouts, remark)


def _silence(side: Speaker, document: Document) -> str:
    """Return what stands in a cell where this side is silent."""
    name = IN_SENTENCES[side]
    if any(side in row["said"] or side in row["not_discussed"] for row in document["comparison"]):
        return f"not in {name}’s account"
    if side in document["disclosed_by"]:
        return f"{name} named no topic"
    return f"no account by {name}"


def _summary(document: Document) -> str:
    """Return how many topics both sides name and how many only one does, as a sentence."""
    rows = [row for row in document["comparison"] if row["said"]]
    both = sum(1 for row in rows if not row["only"] and {*SIDES, Speaker.JOINT} & {*row["said"]})
    parts = [f"both sides name {counted(both, 'topic')}"] if both else []
    for side in SIDES:
        alone = sum(1 for row in rows if row["only"] == side)
        if alone:
            parts.append(f"{IN_SENTENCES[side]} alone names {f'{alone} more' if parts else counted(alone, 'topic')}")
    if not rows:
        return "Nobody says that a topic came up."
    others = sum(1 for row in rows if not {*SIDES, Speaker.JOINT} & {*row["said"]})
    if others:
        parts.append(f"{counted(others, 'topic')} come{'s' if others == 1 else ''} from others alone")
    return f"{capitalised('; '.join(parts))}."
