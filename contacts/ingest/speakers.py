"""Who speaks in each sentence of a text: the one whom it names, or the one who was given the word before.

The word stays with a source until another takes it, a heading begins something new, or the text falls back to its own
voice. What stands in one quotation has one speaker; a side that publishes the text itself need not be named at all.
"""

from dataclasses import dataclass, replace

from contacts.ingest.attribution import Voice, own_voices
from contacts.ingest.grammar import governed
from contacts.ingest.houses import house_of
from contacts.ingest.reading import Reading
from contacts.ingest.records import ExtractedReport
from contacts.ingest.sources import (
    AGAIN,
    JOINT,
    KREMLIN,
    OUTSIDE,
    PRESS,
    PRINCIPALS,
    RANK,
    SHE,
    THIRD,
    WHITE_HOUSE,
    WOMEN,
    sources_in,
)

_PUTIN = ("person.russia.vladimir-putin", "epithet.putin")
_TRUMP = ("person.united-states.donald-trump", "epithet.trump")
_TALKING = ("kind.call", "kind.call-weak", "kind.meeting", "rang", "talk")
_OF = frozenset(["of", "about", "von", "über", "о", "об", "про", "за", "de", "du", "sur", "sobre", "di", "del", "della"])
OFFICIAL = (KREMLIN, WHITE_HOUSE, JOINT)
OPENING = 5  # words of a sentence in which its subject is named
HEADING = 4  # words of a heading that is nothing but "what Washington says"
SHORT = 7  # words of a sentence that only names the source


@dataclass
class _Word:
    """Who has the word while a text is read: now, the last official source, and the side of the section."""

    current: Voice | None
    official: Voice | None
    section: Voice | None


def voices(reading: Reading, report: ExtractedReport | None = None) -> list[tuple[Voice, ...]]:
    """Return for each sentence its voices: those it names itself, else the one that goes on speaking, else none."""
    own = _with_quotations(reading, [own_voices(reading, sentence) for sentence in range(len(reading.sentences))])
    house = house_of(report) if report is not None else None
    word = _Word(house, house, house)
    result: list[tuple[Voice, ...]] = []
    for number, sentence in enumerate(reading.sentences):
        mine = own[number]
        if reading.is_title(number):
            result.append(tuple(voice for voice in mine if voice.speaker != AGAIN))
        elif sentence.heading:
            result.append(_at_a_heading(reading, number, mine, word))
        else:
            result.append(_in_a_sentence(reading, number, own, word, house))
    for number in range(len(result)):
        _told_before(reading, result, own, number)
    return result


def _at_a_heading(reading: Reading, number: int, mine: tuple[Voice, ...], word: _Word) -> tuple[Voice, ...]:
    """A heading gives the word to the side that it names, and takes it from everybody else."""
    if reading.within("say.back", reading.span(number)[0], reading.span(number)[0] + 1):  # "Source: …" under a lead
        word.current = next((voice for voice in mine if voice.speaker in OFFICIAL), word.current)
        return (replace(word.current, own=False),) if word.current is not None else ()
    word.section = _heading(reading, number)
    word.current = word.section or (mine[-1] if mine and mine[-1].speaker != AGAIN else None)
    if word.current is None:
        return ()
    if word.current.speaker in OFFICIAL:
        word.official = word.current
    return (replace(word.current, own=False),)


def _in_a_sentence(reading: Reading, number: int, own: list[tuple[Voice, ...]], word: _Word, house: Voice | None) -> tuple[Voice, ...]:
    told = _taken(reading, number, own, word, house)
    if told:
        told = [voice for voice in told if not voice.loose] or told
        best = max(RANK[voice.speaker] for voice in told)
        told = _heads(reading, [voice for voice in told if RANK[voice.speaker] == best])
        word.current = told[-1]
        if word.section is not None and word.current.speaker == word.section.speaker:
            word.current = replace(word.current, section=True)
            told = [replace(voice, section=True) for voice in told]
        if word.current.speaker in OFFICIAL:
            word.official = word.current
        return tuple(told)
    if word.current is not None and word.current.speaker not in OFFICIAL and _both(reading, number):
        word.current = word.official
    return (replace(word.current, own=False, again=False),) if word.current is not None else ()


def _taken(reading: Reading, number: int, own: list[tuple[Voice, ...]], word: _Word, house: Voice | None) -> list[Voice]:
    """The voices that a sentence names, "he" and "the statement" put for those they stand for."""
    mine = own[number]
    named = any(voice.speaker != AGAIN and not voice.loose for voice in mine)
    told: list[Voice] = []
    for voice in mine:
        if voice.speaker == AGAIN:
            meant = None if named else _meant(reading, number, voice, own, word)
            if meant is not None:
                told.append(replace(meant, at=voice.at, how=voice.how, own=True, again=meant.speaker != WHITE_HOUSE or bool(meant.how)))
        elif (
            _keeps_the_word(voice, word.current)
            and not _opens_a_paragraph(reading, number, voice, house)
            and not _tells_of_the_talk(reading, number, voice)
        ):
            continue
        elif not _relays(reading, number, voice, word.current):
            told.append(voice)
    return told


def _meant(reading: Reading, number: int, voice: Voice, own: list[tuple[Voice, ...]], word: _Word) -> Voice | None:
    """Whom "he", "the statement" or "the president" stands for."""
    meant = word.official or word.current
    if voice.pronoun:
        subject = next((other for other in own[number] if other.loose and other.at < voice.at), None)
        if subject is not None and word.official is None:
            return subject  # "Trump said on Tuesday he had rung Putin, … he said"
        named = [source for source in sources_in(reading, reading.span(number)[0], max(0, voice.at - 1)) if source.person]
        opens = (
            bool(named)
            and named[0].start - reading.span(number)[0] <= 3
            and not governed(reading, named[0], 0)
            and not SHE & set(voice.how.lower().split())
        )
        if opens and named[0].speaker in (OUTSIDE, THIRD):
            return Voice(named[0].speaker, named[0].person)
        meant = _critic(reading, number, own) or word.current or _last_named(reading, number)
        if meant is not None and meant.person and meant.person not in WOMEN and SHE & set(voice.how.lower().split()):
            return Voice(OUTSIDE)
    if voice.how.lower().startswith(("the president", "president")) and (meant is None or _the_american(reading, number, meant)):
        return Voice(WHITE_HOUSE, "donald-trump")
    if meant is None and voice.how.lower().startswith(("the secretary of state", "secretary of state")):
        return Voice(WHITE_HOUSE)
    return meant


def _the_american(reading: Reading, number: int, meant: Voice) -> bool:
    """Whether "the president", without a country, is the American one: an American text says so of nobody else.

    In a side's own text, and after a sentence of the same paragraph that names Putin, it is whoever was spoken of.
    """
    if meant.section or meant.speaker != KREMLIN or reading.language != "en":
        return False
    here = reading.sentences[number].paragraph
    return number == 0 or reading.sentences[number - 1].paragraph != here or not reading.any_within(_PUTIN, *reading.span(number - 1))


def _told_before(reading: Reading, result: list[tuple[Voice, ...]], own: list[tuple[Voice, ...]], number: int) -> None:
    """A sentence that only says who told ("Об этом сообщил Песков", "Details were given by Ushakov") gives its word to those before it."""
    first, last = reading.span(number)
    told = [voice for voice in own[number] if voice.speaker in OFFICIAL]
    if not told or reading.is_title(number):
        return
    back = reading.within("say.back", first, min(last, first + 4))
    bare = not reading.any_within(("discuss", "kind.call", "kind.call-weak", "kind.meeting"), first, last)
    if not back and (reading.sentences[number].heading or not bare or last - first > SHORT):
        return
    before = number - 1
    while before >= 0 and not result[before] and not reading.is_title(before) and not reading.sentences[before].heading:
        result[before] = (replace(told[-1], own=False),)
        before -= 1


def _heads(reading: Reading, told: list[Voice]) -> list[Voice]:
    """Of several sides in one sentence, the one whose account it is: "Lavrov says the US president told …" is Lavrov's.

    Two that a "while" or an "and" sets side by side both stay.
    """
    firm = [voice for voice in told if not voice.loose] or told
    firm = [voice for voice in firm if voice.person not in PRINCIPALS] or firm
    kept = [firm[0]]
    for voice in firm[1:]:
        if voice.speaker == kept[-1].speaker:
            kept[-1] = voice if voice.person and not kept[-1].person else kept[-1]
        elif voice.at == kept[-1].at or _beside(reading, kept[-1], voice):
            kept.append(voice)
    return kept


def _beside(reading: Reading, one: Voice, other: Voice) -> bool:
    """Whether a "while" or an "and" sets two voices side by side; of two principals, the second must be named right behind it."""
    marks = reading.any_within(("but", "side-by-side"), one.at, other.at)
    if not (one.loose and other.loose):
        return bool(marks)
    names = _PUTIN if other.speaker == KREMLIN else _TRUMP
    return any(reading.any_within(names, mark.start, mark.end + 4) for mark in marks)


def _critic(reading: Reading, number: int, own: list[tuple[Voice, ...]]) -> Voice | None:
    """Somebody of neither side whom the sentence before brought in without giving him the word: "he" is that one."""
    if number == 0 or own[number - 1]:
        return None
    first, last = reading.span(number - 1)
    people = [source for source in sources_in(reading, first, last) if source.person]
    opens = bool(people) and people[0].start - first <= OPENING and people[0].speaker in (OUTSIDE, THIRD)
    return Voice(people[0].speaker, people[0].person) if opens else None


def _last_named(reading: Reading, number: int) -> Voice | None:
    """The principal whom the sentences before named last: "he" in a text that has given nobody the word yet."""
    first = reading.span(max(0, number - 2))[0]
    sources = [source for source in sources_in(reading, first, reading.span(number)[0]) if source.principal]
    return Voice(sources[-1].speaker, sources[-1].person) if sources else None


def _both(reading: Reading, number: int) -> bool:
    """Whether a sentence is about both principals, whoever spoke before."""
    first, last = reading.span(number)
    return bool(reading.within("pair", first, min(last, first + 6)))


def _opens_a_paragraph(reading: Reading, number: int, voice: Voice, house: Voice | None) -> bool:
    """A paragraph that begins with "Trump said" goes on with his word, not with the other side's account of him."""
    first, _ = reading.span(number)
    begins = number == 0 or reading.sentences[number - 1].paragraph != reading.sentences[number].paragraph
    return house is None and begins and voice.at - first <= 6 and bool(reading.within("say.plain", voice.at, voice.at + 1))


def _tells_of_the_talk(reading: Reading, number: int, voice: Voice) -> bool:
    """ "Trump confirmed that he had spoken with Putin about …": that is said to the public, whoever had the word before."""
    first, last = reading.span(number)
    reach = min(last, voice.at + 14)
    other = _PUTIN if voice.speaker == WHITE_HOUSE else _TRUMP
    verdict = reading.within("appraise", voice.at, voice.at + 1) or _OF & set(reading.words[voice.at + 1 : min(last, voice.at + 3)])
    if verdict and reading.any_within(_TALKING, voice.at + 1, min(last, voice.at + 5)):
        return True  # "Trump called the conversation productive", "Putin berichtete von dem Gespräch"
    if reading.within("say.back", first, first + 1) and not reading.any_within(other, first, last):
        return True  # "О разговоре Путин упомянул и сам"
    return bool(reading.any_within(_TALKING, voice.at + 1, reach)) and bool(reading.any_within(other, voice.at + 1, reach))


def _relays(reading: Reading, number: int, voice: Voice, current: Voice | None) -> bool:
    """An agency named at the end of a sentence passes on what a side said: "…, reports Interfax"."""
    first, last = reading.span(number)
    return (
        voice.speaker == PRESS
        and current is not None
        and current.speaker in (KREMLIN, WHITE_HOUSE, JOINT)
        and voice.at > (first + last) / 2
    )


def _keeps_the_word(voice: Voice, current: Voice | None) -> bool:
    """A principal who "said" inside the other side's account is being told of, unless he said it in public."""
    if not voice.loose:
        return False
    if current is None or current.person in PRINCIPALS:
        return False
    return current.speaker in (KREMLIN, WHITE_HOUSE, JOINT) and current.speaker != voice.speaker


def _heading(reading: Reading, number: int) -> Voice | None:
    """The one side that a heading names: "White House reaction", "Версия Кремля"."""
    first, last = reading.span(number)
    sides = {
        source.speaker: source
        for source in sources_in(reading, first, last)
        if source.speaker in (KREMLIN, WHITE_HOUSE) and not source.principal
    }
    principals = {source.speaker: source for source in sources_in(reading, first, last) if source.principal}
    if reading.within("byline", first, last) or number < 2:
        return None  # a subtitle, or the title once more
    if len(sides) == 1 and last - first <= 9:
        source = next(iter(sides.values()))
        return Voice(source.speaker, source.person, reading.phrase(first, last), first, section=True)
    capitals = [side for side in (KREMLIN, WHITE_HOUSE) if reading.within(f"capital.{side}", first, last)]
    colon = reading.text[: reading.sentences[number].end].rstrip().endswith(":")  # "From Moscow:"
    tells = last - first <= HEADING and bool(reading.any_within(("say", "accord"), first, last))
    if not principals and len(capitals) == 1 and set(sides) <= set(capitals) and (tells or (colon and last - first <= SHORT)):
        return Voice(capitals[0], "", reading.phrase(first, last), first, section=True)
    if not sides and len(principals) == 1 and reading.within("say", first, last):
        source = next(iter(principals.values()))
        return Voice(source.speaker, source.person, reading.phrase(first, last), first, section=True)
    return None


def _with_quotations(reading: Reading, own: list[tuple[Voice, ...]]) -> list[tuple[Voice, ...]]:
    """Give all sentences of one quotation the voice that any of them names."""
    speakers: dict[int, tuple[Voice, ...]] = {}
    for number, sentence in enumerate(reading.sentences):
        if sentence.quote >= 0 and own[number]:
            speakers.setdefault(sentence.quote, own[number])
    return [own[number] or speakers.get(sentence.quote, ()) for number, sentence in enumerate(reading.sentences)]
