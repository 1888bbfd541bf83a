"""Why a decision could not be carried out. Each message says what was wrong and what to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contacts.record.refusals import CannotDecide, ClaimElsewhere, SlugTaken, StillReferredTo

if TYPE_CHECKING:
    from contacts.models import Claim

__all__ = [
    "CannotDecide",
    "CannotRevert",
    "ClaimElsewhere",
    "HeldByAnother",
    "NotApproved",
    "NotPublished",
    "NotReady",
    "NothingToCite",
    "ReasonNeeded",
    "SlugTaken",
    "StillReferredTo",
]


class NothingToCite(CannotDecide):
    """The contact has no accepted claim on an accepted report."""


class NotApproved(CannotDecide):
    """Sensitive claims wait for a second person. `claims` are those, with their contacts loaded."""

    def __init__(self, claims: "Sequence[Claim]") -> None:
        """Name the claims, the first few of many."""
        self.claims = claims
        named = "; ".join(f"{claim} accepted by {claim.decided_by}" for claim in claims[:5])
        more = f" and {len(claims) - 5} more" if len(claims) > 5 else ""
        super().__init__(f"A second person has to approve what is sensitive before it is published: {named}{more}.")


class NotReady(CannotDecide):
    """The contact has not come to the step before this one."""


class HeldByAnother(CannotDecide):
    """Somebody else works on the contact. `holder` is their name."""

    def __init__(self, holder: str, message: str) -> None:
        """Say who."""
        self.holder = holder
        super().__init__(message)


class NotPublished(CannotDecide):
    """The record holds no such record, or it has been withdrawn."""


class CannotRevert(CannotDecide):
    """The earlier revision cannot be shown again as it was."""


class ReasonNeeded(CannotDecide):
    """The decision is of a kind that readers are told the reason of."""
