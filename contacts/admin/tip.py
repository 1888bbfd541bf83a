"""Readers' tips: what was sent, and the buttons that answer it. The sender sees each answer and decision on a private page."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime

from contacts.actions import rights, tips
from contacts.admin.base import DeskAdmin, answers
from contacts.admin.outcomes import name_of
from contacts.admin.tipforms import AcceptTipForm, AnswerTipForm, CreditTipForm, DeclineTipForm, ReopenTipForm
from contacts.ingest.tasks import wake_on_commit
from contacts.models import Report, Submission, Tip, TipState
from contacts.models.tip import OPEN
from contacts.vocabulary import RecordType

SEEN = "The sender reads this on a private page. Nothing else is sent to anybody."


class WaitingFilter(admin.SimpleListFilter):
    """Narrows the tips to those that wait for a decision, or to the others."""

    title = "decision"
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the two choices."""
        return [("open", "Open"), ("decided", "Decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the chosen tips."""
        match self.value():
            case "open":
                return queryset.filter(state__in=OPEN)
            case "decided":
                return queryset.exclude(state__in=OPEN)
        return queryset


@admin.register(Tip)
class TipAdmin(DeskAdmin):
    """All tips, open ones first and the oldest of them on top."""

    shown = ("contact", "submission")
    list_display = ("received_at", "kind", "says", "contact_slug", "has_source", "state", "taken_by", "decided_by")
    list_display_links = ("received_at", "says")
    list_filter = (WaitingFilter, "state", "kind", ("submission", admin.EmptyFieldListFilter))
    search_fields = ("text", "source", "internal_note", "about_id", "contact__slug", "contact__title", "name", "email")
    search_help_text = "Words of the tip, its source, its sender or the contact."
    ordering = (Case(When(state__in=OPEN, then=0), default=1), Case(When(state__in=OPEN, then="received_at")), "-decided_at", "-pk")
    actions = ("take_up_selected", "decline_selected")
    autocomplete_fields = ("contact",)
    editable: ClassVar[tuple[str, ...]] = ("contact", "internal_note")
    fieldsets = (
        ("What the reader says", {"fields": ("kind", "about_line", "whole_text", "source_link")}),
        ("Sender", {"fields": ("name", "email"), "description": "Never published. Deleted some days after the decision."}),
        ("On the desk", {"fields": ("contact", "internal_note")}),
        ("Decision", {"fields": (("state", "taken_by"), ("decided_by", "decided_at"), "edition", "submission", "steps_taken")}),
    )
    readonly_fields = (
        "kind", "about_line", "whole_text", "source_link", "name", "email", "state", "taken_by", "decided_by", "decided_at", "edition",
        "submission", "steps_taken",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tips come from readers alone."""
        return False

    def save_model(self, request: HttpRequest, obj: Tip, form: Any, change: bool) -> None:
        """Store what was typed and nothing else, so that a decision taken meanwhile stands."""
        if changed := [name for name in self.editable if name in form.changed_data]:
            obj.save(update_fields=changed)

    # Columns and read-only fields

    @admin.display(description="says")
    def says(self, tip: Tip) -> str:
        """The first words of a tip."""
        return Truncator(tip.text).chars(90)

    @admin.display(description="contact", ordering="contact__slug")
    def contact_slug(self, tip: Tip) -> str:
        """Which contact it bears on."""
        return tip.contact.slug if tip.contact else ""

    @admin.display(description="source", boolean=True)
    def has_source(self, tip: Tip) -> bool:
        """Whether the sender named a source."""
        return bool(tip.source)

    @admin.display(description="text")
    def whole_text(self, tip: Tip) -> str:
        """What the sender wrote."""
        return tip.text

    @admin.display(description="source")
    def source_link(self, tip: Tip) -> str:
        """The address of the source; opening it does not tell the site where the editor comes from."""
        if not tip.source:
            return "None was named."
        return format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', tip.source, tip.source)

    @admin.display(description="about")
    def about_line(self, tip: Tip) -> str:
        """The record that the sender named."""
        return f"{RecordType(tip.about_type).label} {tip.about_id}" if tip.about_id else "No page of the record was named."

    @admin.display(description="steps")
    def steps_taken(self, tip: Tip) -> str:
        """Every step, with who took it, what the sender was told and what only editors read. Queries: 1."""
        lines = []
        for step in tip.steps.all():
            who = f" by {step.by}" if step.by else ""
            told = f" – told to the sender: {step.answer}" if step.answer else ""
            note = f" – for editors: {step.note}" if step.note else ""
            lines.append((f"{localtime(step.at):%d %B %Y, %H:%M} UTC: {step.get_step_display()}{who}{told}{note}",))
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", lines))

    # Addresses and buttons

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of the decisions."""
        views = {
            "take_up": self.take_up_view,
            "hand_in": self.hand_in_view,
            "answer": self.answer_view,
            "accept": self.accept_view,
            "decline": self.decline_view,
            "credit": self.credit_view,
            "reopen": self.reopen_view,
        }
        return [*(self.named(f"<int:pk>/{name.replace('_', '-')}/", view, name) for name, view in views.items()), *super().get_urls()]

    def tools(self, request: HttpRequest, row: Tip) -> list[dict[str, Any]]:
        """Return the ways to what the tip is about, and the buttons that its state allows."""
        buttons = [*super().tools(request, row), *self._ways(request, row)]
        if not self.has_change_permission(request, row):
            return buttons
        if row.state == TipState.RECEIVED:
            buttons.append(self.tool("Take up", "take_up", row, post=True))
        if row.source and row.submission_id is None and rights.may(request.user, "add", Submission):
            buttons.append(self.tool("Hand in its address", "hand_in", row, post=True))
        buttons.append(self.tool("Answer", "answer", row))
        if row.is_open:
            return [*buttons, self.tool("Accept", "accept", row), self.tool("Decline", "decline", row)]
        if row.state == TipState.ACCEPTED:
            buttons.append(self.tool("Name the edition", "credit", row))
        return [*buttons, self.tool("Open again", "reopen", row)]

    def _ways(self, request: HttpRequest, row: Tip) -> list[dict[str, Any]]:
        ways = [("Contact", "contact", row.contact_id), ("Submission", "submission", row.submission_id)]
        if row.about_type == RecordType.REPORT:
            report = Report.objects.filter(public_id=row.about_id).values_list("pk", flat=True).first()
            ways.append(("Report", "report", report))
        return [
            {"label": label, "url": reverse(f"{self.admin_site.name}:contacts_{model}_change", args=[pk]), "post": False}
            for label, model, pk in ways
            if pk is not None and request.user.has_perm(f"contacts.view_{model}")
        ]

    def _back(self, row: Tip) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.address("change", row.pk))

    # Deciding

    def take_up_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Tell the sender that somebody looks at the tip."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk)
        self.decide(request, [row], lambda: _done(tips.take_up, "Taken up.", tip=row, by=name_of(request)))
        return self._back(row)

    def hand_in_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand in the address of the tip's source."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk)
        if not rights.may(request.user, "add", Submission):
            raise PermissionDenied
        if self.decide(request, [row], lambda: _done(tips.hand_in, "Its address was handed in.", tip=row, by=name_of(request))):
            wake_on_commit()
        return self._back(row)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask what the sender is to read, without deciding."""
        return self._asked(request, pk, AnswerTipForm, tips.answer, title="Answer this tip", button="Answer", note=SEEN)

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask what came of the tip, and accept it."""
        return self._asked(request, pk, AcceptTipForm, tips.accept, title="Accept this tip", button="Accept", note=SEEN)

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask why the tip is declined, and decline it."""
        return self._asked(request, pk, DeclineTipForm, tips.decline, title="Decline this tip", button="Decline", note=SEEN)

    def credit_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask which edition came of an accepted tip."""
        note = "The sender’s page will lead to it."
        return self._asked(request, pk, CreditTipForm, tips.credit, title="Name what came of this tip", button="Name it", note=note)

    def reopen_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask why a decision is taken back, and take it back."""
        note = "The sender reads that the editors look at it again; what was answered before stays on the page."
        return self._asked(request, pk, ReopenTipForm, tips.reopen, title="Open this tip again", button="Open again", note=note)

    def _asked(
        self, request: HttpRequest, pk: int, asking: type[Form], action: Callable[..., object], *, title: str, button: str, note: str
    ) -> HttpResponseBase:
        row = self.row_to_decide(request, pk)
        # Forms that offer editions know by the tip which ones.
        form = asking(answers(request), tip=row) if issubclass(asking, AcceptTipForm) else asking(answers(request))

        def decision() -> str:
            return _done(action, f"{title}: done.", tip=row, by=name_of(request), **form.cleaned_data)

        if form.is_bound and form.is_valid() and self.decide(request, [row], decision):
            return self._back(row)
        return self.ask(request, title=title, form=form, button=button, rows=[row], original=row, note=note)

    # Actions of the list

    @admin.action(description="Take up selected tips", permissions=["change"])
    def take_up_selected(self, request: HttpRequest, queryset: QuerySet[Tip]) -> None:
        """Take up all selected tips, or none when one of them cannot be."""
        rows = list(queryset)
        self.decide(request, rows, lambda: _each(tips.take_up, "Taken up", rows, by=name_of(request)))

    @admin.action(description="Decline selected tips", permissions=["change"])
    def decline_selected(self, request: HttpRequest, queryset: QuerySet[Tip]) -> TemplateResponse | None:
        """Ask for one reason, then decline all selected tips, or none when one of them cannot be."""
        rows = list(queryset)
        form = DeclineTipForm(answers(request))
        return self.ask_about_selected(
            request,
            rows,
            form,
            title="Decline these tips",
            button="Decline",
            decision=lambda: _each(tips.decline, "Declined", rows, by=name_of(request), **form.cleaned_data),
            action="change",
        )


def _done(action: Callable[..., object], told: str, **arguments: Any) -> str:
    action(**arguments)
    return told


def _each(action: Callable[..., object], told: str, rows: list[Tip], **arguments: Any) -> str:
    for row in rows:
        action(tip=row, **arguments)
    return f"{told}: {len(rows)}."
