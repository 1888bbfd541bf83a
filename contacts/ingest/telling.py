"""What a text is to its contact: it reports it, announces it, or mentions some in passing; judged by the evidence gathered so far."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from contacts.ingest.kinds import likeness
from contacts.ingest.times import When, span_of

if TYPE_CHECKING:
    from contacts.ingest.events import Mention
    from contacts.ingest.evidence import Evidence
    from contacts.ingest.reading import Reading

ASIDE = 0.6  # weight of a contact that only sets the time of something else
CERTAINLY_TOLD = 1.6  # votes for a contact that took place, from which a wished-for one beside it is a subject of it
SAME = 0.4  # likeness from which what is told may be what is announced
NEWS = 3  # days in which a contact is news
OLD_NEWS = 21  # days; a contact told of later than this is history, unless the text is the disclosure of it
CAPTION = (
    "photo:",
    "photo/",
    "[photo",
    "file photo",
    "(file)",
    "getty",
    "reuters/",
    "©",
    "архивное фото",
    "фото:",
    "foto:",
    "/afp",
    "afp/",
    "ap photo",
    "archivbild",
    "archivfoto",
    "epa/",
    "/epa",
    "family photo session",
)


def is_caption(reading: Reading, number: int) -> bool:
    """Return whether a sentence is a photograph's caption or credit."""
    text = reading.text[reading.sentences[number].start : reading.sentences[number].end].lower()
    return any(word in text for word in CAPTION) and len(text) < 260 and not reading.within("say", *reading.span(number))


def is_long_ago(evidence: Evidence, when: When) -> bool:
    """Whether a date lies well before (or after) the publication."""
    if evidence.published is None:
        return bool(when.reach) or bool(when.offset and when.offset <= -7)
    span = span_of(when, evidence.published)
    if span is None:
        return False
    return span[1] < evidence.published - timedelta(OLD_NEWS)


def about_of(evidence: Evidence, lead: int) -> tuple[str, str]:
    """Whether the text reports a contact, announces one, or only mentions some; and in which mode."""
    reading = evidence.reading
    votes: Counter[str] = Counter()
    foreign = 0.0
    for item in evidence.mentions:
        title = reading.is_title(item.sentence)
        if (not title and item.sentence > lead) or is_caption(reading, item.sentence):
            continue
        weight = (3.0 if title else 2.0 if item.sentence <= 2 else 1.0) * (1.0 if item.sure else 0.6) * (ASIDE if item.aside else 1.0)
        if item.pair == "other":
            foreign += weight
            continue
        if item not in evidence.main:
            continue
        weight *= {"yes": 1.0, "told": 0.7, "taken up": 0.5}[item.pair]
        votes[item.mode] += weight  # type: ignore[assignment]
    if not votes:
        return "mentions", "happened"
    happened = votes["happened"] + votes["denied"] + votes["cancelled"] + votes["postponed"]
    ahead = votes["future"]
    wished = votes["hypothetical"]
    total = happened + ahead + wished
    if _is_unplanned(evidence, lead):
        return "mentions", "hypothetical"
    if foreign > 1.6 * total:
        return "mentions", "happened"
    if ahead >= happened and ahead >= wished and ahead >= 1:
        return "announcement", "future"
    if wished > happened and wished >= ahead and happened < CERTAINLY_TOLD:
        return "mentions", "hypothetical"
    if total < 0.9:
        return "mentions", "happened"
    mode = max(("happened", "denied", "cancelled", "postponed"), key=lambda name: votes[name])
    return "reports", mode


def is_claimed(evidence: Evidence) -> bool:
    """Whether somebody only says that there was a contact: "Trump said that he had spoken with Putin", without its day or length."""
    told = [item for item in evidence.main if item.sentence <= evidence.lead and item.mode == "happened" and not item.aside]
    if not told or evidence.lengths or any(when.exact and not is_long_ago(evidence, when) for item in told for when in item.whens):
        return False
    reading = evidence.reading
    body = [item for item in told if not reading.is_title(item.sentence)]
    return any(reading.within("say", reading.first_word[item.sentence], item.start) for item in (body or told)[:1])


def _is_unplanned(evidence: Evidence, lead: int) -> bool:
    """Whether a lead says that nothing is arranged, and nothing in its sentences but headings tells of a contact that was."""
    reading = evidence.reading
    open_end = [item for item in evidence.main if item.sentence <= lead]
    told = [item for item in open_end if item.mode == "happened" and not reading.is_title(item.sentence) and item.pair == "yes"]
    ends = {item.sentence for item in open_end} | {item.sentence + 1 for item in open_end}
    return not told and any(reading.within("modal.unplanned", *reading.span(n)) for n in ends if n <= lead)


def told_beside(evidence: Evidence, lead: int) -> list[Mention]:
    """The mentions of a contact of which a lead tells length or fresh day, beside the announcement of another: the text reports it."""
    reading = evidence.reading
    kinds = {
        item.kind
        for item in evidence.theirs
        if item.sentence <= lead
        and item.mode == "happened"
        and not item.aside
        and not any(is_long_ago(evidence, when) for when in item.whens)
        and (
            any(item.sentence == reading.sentence_of(length.start) for length in evidence.lengths)
            or (item.sure and item.pair == "yes" and any(_fresh(evidence, when) for when in item.whens))
        )
    }
    ahead = Counter(item.kind for item in evidence.theirs if item.mode == "future" and item.sentence <= lead)
    if not kinds or any(likeness(ahead, kind) >= SAME for kind in kinds):
        return []
    return [item for item in evidence.theirs if item.kind in kinds and item.mode == "happened" and item.sentence <= lead + 3]


def _fresh(evidence: Evidence, when: When) -> bool:
    span = span_of(when, evidence.published) if when.exact else None
    return span is not None and evidence.published is not None and 0 <= (evidence.published - span[0]).days <= NEWS
