"""How long a contact lasted, as a report says it."""

from contacts.ingest.attribution import Voice
from contacts.ingest.content import SIDES, Told, another_day
from contacts.ingest.evidence import Evidence
from contacts.ingest.lengths import Length
from contacts.ingest.passages import passage
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import AND, OUTSIDE, PRESS, PRINCIPALS, THIRD


def durations(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told]) -> list[SuggestedClaim]:
    """Return the claims on how long it lasted. A letter has no length, a contact to come none yet."""
    written = ("letter", "message", "joint-statement")
    spoken_too = any(item.sure and item.kind not in written for item in evidence.main)
    if evidence.about != "reports" or (evidence.kind in written and not spoken_too):
        return []
    return _durations(evidence, spoken, content)


def voice_at(reading: Reading, spoken: tuple[Voice, ...], place: int) -> Voice | None:
    """Return the side whose word some words of a sentence are, None for the outlet's own."""
    sides = [voice for voice in spoken if voice.speaker in SIDES]
    if not sides:
        return None
    nearest = min(sides, key=lambda voice: abs(voice.at - place))
    return None if only_second_half(reading, nearest, place) else nearest


def only_second_half(reading: Reading, voice: Voice, place: int) -> bool:
    """Whether words stand before "…, and said": a principal is given the word for the second half of the sentence only."""
    return voice.own and voice.person in PRINCIPALS and voice.at > place and reading.words[voice.at - 1] in AND


def _durations(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told]) -> list[SuggestedClaim]:
    reading = evidence.reading
    main = {item.sentence for item in evidence.main if not item.aside} | {item.sentence for item in evidence.main}
    found: dict[tuple[int, str], SuggestedClaim] = {}
    for length in evidence.lengths:
        number = reading.sentence_of(length.start)
        first, last = reading.span(number)
        if reading.is_title(number) or reading.sentences[number].heading:
            continue
        if reading.within("distance", length.end, length.end + 1) or reading.within("distance", max(first, length.start - 2), length.start):
            continue
        if reading.within("planned", first, last) or reading.within("modal.future", max(first, length.start - 3), length.start):
            continue
        vague = reading.within("modal.hypothetical", max(first, length.start - 3), length.start)
        if vague and not any(voice.own and voice.speaker in SIDES for voice in spoken[number]):
            continue
        if _of_another(evidence, content, length, number, main):
            continue
        kinds = {item.kind for item in evidence.main if item.sentence == number}
        if kinds and evidence.kind not in kinds and evidence.kind in ("pull-aside", "call") and kinds & {"meeting", "summit"}:
            continue
        lasting = reading.within("lasting", max(first, length.start - 12), min(last, length.end + 8))
        near_main = number in main
        says_so = content[number].counts and any(voice.own and voice.speaker in SIDES for voice in spoken[number])
        of_it = bool(lasting) and content[number].verb != "background" and bool(reading.within("talk", first, last))
        if not (lasting or near_main or says_so) or not (near_main or of_it or content[number].counts or _before_was(main, number)):
            continue
        voices = spoken[number]
        if any(voice.speaker in (OUTSIDE, THIRD) and voice.own for voice in voices):
            continue
        voice = voice_at(reading, voices, length.start)
        speaker = voice.speaker if voice else PRESS
        claim = SuggestedClaim(
            "duration",
            {"minutes": length.minutes, "qualifier": "about" if vague and length.qualifier == "exactly" else length.qualifier},
            speaker,
            voice.person if voice else "",
            passage(reading, length.start, length.end),
            0.85 if lasting and voice and voice.own else 0.7,
            f"“{reading.phrase(length.start, length.end)}” beside {_named(reading, lasting)}",
        )
        kept = found.get((length.minutes, speaker))
        if kept is None or kept.score < claim.score:
            found[length.minutes, speaker] = claim
    sided = {minutes for minutes, speaker in found if speaker != PRESS}
    return [claim for (minutes, speaker), claim in found.items() if speaker != PRESS or minutes not in sided]


def _of_another(evidence: Evidence, content: list[Told], length: Length, number: int, main: set[int]) -> bool:
    """Whether a length is another contact's: dated apart in its sentence, in the background, or right beside a word of another kind."""
    here = [item for item in evidence.theirs if item.sentence == number]
    if number not in main and (
        content[number].verb == "background" or any(item.mode == "happened" and item.whens and another_day(evidence, item) for item in here)
    ):
        return True
    beside = [item for item in here if 0 <= item.start - length.end <= 2 and item.sure]
    apart = {"call": "call", "video-call": "call", "meeting": "meeting", "summit": "meeting"}
    own = apart.get(evidence.kind, "")
    return bool(own) and any(apart.get(item.kind, own) != own for item in beside)


def _before_was(main: set[int], number: int) -> bool:
    return number - 1 in main or number - 2 in main


def _named(reading: Reading, hits: list[Hit]) -> str:
    return f"“{reading.phrase(hits[0].start, hits[0].end)}”" if hits else "the contact"
