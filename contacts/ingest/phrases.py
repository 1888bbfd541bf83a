"""Finding many phrases at once in a list of words: the one matcher behind all word lists of the ingest.

A phrase is written as people write it, with four signs: `talk*` is any word that begins so, `a|b` is either word,
`word?` may be left out, `_` is any one word. Lists are separated by commas.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product


@dataclass(slots=True)
class _Node:
    words: dict[str, "_Node"] = field(default_factory=dict)
    beginnings: dict[str, "_Node"] = field(default_factory=dict)
    anything: "_Node | None" = None
    labels: list[str] = field(default_factory=list)


class PhraseTable:
    """Labelled phrases, to be found in lists of folded words. Add all phrases first, then look."""

    def __init__(self) -> None:
        """Start without any phrase."""
        self._root = _Node()
        self._heads: dict[str, tuple[_Node, ...]] = {}

    def add(self, label: str, phrases: str) -> None:
        """Take a comma-separated list of phrases under one label."""
        for phrase in phrases.replace("\n", " ").split(","):
            for words in _written_out(phrase):
                self._insert(label, words)

    def add_words(self, label: str, words: Iterable[str]) -> None:
        """Take one phrase whose words are already folded and hold no signs."""
        self._insert(label, tuple(words))

    def _insert(self, label: str, words: tuple[str, ...]) -> None:
        node = self._root
        for word in words:
            if word == "_":
                node.anything = node.anything or _Node()
                node = node.anything
            elif word.endswith("*"):
                node = node.beginnings.setdefault(word[:-1], _Node())
            else:
                node = node.words.setdefault(word, _Node())
        if words and label not in node.labels:
            node.labels.append(label)

    def find(self, words: list[str], stops: Collection[int] = ()) -> Iterator[tuple[str, int, int]]:
        """Yield (label, first, past the last) for every phrase at every place; of one label at one place only the longest.

        No phrase goes on into a word that is one of the `stops`, such as the first of a sentence.
        """
        heads = self._heads
        for start, word in enumerate(words):
            nodes = heads.get(word)
            if nodes is None:
                nodes = heads[word] = tuple(_next(self._root, word))
                if len(heads) > 60_000:
                    heads.clear()
            if not nodes:
                continue
            best: dict[str, int] = {}
            for node in nodes:
                self._walk(node, words, start + 1, best, stops)
            for label, end in best.items():
                yield label, start, end

    def _walk(self, node: _Node, words: list[str], at: int, best: dict[str, int], stops: Collection[int]) -> None:
        for label in node.labels:
            if best.get(label, 0) < at:
                best[label] = at
        if at < len(words) and at not in stops and (node.words or node.beginnings or node.anything):
            for following in _next(node, words[at]):
                self._walk(following, words, at + 1, best, stops)


def _next(node: _Node, word: str) -> Iterator[_Node]:
    if word in node.words:
        yield node.words[word]
    if node.beginnings:
        for length in range(1, len(word) + 1):
            following = node.beginnings.get(word[:length])
            if following is not None:
                yield following
    if node.anything is not None:
        yield node.anything


def _written_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every reading of a phrase with alternatives and words that may be left out."""
    choices: list[tuple[str, ...]] = []
    for part in phrase.split():
        optional = part.endswith("?")
        options = tuple(part.rstrip("?").split("|"))
        choices.append((*options, "") if optional else options)
    for words in product(*choices):
        kept = tuple(word for word in words if word)
        if kept:
            yield kept
