"""What readers send: corrections and tips, what editors answer, and each step on the way. Never published.

Name, e-mail address and the scrambled network address of a sender are deleted by `contacts.tips.forget`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from contacts.models.contact import Contact
from contacts.models.submission import Submission
from contacts.vocabulary import RecordType


class TipKind(models.TextChoices):
    """What the sender says of the record."""

    WRONG = "wrong", "Something is wrong"
    MISSING = "missing", "Something is missing"


class TipState(models.TextChoices):
    """Where a tip stands; its sender sees these words."""

    RECEIVED = "received", "Received"
    LOOKING = "looking", "Being looked at"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


OPEN = (TipState.RECEIVED, TipState.LOOKING)
"""States of a tip that waits for a decision."""

DECIDED = (TipState.ACCEPTED, TipState.DECLINED)


class TipQuerySet(models.QuerySet["Tip"]):
    """Readings of the tips."""

    def open(self) -> "TipQuerySet":
        """Those that wait for a decision."""
        return self.filter(state__in=OPEN)


class Tip(models.Model):
    """One correction or tip of a reader.

    `link_hash` is the SHA-256 of the token in the sender's private link: the token itself is nowhere kept. `sender` is a
    keyed hash of the network address. `edition` is the seq of the edition that came of the tip.
    """

    link_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=TipKind.choices)
    about_type = models.CharField(max_length=10, choices=RecordType.choices, blank=True)
    about_id = models.CharField("about", max_length=10, blank=True, help_text="The public id of the record that the sender named.")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The contact that it bears on."
    )
    text = models.TextField()
    source = models.URLField(max_length=1000, blank=True)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField("e-mail", blank=True)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    text_hash = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField("received", default=timezone.now, editable=False)

    state = models.CharField(max_length=8, choices=TipState.choices, default=TipState.RECEIVED, editable=False)
    taken_by = models.CharField(max_length=150, blank=True, editable=False)
    answer = models.TextField(blank=True, editable=False, help_text="What the sender was told last.")
    decided_by = models.CharField(max_length=150, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    edition = models.BigIntegerField(null=True, editable=False)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    internal_note = models.TextField(blank=True, help_text="Seen by editors only.")

    objects = TipQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(name="tips_by_sender", fields=["sender", "received_at"], condition=~Q(sender="")),
            models.Index(name="tips_by_text", fields=["text_hash", "received_at"]),
            models.Index(name="tips_that_wait", fields=["received_at"], condition=Q(state__in=["received", "looking"])),
        )
        constraints = (
            models.CheckConstraint(name="tip_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="tip_decided_by_somebody",
                condition=Q(state__in=["received", "looking"], decided_at__isnull=True, decided_by="")
                | (Q(state__in=["accepted", "declined"], decided_at__isnull=False) & ~Q(decided_by="")),
            ),
            models.CheckConstraint(name="tip_declined_says_why", condition=~Q(state="declined") | ~Q(answer="")),
            models.CheckConstraint(name="tip_edition_came_of_accepting", condition=Q(edition__isnull=True) | Q(state="accepted")),
            models.CheckConstraint(
                name="tip_is_about_a_record_or_none",
                condition=Q(about_type="", about_id="") | (~Q(about_type="") & ~Q(about_id="")),
            ),
        )

    def __str__(self) -> str:
        # Kept in the log of the desk for good, so it holds nothing of the sender.
        return f"tip {self.pk} of {self.received_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the tip waits for a decision."""
        return self.state in OPEN


class Step(models.TextChoices):
    """What happened to a tip."""

    RECEIVED = "received", "Received"
    LOOKING = "looking", "Being looked at"
    ANSWERED = "answered", "Answered"
    HANDED_IN = "handed-in", "Address handed in"
    ACCEPTED = "accepted", "Accepted"
    CREDITED = "credited", "Edition named"
    DECLINED = "declined", "Declined"
    REOPENED = "reopened", "Opened again"


class TipStep(models.Model):
    """One step of a tip. `answer` is for the sender, `note` for editors."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=150, blank=True, help_text="The editor; empty for the sender.")
    answer = models.TextField("told to the sender", blank=True)
    note = models.TextField("note", blank=True)

    objects: ClassVar[models.Manager["TipStep"]] = models.Manager()

    class Meta:
        verbose_name = "step"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at:%Y-%m-%d %H:%M}"
