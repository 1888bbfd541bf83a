"""How far the kinds of contact are told in each other's words."""

from collections import Counter

ALIKE = {
    frozenset({"call", "video-call"}): 0.7,
    frozenset({"meeting", "summit"}): 0.8,
    frozenset({"meeting", "pull-aside"}): 0.5,
    frozenset({"summit", "pull-aside"}): 0.0,
    frozenset({"letter", "message"}): 0.6,
    frozenset({"joint-statement", "pull-aside"}): 0.2,
    frozenset({"joint-statement", "meeting"}): 0.1,
    frozenset({"joint-statement", "message"}): 0.2,
    frozenset({"call", "pull-aside"}): 0.1,
    frozenset({"call", "message"}): 0.2,
    frozenset({"meeting", "message"}): -0.2,
}
"""How far one kind may be told in the words of another. 1 the same, below 0 hardly."""


def likeness(kinds: Counter[str], kind: str) -> float:
    """Return how well a contact's kind agrees with the words of a text, from -1 to 1."""
    total = sum(kinds.values())
    if not total:
        return 0.0
    return sum(weight * (1.0 if name == kind else ALIKE.get(frozenset({name, kind}), -0.8)) for name, weight in kinds.items()) / total
