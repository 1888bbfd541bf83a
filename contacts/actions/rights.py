"""Who may do what on the desk: one table, asked at every door before an action is called.

A right is a permission of Django's, so that accounts and groups carry it; what a right covers of single rows (a draft, but
not what editors have taken up) is decided here as well. Actions themselves take a name: commands and the loader have no account.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model

from contacts.actions.errors import CannotDecide
from contacts.models import Claim, ClaimState, Contact, Report, ReportState, ReviewState
from contacts.models.base import DECISIONS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

RECORDS = ("contact", "report", "publisher", "topic", "person", "place")
"""Models whose rows are published."""

VOCABULARY = ("origin", "publisher", "topic", "person", "place")
"""What contacts, reports and claims are described with. It is public as soon as something published names it."""

PROPOSED = ("contact", "report", "claim")
"""What a contributor proposes: rows that are theirs to change until an editor has taken them up."""

LINKS = ("reportlink", "contactlink")


def _all(actions: tuple[str, ...], models: tuple[str, ...], app: str = "contacts") -> frozenset[str]:
    return frozenset(f"{app}.{action}_{model}" for action in actions for model in models)


_CONTRIBUTOR = (
    _all(("view",), (*PROPOSED, *VOCABULARY, *LINKS, "submission", "suggestion", "capture"))
    | _all(("view",), ("edition",), "record")
    | _all(("add",), ("submission",))
    | _all(("add", "change"), PROPOSED)
    | _all(("add", "change", "delete"), LINKS)
)
_EDITOR = (
    _CONTRIBUTOR
    | _all(("review",), PROPOSED)
    | _all(("decide",), ("suggestion",))
    | _all(("approve",), ("claim",))
    | _all(("delete",), PROPOSED)
    | _all(("add", "change", "delete"), VOCABULARY)
    | _all(("view", "change"), ("tip",))
    | _all(("add", "view"), ("bulkchange",))
)
_PUBLISHER = _EDITOR | _all(DECISIONS, RECORDS) | _all(("change",), ("bulkchange",))
_ADMIN = _PUBLISHER | _all(("add", "change", "view"), ("user",), "auth")

ROLES: dict[str, frozenset[str]] = {
    "contributor": _CONTRIBUTOR,
    "editor": _EDITOR,
    "publisher": _PUBLISHER,
    "admin": _ADMIN,
}
"""The permissions of each role, each role with all that those before it may. A role is a group of Django's of the same name."""


class NotAllowed(CannotDecide):
    """The signed-in person has no right to this."""


def may(user: "User | AnonymousUser", action: str, what: Model | type[Model]) -> bool:
    """Return whether somebody may do this with a row, or with rows of a model at all.

    `action` is the first word of a permission's codename: view, add, change, delete, review, decide, approve, publish,
    withdraw, revert, merge. What has left the hands of contributors is changed by those who may review it.
    Queries: 2 at the first question about a user, none after.
    """
    allowed = user.has_perm(_permission(action, what))
    if allowed and action == "change" and isinstance(what, Model) and _is_taken_up(what):
        return user.has_perm(_permission("review", what))
    return allowed


def require(user: "User | AnonymousUser", action: str, what: Model | type[Model]) -> None:
    """Raise NotAllowed, which says what is not allowed, unless somebody may do this."""
    if not may(user, action, what):
        subject = f"“{what}”" if isinstance(what, Model) else str(what._meta.verbose_name_plural)
        raise NotAllowed(f"Your role does not let you {action} {subject}. Ask somebody whose role does.")


def _permission(action: str, what: Model | type[Model]) -> str:
    return f"{what._meta.app_label}.{get_permission_codename(action, what._meta)}"


def _is_taken_up(row: Any) -> bool:
    """Return whether a row is no proposal any more: editors answer for it from then on."""
    if isinstance(row, Contact):
        return row.state != ReviewState.DRAFT
    if isinstance(row, Claim):
        return row.state != ClaimState.SUGGESTED
    if isinstance(row, Report):
        return row.state != ReportState.DRAFT
    return False
