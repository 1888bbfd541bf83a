"""Who has the word in a sentence without a verb of saying: by a label, before a colon, as its subject; or somebody unknown."""

from collections.abc import Sequence

from contacts.ingest.grammar import governed
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.sources import KREMLIN, OUTSIDE, PRESS, PRONOUNS, WHITE_HOUSE, Source, Voice

_PLACES = frozenset(["at", "to", "from", "of", "outside", "near", "inside", "by", "with", "against", "für", "vor", "devant"])
_WITHIN = frozenset(["in", "в", "у", "во", "im", "au", "à", "en", "nel", "al", "alla", "във"])
"""Before an institution: only where something happened, and where somebody spoke if a verb says so."""


SPOKESMEN = frozenset(
    [
        "dmitry-peskov",
        "yuri-ushakov",
        "svetlana-lukash",
        "maria-zakharova",
        "sarah-sanders",
        "karoline-leavitt",
        "stephanie-grisham",
        "sean-spicer",
        "hogan-gidley",
        "judd-deere",
        "garrett-marquis",
        "steven-cheung",
    ]
)
"""Who speak for a side by office; a minister or an envoy also acts on his own account."""

TITLED = 4  # words of a name with its office


def labelled(reading: Reading, sources: list[Source], number: int, first: int, last: int) -> list[Voice]:
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


def before_a_colon(reading: Reading, sources: list[Source], first: int, last: int) -> list[Voice]:
    """ "White House press secretary Karoline Leavitt confined herself to one line: …"."""
    source = sources[0] if sources else None
    if source is None or source.start - first > 3 or source.principal or source.again or source.speaker not in (KREMLIN, WHITE_HOUSE):
        return []
    for word in range(source.end, min(last - 1, source.end + 12)):
        between = reading.text[reading.ends[word] : reading.starts[word + 1]]
        if between.startswith(": ") and reading.quote_at(word) < 0:
            return [Voice(source.speaker, source.person, reading.phrase(source.start, word + 1), source.start, own=True)]
    return []


def takes_the_floor(reading: Reading, sources: list[Source], first: int, last: int) -> list[Voice]:
    """ "The Kremlin's version was warmer", "Trump sprach auf seiner Plattform …": a side opens the sentence, and what follows is its own.

    An institution or a spokesman takes the word by being the subject; a principal only where the text says to whom he spoke.
    """
    opening = next((source for source in sources if not source.again), None)
    if opening is None or opening.speaker not in (KREMLIN, WHITE_HOUSE) or governed(reading, opening, first):
        return []
    how = reading.phrase(opening.start, min(last, opening.end + 2))
    if opening.principal:
        channel = [hit for hit in reading.within("channel", first, last) if reading.quote_at(hit.start) < 0]
        near = opening.start - first <= 6 and not any(source.principal and source.person != opening.person for source in sources)
        near = near and not reading.within("modal.cancelled", first, last)
        return [Voice(opening.speaker, opening.person, how, opening.start, own=True)] if channel and near else []
    before = reading.words[opening.start - 1] if opening.start > first else ""
    titled = opening.end - opening.start >= TITLED or opening.person in SPOKESMEN
    if opening.person and not titled and not reading.any_within(("say", "discuss", "channel"), first, last):
        return []  # "Pompeo verá el lunes …", "Witkoff and Kushner sat in Berlin": told of, not speaking
    if opening.start - first > 3 or before in _PLACES or reading.within("side-of", opening.end, opening.end + 1):
        return []
    if reading.any_within(("rang", "initiative.of", "initiative.by"), first, min(last, opening.end + 4)):
        return []  # "the American side placed the call": told of, not speaking
    inside = before in _WITHIN or reading.words[opening.start] in _WITHIN
    if inside and not reading.any_within(("say", "discuss"), opening.end, min(last, opening.end + 7)):
        return []
    return [Voice(opening.speaker, opening.person, how, opening.start, own=True)]


def unknown(reading: Reading, verbs: Sequence[Hit], sources: list[Source], first: int, last: int) -> list[Voice]:
    """Somebody of whom the record knows nothing "said": an expert, a ministry, a mayor. What he says is nobody's account."""
    for verb in verbs:
        if not reading.within("say.plain", verb.start, verb.start + 1) or verb.start == first:
            continue
        before = reading.words[verb.start - 1]
        if before in PRONOUNS or any(source.end == verb.start or source.start == verb.end for source in sources):
            continue
        if reading.within("pair", max(first, verb.start - 4), verb.end + 3) or reading.within("be", verb.start - 1, verb.start):
            continue
        if _printed_as_name(reading, verb.start - 1, first) or _printed_as_name(reading, verb.end, first, last):
            return [Voice(OUTSIDE, "", reading.phrase(max(first, verb.start - 1), min(last, verb.end + 1)), verb.start, own=True)]
    return []


def _printed_as_name(reading: Reading, word: int, first: int, last: int = 1 << 40) -> bool:
    """Whether a word inside a sentence begins with a capital letter, in a language that does not give one to every noun."""
    return first < word < last and word < len(reading.words) and reading.language != "de" and reading.text[reading.starts[word]].isupper()
