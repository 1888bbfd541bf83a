"""Which known contact a text is about, which it mentions, or that it announces, brings a new one, or none.

Plain values in and out. The candidates are those known contacts whose days touch one of the `windows`; a few hundred at
most, so matching costs the same whatever the size of the record.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from contacts.ingest.evidence import Evidence, gather
from contacts.ingest.mentioned import many_days, mentioned
from contacts.ingest.reading import read
from contacts.ingest.records import Candidate, Draft, ExtractedReport, Match, Verdict
from contacts.ingest.scoring import Ranked, rank
from contacts.ingest.terms import Terms
from contacts.ingest.times import span_of

FIRST_DAY, LAST_YEARS = date(2013, 1, 1), 2
NEAR = timedelta(4)  # days around a date that the text names
BEFORE_PUBLICATION, AFTER_PUBLICATION = timedelta(12), timedelta(40)
CERTAIN, LIKELY = 0.5, 0.35
"""Scores from which the best candidate is taken: when the text dates its contact, and when nothing else comes near."""


def windows(report: ExtractedReport) -> list[tuple[date, date]]:
    """Return the spans of days (both ends included) in which the contacts lie that the text may be about or mention.

    Without a date of publication a date without its year is looked for in every year, and a text that names no day
    at all asks for the whole record.
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
        elif when.month and base is None:
            spans += [found for year in range(FIRST_DAY.year, last_year) if (found := span_of(replace(when, year=year), None))]
    vague = base is None and not any(when.complete for when in evidence.dates)
    if vague or not spans:
        return [(FIRST_DAY, date(last_year, 12, 31))]
    return _merged([(first - NEAR, last + NEAR) for first, last in spans])


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
    ranked = rank(evidence, known, topics)
    shown = tuple(Match(item.candidate.slug, round(item.score, 3), item.why) for item in ranked[:10])
    best = ranked[0] if ranked else None
    enough = CERTAIN if (evidence.day or evidence.published) and evidence.mode == "happened" else LIKELY
    chosen = best if best is not None and best.score >= enough else None
    if many_days(evidence, known) and evidence.about != "announcement":
        evidence = replace(evidence, about="mentions")
        return Verdict("mentions", "", shown, mentioned(evidence, known, None))
    if evidence.about == "reports":
        if chosen is not None:
            others = mentioned(evidence, known, chosen.candidate)
            return Verdict("reports", chosen.candidate.slug, shown, others)
        others = mentioned(evidence, known, None)
        if evidence.day is not None and not _near_any(evidence, ranked):
            return Verdict("new", "", shown, others, _draft(evidence))
        return (
            Verdict("mentions", "", shown, others)
            if others
            else Verdict("new" if evidence.published else "none", "", shown, (), _draft(evidence))
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


def _lies_ahead(evidence: Evidence, item: Ranked) -> bool:
    return evidence.published is None or item.candidate.latest >= evidence.published - timedelta(1)


def _draft(evidence: Evidence) -> Draft:
    kind = evidence.kind or "call"
    day = evidence.day.isoformat() if evidence.day else ""
    words = {"call": "Call", "meeting": "Meeting", "summit": "Summit", "letter": "Letter", "message": "Message"}.get(
        kind, kind.replace("-", " ").capitalize()
    )
    return Draft(kind, day, f"{words} of Putin and Trump" + (f", {evidence.place}" if evidence.place else ""), evidence.place, "")
