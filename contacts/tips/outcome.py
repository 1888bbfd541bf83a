"""What a sender may know of a tip: how far it is, what the editors answered, which edition came of it.

Not what was sent: a page that showed it would publish it to everybody who is given its address.
"""

from dataclasses import dataclass
from datetime import datetime

from contacts.models.tip import Step, Tip, TipState
from contacts.pages.addresses import url_of
from contacts.record.edition import Edition
from contacts.record.readmodel import Entry
from contacts.tips.about import About, about, about_stored
from contacts.tips.stamp import hash_of
from contacts.vocabulary import RecordType

WORDS: dict[str, str] = {
    Step.RECEIVED: "Received",
    Step.LOOKING: "The editors look at it",
    Step.ANSWERED: "The editors answered",
    Step.ACCEPTED: "Accepted",
    Step.CREDITED: "Published",
    Step.DECLINED: "Declined",
    Step.REOPENED: "The editors look at it again",
}
"""Steps that a sender is told of. Who took them is not told."""

MEANINGS: dict[str, str] = {
    TipState.RECEIVED: "Nobody has looked at it yet.",
    TipState.LOOKING: "The editors are looking at it.",
    TipState.ACCEPTED: "The editors agree with it.",
    TipState.DECLINED: "The editors looked at it and decided to change nothing.",
}


@dataclass(frozen=True)
class Passed:
    """One step that was taken."""

    at: datetime
    words: str
    answer: str


@dataclass(frozen=True)
class Result:
    """The edition that came of a tip."""

    seq: int
    revision: int
    name: str
    url: str


@dataclass(frozen=True)
class Outcome:
    """What the sender's private page shows."""

    state: str
    label: str
    meaning: str
    steps: list[Passed]
    about: About | None
    result: Result | None


def outcome(token: str) -> Outcome | None:
    """Return what came of the tip with this token, or None where there is none.

    Queries: 2 (tip, steps), with a record 1 more, with an edition 2 more.
    """
    tip = Tip.objects.filter(link_hash=hash_of(token)).defer("text", "source", "name", "email", "internal_note").first()
    if tip is None:
        return None
    steps = [Passed(one.at, WORDS[one.step], one.answer) for one in tip.steps.all() if one.step in WORDS]
    return Outcome(
        tip.state,
        tip.get_state_display(),
        MEANINGS[tip.state],
        steps,
        about_stored(tip.about_type, tip.about_id),
        _result(tip.edition),
    )


def _result(seq: int | None) -> Result | None:
    edition = Edition.objects.filter(seq=seq).defer("document").first() if seq is not None else None
    if edition is None:
        return None
    entry = Entry.objects.get(record_type=edition.record_type, record_id=edition.record_id)
    found = about(entry)
    if entry.record_type != RecordType.CONTACT:
        return Result(edition.seq, edition.revision, found.name, found.url)
    history = url_of(entry.record_type, entry.record_id, entry.slug, page="contact_history")
    return Result(
        edition.seq, edition.revision, found.name, f"{history}?before={edition.revision + 1}#revision-{edition.revision}"
    )  # fmt: skip
