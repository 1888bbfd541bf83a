"""What is computed about a contact: status, sides, facts by speaker, the comparison, disagreements, origins.

Pure functions over the claims and reports of a document, so that the same rules hold when a document is made from the
workshop and when a published one changes because a record it refers to did.
"""

from collections import defaultdict

from contacts.record.agreement import disagree
from contacts.record.edition import Document
from contacts.record.status import confirming_sides, speaking_sides, standing, status_of
from contacts.vocabulary import SIDES, Property, Rank, Speaker

LISTED_FACTS: tuple[str, ...] = (
    Property.DATE,
    Property.CLOCK_TIME,
    Property.DURATION,
    Property.INITIATOR,
    Property.PLACE,
    Property.KIND,
    Property.PARTICIPANT,
    Property.OUTCOME,
    Property.QUOTE,
    Property.CONFIRMATION,
    Property.ASSERTION,
    Property.ANNOUNCEMENT,
    Property.POSTPONEMENT,
    Property.CANCELLATION,
    Property.DENIAL,
    Property.NO_COMMENT,
)
"""Properties in the facts table, in the order of the page."""


RANKS: list[str] = [Rank.PREFERRED, Rank.NORMAL, Rank.DEPRECATED]
"""Best first."""


def complete(core: Document) -> Document:
    """Return a contact's document with all that follows from its claims and reports, computed anew."""
    claims = core["claims"]
    facts = _facts(claims)
    comparison = _comparison(claims)
    return core | {
        "status": status_of(claims, retracted=bool(core["retraction_reason"])).value,
        "confirmed_by": confirming_sides(claims),
        "disclosed_by": speaking_sides(claims),
        "facts": facts,
        "comparison": comparison,
        "disagreements": [fact["property"] for fact in facts if fact["disputed"]]
        + [f"topic:{row['topic']['slug']}" for row in comparison if row["contradicted"]],
        "origins": _origins([item["report"] for item in core["reports"]]),
    }


def _facts(claims: list[Document]) -> list[Document]:
    """Return, for each property that has claims, its values and who says each; disputed where two cannot both hold."""
    facts = []
    for name in LISTED_FACTS:
        own = [claim for claim in claims if claim["property"] == name]
        if not own:
            continue
        grouped: dict[str, list[Document]] = defaultdict(list)
        for claim in own:
            grouped[_same_value(claim)].append(claim)
        values = [
            {
                "text": same[0]["text"],
                "value": same[0]["value"],
                "rank": min((claim["rank"] for claim in same), key=RANKS.index),
                "by": _by_speaker(same),
            }
            for same in grouped.values()
        ]
        values.sort(key=lambda value: RANKS.index(value["rank"]))
        facts.append(
            {"property": name, "values": values, "disputed": disagree(name, [v["value"] for v in values if v["rank"] != Rank.DEPRECATED])}
        )
    return facts


def _same_value(claim: Document) -> str:
    value = claim["value"]
    if claim["property"] == Property.PARTICIPANT:
        return str(value["participant"]["id"])
    if claim["property"] == Property.PLACE:
        return str(value["place"]["id"])
    if claim["property"] == Property.CLOCK_TIME:
        return str(value["utc"])
    return str(claim["text"] if claim["value"] else claim["property"])


def _by_speaker(claims: list[Document]) -> list[Document]:
    found: dict[tuple[str, str], Document] = {}
    for claim in claims:
        person = claim["person"]
        key = (claim["speaker"], person["id"] if person else "")
        entry = found.setdefault(key, {"speaker": claim["speaker"], "person": person, "claims": [], "reports": []})
        entry["claims"].append(claim["id"])
        if claim["report"] not in entry["reports"]:
            entry["reports"].append(claim["report"])
    return list(found.values())


def _comparison(claims: list[Document]) -> list[Document]:
    """Return one row a topic: who said it came up, who said it did not, what only one side mentioned, where they contradict."""
    rows: dict[str, Document] = {}
    for claim in standing(claims):
        if claim["property"] not in (Property.TOPIC, Property.NOT_DISCUSSED):
            continue
        topic = claim["value"]["topic"]
        row = rows.setdefault(topic["id"], {"topic": topic, "said": {}, "not_discussed": {}, "only": "", "contradicted": False})
        place = row["said"] if claim["property"] == Property.TOPIC else row["not_discussed"]
        place.setdefault(claim["speaker"], []).append(claim["id"])
    for row in rows.values():
        said = [side for side in SIDES if side in row["said"] or Speaker.JOINT in row["said"]]
        row["only"] = said[0].value if len(said) == 1 else ""
        row["contradicted"] = bool(row["said"] and row["not_discussed"])
    return sorted(rows.values(), key=lambda row: (-len({*row["said"]} & {*SIDES, Speaker.JOINT}), -sum(map(len, row["said"].values()))))


def _origins(reports: list[Document]) -> list[Document]:
    """Return the independent origins: reports with one origin count once, and so do a publisher's own reports."""
    found: dict[str, Document] = {}
    for report in reports:
        origin = report["origin"]
        source = origin["publisher"] if origin and origin["publisher"] else report["publisher"]
        # An agency's own story and the copies of it are one origin, so the publisher decides where there is one.
        key = f"publisher:{source['id']}" if not origin or origin["publisher"] else f"origin:{origin['slug']}"
        label = "" if not origin or origin["publisher"] else origin["label"]
        entry = found.setdefault(key, {"key": key, "label": label, "publisher": source, "reports": []})
        entry["reports"].append(report["id"])
    return list(found.values())
