"""The words of `wording.toml`, ready for comparing."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_EDGES = re.compile(r"^[\s\-–—•*|›»>→▶↓·#]+|[\s:…›»>→|.!·•\-–—]+$|\s*\(\d+\)$")


@lru_cache(maxsize=4096)
def key(line: str) -> str:
    """Return a line as the lists hold it: small letters, no bullets, arrows or counters at its ends."""
    line = re.sub(r"\s+", " ", line).casefold()
    while (bare := _EDGES.sub("", line)) != line:
        line = bare
    return line


class Wording:
    """Lists of phrases, and of expressions, by the name of their section."""

    def __init__(self, sections: dict[str, list[str]], hints: dict[str, list[str]]) -> None:
        """Sort phrases from expressions (those with a leading "~"); `hints` say where searching for expressions is worth while."""
        self._hints = hints
        self.phrases: dict[str, frozenset[str]] = {}
        self.expressions: dict[str, re.Pattern[str]] = {}
        for name, entries in sections.items():
            self.phrases[name] = frozenset(entry.casefold() for entry in entries if not entry.startswith("~"))
            patterns = [entry[1:] for entry in entries if entry.startswith("~")]
            self.expressions[name] = re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)
        self._first_words = {name: self._by_first_word(phrases) for name, phrases in self.phrases.items()}
        self._words = {name: frozenset(word for phrase in phrases for word in phrase.split()) for name, phrases in self.phrases.items()}

    @staticmethod
    def _by_first_word(phrases: frozenset[str]) -> dict[str, tuple[str, ...]]:
        first: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            first.setdefault(re.split(r"[\s:]", phrase, maxsplit=1)[0], []).append(phrase)
        return {word: tuple(entries) for word, entries in first.items()}

    def is_one_of(self, line_key: str, section: str) -> bool:
        """Whether the whole line is an entry of the section."""
        return line_key in self.phrases[section] or bool(self.expressions[section].fullmatch(line_key))

    def occurs_in(self, line: str, section: str) -> bool:
        """Whether an expression of the section, one with hints, is found anywhere in a line in small letters."""
        return any(hint in line for hint in self._hints[section]) and bool(self.expressions[section].search(line))

    def lead(self, line: str, section: str) -> str:
        """Return the longest phrase of the section that the line begins with as whole words, "" for none."""
        words = re.match(r"[^\s:|]+", line)
        for phrase in self._first_words[section].get(words[0].rstrip(",") if words else "", ()):
            if line.startswith(phrase) and not line[len(phrase) : len(phrase) + 1].isalnum():
                return phrase
        return ""

    def single_words(self, section: str) -> frozenset[str]:
        """Return all single words of the section."""
        return self._words[section]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Return the lists, read once."""
    sections = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
    hints = sections.pop("hints")
    return Wording(sections, hints)


def begins_with(line: str, section: str) -> bool:
    """Whether a line in small letters begins with a phrase of the section."""
    return bool(wording().lead(line, section))
