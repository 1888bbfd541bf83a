"""Origins: what several reports go back to."""

from django.contrib import admin

from contacts.admin.base import DeskAdmin
from contacts.models import Origin


@admin.register(Origin)
class OriginAdmin(DeskAdmin):
    """All origins. They are published inside the reports that go back to them."""

    shown = ("publisher",)
    list_display = ("label", "publisher", "slug")
    search_fields = ("label", "slug", "publisher__name")
    autocomplete_fields = ("publisher",)
    prepopulated_fields = {"slug": ("label",)}
    fields = ("label", "slug", "publisher")
