"""The public history: every edition, for reading only. The log refuses any other way in than the actions."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from contacts.admin.base import DeskAdmin
from contacts.record.edition import Edition


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    """All editions, newest first."""

    list_display = ("seq", "at", "op", "record_type", "record_id", "name", "revision", "fields_changed", "reason", "correction", "who")
    list_filter = ("record_type", "op", "correction")
    search_fields = ("record_id__exact", "reason", "who")
    search_help_text = "The public id of a record, words of the reason, or who decided."
    ordering = ("-seq",)
    fields = (
        ("seq", "at", "who"),
        ("op", "record_type", "record_id", "revision"),
        ("reason", "correction", "merged_into"),
        "fields_changed",
        "text",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the editions with the name of each record, and without the documents: a list need not load those."""
        name = Coalesce(KT("document__title"), KT("document__name"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(called=name).defer("document")
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Return the list under the name that readers know it by."""
        return super().changelist_view(request, {"title": "Public history", **(extra_context or {})})

    @admin.display(description="record")
    def name(self, edition: Any) -> str | None:
        """What the record is called in this edition."""
        called: str | None = edition.called
        return called

    @admin.display(description="changed")
    def fields_changed(self, edition: Edition) -> str:
        """Which fields the edition changed."""
        return ", ".join(field.replace("_", " ") for field in edition.changed)

    @admin.display(description="document")
    def text(self, edition: Edition) -> str:
        """The document as it was published."""
        return format_html("<pre>{}</pre>", json.dumps(edition.document, ensure_ascii=False, indent=2))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds editions by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes an edition."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an edition."""
        return False
