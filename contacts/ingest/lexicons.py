"""The word lists in `lexicon/`, compiled per language.

Each file holds tables `[label]` with one list per language; `all` is for every language. A language that no list
knows is read with the lists for `all` and, if it is written in Latin letters, the English ones.
"""

import re
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from contacts.ingest.phrases import PhraseTable
from contacts.ingest.words import HAN

FOLDER = Path(__file__).parent / "lexicon"
LANGUAGES = ("en", "ru", "uk", "bg", "de", "fr", "es", "it", "tr")

NEAREST = {"bs": "sr", "hr": "sr", "sh": "sr", "sk": "cs", "mk": "bg", "gl": "pt", "ca": "es"}
"""Languages that are read with the list of a neighbour where they have none of their own."""

_COMMON = {
    "en": "the of and to in that is for with on was said has by his",
    "ru": "и в на что с по не о об из для как это его от был",
    "uk": "і в на що з до не та про із для як це його від був у",
    "bg": "на и в за от се да че по с е са не до който като",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht",
    "fr": "le la les de des et en un une que du dans pour par sur qui au",
    "es": "el la los de que y en un una del las por con para se al",
    "it": "il la di che e in un una del della per con dei nel alla si",
    "tr": "ve bir bu ile için da de olarak olan gibi daha sonra kadar ise",
    "pt": "o a os de que e em um uma do da para com não no na",
    "pl": "i w na z do się że nie o to jest przez od po za",
    "nl": "de het een van en in te dat op is voor met zijn niet",
}


@lru_cache(maxsize=1)
def lists() -> dict[str, dict[str, str]]:
    """Return every word list: label -> language -> phrases."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        _flatten(tomllib.loads(path.read_text(encoding="utf-8")), "", found)
    return found


def _flatten(node: dict[str, Any], prefix: str, into: dict[str, dict[str, str]]) -> None:
    for key, value in node.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}.{key}" if prefix else key, into)
        else:
            listed = into.setdefault(prefix, {})
            listed[key] = f"{listed[key]}, {value}" if key in listed else value


@lru_cache(maxsize=32)
def table(language: str) -> PhraseTable:
    """Return the phrases of one language, labelled. Topics have a table of their own (see terms.py)."""
    made = PhraseTable()
    known = language in LANGUAGES
    for label, listed in lists().items():
        if label.startswith(("topic", "given", "weak", "yields", "keeps")):
            continue
        for written in chosen(listed, language, known=known):
            made.add(label, prepared(written, language))
    return made


def chosen(listed: dict[str, str], language: str, *, known: bool) -> list[str]:
    """Return the lists that are read in a language: those for all, its own, or English when it has none."""
    found = [listed["all"]] if "all" in listed else []
    own = listed.get(language) or listed.get(NEAREST.get(language, "")) or ("" if known else listed.get("en", ""))
    return [*found, own] if own else found


def prepared(phrases: str, language: str) -> str:
    """Return phrases in the shape that words_of gives to a text of the language."""
    phrases = phrases.replace("ё", "е").replace("’", "'").replace("İ", "i").lower()
    phrases = re.sub(rf"([{HAN}])(?![*?|,])", r"\1 ", phrases)
    if language == "uk":
        return phrases
    if language in {"fr", "it"}:
        return phrases.replace("'", " ")
    phrases = phrases.replace("n't", "nt")
    return re.sub(r"'\w*", "", phrases)


def guess_language(text: str) -> str:
    """Return the language of a text by its commonest small words, "en" when nothing speaks for another."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    if re.search(r"[іїєґ]", text.lower()) and words["і"] + words["та"] + words["що"] + words["до"] > 1:
        return "uk"
    scores = {language: sum(words[word] for word in common.split()) for language, common in _COMMON.items()}
    if re.search(r"[ыэё]", text.lower()):
        scores["ru"] += 20
        scores["bg"] = 0
    elif re.search(r"ъ[а-я]", text.lower()):
        scores["bg"] += 10
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else "en"
