"""The text of an article with the passages marked in it that suggestions rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from contacts.passages import locate


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the keys of the passages that it belongs to; several where passages overlap."""

    text: str
    keys: tuple[int, ...]
    first_of: tuple[int, ...]  # keys of the passages that begin here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and where it begins in the text: in UTF-16 code units, as scripts in a browser count."""

    start: int
    pieces: tuple[Piece, ...]


def paragraphs(text: str, passages: Iterable[tuple[int, str, str, str]]) -> list[Paragraph]:
    """Return the paragraphs of a text. Passages are (key, exact, prefix, suffix); those that are not in it are left out."""
    spans = [(*place, key) for key, *quoted in passages if (place := locate(text, *quoted)) is not None]
    found, start, units = [], 0, 0
    for part in text.split("\n\n"):
        end = start + len(part)
        inside = [(max(first, start), min(last, end), key, first >= start) for first, last, key in spans if first < end and last > start]
        edges = sorted({start, end, *(edge for first, last, _, _ in inside for edge in (first, last))})
        pieces = []
        for left, right in pairwise(edges):
            keys = tuple(key for first, last, key, _ in inside if first <= left and right <= last)
            begins = tuple(key for first, _, key, here in inside if here and first == left)
            pieces.append(Piece(text[left:right], keys, begins))
        if part.strip():
            found.append(Paragraph(units, tuple(pieces)))
        units += _units(part) + 2
        start = end + 2
    return found


def order_of(text: str, exact: str, prefix: str, suffix: str) -> tuple[int, int]:
    """Return what sorts passages as they stand in a text, lost ones last."""
    return locate(text, exact, prefix, suffix) or (len(text), len(text))


def part_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a part of a text, given in UTF-16 code units, in characters; white space at its ends left out."""
    first, last = _characters(text, start), _characters(text, end)
    chosen = text[first:last]
    first += len(chosen) - len(chosen.lstrip())
    return first, first + len(chosen.strip())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: max(0, units) * 2].decode("utf-16-le", "ignore"))
