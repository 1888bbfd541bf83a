"""Decide about what the machine suggested: a suggestion becomes a claim, or is put aside."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide
from contacts.actions.reviewing import accept_report
from contacts.models import (
    Claim,
    ClaimState,
    Contact,
    PassageState,
    Person,
    Place,
    Suggestion,
    SuggestionState,
    Topic,
)
from contacts.vocabulary import Property, Relation


@transaction.atomic
def accept_suggestions(
    *, rows: Iterable[Suggestion], by: str, contact: Contact | None = None, relation: str = Relation.REPORTS
) -> list[Claim]:
    """Make accepted claims of these suggestions, on `contact` or the one each was matched with; return them.

    The report is linked to the contact and accepted along with its first claim. Suggestions decided before stay as they are.
    Raises: CannotDecide, for a suggestion without contact or with a value that the workshop does not know; then nothing changes.
    """
    held = Suggestion.objects.select_for_update(of=("self",)).select_related("contact", "report").filter(pk__in=[row.pk for row in rows])
    return [_accept(row, contact or row.contact, by, relation) for row in held.order_by("pk") if row.state != SuggestionState.ACCEPTED]


@transaction.atomic
def reject_suggestions(*, rows: Iterable[Suggestion], by: str) -> int:
    """Put these suggestions aside, for later runs too; return how many were open."""
    return Suggestion.objects.filter(pk__in=[row.pk for row in rows], state__in=[SuggestionState.OPEN, SuggestionState.WITHDRAWN]).update(
        state=SuggestionState.REJECTED, decided_by=by, decided_at=timezone.now()
    )


def _accept(row: Suggestion, contact: Contact | None, by: str, relation: str) -> Claim:
    if contact is None:
        raise CannotDecide(f"“{row}” belongs to no contact yet. Say which contact the report is about first.")
    accept_report(row.report, contact, by, relation)
    now = timezone.now()
    claim = Claim(
        contact=contact,
        report=row.report,
        property=row.property,
        speaker=row.speaker,
        person=_known(Person, row.person_slug) if row.person_slug else None,
        passage_exact=row.passage_exact,
        passage_prefix=row.passage_prefix,
        passage_suffix=row.passage_suffix,
        passage_state=PassageState.LOCATED,
        state=ClaimState.ACCEPTED,
        decided_by=by,
        decided_at=now,
        **columns_of(row),
    )
    claim.save()
    row.state, row.claim, row.contact, row.decided_by, row.decided_at = SuggestionState.ACCEPTED, claim, contact, by, now
    row.save()
    return claim


def columns_of(row: Suggestion) -> dict[str, Any]:
    """Return the columns of the claim that a suggested value fills. Raises: CannotDecide."""
    value: dict[str, Any] = row.value
    match row.property:
        case Property.TOPIC | Property.NOT_DISCUSSED:
            return {"topic": _known(Topic, value.get("topic", ""))}
        case Property.KIND | Property.DATE | Property.INITIATOR:
            return {row.property: value[row.property]}
        case Property.DURATION:
            return {"minutes": value["minutes"], "qualifier": value["qualifier"]}
        case Property.CLOCK_TIME:
            return {"date": value["date"], "time": time.fromisoformat(value["time"]), "zone": value["zone"]}
        case Property.PLACE:
            return {"place": _known(Place, value.get("place", ""))}
        case Property.PARTICIPANT:
            return {"participant": _known(Person, value.get("participant", "")), "office": value.get("office", "")}
        case Property.OUTCOME | Property.QUOTE:
            return {"text": value["text"][:400]}
    return {}


def _known(model: type[Any], slug: str) -> Any:
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise CannotDecide(f"The workshop knows no {model._meta.verbose_name} “{slug}”. Add it first, or reject the suggestion.")
    return found
