"""Which sentences of a report tell what was said in the contact, and which are background, captions or other news."""

from dataclasses import dataclass, replace

from contacts.ingest.attribution import Voice
from contacts.ingest.events import Mention
from contacts.ingest.evidence import Evidence, is_caption, is_long_ago
from contacts.ingest.reading import Reading
from contacts.ingest.sources import JOINT, KREMLIN, OUTSIDE, PRINCIPALS, PRONOUNS, THIRD, WHITE_HOUSE
from contacts.ingest.times import days_off

SIDES = (KREMLIN, WHITE_HOUSE, JOINT)
_PUTIN = ("person.russia.vladimir-putin", "epithet.putin")
_TRUMP = ("person.united-states.donald-trump", "epithet.trump")
_IN_A_YEAR = frozenset(["in", "since", "from", "im", "seit", "en", "depuis", "desde", "nel", "dal", "в", "с", "у", "з", "през", "от"])
SOON = 8  # words of a sentence by which an office has been given the word: "Earlier the Kremlin spokesman said …"
KEEPS_FLOWING = 2  # sentences that may stand between two that tell of the contact


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence is to the contact. `verb` is the word that says that something was discussed or said, "" none."""

    counts: bool
    verb: str = ""
    strong: bool = False
    only_next: bool = False


def another_day(evidence: Evidence, item: Mention) -> bool:
    """Whether a mention dates itself on another day than the contact that the text is about."""
    if not item.whens:
        return item.aside
    if evidence.day is None:
        return True
    offs = [off for when in item.whens if (off := days_off(when, evidence.day, evidence.published)) is not None]
    return not offs or min(offs) > 1


def _another_document(evidence: Evidence, item: Mention) -> bool:
    """Whether a mention is of a joint statement in a text on a call or a letter: that was signed at another time."""
    return item.kind == "joint-statement" and item.mode == "happened" and evidence.kind in ("call", "letter", "message")


def _planned(evidence: Evidence, item: Mention) -> bool:
    """Whether a mention is of a meeting to come that another contact speaks of."""
    if not item.sure or item.kind not in ("meeting", "summit") or item in evidence.main:
        return False
    return item.mode in ("future", "hypothetical") or bool(evidence.reading.within("conditional", *evidence.reading.span(item.sentence)))


def _goes_on(evidence: Evidence, number: int) -> bool:
    """Whether a semicolon joins a sentence to the one before."""
    before = evidence.reading.sentences[number - 1]
    return evidence.reading.text[before.end - 1] == ";" and before.paragraph == evidence.reading.sentences[number].paragraph


def _brought_up(evidence: Evidence, number: int) -> bool:
    """Whether a sentence says that something was discussed, not that it will be."""
    reading = evidence.reading
    first, last = reading.span(number)
    return any(
        not reading.any_within(("modal.future", "conditional"), max(first, hit.start - 4), hit.start)
        for hit in reading.within("discuss", first, last)
    )


def told(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[Told]:
    """Return for each sentence whether it tells what was said in the contact that the report is about."""
    reading = evidence.reading
    main = {item.sentence for item in evidence.main}
    elsewhere = {item.sentence for item in evidence.theirs if item.mode == "happened" and another_day(evidence, item)} - main
    planned = {item.sentence for item in evidence.theirs if _planned(evidence, item) and item.sentence not in elsewhere}
    elsewhere |= {item.sentence for item in evidence.theirs if _another_document(evidence, item)} - main
    others = {item.sentence for item in evidence.mentions if item.pair == "other"} - main
    flow = 0
    result: list[Told] = []
    for number in range(len(reading.sentences)):
        judged = _judge(evidence, number, spoken[number], flow, main=number in main, elsewhere=number in elsewhere, others=number in others)
        if not judged.counts and judged.verb != "background" and number and result[-1].counts and _same_account(evidence, spoken, number):
            judged = Told(True, judged.verb or "in the same account")
        if judged.counts and number in planned and not _brought_up(evidence, number):
            judged = replace(judged, only_next=True)
        if not judged.counts and number and _goes_on(evidence, number) and result[-1].counts and judged.verb != "background":
            judged = result[-1]
        if judged.counts or number in main:
            flow = KEEPS_FLOWING
        elif (
            reading.sentences[number].heading
            and not spoken[number]
            and not reading.any_within((*_PUTIN, *_TRUMP, "pair"), *reading.span(number))
        ):
            flow = 0
        elif not reading.sentences[number].heading:
            flow = max(0, flow - 1) if judged.verb != "background" else 0
        result.append(judged)
    return result


def _judge(evidence: Evidence, number: int, spoken: tuple[Voice, ...], flow: int, *, main: bool, elsewhere: bool, others: bool) -> Told:
    reading = evidence.reading
    first, last = reading.span(number)
    sentence = reading.sentences[number]
    if reading.is_title(number) or sentence.heading or last - first < 2 or is_caption(reading, number):
        return Told(False)
    if reading.within("boilerplate", first, last) and not spoken:
        return Told(False)
    voice = spoken[-1] if spoken else None
    official = voice is not None and voice.speaker in SIDES
    own = official and any(item.own and (flow or not item.again) for item in spoken)
    discuss = reading.within("discuss", first, last)
    express = reading.any_within(("express", "say"), first, last)
    if voice is not None and voice.speaker in (OUTSIDE, THIRD) and voice.own:
        of_the_talk = voice.speaker == THIRD and flow and discuss and not elsewhere and _of_the_talk(reading, first, last)
        return Told(bool(of_the_talk) or (main and bool(discuss or express)), "background")
    if evidence.mode == "denied" and own and reading.within("modal.denied", first, last):
        return Told(False, "denied")
    putin, trump = bool(reading.any_within(_PUTIN, first, last)), bool(reading.any_within(_TRUMP, first, last))
    both = (putin and trump) or bool(reading.within("pair", first, last))
    verb = (
        reading.phrase(discuss[0].start, discuss[0].end) if discuss else reading.phrase(express[0].start, express[0].end) if express else ""
    )
    house = official and any(item.section for item in spoken)
    if house and (discuss or (express and (both or putin or trump))):
        return Told(True, verb, strong=bool(discuss))
    if elsewhere and not main and not own:
        return Told(False, "background")
    if _history(evidence, first, last) and not ((own or main) and (discuss or both)):
        return Told(False, "background")
    if _another_subject(evidence, first, last, official=own or (official and bool(discuss) and flow > 0), both=both):
        return Told(False, "background")
    if others and not official and not (both and discuss):
        return Told(False, "background")
    said_earlier = own and any(
        item.own and (item.person not in PRINCIPALS or (item.again and both)) and item.at <= first + SOON for item in spoken
    )
    if reading.within("earlier", first, min(last, first + 5)) and not main and not said_earlier:
        return Told(False, "background")
    background = bool(reading.within("background", first, last))
    if background and own and voice is not None and voice.person in ("donald-trump", "vladimir-putin") and not both and not main:
        return Told(False, "background")
    if official and any(item.section for item in spoken):
        return Told(not background or bool(discuss) or own or both, verb or "in that side's section", strong=bool(discuss))
    if discuss and (main or own or both or (official and flow) or (putin != trump and flow)):
        return Told(not background or own or main or ((both or official) and flow > 0), verb, strong=True)
    if express and (putin or trump or both or own) and ((official and flow) or own or main or (putin and trump)):
        return Told(not background or own or main or flow > 0, verb, strong=both or own)
    firm = own and any(item.own and not item.again and not item.loose and not item.person.endswith(("putin", "trump")) for item in spoken)
    if own and (flow or both or main or (firm and not others)):
        return Told(True, voice.how if voice else "")
    if sentence.quote >= 0 and official and flow:
        return Told(True, voice.how if voice else "")
    if official and not background and _on_a_subject(reading, first, last):
        return Told(True, verb or "a subject at the head of the sentence")
    if official and flow >= KEEPS_FLOWING and not background and (both or putin or trump or not others):
        return Told(both or putin or trump or _readout_like(reading, first, last), verb or "in the account of the talks")
    return Told(False, "background" if background else "")


def _on_a_subject(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence opens by naming a subject, as notes of a briefing do: "On Syria, …", "По Сирии: …", "Sur l'Iran, …"."""
    if not reading.within("as-to", first, first + 2):
        return False
    for word in range(first + 1, min(last - 1, first + 8)):
        sign = reading.text[reading.ends[word] : reading.starts[word + 1]].strip()
        if sign:
            return sign[0] in ",:—–"
    return False


def _of_the_talk(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence says whose talk it is about by nothing but "the talk": no third person stands in it beside the speaker."""
    others = [label for label in reading.labels("person.other") if reading.within(label, first, last)]
    talks = ("kind.call", "kind.call-weak", "kind.meeting", "kind.meeting-weak", "talk")
    return not others and bool(reading.any_within(talks, first, last))


def _same_account(evidence: Evidence, spoken: list[tuple[Voice, ...]], number: int) -> bool:
    """Whether a sentence goes on, inside its paragraph, with what a side told in the sentence before."""
    reading = evidence.reading
    sentence = reading.sentences[number]
    first, last = reading.span(number)
    here, before = spoken[number], spoken[number - 1]
    if sentence.heading or reading.sentences[number - 1].paragraph != sentence.paragraph or not here or not before:
        return False
    same = here[-1].speaker in SIDES and not here[-1].own and here[-1].speaker == before[-1].speaker
    return same and last - first >= 3 and not reading.within("background", first, last)


def _readout_like(reading: Reading, first: int, last: int) -> bool:
    """A sentence without names goes on with an account when it holds a verb of the talks and no other actor."""
    return bool(reading.within("discuss", first, last) or reading.within("express", first, last) or reading.within("agree", first, last))


def _history(evidence: Evidence, first: int, last: int) -> bool:
    """Whether the sentence dates itself well before the contact."""
    reading = evidence.reading
    if reading.within("to-come", first, last):
        return False  # "in May of next year": invited to, not remembered
    whens = [when for when in evidence.dates if first <= when.start < last]
    if any(is_long_ago(evidence, when) for when in whens):
        return True
    if evidence.day is None:
        return False
    bare = [when for when in whens if when.year and not when.month and reading.words[when.start - 1] in _IN_A_YEAR]
    return any(abs(when.year - evidence.day.year) >= 2 for when in bare)


def _another_subject(evidence: Evidence, first: int, last: int, *, official: bool, both: bool) -> bool:
    """Whether somebody else acts in the sentence: the first name is another's, and no side is given the word."""
    if official or both:
        return False
    reading = evidence.reading
    if any(word in PRONOUNS for word in reading.words[first : min(last, first + 2)]):
        return False
    names = []
    for label in reading.labels("person."):
        principal = label in _PUTIN or label in _TRUMP
        names += [(hit.start, principal) for hit in reading.within(label, first, last)]
    names += [(hit.start, True) for hit in reading.any_within(("epithet.putin", "epithet.trump"), first, last)]
    names += [(hit.start, False) for hit in reading.within("epithet.other", first, last)]
    return bool(names) and not min(names)[1]
