"""People and places."""

from django.db import models
from django.db.models import Q

from contacts.models.base import Publishable, record_permissions
from contacts.vocabulary import PlaceKind, RecordType, Side


class Person(Publishable):
    """Somebody who took part in a contact or spoke about one."""

    record_type = RecordType.PERSON

    name = models.CharField(max_length=120)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    side = models.CharField(max_length=20, choices=Side.choices, default=Side.OTHER)
    description = models.TextField(blank=True)
    wikidata = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "people"
        ordering = ("name", "pk")
        permissions = record_permissions("person", "people")
        constraints = (models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),)

    def __str__(self) -> str:
        return self.name


class Place(Publishable):
    """A country, region, city or venue. Coordinates are decimal degrees (WGS 84)."""

    record_type = RecordType.PLACE

    name = models.CharField(max_length=120)
    name_ru = models.CharField("name in Russian", max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("name", "pk")
        permissions = record_permissions("place", "places")
        constraints = (
            models.CheckConstraint(name="place_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="place_country_is_two_capitals", condition=Q(country__regex=r"^[A-Z]{2}$")),
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="place_coordinates_are_on_the_globe",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        )

    def __str__(self) -> str:
        return self.name
