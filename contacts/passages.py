"""Where a quoted passage stands in a text. Literal or not at all: a passage is never moved to words that look like it.

Source: W3C Web Annotation Data Model 4.2.4 (TextQuoteSelector): exact words, told apart by what stands before and after.
"""

from collections.abc import Iterator
from itertools import takewhile

CONTEXT = 32  # characters kept on either side of a passage


def locate(text: str, exact: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """Return where a passage begins and ends in a text, in characters; None when its words are not there.

    Where the words stand several times, the place with the most of the same context is meant, the first among equals.
    """
    best: tuple[int, int] | None = None
    for start in _places(text, exact):
        end = start + len(exact)
        alike = _alike(text[max(0, start - len(prefix)) : start][::-1], prefix[::-1]) + _alike(text[end : end + len(suffix)], suffix)
        if best is None or alike > best[0]:
            best = (alike, start)
    return None if best is None else (best[1], best[1] + len(exact))


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a part of a text, `CONTEXT` characters of each."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _places(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact) if exact else -1
    while start >= 0:
        yield start
        start = text.find(exact, start + 1)


def _alike(one: str, other: str) -> int:
    """Return with how many of the same characters two strings begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
