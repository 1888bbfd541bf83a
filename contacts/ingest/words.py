"""Words of a text: where each stands, its folded form, and its stem."""

import re
from functools import lru_cache

import snowballstemmer

STEMMED = {
    "en": "english", "ru": "russian", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "tr": "turkish",
    "pt": "portuguese", "nl": "dutch", "pl": "polish", "cs": "czech", "sv": "swedish", "ar": "arabic", "ro": "romanian",
    "hu": "hungarian", "fi": "finnish", "da": "danish", "no": "norwegian", "sr": "serbian", "el": "greek",
}  # fmt: skip
"""Languages for which Snowball has a stemmer."""

ENDINGS = {
    "uk": (
        "ннями", "ення", "ення", "ському", "ського", "ській", "ською", "ськими", "ських", "ський", "ська", "ське", "ські", "ську",
        "ованими", "ового", "овими", "ями", "ами", "ого", "ому", "ими", "ові", "еві", "ія", "ії", "ію", "ією", "ях", "ах", "ів", "їв", "ою",
        "ею", "єю", "ей", "ий", "ій", "их", "ям", "ам", "ом", "ем", "єм", "а", "я", "у", "ю", "и", "і", "ї", "е", "є", "о", "ь", "й",
    ),
    "bg": (
        "ският", "ската", "ското", "ските", "ският", "ски", "ска", "ско", "ията", "ията", "ията", "ите", "ият", "ия", "ия", "ето", "ята",
        "ата", "ото", "ът", "ят", "та", "то", "те", "ове", "ите", "ии", "и", "а", "я", "о", "е", "у", "ъ",
    ),
}  # fmt: skip
"""Endings of languages that Snowball does not know, longest first when sorted."""

APOSTROPHES = "'’ʼ‘`´"
HAN = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of scripts that put no space between words (Chinese, Japanese): each counts as a word."""

_LETTER = rf"[^\W\d_{HAN}]"
_TOKEN = re.compile(rf"[{HAN}]|(?:{_LETTER}\.){{2,}}|\d+(?:[.,]\d+)*|{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
_SPLIT_AT_APOSTROPHE = frozenset({"fr", "it", "ca", "pt"})
_KEEP_APOSTROPHE = frozenset({"uk"})


def fold(word: str) -> str:
    """Return a word in the form in which words are compared: lower case, one kind of apostrophe, no ё."""
    return word.replace("İ", "i").lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'").replace("\u0307", "")


def words_of(text: str, language: str) -> tuple[list[str], list[int], list[int]]:
    """Return the folded words of a text with the places where each begins and ends.

    Hyphens part words; Chinese and Japanese characters are words each. An English possessive and a Turkish case ending
    after an apostrophe are left off, "'ll" becomes a "will" of its own; French and Italian elided articles become words of their own.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(text):
        word, start, end = fold(found.group()), found.start(), found.end()
        if "." in word and not word[0].isdigit():
            word = word.replace(".", "")
        if "'" in word and language not in _KEEP_APOSTROPHE:
            head, _, tail = word.partition("'")
            if language in _SPLIT_AT_APOSTROPHE:
                folded += [head, tail.replace("'", "")]
                starts += [start, start + len(head) + 1]
                ends += [start + len(head), end]
                continue
            if tail == "ll":
                folded += [head, "will"]
                starts += [start, start + len(head)]
                ends += [start + len(head), end]
                continue
            # "Iran's", "Suriye'de", "don't": the ending says nothing, but for the negation.
            word = word.replace("'", "") if tail == "t" else head
        folded.append(word)
        starts.append(start)
        ends.append(end)
    return folded, starts, ends


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; of a language without a stemmer, the word without a common ending."""
    if len(word) < 4 or word[0].isdigit():
        return word
    name = STEMMED.get(language)
    if name is not None:
        return str(_stemmer(name).stemWord(word))
    for ending in _endings(language):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=64)
def _stemmer(name: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(name)


@lru_cache(maxsize=64)
def _endings(language: str) -> tuple[str, ...]:
    return tuple(sorted(set(ENDINGS.get(language, ())), key=len, reverse=True))
