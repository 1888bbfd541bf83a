"""Contacts, and the links between contacts and reports."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import ExtractDay, ExtractMonth
from django.utils import timezone

from contacts.dates import BadDate, parse
from contacts.models.base import Publishable, record_permissions
from contacts.models.people import Place
from contacts.models.report import Report
from contacts.vocabulary import Kind, Link, RecordType, Relation

DAYS = Func("earliest", "latest", Value("[]"), function="daterange", output_field=DateRangeField())
"""The days on which a contact may have been, as a range that an index answers."""

WORDS = SearchVector("kind", "title", "summary", config="simple")
"""The words of a contact's title and summary as they stand, with its kind, for an index."""


class ReviewState(models.TextChoices):
    """Where a contact stands on the desk. What is published is for the record to say."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    READY = "ready", "Ready"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another"


class Contact(Publishable):
    """One contact between the two principals, as the desk sees it.

    `date` is EDTF; `earliest` and `latest` are its bounds, set on saving. The status is not here: it is computed from claims.
    """

    record_type = RecordType.CONTACT

    kind = models.CharField(max_length=20, choices=Kind.choices)
    date = models.CharField(max_length=40, help_text="EDTF: 2017-11-21, 2019-08, 2021, 2017/2021, 2019-12~.")
    earliest = models.DateField(editable=False)
    latest = models.DateField(editable=False)
    title = models.CharField(max_length=300, help_text="A short neutral headline of our own.")
    summary = models.TextField(blank=True, help_text="Two to four sentences of our own.")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    occasion = models.CharField(max_length=200, blank=True, help_text="For example: G20 summit.")
    reports = models.ManyToManyField(Report, through="ReportLink", related_name="contacts")
    related = models.ManyToManyField("self", through="ContactLink", symmetrical=False, related_name="related_from")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    sensitive = models.BooleanField(
        "private",
        default=False,
        help_text="Touches on somebody's private life: a second person approves every claim before it is published.",
    )
    claimed_by = models.CharField("worked on by", max_length=150, blank=True, editable=False)
    claimed_at = models.DateTimeField("since", null=True, blank=True, editable=False)
    retraction_reason = models.TextField(blank=True, help_text="Set when the record no longer stands by this contact; shown to readers.")
    internal_note = models.TextField(blank=True, help_text="Seen by editors only.")

    class Meta:
        ordering = ("-latest", "-pk")
        permissions = (*record_permissions("contact", "contacts"), ("review_contact", "Can make contacts ready or send them back"))
        indexes = (
            GistIndex(DAYS, name="contacts_by_days"),
            models.Index(fields=["latest", "earliest"], name="contacts_of_no_single_day", condition=Q(latest__gt=F("earliest"))),
            models.Index(fields=["earliest", "kind"], name="contacts_by_first_day"),
            models.Index(fields=["place", "kind"], name="contacts_by_place_and_kind"),
            models.Index(ExtractMonth("earliest"), ExtractDay("earliest"), name="contacts_by_day_of_year"),
            GinIndex(WORDS, name="contacts_by_words"),
            models.Index(name="contacts_by_state", fields=["state", "state_since"]),
            models.Index(name="contacts_private", fields=["id"], condition=Q(sensitive=True)),
            models.Index(name="contacts_worked_on", fields=["claimed_by"], condition=~Q(claimed_by="")),
        )
        constraints = (
            models.CheckConstraint(name="contact_earliest_not_after_latest", condition=Q(earliest__lte=F("latest"))),
            models.CheckConstraint(name="contact_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="contact_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="contact_worked_on_by_somebody_since_some_day",
                condition=Q(claimed_by="", claimed_at__isnull=True) | (~Q(claimed_by="") & Q(claimed_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.slug}: {self.title}"

    def clean(self) -> None:
        """Refuse a date that is no date. Raises: ValidationError."""
        try:
            parse(self.date)
        except BadDate as error:
            raise ValidationError({"date": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the contact with the bounds of its date. Raises: BadDate."""
        when = parse(self.date)
        self.earliest, self.latest = when.earliest, when.latest
        super().save(*args, **kwargs)


class ReportLinkManager(models.Manager["ReportLink"]):
    """Finds a link by its two ends."""

    def get_by_natural_key(self, contact: str, report: str) -> "ReportLink":
        """Return the link between a contact (slug) and a report (URL). Raises: ReportLink.DoesNotExist."""
        return self.get(contact=Contact.objects.get_by_natural_key(contact), report=Report.objects.get_by_natural_key(report))


class ReportLink(models.Model):
    """A report reports, mentions or announces a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="report_links")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="contact_links")
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.REPORTS)

    objects = ReportLinkManager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="report_bears_on_a_contact_once", fields=["contact", "report"]),)

    def __str__(self) -> str:
        return f"{self.report} {self.relation} {self.contact}"

    def natural_key(self) -> tuple[str, str]:
        """Return what identifies the link in fixtures: the contact's slug and the report's URL."""
        return (*self.contact.natural_key(), *self.report.natural_key())

    natural_key.dependencies = ["contacts.contact", "contacts.report"]  # type: ignore[attr-defined]


class ContactLinkManager(models.Manager["ContactLink"]):
    """Finds a link by its two ends."""

    def get_by_natural_key(self, contact: str, earlier: str) -> "ContactLink":
        """Return the link between two contacts (slugs). Raises: ContactLink.DoesNotExist."""
        return self.get(contact=Contact.objects.get_by_natural_key(contact), other=Contact.objects.get_by_natural_key(earlier))


class ContactLink(models.Model):
    """A contact follows up, replaces, refers to or belongs to another."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links_from")
    relation = models.CharField(max_length=12, choices=Link.choices, default=Link.REFERS_TO)

    objects = ContactLinkManager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="contacts_are_linked_once", fields=["contact", "other"]),
            models.CheckConstraint(name="contact_is_not_linked_to_itself", condition=~Q(contact=F("other"))),
        )

    def __str__(self) -> str:
        return f"{self.contact.slug} {self.relation} {self.other.slug}"

    def natural_key(self) -> tuple[str, str]:
        """Return what identifies the link in fixtures: the slugs of both contacts."""
        return (*self.contact.natural_key(), *self.other.natural_key())

    natural_key.dependencies = ["contacts.contact"]  # type: ignore[attr-defined]
