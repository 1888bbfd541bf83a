"""Publishers: who puts out reports."""

from django.contrib import admin

from contacts.admin.bulk import BulkDesk
from contacts.admin.record import InRecordFilter, RecordAdmin
from contacts.models import Publisher


@admin.register(Publisher)
class PublisherAdmin(BulkDesk, RecordAdmin):
    """All publishers by name."""

    list_display = ("name", "kind", "country", "state_affiliated", "owner_group", "slug", "revision")
    list_filter = ("kind", "state_affiliated", InRecordFilter)
    search_fields = ("name", "slug", "aliases__icontains", "homepage", "owner_group", "public_id")
    search_help_text = "A name, another name, the owner or the home page."
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "aliases", "homepage")}),
        ("Who stands behind it", {"fields": (("kind", "country"), "state_affiliated", "owner_group")}),
    )
