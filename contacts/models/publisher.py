"""Who publishes reports, and what a report goes back to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from contacts.models.base import Publishable, record_permissions, slug_rule
from contacts.vocabulary import PublisherKind, RecordType, StateAffiliation


class Publisher(Publishable):
    """A house that publishes reports."""

    record_type = RecordType.PUBLISHER

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PublisherKind.choices, default=PublisherKind.OTHER)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, empty when not certain.")
    state_affiliated = models.CharField(max_length=10, choices=StateAffiliation.choices, default=StateAffiliation.UNKNOWN)
    owner_group = models.CharField(max_length=200, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ("name", "pk")
        permissions = record_permissions("publisher", "publishers")
        constraints = (
            models.CheckConstraint(name="publisher_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="publisher_country_is_two_capitals", condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$")),
        )

    def __str__(self) -> str:
        return self.name


class OriginManager(models.Manager["Origin"]):
    """Finds an origin by its slug."""

    def get_by_natural_key(self, slug: str) -> "Origin":
        """Return the origin with this slug. Raises: Origin.DoesNotExist."""
        return self.get(slug=slug)


class Origin(models.Model):
    """What several reports go back to: one agency text, one readout, one broadcast. Reports of one origin count once."""

    slug = models.CharField(max_length=160, unique=True, validators=[slug_rule])
    label = models.CharField(max_length=200)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="origins")

    objects: ClassVar[OriginManager] = OriginManager()

    class Meta:
        ordering = ("label", "pk")
        constraints = (models.CheckConstraint(name="origin_has_a_label", condition=~Q(label="")),)

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str]:
        """Return what identifies the origin in fixtures: its slug."""
        return (self.slug,)
