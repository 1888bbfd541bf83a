"""Many rows in and out: import and export of a list, and one value for the rows chosen in it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone

from contacts.actions import rights
from contacts.actions.bulk import propose_edit, propose_import
from contacts.actions.errors import CannotDecide
from contacts.admin.base import CARRIED, DeskAdmin, answers
from contacts.admin.bulkforms import EditForm, ImportForm
from contacts.admin.outcomes import name_of
from contacts.models import BulkChange
from contacts.sheets import workbook
from contacts.sheets.cells import BadSheet
from contacts.sheets.columns import SHEETS, SheetOf
from contacts.sheets.exporting import cells, csv_lines
from contacts.sheets.reading import MAX_BYTES, MAX_ROWS

NAMED = 20
"""How many of the chosen rows the page of a bulk edit names."""


def may_import(user: Any, model: type[Any]) -> bool:
    """Return whether somebody may import rows of a model: to add and change them, and to change many at once."""
    return may_edit(user, model) and rights.may(user, "add", model)


def may_edit(user: Any, model: type[Any]) -> bool:
    """Return whether somebody may give one value to many rows of a model."""
    return rights.may(user, "add", BulkChange) and rights.may(user, "change", model)


class BulkDesk(DeskAdmin):
    """Mixin for the admin of a model that has a sheet: stands before the other classes."""

    change_list_template = "admin/bulk_change_list.html"

    @property
    def sheet(self) -> SheetOf:
        """The sheet of the model."""
        return SHEETS[str(self.opts.model_name)]

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of import and export."""
        return [
            self.named("import/", self.import_view, "import"),
            self.named("export.csv", self.export_csv, "export_csv"),
            self.named("export.xlsx", self.export_xlsx, "export_xlsx"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Return the list with the ways in and out."""
        found = {"import_url": self.address("import") if may_import(request.user, self.model) else ""}
        found |= {"export_csv_url": self.address("export_csv"), "export_xlsx_url": self.address("export_xlsx")}
        return super().changelist_view(request, {**found, **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list, with that of changing a field where the editor may."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and may_edit(request.user, self.model):
            actions["bulk_edit"] = (_bulk_edit, "bulk_edit", f"Change one field of selected {self.opts.verbose_name_plural}")
        return actions

    # In

    def import_view(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for a file; keep it and go on to what it would change."""
        if not may_import(request.user, self.model):
            raise PermissionDenied
        form = ImportForm(answers(request), request.FILES if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            try:
                change = propose_import(
                    of=self.sheet,
                    content=data["file"].read(),
                    file_name=data["file"].name,
                    by=name_of(request),
                    reason=data["reason"],
                    encoding=data["encoding"],
                    decided_too=data["decided_too"],
                )
                return self._to(change)
            except CannotDecide as refusal:
                form.add_error("file", str(refusal))
        return self.page(
            request,
            "admin/bulk_import.html",
            title=f"Import {self.opts.verbose_name_plural}",
            form=form,
            sheet=self.sheet,
            max_rows=MAX_ROWS,
            max_megabytes=MAX_BYTES // 1_000_000,
            export_csv_url=self.address("export_csv"),
            export_xlsx_url=self.address("export_xlsx"),
            media=self.media + form.media,
        )

    def edit_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Ask which field of the chosen rows is to hold what; keep that and go on to what it would change."""
        if not may_edit(request.user, self.model):
            raise PermissionDenied
        form = EditForm(answers(request), of=self.sheet)
        rows = list(queryset[: MAX_ROWS + 1])
        if form.is_bound and form.is_valid():
            try:
                return self._to(propose_edit(of=self.sheet, rows=rows, by=name_of(request), **form.cleaned_data))
            except CannotDecide as refusal:
                self.message_user(request, f"{refusal} Nothing was changed.", messages.ERROR)
                return None
        more = len(rows) - NAMED
        return self.ask(
            request,
            title=f"Change one field of {len(rows):,} {self.opts.verbose_name_plural}",
            form=form,
            button="Show what would change",
            rows=rows[:NAMED],
            note=f"… and {more:,} more." if more > 0 else "",
            carried=[(name, value) for name in CARRIED for value in request.POST.getlist(name)],
        )

    def _to(self, change: BulkChange) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:contacts_bulkchange_change", args=[change.pk]))

    # Out

    def export_csv(self, request: HttpRequest) -> HttpResponseBase:
        """Return the list under its present filters as CSV, as it is read from the database."""
        lines = csv_lines(list(self.sheet.columns), cells(self.sheet, self._listed(request)))
        return StreamingHttpResponse(
            (line.encode() for line in lines),
            content_type="text/csv; charset=utf-8",
            headers=self._attached("csv"),
        )

    def export_xlsx(self, request: HttpRequest) -> HttpResponseBase:
        """Return the list under its present filters as a workbook."""
        try:
            content = workbook.write(str(self.opts.verbose_name_plural), list(self.sheet.columns), cells(self.sheet, self._listed(request)))
        except BadSheet as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(f"{self.address('changelist')}?{request.GET.urlencode()}")
        return HttpResponse(content, content_type=workbook.CONTENT_TYPE, headers=self._attached("xlsx"))

    def _listed(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the list shows under the filters and the search of this address, on all its pages."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows: QuerySet[Any] = self.get_changelist_instance(request).get_queryset(request)
        return rows.select_related(None)

    def _attached(self, kind: str) -> dict[str, str]:
        name = f"{self.opts.verbose_name_plural}-{timezone.now():%Y-%m-%d}.{kind}".replace(" ", "-")
        return {"Content-Disposition": f'attachment; filename="{name}"'}


def _bulk_edit(desk: BulkDesk, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
    return desk.edit_selected(request, queryset)
