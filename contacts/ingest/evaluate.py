"""How well the judgement of the ingest agrees with labelled articles. Pure: cases and results in, figures out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

SPEAKERS = {"Kremlin": "kremlin", "White House": "white-house", "joint": "joint", "third government": "third-government", "press": "press"}
"""Labels of speakers in JSON, and the values they stand for."""

COPIED_WITHIN = timedelta(days=4)  # a wire is copied within days; the same agency's later text is another one


@dataclass(frozen=True)
class Case:
    """One labelled article: what a careful reader expects of it."""

    name: str
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """What the machine made of one article. `text` is the extracted text in which passages must stand."""

    name: str
    verdict: str
    contact: str
    mentions: tuple[str, ...]
    claims: tuple[Mapping[str, Any], ...]  # property, value, speaker, passage (exact)
    text: str
    published: str = ""
    origin: str = ""
    publisher: str = ""  # whose text it is when it goes back to nothing else
    title: str = ""
    alarms: tuple[str, ...] = ()


@dataclass
class Score:
    """Right, wrong and missed answers of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the answers given that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the answers expected that were given."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, expected: set[Any], given: set[Any]) -> None:
        """Count one article's answers."""
        self.right += len(expected & given)
        self.wrong += len(given - expected)
        self.missed += len(expected - given)

    def judge(self, *, right: bool) -> None:
        """Count one question that has exactly one answer."""
        self.right += right
        self.wrong += not right
        self.missed += not right


ACCURACIES = {
    "contact": "contact",
    "negatives": "negatives",
    "published": "published",
    "title": "title",
    "passages": "passages literal",
}
F1S = {
    "topics": "(topic, speaker)",
    "not-discussed": "not discussed",
    "duration": "duration",
    "initiator": "initiator",
    "occurrence": "whether it was",
    "mentions": "mentions",
    "origins": "origin grouping",
}
"""Names of the measures and how they are printed: shares of right answers, and F1 of sets of answers."""

_MEASURE_OF = {"topic": "topics", "not-discussed": "not-discussed", "duration": "duration", "initiator": "initiator"} | dict.fromkeys(
    ("denial", "no-comment", "cancellation", "postponement"), "occurrence"
)


@dataclass
class Figures:
    """The figures of one part of the corpus, and what went wrong in each article."""

    articles: int = 0
    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in (*ACCURACIES, *F1S)})
    alarms: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def value(self, measure: str) -> float:
        """Return the figure of a measure, from 0 to 1: the share of right answers, or F1. Raises: KeyError."""
        score = self.scores[measure]
        return score.precision if measure in ACCURACIES else score.f1

    def lines(self) -> list[str]:
        """Return the figures as lines for a reader."""
        shown = [f"{self.articles} articles"]
        for name, label in ACCURACIES.items():
            score = self.scores[name]
            shown.append(f"{label:<18} {score.precision:.3f}  ({score.right} of {score.right + score.wrong})")
        for name, label in F1S.items():
            score = self.scores[name]
            shown.append(f"{label:<18} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")
        told = "; ".join(f"{alarm} ({count})" for alarm, count in self.alarms.most_common())
        shown.append(f"{'alarms':<18} {told or 'none'}")
        return shown


def evaluate(cases: Iterable[Case], results: Iterable[Result]) -> Figures:
    """Return how well the results agree with the cases of the same name. A case without a result counts as all wrong."""
    given = {result.name: result for result in results}
    figures = Figures()
    pairs: list[tuple[Case, Result]] = []
    for case in cases:
        figures.articles += 1
        result = given.get(case.name)
        if result is None:
            figures.faults.append(f"{case.name}: no result")
        _facts(figures, case, result)
        result = result or Result(case.name, "", "", (), (), "")
        _mentions(figures, case, result)
        _claims(figures, case, result)
        figures.alarms.update(_kind_of_alarm(alarm) for alarm in result.alarms)
        pairs.append((case, result))
    _origins(figures, pairs)
    return figures


def _facts(figures: Figures, case: Case, result: Result | None) -> None:
    """Count the questions with one answer: contact and verdict, day of publication (a month alone is none), headline."""
    verdict, contact = case.expect["verdict"], case.expect.get("contact") or ""
    asked: list[tuple[str, Any, Any]] = [
        ("negatives" if verdict == "none" else "contact", (verdict, contact), result and (result.verdict, result.contact))
    ]
    if case.expect.get("published") is not None:
        asked.append(("published", case.expect["published"], result and (result.published if len(result.published) == 10 else "")))
    if case.expect.get("title") is not None:
        asked.append(("title", _plain(case.expect["title"]), result and _plain(result.title)))
    for measure, expected, got in asked:
        figures.scores[measure].judge(right=expected == got)
        if expected != got and result is not None:
            figures.faults.append(f"{case.name}: {measure} expected {_shown(expected)}, got {_shown(got)}")


def _plain(title: str) -> str:
    """Return a headline without what type-setting does to it."""
    return re.sub("[’‘]", "'", re.sub("[“”„«»]", '"', " ".join(title.split())))


def _shown(answer: Any) -> str:
    return " ".join(answer) if isinstance(answer, tuple) else repr(answer)


def _mentions(figures: Figures, case: Case, result: Result) -> None:
    expected, given = set(case.expect.get("mentions", ())), set(result.mentions)
    figures.scores["mentions"].add(expected, given)
    if expected != given:
        figures.faults.append(f"{case.name}: mentions missed {sorted(expected - given)}, wrong {sorted(given - expected)}")


def _claims(figures: Figures, case: Case, result: Result) -> None:
    """Count claims by property, value and speaker; one on which editors could differ is neither asked for nor wrong."""
    expected = {_key(claim) for claim in case.expect.get("claims", ())}
    tolerated = {_key(claim) for claim in case.expect.get("tolerated", ())} - expected
    got = {_key(claim) for claim in result.claims} - tolerated
    for measure in dict.fromkeys(_MEASURE_OF.values()):
        wanted = {claim for claim in expected if _MEASURE_OF.get(claim[0]) == measure}
        answers = {claim for claim in got if _MEASURE_OF.get(claim[0]) == measure}
        figures.scores[measure].add(wanted, answers)
        for word, claims in (("missed", wanted - answers), ("wrong", answers - wanted)):
            figures.faults += [f"{case.name}: {word} {claim[0]} {claim[1]} by {claim[2]}" for claim in sorted(claims, key=str)]
    for claim in result.claims:
        exact = claim["passage"]["exact"]
        literal = bool(exact) and exact in result.text
        figures.scores["passages"].judge(right=literal)
        if not literal:
            figures.faults.append(f"{case.name}: not in the text: “{exact}”")


def _key(claim: Mapping[str, Any]) -> tuple[str, Any, str]:
    value, speaker = claim.get("value"), str(claim["speaker"])
    if isinstance(value, Mapping) and claim["property"] == "duration":
        value = (value.get("minutes"), value.get("qualifier", "exactly"))
    elif isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    return str(claim["property"]), value, SPEAKERS.get(speaker, speaker)


def _kind_of_alarm(alarm: str) -> str:
    """Return an alarm without what is particular to one article."""
    front = alarm.partition(":")[0]
    return " ".join("N" if word.isdigit() else word for word in front.split()) if "says" not in front else "two dates differ"


def _origins(figures: Figures, pairs: Sequence[tuple[Case, Result]]) -> None:
    """Count pairs of articles put together: rightly, wrongly, or left apart."""
    for (case, result), (other, other_result) in combinations(pairs, 2):
        group = case.expect.get("origin_group")
        together, placed = bool(group) and group == other.expect.get("origin_group"), _one_origin(result, other_result)
        figures.scores["origins"].add({1} if together else set(), {1} if placed else set())
        if together != placed:
            word = "left apart" if together else "wrongly together"
            figures.faults.append(f"{case.name} and {other.name}: {word}, origins “{result.origin}” and “{other_result.origin}”")


def _one_origin(one: Result, other: Result) -> bool:
    """Whether two reports count as one origin: the same label, about the same contact, within the days in which a text is copied.

    A copy whose label is the house of the other goes back to that one's own text.
    """
    labels = one.origin or one.publisher, other.origin or other.publisher
    if not (one.origin or other.origin) or labels[0] != labels[1] or one.contact != other.contact:
        return False
    try:
        return abs(date.fromisoformat(one.published) - date.fromisoformat(other.published)) <= COPIED_WITHIN
    except ValueError:  # a day that is not known, or a month alone: the contact alone tells
        return bool(one.contact)
