"""Published texts that document contacts."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contacts.dates import BadDate, parse
from contacts.ids import new_id
from contacts.models.base import record_permissions
from contacts.models.publisher import Origin, Publisher
from contacts.vocabulary import BEARS_ON, RecordType, ReportKind, Role

if TYPE_CHECKING:
    from contacts.models.contact import Contact


class ReportState(models.TextChoices):
    """Where a report stands on its way to the record."""

    DRAFT = "draft", "Draft"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class ReportManager(models.Manager["Report"]):
    """Finds a report by its address."""

    def get_by_natural_key(self, key: str) -> "Report":
        """Return the report with this canonical URL, or `id:` and its public id. Raises: Report.DoesNotExist."""
        if key.startswith("id:"):
            return self.get(public_id=key.removeprefix("id:"))
        return self.get(url=key)


class Report(models.Model):
    """One published text: a readout, a news story, a wire copy, a transcript, a book."""

    record_type: ClassVar[str] = RecordType.REPORT

    public_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    url = models.URLField("canonical URL", max_length=1000, unique=True, null=True, blank=True)
    title = models.CharField("headline", max_length=500, blank=True, help_text="As printed. Empty when the headline was not seen.")
    description = models.CharField(max_length=500, blank=True, help_text="Ours, for a report whose headline was not seen.")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="reports")
    origin = models.ForeignKey(Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    published = models.CharField(max_length=30, blank=True, help_text="EDTF, such as 2017-11-21. Empty when not known.")
    language = models.CharField(max_length=12, default="en", help_text="BCP 47.")
    kind = models.CharField(max_length=20, choices=ReportKind.choices, default=ReportKind.NEWS_REPORT)
    role = models.CharField(max_length=24, choices=Role.choices, default=Role.ORIGINAL_REPORTING)
    author = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    decided_by = models.CharField(max_length=150, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    internal_note = models.TextField(blank=True, help_text="Seen by editors only.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[ReportManager] = ReportManager()

    class Meta:
        ordering = ("-pk",)
        permissions = (*record_permissions("report", "reports"), ("review_report", "Can accept and reject reports"))
        constraints = (
            models.CheckConstraint(name="report_can_be_told_apart", condition=Q(url__isnull=False) | ~Q(title="") | ~Q(description="")),
            models.CheckConstraint(name="report_url_is_absent_not_empty", condition=Q(url__isnull=True) | ~Q(url="")),
            models.CheckConstraint(
                name="report_accepted_only_after_a_decision",
                condition=~Q(state="accepted") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title or self.description or 'no headline seen'}"

    def natural_key(self) -> tuple[str]:
        """Return what identifies the report in fixtures: its URL, or its id where it has none."""
        return (self.url or f"id:{self.public_id}",)

    natural_key.dependencies = ["contacts.publisher", "contacts.origin"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a publication date that is no date. Raises: ValidationError."""
        try:
            if self.published:
                parse(self.published)
        except BadDate as error:
            raise ValidationError({"published": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the report. An empty URL is stored as absent. Raises: BadDate."""
        self.url = self.url or None
        if self.published:
            parse(self.published)
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def about(self) -> "Contact | None":
        """Return the one contact that people have linked the report to as what it is about; None if there is none, or several.

        Queries: 1.
        """
        links = list(self.contact_links.filter(relation__in=BEARS_ON).select_related("contact")[:2])
        return links[0].contact if len(links) == 1 else None
