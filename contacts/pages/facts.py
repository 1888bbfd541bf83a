"""The facts of a contact as its page shows them: one line a value, each with notes that say who says so and where.

Pure functions over a contact's document. Runs no queries.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from contacts.dates import MOSCOW, WASHINGTON
from contacts.pages.links import link_to, source_links
from contacts.pages.naming import IN_SENTENCES, sentence, speaker_name
from contacts.record.edition import Document
from contacts.vocabulary import OCCURRENCE, Initiator, Kind, Property, Rank, Speaker, Status

LABELS: dict[str, str] = {
    Property.DATE: "When",
    Property.CLOCK_TIME: "Clock time",
    Property.DURATION: "Length",
    Property.INITIATOR: "Initiated by",
    Property.PLACE: "Where",
    Property.KIND: "Kind",
    Property.PARTICIPANT: "Also taking part",
    Property.OUTCOME: "Outcome",
    Property.QUOTE: "In their words",
    Property.CONFIRMATION: "Confirmed by",
    Property.ASSERTION: "Said to have happened by",
    Property.ANNOUNCEMENT: "Announced by",
    Property.POSTPONEMENT: "Put off by",
    Property.CANCELLATION: "Called off by",
    Property.DENIAL: "Denied by",
    Property.NO_COMMENT: "Left open by",
}
"""Heading of each line of the table."""

EXPECTED: dict[str, frozenset[str]] = {
    Property.DURATION: frozenset({Kind.CALL, Kind.VIDEO_CALL, Kind.MEETING, Kind.SUMMIT}),
    Property.INITIATOR: frozenset({Kind.CALL, Kind.VIDEO_CALL}),
}
"""What a reader looks for in a contact of these kinds, so that its absence is said."""

TOOK_PLACE = (Status.CONFIRMED_BOTH, Status.CONFIRMED_ONE)
SOURCES_SHOWN = 3  # in one note; the others open on request


@dataclass(frozen=True)
class Source:
    """One report behind a note, with what it adds in our words."""

    report: Document
    note: str
    links: SafeString


@dataclass(frozen=True)
class Note:
    """Who says so; `who` links to the person, if one is known. `number` counts through the page."""

    number: int
    speaker: str
    person: str
    who: SafeString
    sources: list[Source]
    more: list[Source]

    @property
    def all_sources(self) -> list[Source]:
        """Shown and folded sources together, for print."""
        return self.sources + self.more


@dataclass(frozen=True)
class Line:
    """One value. `elsewhere` is the same moment on other clocks; `link` the person or place it names.

    `voiced` where the speaker himself is what the line is about, as in who confirms.
    """

    text: str
    quoted: bool
    set_aside: bool
    elsewhere: str
    link: SafeString
    notes: list[Note]
    voiced: bool = False


@dataclass(frozen=True)
class Fact:
    """One property with its values; `lines` is empty where nobody states any."""

    property: str
    label: str
    disputed: bool
    lines: list[Line]


def facts(document: Document) -> tuple[list[Fact], list[Fact]]:
    """Return what is said about the contact, and who says whether it took place."""
    claims = {claim["id"]: claim for claim in document["claims"]}
    reports = {item["report"]["id"]: item["report"] for item in document["reports"]}
    counter = iter(range(1, len(claims) + 2))

    def note(by: Document, *, quiet: bool) -> Note:
        sources, seen = [], set()
        for claim in (claims[key] for key in by["claims"]):
            words = "" if quiet else sentence(claim["note"])
            if (claim["report"], words) not in seen:
                seen.add((claim["report"], words))
                report = reports[claim["report"]]
                sources.append(Source(report, words, source_links(report)))
        person = by["person"]["name"] if by["person"] else ""
        return Note(next(counter), by["speaker"], person, link_to(by["person"]), sources[:SOURCES_SHOWN], sources[SOURCES_SHOWN:])

    about, occurrence = [], []
    for fact in document["facts"]:
        name = fact["property"]
        if name in OCCURRENCE:
            lines = [_voice_line(by, claims, value["rank"], note(by, quiet=True)) for value in fact["values"] for by in value["by"]]
            occurrence.append(Fact(name, LABELS[name], False, lines))
        else:
            lines = [_line(name, value, [note(by, quiet=False) for by in value["by"]]) for value in fact["values"]]
            about.append(Fact(name, LABELS[name], fact["disputed"], lines))
    return _with_unstated(document, about), occurrence


def _line(name: str, value: Document, notes: list[Note]) -> Line:
    link = value["value"].get("participant") or value["value"].get("place")
    text = value["text"]
    part = value["value"].get("part", "")
    if name == Property.PARTICIPANT and part:
        text = f"{text}, {part}"
    if link and text.startswith(link["name"]):
        text = text[len(link["name"]) :]
    clocks = _other_clocks(name, value["value"])
    return Line(text, name == Property.QUOTE, value["rank"] == Rank.DEPRECATED, clocks, link_to(link), notes)


def _voice_line(by: Document, claims: dict[str, Document], rank: str, note: Note) -> Line:
    """Return a line that holds the speaker's words, for properties that have no value of their own."""
    words = list(dict.fromkeys(sentence(claims[key]["note"]) for key in by["claims"] if claims[key]["note"]))
    return Line(" ".join(words), False, rank == Rank.DEPRECATED, "", SafeString(""), [note], voiced=True)


def _other_clocks(name: str, value: Document) -> str:
    if name != Property.CLOCK_TIME:
        return ""
    moment = datetime.fromisoformat(value["utc"])
    clocks = [("Moscow", MOSCOW), ("Washington", WASHINGTON)]
    others = [f"{moment.astimezone(zone):%H:%M} in {city}" for city, zone in clocks if zone.key != value["zone"]]
    return ", ".join([*others, f"{moment:%H:%M} UTC"])


def _with_unstated(document: Document, about: list[Fact]) -> list[Fact]:
    """Add a line for what a reader expects and nobody states; only where the contact is held to have taken place."""
    known = {fact.property for fact in about}
    missing = [
        Fact(name, LABELS[name], False, [])
        for name, kinds in EXPECTED.items()
        if name not in known and document["kind"] in kinds and document["status"] in TOOK_PLACE
    ]
    order = list(LABELS)
    return sorted([*about, *missing], key=lambda fact: order.index(fact.property))


def differences(document: Document) -> list[dict[str, str]]:
    """Return a sentence for each matter on which the accounts cannot all be right, with the place on the page it is at."""
    found = [
        {"at": f"fact-{fact['property']}", "about": ABOUT[fact["property"]], "text": _dispute(fact)}
        for fact in document["facts"]
        if fact["disputed"]
    ]
    claims = {claim["id"]: claim for claim in document["claims"]}
    found += [
        {"at": f"topic-{row['topic']['slug']}", "about": row["topic"]["name"], "text": contradiction(row, claims)}
        for row in document["comparison"]
        if row["contradicted"]
    ]
    return found


ABOUT: dict[str, str] = {
    Property.DATE: "The day",
    Property.CLOCK_TIME: "The hour",
    Property.DURATION: "How long it took",
    Property.INITIATOR: "Who sought it",
    Property.KIND: "What kind of contact it was",
    Property.PLACE: "Where it was",
}
"""What a disagreement is about, at the head of its sentence."""


SAID: dict[str, str] = {Property.INITIATOR: "said it was", Property.KIND: "spoke of"}
"""How a speaker's value is brought into the sentence, where “said” does not do."""

INITIATORS: dict[str, str] = {
    Initiator.RUSSIA: "Russia",
    Initiator.UNITED_STATES: "the United States",
    Initiator.BOTH: "both sides",
    Initiator.OTHER: "a third party",
}
"""Who sought a contact, inside a sentence."""


def _dispute(fact: Document) -> str:
    said: dict[str, list[str]] = {}
    for value in fact["values"]:
        if value["rank"] == Rank.DEPRECATED:
            continue
        for by in value["by"]:
            texts = said.setdefault(speaker_name(by["speaker"], by["person"]), [])
            words = _stated(fact["property"], value)
            if words not in texts:
                texts.append(words)
    parts = [f"{who} {SAID.get(fact['property'], 'said')} {joined(texts)}" for who, texts in said.items()]
    return f"{'; '.join(parts)}."


def _stated(name: str, value: Document) -> str:
    """Return a value as it stands in a sentence."""
    match name:
        case Property.INITIATOR:
            return INITIATORS[value["value"]["initiator"]]
        case Property.KIND:
            return f"a {value['text'].lower()}"
    return str(value["text"])


def contradiction(row: Document, claims: dict[str, Document]) -> str:
    """Return who says that a topic came up and who says that it did not, as a sentence."""
    yes = joined(_names(row["said"], claims))
    no = joined(_names(row["not_discussed"], claims))
    return f"{yes} {_says(yes)} it was discussed; {no} {_says(no)} it was not."


def _names(voices: dict[str, list[str]], claims: dict[str, Document]) -> list[str]:
    names = [speaker_name(speaker, claims[key]["person"]) for speaker, keys in voices.items() for key in keys]
    return list(dict.fromkeys(names))


def _says(who: str) -> str:
    return "say" if " and " in who or who == IN_SENTENCES[Speaker.JOINT] else "says"


def joined(texts: list[str]) -> str:
    """Return the texts as a list in a sentence: “a, b and c”."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
