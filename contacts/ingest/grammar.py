"""Which source a verb of saying belongs to: before it, inverted behind it, across an apposition, never governed by a preposition."""

import re

from contacts.ingest.reading import Hit, Reading
from contacts.ingest.sources import AND, JOINT, KREMLIN, PRESS, PRONOUNS, RANK, WHITE_HOUSE, WOMEN, Source

VERB_LAST = frozenset({"tr"})
_CLAUSE = frozenset(["that", "que", "qu", "что", "dass", "daß", "che", "що", "че", "że", "dat", "kako", "како", "da", "hogy"])
"""Opens what is said: no subject of the verb stands behind it."""

_AUXILIARIES = frozenset(
    [
        "a",
        "ont",
        "ha",
        "han",
        "hanno",
        "avait",
        "avaient",
        "había",
        "aveva",
        "has",
        "had",
        "have",
        "hat",
        "hatte",
        "haben",
        "l",
        "le",
        "lo",
        "t",
        "il",
        "elle",
        "se",
        "s",
        "est",
        "è",
        "fut",
        "também",
    ]
)
_GOVERNS = frozenset(
    [
        "with",
        "to",
        "from",
        "about",
        "of",
        "for",
        "against",
        "beside",
        "alongside",
        "neben",
        "on",
        "by",
        "avec",
        "à",
        "mit",
        "con",
        "contra",
        "contre",
        "über",
        "für",
        "von",
        "per",
        "par",
        "por",
        "met",
        "z",
        "ze",
        "sobre",
        "su",
        "с",
        "со",
        "з",
        "із",
        "зі",
        "със",
        "о",
        "об",
        "про",
        "за",
        "для",
        "от",
        "від",
    ]
)
"""Before a person: he is no subject."""

_OBLIQUE = ("ому", "ему", "им", "ым", "ом", "ем", "у", "ю", "ові", "еві", "а")
"""Endings of Russian and Ukrainian names of men that are not subjects."""

_COMPARED = frozenset(["unlike", "like", "than", "отличие", "відміну", "разлика", "contrairement", "diferencia", "differenza", "anders"])
"""Before a source that is only set beside the one that speaks: "Unlike the Russian side, Washington …"."""

_HEADS = frozenset(["президент", "лидер", "глава", "хозяин", "коллега", "голова", "очільник", "господар", "колега"])
"""Offices in the case of a subject, whatever follows them: "хозяин Белого дома"."""

_NO_CASES = frozenset(["рубио", "шойгу", "рубіо", "моди", "помпео"])
_TITLES = re.compile(r"\b(?:M|Mr|Mrs|Ms|Mme|Dr|Sr|Sra|Hr|Sen|Gen)\.")
_FAR_BEFORE = {"tr": 26, "de": 8, "zh": 16, "ja": 30}
_FAR_AFTER = {"ru": 6, "uk": 6, "bg": 6, "de": 5, "fr": 5, "es": 5, "it": 5, "en": 5}


def subject_of(reading: Reading, verb: Hit, sources: list[Source], first: int, last: int) -> Source | None:
    """Return the source that is the subject of a verb of saying, None when nobody listed is."""
    sources = [source for source in sources if not governed(reading, source, first)]
    if not sources:
        return None
    if reading.language in ("zh", "ja"):
        return source_before(sources, verb.start, _FAR_BEFORE[reading.language])
    if reading.language in VERB_LAST:
        return next((source for source in sources if source.end <= verb.start and _nominative(reading, source)), None)
    if verb.start > first and reading.words[verb.start - 1] in AND and sources[0].end <= verb.start and not sources[0].again:
        return sources[0]
    apposed = _over_an_apposition(sources, verb.start, reading)
    if apposed is not None and reading.language == "en":
        return apposed  # "Tillerson, who sat in the room, said President Trump had …"
    before = apposed or source_before(sources, verb.start, _FAR_BEFORE.get(reading.language, 5), reading)
    after = source_after(sources, verb.end, _FAR_AFTER.get(reading.language, 4), reading)
    if after is not None and after.again and reading.language == "en" and reading.words[after.start] in PRONOUNS:
        after = None  # "said he expected": the pronoun opens what is said
    if before is None or after is None:
        return before or after
    if before.again and reading.words[before.start] in PRONOUNS and not after.again and not after.principal and reading.language != "en":
        return after  # in English "it said the American side …" tells what was said
    near, far = verb.start - before.end, after.start - verb.end
    if before.speaker == PRESS and far == 0 and (after.again or after.principal):
        return after  # "Dem Sender Fox News sagte er"
    head = verb.start
    while head > before.end and reading.words[head - 1] in _AUXILIARIES:
        head -= 1
    closes = reading.text[max(0, reading.starts[head] - 3) : reading.starts[head]]
    inverted = (
        any(sign in closes for sign in '”»",—–-')
        and not before.again
        and not (near == 0 and "," in reading.phrase(before.start, before.end))
    )
    if inverted and far <= (3 if reading.language != "en" else int(reading.words[verb.end] in ("the", "a", "an"))):
        return after if after.again or RANK[after.speaker] >= RANK[before.speaker] or near > 1 else before
    if far < near and reading.language not in ("en", "tr"):
        return after
    if before.principal and not after.principal and not after.again and far <= 1 and after.speaker in (KREMLIN, WHITE_HOUSE) and near > 3:
        return after
    return before


def governed(reading: Reading, source: Source, first: int) -> bool:
    """Whether a person stands behind a preposition or in a case in which nobody speaks."""
    if _COMPARED & set(reading.words[max(first, source.start - 3) : source.start]):
        return True
    if source.speaker == JOINT and source.start > first and reading.words[source.start - 1] in _GOVERNS:
        return True
    if not source.person or source.again:
        return False
    before = reading.words[source.start - 1] if source.start > first else ""
    if before == "the" and source.start - 2 >= first and reading.words[source.start - 2] in _GOVERNS:
        return True  # "beside the crown prince"
    if before in _GOVERNS or _in_a_list(reading, source, first):
        return True
    if reading.language not in ("ru", "uk") or source.person in WOMEN:
        return False
    if reading.words[source.start] in _HEADS or (source.end - source.start > 1 and reading.words[source.start + 1] in _HEADS):
        return False
    last = reading.words[source.end - 1]
    return last.endswith(_OBLIQUE) and last not in _NO_CASES and source.end - source.start <= 3 and last[-1] not in "ийк"


def _in_a_list(reading: Reading, source: Source, first: int) -> bool:
    """Whether a person is a later item of "with Putin, Angela Merkel, Emmanuel Macron and others"."""
    at, commas = source.start, 0
    while at - 1 > first and source.start - at < 12:
        between = reading.text[reading.ends[at - 1] : reading.starts[at]]
        if between.strip() not in ("", ","):
            return False
        commas += "," in between
        at -= 1
        if reading.words[at] in _GOVERNS:
            return commas >= 2
        if reading.words[at] in AND or reading.within("say", at, at + 1) or reading.within("express", at, at + 1):
            return False
    return False


def _nominative(reading: Reading, source: Source) -> bool:
    """Whether a Turkish name bears no case ending and no "ile": then it is a subject."""
    end = reading.ends[source.end - 1]
    if any(sign in reading.text[reading.starts[source.end - 1] : end] for sign in "'’"):
        return False
    return source.end >= len(reading.words) or reading.words[source.end] not in {"ile", "için", "göre"}


def source_before(sources: list[Source], at: int, reach: int, reading: Reading | None = None) -> Source | None:
    """Return the nearest source that ends before a word, within some words of it."""
    for source in reversed(sources):
        if source.end <= at:
            if at - source.end > reach:
                return None
            if reading is not None and at - source.end > 2 and _broken(reading, source.end, at):
                return None
            if reading is not None and source.speaker == PRESS and any(word in _CLAUSE for word in reading.words[source.end : at]):
                return None  # "told ABC News that the account …"
            return source
    return None


def _over_an_apposition(sources: list[Source], at: int, reading: Reading) -> Source | None:
    """ "The Kremlin, which noted that the American side had placed the call, gave …": commas on both sides."""
    if at == 0 or "," not in reading.text[reading.ends[at - 1] : reading.starts[at]]:
        return None
    for source in sources:
        if source.end > at or at - source.end > 22 or source.again:
            continue
        if source.end == at and "," not in reading.phrase(source.start, source.end):
            continue
        if reading.text[reading.ends[source.end - 1] : reading.ends[source.end - 1] + 1] == ",":
            return source
    return None


def source_after(sources: list[Source], at: int, reach: int, reading: Reading, signs: str = '.;:"“«') -> Source | None:
    """Return the source that follows a word, within some words and with none of the signs between."""
    for index, source in enumerate(sources):
        if source.start >= at:
            following = sources[index + 1] if index + 1 < len(sources) else None
            if source.speaker == PRESS and following is not None and following.start - source.end <= 2 and following.speaker != PRESS:
                source = following  # "сообщил РБК пресс-секретарь …"
            between = _TITLES.sub("", reading.text[reading.ends[at - 1] : reading.starts[source.start]])
            closed = any(sign in between for sign in signs) or between.startswith(",")
            closed = closed or any(word in _CLAUSE for word in reading.words[at : source.start])
            return source if source.start - at <= reach and not closed else None
    return None


def _broken(reading: Reading, first: int, last: int) -> bool:
    """Whether a sign between two words parts them: a colon, a semicolon, a quotation that opens."""
    between = reading.text[reading.ends[first - 1] : reading.starts[last]]
    return any(sign in between for sign in ";:")
