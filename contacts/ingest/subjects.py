"""Topics that a report says were, or were not, discussed: who says so, and where."""

from collections import defaultdict
from dataclasses import dataclass

from contacts.ingest.attribution import Voice
from contacts.ingest.circumstances import only_second_half
from contacts.ingest.content import SIDES, Told
from contacts.ingest.evidence import Evidence
from contacts.ingest.lexicons import lists
from contacts.ingest.narrowing import WEAK, conflict, given, in_its_time, narrowed
from contacts.ingest.passages import passage
from contacts.ingest.reading import Reading
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import AND, PRESS, THIRD
from contacts.ingest.terms import Terms, TopicHit
from contacts.ingest.unsaid import denied_next, left_out, not_discussed, only_asked

_ONLY_WEAK = frozenset({"arms-control", "counter-terrorism", "next-meeting"})
"""Topics that yield only where a weak turn names them."""

_OF = frozenset(
    [
        "of",
        "the",
        "de",
        "du",
        "des",
        "der",
        "del",
        "della",
        "di",
        "dell",
        "la",
        "le",
        "l",
        "d",
        "von",
        "na",
        "на",
        "various",
        "members",
        "member",
        "countries",
        "стран",
        "странами",
        "країн",
    ]
)
_TALKS = ("kind.call", "kind.call-weak", "kind.meeting", "talk")
SUMMITS = frozenset({"un-p5-summit", "g7-summit", "g20-summit"})
"""Meetings of many: a subject by themselves, not the next meeting of the two."""

REGIONS = frozenset({"middle-east", "asia", "americas", "caucasus"})
SUBJECTS_BESIDE_THEIR_PARTS = frozenset({"ukraine"})


@dataclass(frozen=True, slots=True)
class _Found:
    topic: str
    hit: TopicHit
    sentence: int
    voice: Voice | None
    not_discussed: bool
    verb: str
    strong: bool


def topic_claims(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told], terms: Terms, year: int) -> list[SuggestedClaim]:
    """Return one claim for each topic and speaker, from the sentence that says it best."""
    reading = evidence.reading
    by_sentence: dict[int, list[TopicHit]] = defaultdict(list)
    for hit in terms.topics_in(reading):
        by_sentence[reading.sentence_of(hit.start)].append(hit)
    for item in evidence.theirs:
        if any(hit.topic in SUMMITS and hit.start - 3 <= item.start <= hit.end for hit in by_sentence[item.sentence]):
            continue
        if item.sure and item.kind in ("meeting", "summit") and item.mode in ("future", "hypothetical") and item not in evidence.main:
            by_sentence[item.sentence].append(TopicHit("next-meeting", item.start, item.end, WEAK))
    about = [number for number in by_sentence if content[number].counts or reading.is_title(number)]
    by_sentence = narrowed(by_sentence, about)
    main = conflict(hit for number in about for hit in by_sentence[number])
    found: list[_Found] = []
    for number, hits in by_sentence.items():
        found += _answered(reading, hits, number, spoken, content, year)
        if not content[number].counts:
            continue
        hits = [hit for hit in hits if in_its_time(hit.topic, year) and _stands(reading, hit, number) and given(hit, hits, main)]
        if content[number].only_next:
            hits = [hit for hit in hits if hit.topic == "next-meeting" or hit.topic in SUMMITS]
        if left_out(reading, number):
            continue
        for hit in _without_settings(reading, hits):
            denied = not_discussed(reading, hit, number)
            if not denied and only_asked(reading, hit, number):
                continue
            answering = denied and denied_next(reading, hit, number) and any(voice.own for voice in spoken[number + 1])
            for voice in _speaking(reading, spoken[number + answering], hit):
                found.append(_Found(hit.topic, hit, number, voice, denied, content[number].verb, content[number].strong))
    return [_claim(reading, item) for item in _settled(found, terms)]


def _answered(
    reading: Reading, hits: list[TopicHit], number: int, spoken: list[tuple[Voice, ...]], content: list[Told], year: int
) -> list[_Found]:
    """Topics of a question that nobody of the sides put, which a side answers in the next sentence: they did not come up."""
    if number + 1 >= len(content) or content[number].counts:
        return []
    return [
        _Found(hit.topic, hit, number, voice, True, "", False)
        for hit in _without_settings(reading, hits)
        if not hit.given and in_its_time(hit.topic, year) and denied_next(reading, hit, number)
        for voice in spoken[number + 1]
        if voice.speaker in SIDES
    ]


def _stands(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether the topic is a subject in its sentence, not an office, a time, or a place where something happened."""
    first, last = reading.span(number)
    if hit.topic in REGIONS and reading.within("only-where", max(first, hit.start - 4), hit.start):
        return False
    if hit.end - hit.start == 1 and _an_office(reading, hit, first, last):
        return False
    return not _only_sets_the_time(reading, hit, first, last)


def _an_office(reading: Reading, hit: TopicHit, first: int, last: int) -> bool:
    """Whether the name belongs to an office: "president of Ukraine", "Saudi leaders", "президента Украины"."""
    behind = reading.within("office", hit.end, min(last, hit.end + 1))
    if (
        behind
        and reading.text[reading.ends[hit.end - 1] : reading.starts[hit.end]] == " "
        and reading.language in ("en", "de", "ru", "uk", "bg", "tr")
    ):
        return True
    offices = reading.within("office", max(first, hit.start - 4), hit.start)
    if not offices or reading.language == "tr":  # where the office always stands behind
        return False
    between = reading.words[offices[-1].end : hit.start]
    return all(word in _OF for word in between)


def _only_sets_the_time(reading: Reading, hit: TopicHit, first: int, last: int) -> bool:
    """Whether it stands in a clause such as "since the strike on the Syrian airfield"."""
    marks = reading.within("temporal", max(first, hit.start - 10), hit.start)
    if not marks:
        return False
    mark = marks[-1]
    if reading.any_within(_TALKS, mark.end, mark.end + 3):
        return False  # "after the call the two sides could move fast against …"
    text = reading.text[reading.ends[mark.end - 1] : reading.starts[hit.start]]
    if any(sign in text for sign in ',;:—"“”«»'):
        return False
    return not reading.any_within(("discuss", "express", "agree"), mark.end, hit.start) and not reading.any_within(
        ("discuss",), hit.end, min(last, hit.end + 3)
    )


def _without_settings(reading: Reading, hits: list[TopicHit]) -> list[TopicHit]:
    """Leave out topics that are only the setting of another in the same sentence (lexicon/yielding.toml)."""
    here = {hit.topic for hit in hits}
    return [
        hit
        for hit in hits
        if not here & _yields_to(hit.topic) - {hit.topic}
        or (hit.topic in _ONLY_WEAK and hit.given != WEAK)
        or _listed(reading, hit)
        or _brought_up(reading, hit)
    ]


def _brought_up(reading: Reading, hit: TopicHit) -> bool:
    """Whether a verb of discussing stands right before it: "they also spoke about China"."""
    verbs = reading.within("discuss", max(0, hit.start - 3), hit.start)
    return any(not reading.words[verb.start].startswith("includ") for verb in verbs)


def _listed(reading: Reading, hit: TopicHit) -> bool:
    """Whether a region is a subject by itself: "the situation in the Middle East", or one item of a list."""
    if reading.within("situation", max(0, hit.start - 4), hit.start):
        return True
    behind = reading.text[reading.ends[hit.end - 1] : reading.ends[hit.end - 1] + 1]
    ahead = reading.text[: reading.starts[hit.start]].rstrip()[-1:]
    if (ahead == "," and behind in (",", ".", ";")) or (ahead == ":" and behind == ","):
        return True
    first, last = reading.span(reading.sentence_of(hit.start))
    joined = hit.end < last and reading.words[hit.end] in AND
    return (ahead == "," and joined) or (behind in (".", "") and hit.start > first and reading.words[hit.start - 1] in AND and joined)


def _yields_to(topic: str) -> frozenset[str]:
    listed = lists().get(f"yields.{topic}")
    return frozenset(part.strip() for part in listed["all"].split(",")) if listed else frozenset()


def _speaking(reading: Reading, spoken: tuple[Voice, ...], hit: TopicHit) -> list[Voice | None]:
    """The voices on whose authority the topic stands: of several in one sentence, both when they are joined, else the nearer."""
    official = [voice for voice in spoken if voice.speaker in SIDES]
    if not official:
        third = [voice for voice in spoken if voice.speaker == THIRD and voice.own]
        return [third[0] if third else None]
    speakers = {voice.speaker for voice in official}
    if only_second_half(reading, official[-1], hit.start):
        return [None]
    if len(speakers) == 1:
        return [official[-1]]
    places = sorted(official, key=lambda voice: voice.at)
    if len(places) == 2 and places[1].at == places[0].at:
        return list(places)
    before = [voice for voice in places if voice.at <= hit.start]
    return [before[-1] if before else places[0]]


def _settled(found: list[_Found], terms: Terms) -> list[_Found]:
    """One for each topic and speaker; parents give way to children, the outlet's own words to what a side says."""
    best: dict[tuple[str, str, str, bool], _Found] = {}
    for item in found:
        key = (item.topic, _speaker(item), item.voice.person if item.voice else "", item.not_discussed)
        if key not in best or _strength(item) > _strength(best[key]):
            best[key] = item
    kept = list(best.values())
    said = {(item.topic, _speaker(item)) for item in kept if not item.not_discussed}
    sided = {topic for topic, speaker in said if speaker != PRESS}
    under_sided = {parent for topic in sided for parent in terms.above(topic)}
    unsaid = {(item.topic, _speaker(item)) for item in kept if item.not_discussed}
    result = []
    for item in kept:
        speaker = _speaker(item)
        if not item.not_discussed:
            if speaker == PRESS and (item.topic in sided or item.topic in under_sided or sided & set(terms.above(item.topic))):
                continue
            if (item.topic, speaker) in unsaid and not item.strong:
                continue
            children = {topic for topic, who in said if who == speaker and item.topic in terms.above(topic)}
            if children - _kept_beside(item.topic) and not _apart_from(item, children, found):
                continue
        elif speaker == PRESS or any(item.topic in terms.above(topic) for topic, who in unsaid if who == speaker):
            continue
        result.append(item)
    return result


def _apart_from(item: _Found, children: set[str], found: list[_Found]) -> bool:
    """Whether a parent is a subject of its own: it is brought up in a sentence that holds none of its children."""
    if item.topic not in SUBJECTS_BESIDE_THEIR_PARTS:
        return False
    with_children = {other.sentence for other in found if other.topic in children}
    return any(other.topic == item.topic and other.sentence not in with_children and _speaker(other) == _speaker(item) for other in found)


def _kept_beside(topic: str) -> frozenset[str]:
    listed = lists().get(f"keeps-parent.{topic}")
    return frozenset(part.strip() for part in listed["all"].split(",")) if listed else frozenset()


def _speaker(item: _Found) -> str:
    return item.voice.speaker if item.voice else PRESS


def _strength(item: _Found) -> float:
    own = item.voice is not None and item.voice.own
    return 0.55 + 0.15 * item.strong + 0.15 * own + min(0.1, 0.04 * (item.hit.end - item.hit.start))


def _claim(reading: Reading, item: _Found) -> SuggestedClaim:
    named = reading.phrase(item.hit.start, item.hit.end)
    voice = item.voice
    says = f"“{voice.how}”" if voice and voice.how else "the outlet's own words"
    said = "said not to have come up" if item.not_discussed else f"after “{item.verb}”" if item.verb else "told of the talks"
    return SuggestedClaim(
        property="not-discussed" if item.not_discussed else "topic",
        value={"topic": item.topic},
        speaker=_speaker(item),
        person=voice.person if voice else "",
        passage=passage(reading, item.hit.start, item.hit.end),
        score=round(min(0.97, _strength(item)), 2),
        why=f"“{named}” {said}; speaker from {says}",
    )
