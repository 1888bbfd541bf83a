"""Forms of rows that the record publishes: what is public of them, and the buttons that change that."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.timezone import localtime

from contacts.actions.publish import pending_changes, publish
from contacts.actions.revert import revert
from contacts.actions.withdraw import withdraw
from contacts.admin.base import DeskAdmin, answers
from contacts.admin.forms import PublishForm, RevertForm, WithdrawForm
from contacts.admin.outcomes import name_of, published, reverted, withdrawn
from contacts.admin.pending import companions, computed_anew, in_words
from contacts.record.edition import Edition, Op
from contacts.record.readmodel import Entry


class InRecordFilter(admin.SimpleListFilter):
    """Narrows a list by what the public sees."""

    title = "public record"
    parameter_name = "record"
    STATES: ClassVar[dict[str, models.Q]] = {
        "published": models.Q(record_op__in=[Op.ADD, Op.MOD]),
        "withdrawn": models.Q(record_op=Op.DEL),
        "merged": models.Q(record_op=Op.MERGE),
        "never": models.Q(record_op=None),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states that a row can be in."""
        return [(state, f"{state.capitalize()} published" if state == "never" else state.capitalize()) for state in self.STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the chosen state."""
        chosen = self.STATES.get(self.value() or "")
        return queryset.filter(chosen) if chosen else queryset


class RecordAdmin(DeskAdmin):
    """Admin of a model whose rows are published."""

    actions: Sequence[str] = ("publish_selected", "withdraw_selected")
    record_fields: ClassVar[tuple[str, ...]] = ("in_record", "waiting", "public_id", "former_slugs")
    """Shown below the form of a row that exists."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, with what the record last did to each."""
        entry = Entry.objects.filter(record_type=self.model.record_type, record_id=OuterRef("public_id"))
        op, revision = Subquery(entry.values("op")[:1]), Subquery(entry.values("revision")[:1])
        rows: QuerySet[Any] = super().get_queryset(request).annotate(record_op=op, record_revision=revision)
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return the fields that decisions set."""
        return (*super().get_readonly_fields(request, obj), *self.record_fields)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the groups of fields, the public record last."""
        groups = list(super().get_fieldsets(request, obj))
        shown = {name for _, group in groups for name in group["fields"]}
        if not self.fieldsets:
            fields = [name for name in groups[0][1]["fields"] if name not in self.record_fields]
            groups, shown = [(None, {"fields": fields})], set(fields)
        if obj is not None:
            own = tuple(name for name in self.record_fields if name not in shown)
            groups.append(("Public record", {"fields": own}))
        return groups

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows may be published."""
        return self.may(request, "publish", obj)

    def has_withdraw_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows may be withdrawn."""
        return self.may(request, "withdraw", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row may be deleted: never when it was published, since its address has to answer for ever."""
        return super().has_delete_permission(request, obj) and (obj is None or self.entry_of(obj) is None)

    def entry_of(self, row: Any) -> Entry | None:
        """Return what the record holds of a row, tombstones included. Queries: 1 for each loaded row."""
        if "_entry" not in row.__dict__:
            row._entry = Entry.objects.filter(record_type=row.record_type, record_id=row.public_id).first()
        found: Entry | None = row._entry
        return found

    # Columns and read-only fields

    @admin.display(description="published", ordering="record_revision")
    def revision(self, row: Any) -> str | None:
        """Which revision of the row is public; None when it never was."""
        gone = {Op.DEL: "withdrawn", Op.MERGE: "merged"}
        return gone.get(row.record_op, f"revision {row.record_revision}") if row.record_op else None

    @admin.display(description="in the record")
    def in_record(self, row: Any) -> str:
        """What the public sees of the row."""
        entry = self.entry_of(row)
        if entry is None:
            return "Never published."
        when = f"revision {entry.revision}, {localtime(entry.modified_at):%d %B %Y, %H:%M} UTC"
        if entry.op == Op.DEL:
            return f"Withdrawn ({when}): {entry.reason}"
        if entry.op == Op.MERGE:
            return f"Merged into {entry.merged_into} ({when}): {entry.reason}"
        return f"Published ({when})."

    @admin.display(description="waiting to be published")
    def waiting(self, row: Any) -> str:
        """Which fields publishing the row would change."""
        entry = self.entry_of(row)
        if entry is None or entry.document is None:
            return "Everything: the record does not show it now."
        before, after = pending_changes(row)
        fields = dict.fromkeys(change["field"] for change in in_words(before, after))
        return f"Changed since it was published: {', '.join(fields)}." if fields else "Nothing."

    # Addresses and buttons

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of the decisions."""
        return [
            self.named("<int:pk>/preview/", self.preview_view, "preview"),
            self.named("<int:pk>/publish/", self.publish_view, "publish"),
            self.named("<int:pk>/withdraw/", self.withdraw_view, "withdraw"),
            self.named("<int:pk>/revisions/", self.revisions_view, "revisions"),
            self.named("<int:pk>/revisions/<int:revision>/revert/", self.revert_view, "revert"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons: look and publish, withdraw, go back."""
        entry = self.entry_of(row)
        # Publishing starts on the preview: a button here would publish the saved row and lose what is typed but not saved.
        may_publish = self.may(request, "publish", row)
        buttons = [*super().tools(request, row), self.tool("Preview and publish" if may_publish else "Preview", "preview", row)]
        if self.may(request, "withdraw", row) and entry is not None and entry.document is not None:
            buttons.append(self.tool("Withdraw", "withdraw", row))
        if entry is not None:
            buttons.append(self.tool("Revisions", "revisions", row))
        return buttons

    def back_to(self, row: Any) -> HttpResponseRedirect:
        """Return the way back to a row's form."""
        return HttpResponseRedirect(self.address("change", row.pk))

    # Looking

    def preview_view(self, request: HttpRequest, pk: int) -> TemplateResponse:
        """Show what publishing would change."""
        row = self.row_to_see(request, pk)
        before, after = pending_changes(row)
        return self.page(
            request,
            "admin/preview.html",
            title=f"Changes to be published: {row}",
            original=row,
            changes=in_words(before, after),
            computed=computed_anew(before, after),
            companions=companions(row),
            new=before is None,
            form=PublishForm() if self.may(request, "publish", row) else None,
            publish_url=self.address("publish", row.pk),
        )

    def revisions_view(self, request: HttpRequest, pk: int) -> TemplateResponse:
        """Show every edition of a row, newest first."""
        row = self.row_to_see(request, pk)
        entry = self.entry_of(row)
        editions = Edition.objects.filter(record_type=row.record_type, record_id=row.public_id).defer("document")
        may_revert = self.may(request, "revert", row)
        return self.page(
            request,
            "admin/revisions.html",
            title=f"Revisions: {row}",
            original=row,
            revisions=[
                {
                    "edition": edition,
                    "revert_url": self.address("revert", row.pk, edition.revision)
                    if may_revert and edition.op in (Op.ADD, Op.MOD) and entry and edition.revision != entry.revision
                    else "",
                }
                for edition in editions.order_by("-revision")
            ],
        )

    # Deciding

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Publish a row as it is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk, "publish")
        form = PublishForm(request.POST)
        if form.is_valid():
            self.decide(request, [row], lambda: published(publish(rows=[row], by=name_of(request), **form.cleaned_data)), "publish")
        else:
            self.message_user(request, "Choose a type of correction from the list. Nothing was changed.", messages.ERROR)
        return self.back_to(row)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask why a row is withdrawn, and withdraw it."""
        row = self.row_to_decide(request, pk, "withdraw")
        form = WithdrawForm(answers(request))
        return self.answered(
            request, row, form, lambda: withdrawn(withdraw(row=row, by=name_of(request), **form.cleaned_data)), "withdraw"
        ) or self.ask(
            request,
            title=f"Withdraw this {self.opts.verbose_name}",
            form=form,
            button="Withdraw",
            rows=[row],
            original=row,
            note="Its address will say that it was withdrawn, and why. It can be published again.",
        )

    def revert_view(self, request: HttpRequest, pk: int, revision: int) -> HttpResponseBase:
        """Ask why an earlier revision is right, and publish it again."""
        row = self.row_to_decide(request, pk, "revert")
        edition = Edition.objects.filter(record_type=row.record_type, record_id=row.public_id, revision=revision).first()
        if edition is None:
            raise Http404(f"There is no revision {revision} of this {self.opts.verbose_name}.")
        form = RevertForm(answers(request))
        entry = self.entry_of(row)
        return self.answered(
            request,
            row,
            form,
            lambda: reverted(
                revert(
                    record_type=row.record_type,
                    record_id=row.public_id,
                    revision=revision,
                    by=name_of(request),
                    reason=form.cleaned_data["reason"],
                )
            ),
            "revert",
        ) or self.ask(
            request,
            title=f"Go back to revision {revision}",
            form=form,
            button=f"Publish revision {revision} again",
            rows=[row],
            original=row,
            note="The row on the desk stays as it is: what differs from the revision will wait to be published.",
            changes=in_words(entry.document if entry else None, edition.document),
        )

    def answered(
        self, request: HttpRequest, row: Any, form: Any, decision: Callable[[], str], action: str = "change"
    ) -> HttpResponseRedirect | None:
        """Return the way back to the form when the answer was carried out; None when the question is still to be asked."""
        done = form.is_bound and form.is_valid() and self.decide(request, [row], decision, action)
        return self.back_to(row) if done else None

    # Actions of the list

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish all selected rows, or none when one of them cannot be."""
        rows = list(queryset)
        self.decide(request, rows, lambda: published(publish(rows=rows, by=name_of(request))), "publish")

    @admin.action(description="Withdraw selected %(verbose_name_plural)s", permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
        """Ask why, then withdraw all selected rows, or none when one of them cannot be."""
        rows = list(queryset)
        form = WithdrawForm(answers(request))
        return self.ask_about_selected(
            request,
            rows,
            form,
            title=f"Withdraw these {self.opts.verbose_name_plural}",
            button="Withdraw",
            decision=lambda: withdrawn(
                [edition for row in rows for edition in withdraw(row=row, by=name_of(request), **form.cleaned_data)]
            ),
            action="withdraw",
        )
