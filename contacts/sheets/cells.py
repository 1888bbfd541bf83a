"""One cell of a sheet: its text, or why it has none."""

from dataclasses import dataclass

from contacts.sheets.formulas import original

LONGEST_CELL = 32_767
"""Characters; the most that a cell of a spreadsheet holds."""


class BadSheet(ValueError):
    """The file as a whole cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no text we could take: what it shows, and what to do about it."""

    text: str
    why: str


Cell = str | Unreadable


def readable(text: str) -> Cell:
    """Return a cell's text as it was before it was written out, or why it cannot be taken."""
    if "\x00" in text:
        return Unreadable(text.replace("\x00", "␀"), "holds a null character: type the text anew.")
    if len(text) > LONGEST_CELL:
        return Unreadable(text[:100], f"has {len(text):,} characters; {LONGEST_CELL:,} is the limit.")
    return original(text)
