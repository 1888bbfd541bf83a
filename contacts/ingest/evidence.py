"""What a text says about the contact it is about: kind, days, place, length, marks. Gathered once, then compared."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from contacts.ingest.era import Era, era_of
from contacts.ingest.events import LEAD, Mention, kinds_of, mentions_in
from contacts.ingest.kinds import likeness
from contacts.ingest.lengths import Length, lengths_in
from contacts.ingest.reading import Reading, read
from contacts.ingest.records import ExtractedReport
from contacts.ingest.telling import about_of, is_caption, is_claimed, is_long_ago, told_beside
from contacts.ingest.times import When, dates_in, span_of

LIKE_THE_OPENING = 0.4  # likeness from which a later mention may be of the same contact
DATELINE = 5  # words before the date of a dateline
_IN_PROSE = ("say", "temporal", "person.russia.vladimir-putin", "person.united-states.donald-trump", "pair")


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
    lead: int = 0
    era: Era | None = None
    month: tuple[date, date] | None = None  # of publication, where the day of it is not known
    claimed: bool = False  # somebody says that there was a contact, and no more of it

    @cached_property
    def days_of_others(self) -> frozenset[When]:
        """The days of their contacts other than the one that the text is about. Made once: each candidate is asked about it."""
        main = {id(item) for item in self.main}
        return frozenset(when for item in self.theirs if id(item) not in main for when in item.whens)


def day_published(report: ExtractedReport) -> date | None:
    """Return the day a report was published, None unless it is known to the day."""
    try:
        return date.fromisoformat(report.published[:10]) if len(report.published) >= 10 else None
    except ValueError:
        return None


def month_published(report: ExtractedReport) -> tuple[date, date] | None:
    """Return the month in which a report was published, None unless that is all that is known of its day."""
    try:
        first = date.fromisoformat(f"{report.published}-01") if len(report.published) == 7 else None
    except ValueError:
        return None
    return (first, (first + timedelta(32)).replace(day=1) - timedelta(1)) if first else None


def _day_of_dateline(reading: Reading, report: ExtractedReport) -> date | None:
    """The whole date with which a text without a date of publication opens: "MOSCOW, 11 November 2020. /TASS/"."""
    first = next((number for number in range(len(reading.sentences)) if not reading.is_title(number)), 0)
    opening = reading.first_word[first]
    for when in dates_in(reading):
        if when.complete and (when.start <= opening + DATELINE or reading.phrase(when.start, when.end) in report.dateline):
            before = reading.words[opening : when.start]
            span = span_of(when, None)
            if (
                span is not None
                and opening <= when.start
                and len(before) <= DATELINE
                and not reading.any_within(_IN_PROSE, opening, when.end)
            ):
                return span[0]
    return None


@lru_cache(maxsize=8)
def gather(report: ExtractedReport) -> Evidence:
    """Return what a text says of the contact it is about."""
    reading = read(report.title, report.text, report.language.split("-")[0].lower())
    published = day_published(report) or _day_of_dateline(reading, report)
    mentions = [_in_time(item, published) for item in mentions_in(reading)]
    evidence = Evidence(reading, published, dates_in(reading), mentions, [item for item in mentions if item.theirs])
    evidence.lengths = lengths_in(reading)
    if not evidence.theirs:
        return evidence
    lead = evidence.lead = lead_of(reading)
    evidence.month = None if published else month_published(report)
    evidence.main = _looking_back(evidence) or _main(evidence, lead)
    evidence.about, evidence.mode = about_of(evidence, lead)
    if evidence.about == "announcement" and (told := told_beside(evidence, lead)):
        evidence.main, evidence.about, evidence.mode = told, "reports", "happened"
    evidence.kinds = kinds_of(evidence.main)
    evidence.kind = _kind(evidence)
    evidence.days = _days(evidence, report)
    evidence.day = _day(evidence)
    evidence.claimed = is_claimed(evidence)
    if published is None:
        ahead = frozenset(when for item in mentions if item.mode in ("future", "hypothetical") for when in item.whens)
        evidence.era = era_of(reading, evidence.dates, ahead)
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
    """The kinds of contact of which the title and the first sentence that names one speak.

    A sentence that names neither of the two ("Both leaders speak of progress") sets them only where no other of the lead does.
    """
    kinds: Counter[str] = Counter()
    first = -1
    reading = evidence.reading
    here = [item for item in evidence.theirs if item.sentence <= lead and not item.aside and not is_caption(reading, item.sentence)]
    body = [item for item in here if not reading.is_title(item.sentence) and not reading.sentences[item.sentence].heading]
    named = {item.sentence for item in body if item.pair != "taken up"} or {item.sentence for item in body}
    for item in here:
        if first < 0 and item.sentence in named:
            first = item.sentence
        if first in (-1, item.sentence):
            kinds[item.kind] += 2 if item.sure else 1
    most = max(kinds.values(), default=0)
    return Counter({kind: weight for kind, weight in kinds.items() if weight * 2 >= most})


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


__all__ = ["Evidence", "day_published", "gather", "is_caption", "is_long_ago", "lead_of"]
