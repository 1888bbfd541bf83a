"""The log: numbered, immutable publications of records.

Everything public follows from it: history, change feed, dumps, tombstones, validators. Rows are only ever added;
a trigger in the database refuses anything else.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contacts.vocabulary import Correction, RecordType

Document = dict[str, Any]


class Op(models.TextChoices):
    """What an edition does to its record."""

    ADD = "ADD", "Added"
    MOD = "MOD", "Changed"
    DEL = "DEL", "Withdrawn"
    MERGE = "MERGE", "Merged"


class Head(models.Model):
    """The single row that says how far the log reaches. Whoever locks it may append."""

    id = models.SmallAutoField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Head"]] = models.Manager()

    class Meta:
        constraints = (models.CheckConstraint(name="log_has_one_head", condition=Q(id=1)),)

    def __str__(self) -> str:
        return f"seq {self.seq}"

    @classmethod
    def current(cls) -> "Head":
        """Return how far the log reaches now. Queries: 1."""
        return cls.objects.get(pk=1)

    @classmethod
    def lock(cls) -> "Head":
        """Return the head, held until the transaction ends, so that editions are appended one after another.

        Queries: 1, which waits for other publishers. Numbers are given out in commit order because the lock outlives the commit.
        """
        return cls.objects.select_for_update().get(pk=1)


class Edition(models.Model):
    """One publication of one record. `document` is empty for DEL and MERGE."""

    seq = models.BigIntegerField(primary_key=True)
    record_type = models.CharField(max_length=10, choices=RecordType.choices)
    record_id = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    op = models.CharField(max_length=5, choices=Op.choices)
    document = models.JSONField(null=True)
    changed = ArrayField(models.CharField(max_length=60), default=list)
    reason = models.TextField(blank=True)
    correction = models.CharField(max_length=24, choices=Correction.choices, blank=True)
    merged_into = models.CharField(max_length=10, blank=True)
    who = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Edition"]] = models.Manager()

    class Meta:
        verbose_name = "edition"
        verbose_name_plural = "public history"
        ordering = ("seq",)
        indexes = (models.Index(name="edition_by_record", fields=["record_type", "record_id", "revision"]),)
        constraints = (
            models.UniqueConstraint(name="edition_revision_is_unique", fields=["record_type", "record_id", "revision"]),
            models.CheckConstraint(
                name="edition_has_a_document_unless_gone",
                condition=Q(op__in=["ADD", "MOD"], document__isnull=False) | Q(op__in=["DEL", "MERGE"], document__isnull=True),
            ),
            models.CheckConstraint(
                name="edition_merge_names_the_survivor",
                condition=Q(op="MERGE") & ~Q(merged_into="") | ~Q(op="MERGE") & Q(merged_into=""),
            ),
            models.CheckConstraint(name="edition_withdrawal_has_a_reason", condition=~Q(op="DEL") | ~Q(reason="")),
            models.CheckConstraint(name="edition_names_who_decided", condition=~Q(who="")),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.record_type} {self.record_id} r{self.revision}"
