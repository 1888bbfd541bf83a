"""Topics and people as they are spoken of, compiled: aliases become runs of stems, names become words.

A topic stands in a text where one of its aliases does. An alias matches by stems, its words in any order, with small
words between them left out; of aliases that overlap, the longest counts. Beside the aliases of the tree stand turns of
phrase from the word lists (lexicon/topics_*.toml), which are too bound to one language to be names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from contacts.ingest.lexicons import _COMMON, LANGUAGES, chosen, lists, prepared
from contacts.ingest.phrases import PhraseTable
from contacts.ingest.reading import Reading
from contacts.ingest.words import stem, words_of

IGNORED = frozenset(
    {
        "iss",
        "америка",
        "азия",
        "кавказ",
        "americas",
        "asia",
        "caucasus",
        "extremism",
        "handshake",
        "informal chat",
        "exchanged a few words",
        "brief exchange of words",
        "рукопожатие",
        "неформальная беседа",
        "adoptions",
    }
)
"""Aliases that name the contact itself rather than a subject of it."""

UNSPACED = frozenset({"zh", "ja"})
"""Languages whose characters are words each (see words.HAN): an alias is found as it is written, not by stems."""

NOTHING = "nothing"
"""Label of turns that hold the name of a topic and mean something else: "Asia-Pacific Economic Cooperation"."""

_SMALL = {language: frozenset(words.split()) | {"s"} for language, words in _COMMON.items()}


@dataclass(frozen=True, slots=True)
class TopicTerm:
    """A topic of the tree with its names. `aliases` maps a language to the names in it."""

    slug: str
    parent: str
    name: str
    name_ru: str
    aliases: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class PersonTerm:
    """A person of the record. `side` is one of contacts.vocabulary.Side."""

    slug: str
    name: str
    name_ru: str
    side: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A topic in a text. Units: words. `given` names the subject that the text must be about for it to count."""

    topic: str
    start: int
    end: int
    given: str = ""


class Terms:
    """All topics and people, ready to be looked for in any language. Made once; languages are compiled when first met."""

    def __init__(self, topics: Iterable[TopicTerm], people: Iterable[PersonTerm]) -> None:
        """Take the tree and the people."""
        self.topics = tuple(topics)
        self.people = {person.slug: person for person in people}
        self.parent = {topic.slug: topic.parent for topic in self.topics}
        self._stems: dict[str, tuple[dict[tuple[str, ...], str], int, frozenset[str]]] = {}
        self._phrases: dict[str, PhraseTable] = {}
        self._found: tuple[Reading, list[TopicHit]] | None = None

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Every topic of the tree."""
        return frozenset(self.parent)

    def above(self, topic: str) -> list[str]:
        """Return the topics over a topic, nearest first."""
        found = []
        while topic := self.parent.get(topic, ""):
            found.append(topic)
        return found

    def topics_in(self, reading: Reading) -> list[TopicHit]:
        """Return the topics that a text names, in its order; where names overlap, the longest only."""
        if self._found is not None and self._found[0] is reading:
            return self._found[1]
        found = [*self._by_phrases(reading), *self._by_stems(reading)]
        found.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        taken = bytearray(len(reading.words))
        kept: list[TopicHit] = []
        places: dict[tuple[int, int], set[str]] = {}
        for hit in found:
            same = places.get((hit.start, hit.end))
            if same is not None:
                if hit.given and hit.topic not in same:
                    kept.append(hit)
                    same.add(hit.topic)
                continue
            if any(taken[hit.start : hit.end]):
                continue
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            places[hit.start, hit.end] = {hit.topic}
            kept.append(hit)
        kept = sorted((hit for hit in kept if hit.topic != NOTHING), key=lambda hit: hit.start)
        self._found = (reading, kept)
        return kept

    def _by_phrases(self, reading: Reading) -> list[TopicHit]:
        table = self._phrases.get(reading.language)
        if table is None:
            table = self._phrases[reading.language] = self._phrase_table(reading.language)
        found = []
        for label, start, end in table.find(reading.words, frozenset(reading.first_word)):
            given, _, topic = label.rpartition("/")
            found.append(TopicHit(topic, start, end, given))
        return found

    def _phrase_table(self, language: str) -> PhraseTable:
        table = PhraseTable()
        for label, listed in lists().items():
            kind, _, rest = label.partition(".")
            if kind not in {"topic", "given", "weak"}:
                continue
            given, topic = rest.split(".", 1) if kind == "given" else (kind if kind == "weak" else "", rest)
            if topic in self.slugs or topic == NOTHING:
                for written in chosen(listed, language, known=language in LANGUAGES):
                    table.add(f"{given}/{topic}", prepared(written, language))
        if language in UNSPACED:
            for term in self.topics:
                for name in term.aliases.get(language, ()):
                    table.add(f"/{term.slug}", prepared(name.replace(",", " "), language))
        return table

    def _by_stems(self, reading: Reading) -> list[TopicHit]:
        language = reading.language
        if language not in self._stems:
            self._stems[language] = self._compile(language)
        aliases, longest, beginnings = self._stems[language]
        small = _SMALL.get(language, _SMALL["en"])
        found: list[TopicHit] = []
        run: list[tuple[str, int]] = []
        last = -1
        for index, word in enumerate(reading.words):
            if word in small:
                continue
            if word[:3] not in beginnings:
                run.clear()
                continue
            if run and (index - last > 3 or _apart(reading, last, index)):
                run.clear()
            run.append((stem(word, language), index))
            last = index
            del run[:-longest]
            for length in range(1, len(run) + 1):
                piece = run[-length:]
                topic = aliases.get(tuple(sorted(part for part, _ in piece)))
                if topic is not None:
                    found.append(TopicHit(topic, piece[0][1], index + 1))
        return found

    def _compile(self, language: str) -> tuple[dict[tuple[str, ...], str], int, frozenset[str]]:
        aliases: dict[tuple[str, ...], str] = {}
        beginnings: set[str] = set()
        longest = 1
        small = _SMALL.get(language, _SMALL["en"])
        for topic in () if language in UNSPACED else self.topics:
            names = list(topic.aliases.get(language, ()))
            if language == "en" or (language not in LANGUAGES and not names):
                names += [topic.name, *topic.aliases.get("en", ())]
            if language == "ru":
                names.append(topic.name_ru)
            for name in names:
                if name.lower() in IGNORED:
                    continue
                words = [word for word in words_of(name, language)[0] if word not in small]
                if words and len("".join(words)) > 2:
                    aliases.setdefault(tuple(sorted(stem(word, language) for word in words)), topic.slug)
                    beginnings.update(word[:3] for word in words)
                    longest = max(longest, len(words))
        return aliases, min(longest, 6), frozenset(beginnings)


def _apart(reading: Reading, first: int, last: int) -> bool:
    """Whether a sentence or a line ends between two words."""
    between = reading.text[reading.ends[first] : reading.starts[last]]
    return "\n" in between or any(sign in between for sign in ".;!?:()")


__all__ = ["PersonTerm", "Terms", "TopicHit", "TopicTerm"]
