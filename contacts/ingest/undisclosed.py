"""Contacts that nobody announced: what a side says to the report of one is a word on undisclosed contacts."""

from collections.abc import Sequence
from dataclasses import replace

from contacts.ingest.attribution import Voice
from contacts.ingest.content import SIDES
from contacts.ingest.evidence import Evidence
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import OUTSIDE, PRESS

TOPIC = "undisclosed-contacts"
_ANSWERS = ("denial", "no-comment")


def undisclosed(evidence: Evidence, spoken: Sequence[tuple[Voice, ...]], claims: Sequence[SuggestedClaim]) -> list[SuggestedClaim]:
    """Return the topic for each side that denies, or will not comment on, a contact that only a paper, a book or unnamed people report.

    Where one of the sides itself says that they spoke, nothing was hidden: then the other's denial is a denial only.
    """
    reading = evidence.reading
    told = {
        voice.speaker
        for item in evidence.mentions
        if item.pair in ("yes", "taken up") and item.mode == "happened" and not reading.is_title(item.sentence)
        for voice in spoken[item.sentence]
        if voice.own
    }
    papers = told & {PRESS, OUTSIDE} or reading.hits("source.press")
    if not papers or any(claim.property == "confirmation" and claim.speaker in SIDES for claim in claims):
        return []
    if not any(claim.property == "denial" for claim in claims):
        return []
    known = {claim.speaker for claim in claims if claim.property == "topic" and claim.value["topic"] == TOPIC}
    found: dict[str, SuggestedClaim] = {}
    for claim in claims:
        if claim.property in _ANSWERS and claim.speaker in SIDES and claim.speaker not in known:
            why = f"answers the report of a contact that nobody announced: {claim.why}"
            found.setdefault(claim.speaker, replace(claim, property="topic", value={"topic": TOPIC}, score=0.6, why=why))
    return list(found.values())
