"""Paragraphs, sentences and quotations of a text. Places only: no meaning."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from contacts.ingest.words import HAN

_SENTENCE_END = re.compile(
    r";\s+|[.!?…]+[\"”»’“'\)\]]*\s+(?=[\"“«„‘'\(\[—–-]*\s?[^\W_a-zа-яіїєґ])|(?<=[.!?…])(?=[\"“«„][A-ZА-ЯЁІЇЄ])|(?<=[。！？])(?![”」』])|(?<=[。！？][”」』])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZА-Я]|Mr|Mrs|Ms|Dr|Sen|Gen|Gov|Rep|St|Lt|Col|Jr|Sr|vs|No|Nr|Inc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|ca|usw|"
    r"Hr|Fr|Mme?|Mlle|dott|sig|Sra?|Dña|Ud|approx|гг?|им|т\.\s?е|т\.\s?д|т\.\s?ч|ул|млн|млрд|тыс|руб|р|проф|акад|св|см|стр)|[a-zа-я]\.[a-zа-я])\.$"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
FEWEST_LINES, NARROWEST, WIDEST = 5, 40, 100  # lines of a text that somebody's terminal has broken, and letters in them
LONGEST_HEADING, LONGEST_LABEL = 140, 80  # letters of a line without an end, and of one that ends with a colon
FULL = 0.7  # share of the width from which a line goes on in the next
MOST_WORDS = 120  # of a sentence, written characters of Chinese counted by half; the steps look at all its words for each word
_WORD = re.compile(rf"[{HAN}]{{1,2}}|[^\W{HAN}]+")
_PAUSE = re.compile(r"[,，、:—–](?=\s|$)|[，、]")
_QUOTE = re.compile(r"[\"“”«»„]")
_LAST = re.compile(r"[.!?…。！？:;\"”»’)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence by its places in the text. `quote` numbers the quotation that reaches over its beginning or end, -1 none."""

    start: int
    end: int
    paragraph: int
    heading: bool
    quote: int


def paragraphs(text: str, body_start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each paragraph. Lines that were broken inside a sentence are put together again.

    What stands before `body_start` is the title, to which no line is joined.
    """
    begin = end = -1
    width = _wrapped_at(text)
    breaks = text.strip().count("\n")
    spaced = bool(width) and text.strip().count("\n\n") * 2 >= breaks  # every line is set apart, as in a copied terminal
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        joined = begin >= body_start and begin >= 0 and (spaced or "\n\n" not in text[end : line.start()])
        broken = joined and not _LAST.search(text[begin:end]) and line.group().lstrip()[0].islower()
        if joined and width and not broken:
            before = text[text.rfind("\n", 0, end) + 1 : end]
            broken = len(before) >= FULL * width
        if broken:
            end = line.end()
            continue
        if begin >= 0:
            yield begin, end
        begin, end = line.start(), line.end()
    if begin >= 0:
        yield begin, end


def _wrapped_at(text: str) -> int:
    """Return the width at which the lines of a text were broken, 0 when its lines are paragraphs."""
    lines = [line for line in text.split("\n") if line.strip()]
    width = max(map(len, lines), default=0)
    if len(lines) < FEWEST_LINES or not NARROWEST <= width <= WIDEST:
        return 0
    open_ended = sum(not _LAST.search(line) for line in lines)
    return width if open_ended * 2 >= len(lines) else 0


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


def split(text: str, language: str = "", body_start: int = 0) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """Return the sentences of a text and its quotations. A sentence belongs to one paragraph; a short line without an end is a heading."""
    found: list[Sentence] = []
    quotes: list[tuple[int, int]] = []
    for number, (begin, end) in enumerate(paragraphs(text, body_start)):
        first = len(quotes)
        quotes += quotations(text, begin, end)
        own = quotes[first:]
        for start, stop in (piece for cut in _cuts(text, begin, end, language) for piece in _capped(text, *cut)):
            whole = (start, stop) == (begin, end)
            body = text[start:stop].strip()
            open_ended = len(body) < LONGEST_HEADING and not _LAST.search(body) and not body.startswith(">")  # a quoted line is none
            heading = whole and (open_ended or (body.endswith(":") and len(body) < LONGEST_LABEL))
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


def _capped(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces of at most `MOST_WORDS` words, cut at the last pause of its second half or right after the last word."""
    if stop - start <= MOST_WORDS:
        yield start, stop
        return
    words = list(_WORD.finditer(text, start, stop))
    at = 0
    while len(words) - at > MOST_WORDS:
        half, last = at + MOST_WORDS // 2, at + MOST_WORDS
        cut = next((n for n in range(last, half, -1) if _PAUSE.search(text, words[n - 1].end(), words[n].start())), last)
        yield start, len(text[start : words[cut].start()].rstrip()) + start
        start, at = words[cut].start(), cut
    yield start, stop


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
