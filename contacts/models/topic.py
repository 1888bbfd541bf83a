"""What was talked about: a small tree of subjects with aliases in several languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from contacts.models.base import Publishable, record_permissions
from contacts.vocabulary import RecordType


def _aliases() -> dict[str, list[str]]:
    return {"en": [], "ru": []}


class Topic(Publishable):
    """A subject of conversation. `aliases` maps a BCP 47 language to the words that mean the topic in it."""

    record_type = RecordType.TOPIC

    name = models.CharField(max_length=120)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    description = models.TextField(blank=True)
    aliases = models.JSONField(
        default=_aliases, blank=True, help_text='For example {"en": ["Geneva process"], "ru": ["Женевский процесс"]}.'
    )
    wikidata = models.CharField(max_length=20, blank=True)
    iptc = models.CharField("IPTC Media Topic", max_length=40, blank=True)
    plover_context = models.CharField("PLOVER context", max_length=20, blank=True)

    class Meta:
        ordering = ("name", "pk")
        permissions = record_permissions("topic", "topics")
        constraints = (
            models.CheckConstraint(name="topic_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="topic_is_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))),
        )

    def __str__(self) -> str:
        return self.name

    def ancestors(self) -> list["Topic"]:
        """Return the topics above this one, nearest first. Queries: one for each level."""
        found: list[Topic] = []
        above = self.parent
        while above is not None and above not in found:
            found.append(above)
            above = above.parent
        return found

    def clean(self) -> None:
        """Refuse a loop in the tree and aliases of the wrong shape. Raises: ValidationError."""
        if self.parent is not None and self.pk and any(topic.pk == self.pk for topic in [self.parent, *self.parent.ancestors()]):
            raise ValidationError({"parent": "A topic cannot stand below itself."})
        if not _is_alias_map(self.aliases):
            raise ValidationError({"aliases": 'Write a language and its words, such as {"en": ["Geneva process"]}.'})


def _is_alias_map(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) and word for word in words) for words in value.values()
    )
