"""Imports and bulk edits: one row is one change of many rows of the workshop, which can be undone as one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class BulkKind(models.TextChoices):
    """How many rows are changed at once."""

    IMPORT = "import", "Import"
    EDIT = "edit", "Bulk edit"


class BulkState(models.TextChoices):
    """Where a bulk change stands."""

    PROPOSED = "proposed", "Not carried out"
    APPLIED = "applied", "Carried out"
    PARTLY = "partly", "Undone in part"
    UNDONE = "undone", "Undone"


class BulkChange(models.Model):
    """Who changed which rows at once, when, from which file and why. `content` is kept until it is carried out."""

    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    row_model = models.CharField("of", max_length=30, help_text="Name of the model whose rows are changed.")
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.PROPOSED)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    decided_too = models.BooleanField("rows decided on, too", default=False)
    content = models.BinaryField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager["BulkChange"]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="bulk_change_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="bulk_change_waits_with_its_content",
                condition=Q(state="proposed", content__isnull=False) | (~Q(state="proposed") & Q(content__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.file_name or self.reason[:60]}"


class BulkRow(models.Model):
    """One row that a bulk change made or changed: all its columns before (none where it was made) and after."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Row of the sheet, as a spreadsheet numbers it.")
    row_pk = models.BigIntegerField()
    label = models.CharField(max_length=1000)
    changes = models.JSONField(help_text="Column, text before, text after, for readers.")
    before = models.JSONField(null=True)
    after = models.JSONField()
    undone = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["BulkRow"]] = models.Manager()

    class Meta:
        ordering = ("number", "pk")
        constraints = (models.UniqueConstraint(name="bulk_change_has_a_row_once", fields=["change", "row_pk"]),)

    def __str__(self) -> str:
        return f"row {self.number}: {self.label}"

    @property
    def made(self) -> bool:
        """Whether the change made the row."""
        return self.before is None
