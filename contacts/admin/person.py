"""People who took part in contacts or spoke about them."""

from django.contrib import admin

from contacts.admin.bulk import BulkDesk
from contacts.admin.record import InRecordFilter, RecordAdmin
from contacts.models import Person


@admin.register(Person)
class PersonAdmin(BulkDesk, RecordAdmin):
    """All people by name."""

    list_display = ("name", "name_ru", "side", "slug", "revision")
    list_filter = ("side", InRecordFilter)
    search_fields = ("name", "name_ru", "slug", "description", "public_id")
    search_help_text = "A name in either language, or a word of the description."
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = ((None, {"fields": (("name", "name_ru"), "slug", "side", "description", "wikidata")}),)
