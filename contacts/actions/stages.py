"""The steps of a contact on the desk: draft → in review → ready. Publishing, withdrawing and merging are actions of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide, NotReady, ReasonNeeded
from contacts.models import Contact, ReviewState


@dataclass(frozen=True)
class Step:
    """One step: from which states, to which one, who may take it (the action in `rights.may`), whether a reason is asked."""

    label: str
    begins: tuple[ReviewState, ...]
    ends: ReviewState
    right: str
    reason: bool = False
    done: str = ""


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "hand_over": Step("Hand over for review", (ReviewState.DRAFT,), ReviewState.IN_REVIEW, "change", done="Handed over"),
        "make_ready": Step(
            "Make ready to publish", (ReviewState.DRAFT, ReviewState.IN_REVIEW), ReviewState.READY, "review", done="Made ready"
        ),
        "send_back": Step(
            "Send back to draft", (ReviewState.IN_REVIEW, ReviewState.READY), ReviewState.DRAFT, "review", reason=True, done="Sent back"
        ),
    }
)
"""Every step that is taken by hand."""


@transaction.atomic
def take_step(*, rows: Iterable[Contact], step: str, by: str, reason: str = "") -> int:
    """Take these contacts to the next state; return how many. A reason goes into their internal notes.

    Raises: ReasonNeeded; NotReady, for a contact that is not in a state the step begins from, or one made ready without an
    accepted claim; KeyError, for an unknown step. Then nothing changes.
    """
    rule = STEPS[step]
    reason = reason.strip()
    if rule.reason and not reason:
        raise ReasonNeeded("Say why it goes back: the next editor reads it in the internal note.")
    contacts = list(Contact.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    now = timezone.now()
    for contact in contacts:
        if contact.state not in rule.begins:
            raise NotReady(f"“{contact.title}” ({contact.slug}) is {contact.get_state_display().lower()}: {_where(rule)}.")
        if rule.ends == ReviewState.READY and not contact.claims.filter(state="accepted").exists():
            raise NotReady(f"“{contact.title}” ({contact.slug}) has no accepted claim yet. Accept at least one claim first.")
        contact.state, contact.state_since = rule.ends, now
        if reason:
            note = f"{now:%Y-%m-%d} {by}: {rule.done.lower()}. {reason}"
            contact.internal_note = f"{contact.internal_note}\n{note}".strip()
        contact.save(update_fields=["state", "state_since", "internal_note", "updated_at"])
    return len(contacts)


def open_steps(contact: Contact) -> dict[str, Step]:
    """Return the steps that begin from the contact's state."""
    return {name: step for name, step in STEPS.items() if contact.state in step.begins}


def step_named(name: str) -> Step:
    """Return a step. Raises: CannotDecide."""
    if name not in STEPS:
        raise CannotDecide(f"There is no step “{name}”.")
    return STEPS[name]


def _where(rule: Step) -> str:
    states = " or ".join(state.label.lower() for state in rule.begins)
    return f"“{rule.label}” begins from {states}"
