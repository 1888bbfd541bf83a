"""How well the judgement of the ingest agrees with labelled articles. Pure: cases and results in, figures out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

SPEAKERS = {"Kremlin": "kremlin", "White House": "white-house", "joint": "joint", "third government": "third-government", "press": "press"}
"""Labels of speakers in JSON, and the values they stand for."""


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


@dataclass
class Figures:
    """The figures of one part of the corpus, and what went wrong in each article."""

    articles: int = 0
    contact: Score = field(default_factory=Score)
    negatives: Score = field(default_factory=Score)
    published: Score = field(default_factory=Score)
    mentions: Score = field(default_factory=Score)
    topics: Score = field(default_factory=Score)
    not_discussed: Score = field(default_factory=Score)
    durations: Score = field(default_factory=Score)
    initiators: Score = field(default_factory=Score)
    occurrence: Score = field(default_factory=Score)
    passages: Score = field(default_factory=Score)
    origins: Score = field(default_factory=Score)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the figures as lines for a reader."""
        accuracy = [
            ("contact", self.contact),
            ("negatives", self.negatives),
            ("published", self.published),
            ("passages literal", self.passages),
        ]
        shown = [f"{self.articles} articles"]
        shown += [f"{name:<18} {score.precision:.3f}  ({score.right} of {score.right + score.wrong})" for name, score in accuracy]
        rest = [
            ("(topic, speaker)", self.topics),
            ("not discussed", self.not_discussed),
            ("duration", self.durations),
            ("initiator", self.initiators),
            ("whether it was", self.occurrence),
            ("mentions", self.mentions),
            ("origin grouping", self.origins),
        ]
        shown += [f"{name:<18} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}" for name, score in rest]
        return shown


def evaluate(cases: Iterable[Case], results: Iterable[Result]) -> Figures:
    """Return how well the results agree with the cases of the same name. A case without a result counts as all wrong."""
    given = {result.name: result for result in results}
    figures = Figures()
    groups: list[tuple[str, str]] = []
    for case in cases:
        result = given.get(case.name, Result(case.name, "", "", (), (), ""))
        figures.articles += 1
        _contact(figures, case, result)
        _claims(figures, case, result)
        groups.append((str(case.expect.get("origin_group") or ""), f"{result.contact} {result.origin}" if result.origin else ""))
    _origins(figures, groups)
    return figures


def _contact(figures: Figures, case: Case, result: Result) -> None:
    verdict, contact = case.expect["verdict"], case.expect.get("contact") or ""
    fits = (result.verdict, result.contact) == (verdict, contact)
    score = figures.negatives if verdict == "none" else figures.contact
    score.add({1} if fits else set(), {1})
    if not fits:
        figures.faults.append(f"{case.name}: expected {verdict} {contact}, got {result.verdict} {result.contact}")
    expected = set(case.expect.get("mentions", ()))
    figures.mentions.add(expected, set(result.mentions))
    if expected != set(result.mentions):
        figures.faults.append(
            f"{case.name}: mentions missed {sorted(expected - set(result.mentions))}, wrong {sorted(set(result.mentions) - expected)}"
        )
    if "published" in case.expect:
        day = case.expect["published"] or ""
        figures.published.add({1} if result.published[:10] == day else set(), {1})


def _claims(figures: Figures, case: Case, result: Result) -> None:
    expected = [(claim["property"], _value(claim), _speaker(claim)) for claim in case.expect.get("claims", ())]
    got = [(claim["property"], _value(claim), _speaker(claim)) for claim in result.claims]
    for score, properties in (
        (figures.topics, {"topic"}),
        (figures.not_discussed, {"not-discussed"}),
        (figures.durations, {"duration"}),
        (figures.initiators, {"initiator"}),
        (figures.occurrence, {"denial", "no-comment", "cancellation", "postponement"}),
    ):
        wanted = {claim for claim in expected if claim[0] in properties}
        answers = {claim for claim in got if claim[0] in properties}
        score.add(wanted, answers)
        figures.faults += [f"{case.name}: missed {claim[0]} {claim[1]} by {claim[2]}" for claim in sorted(wanted - answers, key=str)]
        figures.faults += [f"{case.name}: wrong {claim[0]} {claim[1]} by {claim[2]}" for claim in sorted(answers - wanted, key=str)]
    for claim in result.claims:
        literal = claim["passage"]["exact"] in result.text
        figures.passages.add({1} if literal else set(), {1})


def _value(claim: Mapping[str, Any]) -> Any:
    value = claim.get("value")
    if not isinstance(value, Mapping):
        return value
    if claim["property"] == "duration":
        return (value.get("minutes"), value.get("qualifier", "exactly"))
    return next(iter(value.values()), None)


def _speaker(claim: Mapping[str, Any]) -> str:
    speaker = str(claim["speaker"])
    return SPEAKERS.get(speaker, speaker)


def _origins(figures: Figures, groups: Sequence[tuple[str, str]]) -> None:
    """Count pairs of articles put together: rightly, wrongly, or left apart."""
    for (wanted, got), (other_wanted, other_got) in combinations(groups, 2):
        together, placed = bool(wanted) and wanted == other_wanted, bool(got) and got == other_got
        figures.origins.add({1} if together else set(), {1} if placed else set())
