"""Proper names compared across alphabets: "Лас-Вегасе" is "Las Vegas", by the consonants that are left of both."""

import re
from functools import lru_cache

SHORTEST = 3  # consonants; shorter ones are alike by chance
_LATIN = dict(zip(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьыъэюяђјљњћџѓќў",
    ("a", "b", "v", "g", "g", "d", "e", "e", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
     "ts", "ch", "sh", "sh", "", "i", "", "e", "u", "a", "d", "i", "l", "n", "c", "d", "g", "k", "v"),
    strict=True,
))  # fmt: skip
_SOUNDS = (
    ("sch", "sh"),
    ("ph", "f"),
    ("ck", "k"),
    ("kh", "h"),
    ("tch", "ch"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("ts", "z"),
    ("tz", "z"),
)
_SILENT = re.compile(r"[aeiouyjh'àáâäãåèéêëìíîïòóôöõùúûü]")
_DOUBLED = re.compile(r"(.)\1+")
_CASES = ("ами", "ями", "ом", "ем", "ой", "ей", "ах", "ях", "ым", "ым", "ого", "ому")


def is_cyrillic(word: str) -> bool:
    """Return whether a folded word is written in Cyrillic letters."""
    return word[0] in _LATIN


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """Return what is left of a folded word without vowels, doubled letters and spellings of one sound; "" when too little is."""
    latin = "".join(_LATIN.get(letter, letter) for letter in word)
    latin = latin.replace("zh", "j").replace("sh", "$").replace("ch", "c$") if word and is_cyrillic(word) else latin
    for written, sound in _SOUNDS:
        latin = latin.replace(written, sound)
    latin = latin.replace("sh", "$").replace("ch", "c$").replace("c", "k").replace("z", "s")
    left = _DOUBLED.sub(r"\1", _SILENT.sub("", latin))
    return left if len(left) >= SHORTEST else ""


def skeletons(word: str) -> set[str]:
    """Return the skeletons of a Cyrillic word with and without the ending of a case."""
    found = {skeleton(word), *(skeleton(word[: -len(ending)]) for ending in _CASES if word.endswith(ending))}
    return found - {""}
