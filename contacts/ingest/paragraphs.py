"""Plain text → paragraphs: lines that a mail program, a terminal or a printed page broke at a width are joined again.

A text gives itself away by lines that stop in the middle of a sentence while the next one goes on in small letters. Where
it does, a line is joined to the next when it is as long as the others; where it does not, each line stays what it is. So
headlines, menus, lists and verse keep their lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from contacts.ingest.chrome import BULLET, closed

NARROWEST, WIDEST = 54, 130  # columns at which text is broken; verse and menus are narrower, paragraphs are wider
SHORTEST = 40  # columns of a line that may have been broken
LONGEST_BLOCK = 12  # lines; where blank lines stand further apart, they do not stand between paragraphs
FEWEST_STOPS = 0.3  # share of the lines of that length that stop in mid-sentence, from which the text is taken for a broken one
RAGGED = 0.82  # of the width: a line of print is as long as its letters are broad, and so never quite full
LONGER = 1.3  # times the width: a line that was not broken at all

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SOFT_BREAK = re.compile("\u00ad[^\\S\n]*\n[^\\S\n]*")
_LINE_END = re.compile("\r+\n?|[\u0085\u2028\u2029]")
_QUOTED = re.compile(r"^(?:>[ ]?)+", re.MULTILINE)
_OPENING = re.compile(r"[\"'“”«„‘(\[—–-]*\s*(\w)")
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|[a-z]\))\s")
_LAST_WORD = re.compile(r"\w+(?=[-\u2010]$)")
_FIRST_WORD = re.compile(r"[^\W\d_]\w*")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010]$")


@dataclass(frozen=True)
class _Line:
    text: str
    indent: int

    @property
    def width(self) -> int:
        """Columns; a Chinese or Japanese letter takes two."""
        return len(self.text) + len(_CJK.findall(self.text))

    @property
    def first_word(self) -> int:
        """Columns that the first word takes, after which the line could have been broken."""
        return 2 if _CJK.match(self.text) else len(self.text.split(maxsplit=1)[0])

    def opens_entry(self) -> bool:
        """Whether the line is an entry of a list or a row of a table."""
        return bool(BULLET.match(self.text) or _NUMBERED.match(self.text)) or self.text.startswith("|")

    def opens_small(self) -> bool:
        """Whether the line begins as the middle of a sentence does: with a letter that is no capital."""
        first = _OPENING.match(self.text)
        return bool(first and first[1].isalpha() and not first[1].isupper() and not first[1].istitle())

    def stops(self, following: "_Line") -> bool:
        """Whether the line leaves a sentence unfinished that the following one goes on with."""
        listed = following.opens_entry() and (self.opens_entry() or following.text[0] not in "–—")
        return not closed(self.text) and self.text[-1] not in ":;" and following.opens_small() and not listed


@dataclass(frozen=True)
class _Wrap:
    """How a text is broken: at which width, and whether as many letters as fit stand on each line."""

    width: float
    strict: bool
    spaced: bool  # blank lines stand between paragraphs

    def is_full(self, line: _Line, following: _Line, share: float) -> bool:
        """Whether the first word of the next line did not fit on this one any more; `share` is how much of a line must be filled."""
        return line.width + 1 + following.first_word > share * self.width


def split_lines(text: str) -> list[str]:
    """Return the paragraphs of a text, one an entry, without letters that nobody sees."""
    blocks = _blocks(_tidy(text))
    wrap = _wrap_of(blocks)
    if wrap is None:
        blocks, apart = _without_double_spacing(blocks), blocks
        wrap = _wrap_of(blocks) if blocks is not apart else None
    if wrap is None:
        return [line.text for block in blocks for line in block]
    hyphens = _Hyphens(blocks)
    return [paragraph for block in blocks for paragraph in _joined(block, wrap, hyphens, on_top=block is blocks[0])]


def _tidy(text: str) -> str:
    text = _SOFT_BREAK.sub("", _LINE_END.sub("\n", text))
    text = _INVISIBLE.sub("", text)
    if text.count("\n>") > 0.6 * text.count("\n"):  # a mail that was answered
        text = _QUOTED.sub("", text)
    return text


def _blocks(text: str) -> list[list[_Line]]:
    """Return the lines between blank lines."""
    blocks: list[list[_Line]] = [[]]
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            blocks[-1].append(_Line(bare, len(line) - len(line.lstrip())))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _without_double_spacing(blocks: list[list[_Line]]) -> list[list[_Line]]:
    """Return the lines in one block where a blank line stands after each of them, and so tells nothing."""
    lines = [block[0] for block in blocks]
    pairs = [(line, following) for line, following in pairwise(lines) if SHORTEST <= line.width <= WIDEST]
    stops = sum(line.stops(following) for line, following in pairs)
    if all(len(block) == 1 for block in blocks) and stops >= 3 and stops >= 0.4 * len(pairs):
        return [lines]
    return blocks


def _wrap_of(blocks: Sequence[Sequence[_Line]]) -> _Wrap | None:
    """Return how the text is broken, None when its lines are its paragraphs."""
    # A block with a whole paragraph on a line has one on each line.
    narrow = [block for block in blocks if all(line.width <= WIDEST for line in block)]
    pairs = [pair for block in narrow for pair in pairwise(block) if SHORTEST <= pair[0].width <= WIDEST]
    stopping = [(line, following) for line, following in pairs if line.stops(following)]
    if not stopping or len(stopping) < FEWEST_STOPS * len(pairs):
        return None
    usual = median(line.width for line, _ in stopping)
    width = max(line.width for line, _ in stopping if line.width <= LONGER * usual)
    filled = [(line.width + 1 + following.first_word) / width for line, following in stopping]
    if width < NARROWEST or sum(share > RAGGED for share in filled) < 0.8 * len(filled):
        return None
    whole = [len(block) for block in blocks if len(block) > 1]
    return _Wrap(
        width,
        strict=len(filled) >= 5 and sum(share > 1 for share in filled) >= 0.95 * len(filled),
        spaced=len(blocks) > 1 and median(whole) <= LONGEST_BLOCK,
    )


def _joined(block: Sequence[_Line], wrap: _Wrap, hyphens: "_Hyphens", *, on_top: bool) -> list[str]:
    """Return the paragraphs of a block."""
    if any(line.width > max(WIDEST, LONGER * wrap.width) for line in block):
        return [line.text for line in block]
    margin = min(line.indent for line in block)
    indented = sum(line.indent > margin for line in block) * 2 < len(block)  # the first line of a paragraph stands further in
    # A block in which no sentence is seen to go on is a paragraph only when every line but the last is full.
    broken = any(line.stops(following) for line, following in pairwise(block)) or all(
        wrap.is_full(line, following, 1.0 if wrap.strict else 0.88) for line, following in pairwise(block)
    )
    paragraphs = [[block[0].text]]
    listed = block[0].opens_entry()
    for number, (line, following) in enumerate(pairwise(block)):
        new = indented and following.indent > margin >= line.indent and not listed
        if not new and _goes_on(line, following, wrap, broken=broken, first=on_top and number == 0):
            paragraphs[-1][-1], between = hyphens.seam(paragraphs[-1][-1], following.text)
            paragraphs[-1].append(between + following.text)
        else:
            paragraphs.append([following.text])
            listed = following.opens_entry()
    return ["".join(parts) for parts in paragraphs]


def _goes_on(line: _Line, following: _Line, wrap: _Wrap, *, broken: bool, first: bool) -> bool:
    """Whether the next line goes on with the sentence or paragraph of this one."""
    if line.text.startswith("|") or line.width > LONGER * wrap.width:
        return False
    if line.stops(following) or (_HYPHEN.search(line.text) and following.text[0].isalpha()):
        return line.width >= 0.4 * wrap.width
    if following.opens_entry():
        return False
    if wrap.spaced:
        return broken and wrap.is_full(line, following, RAGGED)
    # Without blank lines the end of a sentence may be the paragraph's, and a headline may stand above the text.
    share = 1.0 if wrap.strict else 0.96 if closed(line.text) else RAGGED
    return not first and wrap.is_full(line, following, share)


class _Hyphens:
    """Knows by the text whether a hyphen at the end of a line is the word's own."""

    def __init__(self, blocks: Sequence[Sequence[_Line]]) -> None:
        ends = [line.text for block in blocks for line in block[:-1]]
        parted = sum(bool(_HYPHEN.search(end)) for end in ends)
        self.parts_words = parted >= 3 and parted >= 0.06 * len(ends)  # mail programs break at hyphens that were there
        whole = (re.sub(r"\w+[-\u2010]$", "", line.text) for block in blocks for line in block)
        self.words = {word.casefold() for text in whole for word in re.findall(r"\w+(?:-\w+)*", text)}

    def seam(self, front: str, back: str) -> tuple[str, str]:
        """Return a line as it stands before the next one, and what stands between them."""
        head, tail = _LAST_WORD.search(front), _FIRST_WORD.match(back)
        if not (head and tail and _HYPHEN.search(front)):
            return front, "" if _CJK.match(front[-1]) and _CJK.match(back) else " "
        one, two = f"{head[0]}{tail[0]}".casefold(), f"{head[0]}-{tail[0]}".casefold()
        # "Kremlin-backed": the Kremlin is named elsewhere, so the first part is a word of its own.
        compound = two in self.words or (len(head[0]) >= 4 and head[0].casefold() in self.words)
        parted = tail[0][0].islower() and (one in self.words or (self.parts_words and not compound))
        return front[:-1] if parted else front, ""
