"""Whom a word for a contact joins: the two principals, one of them and somebody else, or others."""

from contacts.ingest.naming import people_in
from contacts.ingest.reading import Hit, Reading

_WITH = {
    "en": frozenset({"with", "to", "between"}), "ru": frozenset({"с", "со", "между", "к"}), "uk": frozenset({"з", "із", "зі", "між"}),
    "bg": frozenset({"с", "със", "между"}), "de": frozenset({"mit", "zwischen", "an"}), "fr": frozenset({"avec", "entre", "à"}),
    "es": frozenset({"con", "entre", "a"}), "it": frozenset({"con", "tra", "fra", "a"}), "tr": frozenset(),
    "pt": frozenset({"com", "entre", "a"}), "nl": frozenset({"met", "tussen"}), "pl": frozenset({"z", "ze", "między", "do"}),
    "cs": frozenset({"s", "se", "mezi"}), "sk": frozenset({"s", "so", "medzi"}), "sr": frozenset({"s", "sa", "između", "са", "између"}),
    "hr": frozenset({"s", "sa", "između"}), "ro": frozenset({"cu", "între"}), "sv": frozenset({"med", "mellan"}),
    "da": frozenset({"med", "mellem"}), "no": frozenset({"med", "mellom"}), "el": frozenset({"με", "μεταξύ"}),
    "zh": frozenset(), "ja": frozenset(), "ko": frozenset(), "ar": frozenset({"مع", "بين"}), "fa": frozenset({"با"}),
    "he": frozenset({"עם", "בין"}), "mk": frozenset({"со", "меѓу"}), "be": frozenset({"з", "паміж"}),
}  # fmt: skip
_BETWEENS = "between zwischen entre tra fra между між tussen między mezi medzi između између între mellan mellem mellom μεταξύ بين"
_BETWEEN = frozenset(_BETWEENS.split())
_ANDS = "and и und et y e та й і en i a och og και și ve و"
_AND = frozenset(_ANDS.split())
_CALLS = frozenset(["called", "calls", "calling", "phoned", "phones", "phoning", "telephoned", "telephone", "telephones", "rang", "rings"])
"""English verbs whose object is the partner."""
_NO_OBJECT = frozenset(["with", "to", "from", "between", "by", "and", "but", "that", "who", "as"])
_TAKING_UP = frozenset(["to", "i", "he", "then", "also", "and", "just"])
_BY_PHONE = frozenset(["by", "over", "on", "the", "phone", "telephone", "по", "телефону", "per", "am", "telefon", "au", "par", "téléphone"])

OPENING = 5  # sentences at the beginning in which one of the principals may take up the other


def joined_by(reading: Reading) -> tuple[bool, bool]:
    """Whether the text names the two in one sentence, or in two that follow each other at its beginning; whether at all there."""
    before: set[str] = set()
    opening: set[str] = set()
    for number in range(len(reading.sentences)):
        names = {who for _, who in people_in(reading, *reading.span(number))} & {"P", "T"}
        if len(names) == 2 or (number <= OPENING and len(names | before) == 2):
            return True, True
        before = names
        if number <= OPENING:
            opening |= names
    return _of_the_house(reading), len(opening) == 2


def _of_the_house(reading: Reading) -> bool:
    """Whether a house tells of a contact of its own man and does not name him: "Telephone conversation with Donald Trump"."""
    heading = people_in(reading, *reading.span(0)) if reading.sentences else []
    names = {who for _, who in heading}
    if len(names) != 1 or not names <= {"P", "T"} or not reading.hits("pair"):
        return False
    last = heading[-1][0]
    first = reading.first_word[0]
    joining = _WITH.get(reading.language, _WITH["en"])
    if not any(word in joining for word in reading.words[first:last]):
        return False
    if any(who not in names for number in range(1, min(3, len(reading.sentences))) for _, who in people_in(reading, *reading.span(number))):
        return False
    other = "side.united-states" if names == {"P"} else "side.russia"
    return bool(reading.hits(other))


def pair_of(reading: Reading, hit: Hit, kind: str, people: list[tuple[int, str]], first: int, last: int, *, joined: bool) -> str:
    """Return whose contact a word speaks of (see Mention.pair). `people` are the names in its sentence, `joined` what the text joins."""
    if not people:
        if not joined or (_only_how(reading, hit) and not reading.within("pair", first, last)):
            return "other"
        return "taken up"
    names = {who for _, who in people}
    others = names - {"P", "T"}
    if kind == "joint-statement" and {"P", "T"} <= names:
        return "yes"
    if kind in ("letter", "message"):
        if {"P", "T"} <= names:
            return "yes"
        if joined and any(hit.start < at <= hit.end + 5 and who in "PT" for at, who in people):
            return "told"
    partner = _partners(reading, hit, people, last)
    if partner:
        if partner <= {"P", "T"}:
            if (
                len(partner) == 2
                or not others
                or (names & {"P", "T"} - partner and _subject_is(reading, people, hit, names & {"P", "T"} - partner))
            ):
                return "yes" if {"P", "T"} <= names else "told" if joined else "other"
            before = [who for at, who in people if at < hit.start]
            return "other" if before and before[-1] not in "PT" else "told"
        if not partner & {"P", "T"}:
            ahead = {who for at, who in people if at < hit.start}
            sets_time = reading.within("temporal", max(first, hit.start - 2), hit.start)  # "Trump rang Putin before meeting with Zelensky"
            return "yes" if ahead == {"P", "T"} and not sets_time else "other"  # a three-way talk
        between = len(partner) == 2 and any(word in _BETWEEN for word in reading.words[hit.end : hit.end + 4])
        return "yes" if {"P", "T"} <= names and not between else "other"  # "a meeting between Putin and Zelensky", though Trump arranges it
    if {"P", "T"} <= names:
        if not others or (reading.within("three-way", first, last) and len(others) == 1):
            return "yes"
        nearest = _two_nearest(people, hit)
        return "yes" if nearest == {"P", "T"} or _chained(reading, people, hit) else "other"
    if names & {"P", "T"}:
        if others:
            place, closest = min(people, key=lambda item: abs(item[0] - hit.start))
            told = closest in "PT" and joined and reading.within("pair", first, last) and not _another_talks(reading, people, place)
            return "told" if told else "other"
        return "told" if joined else "other"
    return "taken up" if joined and reading.within("pair", first, last) and len(others) < 2 else "other"


def _only_how(reading: Reading, hit: Hit) -> bool:
    """Whether the words say only how somebody spoke ("by phone"), so who spoke has to be named or taken up."""
    return all(word in _BY_PHONE for word in reading.words[hit.start : hit.end])


def _subject_is(reading: Reading, people: list[tuple[int, str]], hit: Hit, wanted: set[str]) -> bool:
    """Whether one of these is the subject of a verb: the last named before it, or the first where it goes on ("… to telephone")."""
    before = [who for at, who in people if at < hit.start]
    goes_on = hit.start > 0 and reading.words[hit.start] in _CALLS and reading.words[hit.start - 1] in _TAKING_UP
    if goes_on and (reading.words[hit.start - 1] == "i" or (before and before[0] in wanted)):
        return True
    return bool(before) and before[-1] in wanted


def _partners(reading: Reading, hit: Hit, people: list[tuple[int, str]], last: int) -> set[str]:
    """Who stands behind the "with" (or "between") that follows the word."""
    if reading.words[hit.start] in _CALLS:
        called = next(((at, who) for at, who in people if hit.start < at <= hit.end + 3), None)
        if called and called[1] in "PT" and not any(word in _NO_OBJECT for word in reading.words[hit.end : called[0]]):
            return {called[1]}
    joining = _WITH.get(reading.language, _WITH["en"])
    joined_in = hit.end - 1 > hit.start and reading.words[hit.end - 1] in joining  # the phrase itself ends with its "with"
    for at in range(hit.end - joined_in, min(hit.end + 4, last)):
        if reading.words[at] in joining:
            reach = at + 7 if reading.words[at] not in _BETWEEN else at + 12
            named = [(place, who) for place, who in people if at < place <= reach]
            if not named:
                return set()
            if reading.words[at] in _BETWEEN:
                return {who for _, who in named[:2]}
            chain = {named[0][1]}
            end = named[0][0]
            for place, who in named[1:]:
                if any(word in _AND for word in reading.words[end + 1 : place]) and place - end < 7:
                    chain.add(who)
                    end = place
            return chain
    return set()


def _chained(reading: Reading, people: list[tuple[int, str]], hit: Hit) -> bool:
    """Whether the two stand in one list with others in front of the word: "Putin, Trump and King Salman in a call"."""
    chain: set[str] = set()
    end = -1
    for at, who in people:
        if at >= hit.start:
            break
        between = reading.text[reading.ends[end] : reading.starts[at]] if end >= 0 else ""
        if end >= 0 and at > end + 1 and not ("," in between or any(word in _AND for word in reading.words[end + 1 : at])):
            chain = set()
        chain.add(who)
        end = at
    return {"P", "T"} <= chain and not reading.within("discuss", 0 if end < 0 else end, hit.start)


def _another_talks(reading: Reading, people: list[tuple[int, str]], place: int) -> bool:
    """Whether somebody else talks with the one of the two who is named: he is named first, or joined by an "and"."""
    return people[0][1].startswith(("other", "person.other")) or any(
        who not in "PT" and 0 < abs(at - place) <= 8 and any(word in _AND for word in reading.words[min(at, place) + 1 : max(at, place)])
        for at, who in people
    )


def _two_nearest(people: list[tuple[int, str]], hit: Hit) -> set[str]:
    ranked = sorted(people, key=lambda item: abs(item[0] - hit.start) + (0 if item[0] < hit.start else 1))
    nearest: list[str] = []
    for _, who in ranked:
        if who not in nearest:
            nearest.append(who)
    return set(nearest[:2])
