"""Accepting and rejecting what was suggested, and signing a decision that is typed in."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone

from contacts.actions.accept import accept, reject
from contacts.admin.base import DeskAdmin, answers
from contacts.admin.forms import LoadedForm, RejectForm
from contacts.admin.outcomes import name_of

ACCEPTED, REJECTED = "accepted", "rejected"


class ReviewForm(LoadedForm):
    """A form in which a row may be accepted; rejecting is a decision with a reason, and has a button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave “rejected” out of the states, unless the row is in it."""
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            field: Any = self.fields["state"]
            field.choices = [(key, label) for key, label in field.choices if key in ("", self.instance.state) or key != REJECTED]


class ReviewAdmin(DeskAdmin):
    """Admin of rows that are suggested, accepted or rejected."""

    form = ReviewForm

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows may be accepted and rejected."""
        return self.may(request, "review", obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields that decisions set; the state is one of them for those who may not accept."""
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_review_permission(request) else (*fields, "state")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row; a state that was typed in is signed by who typed it."""
        if not change or "state" in form.changed_data:
            decided = obj.state in (ACCEPTED, REJECTED)
            obj.decided_by = name_of(request) if decided else ""
            obj.decided_at = timezone.now() if decided else None
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of the two decisions."""
        return [
            self.named("<int:pk>/accept/", self.accept_view, "accept"),
            self.named("<int:pk>/reject/", self.reject_view, "reject"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons that would change the row's state."""
        buttons = super().tools(request, row)
        if self.has_review_permission(request, row):
            if row.state != ACCEPTED:
                buttons.append(self.tool("Accept", "accept", row, post=True))
            if row.state != REJECTED:
                buttons.append(self.tool("Reject", "reject", row))
        return buttons

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Accept one row."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk, "review")
        self.decide(request, [row], lambda: _accepted(accept(rows=[row], by=name_of(request))), "review")
        return HttpResponseRedirect(self.address("change", row.pk))

    def reject_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask why a row is rejected, and reject it."""
        row = self.row_to_decide(request, pk, "review")
        form = RejectForm(answers(request))
        if form.is_bound and form.is_valid() and self.decide(request, [row], lambda: _reject([row], request, form), "review"):
            return HttpResponseRedirect(self.address("change", row.pk))
        title = f"Reject this {self.opts.verbose_name}"
        return self.ask(request, title=title, form=form, button="Reject", rows=[row], original=row)

    @admin.action(description="Accept selected %(verbose_name_plural)s", permissions=["review"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Accept all selected rows."""
        rows = list(queryset)
        self.decide(request, rows, lambda: _accepted(accept(rows=rows, by=name_of(request))), "review")

    @admin.action(description="Reject selected %(verbose_name_plural)s", permissions=["review"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
        """Ask why, then reject all selected rows, or none when one of them cannot be."""
        rows = list(queryset)
        form = RejectForm(answers(request))
        return self.ask_about_selected(
            request,
            rows,
            form,
            title=f"Reject these {self.opts.verbose_name_plural}",
            button="Reject",
            decision=lambda: _reject(rows, request, form),
            action="review",
        )


def _reject(rows: list[Any], request: HttpRequest, form: RejectForm) -> str:
    number = reject(rows=rows, by=name_of(request), reason=form.cleaned_data["reason"])
    return f"Rejected: {number}." if number else "Nothing to reject: that had been decided already."


def _accepted(number: int) -> str:
    return f"Accepted: {number}." if number else "Nothing to accept: that had been decided already."
