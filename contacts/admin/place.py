"""Places: countries, regions, cities and venues."""

from django.contrib import admin

from contacts.admin.bulk import BulkDesk
from contacts.admin.record import InRecordFilter, RecordAdmin
from contacts.models import Place


@admin.register(Place)
class PlaceAdmin(BulkDesk, RecordAdmin):
    """All places by name."""

    shown = ("parent",)
    list_display = ("name", "name_ru", "kind", "parent", "country", "latitude", "longitude", "revision")
    list_filter = ("kind", InRecordFilter)
    search_fields = ("name", "name_ru", "slug", "country", "public_id")
    search_help_text = "A name in either language, or the two letters of a country."
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": (("name", "name_ru"), "slug", "kind", ("parent", "country"))}),
        (
            "On the map",
            {"fields": (("latitude", "longitude"), "wikidata"), "description": "Decimal degrees (WGS 84); give both or neither."},
        ),
    )
