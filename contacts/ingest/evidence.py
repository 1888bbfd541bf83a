"""What a text says about the contact it is about: kind, days, place, length, marks. Gathered once, then compared."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from contacts.ingest.events import LEAD, Mention, kinds_of, mentions_in
from contacts.ingest.lengths import Length, lengths_in
from contacts.ingest.reading import Reading, read
from contacts.ingest.records import ExtractedReport
from contacts.ingest.times import When, dates_in, days_off, span_of

LIKE_THE_OPENING = 0.4  # likeness from which a later mention may be of the same contact
ASIDE = 0.6  # weight of a contact that only sets the time of something else
CERTAINLY_TOLD = 1.6  # votes for a contact that took place, from which a wished-for one beside it is a subject of it
OLD_NEWS = 21  # days; a contact told of later than this is history, unless the text is the disclosure of it
CAPTION = (
    "photo:",
    "photo/",
    "[photo",
    "file photo",
    "(file)",
    "getty",
    "reuters/",
    "©",
    "архивное фото",
    "фото:",
    "foto:",
    "/afp",
    "afp/",
    "ap photo",
    "archivbild",
    "archivfoto",
    "epa/",
    "/epa",
    "family photo session",
)


ALIKE = {
    frozenset({"call", "video-call"}): 0.7,
    frozenset({"meeting", "summit"}): 0.8,
    frozenset({"meeting", "pull-aside"}): 0.5,
    frozenset({"summit", "pull-aside"}): 0.0,
    frozenset({"letter", "message"}): 0.6,
    frozenset({"joint-statement", "pull-aside"}): 0.2,
    frozenset({"joint-statement", "meeting"}): 0.1,
    frozenset({"joint-statement", "message"}): 0.2,
    frozenset({"call", "pull-aside"}): 0.1,
    frozenset({"call", "message"}): 0.2,
    frozenset({"meeting", "message"}): -0.2,
}
"""How far one kind may be told in the words of another. 1 the same, below 0 hardly."""


@dataclass
class Evidence:
    """What a text says. `about`: reports, announcement, mentions (in passing) or none."""

    reading: Reading
    published: date | None
    dates: list[When]
    mentions: list[Mention]
    theirs: list[Mention]
    main: list[Mention] = field(default_factory=list)
    about: str = "none"
    kind: str = ""
    kinds: Counter[str] = field(default_factory=Counter)
    day: date | None = None
    days: list[tuple[When, float]] = field(default_factory=list)
    lengths: list[Length] = field(default_factory=list)
    landmarks: dict[str, int] = field(default_factory=dict)
    mode: str = "happened"
    place: str = ""


def day_published(report: ExtractedReport) -> date | None:
    """Return the day a report was published, None unless it is known to the day."""
    try:
        return date.fromisoformat(report.published[:10]) if len(report.published) >= 10 else None
    except ValueError:
        return None


def likeness(kinds: Counter[str], kind: str) -> float:
    """Return how well a contact's kind agrees with the words of a text, from -1 to 1."""
    total = sum(kinds.values())
    if not total:
        return 0.0
    return sum(weight * (1.0 if name == kind else ALIKE.get(frozenset({name, kind}), -0.8)) for name, weight in kinds.items()) / total


@lru_cache(maxsize=8)
def gather(report: ExtractedReport) -> Evidence:
    """Return what a text says of the contact it is about."""
    reading = read(report.title, report.text, report.language.split("-")[0].lower())
    published = day_published(report)
    mentions = [_in_time(item, published) for item in mentions_in(reading)]
    evidence = Evidence(reading, published, dates_in(reading), mentions, [item for item in mentions if item.theirs])
    evidence.lengths = lengths_in(reading)
    if not evidence.theirs:
        return evidence
    lead = lead_of(reading)
    evidence.main = _looking_back(evidence) or _main(evidence, lead)
    evidence.about, evidence.mode = _about(evidence, lead)
    evidence.kinds = kinds_of(evidence.main)
    evidence.kind = _kind(evidence)
    evidence.days = _days(evidence, report)
    evidence.day = _day(evidence)
    for label in reading.labels("landmark."):
        for hit in reading.hits(label):
            if not reading.within("temporal", max(0, hit.start - 6), hit.start):
                evidence.landmarks[label.removeprefix("landmark.")] = reading.sentence_of(hit.start)
                break
    return evidence


def _in_time(item: Mention, published: date | None) -> Mention:
    """A contact whose day lies after the publication is still to come, whatever the verb."""
    if published is None or item.mode != "happened" or not item.whens:
        return item
    spans = [span_of(when, published) for when in item.whens if when.exact or when.month]
    days = [span for span in spans if span is not None]
    return replace(item, mode="future") if days and all(span[0] > published + timedelta(1) for span in days) else item


def lead_of(reading: Reading) -> int:
    """Number of the last sentence in which a report says what it is about: title, headings, first three full sentences."""
    full = 0
    for number, sentence in enumerate(reading.sentences):
        if reading.is_title(number) or sentence.heading or sentence.end - sentence.start < 40 or is_caption(reading, number):
            continue
        full += 1
        if full >= LEAD:
            return number
    return len(reading.sentences) - 1


def is_caption(reading: Reading, number: int) -> bool:
    """Return whether a sentence is a photograph's caption or credit."""
    text = reading.text[reading.sentences[number].start : reading.sentences[number].end].lower()
    return any(word in text for word in CAPTION) and len(text) < 260 and not reading.within("say", *reading.span(number))


def _main(evidence: Evidence, lead: int) -> list[Mention]:
    """The mentions of the contact that the text is about: those in the lead, and later ones that take it up."""
    reading = evidence.reading
    found = []
    opening = _opening(evidence, lead)
    for item in evidence.theirs:
        if is_caption(reading, item.sentence) or any(is_long_ago(evidence, when) for when in item.whens):
            continue
        if evidence.published is None and item.sentence > lead and any(when.complete for when in item.whens):
            continue
        if opening and item.kind not in opening and max(likeness(opening, item.kind), 0) < LIKE_THE_OPENING:
            continue
        if item.sentence <= lead or (item.pair in ("taken up", "told", "yes") and not item.whens and not item.aside):
            found.append(item)
    return found


def _looking_back(evidence: Evidence) -> list[Mention]:
    """The mentions of one old contact that a text is all about: dated in its title or first sentences, and no other beside it."""
    opening = [item for item in evidence.theirs if item.sentence <= LEAD and not item.aside]
    dated = [item for item in opening if any(when.complete and is_long_ago(evidence, when) for when in item.whens)]
    recent = [item for item in opening if item not in dated and item.whens]
    news = [item for item in opening if dated and item.sentence < dated[0].sentence and item.pair == "yes" and item.mode == "happened"]
    if not dated or recent or news or evidence.published is None:
        return []
    days = {(when.year, when.month, when.day) for item in dated for when in item.whens if when.complete}
    return [item for item in evidence.theirs if item in dated or not item.whens] if len(days) == 1 else []


def _opening(evidence: Evidence, lead: int) -> Counter[str]:
    """The kinds of contact of which the title and the first sentence that names one speak."""
    kinds: Counter[str] = Counter()
    first = -1
    for item in evidence.theirs:
        if item.sentence > lead or item.aside or is_caption(evidence.reading, item.sentence):
            continue
        if first < 0 and not evidence.reading.is_title(item.sentence) and not evidence.reading.sentences[item.sentence].heading:
            first = item.sentence
        if first in (-1, item.sentence):
            kinds[item.kind] += 2 if item.sure else 1
    most = max(kinds.values(), default=0)
    return Counter({kind: weight for kind, weight in kinds.items() if weight * 2 >= most})


def is_long_ago(evidence: Evidence, when: When) -> bool:
    """Whether a date lies well before (or after) the publication."""
    if evidence.published is None:
        return bool(when.reach) or bool(when.offset and when.offset <= -7)
    span = span_of(when, evidence.published)
    if span is None:
        return False
    return span[1] < evidence.published - timedelta(OLD_NEWS)


def _about(evidence: Evidence, lead: int) -> tuple[str, str]:
    """Whether the text reports a contact, announces one, or only mentions some; and in which mode."""
    reading = evidence.reading
    votes: Counter[str] = Counter()
    foreign = 0.0
    for item in evidence.mentions:
        title = reading.is_title(item.sentence)
        if (not title and item.sentence > lead) or is_caption(reading, item.sentence):
            continue
        weight = (3.0 if title else 2.0 if item.sentence <= 2 else 1.0) * (1.0 if item.sure else 0.6) * (ASIDE if item.aside else 1.0)
        if item.pair == "other":
            foreign += weight
            continue
        if item not in evidence.main:
            continue
        weight *= {"yes": 1.0, "told": 0.7, "taken up": 0.5}[item.pair]
        votes[item.mode] += weight  # type: ignore[assignment]
    if not votes:
        return "mentions", "happened"
    happened = votes["happened"] + votes["denied"] + votes["cancelled"] + votes["postponed"]
    ahead = votes["future"]
    wished = votes["hypothetical"]
    total = happened + ahead + wished
    if foreign > 1.6 * total:
        return "mentions", "happened"
    if ahead >= happened and ahead >= wished and ahead >= 1:
        return "announcement", "future"
    if wished > happened and wished >= ahead and happened < CERTAINLY_TOLD:
        return "mentions", "hypothetical"
    if total < 0.9:
        return "mentions", "happened"
    mode = max(("happened", "denied", "cancelled", "postponed"), key=lambda name: votes[name])
    return "reports", mode


def _kind(evidence: Evidence) -> str:
    return evidence.kinds.most_common(1)[0][0] if evidence.kinds else ""


def _days(evidence: Evidence, report: ExtractedReport) -> list[tuple[When, float]]:
    """The dates that may be the contact's day, each with the weight of its place."""
    reading = evidence.reading
    found: list[tuple[When, float]] = []
    for item in evidence.main:
        if item.aside and item.whens and not any(when.exact for when in item.whens):
            continue
        weight = (1.0 if item.sentence <= LEAD + 2 else 0.6) * (0.5 if item.aside else 1.0)
        found += [(when, weight) for when in item.whens if when.exact or when.month]
    for when in evidence.dates:
        if reading.phrase(when.start, when.end) in report.dateline and when.month:
            found.append((when, 0.7))
    return found


def _day(evidence: Evidence) -> date | None:
    """The contact's most likely day: what the dates beside its mentions name, else the day of publication."""
    ahead = evidence.about == "announcement"
    weights: Counter[date] = Counter()
    for when, weight in evidence.days:
        span = span_of(when, evidence.published, ahead=ahead)
        if span is not None and span[0] == span[1]:
            weights[span[0]] += weight  # type: ignore[assignment]
    if weights:
        return weights.most_common(1)[0][0]
    return evidence.published if evidence.about == "reports" else None


def nearness(evidence: Evidence, day: date) -> int | None:
    """Return how many days lie between a day and the nearest date the text names anywhere; None when it names none."""
    apart = [off for when in evidence.dates if when.month and (off := days_off(when, day, evidence.published)) is not None]
    return min(apart, default=None)
