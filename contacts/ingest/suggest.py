"""Text → suggested claims: property, value, speaker and the words that say it. Never a decision."""

from contacts.ingest.circumstances import durations
from contacts.ingest.content import told
from contacts.ingest.evidence import Evidence, gather
from contacts.ingest.initiators import initiators, sender
from contacts.ingest.letters import in_the_letter
from contacts.ingest.occurrence import occurrence
from contacts.ingest.presence import presence
from contacts.ingest.records import ExtractedReport, SuggestedClaim, Verdict
from contacts.ingest.speakers import voices
from contacts.ingest.subjects import topic_claims
from contacts.ingest.terms import Terms
from contacts.ingest.undisclosed import undisclosed

SUGGESTS = frozenset({"reports", "announcement", "new"})
"""Verdicts of texts that say something of their own about a contact; one that only mentions it yields nothing."""


def suggest(report: ExtractedReport, verdict: Verdict, terms: Terms) -> list[SuggestedClaim]:
    """Return what a report claims of the contact it is about, in the order of the text.

    Every passage stands literally in the report's text.
    """
    if verdict.verdict not in SUGGESTS:
        return []
    evidence = gather(report)
    spoken = voices(evidence.reading, report)
    if verdict.contact.endswith("joint-statement"):
        spoken = in_the_letter(evidence, spoken, "both")
    elif not verdict.contact or verdict.contact.endswith(("letter", "message")):
        spoken = in_the_letter(evidence, spoken, sender(evidence))
    content = told(evidence, spoken)
    year = _year(verdict, evidence)
    claims = [
        *topic_claims(evidence, spoken, content, terms, year),
        *durations(evidence, spoken, content),
        *initiators(evidence, spoken, content),
        *presence(evidence, spoken, terms),
        *occurrence(evidence, spoken, verdict),
    ]
    claims += undisclosed(evidence, spoken, claims)
    text = report.text
    literal = [claim for claim in claims if claim.passage.exact and claim.passage.exact in text]
    return sorted(literal, key=lambda claim: text.find(claim.passage.exact))


def _year(verdict: Verdict, evidence: Evidence) -> int:
    """The year of the contact, 0 when nothing tells it."""
    if verdict.contact[:4].isdigit():
        return int(verdict.contact[:4])
    return evidence.day.year if evidence.day else 0
