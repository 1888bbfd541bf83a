"""Whom a sentence itself gives the word: "the Kremlin said", "сообщили в Кремле", "according to Sanders", "Peskov: …"."""

from collections.abc import Sequence
from dataclasses import dataclass

from contacts.ingest.reading import Hit, Reading
from contacts.ingest.sources import AGAIN, AND, EPITHETS, KREMLIN, OUTSIDE, PRESS, PRONOUNS, RANK, WHITE_HOUSE, Source, sources_in

_THAT = frozenset(["that", "que", "qu", "что", "dass", "daß", "che", "що", "че", "reporters", "journalists", "журналистам", "журналистов"])
_NO_PRONOUN = frozenset({"es", "it", "ru", "uk", "bg", "tr", "pt"})
_ONE_OF_MANY = frozenset(
    ["a", "an", "ein", "eine", "einer", "un", "une", "una", "uno", "one", "bir", "some", "several", "neither", "either", "no"]
)
"""Before "official" or "diplomat": somebody new, not the one who spoke before."""

_FAR_BEFORE = {"tr": 26, "de": 8}
_FAR_AFTER = {"ru": 6, "uk": 6, "bg": 6, "de": 5, "fr": 5, "es": 5, "it": 5, "en": 5}
_VERB_LAST = frozenset({"tr"})
_NAMES = {"vladimir-putin": "person.russia.vladimir-putin", "donald-trump": "person.united-states.donald-trump"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. `at` is the word where the text says so, -1 when it does not; `how` are those words.

    `own`: named in the sentence itself. `section`: given the word by a heading or by being the publisher. `again`: by
    "he" or "the statement". `loose`: a principal who "said" something without the text telling to whom.
    """

    speaker: str
    person: str = ""
    how: str = ""
    at: int = -1
    own: bool = False
    section: bool = False
    again: bool = False
    loose: bool = False
    pronoun: bool = False


def own_voices(reading: Reading, number: int) -> tuple[Voice, ...]:
    """Return the voices that a sentence names, in the order of its words."""
    first, last = reading.span(number)
    sources = sources_in(reading, first, last)
    dropped = _without_a_subject(reading, first, last)
    if not sources or (dropped and dropped[0].at - first <= 1):
        return dropped
    found: list[Voice] = []
    verbs = [hit for hit in reading.within("say", first, last) if reading.quote_at(hit.start) < 0]
    for verb in verbs:
        source = _subject(reading, verb, sources, first, last)
        if source is not None:
            voice = _voice(reading, source, verb, first, last)
            if voice is not None:
                found.append(voice)
    for hit in reading.within("accord", first, last):
        if reading.quote_at(hit.start) >= 0:
            continue
        source = _after(sources, hit.end, 6, reading)
        if reading.language in _VERB_LAST:
            source = _before(sources, hit.start, 3)
        if source is not None and not (source.again and reading.words[source.start] in PRONOUNS):
            found.append(
                Voice(
                    source.speaker,
                    source.person,
                    reading.phrase(min(hit.start, source.start), max(hit.end, source.end)),
                    hit.start,
                    own=True,
                )
            )
    found += _labelled(reading, sources, number, first, last)
    return tuple(_one_each(found))


def _without_a_subject(reading: Reading, first: int, last: int) -> tuple[Voice, ...]:
    """ "…, ha scritto, …": a verb of saying between signs, whose subject is the one who spoke before."""
    if reading.language not in _NO_PRONOUN:
        return ()
    for verb in reading.within("say", first, last):
        if reading.quote_at(verb.start) >= 0:
            continue
        if verb.start == first and not _after(sources_in(reading, first, last), verb.end, 3, reading):
            return (Voice(AGAIN, "", reading.phrase(verb.start, verb.end), verb.start, own=True, pronoun=True),)
        if verb.start == first:
            continue
        ahead = reading.text[reading.ends[verb.start - 1] : reading.starts[verb.start]]
        behind = reading.text[reading.ends[verb.end - 1] : reading.ends[verb.end - 1] + 2]
        if any(sign in ahead for sign in ',»”"—–') and (any(sign in behind for sign in ",.:") or verb.end == last):
            return (Voice(AGAIN, "", reading.phrase(verb.start, verb.end), verb.start, own=True, pronoun=True),)
    return ()


def _one_each(found: Sequence[Voice]) -> list[Voice]:
    kept: dict[tuple[str, int], Voice] = {}
    for voice in sorted(found, key=lambda voice: voice.at):
        kept.setdefault((voice.speaker, voice.at), voice)
    return list(kept.values())


def _subject(reading: Reading, verb: Hit, sources: list[Source], first: int, last: int) -> Source | None:
    if reading.language in _VERB_LAST:
        return next((source for source in sources if source.end <= verb.start and _nominative(reading, source)), None)
    if verb.start > first and reading.words[verb.start - 1] in AND and sources[0].end <= verb.start and not sources[0].again:
        return sources[0]
    before = _over_an_apposition(sources, verb.start, reading) or _before(
        sources, verb.start, _FAR_BEFORE.get(reading.language, 5), reading
    )
    after = _after(sources, verb.end, _FAR_AFTER.get(reading.language, 4), reading)
    if before is None or after is None:
        return before or after
    if before.again and reading.words[before.start] in PRONOUNS and not after.again and not after.principal:
        return after
    near, far = verb.start - before.end, after.start - verb.end
    closes = reading.text[max(0, reading.starts[verb.start] - 3) : reading.starts[verb.start]]
    inverted = (
        any(sign in closes for sign in '”»",—–-')
        and not before.again
        and not (near == 0 and "," in reading.phrase(before.start, before.end))
    )
    if inverted and far <= 3:
        return after if RANK.get(after.speaker, 2) >= RANK.get(before.speaker, 2) or near > 1 else before
    if far < near and reading.language not in ("en", "tr"):
        return after
    if before.principal and not after.principal and not after.again and far <= 1 and after.speaker in (KREMLIN, WHITE_HOUSE) and near > 3:
        return after
    return before


def _nominative(reading: Reading, source: Source) -> bool:
    """Whether a Turkish name bears no case ending and no "ile": then it is a subject."""
    end = reading.ends[source.end - 1]
    if any(sign in reading.text[reading.starts[source.end - 1] : end] for sign in "'’"):
        return False
    return source.end >= len(reading.words) or reading.words[source.end] not in {"ile", "için", "göre"}


def _before(sources: list[Source], at: int, reach: int, reading: Reading | None = None) -> Source | None:
    for source in reversed(sources):
        if source.end <= at:
            if at - source.end > reach:
                return None
            if reading is not None and at - source.end > 2 and _broken(reading, source.end, at):
                return None
            return source
    return None


def _over_an_apposition(sources: list[Source], at: int, reading: Reading) -> Source | None:
    """ "The Kremlin, which noted that the American side had placed the call, gave …": commas on both sides."""
    if at == 0 or "," not in reading.text[reading.ends[at - 1] : reading.starts[at]]:
        return None
    for source in sources:
        if source.end > at or at - source.end > 22 or source.again:
            continue
        if source.end == at and "," not in reading.phrase(source.start, source.end):
            continue
        if reading.text[reading.ends[source.end - 1] : reading.ends[source.end - 1] + 1] == ",":
            return source
    return None


def _after(sources: list[Source], at: int, reach: int, reading: Reading) -> Source | None:
    for source in sources:
        if source.start >= at:
            between = reading.text[reading.ends[at - 1] : reading.starts[source.start]]
            if source.start - at <= reach and not any(sign in between for sign in '.;:"“«'):
                return source
            return None
    return None


def _broken(reading: Reading, first: int, last: int) -> bool:
    """Whether a sign between two words parts them: a colon, a semicolon, a quotation that opens."""
    between = reading.text[reading.ends[first - 1] : reading.starts[last]]
    return any(sign in between for sign in ";:")


def _voice(reading: Reading, source: Source, verb: Hit, first: int, last: int) -> Voice | None:
    start, end = min(source.start, verb.start), max(source.end, verb.end)
    how = reading.phrase(start, end)
    if source.again:
        pronoun = reading.words[source.start] in PRONOUNS and source.end - source.start == 1
        if pronoun and (source.start > verb.start or verb.start - source.end > 1):
            return None
        if not pronoun and any(word in _ONE_OF_MANY for word in reading.words[max(first, source.start - 2) : source.start]):
            return Voice(OUTSIDE, "", how, verb.start, own=True)
        return Voice(AGAIN, "", how, verb.start, own=True, pronoun=pronoun)
    if not source.principal:
        return Voice(source.speaker, source.person, how, verb.start, own=True)
    if _to_the_other(reading, source, verb) or (verb.end < last and reading.words[verb.end] in {"off", "for", "on", "it"}):
        return None
    channel = any(not reading.within("say", hit.start, hit.start + 1) for hit in reading.within("say.public", first, last))
    channel = channel or bool(reading.within("say.wrote", verb.start, verb.end + 2))
    if channel:
        return Voice(source.speaker, source.person, how, verb.start, own=True)
    if reading.within("say.public", verb.start, verb.start + 1):
        return Voice(source.speaker, source.person, how, verb.start, own=True, loose=True)
    return None


def _to_the_other(reading: Reading, source: Source, verb: Hit) -> bool:
    """ "Trump told Putin": said in the contact, not to the public."""
    other = "vladimir-putin" if source.person == "donald-trump" else "donald-trump"
    named = reading.any_within((EPITHETS[other], _NAMES[other]), verb.end, verb.end + 3)
    return bool(named) and not any(word in _THAT or word in AND or word in PRONOUNS for word in reading.words[verb.end : named[0].start])


def _labelled(reading: Reading, sources: list[Source], number: int, first: int, last: int) -> list[Voice]:
    """ "Kremlin: …" at the head of a sentence, "… — Kremlin" at the end of a title."""
    found = []
    sentence = reading.sentences[number]
    short = reading.is_title(number) or sentence.heading or sentence.end - sentence.start < 160
    for source in sources:
        if source.again or source.speaker == PRESS:
            continue
        behind = reading.text[reading.ends[source.end - 1] : reading.ends[source.end - 1] + 2]
        ahead = reading.text[max(0, reading.starts[source.start] - 3) : reading.starts[source.start]]
        if (source.start - first <= 1 and behind.startswith((":", " —", " –")) and not source.principal) or (
            short and source.end == last and any(sign in ahead for sign in "—–-,:") and not source.principal
        ):
            found.append(Voice(source.speaker, source.person, reading.phrase(source.start, source.end), source.start, own=True))
    return found
