"""A text as all the later steps see it: words, sentences, quotations, and every listed phrase that stands in it.

Made once per text. The steps ask it what stands in a sentence; none of them goes over the letters again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from contacts.ingest.lexicons import guess_language, table
from contacts.ingest.sentences import Sentence, split
from contacts.ingest.words import words_of

LONGEST = 40_000  # letters that are read; no report of one contact is longer


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed phrase in the text. Units: words, `end` is past the last."""

    label: str
    start: int
    end: int


class Reading:
    """What stands where in one text. Sentence 0 is the title when there is one."""

    def __init__(self, title: str, body: str, language: str) -> None:
        """Read a title and a text."""
        self.language = language or guess_language(f"{title} {body[:3000]}")
        self.body_start = len(title) + 2 if title else 0
        self.text = f"{title}\n\n{body}" if title else body
        self.has_title = bool(title)
        self.words, self.starts, self.ends = words_of(self.text, self.language)
        self.sentences, self.quotes = split(self.text, self.language, self.body_start)
        self.first_word = [bisect_left(self.starts, sentence.start) for sentence in self.sentences]
        self.first_word.append(len(self.words))
        self._hits: dict[str, list[Hit]] = {}
        self._labels: dict[str, list[str]] = {}
        for label, start, end in table(self.language).find(self.words, frozenset(self.first_word)):
            self._hits.setdefault(label, []).append(Hit(label, start, end))

    def hits(self, label: str) -> list[Hit]:
        """All places of one label, in the order of the text."""
        return self._hits.get(label, [])

    def labels(self, prefix: str) -> list[str]:
        """The labels found that begin so."""
        found = self._labels.get(prefix)
        if found is None:
            found = self._labels[prefix] = [label for label in self._hits if label.startswith(prefix)]
        return found

    def within(self, label: str, first: int, last: int) -> list[Hit]:
        """Places of one label that begin in a range of words."""
        hits = self._hits.get(label)
        if not hits:
            return []
        low = bisect_left(hits, first, key=_start)
        high = bisect_left(hits, last, key=_start)
        return hits[low:high]

    def any_within(self, labels: Iterable[str], first: int, last: int) -> list[Hit]:
        """Places of several labels in a range of words, in the order of the text."""
        found = [hit for label in labels for hit in self.within(label, first, last)]
        found.sort(key=_start)
        return found

    def span(self, sentence: int) -> tuple[int, int]:
        """First word of a sentence, and the word past its last."""
        return self.first_word[sentence], self.first_word[sentence + 1]

    def sentence_of(self, word: int) -> int:
        """Number of the sentence in which a word stands."""
        return bisect_right(self.first_word, word) - 1

    def quote_at(self, word: int) -> int:
        """Number of the quotation in which a word stands, -1 none."""
        place = self.starts[word]
        index = bisect_right(self.quotes, (place, 1 << 40)) - 1
        return index if index >= 0 and self.quotes[index][0] < place < self.quotes[index][1] else -1

    def phrase(self, first: int, last: int) -> str:
        """The text from one word up to (not with) another, as printed."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def is_title(self, sentence: int) -> bool:
        """Whether the sentence is the title."""
        return self.has_title and self.sentences[sentence].start < self.body_start


def _start(hit: Hit) -> int:
    return hit.start


@lru_cache(maxsize=8)
def read(title: str, body: str, language: str) -> Reading:
    """Return the reading of a text, of a very long one its beginning; match and suggest share it."""
    return Reading(title, body[:LONGEST], language)


__all__ = ["Hit", "Reading", "Sentence", "read"]
