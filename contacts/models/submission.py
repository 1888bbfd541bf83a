"""What is handed in, what the machine makes of it, and the dated copies that passages point into.

A submission's row is the truth about the job; a message to a worker only says that there may be something to do.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contacts.ids import new_id
from contacts.models.claim import Claim
from contacts.models.contact import Contact
from contacts.models.report import Report
from contacts.vocabulary import Property, Speaker


class Capture(models.Model):
    """A dated private copy of a report's text. Captures over time show silent edits; they are never published."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="captures")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    sketch = ArrayField(models.IntegerField(), default=list, editable=False, help_text="By which copies are found; see ingest/origin.py.")
    content_type = models.CharField(max_length=100, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When the same text was last found there.")

    objects: ClassVar[models.Manager["Capture"]] = models.Manager()

    class Meta:
        ordering = ("-fetched_at", "-pk")
        indexes = (GinIndex(fields=["sketch"], name="captures_by_sketch"),)
        constraints = (
            models.UniqueConstraint(name="capture_is_kept_once", fields=["report", "sha256"]),
            models.CheckConstraint(name="capture_has_a_text", condition=~Q(text="")),
            models.CheckConstraint(name="capture_seen_not_before_fetched", condition=Q(seen_at__gte=F("fetched_at"))),
        )

    def __str__(self) -> str:
        return f"{self.report}, {self.fetched_at:%Y-%m-%d}"


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Being read"
    DONE = "done", "Read"
    FAILED = "failed", "Failed"


class Verdict(models.TextChoices):
    """What the machine takes a report to be."""

    REPORTS = "reports", "Reports a known contact"
    ANNOUNCEMENT = "announcement", "Announces a contact"
    MENTIONS = "mentions", "Mentions known contacts"
    NEW = "new", "Reports a contact that is not in the record"
    NONE = "none", "Is about no contact"


class Submission(models.Model):
    """A URL or a pasted text on its way to become a report."""

    public_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    url = models.URLField(max_length=1000, blank=True)
    pasted = models.TextField("pasted text", blank=True)
    published = models.CharField(max_length=30, blank=True, help_text="EDTF, where the sender knows the day of publication.")
    submitted_by = models.CharField(max_length=150)
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)

    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.QUEUED, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    run_after = models.DateTimeField(default=timezone.now, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    error = models.TextField(blank=True, editable=False)

    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="submissions", editable=False)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True, editable=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="submissions", editable=False)
    outcome = models.JSONField(default=dict, editable=False, help_text="What the run found, as `ingest --json` prints it.")
    counts = models.JSONField(default=dict, editable=False, help_text="Suggestions created, updated, unchanged.")

    objects: ClassVar[models.Manager["Submission"]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(name="submissions_to_run", fields=["run_after"], condition=Q(state__in=["queued", "running"])),
            models.Index(name="submissions_failed", fields=["finished_at"], condition=Q(state="failed")),
        )
        constraints = (
            models.CheckConstraint(name="submission_has_an_address_or_a_text", condition=~Q(url="") | ~Q(pasted="")),
            models.CheckConstraint(name="submission_failed_says_why", condition=~Q(state="failed") | ~Q(error="")),
            models.CheckConstraint(name="submission_running_has_a_lease", condition=~Q(state="running") | Q(lease_until__isnull=False)),
            models.CheckConstraint(
                name="submission_ended_says_when",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.url or f"pasted text, {self.submitted_at:%Y-%m-%d %H:%M}"


class SuggestionState(models.TextChoices):
    """What a person made of a suggestion."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "No longer suggested"


class Suggestion(models.Model):
    """One claim that the machine reads in a report. It becomes a claim when a person accepts it, and is nothing before."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="suggestions")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions")
    property = models.CharField(max_length=16, choices=Property.choices)
    value = models.JSONField(default=dict, blank=True)
    speaker = models.CharField(max_length=20, choices=Speaker.choices)
    person_slug = models.CharField(max_length=120, blank=True)
    passage_exact = models.TextField()
    passage_prefix = models.CharField(max_length=200, blank=True)
    passage_suffix = models.CharField(max_length=200, blank=True)
    score = models.FloatField()
    why = models.TextField()
    key = models.CharField(max_length=64, editable=False, help_text="Property, value, speaker, person and passage, hashed.")
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestion")
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Suggestion"]] = models.Manager()

    class Meta:
        ordering = ("pk",)
        permissions = (("decide_suggestion", "Can accept suggestions and put them aside"),)
        indexes = (models.Index(name="suggestions_open", fields=["report"], condition=Q(state="open")),)
        constraints = (
            models.UniqueConstraint(name="suggestion_is_made_once", fields=["report", "key"]),
            models.CheckConstraint(name="suggestion_points_at_words", condition=~Q(passage_exact="")),
            models.CheckConstraint(name="suggestion_score_is_a_share", condition=Q(score__gte=0, score__lte=1)),
            models.CheckConstraint(
                name="suggestion_decided_by_somebody",
                condition=Q(state__in=["open", "withdrawn"]) | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}, {self.get_property_display().lower()}"
