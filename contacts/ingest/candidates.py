"""Database → Candidates: the known contacts that a report may be about, few enough to compare one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from time import monotonic
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value

from contacts.ingest.match import Wanted
from contacts.ingest.records import Candidate
from contacts.models import Claim, ClaimState, Contact, Place, ReviewState
from contacts.models.contact import WORDS
from contacts.record.status import status_of
from contacts.vocabulary import OCCURRENCE, PRESUPPOSE_CONTACT, Property

ALL = 200  # contacts; where there are no more, all are compared
MOST = 120  # candidates otherwise: those that agree with the text in most ways
SOME = 120  # rows asked for by each of the ways
TELLING = 0.005  # share of all contacts that bear a word, at most, for it to tell one from another
HOUR = 3600  # seconds for which the common words are kept
SEEN = (
    "slug",
    "kind",
    "earliest",
    "latest",
    "title",
    "summary",
    "state",
    "retraction_reason",
    "place__name",
    "place__country",
    "place__parent__name",
)
OUT_OF_PLAY = (ReviewState.WITHDRAWN, ReviewState.MERGED)


def candidates(windows: Iterable[tuple[date, date]], wanted: Wanted | None = None) -> list[Candidate]:
    """Return the known contacts whose days touch any of the windows (both ends included), drafts among them.

    Where the windows hold more than `ALL`, those that agree in most ways with what is wanted: day, day of the year, kind,
    place, words. Queries: 4, and 1 each for places and, once an hour, for common words; each
    answered from indexes whatever the size of the table.
    """
    spans = list(windows)
    if not spans:
        return []
    whole = Q(earliest__lte=max(last for _, last in spans), latest__gte=min(first for first, _ in spans))
    chosen = list(_in_play().values_list("pk", flat=True)[: ALL + 1])
    if len(chosen) > ALL:
        chosen = list(_in_play().filter(whole).values_list("pk", flat=True)[: ALL + 1])
    if len(chosen) > ALL:
        chosen = _agreeing(spans, wanted or Wanted((), (), (), (), ()))
    keys = tuple(sorted(chosen))
    known = _described(keys, _stamp(keys))
    return [item for item in known if any(first <= item.latest and item.earliest <= last for first, last in spans)]


def _in_play() -> QuerySet[Contact]:
    return Contact.objects.exclude(state__in=OUT_OF_PLAY).order_by()


def _agreeing(spans: list[tuple[date, date]], wanted: Wanted) -> list[int]:
    """Return the keys of the contacts found in most ways. A way that finds few tells more than one that finds many."""
    ways = list(_ways(spans, wanted))
    weights = [weight for _, weight in ways]
    asked = [rows.annotate(way=Value(number)).values_list("pk", "way")[:SOME] for number, (rows, _) in enumerate(ways)]
    found = list(asked[0].union(*asked[1:], all=True))
    sizes = Counter(way for _, way in found)
    votes: dict[int, float] = defaultdict(float)
    for pk, way in found:
        votes[pk] += weights[way] * (1.5 if sizes[way] < SOME else 1.0)
    return sorted(votes, key=lambda pk: (-votes[pk], pk))[:MOST]


def _ways(spans: list[tuple[date, date]], wanted: Wanted) -> Iterator[tuple[QuerySet[Contact], float]]:
    """Yield queries for contacts that agree in one way each, with the weight of the way."""
    rows = _in_play()
    alike = rows.filter(kind__in=wanted.kinds) if wanted.kinds else rows
    last = max(last for _, last in spans)
    for day in wanted.days[:3]:
        yield alike.filter(earliest=day), 3.0
        yield alike.filter(earliest__in=(day - timedelta(1), day + timedelta(1))), 2.0
    for month, day_of_month in wanted.days_of_year[:3]:
        yield alike.filter(earliest__month=month, earliest__day=day_of_month), 3.0
    places = list(_places(wanted.places)) if wanted.places else []
    if places:
        yield alike.filter(place__in=places), 2.0
    spoken = rows.annotate(words=WORDS)
    asked = wanted.words if wanted.kinds and not wanted.days else ()
    for word in [word for word in asked if word not in common_words(int(monotonic() // HOUR))][:4] if asked else ():
        kind = SearchQuery(wanted.kinds[0], config="simple", search_type="phrase")
        yield spoken.filter(words=SearchQuery(word, config="simple") & kind), 1.5
    first, until = spans[0]
    # In the order of an index: without one, the planner hopes to meet enough of them by reading the table from its beginning.
    yield alike.filter(latest__gt=F("earliest"), latest__gte=first, earliest__lte=until).order_by("latest"), 0.5
    yield alike.filter(earliest__lte=last).order_by("-earliest"), 0.5


@lru_cache(maxsize=1)
def common_words(hour: int) -> frozenset[str]:
    """Return the words of titles and summaries that too many contacts bear, by the statistics that PostgreSQL keeps for the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM pg_stats"
            " CROSS JOIN LATERAL unnest(most_common_elems::text::text[], most_common_elem_freqs) AS counted (word, share)"
            " WHERE schemaname = current_schema() AND tablename = 'contacts_by_words' AND share > %s",
            [TELLING],
        )
        return frozenset(word for (word,) in cursor.fetchall())


def _places(words: Iterable[str]) -> QuerySet[Place]:
    named = Q()
    for word in words:
        named |= Q(name__icontains=word) | Q(parent__name__icontains=word)
    return Place.objects.filter(named).order_by().values_list("pk", flat=True)


def _stamp(keys: tuple[int, ...]) -> tuple[Any, ...]:
    """Return what changes when a description of one of these contacts would. Queries: 2."""
    rows = Contact.objects.filter(pk__in=keys).order_by()
    claims = Claim.objects.filter(contact__in=keys).order_by()
    accepted = Count("pk", filter=Q(state=ClaimState.ACCEPTED))
    return (
        *rows.aggregate(a=Max("updated_at"), b=Max("place__updated_at"), c=Max("place__parent__updated_at")).values(),
        *claims.aggregate(a=Max("updated_at"), b=accepted, c=Count("pk"), d=Sum("pk")).values(),
    )


@lru_cache(maxsize=4)
def _described(keys: tuple[int, ...], stamp: tuple[Any, ...]) -> tuple[Candidate, ...]:
    """Return the candidates of these contacts, without leads: drafts of which nothing is known yet.

    The same contacts come into question for one text after the other, so what was read of them is kept while they stand still.
    Queries: 3.
    """
    rows = list(Contact.objects.filter(pk__in=keys).select_related("place__parent").only(*SEEN).order_by("pk"))
    drafts = [contact.pk for contact in rows if contact.state == ReviewState.DRAFT]
    known = set(Claim.objects.filter(contact__in=drafts).values_list("contact_id", flat=True)) if drafts else set()
    rows = [contact for contact in rows if contact.state != ReviewState.DRAFT or contact.pk in known]
    claims: dict[int, list[_Said]] = defaultdict(list)
    wanted = Q(property__in=[*OCCURRENCE, *PRESUPPOSE_CONTACT])
    # Plain values: a thousand claims are read at once, and as objects they would take longer than all the rest.
    found = Claim.objects.filter(wanted, contact__in=[contact.pk for contact in rows], state=ClaimState.ACCEPTED).order_by()
    for row in found.values_list("contact_id", "property", "speaker", "rank", "minutes", "topic__slug"):
        claims[row[0]].append(_Said(*row[1:]))
    return tuple(_candidate(contact, claims[contact.pk]) for contact in rows)


class _Said(NamedTuple):
    property: str
    speaker: str
    rank: str
    minutes: int | None
    topic: str | None


def _candidate(contact: Contact, claims: list[_Said]) -> Candidate:
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
        topics=tuple(sorted({claim.topic for claim in claims if claim.property == Property.TOPIC and claim.topic})),
        minutes=tuple(sorted({claim.minutes for claim in claims if claim.minutes})),
        status=status_of(said, retracted=bool(contact.retraction_reason)).value,
    )
