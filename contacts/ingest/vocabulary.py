"""Database → Terms: the topics and people that suggestions may name, compiled once and kept while they stand still."""

import threading

from django.db.models import Count, Max

from contacts.ingest.terms import PersonTerm, Terms, TopicTerm
from contacts.models import Person, Topic

_lock = threading.Lock()
_kept: tuple[object, Terms] | None = None


def terms() -> Terms:
    """Return the compiled terms of the workshop's topics and people. Queries: 2; 2 more when one of them has changed."""
    global _kept
    state = [model.objects.aggregate(last=Max("updated_at"), number=Count("pk")) for model in (Topic, Person)]
    kept = _kept
    if kept is None or kept[0] != state:
        with _lock:
            kept = _kept = (state, Terms(_topics(), _people()))
    return kept[1]


def _topics() -> list[TopicTerm]:
    rows = Topic.objects.select_related("parent").order_by("slug")
    return [TopicTerm(row.slug, row.parent.slug if row.parent else "", row.name, row.name_ru, row.aliases) for row in rows]


def _people() -> list[PersonTerm]:
    return [PersonTerm(row.slug, row.name, row.name_ru, row.side) for row in Person.objects.order_by("slug")]
