"""Who speaks in each sentence of a text: the one whom it names, or the one who was given the word before.

The word stays with a source until another takes it, a heading begins something new, or the text falls back to its own
voice. What stands in one quotation has one speaker; a side that publishes the text itself need not be named at all.
"""

from dataclasses import dataclass, replace

from contacts.ingest.attribution import Voice, own_voices
from contacts.ingest.reading import Reading
from contacts.ingest.records import ExtractedReport
from contacts.ingest.sources import AGAIN, JOINT, KREMLIN, OUTSIDE, PRESS, PRINCIPALS, RANK, THIRD, WHITE_HOUSE, sources_in

OFFICIAL = (KREMLIN, WHITE_HOUSE, JOINT)
SHORT = 7  # words of a sentence that only names the source
_JOINT_TITLES = ("joint statement by president", "joint statement of president", "совместное заявление президент")
_KREMLIN_TITLES = (
    "президенту сша",
    "президенту соединённых штатов",
    "greetings to us president",
    "condolences to us president",
    "message to us president",
    "telephone conversation with us president",
    "telephone conversation with president of the united",
    "телефонный разговор с президентом сша",
    "телефонный разговор с президентом соединённых",
)


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
    return [_told_next(reading, result, number) for number in range(len(result))]


def _at_a_heading(reading: Reading, number: int, mine: tuple[Voice, ...], word: _Word) -> tuple[Voice, ...]:
    """A heading gives the word to the side that it names, and takes it from everybody else."""
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
                told.append(replace(meant, at=voice.at, how=voice.how, own=True, again=True))
        elif _keeps_the_word(voice, word.current) and not _opens_a_paragraph(reading, number, voice, house):
            continue
        elif not _relays(reading, number, voice, word.current):
            told.append(voice)
    return told


def _meant(reading: Reading, number: int, voice: Voice, own: list[tuple[Voice, ...]], word: _Word) -> Voice | None:
    """Whom "he", "the statement" or "the president" stands for."""
    meant = word.official or word.current
    if voice.pronoun:
        meant = _critic(reading, number, own) or word.current or _last_named(reading, number)
    if meant is None and voice.how.lower().startswith(("the president", "president")):
        return Voice(WHITE_HOUSE, "donald-trump")
    return meant


def _told_next(reading: Reading, result: list[tuple[Voice, ...]], number: int) -> tuple[Voice, ...]:
    """A lead without a voice takes that of a short sentence right behind it: "Details were given by Yuri Ushakov." """
    if result[number] or reading.is_title(number) or number + 1 >= len(result) or reading.sentences[number].heading:
        return result[number]
    first, last = reading.span(number + 1)
    following = result[number + 1]
    bare = not reading.any_within(("discuss", "kind.call", "kind.call-weak", "kind.meeting"), first, last)
    if bare and last - first <= SHORT and following and following[-1].own and following[-1].speaker in (KREMLIN, WHITE_HOUSE, JOINT):
        return (replace(following[-1], own=False),)
    return ()


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
        elif reading.any_within(("but", "side-by-side"), kept[-1].at, voice.at):
            kept.append(voice)
    return kept


def _critic(reading: Reading, number: int, own: list[tuple[Voice, ...]]) -> Voice | None:
    """Somebody of neither side whom the sentence before brought in without giving him the word: "he" is that one."""
    if number == 0 or own[number - 1]:
        return None
    people = [source for source in sources_in(reading, *reading.span(number - 1)) if source.person]
    return Voice(people[0].speaker, people[0].person) if people and people[0].speaker in (OUTSIDE, THIRD) else None


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
    if len(sides) == 1 and last - first <= 9:
        source = next(iter(sides.values()))
        return Voice(source.speaker, source.person, reading.phrase(first, last), first, section=True)
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


def house_of(report: ExtractedReport) -> Voice | None:
    """Return the side that publishes a text itself: an official readout never names its speaker."""
    house = f"{report.publisher} {report.publisher_host}".lower()
    title = report.title.lower()
    if "kremlin.ru" in house or house.startswith(("president of russia", "президент россии", "kremlin")):
        return Voice(KREMLIN, "", f"published by {report.publisher or report.publisher_host}", section=True)
    if "whitehouse" in house or "white house" in house:
        return Voice(WHITE_HOUSE, "", f"published by {report.publisher or report.publisher_host}", section=True)
    if title.startswith("readout of") or "readout of president" in report.text[:300].lower():
        return Voice(WHITE_HOUSE, "", "a readout in the White House's form", section=True)
    if title.startswith(_KREMLIN_TITLES):
        return Voice(KREMLIN, "", "a readout in the Kremlin's form", section=True)
    if title.startswith(_JOINT_TITLES):
        return Voice(JOINT, "", "the text of a joint statement", section=True)
    return None
