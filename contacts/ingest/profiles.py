"""What a known contact is known by beside kind and day: the names, numbers and words of its title and summary.

Names of people and places, and marks such as "dinner", are compared as labels of the word lists, so an article in any
listed language can bear them; proper names and numbers as they are printed; other words only in English, in which titles
and summaries are written.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from contacts.ingest.evidence import Evidence
from contacts.ingest.lexicons import lists, prepared
from contacts.ingest.naming import TELL_OF_IT
from contacts.ingest.phrases import PhraseTable
from contacts.ingest.reading import Hit
from contacts.ingest.records import Candidate
from contacts.ingest.skeletons import SHORTEST, is_cyrillic, skeleton, skeletons
from contacts.ingest.words import stem, words_of

_LABELS = ("landmark.", "place.", "person.")
_OTHERS = ("person.other.", "landmark.three-way")
SET_APART = 0.2  # weight of a mark of the contact before
APART = 12  # words in which "after" or "without" stands before what it sets apart
_EVERYWHERE = frozenset({"person.russia.vladimir-putin", "person.united-states.donald-trump", "landmark.election"})
_COMMON_WORDS = """
a an the and or of to in on at by for from with without as is was were be been being it its he his him she her they
their them that this these those which who whom whose what when where while than then there here not no nor but if so
such into over under between about after before during since until against through also both each other another more
most much many some any all had has have did do does can could may might must shall should will would said says say
saying told tell spoke speak talk talked talks call called calling phone telephone telephoned conversation meeting meet
met summit contact leaders presidents president two one first second three four five six seven kremlin white house
moscow washington russia russian russians america american united states us putin trump vladimir donald reported report
known named gave given sent wrote written asked answer later day days week month year time times own same new last next
again only just well still yet even very ago account side sides both agreed discussed discussion spokesman press
secretary aide minister held hold took take put made make wanted want according announced january february march april
june july august september october november december monday tuesday wednesday thursday friday saturday sunday
"""
_COMMON = frozenset(stem(word, "en") for word in _COMMON_WORDS.split())
"""English words that every article of a contact and every summary may hold."""

NAME, NUMBER, WORD = 1.0, 0.6, 0.6
"""How much a shared name, number or common word tells beside a shared label, which counts 1."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Features of one contact, each with its weight before rarity is counted: labels, names ("=kerch"), numbers, stems ("~fire")."""

    title: Mapping[str, float]
    whole: Mapping[str, float]


@lru_cache(maxsize=4000)
def profile(title: str, summary: str, place: str) -> Profile:
    """Return what is told of a contact by its title, and by its title, place and summary together."""
    head = _features_of(title)
    whole = _features_of(f"{title}. {place}. {summary}")
    return Profile(head, whole)


def profile_of(candidate: Candidate) -> Profile:
    """Return the profile of a candidate."""
    return profile(candidate.title, candidate.summary, candidate.place)


@lru_cache(maxsize=4000)
def _places(title: str, place: str) -> tuple[str, ...]:
    return tuple(feature for feature in _features_of(f"{title}. {place}") if feature.startswith("place."))


def places_of(candidate: Candidate) -> tuple[str, ...]:
    """Return the places (labels) that a candidate's title and place name."""
    return _places(candidate.title, candidate.place)


def _features_of(text: str) -> dict[str, float]:
    words, starts, _ = words_of(text, "en")
    found: dict[str, float] = {}
    inside: set[int] = set()
    for label, start, end in _table().find(words):
        found[label] = 1.0
        inside.update(range(start, end))
    for at, word in enumerate(words):
        if word[0].isdigit():
            if not word.startswith(("19", "20")):
                found[f"={word}"] = NUMBER
            continue
        root = stem(word, "en")
        if root in _COMMON or len(word) < 4 or at in inside:
            continue
        capital = text[starts[at]].isupper() and at > 0 and text[max(0, starts[at] - 2) : starts[at]] != ". "
        if capital:
            found[f"={word}"] = NAME
        else:
            found.setdefault(f"~{root}", WORD)
    return {feature: weight for feature, weight in found.items() if feature not in _EVERYWHERE}


@lru_cache(maxsize=1)
def _table() -> PhraseTable:
    made = PhraseTable()
    for label, listed in lists().items():
        if label.startswith(_LABELS):
            for key in ("en", "all"):
                if key in listed:
                    made.add(label, prepared(listed[key], "en"))
    return made


def _weight_of(evidence: Evidence, label: str, opening: int) -> float:
    """How much a mark tells of the contact: 1 in the first sentences, up to the word `opening`, and less farther down.

    Other leaders, and talks of three, tell little where they are only what the contact came after or went without.
    """
    hits = evidence.reading.hits(label)
    if label.startswith(_OTHERS):
        hits = [hit for hit in hits if not _is_set_apart(evidence, hit)]
    if not hits:
        return SET_APART
    return 1.0 if hits[0].start < opening else LATER


def _is_set_apart(evidence: Evidence, hit: Hit) -> bool:
    """Whether "after" or "without" stands before a mark, in the same sentence and with no comma between."""
    reading = evidence.reading
    first = max(reading.first_word[reading.sentence_of(hit.start)], hit.start - APART)
    before = reading.any_within(("temporal", "left-out"), first, hit.start)
    return any("," not in reading.text[reading.ends[mark.end - 1] : reading.starts[hit.start]] for mark in before)


def features_in(evidence: Evidence) -> dict[str, float]:
    """Return the features that a text bears, 1 in its title and lead, less farther down."""
    reading = evidence.reading
    opening = reading.first_word[min(evidence.lead + 1, len(reading.sentences))]
    found: dict[str, float] = {}
    for prefix in _LABELS:
        for label in reading.labels(prefix):
            found[label] = _weight_of(evidence, label, opening)
    english = reading.language == "en"
    if english:
        found["~"] = 1.0
    for at, word in enumerate(reading.words):
        weight = 1.0 if at < opening else LATER
        if found.get(f"={word}", 0.0) < weight:
            found[f"={word}"] = weight
            if english:
                found.setdefault(f"~{stem(word, 'en')}", weight)
        if is_cyrillic(word) and len(word) > SHORTEST and reading.text[reading.starts[at]].isupper():
            for bones in skeletons(word):
                found.setdefault(f"^{bones}", weight)
    return found


def telling_words(evidence: Evidence) -> tuple[str, ...]:
    """Return words of the title and lead that may stand in a contact's title: names and marks first, at most 12."""
    reading = evidence.reading
    last = reading.first_word[min(evidence.lead + 1, len(reading.sentences))]
    names = [
        word
        for prefix in ("landmark.", "person.")
        for label in reading.labels(prefix)
        if label not in _EVERYWHERE and label not in TELL_OF_IT and reading.hits(label)[0].start < last
        for word in label.rpartition(".")[2].split("-")[-1:]
    ]
    latin = [
        word
        for at, word in enumerate(reading.words[:last])
        if len(word) > 3
        and word.isascii()
        and word.isalpha()
        and reading.text[reading.starts[at]].isupper()
        and stem(word, "en") not in _COMMON
    ]
    return tuple(dict.fromkeys([*names, *latin]))[:12]


LATER = 0.6  # weight of what stands after the lead


class Rarity:
    """How telling a feature is among the candidates at hand."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        """Count in how many profiles each feature stands."""
        self.number = 0
        self.common: Counter[str] = Counter()
        for item in profiles:
            self.number += 1
            self.common.update(item.whole.keys())

    def of(self, feature: str) -> float:
        """Return the weight of a feature: 0 when every candidate bears it."""
        return math.log((self.number + 3) / (self.common[feature] + 1))


def shared(item: Profile, text: Mapping[str, float], rarity: Rarity) -> tuple[float, float, list[str]]:
    """Return how much of a profile a text bears, how much of its title (both 0..1), and the most telling shared features."""
    found: list[tuple[float, str]] = []
    whole = 0.0
    for feature, weight in item.whole.items():
        if feature.startswith("~") and "~" not in text:
            continue
        value = weight * rarity.of(feature)
        whole += value * value
        if borne_out := _in_text(feature, text):
            found.append((value * value * borne_out, feature))
    title = own = 0.0
    for feature, weight in item.title.items():
        if feature.startswith("~") and "~" not in text:
            continue
        value = weight * rarity.of(feature)
        title += value
        own += value * _in_text(feature, text)
    borne = sum(value for value, _ in found) / math.sqrt(whole) if whole else 0.0
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    return borne, (own / title if title else 0.5), [feature for _, feature in found[:4]]


def _in_text(feature: str, text: Mapping[str, float]) -> float:
    """How far a text bears a feature; a name also by the sound of what stands there in Cyrillic letters."""
    if feature in text or feature[0] != "=":
        return text.get(feature, 0.0)
    bones = skeleton(feature[1:])
    return text.get(f"^{bones}", 0.0) if bones else 0.0


def in_words(feature: str) -> str:
    """Return a feature as an editor reads it: "landmark.new-year" is "new year", "person.russia.sergei-lavrov" "Sergei Lavrov"."""
    if feature[0] in "=~":
        return feature[1:].capitalize() if feature[1:].isalpha() else feature[1:]
    kind, _, name = feature.partition(".")
    name = name.rpartition(".")[2].replace("-", " ")
    return name if kind == "landmark" else name.title()
