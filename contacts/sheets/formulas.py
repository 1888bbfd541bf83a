"""Cells that a spreadsheet would take for a formula, made harmless, and made whole again.

Source: OWASP, CSV Injection: a text that begins with one of these signs gets an apostrophe in front.
"""

import re

_DANGEROUS = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
"""Also behind apostrophes: a text that had one before we put ours must come back with it."""


def neutral(text: str) -> str:
    """Return a text that no spreadsheet calculates. `original` undoes it, for every text."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def original(text: str) -> str:
    """Return the text that `neutral` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text, 1) else text
