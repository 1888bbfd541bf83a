"""What contacts a text speaks of: each mention with its kind, whom it joins, whether it took place, and when.

A mention is a word for a kind of contact ("call", "встреча") with the people around it. It counts for the two
principals when they are its nearest names, or when nothing but "the two leaders" stands beside it in a text that has
named them together. "The meeting with Assad" is somebody else's.
"""

from collections import Counter
from dataclasses import dataclass

from contacts.ingest.naming import PUTIN, TRUMP, people_in
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.times import When, dates_in

KINDS = ("call", "video-call", "meeting", "summit", "pull-aside", "letter", "message", "joint-statement")
_WEAK = {"call-weak": "call", "meeting-weak": "meeting"}
_WITH = {
    "en": frozenset({"with", "to", "between"}), "ru": frozenset({"с", "со", "между", "к"}), "uk": frozenset({"з", "із", "зі", "між"}),
    "bg": frozenset({"с", "със", "между"}), "de": frozenset({"mit", "zwischen", "an"}), "fr": frozenset({"avec", "entre", "à"}),
    "es": frozenset({"con", "entre", "a"}), "it": frozenset({"con", "tra", "fra", "a"}), "tr": frozenset(),
}  # fmt: skip
_VENUES = frozenset({"place.hamburg", "place.helsinki", "place.osaka", "place.nang", "place.alaska", "place.anchorage"})
"""Places that stand for the meeting held there."""

_BETWEEN = frozenset(["between", "zwischen", "entre", "tra", "fra", "между", "між"])

LEAD = 3  # sentences after the title in which a report says what it is about


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text speaks of a contact. Units: words.

    `pair`: "yes" both named, "told" one named and the other understood, "taken up" understood both, "other" not theirs.
    `mode`: happened, future, hypothetical, cancelled, postponed or denied.
    """

    sentence: int
    start: int
    end: int
    kind: str
    sure: bool
    pair: str
    mode: str
    aside: bool
    whens: tuple[When, ...] = ()

    @property
    def theirs(self) -> bool:
        """Whether it is a contact of the two principals."""
        return self.pair != "other"


def mentions_in(reading: Reading) -> list[Mention]:
    """Return every mention of a contact, in the order of the text; those of other people as well."""
    dates = dates_in(reading)
    joined = _joined(reading)
    found: list[Mention] = []
    for number in range(len(reading.sentences)):
        first, last = reading.span(number)
        hits = _kind_hits(reading, first, last)
        if not hits:
            continue
        people = people_in(reading, first, last)
        own_dates = [when for when in dates if first <= when.start < last]
        for hit, kind, sure in hits:
            pair = _pair(reading, hit, kind, people, first, last, joined=joined)
            mode = "future" if hit.label == "kind.invited" else _mode(reading, hit, first, last)
            if (
                mode == "future"
                and kind in ("letter", "message")
                and not reading.within("modal.future", max(first, hit.start - 3), hit.start)
            ):
                mode = "happened"
            aside = _aside(reading, hit, first)
            whens = _nearest_dates(own_dates, hit, [other.start for other, _, _ in hits])
            found.append(Mention(number, hit.start, hit.end, kind, sure, pair, mode, aside, whens))
    return found


def _joined(reading: Reading) -> bool:
    """Whether the text names the two principals in one sentence."""
    for number in range(len(reading.sentences)):
        names = {who for _, who in people_in(reading, *reading.span(number))}
        if {"P", "T"} <= names:
            return True
    return False


def _kind_hits(reading: Reading, first: int, last: int) -> list[tuple[Hit, str, bool]]:
    found: list[tuple[Hit, str, bool]] = []
    for kind in KINDS:
        found += [(hit, kind, True) for hit in reading.within(f"kind.{kind}", first, last)]
    found += [(hit, "", False) for hit in reading.within("kind.forum", first, last)]
    if reading.any_within(PUTIN, first, last) and reading.any_within(TRUMP, first, last):
        found += [(hit, "call", True) for hit in reading.within("rang", first, last) if _rings(reading, hit, first, last)]
        found += [(hit, "meeting", False) for hit in reading.within("kind.invited", first, last)]
        if not found:
            found += [
                (hit, "meeting", False)
                for label in reading.labels("place.")
                if label in _VENUES
                for hit in reading.within(label, first, last)
            ]
    for label, kind in _WEAK.items():
        found += [(hit, kind, False) for hit in reading.within(f"kind.{label}", first, last)]
    found.sort(key=lambda item: (item[0].start - item[0].end, not item[2]))
    kept: list[tuple[Hit, str, bool]] = []
    for item in found:
        if all(item[0].end <= other[0].start or item[0].start >= other[0].end for other in kept):
            kept.append(item)
    kept = [item for item in kept if item[1]]
    kept.sort(key=lambda item: item[0].start)
    return kept


def _rings(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """Whether one of the two is called, not something "called for": a name stands right beside the verb."""
    near = reading.any_within((*PUTIN, *TRUMP), hit.end, min(last, hit.end + 4))
    if reading.language in ("de", "tr", "bg"):
        near = near or reading.any_within((*PUTIN, *TRUMP), max(first, hit.start - 6), hit.start)
    return bool(near)


def _pair(reading: Reading, hit: Hit, kind: str, people: list[tuple[int, str]], first: int, last: int, *, joined: bool) -> str:
    if not people:
        if not joined:
            return "other"
        return "taken up"
    names = {who for _, who in people}
    others = names - {"P", "T"}
    if kind == "joint-statement" and {"P", "T"} <= names:
        return "yes"
    if kind in ("letter", "message"):
        if {"P", "T"} <= names:
            return "yes"
        if joined and any(hit.start < at <= hit.end + 5 and who in "PT" for at, who in people):
            return "told"
    partner = _partners(reading, hit, people, last)
    if partner:
        if partner <= {"P", "T"}:
            if len(partner) == 2 or not others or (names & {"P", "T"} - partner and _subject_is(people, hit, names & {"P", "T"} - partner)):
                return "yes" if {"P", "T"} <= names else "told" if joined else "other"
            before = [who for at, who in people if at < hit.start]
            return "other" if before and before[-1] not in "PT" else "told"
        if not partner & {"P", "T"}:
            ahead = {who for at, who in people if at < hit.start}
            return "yes" if ahead == {"P", "T"} else "other"  # a three-way talk
        return "yes" if {"P", "T"} <= names else "other"
    if {"P", "T"} <= names:
        if not others or (reading.within("three-way", first, last) and len(others) == 1):
            return "yes"
        nearest = _two_nearest(people, hit)
        return "yes" if nearest == {"P", "T"} else "other"
    if names & {"P", "T"}:
        if others:
            closest = min(people, key=lambda item: abs(item[0] - hit.start))[1]
            return "told" if closest in "PT" and joined and reading.within("pair", first, last) else "other"
        return "told" if joined else "other"
    return "taken up" if joined and reading.within("pair", first, last) and len(others) < 2 else "other"


def _subject_is(people: list[tuple[int, str]], hit: Hit, wanted: set[str]) -> bool:
    before = [who for at, who in people if at < hit.start]
    return bool(before) and before[-1] in wanted


def _partners(reading: Reading, hit: Hit, people: list[tuple[int, str]], last: int) -> set[str]:
    """Who stands behind the "with" (or "between") that follows the word."""
    joining = _WITH.get(reading.language, _WITH["en"])
    for at in range(hit.end, min(hit.end + 4, last)):
        if reading.words[at] in joining:
            reach = at + 7 if reading.words[at] not in _BETWEEN else at + 12
            named = [(place, who) for place, who in people if at < place <= reach]
            if not named:
                return set()
            if reading.words[at] in _BETWEEN:
                return {who for _, who in named[:2]}
            chain = {named[0][1]}
            end = named[0][0]
            for place, who in named[1:]:
                if (
                    any(word in {"and", "и", "und", "et", "y", "e", "та", "й"} for word in reading.words[end + 1 : place])
                    and place - end < 7
                ):
                    chain.add(who)
                    end = place
            return chain
    return set()


def _two_nearest(people: list[tuple[int, str]], hit: Hit) -> set[str]:
    ranked = sorted(people, key=lambda item: abs(item[0] - hit.start) + (0 if item[0] < hit.start else 1))
    nearest: list[str] = []
    for _, who in ranked:
        if who not in nearest:
            nearest.append(who)
    return set(nearest[:2])


def _mode(reading: Reading, hit: Hit, first: int, last: int) -> str:
    low, high = max(first, hit.start - 9), min(last, hit.end + 9)
    near_low, near_high = max(first, hit.start - 6), min(last, hit.end + 5)
    for mode in ("cancelled", "postponed"):
        if reading.within(f"modal.{mode}", low, high):
            return mode
    if reading.within("modal.denied", low, high) and not reading.within("other-denial", first, last):
        return "denied"
    if reading.within("modal.unplanned", first, last):
        return "hypothetical"
    if reading.within("none-of", max(first, hit.start - 3), hit.start):
        return "hypothetical"
    future = [
        mark
        for mark in reading.within("modal.future", near_low, near_high)
        if mark.start < hit.start or not _comma(reading, hit.end, mark.start)
    ]
    if future:
        return "hypothetical" if reading.within("modal.hypothetical", low, high) else "future"
    if reading.within("modal.hypothetical", max(first, hit.start - 5), min(last, hit.end + 3)):
        return "hypothetical"
    return "happened"


def _comma(reading: Reading, first: int, last: int) -> bool:
    return any(sign in reading.text[reading.ends[first - 1] : reading.starts[last]] for sign in ",;:—")


def _aside(reading: Reading, hit: Hit, first: int) -> bool:
    """Whether it only sets the time of something else: "after the call", "since their meeting"."""
    return bool(reading.within("temporal", max(first, hit.start - 5), hit.start))


def _nearest_dates(dates: list[When], hit: Hit, places: list[int]) -> tuple[When, ...]:
    """The dates that belong to a mention: none that stands nearer to another one behind it."""
    kept = []
    for when in dates:
        nearest = min(places, key=lambda place: abs(place - when.start))
        if nearest == hit.start or abs(hit.start - when.start) <= 4:
            kept.append(when)
    return tuple(kept)


def kinds_of(mentions: list[Mention]) -> Counter[str]:
    """How strongly the mentions speak for each kind."""
    weights: Counter[str] = Counter()
    for mention in mentions:
        weights[mention.kind] += (2 if mention.sure else 1) * (2 if mention.sentence <= LEAD else 1)
    return weights
