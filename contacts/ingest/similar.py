"""Database → texts that a new report may be a copy of: captures of reports about the same days."""

from datetime import timedelta

from contacts.dates import BadDate, parse
from contacts.ingest.origin import KnownText
from contacts.ingest.records import ExtractedReport
from contacts.ingest.store import digest
from contacts.models import Capture

DAYS = timedelta(days=4)  # a wire is copied within days
MOST = 200  # texts compared with one report


def similar_texts(report: ExtractedReport) -> list[KnownText]:
    """Return the captures kept of reports published near the day of this one, newest first. Queries: 1."""
    rows = Capture.objects.select_related("report__publisher", "report__origin")
    try:
        when = parse(report.published) if report.published else None
    except BadDate:
        when = None
    if when is not None:
        rows = rows.filter(
            report__published__gte=(when.earliest - DAYS).isoformat(), report__published__lte=(when.latest + DAYS).isoformat()
        )
    if report.canonical_url:
        rows = rows.exclude(report__url=report.canonical_url)
    else:  # a pasted text is no copy of itself
        rows = rows.exclude(report__url__isnull=True, sha256=digest(report.text))
    return [
        KnownText(
            text=row.text,
            publisher=row.report.publisher.name,
            origin=row.report.origin.label if row.report.origin else "",
        )
        for row in rows.order_by("-pk")[:MOST]
    ]
