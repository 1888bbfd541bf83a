"""How well each known contact fits what a text says, with the reasons in words."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contacts.ingest.evidence import Evidence
from contacts.ingest.kinds import likeness
from contacts.ingest.mentioned import PARTS
from contacts.ingest.profiles import Profile, Rarity, features_in, in_words, places_of, profile_of, shared
from contacts.ingest.records import Candidate
from contacts.ingest.times import When, days_off

MIDDLE, SPREAD = 3.2, 1.1  # points at which a candidate is as likely as not, and how fast that turns
LATE_DISCLOSURE, TELLTALE = -1.0, 1.8  # points
LONG_AFTER = -0.3  # points when a text names the whole date and was published, or changed, long after it
ABSENT = frozenset({"cancelled", "postponed", "denied", "announced", "retracted", "reported"})
ALL_COMPARED, COMPARED = 150, 60  # candidates
OTHER_KIND = 1.6  # most points for one mark of a contact of another kind than the text speaks of
UNANNOUNCED = -1.0  # points for a handshake or a word at dinner, which nobody announces
CLAIMED = 0.8  # points for a contact of which only one has spoken, in a text that only says there was one
SOME_WEEKS = 45  # days; a contact whose day is known no better than this
FRESH = 4  # days before its publication in which a text's own contact lies when it dates it
BORNE, TITLED = 1.0, 1.5  # points for the whole of what a contact is known by, and for its title


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (0..1), the reasons, and whether its day and kind both fit."""

    candidate: Candidate
    score: float
    why: tuple[str, ...]
    fits: bool


def rank(evidence: Evidence, candidates: list[Candidate], topics: frozenset[str]) -> list[Ranked]:
    """Return the candidates, the best fitting first."""
    common: Counter[str] = Counter(topic for candidate in candidates for topic in candidate.topics)
    profiles = {candidate.slug: profile_of(candidate) for candidate in candidates}
    rarity, text = Rarity(profiles.values()), features_in(evidence)
    found = []
    for candidate in candidates:
        words = _by_profile(profiles[candidate.slug], text, rarity)
        found.append(_judged(evidence, candidate, topics, common, len(candidates), words))
    found.sort(key=lambda item: (-item.score, item.candidate.slug))
    return found


def shortlist(evidence: Evidence, candidates: list[Candidate], topics: frozenset[str]) -> list[Candidate]:
    """Return the candidates, of very many those that agree best in kind, days, subjects and length: words are compared for these only."""
    if len(candidates) <= ALL_COMPARED:
        return candidates
    common: Counter[str] = Counter(topic for candidate in candidates for topic in candidate.topics)

    def promise(candidate: Candidate) -> float:
        told = any(when.month and days_off(when, candidate.earliest, evidence.published) == 0 for when in evidence.dates)
        return (
            _by_kind(evidence, candidate)[0]
            + _by_day(evidence, candidate)[0]
            + _by_topics(candidate, topics, common, len(candidates))[0]
            + _by_length(evidence, candidate)[0]
            + (2.0 if told else 0.0)
        )

    return sorted(candidates, key=lambda candidate: (-promise(candidate), candidate.slug))[:COMPARED]


def _judged(
    evidence: Evidence, candidate: Candidate, topics: frozenset[str], common: Counter[str], number: int, profile: tuple[float, list[str]]
) -> Ranked:
    points, why = 0.0, []
    kind, words = _by_kind(evidence, candidate)
    points += kind
    why += words
    days, words, near = _by_day(evidence, candidate)
    points += days
    why += words
    fresh = _is_fresh(evidence)
    for gained, words in (
        _by_topics(candidate, topics, common, number),
        profile,
        _by_length(evidence, candidate),
        _by_place(evidence, candidate),
        _by_status(evidence, candidate),
    ):
        points += gained
        why += words
        if kind < 0 and gained > OTHER_KIND:
            gained = OTHER_KIND  # what it is known by stands there beside a contact of another kind
        if days < LATE_DISCLOSURE and gained >= TELLTALE and not near and not fresh:
            points += LATE_DISCLOSURE - days  # told of late, yet by marks that no other contact bears
            days = LATE_DISCLOSURE
    score = 1 / (1 + math.exp(-(points - MIDDLE) / SPREAD))
    return Ranked(candidate, score, tuple(why), near and kind > 0)


def _is_fresh(evidence: Evidence) -> bool:
    """Whether a text dates its contact within days of its own publication: then it does not tell of an old one."""
    if not evidence.days or evidence.day is None or evidence.published is None:
        return False
    return abs((evidence.published - evidence.day).days) <= FRESH


def _by_kind(evidence: Evidence, candidate: Candidate) -> tuple[float, list[str]]:
    alike = likeness(evidence.kinds, candidate.kind)
    if evidence.kind == candidate.kind:
        alike = max(alike, 0.4)
    return 2.0 * alike, [candidate.kind.replace("-", " ")] if alike > 0.25 else []


def _by_day(evidence: Evidence, candidate: Candidate) -> tuple[float, list[str], bool]:
    """Points for the days. A contact whose own day is not known gets few either way."""
    called_off = evidence.mode in ("cancelled", "postponed")
    base, ahead = evidence.published, evidence.about == "announcement" or called_off
    vague = (candidate.latest - candidate.earliest).days
    points, why, near = 0.0, [], False
    best: tuple[float, str] | None = None
    for when, weight in evidence.days:
        off = _off(when, candidate, base, ahead=ahead)
        if off is None or (called_off and not when.month):
            continue  # "on Thursday cancelled" dates the cancelling
        printed = evidence.reading.phrase(when.start, when.end)
        certain = when.complete or base is not None or bool(when.month and when.day)
        gain = (3.2, 1.9, -0.2, -1.5)[min(off, 3)] if certain else (1.2, 0.5, -0.4, -1.0)[min(off, 3)]
        if off > 8 and certain:
            gain = -3.0
        if not when.exact:
            gain = 1.0 if off == 0 else -1.5
        gain = gain * weight if gain > 0 else gain * min(weight, 0.8)
        if best is None or gain > best[0]:
            best = (gain, f"names {printed}" + ("" if off == 0 else f", {off} day{'s' if off > 1 else ''} off"))
        near = near or (off <= 1 and when.exact)
    if best is not None:
        points += best[0]
        if best[0] > 0:
            why.append(best[1])
    if base is not None:
        gain, words = _by_publication(
            (base - candidate.latest).days, (base - candidate.earliest).days, ahead=ahead, dated=best is not None and best[0] > 1
        )
        near = near or (best is None and -1 <= (base - candidate.latest).days <= 2)
        whole = (
            best is not None
            and best[0] > 1
            and any(when.complete and _off(when, candidate, base, ahead=ahead) == 0 for when, _ in evidence.days)
        )
        points += max(gain, LONG_AFTER) if whole else gain
        why += words
    else:
        if (gain := _by_neighbours(evidence, candidate.earliest)) > 0:
            points += gain
            why.append("dates named in the text lie around it")
        if evidence.era is not None:
            points += evidence.era.points(candidate.latest)
        if evidence.month is not None:
            points += _by_month(evidence.month, candidate, ahead=ahead)
    if vague > 3:
        points = min(points, 2.2 if vague <= SOME_WEEKS and evidence.claimed else 1.0) - 0.6
    return points, why, near


def _off(when: When, candidate: Candidate, base: date | None, *, ahead: bool) -> int | None:
    first = days_off(when, candidate.earliest, base, ahead=ahead)
    if candidate.earliest == candidate.latest or first is None:
        return first
    last = days_off(when, candidate.latest, base, ahead=ahead)
    return min(first, last) if last is not None else first


def _by_publication(since: int, since_first: int, *, ahead: bool, dated: bool) -> tuple[float, list[str]]:
    """Points for the days from the contact to the report."""
    if ahead:
        if -40 <= since <= 1:
            return (2.0 if since >= -7 else 0.8), ["published shortly before it"]
        return -4.0, []
    if since < -1 and since_first < -1:
        return -4.0, []
    if -1 <= since <= 1 or since <= 1 <= since_first:
        return 2.2, ["published the same or the next day"]
    if since <= 3:
        return 1.0, [f"published {since} days later"]
    if since <= 8:
        return (0.8 if dated else -0.5), [f"published {since} days later"] if dated else []
    if since <= 25:
        return (0.2 if dated else -2.5), []
    return (-1.5 if dated else -4.5), []


def _by_month(month: tuple[date, date], candidate: Candidate, *, ahead: bool) -> float:
    """Points where only the month of publication is known."""
    if ahead:
        return 0.8 if (candidate.latest - month[0]).days >= 0 and (candidate.earliest - month[1]).days <= 40 else -4.0
    if candidate.earliest > month[1]:
        return -4.0
    since = (month[0] - candidate.latest).days
    return 1.0 if since <= 3 else -0.5 if since <= 25 else -3.0


def _by_neighbours(evidence: Evidence, day: date) -> float:
    """Points for dates anywhere in a text without date of publication: a report names days around its contact."""
    best = 0.0
    for when in evidence.dates:
        if when.month and when.day and when not in evidence.days_of_others:
            off = days_off(when, day, None)
            if off is not None and off <= 12:
                best = max(best, 1.8 * math.exp(-off / 4)) + (0.4 if 0 < off <= 3 and best else 0)
    return min(best, 2.4)


def _by_topics(candidate: Candidate, topics: frozenset[str], common: Counter[str], number: int) -> tuple[float, list[str]]:
    if not topics or not candidate.topics:
        return 0.0, []
    weight = {topic: math.log((number + 2) / (common[topic] + 0.5)) for topic in topics | set(candidate.topics)}
    shared = topics & set(candidate.topics)
    covered = sum(weight[topic] for topic in shared) / (sum(weight[topic] for topic in candidate.topics) + 0.01)
    told = sum(weight[topic] for topic in shared) / (sum(weight[topic] for topic in topics) + 0.01)
    gain = 2.4 * (0.6 * covered + 0.6 * told) * min(1.0, len(shared) / 2 + 0.25)
    return gain, [f"same subjects: {', '.join(sorted(shared)[:5])}"] if len(shared) > 1 else []


def _by_profile(profile: Profile, text: Mapping[str, float], rarity: Rarity) -> tuple[float, list[str]]:
    """Points for what the title and summary of a contact share with the text, and off for a title that is not borne out."""
    borne, titled, best = shared(profile, text, rarity)
    points = BORNE * min(borne, 3.0) + TITLED * (titled - 0.35)
    return max(-1.6, min(points, 4.0)), [in_words(feature) for feature in best if feature[0] != "~"][:3]


def _by_length(evidence: Evidence, candidate: Candidate) -> tuple[float, list[str]]:
    for length in evidence.lengths:
        if any(abs(length.minutes - minutes) <= max(3, minutes * 0.06) for minutes in candidate.minutes):
            return 0.9, [evidence.reading.phrase(length.start, length.end)]
    return 0.0, []


def _by_place(evidence: Evidence, candidate: Candidate) -> tuple[float, list[str]]:
    for label in places_of(candidate):
        if label in evidence.reading.labels("place."):
            return 1.4, [in_words(label)]
    return (-0.5 if candidate.place and candidate.kind in ("summit", "meeting", "pull-aside") else 0.0), []


def _by_status(evidence: Evidence, candidate: Candidate) -> tuple[float, list[str]]:
    """A contact that never took place fits a text which says so, and no other."""
    if evidence.mode in ("cancelled", "postponed"):
        return (1.6, [candidate.status]) if candidate.status in ("cancelled", "postponed") else (-1.2, [])
    if evidence.mode == "denied":
        return (1.4, [candidate.status]) if candidate.status in ("denied", "reported") else (-0.6, [])
    if evidence.about == "announcement":
        parts = {label.removeprefix("landmark.") for label in profile_of(candidate).title} & PARTS
        return (UNANNOUNCED if parts - evidence.landmarks.keys() else 0.0), []
    if candidate.status in ("cancelled", "postponed"):
        return -2.2, []
    if candidate.status in ("denied", "reported") and any(item.mode == "denied" for item in evidence.main):
        return 0.4, [candidate.status]  # told first, and taken back further down
    if candidate.status in ABSENT:
        return (CLAIMED, ["only said to have been"]) if evidence.claimed else (-1.0, [])
    return 0.0, []
