"""The way of a contact over the desk: steps between its states, and who works on it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.timezone import localtime

from contacts.actions.stages import STEPS, open_steps, take_step
from contacts.actions.working import FINISHED, release, take
from contacts.admin.base import answers
from contacts.admin.forms import SendBackForm, TakeOverForm
from contacts.admin.outcomes import name_of
from contacts.admin.record import RecordAdmin
from contacts.models import Contact, ReviewState


class StagedAdmin(RecordAdmin):
    """Admin of contacts, whose state decisions set and no form."""

    actions: Sequence[str] = ("hand_over_selected", "make_ready_selected", "send_back_selected")

    def may(self, request: HttpRequest, action: str, row: Any = None) -> bool:
        """Return what the rights say; nothing is decided about a merged contact, since its address leads to the survivor."""
        return super().may(request, action, row) and (row is None or action == "view" or row.state != ReviewState.MERGED)

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether contacts may be made ready and sent back."""
        return self.may(request, "review", obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return the fields that decisions set. Editors mark a contact as private; taking that off is for who may publish."""
        fields = (*super().get_readonly_fields(request, obj), "state", "worked_on")
        held = obj is not None and obj.sensitive and not self.has_publish_permission(request, obj)
        return (*fields, "sensitive") if held or not self.has_review_permission(request) else fields

    @admin.display(description="worked on by")
    def worked_on(self, contact: Contact) -> str:
        """Who works on the contact, and since when."""
        if not contact.claimed_by:
            return "Nobody."
        return f"{contact.claimed_by}, since {localtime(contact.claimed_at):%d %B %Y, %H:%M} UTC."

    # Addresses and buttons

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of a record's admin, of the steps and of taking a contact."""
        return [
            self.named("<int:pk>/step/<str:step>/", self.step_view, "step"),
            self.named("<int:pk>/take/", self.take_view, "take"),
            self.named("<int:pk>/release/", self.release_view, "release"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons: the steps that are open, taking and releasing, then those of every record."""
        buttons = [
            {"label": step.label, "url": self.address("step", row.pk, name), "post": not step.reason}
            for name, step in open_steps(row).items()
            if self.may(request, step.right, row)
        ]
        if self.may(request, "change", row) and row.state not in FINISHED:
            if row.claimed_by == name_of(request):
                buttons.append(self.tool("Release", "release", row, post=True))
            elif row.claimed_by:
                buttons.append(self.tool("Take over", "take", row))
            else:
                buttons.append(self.tool("Take", "take", row, post=True))
        return [*buttons, *super().tools(request, row)]

    # Deciding

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
        """Take a contact a step further, or ask why it goes back."""
        if step not in STEPS:
            raise Http404(f"There is no step “{step}”.")
        rule = STEPS[step]
        row = self.row_to_decide(request, pk, rule.right)
        if not rule.reason:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            self.decide(request, [row], lambda: _stepped([row], step, request), rule.right)
            return self.back_to(row)
        form = SendBackForm(answers(request))
        done = self.answered(request, row, form, lambda: _stepped([row], step, request, form.cleaned_data["reason"]), rule.right)
        return done or self.ask(request, title=rule.label, form=form, button=rule.label, rows=[row], original=row)

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Take a contact; where somebody else works on it, warn first. POST, or GET for the warning."""
        row = self.row_to_decide(request, pk)
        holder = row.claimed_by if row.claimed_by != name_of(request) else ""
        form = TakeOverForm(answers(request), initial={"instead_of": holder})
        if request.method == "POST" and not (holder and not form.is_bound):
            instead_of = form.cleaned_data["instead_of"] if form.is_bound and form.is_valid() else ""
            self.decide(request, [row], lambda: _taken(row, name_of(request), instead_of))
            return self.back_to(row)
        if not holder:
            return HttpResponseNotAllowed(["POST"])
        note = f"{holder} works on it since {localtime(row.claimed_at):%d %B %Y, %H:%M} UTC. Talk to them before you take it over."
        return self.ask(request, title="Take over this contact", form=form, button="Take over", rows=[row], original=row, note=note)

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Let nobody work on a contact. POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk)
        self.decide(request, [row], lambda: _released(row, name_of(request)))
        return self.back_to(row)

    # Actions of the list

    @admin.action(description="Hand over for review", permissions=["change"])
    def hand_over_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Hand over all selected drafts, or none when one of them is none."""
        rows = list(queryset)
        self.decide(request, rows, lambda: _stepped(rows, "hand_over", request), STEPS["hand_over"].right)

    @admin.action(description="Make ready to publish", permissions=["review"])
    def make_ready_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Make all selected contacts ready, or none when one of them cannot be."""
        rows = list(queryset)
        self.decide(request, rows, lambda: _stepped(rows, "make_ready", request), STEPS["make_ready"].right)

    @admin.action(description="Send back to draft", permissions=["review"])
    def send_back_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
        """Ask why, then send all selected contacts back, or none when one of them cannot be."""
        rows, rule = list(queryset), STEPS["send_back"]
        form = SendBackForm(answers(request))
        return self.ask_about_selected(
            request,
            rows,
            form,
            title=rule.label,
            button=rule.label,
            decision=lambda: _stepped(rows, "send_back", request, form.cleaned_data["reason"]),
            action=rule.right,
        )


def _stepped(rows: list[Any], step: str, request: HttpRequest, reason: str = "") -> str:
    number = take_step(rows=rows, step=step, by=name_of(request), reason=reason)
    return f"{STEPS[step].done}: {number}. {reason}".strip()


def _taken(row: Contact, by: str, instead_of: str) -> str:
    take(contact=row, by=by, instead_of=instead_of)
    return f"You work on “{row.title}” now{f', in place of {instead_of}' if instead_of else ''}."


def _released(row: Contact, by: str) -> str:
    release(contact=row, by=by)
    return f"Nobody works on “{row.title}” now."
