"""What one speaker says about one contact in one report."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contacts.dates import BadDate, parse
from contacts.ids import new_id
from contacts.models.contact import Contact
from contacts.models.people import Person, Place
from contacts.models.report import Report
from contacts.models.topic import Topic
from contacts.vocabulary import SENSITIVE, Initiator, Kind, Property, Qualifier, Rank, Speaker


class ClaimState(models.TextChoices):
    """What a person decided about a claim."""

    SUGGESTED = "suggested", "Suggested"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class PassageState(models.TextChoices):
    """How the passage stands to the capture of its report."""

    NONE = "none", "No passage yet"
    QUOTED = "quoted", "Quoted, no capture to check it in"
    LOCATED = "located", "Found in the capture"
    LOST = "lost", "No longer in the capture"


VALUE_FIELDS: dict[str, tuple[str, ...]] = {
    Property.TOPIC: ("topic",),
    Property.NOT_DISCUSSED: ("topic",),
    Property.KIND: ("kind",),
    Property.DATE: ("date",),
    Property.CLOCK_TIME: ("date", "time", "zone"),
    Property.DURATION: ("minutes", "qualifier"),
    Property.INITIATOR: ("initiator",),
    Property.PLACE: ("place",),
    Property.PARTICIPANT: ("participant",),
    Property.OUTCOME: ("text",),
    Property.QUOTE: ("text",),
}
"""Which columns carry the value of each property; the others stay empty. Properties not named carry none."""

APPROVED_FIELDS: tuple[str, ...] = (
    *("contact_id", "report_id", "property", "speaker", "person_id", "note", "passage_exact"),
    *("topic_id", "kind", "date", "time", "zone", "minutes", "qualifier", "initiator", "place_id"),
    *("participant_id", "office", "part", "text"),
)
"""What a second person approves. An approval lapses when one of these changes."""

_EMPTY: dict[str, Q] = {
    "topic": Q(topic__isnull=True),
    "kind": Q(kind=""),
    "date": Q(date=""),
    "time": Q(time__isnull=True),
    "zone": Q(zone=""),
    "minutes": Q(minutes__isnull=True),
    "qualifier": Q(qualifier=""),
    "initiator": Q(initiator=""),
    "place": Q(place__isnull=True),
    "participant": Q(participant__isnull=True),
    "text": Q(text=""),
}


def _value_fits_property() -> Q:
    """Return the rule that a claim fills the columns of its property and no others."""
    rule = Q(pk__isnull=True)
    for name in Property.values:
        wanted = VALUE_FIELDS.get(name, ())
        fits = Q(property=name)
        for column, empty in _EMPTY.items():
            fits &= ~empty if column in wanted else empty
        rule |= fits
    return rule


class ClaimManager(models.Manager["Claim"]):
    """Finds a claim by its public id."""

    def get_by_natural_key(self, public_id: str) -> "Claim":
        """Return the claim with this public id. Raises: Claim.DoesNotExist."""
        return self.get(public_id=public_id)


class Claim(models.Model):
    """One statement: speaker, property, value, in one report, about one contact."""

    public_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="claims")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="claims")
    property = models.CharField(max_length=16, choices=Property.choices)

    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField("kind of contact", max_length=20, choices=Kind.choices, blank=True)
    date = models.CharField(max_length=40, blank=True, help_text="EDTF.")
    time = models.TimeField("clock time", null=True, blank=True)
    zone = models.CharField("time zone", max_length=40, blank=True, help_text="IANA name, such as Europe/Moscow.")
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Length in minutes.")
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, blank=True)
    initiator = models.CharField(max_length=20, choices=Initiator.choices, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    participant = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="participations")
    office = models.CharField(max_length=200, blank=True, help_text="Office that the participant held at the time.")
    part = models.CharField(max_length=200, blank=True, help_text="Part played, such as: in the Oval Office.")
    text = models.CharField(max_length=400, blank=True, help_text="Outcome in our words, or a short attributed phrase.")

    speaker = models.CharField(max_length=20, choices=Speaker.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    note = models.TextField(blank=True, help_text="What was said about it, in our words.")
    rank = models.CharField(max_length=10, choices=Rank.choices, default=Rank.NORMAL)
    passage_exact = models.TextField("passage", blank=True, help_text="The words of the report that say it.")
    passage_prefix = models.CharField(max_length=200, blank=True)
    passage_suffix = models.CharField(max_length=200, blank=True)
    passage_state = models.CharField(max_length=10, choices=PassageState.choices, default=PassageState.NONE, editable=False)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.SUGGESTED)
    decided_by = models.CharField(max_length=150, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.CharField(max_length=150, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    _approved: tuple[Any, ...] | None = None

    objects: ClassVar[ClaimManager] = ClaimManager()

    class Meta:
        ordering = ("pk",)
        permissions = (("review_claim", "Can accept and reject claims"), ("approve_claim", "Can approve sensitive claims of others"))
        indexes = (
            models.Index(name="claim_by_contact_and_state", fields=["contact", "state"]),
            models.Index(name="claims_suggested", fields=["id"], condition=Q(state="suggested")),
            models.Index(
                name="claims_by_lack_of_passage", fields=["passage_state", "state"], condition=Q(passage_state__in=["none", "lost"])
            ),
            models.Index(
                name="claims_to_approve", fields=["id"], condition=Q(state="accepted", approved_by="", property__in=sorted(SENSITIVE))
            ),
        )
        constraints = (
            models.CheckConstraint(name="claim_value_fits_its_property", condition=_value_fits_property()),
            models.CheckConstraint(name="claim_speaker_is_known", condition=Q(speaker__in=Speaker.values)),
            models.CheckConstraint(name="claim_rank_is_known", condition=Q(rank__in=Rank.values)),
            models.CheckConstraint(name="claim_duration_is_positive", condition=Q(minutes__isnull=True) | Q(minutes__gt=0)),
            models.CheckConstraint(
                name="claim_office_belongs_to_a_participant",
                condition=Q(office="", part="") | Q(participant__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_accepted_only_after_a_decision",
                condition=~Q(state="accepted") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
            models.CheckConstraint(name="claim_without_passage_says_so", condition=~Q(passage_exact="") | Q(passage_state="none")),
            models.CheckConstraint(
                name="claim_approved_by_somebody_on_some_day",
                condition=Q(approved_by="", approved_at__isnull=True) | (~Q(approved_by="") & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(name="claim_approved_only_when_accepted", condition=Q(approved_by="") | Q(state="accepted")),
            models.CheckConstraint(name="claim_approved_by_a_second_person", condition=Q(approved_by="") | ~Q(approved_by=F("decided_by"))),
        )

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}, {self.get_property_display().lower()} ({self.contact.slug})"

    def natural_key(self) -> tuple[str]:
        """Return what identifies the claim in fixtures: its public id."""
        return (self.public_id,)

    natural_key.dependencies = ["contacts.contact", "contacts.report", "contacts.topic", "contacts.person", "contacts.place"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a value that does not fit the property, and a report that does not bear on the contact.

        Raises: ValidationError, field by field.
        """
        errors: dict[str, str] = {}
        wanted = VALUE_FIELDS.get(self.property, ())
        for column in _EMPTY:
            filled = getattr(self, f"{column}_id" if column in ("topic", "place", "participant") else column) not in (None, "")
            if column in wanted and not filled:
                errors[column] = f"“{self.get_property_display()}” needs this."
            elif filled and column not in wanted:
                errors[column] = f"“{self.get_property_display()}” has no such value; leave it empty."
        if self.date:
            try:
                parse(self.date)
            except BadDate as error:
                errors["date"] = str(error)
        if self.contact_id and self.report_id and not self.contact.report_links.filter(report_id=self.report_id).exists():
            errors["report"] = "This report is not linked to the contact; add it to the contact's reports first."
        if errors:
            raise ValidationError(errors)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Remember what was approved, so that the approval lapses with a change of it."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._approved = row._content() if row.__dict__.get("approved_by") else None
        return row

    def _content(self) -> tuple[Any, ...]:
        return tuple(self.__dict__.get(name) for name in APPROVED_FIELDS)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the claim; the passage state follows the passage, and an approval does not outlive what it was given for.

        Raises: BadDate.
        """
        if self.state != ClaimState.ACCEPTED or (self._approved is not None and self._approved != self._content()):
            self.approved_by, self.approved_at = "", None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "approved_by", "approved_at"}
        if self.date:
            parse(self.date)
        if not self.passage_exact:
            self.passage_state = PassageState.NONE
        elif self.passage_state == PassageState.NONE:
            self.passage_state = PassageState.QUOTED
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        self._approved = self._content() if self.approved_by else None
