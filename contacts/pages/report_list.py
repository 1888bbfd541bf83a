"""The reports of a contact, grouped by what they go back to. Pure functions over a contact's document."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from contacts.pages.links import claim_line, link_to, record_link
from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.edition import Document
from contacts.vocabulary import Relation


@dataclass(frozen=True)
class ReportItem:
    """One report with the claims it carries for this contact, each as one line of HTML."""

    report: Document
    publisher: SafeString
    page: SafeString
    relation: str
    claims: list[SafeString]
    passages: int


@dataclass(frozen=True)
class OriginGroup:
    """One origin: its own report and whatever copies it."""

    name: str
    country: str
    items: list[ReportItem]


def report_groups(document: Document) -> list[OriginGroup]:
    """Return the origins in the order of the record, each with its reports; those that carry most claims first."""
    carried: dict[str, list[Document]] = {}
    for claim in document["claims"]:
        carried.setdefault(claim["report"], []).append(claim)
    items = {}
    for item in document["reports"]:
        claims = carried.get(item["report"]["id"], [])
        relation = "" if item["relation"] == Relation.REPORTS else item["relation"]
        items[item["report"]["id"]] = ReportItem(
            item["report"],
            link_to(item["report"]["publisher"]),
            record_link("report", item["report"]["id"], "all of this report"),
            relation,
            [claim_line(claim, item["report"]["language"]) for claim in claims],
            sum(1 for claim in claims if claim["passage"]),
        )
    groups = [
        OriginGroup(
            origin["label"] or origin["publisher"]["name"],
            "" if origin["label"] else COUNTRIES.get(origin["publisher"]["country"], ""),
            [items[key] for key in origin["reports"]],
        )
        for origin in document["origins"]
    ]
    return sorted(groups, key=lambda group: -max(len(item.claims) for item in group.items))
