"""Which agency a text goes back to by its own word: dateline, byline, credit line, "reports TASS"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from contacts.ingest.dating import Found, days_in
from contacts.ingest.publishers import agency_names
from contacts.ingest.wording import wording

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽЀ-ЯҐӨҮ"
_WORD = rf"[{_UPPER}][\w.'’-]*"
_PLACE = rf"(?:ABOARD )?{_WORD}(?:[ -](?:(?:de|da|do|del|di|la|el|am|an|der|on|na|на|упон)[ -])?{_WORD}){{0,3}}"
_PLACES = rf"(?P<place>{_PLACE}(?:\s?[,/]\s?{_PLACE}){{0,2}})"
_DASH = r"(?:-{1,2}|[–—−])"
_AGENCY = r"(?:\((?P<round>[^()\d]{2,40})\)|/(?P<slash>[^/\d]{2,30})/)"

_PLACE_FIRST = re.compile(rf"{_PLACES}\s*(?P<mark>[,.:]?)\s*")
_AFTER_DAY = re.compile(
    rf"\s*[.,]?\s*(?:{_AGENCY}\s*\.?\s*{_DASH}?|{_DASH}\s*(?P<name>[^\W\d][\w«» -]{{1,24}}?)\s*[.:]"
    rf"|(?P<bare>[^\W\d][\w«» ]{{1,24}}?)\s*{_DASH}|{_DASH}|[.:](?=\s))"
)
_WITHOUT_DAY = re.compile(
    rf"\s*(?:{_AGENCY}\s*\.?\s*{_DASH}|{_AGENCY.replace('round', 'round2').replace('slash', 'slash2')}\s*\."
    rf"|{_DASH}\s*(?P<name>[^\W\d][\w«» ]{{1,24}}?)\s*[.:]|(?P<alone>{_DASH})\s)"
)
_AGENCY_FIRST = re.compile(rf"{_AGENCY}\s*\.?\s*{_DASH}?\s")


@dataclass(frozen=True)
class Dateline:
    """The line with place, day and agency that opens a wire text, as printed."""

    text: str = ""
    place: str = ""
    agency: str = ""  # label of a known agency
    day: Found | None = None


NO_DATELINE = Dateline()


def dateline(paragraphs: Sequence[str], language: str) -> Dateline:
    """Return the dateline of the first of these paragraphs that opens with one."""
    for paragraph in paragraphs[:5]:
        if found := dateline_of(paragraph, language):
            return found
    return NO_DATELINE


def dateline_of(paragraph: str, language: str) -> Dateline | None:
    """Return the dateline with which this paragraph opens, None when it opens with none."""
    head = paragraph[:140]
    if first := _AGENCY_FIRST.match(head):
        label = agency(first["round"] or first["slash"] or "")
        return Dateline(first[0].strip(), "", label) if label else None
    day = next((day for day in sorted(days_in(head, language), key=lambda day: day.start) if day.start < 70), None)
    if day and (found := _with_day(head, day)):
        return found
    return _without_day(head)


def _with_day(head: str, day: Found) -> Dateline | None:
    front = head[: day.start]
    place = _PLACE_FIRST.fullmatch(front)
    named_first = agency(front.strip(" .,/()")) if not place or agency(front.strip(" .,/()")) else ""
    if not place and not named_first:
        return None
    after = _AFTER_DAY.match(head, day.end)
    if not after and head[day.end - 1] == "." and head[day.end : day.end + 1] == " ":
        after = re.compile(r"").match(head, day.end)
    if not after:
        return None
    name = next((after.groupdict().get(group) for group in ("round", "slash", "name", "bare") if after.groupdict().get(group)), "") or ""
    label = agency(name) or named_first
    if (after.groupdict().get("name") or after.groupdict().get("bare")) and not agency(name):
        return None if after.groupdict().get("bare") else Dateline(head[: day.end].strip(), _place_of(place), "", day)
    capitals = bool(place and re.match(rf"[{_UPPER}]{{3}}", place["place"]))
    if not (capitals or label or (place and place["mark"])):
        return None
    return Dateline(head[: after.end()].strip(), "" if named_first else _place_of(place), label, day)


def _place_of(place: re.Match[str] | None) -> str:
    return place["place"] if place else ""


def _without_day(head: str) -> Dateline | None:
    place = _PLACE_FIRST.match(head)
    while place:
        after = _WITHOUT_DAY.match(head, place.end("place"))
        if after:
            part = after.groupdict()
            name = part["round"] or part["slash"] or part["round2"] or part["slash2"] or part["name"] or ""
            label = agency(name)
            if label or (re.match(rf"[{_UPPER}]{{3}}", place["place"]) and (part["alone"] or part["round"])):
                return Dateline(head[: after.end()].strip(), place["place"], label)
        shorter = place["place"].rpartition(" ")[0]
        place = re.compile(_PLACES).fullmatch(shorter) if shorter else None
    return None


def agency(words: str) -> str:
    """Return the label of the agency that these words name and nothing else, "" for none."""
    _, labels = agency_names()
    words = words.strip(" .,:;–—-")
    for form in (words, f"({words})", f"/{words}/"):
        if form in labels:
            return labels[form]
    parts = [labels.get(part.strip()) for part in re.split(r"[/,]| and | y | und | et | и ", words)]
    return parts[0] or "" if parts and all(parts) else ""


@lru_cache(maxsize=1)
def _reported_by() -> re.Pattern[str]:
    names, _ = agency_names()
    verbs = "|".join(sorted(map(re.escape, wording().phrases["reports"]), key=len, reverse=True))
    named = names.pattern.replace("(?<!\\w)(", "(?P<{0}>").replace(")(?!\\w)", ")(?!\\w)")
    helper = (
        r"(?:(?:the|l['’]|die|der|das|la|el|il|агентство|агенція|агенция|информагентство|news|agency|Nachrichtenagentur"
        r"|agence|agencia|agenzia|ajansı|wire|service|с|коррес\w+|«|\"|“)\s*){0,3}"
    )
    return re.compile(
        rf"(?<!\w)(?i:{verbs})\s+(?i:{helper}){named.format('after')}"
        rf"|(?<!\w){named.format('before')}['’\w]{{0,3}}\s+(?:news agency\s+|agency\s+)?(?i:{verbs})(?!\w)"
    )


def reported_by(paragraphs: Sequence[str]) -> str:
    """Return the agency that the text says it follows, in its first two paragraphs or its last: "reports bgnes"."""
    _, labels = agency_names()
    for paragraph in [*paragraphs[:2], *paragraphs[2:][-1:]]:
        if hit := _reported_by().search(paragraph):
            return labels[hit["after"] or hit["before"]]
    return ""


_CONTRIBUTED = re.compile(
    r"(?i:contributed to this report|contribut\w+|reporting by|by|source|источник|по материалам|с использованием|quelle"
    r"|mit material von|avec|fuente|con información de|fonte|kaynak|джерело|източник|credit|©|\(c\))"
)


def credited_in(line: str) -> str:
    """Return the agency of a line that is a credit: "AFP", "Quelle: dpa", "By The Associated Press", "(Reuters)"."""
    bare = line.strip(" .()[]—–-/")
    if len(bare) > 120:
        return ""
    if label := agency(bare):
        return label
    names, labels = agency_names()
    hit = names.search(line)
    return labels[hit[1]] if hit and _CONTRIBUTED.search(line) else ""


def credit(line: Dateline, byline: str, credits: Sequence[str], paragraphs: Sequence[str]) -> str:
    """Return the agency that the text credits: by its dateline, byline, credit lines or words, in this order."""
    if line.agency:
        return line.agency
    for words in (byline, *credits):
        if label := credited_in(words):
            return label
    if label := reported_by(paragraphs):
        return label
    for paragraph in paragraphs[-2:]:
        closing = re.search(r"\(([^()]{2,30})\)\s*$", paragraph)
        if label := (agency(closing[1]) if closing else "") or (credited_in(paragraph) if len(paragraph) < 120 else ""):
            return label
    return ""
