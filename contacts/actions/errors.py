"""Why a decision could not be carried out. Each message says what was wrong and what to do."""

from contacts.record.refusals import CannotDecide, ClaimElsewhere, SlugTaken, StillReferredTo

__all__ = [
    "CannotDecide",
    "CannotRevert",
    "ClaimElsewhere",
    "NotPublished",
    "NothingToCite",
    "ReasonNeeded",
    "SlugTaken",
    "StillReferredTo",
]


class NothingToCite(CannotDecide):
    """The contact has no accepted claim on an accepted report."""


class NotPublished(CannotDecide):
    """The record holds no such record, or it has been withdrawn."""


class CannotRevert(CannotDecide):
    """The earlier revision cannot be shown again as it was."""


class ReasonNeeded(CannotDecide):
    """The decision is of a kind that readers are told the reason of."""
