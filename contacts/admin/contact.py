"""Contacts: the form that brings reports, claims and related contacts together, and merging two of them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern

from contacts.actions.merge import merge
from contacts.admin.base import DeskInline, answers
from contacts.admin.bulk import BulkDesk
from contacts.admin.claim import claims_table
from contacts.admin.forms import MergeForm, MergeWithForm, ReportLinks
from contacts.admin.outcomes import name_of
from contacts.admin.questions import ON_THE_DESK, ContactQuestion, DeskFilter
from contacts.admin.record import InRecordFilter
from contacts.admin.stages import StagedAdmin
from contacts.models import Claim, ClaimState, Contact, ContactLink, ReportLink


class ReportLinkInline(DeskInline):
    """The reports that document a contact."""

    model = ReportLink
    formset = ReportLinks
    shown = ("contact", "report__publisher")
    autocomplete_fields = ("report",)
    verbose_name_plural = "Reports"


class ContactLinkInline(DeskInline):
    """The earlier contacts that a contact bears on."""

    model = ContactLink
    fk_name = "contact"
    shown = ("contact", "other")
    autocomplete_fields = ("other",)
    verbose_name_plural = "Related contacts"


@admin.register(Contact)
class ContactAdmin(BulkDesk, StagedAdmin):
    """All contacts, those not yet published first."""

    shown = ("place",)
    list_display = ("date", "kind", "title", "state", "claimed_by", "revision", "accepted", "suggested")
    list_display_links = ("date", "title")
    list_filter = (ContactQuestion, DeskFilter, "state", "kind", InRecordFilter, "sensitive")
    search_fields = ("title", "slug", "summary", "occasion", "date__startswith", "public_id")
    search_help_text = "Words of the title or summary, a date such as 2017-11, or a part of the address."
    ordering = (Case(When(state__in=ON_THE_DESK, then=0), default=1), "-latest", "-pk")
    actions = (*StagedAdmin.actions, "publish_selected", "withdraw_selected", "merge_selected")
    autocomplete_fields = ("place",)
    inlines = (ReportLinkInline, ContactLinkInline)
    fieldsets = (
        (None, {"fields": (("kind", "date"), "title", "slug", "summary", ("place", "occasion"))}),
        (
            "On the desk",
            {
                "fields": (("state", "worked_on"), "sensitive", "internal_note"),
                "description": "A contact is made ready, then published. What readers see changes only when it is published.",
            },
        ),
        ("No longer upheld", {"fields": ("retraction_reason",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the contacts with the numbers of their claims."""
        numbers = {"accepted": _claims(ClaimState.ACCEPTED), "suggested": _claims(ClaimState.SUGGESTED)}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**numbers)
        return rows

    @admin.display(description="accepted claims", ordering="accepted")
    def accepted(self, contact: Any) -> int:
        """How many claims are accepted."""
        number: int = contact.accepted
        return number

    @admin.display(description="suggested claims", ordering="suggested")
    def suggested(self, contact: Any) -> int:
        """How many claims wait for a decision."""
        number: int = contact.suggested
        return number

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether contacts may be merged."""
        return self.may(request, "merge", obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the form with a table of the contact's claims."""
        row = kwargs.get("obj")
        if row is not None and request.user.has_perm("contacts.view_claim"):
            context.update(claims=claims_table(row.claims.all()), claims_of="contact")
        return super().render_change_form(request, context, *args, **kwargs)

    # Merging

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of a record's admin and that of merging."""
        return [self.named("<int:pk>/merge/", self.merge_view, "merge"), *super().get_urls()]

    def tools(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons; two published contacts can be merged."""
        buttons = super().tools(request, row)
        entry = self.entry_of(row)
        if entry is not None and entry.document is not None and self.has_merge_permission(request, row):
            buttons.insert(-1, self.tool("Merge", "merge", row))
        return buttons

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask which other contact is the same as this one, and make one of them."""
        row = self.row_to_decide(request, pk, "merge")
        form = MergeWithForm(answers(request))
        if form.is_bound and form.is_valid():
            other = form.cleaned_data["other"]
            survivor, loser = (row, other) if form.cleaned_data["survivor"] == "this" else (other, row)
            if self._merge(request, loser, survivor, form.cleaned_data["reason"]):
                return self.back_to(survivor)
        return self.ask(request, title="Merge this contact with another", form=form, button="Merge", rows=[row], original=row)

    @admin.action(description="Merge two selected contacts", permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Contact]) -> TemplateResponse | None:
        """Ask which of two contacts survives, and make one of them."""
        rows = list(queryset)
        if len(rows) != 2:
            self.message_user(request, "Select exactly two contacts to merge. Nothing was changed.", messages.ERROR)
            return None
        form = MergeForm(answers(request), rows=rows)
        return self.ask_about_selected(
            request,
            rows,
            form,
            title="Merge two contacts",
            button="Merge",
            decision=lambda: _merged(rows, survivor=form.cleaned_data["survivor"], by=name_of(request), reason=form.cleaned_data["reason"]),
            action="merge",
        )

    def _merge(self, request: HttpRequest, loser: Contact, survivor: Contact, reason: str) -> bool:
        return self.decide(
            request,
            [loser, survivor],
            lambda: _merged([loser, survivor], survivor=str(survivor.pk), by=name_of(request), reason=reason),
            "merge",
        )


def _merged(rows: list[Contact], *, survivor: str, by: str, reason: str) -> str:
    kept = next(row for row in rows if str(row.pk) == survivor)
    loser = next((row for row in rows if str(row.pk) != survivor), kept)
    merge(loser=loser, survivor=kept, by=by, reason=reason)
    return f"Merged: {loser.slug} leads to {kept.slug} from now on."


def _claims(state: ClaimState) -> Coalesce:
    number = Claim.objects.filter(contact=OuterRef("pk"), state=state).order_by().values("contact").annotate(number=Count("pk"))
    return Coalesce(Subquery(number.values("number")), Value(0))
