"""Who decides, and what a decision came to, as a sentence for the editor."""

from django.http import HttpRequest

from contacts.record.edition import Edition

UNCHANGED = "The public record says this already: there is nothing new to publish."


def name_of(request: HttpRequest) -> str:
    """Return the name under which the signed-in person decides."""
    return request.user.get_username()


def published(editions: list[Edition]) -> str:
    """Say what publishing came to."""
    return f"Published: {_count(editions)}." if editions else UNCHANGED


def withdrawn(editions: list[Edition]) -> str:
    """Say what withdrawing came to."""
    return f"Withdrawn: {_count(editions)}."


def reverted(editions: list[Edition]) -> str:
    """Say what going back came to."""
    return f"The earlier revision is public again: {_count(editions)}." if editions else UNCHANGED


def _count(editions: list[Edition]) -> str:
    number = len(editions)
    return f"{number} new edition{'s' if number != 1 else ''}, up to number {editions[-1].seq}"
