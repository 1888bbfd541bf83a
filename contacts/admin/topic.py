"""Topics: a small tree of what was talked about."""

from django.contrib import admin

from contacts.admin.bulk import BulkDesk
from contacts.admin.record import InRecordFilter, RecordAdmin
from contacts.models import Topic


@admin.register(Topic)
class TopicAdmin(BulkDesk, RecordAdmin):
    """All topics by name."""

    shown = ("parent",)
    list_display = ("name", "name_ru", "parent", "slug", "revision")
    list_filter = (InRecordFilter,)
    search_fields = ("name", "name_ru", "slug", "aliases__icontains", "public_id")
    search_help_text = "A name in either language, or another word for it."
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": (("name", "name_ru"), "slug", "parent", "description", "aliases")}),
        ("In other vocabularies", {"fields": ("wikidata", "iptc", "plover_context")}),
    )
