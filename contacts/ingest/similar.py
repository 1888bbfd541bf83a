"""Database → texts that a new report may be a copy of, found by an index of what copies have in common."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Q, Value

from contacts.dates import BadDate, parse
from contacts.ingest.origin import KnownText, sketch
from contacts.ingest.records import ExtractedReport
from contacts.ingest.store import digest
from contacts.models import Capture

DAYS = timedelta(days=4)  # a wire is copied within days
MOST = 40  # texts compared with one report


class InCommon(Func):
    """How many numbers two arrays share."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS one WHERE one = ANY("
    output_field = IntegerField()


def similar_texts(report: ExtractedReport) -> list[KnownText]:
    """Return the captures likely to share much with a text, the likeliest first; of those with a date, only near ones.

    Queries: 1, none for a text too short to prove anything.
    """
    own = sketch(report.text)
    if not own:
        return []
    rows = Capture.objects.filter(sketch__overlap=own)
    try:
        when = parse(report.published) if report.published else None
    except BadDate:
        when = None
    if when is not None:
        first, last = (when.earliest - DAYS).isoformat(), (when.latest + DAYS).isoformat()
        rows = rows.filter(Q(report__published__gte=first, report__published__lte=last) | Q(report__published=""))
    if report.canonical_url:
        rows = rows.exclude(report__url=report.canonical_url)
    else:  # a pasted text is no copy of itself
        rows = rows.exclude(report__url__isnull=True, sha256=digest(report.text))
    rows = rows.annotate(common=InCommon(F("sketch"), Value(own, ArrayField(IntegerField()))))
    columns = rows.order_by("-common", "-pk").values_list("text", "report__publisher__name", "report__origin__label")
    return [KnownText(text, publisher, origin or "") for text, publisher, origin in columns[:MOST]]
