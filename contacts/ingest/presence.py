"""Where a contact was, and who took part beside the two principals."""

from contacts.ingest.attribution import Voice
from contacts.ingest.circumstances import voice_at
from contacts.ingest.evidence import Evidence, is_caption
from contacts.ingest.passages import passage
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import OUTSIDERS, PRESS, PRINCIPALS
from contacts.ingest.terms import Terms

PLACES = {
    "place.hamburg": "hamburg",
    "place.helsinki": "helsinki",
    "place.osaka": "osaka",
    "place.nang": "da-nang",
    "place.paris": "paris",
    "place.buenos": "buenos-aires",
    "place.anchorage": "anchorage",
    "place.budapest": "budapest",
}
"""Places of contacts in the record, by the label of the words that name them."""

IN_PERSON = frozenset({"meeting", "summit", "pull-aside"})
REACH = 14  # words from "was attended by" to the last name of its list


def presence(evidence: Evidence, spoken: list[tuple[Voice, ...]], terms: Terms) -> list[SuggestedClaim]:
    """Return the claims on place and participants, one for each of them."""
    return [*_places(evidence, spoken), *_participants(evidence, spoken, terms)]


def _places(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[SuggestedClaim]:
    """The place named beside a meeting that the text is about. A call has none."""
    reading = evidence.reading
    found: dict[str, SuggestedClaim] = {}
    for item in evidence.main:
        if item.kind not in IN_PERSON or evidence.kind not in IN_PERSON or item.aside or is_caption(reading, item.sentence):
            continue
        if reading.is_title(item.sentence) or reading.sentences[item.sentence].heading:
            continue
        first, last = reading.span(item.sentence)
        for label, slug in PLACES.items():
            for hit in reading.within(label, first, last)[:1]:
                voice = voice_at(reading, spoken[item.sentence], hit.start)
                speaker, person = (voice.speaker, voice.person) if voice else (PRESS, "")
                why = f"“{reading.phrase(hit.start, hit.end)}” beside “{reading.phrase(item.start, item.end)}”"
                found.setdefault(
                    slug, SuggestedClaim("place", {"place": slug}, speaker, person, passage(reading, hit.start, hit.end), 0.65, why)
                )
    return list(found.values())[:1]


def _participants(evidence: Evidence, spoken: list[tuple[Voice, ...]], terms: Terms) -> list[SuggestedClaim]:
    """People named in a list of those present: "also attended by", "в переговорах участвовали"."""
    reading = evidence.reading
    found: dict[str, SuggestedClaim] = {}
    for mark in reading.hits("present"):
        number = reading.sentence_of(mark.start)
        if reading.is_title(number) or reading.sentences[number].heading:
            continue
        first, last = reading.span(number)
        for label in reading.labels("person."):
            slug = label.rsplit(".", 1)[1]
            if slug in PRINCIPALS or slug in OUTSIDERS or slug not in terms.people:
                continue
            for hit in reading.within(label, max(first, mark.start - REACH), min(last, mark.end + REACH))[:1]:
                voice = voice_at(reading, spoken[number], hit.start)
                speaker, person = (voice.speaker, voice.person) if voice else (PRESS, "")
                if person == slug:
                    continue
                why = f"“{reading.phrase(hit.start, hit.end)}” beside “{reading.phrase(mark.start, mark.end)}”"
                words = passage(reading, hit.start, hit.end)
                found.setdefault(slug, SuggestedClaim("participant", {"participant": slug}, speaker, person, words, 0.6, why))
    return list(found.values())
