"""Reports: the published texts that document contacts."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest

from contacts.admin.base import DeskInline
from contacts.admin.bulk import BulkDesk
from contacts.admin.claim import claims_table
from contacts.admin.forms import ReportLinks
from contacts.admin.record import InRecordFilter, RecordAdmin
from contacts.admin.review import ReviewAdmin
from contacts.models import Report, ReportLink, ReportState


class ContactOfReportInline(DeskInline):
    """The contacts that a report bears on."""

    model = ReportLink
    formset = ReportLinks
    shown = ("contact", "report__publisher")
    autocomplete_fields = ("contact",)
    verbose_name_plural = "Contacts"


@admin.register(Report)
class ReportAdmin(BulkDesk, ReviewAdmin, RecordAdmin):
    """All reports, drafts first."""

    shown = ("publisher", "origin")
    record_fields = ("in_record", "waiting", "public_id")
    list_display = ("published", "publisher", "headline", "kind", "role", "language", "state", "revision")
    list_display_links = ("headline",)
    list_filter = ("state", "kind", "role", InRecordFilter)
    search_fields = ("title", "description", "url", "publisher__name", "author", "public_id")
    search_help_text = "Words of the headline, the publisher or the address."
    ordering = (Case(When(state=ReportState.DRAFT, then=0), default=1), "-pk")
    actions = ("accept_selected", "reject_selected", "publish_selected", "withdraw_selected")
    autocomplete_fields = ("publisher", "origin")
    readonly_fields = ("decided_by", "decided_at")
    inlines = (ContactOfReportInline,)
    fieldsets = (
        (None, {"fields": ("url", "title", "description", "publisher", "origin")}),
        ("About the text", {"fields": (("kind", "role"), ("published", "language"), "author")}),
        ("Decision", {"fields": ("state", "decided_by", "decided_at", "internal_note")}),
    )

    @admin.display(description="headline", ordering="title")
    def headline(self, report: Report) -> str:
        """The headline, or what stands for one."""
        return report.title or report.description or report.url or "no headline seen"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return the fields that decisions set; a public report leaves the record by being withdrawn."""
        fields = super().get_readonly_fields(request, obj)
        entry = self.entry_of(obj) if obj is not None else None
        return tuple(dict.fromkeys((*fields, "state"))) if entry is not None and entry.document is not None else fields

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the form with a table of the report's claims."""
        row = kwargs.get("obj")
        if row is not None and request.user.has_perm("contacts.view_claim"):
            context.update(claims=claims_table(row.claims.all()), claims_of="report")
        return super().render_change_form(request, context, *args, **kwargs)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Return the reports that a search finds; a search box does not offer rejected ones."""
        rows, distinct = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            rows = rows.exclude(state=ReportState.REJECTED)
        return rows, distinct
