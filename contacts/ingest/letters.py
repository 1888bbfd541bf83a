"""Letters and messages: what stands in one is the word of whoever sent it, whoever showed it to the press."""

from collections.abc import Sequence

from contacts.ingest.attribution import Voice
from contacts.ingest.evidence import Evidence
from contacts.ingest.sources import JOINT, KREMLIN, OUTSIDE, PRESS, PRONOUNS, THIRD, WHITE_HOUSE

_SENDERS = {
    "russia": (KREMLIN, "vladimir-putin", ("person.russia.vladimir-putin", "epithet.putin")),
    "united-states": (WHITE_HOUSE, "donald-trump", ("person.united-states.donald-trump", "epithet.trump")),
}


def in_the_letter(evidence: Evidence, spoken: Sequence[tuple[Voice, ...]], sender: str) -> list[tuple[Voice, ...]]:
    """Return the voices of a text on a letter, with the sender put where the text tells what he writes.

    `sender` is one of contacts.vocabulary.Side, "" unknown; "both" issued a joint statement. A sentence counts as the
    letter's when its subject is the sender, or "he" after him, or the letter itself, and it names no other speaker of its own.
    """
    if sender == "both":
        return _of_both(evidence, spoken)
    if sender not in _SENDERS or evidence.kind not in ("letter", "message"):
        return list(spoken)
    reading = evidence.reading
    speaker, person, names = _SENDERS[sender]
    result: list[tuple[Voice, ...]] = []
    his = False
    for number, voices in enumerate(spoken):
        first, last = reading.span(number)
        opening = reading.words[first : min(last, first + 2)]
        named = bool(reading.any_within(names, first, min(last, first + 5)))
        letter = bool(reading.any_within(("kind.letter", "kind.message"), first, min(last, first + 6)))
        own = any(voice.own and _another(voice) for voice in voices)
        tells = bool(reading.any_within(("express", "say", "discuss"), first, last))
        his = not own and (named or letter or (his and any(word in PRONOUNS for word in opening)))
        if his and tells and not reading.is_title(number) and not reading.sentences[number].heading:
            result.append((Voice(speaker, person, "the sender of it", -1, own=True),))
        else:
            result.append(voices)
    return result


def _another(voice: Voice) -> bool:
    """Whether a voice is somebody who speaks about the letter, not out of it."""
    return voice.speaker in (OUTSIDE, THIRD) or not (voice.speaker == PRESS or voice.again or voice.loose)


def _of_both(evidence: Evidence, spoken: Sequence[tuple[Voice, ...]]) -> list[tuple[Voice, ...]]:
    """A joint statement: what "the presidents" or "the text" say in it is the word of both."""
    reading = evidence.reading
    result: list[tuple[Voice, ...]] = []
    for number, voices in enumerate(spoken):
        first, last = reading.span(number)
        signers = reading.any_within(("pair", "kind.joint-statement", "source.joint"), first, last)
        names = all(reading.any_within(names, first, last) for _, _, names in _SENDERS.values())
        own = any(voice.own and _another(voice) and not voice.person.endswith(("putin", "trump")) for voice in voices)
        text = bool(reading.within("source.again", first, min(last, first + 3)))
        if (signers or names or text) and not own and not reading.is_title(number) and not reading.sentences[number].heading:
            result.append((Voice(JOINT, "", "a statement of both", -1, own=True),))
        else:
            result.append(voices)
    return result
