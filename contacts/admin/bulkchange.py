"""Imports and bulk edits: what one would change, the log of those carried out, and undoing one."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from contacts.actions import rights
from contacts.actions.bulk import carry_out, planned
from contacts.actions.errors import CannotDecide
from contacts.actions.undo_bulk import Undoing, undo
from contacts.admin.base import DeskAdmin, answers
from contacts.admin.bulk import may_edit, may_import
from contacts.admin.bulkforms import UndoForm
from contacts.admin.outcomes import name_of
from contacts.models import BulkChange, BulkKind, BulkRow, BulkState
from contacts.sheets.columns import SHEETS
from contacts.sheets.planning import CHANGED, NEW, UNCHANGED, WRONG

ROWS_A_PAGE = 100
FAULTS_SHOWN = 500

OUTCOMES = {WRONG: "Wrong", NEW: "New", CHANGED: "Changed", UNCHANGED: "Unchanged"}


@admin.register(BulkChange)
class BulkChangeAdmin(DeskAdmin):
    """All imports and bulk edits, newest first. They are made on the list of what they change."""

    list_display = ("what", "rows_of", "state", "by", "at", "number", "reason")
    list_filter = ("state", "kind")
    search_fields = ("file_name", "reason", "by", "sha256")
    search_help_text = "A file name, words of the reason, or who."
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the changes with the number of their rows, without their files."""
        rows: QuerySet[Any] = super().get_queryset(request).defer("content").annotate(number_of_rows=Count("rows"))
        return rows

    @admin.display(description="change", ordering="pk")
    def what(self, change: BulkChange) -> str:
        """What kind of change, and of which file."""
        return str(change)

    @admin.display(description="of", ordering="row_model")
    def rows_of(self, change: BulkChange) -> str:
        """What is changed."""
        return str(SHEETS[change.row_model].model._meta.verbose_name_plural)

    @admin.display(description="rows", ordering="number_of_rows")
    def number(self, change: Any) -> int:
        """How many rows were made or changed."""
        return int(change.number_of_rows)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one here: an import begins on the list of what it brings."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits the log."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes from the log; what was not carried out is thrown away by its button."""
        return False

    # Rights: those of the rows that are changed

    def _may_carry_out(self, request: HttpRequest, change: BulkChange) -> bool:
        allowed = may_import if change.kind == BulkKind.IMPORT else may_edit
        return allowed(request.user, SHEETS[change.row_model].model)

    def _may_undo(self, request: HttpRequest, change: BulkChange) -> bool:
        """Whether somebody may undo a change: their own with the rights that it took, another's with one more."""
        own = change.by == name_of(request) or rights.may(request.user, "change", BulkChange)
        return own and self._may_carry_out(request, change) and change.state in (BulkState.APPLIED, BulkState.PARTLY)

    def _may_change(self, request: HttpRequest, change: BulkChange) -> Any:
        desk = self.admin_site.get_model_admin(SHEETS[change.row_model].model)
        return lambda row: desk.has_change_permission(request, row)

    def _to_see(self, request: HttpRequest, pk: int) -> BulkChange:
        """Return the change. Raises: Http404; PermissionDenied, for those who may see neither the log nor this change of theirs."""
        change = BulkChange.objects.filter(pk=pk).first()
        if change is None:
            raise Http404(f"There is no bulk change number {pk}.")
        if not self.has_view_permission(request) and not (change.by == name_of(request) and self._may_carry_out(request, change)):
            raise PermissionDenied
        return change

    def _to_decide(self, request: HttpRequest, pk: int) -> BulkChange:
        change = self._to_see(request, pk)
        if not self._may_carry_out(request, change):
            raise PermissionDenied
        return change

    # Pages

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of the decisions."""
        return [
            self.named("<int:pk>/carry-out/", self.carry_out_view, "carry_out"),
            self.named("<int:pk>/discard/", self.discard_view, "discard"),
            self.named("<int:pk>/undo/", self.undo_view, "undo"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what a change would do, or what it did."""
        change = self._to_see(request, int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 18 else 0)
        return self._proposed(request, change) if change.state == BulkState.PROPOSED else self._done(request, change)

    def _proposed(self, request: HttpRequest, change: BulkChange) -> TemplateResponse:
        plan = planned(change, by=name_of(request), may_change=self._may_change(request, change))
        counts = plan.counts()
        show = request.GET.get("show", "")
        lines = [line for line in plan.lines if not show or line.outcome == show]
        return self._page(
            request,
            change,
            "admin/bulk_proposed.html",
            f"What would change: {self._called(change)}",
            plan=plan,
            faults=plan.faults[:FAULTS_SHOWN],
            more_faults=max(0, len(plan.faults) - FAULTS_SHOWN),
            shown=[(name, label, counts[name]) for name, label in OUTCOMES.items()],
            show=show,
            total=len(plan.lines),
            decided=sum(line.decided for line in plan.to_write),
            lines=Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page")),
            may_carry_out=self._may_carry_out(request, change) and not plan.faults and bool(plan.to_write),
            may_discard=self._may_carry_out(request, change),
        )

    def _done(self, request: HttpRequest, change: BulkChange) -> TemplateResponse:
        rows = Paginator(change.rows.defer("after"), ROWS_A_PAGE)
        title = f"{change.get_state_display()}: {self._called(change)}"
        may_undo = self._may_undo(request, change)
        return self._page(request, change, "admin/bulk_done.html", title, rows=rows.get_page(request.GET.get("page")), may_undo=may_undo)

    def _called(self, change: BulkChange) -> str:
        return f"{change.get_kind_display().lower()} of {self.rows_of(change)}"

    def _page(self, request: HttpRequest, change: BulkChange, template: str, title: str, **context: Any) -> TemplateResponse:
        rows_url = self.admin_site.get_model_admin(SHEETS[change.row_model].model)
        listed = cast(DeskAdmin, rows_url).address("changelist")
        return self.page(request, template, title=title, original=change, listed_url=listed, rows_of=self.rows_of(change), **context)

    # Decisions

    def carry_out_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Write what the editor has seen into the workshop."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        change = self._to_decide(request, pk)
        try:
            with transaction.atomic():
                rows = carry_out(
                    change, digest=request.POST.get("digest", ""), by=name_of(request), may_change=self._may_change(request, change)
                )
                self._log(request, change, rows, f"{change}: {change.reason}")
        except CannotDecide as refusal:
            self.message_user(request, f"{refusal} Nothing was changed.", messages.ERROR)
        else:
            self.message_user(request, f"Carried out: {len(rows):,} rows. Nothing is published by this.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", pk))

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Throw away a change that was not carried out."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        change = self._to_decide(request, pk)
        thrown, _ = BulkChange.objects.filter(pk=change.pk, state=BulkState.PROPOSED).delete()
        if not thrown:
            self.message_user(request, "This was carried out already; undo it instead.", messages.ERROR)
            return HttpResponseRedirect(self.address("change", pk))
        self.message_user(request, "Thrown away. Nothing was changed.", messages.SUCCESS)
        return HttpResponseRedirect(cast(DeskAdmin, self.admin_site.get_model_admin(SHEETS[change.row_model].model)).address("changelist"))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show which rows would be put back and which cannot be, and put them back."""
        change = self._to_decide(request, pk)
        if not self._may_undo(request, change):
            raise PermissionDenied
        may_change = self._may_change(request, change)
        form = UndoForm(answers(request))
        if form.is_bound and form.is_valid():
            waiting = list(change.rows.filter(undone=False).values_list("pk", flat=True))
            try:
                with transaction.atomic():
                    done, left = undo(change, by=name_of(request), may_change=may_change, **form.cleaned_data)
                    rows = list(BulkRow.objects.filter(pk__in=waiting, undone=True).defer("after"))
                    self._log(request, change, rows, f"{change} was undone: {form.cleaned_data['reason']}", undone=True)
            except CannotDecide as refusal:
                self.message_user(request, f"{refusal} Nothing was changed.", messages.ERROR)
            else:
                kept = f" {left:,} stay as they are, because somebody has changed them since." if left else ""
                self.message_user(request, f"Put back: {done:,} rows.{kept}", messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", pk))
        undoing = Undoing(change, may_change)
        refused = [(row, why) for row in reversed(undoing.rows) if (why := undoing.why_not(row))]
        return self._page(
            request,
            change,
            "admin/bulk_undo.html",
            f"Undo: {self._called(change)}",
            form=form,
            refused=refused[:FAULTS_SHOWN],
            number_refused=len(refused),
            number=len(undoing.rows) - len(refused),
        )

    def _log(self, request: HttpRequest, change: BulkChange, rows: list[BulkRow], message: str, *, undone: bool = False) -> None:
        """Note the change in the history of each row. Queries: 1."""
        made = DELETION if undone else ADDITION
        kind = ContentType.objects.get_for_model(SHEETS[change.row_model].model)
        LogEntry.objects.bulk_create(
            LogEntry(
                user_id=cast(int, request.user.pk),
                content_type=kind,
                object_id=str(row.row_pk),
                object_repr=row.label[:200],
                action_flag=made if row.before is None else CHANGE,
                change_message=message[:2000],
            )
            for row in rows
        )
