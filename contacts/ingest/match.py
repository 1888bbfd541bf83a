"""Which known contact a text is about, which it mentions, or that it announces, brings a new one, or none.

Plain values in and out. The candidates are those known contacts whose days touch one of the `windows`; a few hundred at
most, so matching costs the same whatever the size of the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contacts.ingest.evidence import Evidence, gather
from contacts.ingest.mentioned import many_days, mentioned
from contacts.ingest.naming import PUTIN, TRUMP
from contacts.ingest.profiles import telling_words
from contacts.ingest.reading import read
from contacts.ingest.records import Candidate, Draft, ExtractedReport, Match, Verdict
from contacts.ingest.scoring import Ranked, rank, shortlist
from contacts.ingest.telling import NEWS
from contacts.ingest.terms import Terms
from contacts.ingest.times import span_of

FIRST_DAY, LAST_YEARS = date(2013, 1, 1), 2
NEAR = timedelta(4)  # days around a date that the text names
BEFORE_PUBLICATION, AFTER_PUBLICATION = timedelta(12), timedelta(40)
_FAMILY = {
    "call": ("call", "video-call"), "video-call": ("video-call", "call"), "letter": ("letter", "message"), "message": ("message", "letter"),
    "meeting": ("meeting", "summit", "pull-aside"), "summit": ("summit", "meeting"), "pull-aside": ("pull-aside", "meeting"),
}  # fmt: skip
"""Kinds that are told in each other's words."""
CERTAIN, LIKELY = 0.5, 0.35
"""Scores from which the best candidate is taken: when the text dates its contact, and when nothing else comes near."""

SURE, OFTEN = 0.95, 3  # score, and number of places where a text tells of a contact, by which it is about it whatever its lead

CLOSE = 0.1  # share by which the length that a text gives may differ from the one on record


def windows(report: ExtractedReport) -> list[tuple[date, date]]:
    """Return the spans of days (both ends included) in which the contacts lie that the text may be about or mention.

    Spans that the text names come first, in the order of days; the last is the whole record up to the publication, out of
    which contacts are chosen by other things than their day (see candidates.py): "the last time they met", "in Helsinki".
    """
    evidence = gather(report)
    base = evidence.published
    spans: list[tuple[date, date]] = []
    if base is not None:
        spans.append((base - BEFORE_PUBLICATION, base + AFTER_PUBLICATION))
    last_year = (base or date.today()).year + LAST_YEARS  # noqa: DTZ011
    for when in evidence.dates:
        span = span_of(when, base)
        if span is not None:
            spans.append(span)
    whole = (FIRST_DAY, base + AFTER_PUBLICATION if base else date(last_year, 12, 31))
    return [*_merged([(first - NEAR, last + NEAR) for first, last in spans]), whole]


@dataclass(frozen=True)
class Wanted:
    """What a text tells of its contacts beside their days, for choosing whom to compare when the record is large."""

    days: tuple[date, ...]  # named to the day, or of the publication; the contact lies on one of them or close by
    days_of_year: tuple[tuple[int, int], ...]  # month and day, without the year
    kinds: tuple[str, ...]
    places: tuple[str, ...]  # English words for places
    words: tuple[str, ...]  # that may stand in the title or summary, the most telling first


def wanted(report: ExtractedReport) -> Wanted:
    """Return by what a text's contacts may be looked up."""
    evidence = gather(report)
    base = evidence.published
    spans = [span for when in evidence.dates if when.exact and (span := span_of(when, base))]
    days = dict.fromkeys([*([evidence.day] if evidence.day else []), *([base] if base else []), *(first for first, _ in spans)])
    undated = dict.fromkeys((when.month, when.day) for when in evidence.dates if when.month and when.day and not when.year and base is None)
    kinds = dict.fromkeys(other for kind, _ in evidence.kinds.most_common(3) for other in _FAMILY.get(kind, (kind,)))
    places = tuple(label.removeprefix("place.") for label in evidence.reading.labels("place."))
    return Wanted(tuple(days), tuple(undated), (*kinds,), places, telling_words(evidence))


def _merged(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + timedelta(1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def match(report: ExtractedReport, candidates: Iterable[Candidate], terms: Terms | None = None) -> Verdict:
    """Return what a text is to the record: which contact it reports or announces, and which others it mentions.

    With `terms` the topics of the text are compared with those of the candidates as well.
    """
    evidence = gather(report)
    known = list(candidates)
    if not evidence.theirs:
        return Verdict("none", "")
    topics = frozenset(hit.topic for hit in terms.topics_in(read(report.title, report.text, report.language))) if terms else frozenset()
    known = shortlist(evidence, known, topics)
    ranked = rank(evidence, known, topics)
    shown = tuple(Match(item.candidate.slug, round(item.score, 3), item.why) for item in ranked[:10])
    best = ranked[0] if ranked else None
    enough = CERTAIN if (evidence.day or evidence.published) and evidence.mode == "happened" else LIKELY
    chosen = best if best is not None and best.score >= enough else None
    listed = mentioned(replace(evidence, about="mentions"), known, None, round_up=True) if _may_be_a_list(evidence) else ()
    if listed and many_days(evidence, known, listed):
        return Verdict("mentions", "", shown, listed)
    if evidence.about == "reports" or (evidence.about == "mentions" and _tells_of_it_throughout(evidence, best)):
        if chosen is not None:
            others = mentioned(evidence, known, chosen.candidate)
            return Verdict("reports", chosen.candidate.slug, shown, others)
        others = mentioned(evidence, known, None)
        if evidence.day is not None and not _near_any(evidence, ranked) and _is_news(evidence):
            return Verdict("new", "", shown, others, _draft(evidence))
        return (
            Verdict("mentions", "", shown, others)
            if others
            else Verdict("new" if evidence.published and _is_news(evidence) else "none", "", shown, (), _draft(evidence))
        )
    if evidence.about == "announcement":
        ahead = next((item for item in ranked if item.score >= LIKELY and _lies_ahead(evidence, item)), None)
        others = mentioned(evidence, known, ahead.candidate if ahead else None)
        return Verdict("announcement", ahead.candidate.slug if ahead else "", shown, others, _draft(evidence))
    others = mentioned(evidence, known, None)
    return Verdict("mentions", "", shown, others) if others else Verdict("none", "", shown)


def _near_any(evidence: Evidence, ranked: list[Ranked]) -> bool:
    """Whether a known contact of the same sort lies within a day: then the text is not news of another."""
    return any(item.fits and item.score >= LIKELY for item in ranked[:3])


def _may_be_a_list(evidence: Evidence) -> bool:
    """Whether a text names so many days and places that it may go through several contacts."""
    return sum(1 for when in evidence.dates if when.month) + len(evidence.reading.labels("place.")) > 2


def _is_news(evidence: Evidence) -> bool:
    """Whether a text says when its contact was, or who says so: news does, a wish or an essay does not."""
    reading = evidence.reading
    told = [item for item in evidence.main if item.sentence <= evidence.lead and item.mode == "happened" and item.pair == "yes"]
    if not told:
        return False
    headed = any(reading.is_title(item.sentence) for item in told) and not all(reading.is_title(item.sentence) for item in told)
    return (
        headed
        or any(when.exact for when, _ in evidence.days)
        or any(reading.any_within(("say", "accord"), *reading.span(item.sentence)) for item in told)
    )


def _tells_of_it_throughout(evidence: Evidence, best: Ranked | None) -> bool:
    """Whether a text whose lead does not say so is about one contact: it fits very well, and the text speaks of no other people's."""
    if best is None or best.score < SURE:
        return False
    if evidence.mode == "hypothetical" and best.fits and best.candidate.status in ("cancelled", "postponed"):
        return True  # "no meeting is planned", days before one that was arranged was called off
    if _compares_reports(evidence, best):
        return True
    told = [item for item in evidence.theirs if item.mode in ("happened", "denied")]
    others = [item for item in evidence.mentions if not item.theirs]
    return (
        len(told) >= OFTEN
        and len(evidence.main) > 1
        and len(others) * 2 < len(told)
        and all(item.sentence > evidence.lead for item in others)
    )


def _compares_reports(evidence: Evidence, best: Ranked) -> bool:
    """Whether a text lays side by side what the two houses say of a fresh contact, whose word its lead need not hold.

    It names both men in the lead and no other people's contact, gives the contact's length, and is published within days of it.
    """
    since = (evidence.published - best.candidate.latest).days if evidence.published else -1
    if not best.fits or not 0 <= since <= NEWS or any(not item.theirs and item.sentence <= evidence.lead for item in evidence.mentions):
        return False
    opening = (0, evidence.reading.span(evidence.lead)[1])
    reading = evidence.reading
    told = {item.sentence for item in evidence.main if item.mode == "happened"}
    return all(reading.any_within(names, *opening) for names in (PUTIN, TRUMP)) and any(
        reading.sentence_of(length.start) in told and abs(length.minutes - minutes) <= CLOSE * minutes
        for length in evidence.lengths
        for minutes in best.candidate.minutes
    )


def _lies_ahead(evidence: Evidence, item: Ranked) -> bool:
    return evidence.published is None or item.candidate.latest >= evidence.published - timedelta(1)


def _draft(evidence: Evidence) -> Draft:
    kind = evidence.kind or "call"
    day = evidence.day.isoformat() if evidence.day else ""
    words = {"call": "Call", "meeting": "Meeting", "summit": "Summit", "letter": "Letter", "message": "Message"}.get(
        kind, kind.replace("-", " ").capitalize()
    )
    return Draft(kind, day, f"{words} of Putin and Trump" + (f", {evidence.place}" if evidence.place else ""), evidence.place, "")
