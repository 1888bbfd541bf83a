"""What the public side reads: rows folded from the log, ready to be shown.

Each row can be thrown away and made again from the editions (`manage.py replay --rebuild`).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from contacts.record.edition import Op
from contacts.vocabulary import RecordType

SEARCH_CONFIG = "russian"
"""PostgreSQL's `russian` configuration stems Cyrillic words as Russian and Latin ones as English, so one vector serves both."""


def _search_vector() -> models.GeneratedField:
    return models.GeneratedField(
        expression=SearchVector("search_text", config=SEARCH_CONFIG), output_field=SearchVectorField(), db_persist=True
    )


class EntryQuerySet(models.QuerySet["Entry"]):
    """Readings of the record's present state."""

    def standing(self) -> "EntryQuerySet":
        """Records that are published now, without the withdrawn and the merged."""
        return self.filter(op__in=[Op.ADD, Op.MOD])

    def in_bulk_by_key(self, keys: list[tuple[str, str]]) -> dict[tuple[str, str], "Entry"]:
        """The entries of these records, by type and id. Queries: one for each type among the keys."""
        by_type: dict[str, list[str]] = {}
        for record_type, record_id in keys:
            by_type.setdefault(record_type, []).append(record_id)
        return {
            (entry.record_type, entry.record_id): entry
            for record_type, ids in by_type.items()
            for entry in self.filter(record_type=record_type, record_id__in=ids)
        }

    def referring_to(self, record_type: str, record_id: str) -> "EntryQuerySet":
        """Published records whose documents refer to this one."""
        return self.standing().filter(refs__contains=[f"{record_type}:{record_id}"])


class Entry(models.Model):
    """The present state of one record: its last edition. Withdrawn and merged records keep their row as a tombstone."""

    record_type = models.CharField(max_length=10, choices=RecordType.choices)
    record_id = models.CharField(max_length=10)
    slug = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField()
    seq = models.BigIntegerField()
    op = models.CharField(max_length=5, choices=Op.choices)
    document = models.JSONField(null=True)
    refs = ArrayField(models.CharField(max_length=24), default=list)
    reason = models.TextField(blank=True)
    merged_into = models.CharField(max_length=10, blank=True)
    first_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(name="entry_is_one_per_record", fields=["record_type", "record_id"]),
            models.CheckConstraint(
                name="entry_has_a_document_unless_gone",
                condition=Q(op__in=["ADD", "MOD"], document__isnull=False) | Q(op__in=["DEL", "MERGE"], document__isnull=True),
            ),
        )
        indexes = (
            GinIndex(name="entry_by_reference", fields=["refs"], fastupdate=False),
            models.Index(name="entry_by_type_and_slug", fields=["record_type", "slug"]),
        )

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} r{self.revision}"


class Address(models.Model):
    """A slug that was ever published, and the record it leads to for ever."""

    record_type = models.CharField(max_length=10, choices=RecordType.choices)
    slug = models.CharField(max_length=120)
    record_id = models.CharField(max_length=10)

    objects: ClassVar[models.Manager["Address"]] = models.Manager()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = (models.UniqueConstraint(name="address_leads_to_one_record", fields=["record_type", "slug"]),)

    def __str__(self) -> str:
        return f"{self.record_type}/{self.slug} → {self.record_id}"


class PublishedContactQuerySet(models.QuerySet["PublishedContact"]):
    """Readings of the timeline."""

    def newest_first(self) -> "PublishedContactQuerySet":
        """In the order of the timeline."""
        return self.order_by("-sort_at", "-record_id")


class PublishedContact(models.Model):
    """One row of the timeline: the values of its card, what it is filtered and searched by, where it stands in order."""

    record_id = models.CharField(max_length=10, primary_key=True)
    slug = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    sort_at = models.DateTimeField()
    earliest = models.DateField()
    latest = models.DateField()
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    facets = ArrayField(models.CharField(max_length=140), default=list)
    card = models.JSONField()
    search_text = models.TextField()
    search = _search_vector()

    objects = PublishedContactQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(name="timeline_order", fields=["-sort_at", "-record_id"]),
            models.Index(name="timeline_by_bounds", fields=["latest", "earliest"]),
            GinIndex(name="timeline_by_facet", fields=["facets"], fastupdate=False),
            GinIndex(name="timeline_by_words", fields=["search"], fastupdate=False),
        )

    def __str__(self) -> str:
        return self.slug


class PublishedReport(models.Model):
    """One published report, as lists and search show it."""

    record_id = models.CharField(max_length=10, primary_key=True)
    seq = models.BigIntegerField()
    publisher_id = models.CharField(max_length=10)
    sort_on = models.DateField(null=True)
    card = models.JSONField()
    search_text = models.TextField()
    search = _search_vector()

    objects: ClassVar[models.Manager["PublishedReport"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(name="reports_by_publisher", fields=["publisher_id", "-sort_on", "-record_id"]),
            GinIndex(name="reports_by_words", fields=["search"], fastupdate=False),
        )

    def __str__(self) -> str:
        return self.record_id


class PublishedClaim(models.Model):
    """One published claim, as lists and search show it."""

    record_id = models.CharField(max_length=10, primary_key=True)
    contact_id = models.CharField(max_length=10, db_index=True)
    report_id = models.CharField(max_length=10, db_index=True)
    property = models.CharField(max_length=16)
    speaker = models.CharField(max_length=20)
    topic_id = models.CharField(max_length=10, blank=True)
    person_id = models.CharField(max_length=10, blank=True)
    sort_at = models.DateTimeField()
    card = models.JSONField()
    search_text = models.TextField()
    search = _search_vector()

    objects: ClassVar[models.Manager["PublishedClaim"]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(name="claims_by_topic", fields=["topic_id", "-sort_at", "-record_id"]),
            models.Index(name="claims_by_person", fields=["person_id", "-sort_at", "-record_id"]),
            GinIndex(name="claims_by_words", fields=["search"], fastupdate=False),
        )

    def __str__(self) -> str:
        return self.record_id
