"""Paragraphs, sentences and quotations of a text. Places only: no meaning."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r";\s+|[.!?…]+[\"”»’“'\)\]]*\s+(?=[\"“«„‘'\(\[—–-]*\s?[^\W_a-zа-яіїєґ])|(?<=[.!?…])(?=[\"“«„][A-ZА-ЯЁІЇЄ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZА-Я]|Mr|Mrs|Ms|Dr|Sen|Gen|Gov|Rep|St|Lt|Col|Jr|Sr|vs|No|Nr|Inc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|ca|usw|"
    r"Hr|Fr|Mme?|Mlle|dott|sig|Sra?|Dña|Ud|approx|гг?|им|т\.\s?е|т\.\s?д|т\.\s?ч|ул|млн|млрд|тыс|руб|р|проф|акад|св|см|стр)|[a-zа-я]\.[a-zа-я])\.$"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
_QUOTE = re.compile(r"[\"“”«»„]")
_LAST = re.compile(r"[.!?…:;\"”»’)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence by its places in the text. `quote` numbers the quotation that reaches over its beginning or end, -1 none."""

    start: int
    end: int
    paragraph: int
    heading: bool
    quote: int


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each paragraph. Lines that were broken inside a sentence are put together again."""
    begin = end = -1
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        broken = (
            begin >= 0
            and "\n\n" not in text[end : line.start()]
            and not _LAST.search(text[begin:end])
            and line.group().lstrip()[0].islower()
        )
        if broken:
            end = line.end()
            continue
        if begin >= 0:
            yield begin, end
        begin, end = line.start(), line.end()
    if begin >= 0:
        yield begin, end


def quotations(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the quotations of a paragraph, quotation marks included. One that is never closed lasts to the paragraph's end."""
    spans: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for found in _QUOTE.finditer(text, begin, end):
        sign, at = found.group(), found.start()
        if opened < 0:
            before = text[at - 1] if at > begin else " "
            closing = (
                sign == "”"
                or (sign == "»" and before not in " (")
                or (sign == "“" and not before.isspace() and at > begin and before not in "(—–-/«")
            )
            if not closing:
                opened, mark = at, sign
            continue
        if (sign == {"«": "»", "»": "«"}.get(mark, sign) and sign not in "«") or (sign in '”“"' and mark in '“„"'):
            spans.append((opened, at + 1))
            opened = -1
    if opened >= 0:
        spans.append((opened, end))
    return spans


def split(text: str, language: str = "") -> tuple[list[Sentence], list[tuple[int, int]]]:
    """Return the sentences of a text and its quotations. A sentence belongs to one paragraph; a short line without an end is a heading."""
    found: list[Sentence] = []
    quotes: list[tuple[int, int]] = []
    for number, (begin, end) in enumerate(paragraphs(text)):
        first = len(quotes)
        quotes += quotations(text, begin, end)
        own = quotes[first:]
        for start, stop in _cuts(text, begin, end, language):
            whole = (start, stop) == (begin, end)
            body = text[start:stop].strip()
            heading = (whole and len(body) < 140 and not _LAST.search(body)) or (whole and body.endswith(":") and len(body) < 60)
            found.append(Sentence(start, stop, number, heading, _over(own, first, start, stop)))
    return found, quotes


def _cuts(text: str, begin: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    start = begin
    for mark in _SENTENCE_END.finditer(text, begin, end):
        stop = mark.end()
        before = text[start : mark.start() + 1]
        if _ABBREVIATION.search(before[-12:]) and not _really_ends(text, mark.end(), before):
            continue
        if language in {"de", "tr", "cs", "pl", "da", "no", "fi"} and _DAY.search(before[-5:]):
            continue
        yield start, len(text[start:stop].rstrip()) + start
        start = stop
    if text[start:end].strip():
        yield start, len(text[start:end].rstrip()) + start


def _really_ends(text: str, after: int, before: str) -> bool:
    """After "the U.S." a sentence may end; the next word tells, when it is one that begins sentences."""
    return bool(_INITIALS.search(before)) and bool(
        re.match(r"(?:The|He|She|It|They|In|On|At|But|And|Both|This|That|Putin|Trump)\b", text[after : after + 8])
    )


def _over(own: list[tuple[int, int]], first: int, start: int, stop: int) -> int:
    """Number of the quotation that goes on past the sentence's beginning or end."""
    at = bisect_right(own, (start, 1 << 40)) - 1
    for index in (at, at + 1, len(own) - 1):
        if 0 <= index < len(own):
            left, right = own[index]
            if left < start < right - 1 or (left < stop < right - 1 and left < stop):
                return first + index
    return -1
