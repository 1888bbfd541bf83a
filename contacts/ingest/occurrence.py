"""Whether the contact took place, as each side says: confirmed, announced, put off, called off, denied, not commented on.

With them stand what came of it and what was said in so many words.
"""

from bisect import bisect_left

from contacts.ingest.attribution import Voice
from contacts.ingest.circumstances import voice_at
from contacts.ingest.content import SIDES
from contacts.ingest.evidence import Evidence, is_caption
from contacts.ingest.grammar import governed
from contacts.ingest.passages import passage
from contacts.ingest.reading import Reading
from contacts.ingest.records import SuggestedClaim, Verdict
from contacts.ingest.sources import PRESS, sources_in

PROPERTY = {
    "happened": "confirmation",
    "future": "announcement",
    "cancelled": "cancellation",
    "postponed": "postponement",
    "denied": "denial",
}
CLAUSE = 6  # words of a clause of time up to its verb
SUBJECT = 5  # words before a subject, and between it and its verb
SHORTEST_QUOTE, LONGEST_QUOTE = 4, 22  # words
MOST_QUOTES = 4


def occurrence(evidence: Evidence, spoken: list[tuple[Voice, ...]], verdict: Verdict) -> list[SuggestedClaim]:
    """Return the claims on whether it took place, its outcomes and short quotations."""
    placed = _took_place(evidence, spoken, verdict)
    confirmed = any(claim.property == "confirmation" for claim in placed)
    unsure = evidence.about == "reports" and (evidence.mode == "denied" or not confirmed)
    return [
        *placed,
        *(_no_comment(evidence, spoken) if unsure else []),  # beside a contact that a side confirms, silence says nothing
        *_outcomes(evidence, spoken),
        *_quotes(evidence, spoken),
    ]


def _took_place(evidence: Evidence, spoken: list[tuple[Voice, ...]], verdict: Verdict) -> list[SuggestedClaim]:
    reading = evidence.reading
    found: dict[tuple[str, str], SuggestedClaim] = {}
    for item in evidence.main:
        if item.aside or item.mode not in PROPERTY or reading.is_title(item.sentence) or reading.sentences[item.sentence].heading:
            continue
        if item.mode == "denied" and (verdict.verdict == "announcement" or reading.within("not-discussed", *reading.span(item.sentence))):
            continue
        if item.mode == "future" and verdict.verdict != "announcement" and evidence.mode not in ("cancelled", "postponed"):
            continue
        if item.mode in ("cancelled", "postponed") and _in_a_clause_of_time(reading, item.sentence, item.mode):
            continue
        if item.mode == "happened" and reading.within("modal.no-comment", *reading.span(item.sentence)):
            continue
        voice = voice_at(reading, spoken[item.sentence], item.start)
        if voice is None and item.mode in ("cancelled", "postponed"):
            voice = _who_called_off(reading, item.sentence, item.mode)
        if voice is None or (item.mode == "happened" and not voice.own):
            continue
        claim = SuggestedClaim(
            PROPERTY[item.mode],
            {},
            voice.speaker,
            voice.person,
            passage(reading, item.start, item.end),
            0.75 if item.pair == "yes" else 0.55,
            f"“{reading.phrase(item.start, item.end)}” told as {item.mode}; speaker from “{voice.how}”",
        )
        found.setdefault((claim.property, claim.speaker), claim)
    denies = {speaker for kind, speaker in found if kind == "denial"}
    return [claim for (kind, speaker), claim in found.items() if kind != "confirmation" or speaker not in denies]


def _in_a_clause_of_time(reading: Reading, number: int, mode: str) -> bool:
    """ "For the first time since their summit was called off": that was before."""
    first, last = reading.span(number)
    marks = reading.within(f"modal.{mode}", first, last)
    return bool(marks) and all(reading.within("temporal", max(first, mark.start - CLAUSE), mark.start) for mark in marks)


def _who_called_off(reading: Reading, number: int, mode: str) -> Voice | None:
    """ "President Trump called off a meeting …": to call off is to say so. The principal must be the subject of the sentence."""
    first, last = reading.span(number)
    marks = reading.within(f"modal.{mode}", first, last)
    subject = next((source for source in sources_in(reading, first, last) if source.speaker != PRESS), None)
    if subject is None or not subject.principal or subject.start - first > SUBJECT or governed(reading, subject, first):
        return None
    if not marks or not 0 <= marks[0].start - subject.end <= SUBJECT:
        return None
    return Voice(subject.speaker, subject.person, reading.phrase(subject.start, marks[0].end), subject.start, own=True)


def _no_comment(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[SuggestedClaim]:
    reading = evidence.reading
    found: dict[str, SuggestedClaim] = {}
    for hit in reading.hits("modal.no-comment"):
        number = reading.sentence_of(hit.start)
        first, last = reading.span(number)
        voice = voice_at(reading, spoken[number], hit.start)
        speaker, person = (voice.speaker, voice.person) if voice else ("", "")
        for side in SIDES:
            if reading.within(f"source.{side}", first, last):
                speaker = side
        if speaker and not reading.is_title(number):
            why = f"“{reading.phrase(hit.start, hit.end)}”"
            found.setdefault(speaker, SuggestedClaim("no-comment", {}, speaker, person, passage(reading, hit.start, hit.end), 0.6, why))
    return list(found.values())


def _outcomes(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[SuggestedClaim]:
    """What both agreed on, said with both as the subject."""
    if evidence.about != "reports":
        return []
    reading = evidence.reading
    main = {item.sentence for item in evidence.main}
    found = []
    for hit in reading.hits("agree"):
        number = reading.sentence_of(hit.start)
        first, last = reading.span(number)
        if reading.is_title(number) or reading.sentences[number].heading or is_caption(reading, number):
            continue
        both = reading.within("pair", max(first, hit.start - 12), hit.start) or number in main
        voice = voice_at(reading, spoken[number], hit.start)
        if not both or reading.within("temporal", max(first, hit.start - 4), hit.start):
            continue
        words = passage(reading, hit.start, min(last, hit.end + 10), reach=(hit.start, last))
        speaker, person = (voice.speaker, voice.person) if voice else (PRESS, "")
        found.append(
            SuggestedClaim(
                "outcome", {"text": words.exact}, speaker, person, words, 0.55, f"“{reading.phrase(hit.start, hit.end)}” of both"
            )
        )
    return found[:6]


def _quotes(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[SuggestedClaim]:
    """Short quotations on the contact from somebody who is named."""
    reading = evidence.reading
    main = {item.sentence for item in evidence.main}
    found = []
    for begin, end in reading.quotes:
        words = range(bisect_left(reading.starts, begin), bisect_left(reading.starts, end))
        if not words or not SHORTEST_QUOTE <= len(words) <= LONGEST_QUOTE:
            continue
        number = reading.sentence_of(words[0])
        if number not in main or reading.is_title(number) or reading.sentences[number].heading:
            continue
        voice = voice_at(reading, spoken[number], words[0])
        if voice is None or not voice.own:
            continue
        place = passage(reading, words[0], words[-1] + 1, reach=(words[0], words[-1] + 1))
        found.append(SuggestedClaim("quote", {"text": place.exact}, voice.speaker, voice.person, place, 0.5, f"quoted from “{voice.how}”"))
    return found[:MOST_QUOTES]
