"""Findings → rows for the editors' queue. One report per canonical URL; what a person decided or typed stays.

Everything of one run is stored in one transaction, so a run that is cut short has stored nothing, and a run that is
repeated changes nothing.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from contacts.ingest.origin import sketch
from contacts.ingest.records import ExtractedReport, OriginGuess, RawPage, SuggestedClaim, Verdict
from contacts.models import (
    Capture,
    Contact,
    PassageState,
    Publisher,
    Report,
    ReportState,
    Submission,
    SubmissionState,
    Suggestion,
    SuggestionState,
)
from contacts.models.publisher import Origin
from contacts.passages import locate

LOCKS = 20170502  # tells these advisory locks from others


@dataclass(frozen=True)
class Findings:
    """All that one run of the chain found."""

    page: RawPage
    report: ExtractedReport
    verdict: Verdict
    claims: tuple[SuggestedClaim, ...]
    origin: OriginGuess | None


@transaction.atomic
def store(submission: Submission, found: Findings, outcome: dict[str, object]) -> None:
    """Keep what a run found and end the submission. One that somebody else has ended meanwhile is left as it is."""
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    if held.state in (SubmissionState.DONE, SubmissionState.FAILED):
        return
    _wait_for_the_same_text(found)
    report, created = _report(found)
    _capture(report, found)
    if not created:
        check_passages(report, found.report.text)
    # What a person has linked the report to stands, whatever a later run takes it for.
    contact = (None if created else report.about()) or (
        Contact.objects.filter(slug=found.verdict.contact).first() if found.verdict.contact else None
    )
    counts = _suggestions(report, contact, found.claims)
    counts["report created" if created else "report known"] += 1
    held.report, held.contact = report, contact
    held.verdict, held.outcome, held.counts = found.verdict.verdict, outcome, dict(counts)
    held.state, held.finished_at, held.lease_until, held.error = SubmissionState.DONE, timezone.now(), None, ""
    held.save(update_fields=["report", "contact", "verdict", "outcome", "counts", "state", "finished_at", "lease_until", "error"])


def _wait_for_the_same_text(found: Findings) -> None:
    """Let no other worker store this text or address until the end of the transaction: both would find no report of it."""
    names = sorted(_addresses(found) or {digest(found.report.text)})  # in one order, so that two never wait for each other
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(name, %s)) FROM unnest(%s::text[]) AS name", [LOCKS, names])


def _report(found: Findings) -> tuple[Report, bool]:
    text = found.report
    known = Report.objects.select_for_update().filter(_identity(found)).order_by("pk").first()
    if known is None:
        publisher = publisher_for(text)
        report = Report(
            url=text.canonical_url or None,
            title=text.title[:500],
            description="" if text.title or text.canonical_url else "Text handed in without a headline",
            publisher=publisher,
            origin=_origin(found.origin),
            published=text.published,
            language=text.language or "und",
            author=text.author[:200],
        )
        report.save()
        return report, True
    if known.state == ReportState.DRAFT:
        # Only what is still empty: whatever stands there may be an editor's.
        filled = {
            name: value
            for name, value in (("title", text.title[:500]), ("published", text.published), ("author", text.author[:200]))
            if value and not getattr(known, name)
        }
        for name, value in filled.items():
            setattr(known, name, value)
        if known.origin is None and found.origin is not None:
            known.origin = _origin(found.origin)
            filled["origin"] = ""
        if filled:
            known.save(update_fields=[*filled, "updated_at"])
    return known, False


def _identity(found: Findings) -> Q:
    """One report per canonical URL; a text without address is known by its very words."""
    if found.report.canonical_url:
        return Q(url__in=_addresses(found))
    return Q(url__isnull=True, captures__sha256=digest(found.report.text))


def _addresses(found: Findings) -> set[str]:
    """Under which a report may be known; none for a text without address."""
    if not found.report.canonical_url:
        return set()
    return {found.report.canonical_url, found.page.url, found.page.requested_url} - {""}


def publisher_for(text: ExtractedReport) -> Publisher:
    """Return the publisher that a text names or its host tells, made as a plain row where it is not known yet."""
    name, host = text.publisher.strip(), text.publisher_host
    homepages = Q(homepage__endswith=f"//{host}") | Q(homepage__endswith=f"//www.{host}") if host else Q(pk__isnull=True)
    found: list[Publisher] = list(Publisher.objects.filter(_called(name) | homepages).order_by("pk"))
    # The name decides before the address: one house prints under many addresses.
    found.sort(key=lambda row: name.casefold() != row.name.casefold() and name not in row.aliases)
    if found:
        return found[0]
    name = name or host or "Unknown publisher"
    slug = (slugify(name) or slugify(host) or "publisher")[:110].strip("-")
    publisher: Publisher = Publisher.objects.get_or_create(
        slug=slug, defaults={"name": name[:200], "homepage": f"https://{host}" if host else ""}
    )[0]
    return publisher


def _called(name: str) -> Q:
    return Q(name__iexact=name) | Q(aliases__contains=[name]) if name else Q(pk__isnull=True)


def _origin(guess: OriginGuess | None) -> Origin | None:
    if guess is None or not guess.label:
        return None
    publisher = Publisher.objects.filter(_called(guess.label)).order_by("pk").first()
    slug = publisher.slug if publisher else slugify(guess.label)[:150].strip("-")
    if not slug:
        return None
    origin, _ = Origin.objects.get_or_create(slug=slug, defaults={"label": guess.label[:200], "publisher": publisher})
    return origin


def digest(text: str) -> str:
    """Return what tells one text from another: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _capture(report: Report, found: Findings) -> None:
    if not found.report.text:
        return
    page = found.page
    seen = {"etag": page.etag[:200], "last_modified": page.last_modified[:100], "seen_at": page.fetched_at}
    known = report.captures.filter(sha256=digest(found.report.text))
    if not known.exists():
        Capture.objects.create(
            report=report,
            text=found.report.text,
            sha256=digest(found.report.text),
            sketch=sketch(found.report.text),
            content_type=page.content_type[:100],
            fetched_at=page.fetched_at,
            **seen,
        )
    else:
        known.filter(seen_at__lt=page.fetched_at).update(**seen)


def check_passages(report: Report, text: str) -> None:
    """Say of each claim of a report whether its passage stands in this text: located or lost, never moved. Queries: 3 at most."""
    states: dict[str, list[int]] = {PassageState.LOCATED: [], PassageState.LOST: []}
    for claim in report.claims.exclude(passage_exact="").only("passage_exact"):
        states[PassageState.LOST if locate(text, claim.passage_exact) is None else PassageState.LOCATED].append(claim.pk)
    for state, keys in states.items():
        if keys:
            report.claims.filter(pk__in=keys).exclude(passage_state=state).update(passage_state=state, updated_at=timezone.now())


def _suggestions(report: Report, contact: Contact | None, claims: tuple[SuggestedClaim, ...]) -> Counter[str]:
    """Bring the open suggestions of a report up to date; those that a person decided are not touched. Queries: 4 at most."""
    counts: Counter[str] = Counter()
    known = {row.key: row for row in report.suggestions.select_for_update()}
    found: dict[str, SuggestedClaim] = {}
    for claim in claims:
        found.setdefault(_key(claim), claim)
    new = [Suggestion(report=report, key=key, contact=contact, **_columns(claim)) for key, claim in found.items() if key not in known]
    changed = []
    for key, claim in found.items():
        row = known.get(key)
        if row is None:
            continue
        if row.state in (SuggestionState.ACCEPTED, SuggestionState.REJECTED):
            counts["decided before"] += 1
            continue
        fresh = {**_columns(claim), "contact_id": contact.pk if contact else None, "state": SuggestionState.OPEN}
        if all(getattr(row, name) == value for name, value in fresh.items()):
            counts["unchanged"] += 1
            continue
        for name, value in fresh.items():
            setattr(row, name, value)
        changed.append(row)
    gone = [row for key, row in known.items() if key not in found and row.state == SuggestionState.OPEN]
    for row in gone:
        row.state = SuggestionState.WITHDRAWN
    Suggestion.objects.bulk_create(new)
    Suggestion.objects.bulk_update([*changed, *gone], [*_COLUMNS, "contact", "state"])
    return +(counts + Counter({"created": len(new), "updated": len(changed), "no longer suggested": len(gone)}))


def _key(claim: SuggestedClaim) -> str:
    parts = [claim.property, dict(claim.value), claim.speaker, claim.person, claim.passage.exact]
    return digest(json.dumps(parts, sort_keys=True, ensure_ascii=False))


_COLUMNS = ("property", "value", "speaker", "person_slug", "passage_exact", "passage_prefix", "passage_suffix", "score", "why")


def _columns(claim: SuggestedClaim) -> dict[str, object]:
    return {
        "property": str(claim.property),
        "value": dict(claim.value),
        "speaker": str(claim.speaker),
        "person_slug": claim.person,
        "passage_exact": claim.passage.exact,
        "passage_prefix": claim.passage.prefix[-200:],
        "passage_suffix": claim.passage.suffix[:200],
        "score": min(1.0, max(0.0, claim.score)),
        "why": claim.why,
    }
