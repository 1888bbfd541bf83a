"""Who works on a contact: taken by one editor at a time, so that two do not do the same work. It locks nothing."""

from django.db import transaction
from django.utils import timezone

from contacts.actions.errors import CannotDecide, HeldByAnother
from contacts.models import Contact, ReviewState

FINISHED = (ReviewState.WITHDRAWN, ReviewState.MERGED)


@transaction.atomic
def take(*, contact: Contact, by: str, instead_of: str = "") -> None:
    """Let `by` work on a contact. Whoever takes it over from somebody names them: so they have seen the warning.

    Raises: HeldByAnother, when somebody else works on it than `instead_of`; CannotDecide, for a contact that is gone.
    """
    held = _held(contact)
    if held.state in FINISHED:
        raise CannotDecide(f"“{held.title}” is {held.get_state_display().lower()}: there is nothing to work on.")
    if held.claimed_by == by:
        return
    if held.claimed_by and held.claimed_by != instead_of:
        raise HeldByAnother(
            held.claimed_by,
            f"{held.claimed_by} works on “{held.title}” since {held.claimed_at:%d %B %Y, %H:%M} UTC. Talk to them before you take it over.",
        )
    _write(held, by)


@transaction.atomic
def release(*, contact: Contact, by: str) -> None:
    """Let nobody work on a contact. Raises: HeldByAnother, when somebody else does than `by`."""
    held = _held(contact)
    if held.claimed_by and held.claimed_by != by:
        raise HeldByAnother(held.claimed_by, f"{held.claimed_by} works on “{held.title}”, not you. Take it over instead.")
    _write(held, "")


def _held(contact: Contact) -> Contact:
    return Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)  # type: ignore[no-any-return]


def _write(contact: Contact, by: str) -> None:
    contact.claimed_by, contact.claimed_at = by, timezone.now() if by else None
    contact.save(update_fields=["claimed_by", "claimed_at"])
