"""What can speak in a text: institutions, officials, the two principals, and "the statement" or "he" for one named before."""

from dataclasses import dataclass, replace

from contacts.ingest.reading import Reading

KREMLIN, WHITE_HOUSE, JOINT, THIRD, PRESS = "kremlin", "white-house", "joint", "third-government", "press"
OUTSIDE = "outside"
"""Speaks, but for none of the sides: a former president, a senator, an expert."""

AGAIN = "again"
"""Stands for whoever spoke before."""

OUTSIDERS = frozenset(
    [
        "barack-obama",
        "joe-biden",
        "hillary-clinton",
        "kamala-harris",
        "bob-woodward",
        "ian-bremmer",
        "robert-mueller",
        "antony-blinken",
        "jake-sullivan",
        "john-mccain",
        "chuck-schumer",
        "lindsey-graham",
        "nancy-pelosi",
        "stephen-cohen",
        "jens-stoltenberg",
        "mark-rutte",
        "fiona-hill",
        "aras-agalarov",
        "donald-trump-jr",
        "ivanka-trump",
        "melania-trump",
        "rand-paul",
        "qasem-soleimani",
        "juan-guaido",
    ]
)
PRINCIPALS = {"vladimir-putin": KREMLIN, "donald-trump": WHITE_HOUSE}
EPITHETS = {"vladimir-putin": "epithet.putin", "donald-trump": "epithet.trump"}
PRONOUNS = frozenset(["it", "he", "she", "er", "sie", "es", "il", "elle", "él", "он", "она", "він", "вона", "той", "тя", "они"])
SHE = frozenset(["she", "elle", "ella", "она", "вона", "тя", "lei", "ela", "ona"])
WOMEN = frozenset(["sarah-sanders", "karoline-leavitt", "stephanie-grisham", "maria-zakharova", "svetlana-lukash", "fiona-hill"])
"""Who "she" can be among those who speak for the sides."""

AND = frozenset(["and", "и", "й", "та", "und", "et", "y", "e", "ve"])


RANK = {KREMLIN: 3, WHITE_HOUSE: 3, JOINT: 3, THIRD: 2, OUTSIDE: 2, PRESS: 1}
"""Whose account a sentence is when it names several: a side's before anybody's, anybody's before an agency's."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. `at` is the word where the text says so, -1 when it does not; `how` are those words.

    `own`: named in the sentence itself. `section`: given the word by a heading or by being the publisher. `again`: by
    "he" or "the statement". `loose`: a principal who "said" something without the text telling to whom.
    """

    speaker: str
    person: str = ""
    how: str = ""
    at: int = -1
    own: bool = False
    section: bool = False
    again: bool = False
    loose: bool = False
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can speak, by its words. `again` stands for one named before."""

    start: int
    end: int
    speaker: str
    person: str = ""
    principal: bool = False
    again: bool = False


def sources_in(reading: Reading, first: int, last: int) -> list[Source]:
    """Everything in a range of words that can speak, in its order; an office and its holder's name made one."""
    found: list[Source] = []
    for speaker in (KREMLIN, WHITE_HOUSE, JOINT, THIRD, PRESS):
        found += [
            Source(hit.start, hit.end, speaker)
            for hit in reading.within(f"source.{speaker}", first, last)
            if not (speaker == PRESS and _credit(reading, hit.start, hit.end, first))
        ]
    for label in reading.labels("person."):
        _, side, slug = label.split(".", 2)
        for hit in reading.within(label, first, last):
            if owns_something(reading, hit.end - 1):
                continue
            speaker = OUTSIDE if slug in OUTSIDERS else {"russia": KREMLIN, "united-states": WHITE_HOUSE}.get(side, THIRD)
            found.append(Source(hit.start, hit.end, speaker, slug, principal=slug in PRINCIPALS))
    for slug, label in EPITHETS.items():
        found += [Source(hit.start, hit.end, PRINCIPALS[slug], slug, principal=True) for hit in reading.within(label, first, last)]
    found += [Source(hit.start, hit.end, THIRD) for hit in reading.within("epithet.other", first, last)]
    for label in ("source.again", "epithet.official"):
        found += [Source(hit.start, hit.end, AGAIN, again=True) for hit in reading.within(label, first, last)]
    found.sort(key=lambda source: (source.start, -source.end))
    merged: list[Source] = []
    for source in found:
        if merged and source.start < merged[-1].end and (source.end <= merged[-1].end or source.again):
            if source.person and not merged[-1].person and not source.principal:
                merged[-1] = replace(merged[-1], person=source.person)
            continue
        if merged and _his_counterpart(reading, merged[-1], source):
            merged[-1] = replace(source, start=merged[-1].start)
            continue
        if merged and _one_party(reading, merged[-1], source):
            before = merged[-1]
            main = source if before.again else before
            if not (before.again or source.again) and source.person and not source.principal:
                main = replace(main, person=source.person, principal=False)
            merged[-1] = replace(main, start=before.start, end=source.end)
            continue
        merged.append(source)
    return merged


def _his_counterpart(reading: Reading, one: Source, other: Source) -> bool:
    """Whether an office that could be a principal's stands before another's name: "his Russian counterpart Sergei Lavrov"."""
    if not one.principal or other.principal or not other.person or not 0 <= other.start - one.end <= 1:
        return False
    named = reading.any_within(("person.russia.vladimir-putin", "person.united-states.donald-trump"), one.start, one.end)
    between = reading.text[reading.ends[one.end - 1] : reading.starts[other.start]].strip()
    return not named and (not between or (between[0].isupper() and between.isalpha()))


def _credit(reading: Reading, start: int, end: int, first: int) -> bool:
    """Whether an agency only stands in a dateline or in brackets: "WASHINGTON (Reuters) -", "/ТАСС/", "ИНТЕРФАКС - "."""
    behind = reading.text[reading.ends[end - 1] : reading.ends[end - 1] + 3]
    ahead = reading.text[max(0, reading.starts[start] - 1) : reading.starts[start]]
    return (ahead in ("(", "/", "[") and behind[:1] in (")", "/", "]", ",")) or (
        start - first < 9 and behind.startswith((" -", " –", " —", ")", "/", ". "))
    )


def owns_something(reading: Reading, word: int) -> bool:
    """ "Obama's presidency": the name is no subject."""
    if reading.language == "de" and reading.words[word] in ("putins", "trumps"):
        return True
    printed = reading.text[reading.starts[word] : reading.ends[word]]
    return reading.language == "en" and printed.lower().endswith(("'s", "’s"))


def _one_party(reading: Reading, one: Source, other: Source) -> bool:
    """Whether two neighbours name one source: "Kremlin spokesman Dmitry Peskov", "the Kremlin's statement"."""
    gap = other.start - one.end
    between = reading.text[reading.ends[one.end - 1] : reading.starts[other.start]]
    titled = one.again and bool(other.person) and not other.principal and "," not in between  # "помощник главы государства Юрий Ушаков"
    if gap > (5 if titled else 2) or any(sign in between for sign in '.;:\n"”»'):
        return False
    if reading.words[other.start] in PRONOUNS or reading.words[one.end - 1] in PRONOUNS:
        return False
    if reading.within("say", one.end, other.start):
        return False
    if one.again and other.again:
        return True
    if one.speaker == PRESS and "," in between:
        return False
    if one.principal != other.principal and not one.again and not other.again:
        return False
    if other.again or one.again:
        return "," not in between and not any(word in AND for word in reading.words[one.end : other.start])
    return (one.speaker == other.speaker and not (one.principal and other.principal and "," in between)) or (
        one.speaker == OUTSIDE == other.speaker
    )
