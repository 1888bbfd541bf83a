"""The line that opens a wire text: place, day and agency, in the orders and with the signs that houses use.

Read as a row of such elements up to a closing sign, so "MOSCOW, November 21. /TASS/.", "21 ноября. ИНТЕРФАКС -", "Berlin (dpa)
14.11.2016" and "28 December 2025. Moscow." are one rule.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contacts.ingest.dating import Found, days_in, weekday_names
from contacts.ingest.publishers import agency, agency_names

HEAD = 160  # letters; no dateline is longer
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽЀ-ЯҐӨҮ"
_DASH = r"(?:-{1,2}|[–—−])"
_WORD = rf"(?:(?:[{_UPPER}]\.){{1,3}}|St\.|[{_UPPER}][\w'’-]*(?:\.(?=\s*(?:[,(]|{_DASH}\s)))?)"
_LINK = r"(?:de|da|do|del|di|la|el|am|an|der|on|na|на|упон)"
_PLACE = rf"(?:ABOARD )?{_WORD}(?:[ -](?:{_LINK}[ -])?{_WORD}){{0,3}}"
_PLACES = re.compile(rf"{_PLACE}(?:\s?[,/]\s?{_PLACE}){{0,2}}")
_ONE_PLACE = re.compile(_PLACE)
_BRACKETS = re.compile(r"\(([^()]{2,60})\)|/([^/]{2,60})/|\[([^\[\]]{2,60})\]")
_BETWEEN = re.compile(rf"\s*(?:[,.;:|]|{_DASH}|/(?=\s))?\s*{_DASH}?\s*")
_BEFORE_DAY = re.compile(r"(?:(?:le|den|el|il|dne|dnia|on|am)\s+)?", re.IGNORECASE)
_AFTER_DAY = re.compile(
    r"(?:\s*(?:года|год|г\.?|року|р\.?|roku|r\.)(?!\w))?"
    r"(?:,?\s*(?:um|at|à|a las|alle|в|о|ore|saat)?\s*\d{1,2}\s?[:.h]\s?\d{2}(?!\d)"
    r"(?:\s*(?:[ap]\.?m\.?|Uhr|MSK|GMT|UTC|ET|EST|EDT|CET|МСК)(?!\w))?)?",
    re.IGNORECASE,
)
_END = re.compile(rf"\s*(?P<dash>[.:]?\s*{_DASH})(?:\s|$)|(?P<colon>:)\s|\s*(?P<dot>\.)(?=\s|$)|\s*(?P<bar>[/|])\s")
_OPENS_TEXT = re.compile(rf"\s+[\"“«„]?[{_UPPER}]|\s*$")
_NO_PLACE = frozenset(
    (
        *(
            "In",
            "On",
            "At",
            "By",
            "After",
            "Before",
            "Since",
            "Until",
            "From",
            "For",
            "As",
            "The",
            "This",
            "Am",
            "Im",
            "Nach",
            "Vor",
            "Seit",
        ),
        *("Bis", "Der", "Die", "Das", "Le", "La", "Les", "En", "El", "Il", "Nel", "Dal", "Al", "В", "На", "После", "До", "С", "По", "У"),
        *("Від", "Після", "След", "От"),
    )
)
"""Words with which a sentence about a place or a day begins."""


@dataclass(frozen=True)
class Dateline:
    """The line with place, day and agency that opens a wire text, as printed."""

    text: str = ""
    place: str = ""
    agency: str = ""  # label of a known agency
    day: Found | None = None

    @property
    def is_day_alone(self) -> bool:
        """Whether the line is a day and nothing else, as the entries of a chronology have it too."""
        return bool(self.day and not self.place and not self.agency)


NO_DATELINE = Dateline()


@dataclass(frozen=True)
class _Part:
    """One element of a dateline."""

    kind: str  # place | day | agency | note
    end: int
    words: str = ""
    day: Found | None = None
    bracketed: bool = False
    parted: bool = False  # a sign stands before it


def dateline(paragraphs: Sequence[str], language: str) -> Dateline:
    """Return the dateline of the first of these paragraphs that opens with one."""
    for number, paragraph in enumerate(paragraphs[:5]):
        found = dateline_of(paragraph, language)
        if found and not (found.is_day_alone and (number or _is_chronology(paragraphs, language))):
            return found
    return NO_DATELINE


def _is_chronology(paragraphs: Sequence[str], language: str) -> bool:
    """Whether later paragraphs open with days as well."""
    return any((found := dateline_of(paragraph, language)) and found.day for paragraph in paragraphs[1:])


def dateline_of(paragraph: str, language: str) -> Dateline | None:
    """Return the dateline with which this paragraph opens, None when it opens with none."""
    head = re.sub(r"[\u00a0\u2009\u202f]", " ", paragraph[:HEAD])
    if not re.search(r"\d|[(/]|\s[-–—−]", head[:90]):
        return None
    parts = list(_parts(head, language))
    for count in range(len(parts), 0, -1):
        row = parts[:count]
        end = _END.match(head, row[-1].end)
        if not end and head[row[-1].end - 1] == ".":  # it was read as an abbreviation's: "14 июня."
            end = _END.match(head, row[-1].end - 1)
        sign = next((name for name, found in end.groupdict().items() if found), "") if end else ""
        if not sign and _OPENS_TEXT.match(head, row[-1].end):
            sign = "bracket" if row[-1].bracketed else "none"
        if sign and _is_dateline(row, sign):
            place = next((part.words for part in row if part.kind == "place"), "")
            label = next((part.words for part in row if part.kind == "agency"), "")
            return Dateline(
                head[: end.end() if end else row[-1].end].strip(), place, label, next((part.day for part in row if part.day), None)
            )
    return None


def _parts(head: str, language: str) -> Iterator[_Part]:
    """Yield the elements with which a paragraph opens, as far as they go."""
    days = {day.start: day for day in days_in(head, language)}
    weekdays = weekday_names(language)
    at, placed, dated, parted = 0, False, False, False
    for _ in range(6):
        start = at
        found: list[_Part] = []
        if bracket := _BRACKETS.match(head, at):
            found = _bracketed(bracket, days, parted=parted)
        elif day := _day_at(head, at, days, weekdays):
            found = [_Part("day", _after(head, day.end), day=day, parted=parted)]
        elif (name := _agency_at(head, at)) is not None:
            found = [_Part("agency", name.end(), agency(name[0]), parted=parted)]
        elif not placed and (place := _place_at(head, at, days, first=not dated)):
            found, placed = [_Part("place", place[1], place[0], parted=parted)], True
        if not found:
            return
        yield from found
        dated = dated or any(part.day for part in found)
        at = found[-1].end
        between = _BETWEEN.match(head, at)
        assert between
        parted = bool(between[0].strip()) or head[at - 1] == "."
        at = between.end()
        if at <= start:
            return


def _bracketed(bracket: re.Match[str], days: dict[int, Found], *, parted: bool) -> list[_Part]:
    """Return what stands in brackets: an agency, a day, both, or a note such as (special correspondent)."""
    inside = next(group for group in bracket.groups() if group)
    day = next((day for start, day in sorted(days.items()) if bracket.start() < start < bracket.end()), None)
    rest = inside
    if day:
        rest = inside[: max(day.start - bracket.start() - 1, 0)] + " " + inside[max(day.end - bracket.start() - 1, 0) :]
    label = agency(rest)
    found = [_Part("agency", bracket.end(), label, bracketed=True, parted=parted)] if label else []
    if day:
        found.append(_Part("day", bracket.end(), day=day, bracketed=True, parted=parted))
    return found or [_Part("note", bracket.end(), inside, bracketed=True, parted=parted)]


def _day_at(head: str, at: int, days: dict[int, Found], weekdays: frozenset[str]) -> Found | None:
    """Return the day that stands here, a weekday or an article before it."""
    word = re.compile(r"[^\W\d_]+").match(head, at)
    if word and word[0].casefold() in weekdays:
        after = re.compile(r"[,.]?\s+").match(head, word.end())
        at = after.end() if after else at
    before = _BEFORE_DAY.match(head, at)
    return days.get(at) or (days.get(before.end()) if before else None)


def _after(head: str, end: int) -> int:
    """Return where a day ends with the word for year and the hour that follow it."""
    tail = _AFTER_DAY.match(head, end)
    return tail.end() if tail else end


def _agency_at(head: str, at: int) -> re.Match[str] | None:
    """Return the name of a known agency that stands here and is followed by a sign."""
    name = agency_names()[0].match(head, at)
    return name if name and agency(name[0]) and re.compile(rf"\s*(?:[.,:|/(]|{_DASH}\s)").match(head, name.end()) else None


def _place_at(head: str, at: int, days: dict[int, Found], *, first: bool) -> tuple[str, int] | None:
    """Return the names of places that stand here, and where they end; behind a day they must be closed by a sign."""
    for pattern in (_PLACES, _ONE_PLACE):
        place = pattern.match(head, at)
        if not place:
            return None
        end = min([place.end(), *(start for start in days if at < start < place.end())])
        words = head[at:end].rstrip(" ,/-")
        while words and words.split()[0] not in _NO_PLACE:
            end = at + len(words)
            if re.compile(rf"\s*(?:[,.:(/|]|{_DASH}\s)" if first else rf"\s*(?:[.:(/|]|{_DASH}\s)").match(head, end) or (
                first and any(0 <= start - end <= 6 for start in days)
            ):
                return words, end
            words = words.rpartition(" ")[0].rstrip(" ,/-")
    return None


def _is_dateline(row: Sequence[_Part], sign: str) -> bool:
    """Whether these elements with this closing sign are a dateline and no beginning of a sentence."""
    kinds = {part.kind for part in row}
    day = next((part.day for part in row if part.day), None)
    place = next((part.words for part in row if part.kind == "place"), "")
    capitals = bool(re.match(rf"[{_UPPER}]{{3}}", place))
    has_year = bool(day and day.year)
    if "agency" in kinds and kinds & {"place", "day"}:
        return sign != "none" or has_year
    if "agency" in kinds:
        return row[0].bracketed and sign in ("dash", "bracket", "dot")
    if place and day:
        marked = capitals or any(part.parted or part.bracketed for part in row)
        return marked and (sign not in ("none", "bar") or (has_year and row[-1].kind == "day"))
    if day:
        return has_year and "note" not in kinds and sign in ("dash", "colon", "bracket")
    return capitals and sign == "dash" and row[-1].kind in ("place", "note")
