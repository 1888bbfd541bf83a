"""The chain on one screen: a submission comes in, a report with suggested claims goes to the editors' queue.

    fetch → extract → match → suggest → store

Nothing here decides anything: a suggestion becomes a claim when a person accepts it.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from contacts.ingest.candidates import candidates
from contacts.ingest.extract import extract
from contacts.ingest.fetch import FetchError, fetch
from contacts.ingest.match import match, wanted, windows
from contacts.ingest.origin import origin
from contacts.ingest.queue import CannotBeRead, WorthRetrying
from contacts.ingest.records import ExtractedReport, RawPage
from contacts.ingest.similar import similar_texts
from contacts.ingest.store import Findings, store
from contacts.ingest.suggest import suggest
from contacts.ingest.vocabulary import terms
from contacts.models import Capture, Submission
from contacts.vocabulary import Speaker

SPEAKERS = {
    Speaker.KREMLIN: "Kremlin",
    Speaker.WHITE_HOUSE: "White House",
    Speaker.JOINT: "joint",
    Speaker.THIRD_GOVERNMENT: "third government",
    Speaker.PRESS: "press",
}
"""How the printed outcome names the speakers."""


def ingest(submission: Submission) -> None:
    """Read one submission and store what is found. Raises: CannotBeRead, WorthRetrying."""
    page = page_of(submission)
    found = read(page, published=submission.published)
    store(submission, found, in_plain_values(found))


def read(page: RawPage, *, published: str = "") -> Findings:
    """Return what a page says, without storing anything. `published` is EDTF and overrules what the page says of its day.

    Raises: CannotBeRead, for a page without text. Queries: a fixed number, whatever the size of the record.
    """
    report = extract(page)
    if published:
        report = with_date(report, published)
    if not report.text.strip():
        raise CannotBeRead("; ".join(report.alarms) or "There is no text in it. Paste the article's text instead.")
    known = terms()
    verdict = match(report, candidates(windows(report), wanted(report)), known)
    claims = suggest(report, verdict, known) if verdict.verdict != "none" else []
    return Findings(page, report, verdict, tuple(claims), origin(report, similar_texts(report)))


def page_of(submission: Submission) -> RawPage:
    """Return the page of a submission: its pasted text, or what its address gives now.

    Raises: CannotBeRead, WorthRetrying.
    """
    if submission.pasted:
        return pasted(submission.pasted.encode(), submission.url)
    return fetched(submission.url)


def pasted(body: bytes, url: str = "", at: datetime | None = None) -> RawPage:
    """Return the page that a pasted text or a file makes."""
    return RawPage(url=url, requested_url=url, body=body, content_type="", fetched_at=at or timezone.now())


def fetched(url: str) -> RawPage:
    """Return the page at an address; where the server says it has not changed, the text of the last capture.

    Raises: CannotBeRead, WorthRetrying.
    """
    last = Capture.objects.filter(report__url=url).order_by("-seen_at").first()
    try:
        page = fetch(url, etag=last.etag if last else "", last_modified=last.last_modified if last else "")
        if page.not_modified:
            # The capture holds the clean text only; the page itself is needed to read its headline and day again.
            page = fetch(url)
    except FetchError as error:
        raise (WorthRetrying if error.retry else CannotBeRead)(str(error)) from error
    return page


def with_date(report: ExtractedReport, published: str) -> ExtractedReport:
    """Return the report with the day of publication that a person gave."""
    return ExtractedReport(**{**asdict(report), "alarms": report.alarms, "published": published})


def in_plain_values(found: Findings) -> dict[str, Any]:
    """Return the outcome of a run as `manage.py ingest --json` prints it and the submission keeps it."""
    report, verdict = found.report, found.verdict
    return {
        "report": {
            "title": report.title,
            "publisher": report.publisher,
            "published": report.published,
            "language": report.language,
            "canonical_url": report.canonical_url,
            "text_chars": len(report.text),
            "alarms": list(report.alarms),
        },
        "verdict": verdict.verdict,
        "contact": verdict.contact or None,
        "matches": [{"contact": match.contact, "score": round(match.score, 3), "why": list(match.why)} for match in verdict.matches],
        "mentions": list(verdict.mentions),
        "draft": asdict(verdict.draft) if verdict.draft else None,
        "claims": [
            {
                "property": str(claim.property),
                "value": claim.value.get("topic", dict(claim.value)),
                "speaker": SPEAKERS[Speaker(claim.speaker)],
                "person": claim.person,
                "passage": asdict(claim.passage),
                "score": round(claim.score, 3),
                "why": claim.why,
            }
            for claim in found.claims
        ],
        "origin": {"label": found.origin.label, "score": round(found.origin.score, 3)} if found.origin else None,
    }
