"""What editors make of readers' tips. A tip changes no record by itself: what it leads to is decided and published like all else."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide, ReasonNeeded
from contacts.actions.submit import submit
from contacts.models import Submission
from contacts.models.tip import DECIDED, OPEN, Step, Tip, TipState, TipStep
from contacts.record.edition import Edition


@transaction.atomic
def take_up(*, tip: Tip, by: str) -> None:
    """Tell the sender that somebody looks at the tip. Raises: CannotDecide, when that was said or it is decided."""
    tip = _locked(tip)
    if tip.state != TipState.RECEIVED:
        raise CannotDecide(f"This tip is {tip.get_state_display().lower()} already.")
    _step(tip, Step.LOOKING, by, state=TipState.LOOKING, taken_by=by)


@transaction.atomic
def answer(*, tip: Tip, by: str, text: str) -> None:
    """Tell the sender something without deciding. Raises: ReasonNeeded."""
    if not text.strip():
        raise ReasonNeeded("Write what the sender is to read.")
    tip = _locked(tip)
    looking = {"state": TipState.LOOKING, "taken_by": by} if tip.state == TipState.RECEIVED else {}
    _step(tip, Step.ANSWERED, by, told=text, answer=text.strip(), **looking)


@transaction.atomic
def hand_in(*, tip: Tip, by: str) -> Submission:
    """Hand in the address of a tip to be read like any other article; return its submission.

    Raises: CannotDecide, when it names no address, an address that cannot be read, or was handed in before.
    """
    tip = _locked(tip)
    if tip.submission_id is not None:
        raise CannotDecide("The address was handed in before.")
    if not tip.source:
        raise CannotDecide("The sender named no address.")
    (submission,) = submit(by=by, urls=[tip.source])
    looking = {"state": TipState.LOOKING, "taken_by": by} if tip.state == TipState.RECEIVED else {}
    _step(tip, Step.HANDED_IN, by, submission=submission, **looking)
    return submission


@transaction.atomic
def accept(*, tip: Tip, by: str, text: str = "", edition: int | None = None) -> None:
    """Agree with the tip; `text` goes to the sender, `edition` is the seq of what came of it, where that is published.

    Raises: CannotDecide, when it is decided or there is no such edition.
    """
    tip = _open(tip)
    _check(edition)
    told = text.strip()
    _step(
        tip, Step.ACCEPTED, by, told=told, state=TipState.ACCEPTED, decided_by=by, decided_at=timezone.now(), edition=edition,
        **({"answer": told} if told else {}),
    )  # fmt: skip


@transaction.atomic
def credit(*, tip: Tip, by: str, edition: int) -> None:
    """Name the edition that came of an accepted tip. Raises: CannotDecide, when it is not accepted or there is no such edition."""
    tip = _locked(tip)
    if tip.state != TipState.ACCEPTED:
        raise CannotDecide("Only what was accepted leads to an edition.")
    _check(edition)
    _step(tip, Step.CREDITED, by, note=f"Edition {edition}.", edition=edition)


@transaction.atomic
def decline(*, tip: Tip, by: str, reason: str) -> None:
    """Put the tip aside; the sender reads the reason. Raises: ReasonNeeded; CannotDecide, when it is decided."""
    if not reason.strip():
        raise ReasonNeeded("Say why the tip is declined: the sender reads it.")
    tip = _open(tip)
    told = reason.strip()
    _step(tip, Step.DECLINED, by, told=told, state=TipState.DECLINED, decided_by=by, decided_at=timezone.now(), answer=told)


@transaction.atomic
def reopen(*, tip: Tip, by: str, reason: str) -> None:
    """Take a decision back; other editors read the reason. Raises: ReasonNeeded; CannotDecide, when none was taken."""
    if not reason.strip():
        raise ReasonNeeded("Say why the tip is opened again: other editors read it.")
    tip = _locked(tip)
    if tip.state not in DECIDED:
        raise CannotDecide("This tip is open.")
    _step(
        tip, Step.REOPENED, by, note=reason, state=TipState.LOOKING, taken_by=by, decided_by="", decided_at=None, edition=None
    )  # fmt: skip


def _locked(tip: Tip) -> Tip:
    """Return the tip as it stands now, held until the transaction ends."""
    return Tip.objects.select_for_update().get(pk=tip.pk)


def _open(tip: Tip) -> Tip:
    tip = _locked(tip)
    if tip.state not in OPEN:
        raise CannotDecide(f"{tip.decided_by} decided on this tip already: {tip.get_state_display().lower()}. Open it again first.")
    return tip


def _check(edition: int | None) -> None:
    if edition is not None and not Edition.objects.filter(seq=edition).exists():
        raise CannotDecide(f"There is no edition {edition}.")


def _step(tip: Tip, step: Step, by: str, *, told: str = "", note: str = "", **changes: Any) -> None:
    Tip.objects.filter(pk=tip.pk).update(**changes)
    TipStep.objects.create(tip=tip, step=step, by=by, answer=told.strip(), note=note.strip())
