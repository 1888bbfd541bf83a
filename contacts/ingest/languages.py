"""In which language a text is written: the page's own word first, unless the text plainly is in another one."""

import re
from functools import lru_cache
from typing import Any

ENOUGH = 200  # letters; the classifier guesses wildly on less
SAMPLE = 700  # letters; more does not change its mind
ALIKE = (
    {"bg", "mk", "ru", "uk", "be", "sr"},
    {"hr", "sr", "bs", "sl", "sh"},
    {"no", "nb", "nn", "da", "sv"},
    {"es", "pt", "gl", "ca"},
    {"cs", "sk"},
    {"id", "ms"},
    {"tr", "az"},
)
"""Languages that the classifier may take for each other; here the page's own word counts."""

CYRILLIC = frozenset({"ru", "uk", "bg", "be", "mk", "sr", "kk", "ky", "mn", "tg", "uz", "az"})
LATIN_TOO = frozenset({"sr", "kk", "uz", "az", "mn"})


@lru_cache(maxsize=1)
def _classifier() -> Any:
    import py3langid  # it loads numpy and a model: half a second that only texts need

    return py3langid


def primary(tag: str) -> str:
    """Return the language of a tag ("en" for "en-US" and "en_GB"), "" when it is none."""
    code = re.split(r"[-_]", tag.strip())[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def language_of(text: str, declared: str = "") -> str:
    """Return the BCP 47 primary tag of a text, "" when it is too short to tell and the page does not say."""
    declared = primary(declared)
    letters = re.sub(r"https?://\S+|[\W\d_]+", " ", text[: SAMPLE * 2])[:SAMPLE]
    if declared and _in_another_script(letters, declared):
        declared = ""
    if len(letters) < 40 or (declared and len(letters) < ENOUGH):
        return declared or ("ru" if re.search(r"[ыэё]", letters) else "uk" if re.search(r"[іїєґ]", letters) else "")
    guessed = str(_classifier().classify(letters)[0])
    if declared and (guessed == declared or any({guessed, declared} <= group for group in ALIKE)):
        return declared
    return guessed


def _in_another_script(letters: str, declared: str) -> bool:
    cyrillic = len(re.findall(r"[Ѐ-ӿ]", letters))
    latin = len(re.findall(r"[A-Za-zÀ-ɏ]", letters))
    if cyrillic > latin:
        return declared not in CYRILLIC
    return latin > 20 and latin > 4 * cyrillic and declared in CYRILLIC - LATIN_TOO
