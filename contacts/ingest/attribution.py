"""Whom a sentence itself gives the word: "the Kremlin said", "сообщили в Кремле", "according to Sanders", "Peskov: …"."""

from collections.abc import Sequence

from contacts.ingest.grammar import VERB_LAST, source_after, source_before, subject_of
from contacts.ingest.openings import before_a_colon, labelled, takes_the_floor, unknown
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.sources import (
    AGAIN,
    AND,
    EPITHETS,
    KREMLIN,
    OUTSIDE,
    PRESS,
    PRONOUNS,
    WHITE_HOUSE,
    Source,
    Voice,
    owns_something,
    sources_in,
)

_THAT = frozenset(["that", "que", "qu", "что", "dass", "daß", "che", "що", "че", "reporters", "journalists", "журналистам", "журналистов"])
_NO_PRONOUN = frozenset({"es", "it", "ru", "uk", "bg", "tr", "pt"})
_RECEIVED = frozenset({"said", "says", "say", "announced", "stated", "added", "claimed", "claims", "insisted", "insists", "confirmed"})
"""English verbs that are followed by what is said, never by whom it is said to."""

_ONE_OF_MANY = frozenset(
    ["a", "an", "ein", "eine", "einer", "un", "une", "una", "uno", "one", "bir", "some", "several", "neither", "either", "no"]
)
"""Before "official" or "diplomat": somebody new, not the one who spoke before."""

_AGREED = frozenset(["mostró", "mostraron", "mostrado", "mostrarse", "muestra", "está", "están", "estuvo", "estar", "estaban", "puso"])
"""Before the Spanish "de acuerdo con": to agree with somebody, not according to him."""

HEAD = 2  # words before "according to him" at the head of a sentence
_HIMSELF = frozenset(["himself", "сам", "сама", "selbst", "même", "mismo", "stesso", "самият", "kendisi"])
_OFFICIALS = frozenset(["official", "diplomat", "minister", "aide", "adviser", "advisor", "spokesman", "spokeswoman", "spokesperson"])
_NAMES = {"vladimir-putin": "person.russia.vladimir-putin", "donald-trump": "person.united-states.donald-trump"}


def own_voices(reading: Reading, number: int) -> tuple[Voice, ...]:
    """Return the voices that a sentence names, in the order of its words."""
    first, last = reading.span(number)
    sources = sources_in(reading, first, last)
    dropped = _without_a_subject(reading, first, last)
    verbs = [hit for hit in reading.within("say", first, last) if reading.quote_at(hit.start) < 0 and not _only_so(reading, hit, sources)]
    capitals = _capitals(reading, first, last)
    by_his_words = _by_his_words(reading, first, last)
    if last - first <= 1:
        return ()  # "Moskau.": where the text was written
    if (not sources and not capitals) or (dropped and dropped[0].at - first <= 1):
        return dropped or tuple(by_his_words) or tuple(unknown(reading, verbs, sources, first, last))
    found: list[Voice] = []
    for verb in verbs:
        source = subject_of(reading, verb, sources, first, last)
        if source is not None and not _only_sought_it(reading, source, verb, first, last):
            voice = _voice(reading, source, verb, first, last)
            if voice is not None:
                found.append(voice)
                found += _beside(reading, source, sources, voice)
    for hit in reading.within("accord", first, last):
        if reading.quote_at(hit.start) >= 0 or reading.words[hit.start - 1] in _AGREED:
            continue
        source = source_after(sources, hit.end, 6, reading, signs=',.;:"“«')
        if reading.language in VERB_LAST or reading.words[hit.start] == "zufolge":
            source = source_before(sources, hit.start, 3)
        capital = capitals.get(hit.start)
        if capital and (source is None or source.start > hit.end + 1):
            found.append(capital)
        elif source is not None and not (source.again and reading.words[source.start] in PRONOUNS):
            found.append(
                Voice(
                    source.speaker,
                    source.person,
                    reading.phrase(min(hit.start, source.start), max(hit.end, source.end)),
                    hit.start,
                    own=True,
                )
            )
    if by_his_words and by_his_words[0].at - first <= HEAD and not any(voice.person and not voice.loose for voice in found):
        return tuple(by_his_words[:1])  # "По его словам, американская сторона рассказала …": whoever speaks in it is told of
    if not any(voice.speaker != AGAIN for voice in found):
        found += by_his_words
    found += labelled(reading, sources, number, first, last)
    if not found:
        found = (
            before_a_colon(reading, sources, first, last)
            or takes_the_floor(reading, sources, first, last)
            or unknown(reading, verbs, sources, first, last)
        )
    return tuple(_one_each(found))


def _only_so(reading: Reading, verb: Hit, sources: list[Source]) -> bool:
    """Whether a German "so" hands nobody the word: its source must stand right behind it ("…, so Peskow")."""
    if reading.language != "de" or reading.words[verb.start] != "so" or verb.end - verb.start > 1:
        return False
    return not any(0 <= source.start - verb.end <= 3 for source in sources)


def _only_sought_it(reading: Reading, source: Source, verb: Hit, first: int, last: int) -> bool:
    """Whether a side does nothing but seek the contact: "Инициатором выступила американская сторона"."""
    if source.person or source.again:
        return False
    start, end = min(source.start, verb.start), max(source.end, verb.end)
    sought = reading.any_within(("initiative.by", "initiative.of"), max(first, start - 3), min(last, end + 1))
    return any(hit.start <= verb.start < hit.end for hit in sought)


def _capitals(reading: Reading, first: int, last: int) -> dict[int, Voice]:
    """ "According to Washington": a capital speaks, but only there. By the word at which that stands."""
    found: dict[int, Voice] = {}
    for hit in reading.within("accord", first, last):
        for side in (KREMLIN, WHITE_HOUSE):
            named = reading.within(f"capital.{side}", hit.end, min(last, hit.end + 2))
            if named and not owns_something(reading, named[0].end - 1):  # "citing Moscow's refusal"
                found[hit.start] = Voice(side, "", reading.phrase(hit.start, min(last, hit.end + 2)), hit.start, own=True)
    return found


def _beside(reading: Reading, source: Source, sources: list[Source], voice: Voice) -> list[Voice]:
    """ "The White House and the Kremlin announced": both say it."""
    index = sources.index(source)
    for other, gap in ((sources[index - 1], (sources[index - 1].end, source.start)) if index else (source, (0, 9)),):
        words = reading.words[gap[0] : gap[1]]
        sides = {other.speaker, source.speaker} == {KREMLIN, WHITE_HOUSE} and not other.principal and not source.principal
        if sides and len(words) <= 2 and any(word in AND for word in words):
            return [Voice(other.speaker, other.person, voice.how, voice.at, own=True)]
    return []


def _by_his_words(reading: Reading, first: int, last: int) -> list[Voice]:
    """ "По его словам", "selon lui": the one who spoke before goes on."""
    return [
        Voice(AGAIN, "", reading.phrase(hit.start, hit.end), hit.start, own=True, pronoun=True)
        for hit in reading.within("accord-again", first, last)
        if reading.quote_at(hit.start) < 0
    ]


def _without_a_subject(reading: Reading, first: int, last: int) -> tuple[Voice, ...]:
    """ "…, ha scritto, …": a verb of saying between signs, whose subject is the one who spoke before."""
    if reading.language not in _NO_PRONOUN:
        return ()
    for verb in reading.within("say", first, last):
        if reading.quote_at(verb.start) >= 0:
            continue
        if reading.within("asked", verb.start, verb.start + 1):
            continue  # "Preguntado en el Despacho Oval …, Trump respondió"
        if verb.start == first and not source_after(sources_in(reading, first, last), verb.end, 3, reading):
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


def _voice(reading: Reading, source: Source, verb: Hit, first: int, last: int) -> Voice | None:
    start, end = min(source.start, verb.start), max(source.end, verb.end)
    how = reading.phrase(start, end)
    if source.again:
        pronoun = reading.words[source.start] in PRONOUNS and source.end - source.start == 1
        behind = source.start > verb.start and (reading.language not in ("de", "es", "it", "pt", "nl") or source.start > verb.end)
        if pronoun and (behind or verb.start - source.end > 1):
            return None
        if not pronoun and _somebody_new(reading, source, first):
            return Voice(OUTSIDE, "", how, verb.start, own=True)
        return Voice(AGAIN, "", how, verb.start, own=True, pronoun=pronoun)
    if not source.principal:
        return Voice(source.speaker, source.person, how, verb.start, own=True)
    if _to_the_other(reading, source, verb) or (
        verb.end < last and reading.words[verb.start].startswith("call") and reading.words[verb.end] in {"off", "for", "on", "it"}
    ):
        return None
    himself = _HIMSELF & set(reading.words[max(first, source.start - 1) : min(last, source.end + 1)])
    answers = reading.within("asked", first, max(first, min(source.start, verb.start)))
    if himself or answers:
        return Voice(source.speaker, source.person, how, verb.start, own=True)  # to those who asked, or beside the other side's account
    channel = any(not reading.within("say", hit.start, hit.start + 1) for hit in reading.within("say.public", first, last))
    channel = channel or bool(reading.within("say.wrote", verb.start, verb.end + 2))
    channel = channel or any(reading.within(f"source.{PRESS}", at, at + 3) for at in (verb.end, source.end))  # "told ABC News"
    if channel:
        return Voice(source.speaker, source.person, how, verb.start, own=True)
    if reading.within("say.public", verb.start, verb.start + 1):
        return Voice(source.speaker, source.person, how, verb.start, own=True, loose=True)
    return None


def _somebody_new(reading: Reading, source: Source, first: int) -> bool:
    """Whether "a Russian government official" or "one diplomat" brings in another one than the source named before."""
    window = 4 if _OFFICIALS & set(reading.words[source.start : source.end]) else 2
    for at in range(source.start - 1, max(first, source.start - window) - 1, -1):
        if reading.words[at] in _ONE_OF_MANY:
            return True
        if reading.words[at] == "the" or "," in reading.text[reading.ends[at] : reading.starts[at + 1]]:
            return False
    return False


def _to_the_other(reading: Reading, source: Source, verb: Hit) -> bool:
    """ "Trump told Putin": said in the contact, not to the public."""
    other = "vladimir-putin" if source.person == "donald-trump" else "donald-trump"
    if reading.words[verb.end - 1] in _RECEIVED:
        return False
    named = reading.any_within((EPITHETS[other], _NAMES[other]), verb.end, verb.end + 3)
    if named and any(sign in reading.text[reading.ends[verb.end - 1] : reading.starts[named[0].start]] for sign in "，：:"):
        return False
    return bool(named) and not any(word in _THAT or word in AND or word in PRONOUNS for word in reading.words[verb.end : named[0].start])


__all__ = ["Voice", "own_voices"]
