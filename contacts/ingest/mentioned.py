"""Which other known contacts a text refers to in passing.

A sentence refers to a contact when something anchors it there: its day, its place, a mark that its title bears, "the last
time they met", or what sets it apart from the main contact of the same days ("no formal meeting"). Kind, tense and status
must then agree. The contact with most points is taken, when it has enough.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contacts.ingest.anchors import Sentence, dates_of, facts_of, goes_on, is_stamp
from contacts.ingest.events import VENUES
from contacts.ingest.evidence import Evidence
from contacts.ingest.kinds import likeness
from contacts.ingest.profiles import Profile, Rarity, places_of, profile_of
from contacts.ingest.records import Candidate
from contacts.ingest.telling import is_caption
from contacts.ingest.times import When, days_off, span_of

ENOUGH = 2.6  # points from which a reference counts
NOT_HELD = frozenset({"cancelled", "postponed"})
FACE_TO_FACE = frozenset({"meeting", "summit", "pull-aside"})
PARTS = frozenset({"dinner", "handshake", "three-way", "photo", "lunch"})
MEALS = frozenset({"dinner", "lunch"})
NO_SUCH_PART = 0.8  # points off a contact that was not over a meal, where the sentence tells of one
_PARTS = frozenset(f"landmark.{part}" for part in PARTS)
_OFF = frozenset({"cancelled", "postponed", "hypothetical", "future", "denied"})
_APART = frozenset({"letter", "joint-statement", "meeting", "summit", "pull-aside", "call"})
JUST_BEFORE = 5  # days in which "his call with Putin", without a date, is the last one
MANY = 4  # dated contacts from which a text is a round-up
AHEAD = timedelta(75)  # how long before it a contact to come is spoken of
LOOSELY = 0.6  # likeness of a meeting to "the conversation" where the place is one at which the two met
SIBLING = 2  # days between a contact and one that it took the place of


@dataclass(frozen=True)
class _Known:
    """The contacts at hand, with what is needed of all of them."""

    near: list[Candidate]
    rarity: Rarity
    main: Candidate | None
    base: date | None
    round_up: bool


def mentioned(evidence: Evidence, candidates: list[Candidate], main: Candidate | None, *, round_up: bool = False) -> tuple[str, ...]:
    """Return the slugs of known contacts, other than the main one, to which the text refers."""
    base = evidence.published or (main.latest if main else None)
    near = [candidate for candidate in candidates if base is None or candidate.earliest <= base + AHEAD]
    known = _Known(near, Rarity(profile_of(candidate) for candidate in near), main, base, round_up)
    found: dict[str, float] = {}
    before: Sentence | None = None
    told: Counter[str] = Counter()
    for number in range(len(evidence.reading.sentences)):
        if is_caption(evidence.reading, number):
            continue
        here = [item for item in evidence.theirs if item.sentence == number]
        sentence = facts_of(evidence, number, here)
        if not here and before is not None:
            sentence = replace(sentence, labels=sentence.labels | {label for label in before.labels if label in _PARTS})
        before = sentence
        venues = {label for label in sentence.labels if label in VENUES}
        whens = dates_of(evidence, number, here)
        if not here and is_stamp(evidence, number) and not round_up:
            continue
        if not here and told and goes_on(evidence, number, whens):
            sentence = replace(sentence, kinds=told, names=True)  # "The first took place on January 28."
        told = sentence.kinds
        if not here and sentence.formal and main is not None and main.kind == "pull-aside":
            sentence = replace(sentence, kinds=Counter({"meeting": 1}), modes=frozenset({"happened"}))
        if (
            not here
            and not whens
            and not (sentence.formal and sentence.kinds)
            and not (venues and (sentence.names or sentence.after or round_up))
        ):
            continue
        if here and known.main is not None and all(item in evidence.main for item in here):
            whens = [when for when in whens if not _dates_main(when, known.main, base)]
        for when in [*whens, None] if venues or sentence.formal or not whens else whens:
            for slug, points in _best(evidence, sentence, when, known):
                found[slug] = max(found.get(slug, 0.0), points)
    return tuple(sorted(found, key=lambda slug: (-found[slug], slug)))


def _best(evidence: Evidence, sentence: Sentence, when: When | None, known: _Known) -> list[tuple[str, float]]:
    """The contact of which a sentence most likely speaks; two, when both are known to the same month only."""
    scored = [(_points(evidence, sentence, when, candidate, known), candidate) for candidate in known.near]
    most, best = max(scored, key=lambda item: (item[0], item[1].slug), default=(0.0, None))
    if best is None or most < ENOUGH or (known.main is not None and best.slug == known.main.slug):
        return []
    twins = [
        candidate
        for points, candidate in scored
        if points > most - 0.3 and _vague(best) and (candidate.earliest, candidate.latest) == (best.earliest, best.latest)
    ]
    return [(candidate.slug, most) for candidate in twins] or [(best.slug, most)]


def many_days(evidence: Evidence, candidates: list[Candidate], listed: tuple[str, ...]) -> bool:
    """Whether a text goes through many contacts: it names the days of several known ones, or its title says so.

    `listed` are the contacts to which it refers when it is read as a list.
    """
    days = {candidate.earliest for candidate in candidates if candidate.earliest == candidate.latest}
    named = set()
    for when in evidence.dates:
        span = span_of(when, evidence.published) if when.day else None
        if span is not None and span[0] in days:
            named.add(span[0])
    first, last = evidence.reading.span(0)
    opening = bool(evidence.reading.within("round-up", first, max(last, min(30, len(evidence.reading.words)))))
    fresh = any(item.whens and not item.aside and item.sentence <= evidence.lead for item in evidence.main)
    least = MANY if evidence.about != "announcement" or opening else MANY + 2
    return (
        len(named) >= least or (len(named) >= least - 2 and opening) or len(listed) >= (3 if opening else MANY + 2 if fresh else MANY + 1)
    )


def _points(evidence: Evidence, sentence: Sentence, when: When | None, candidate: Candidate, known: _Known) -> float:
    """How surely one sentence speaks of one contact, 0 when nothing anchors it there or something speaks against it."""
    kinds = sentence.kinds
    alike = max(likeness(kinds, candidate.kind), 0.6 if candidate.kind in kinds else -1.0) if kinds else 0.0
    if sentence.loose and sentence.places & VENUES and candidate.kind in FACE_TO_FACE:
        alike = max(alike, LOOSELY)
    dated, exact = _dated(when, candidate, known.base)
    if dated < 0 and not sentence.places:
        return 0.0
    own = profile_of(candidate)
    placed = _placed(sentence, candidate, own)
    if dated < 0 and placed and candidate.status in NOT_HELD and sentence.modes & _OFF:
        dated = 0.0  # the day is that of the calling off
    if (
        dated < 0
        and placed
        and when is not None
        and not when.year
        and (when.month, when.day) == (candidate.latest.month, candidate.latest.day)
    ):
        dated, exact = 1.6, True  # "that 11 November, in Paris"
    if dated < 0 or (known.base and candidate.earliest > known.base and not (dated or placed or sentence.modes & {"future"})):
        return 0.0
    if known.base and candidate.earliest > known.base and sentence.modes == {"hypothetical"}:
        return 0.0  # a contact that is only wished for is none of those that were arranged later
    if kinds and alike < 0.1 and not placed and not (exact and known.round_up):
        return 0.0
    if candidate.status in NOT_HELD and sentence.modes == {"happened"}:
        return 0.0
    titled = {label for label in own.title if label.startswith("landmark.")}
    shared = (sentence.labels & titled) - {"landmark.first", "landmark.second", "landmark.election"}
    main = known.main
    beside = main is not None and main.slug != candidate.slug and _days_apart(candidate, main) <= SIBLING
    if main is not None:
        shared -= set(profile_of(main).title)
        if beside and placed and _placed(sentence, main, profile_of(main)):
            placed = 0.3  # the place does not tell it from the main one
    anchored = max(_just_before(evidence, sentence, when, candidate, known), _sibling(sentence, candidate, alike, known))
    told = _told(sentence, own, known.rarity)
    if not (dated or placed or anchored or (shared and kinds)):
        return 0.0
    points = 1.2 * max(alike, 0.0) + dated + placed + anchored + (1.4 if beside else 0.8) * len(shared) + min(told, 0.8)
    own_parts = {label.removeprefix("landmark.") for label in titled} & PARTS
    points -= 1.0 * len(own_parts - _parts(sentence)) + (NO_SUCH_PART if (_parts(sentence) & MEALS) - own_parts else 0.0)
    if candidate.status not in NOT_HELD and sentence.modes and sentence.modes <= {"cancelled", "postponed"}:
        points -= 1.0
    if kinds and exact and known.round_up:
        points += 0.5
    if not kinds:
        certain = exact and (sentence.names or placed or known.round_up)
        points += 0.5 if certain else 0.2 if exact and evidence.about == "mentions" else 0.3 if placed and not dated else -1.0
        points += {"summit": 0.3, "meeting": 0.25, "call": 0.25}.get(candidate.kind, 0.0) - (0.6 if candidate.status in NOT_HELD else 0.0)
    if main is not None and candidate.slug != main.slug and not exact and not anchored and not shared and _days_apart(candidate, main) <= 1:
        points -= 1.5  # a neighbour of the main contact is mentioned only when the text sets it apart
    return points


def _parts(sentence: Sentence) -> frozenset[str]:
    return frozenset(label.removeprefix("landmark.") for label in sentence.labels)


def _placed(sentence: Sentence, candidate: Candidate, own: Profile) -> float:
    """Points for the place: much where the two came together, little for calls."""
    if not sentence.places:
        return 0.0
    named = sentence.places.intersection(places_of(candidate))
    if not named and candidate.status not in NOT_HELD:
        named = sentence.places & VENUES & own.whole.keys()
    if not named:
        return 0.0
    return (2.1 if named & VENUES else 1.7) if candidate.kind in FACE_TO_FACE else 0.4


def _told(sentence: Sentence, own: Profile, rarity: Rarity) -> float:
    """Points for names in the title that the sentence bears."""
    return sum(0.2 * rarity.of(feature) for feature in own.title if feature in sentence.labels or feature in sentence.words)


def _just_before(evidence: Evidence, sentence: Sentence, when: When | None, candidate: Candidate, known: _Known) -> float:
    """Points for the contact that came right before: "their last meeting", or told in passing days after it."""
    if when is not None:
        return 0.0
    base = known.base
    if sentence.last and sentence.kinds and base is not None and "happened" in sentence.modes:
        limit = known.main.earliest if known.main is not None and known.main.earliest <= base else base + timedelta(1)
        alike = [
            other
            for other in known.near
            if other.latest < limit and likeness(sentence.kinds, other.kind) >= 0.4 and other.status not in NOT_HELD and not _vague(other)
        ]
        return 1.6 if alike and max(alike, key=lambda other: other.latest).slug == candidate.slug else 0.0
    if evidence.about == "mentions" and evidence.published is not None and sentence.both_told:
        return 1.9 if 0 <= (evidence.published - candidate.latest).days <= JUST_BEFORE else 0.0
    return 0.0


def _sibling(sentence: Sentence, candidate: Candidate, alike: float, known: _Known) -> float:
    """Points for what is set apart from the main contact of the same days: the formal meeting, or the one that was not held."""
    main = known.main
    if main is None or main.slug == candidate.slug or _days_apart(candidate, main) > SIBLING or alike < 0.5:
        return 0.0
    if candidate.status in NOT_HELD:
        return 1.9 if sentence.modes & _OFF else 0.0
    if candidate.kind in _APART and likeness(Counter({main.kind: 1}), candidate.kind) <= 0.1 and candidate.kind in sentence.kinds:
        return 1.6 if _days_apart(candidate, main) <= 1 and (known.base is None or candidate.latest <= known.base) else 0.0
    if sentence.formal and candidate.kind in ("meeting", "summit") and main.kind == "pull-aside":
        return 2.0
    return 0.0


def _dates_main(when: When, main: Candidate, base: date | None) -> bool:
    """Whether a date is the main contact's own, by the calendar of either capital."""
    off = days_off(when, main.latest, base)
    return off is not None and off <= 1


def _days_apart(candidate: Candidate, other: Candidate) -> int:
    return abs((candidate.latest - other.latest).days)


def _vague(candidate: Candidate) -> bool:
    return (candidate.latest - candidate.earliest).days > 3


def _dated(when: When | None, candidate: Candidate, base: date | None) -> tuple[float, bool]:
    """Points for the day, and whether it is named to the day. Below 0: the sentence dates itself otherwise."""
    if when is None:
        return 0.0, False
    off = days_off(when, candidate.earliest, base)
    if off is None:
        return -1.0, False
    if off == 0:
        return (0.6 if _vague(candidate) and when.exact else _weight(when)), when.exact and not _vague(candidate)
    if off == 1 and when.exact and not _vague(candidate):
        return 0.9, True
    return -1.0, False


def _weight(when: When) -> float:
    if when.day or when.weekday >= 0 or (when.offset is not None and not when.reach):
        return 2.4
    return 1.9 if when.month or when.reach else 0.9
