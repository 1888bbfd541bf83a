"""Database → Candidates: the known contacts that a report may be about, few enough to compare one by one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from contacts.ingest.records import Candidate
from contacts.models import Claim, ClaimState, Contact, ReviewState
from contacts.models.contact import DAYS
from contacts.record.status import status_of
from contacts.vocabulary import OCCURRENCE, PRESUPPOSE_CONTACT, Property

MOST = 400  # candidates; a window that holds more is cut to those nearest its middle
OUT_OF_PLAY = (ReviewState.WITHDRAWN, ReviewState.MERGED)


def candidates(windows: Iterable[tuple[date, date]]) -> list[Candidate]:
    """Return the known contacts whose days touch any of the windows (both ends included), drafts among them.

    Queries: 1 for each window and 1 for their claims, each answered from an index whatever the size of the table.
    """
    rows: dict[int, Contact] = {}
    for first, last in windows:
        near = (
            Contact.objects.annotate(days=DAYS)
            .filter(days__overlap=(first, last + timedelta(days=1)))
            .exclude(state__in=OUT_OF_PLAY)
            .exclude(state=ReviewState.DRAFT, claims__isnull=True)  # a lead: nothing is known of it yet
            .select_related("place__parent")
            .order_by("pk")[:MOST]
        )
        rows |= {contact.pk: contact for contact in near}
        if len(rows) >= MOST:
            break
    return _described(list(rows.values()))


def _described(rows: list[Contact]) -> list[Candidate]:
    """Return the candidates of these contacts. Queries: 1."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    wanted = Q(property__in=[*OCCURRENCE, *PRESUPPOSE_CONTACT])
    found = (
        Claim.objects.filter(wanted, contact__in=rows, state=ClaimState.ACCEPTED)
        .select_related("topic")
        .only("contact_id", "property", "speaker", "rank", "minutes", "topic__slug")
    )
    for claim in found:
        claims[claim.contact_id].append(claim)
    return [_candidate(contact, claims[contact.pk]) for contact in rows]


def _candidate(contact: Contact, claims: list[Claim]) -> Candidate:
    said = [{"property": claim.property, "speaker": claim.speaker, "rank": claim.rank} for claim in claims]
    place = contact.place
    words = [place.name, place.parent.name if place.parent else ""] if place else []
    return Candidate(
        slug=contact.slug,
        kind=contact.kind,
        earliest=contact.earliest,
        latest=contact.latest,
        title=contact.title,
        summary=contact.summary,
        place=", ".join(word for word in words if word),
        country=place.country if place else "",
        topics=tuple(sorted({claim.topic.slug for claim in claims if claim.property == Property.TOPIC and claim.topic})),
        minutes=tuple(sorted({claim.minutes for claim in claims if claim.minutes})),
        status=status_of(said, retracted=bool(contact.retraction_reason)).value,
    )
