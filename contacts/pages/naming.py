"""How pages name those who speak, and small words around them. Pure functions."""

from contacts.record.edition import Document
from contacts.vocabulary import Speaker

IN_SENTENCES: dict[str, str] = {
    Speaker.KREMLIN: "the Kremlin",
    Speaker.WHITE_HOUSE: "the White House",
    Speaker.JOINT: "both sides jointly",
    Speaker.THIRD_GOVERNMENT: "a third government",
    Speaker.PRESS: "the press",
}
"""Each speaker inside a sentence."""

PRINCIPALS: frozenset[str] = frozenset({"vladimir-putin", "donald-trump"})
"""Slugs of the two whose side needs no mention."""


def speaker_name(speaker: str, person: Document | None) -> str:
    """Return who said it, in a sentence: the person with the side he speaks for, or the side."""
    if person is None:
        return IN_SENTENCES[speaker]
    if person["slug"] in PRINCIPALS or speaker not in (Speaker.KREMLIN, Speaker.WHITE_HOUSE):
        return str(person["name"])
    return f"{person['name']} for {IN_SENTENCES[speaker]}"


def sentence(text: str) -> str:
    """Return a note with a full stop, whether or not the editor wrote one."""
    text = text.strip()
    return text if not text or text[-1] in '.?!…”"' else f"{text}."


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: “1 contact”, “2 contacts”, “1,204 reports”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capitalised(text: str) -> str:
    """Return a sentence with a capital letter at its head; what follows stays as it is."""
    return text[:1].upper() + text[1:]
