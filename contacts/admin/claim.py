"""Claims: what one speaker says about one contact in one report."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from contacts.actions.approve import approve, is_sensitive, sign_change
from contacts.admin.bulk import BulkDesk
from contacts.admin.outcomes import name_of
from contacts.admin.questions import ClaimQuestion
from contacts.admin.review import ReviewAdmin, ReviewForm
from contacts.dates import duration_in_words
from contacts.models import VALUE_FIELDS, Claim, ClaimState, Contact, PassageState, ReviewState
from contacts.record.readmodel import PublishedClaim
from contacts.vocabulary import Property

LOADED = ("contact", "report__publisher", "topic", "place", "participant", "person")
"""Relations that a claim's line and form show."""


def said(claim: Claim) -> str:
    """Return the value of a claim as an editor would say it. Queries: none where `LOADED` is loaded."""
    if claim.property == Property.DURATION:
        return duration_in_words(claim.minutes or 0, claim.qualifier)
    if claim.property == Property.PARTICIPANT:
        return ", ".join(str(part) for part in (claim.participant, claim.office, claim.part) if part)
    columns = VALUE_FIELDS.get(claim.property, ())
    values = (getattr(claim, f"get_{column}_display", lambda column=column: getattr(claim, column))() for column in columns)
    return ", ".join(str(value) for value in values)


def claims_table(claims: QuerySet[Claim]) -> list[dict[str, Any]]:
    """Return the lines of the table of claims in another row's form: `claim` and what is `said`. Queries: 1, however many."""
    return [{"claim": claim, "said": said(claim)} for claim in claims.select_related(*LOADED).order_by("property", "pk")]


def _which_value() -> str:
    """Return which columns each property needs, as help above the form."""
    needs = []
    for name, columns in VALUE_FIELDS.items():
        fields = (Claim._meta.get_field(column) for column in columns)
        needs.append((Property(name).label, ", ".join(str(getattr(field, "verbose_name", field.name)) for field in fields)))
    listed = format_html_join("; ", "<strong>{}</strong>: {}", needs)
    return format_html("Fill in what the property needs and leave the rest empty. {}. All other properties need no value.", listed)


class ClaimForm(ReviewForm):
    """A claim, kept to contacts that still have an address of their own."""

    def clean_contact(self) -> Contact:
        """Return the contact. Raises: ValidationError, when it was merged into another."""
        contact: Contact = self.cleaned_data["contact"]
        if contact.state == ReviewState.MERGED:
            raise ValidationError("This contact was merged into another; choose the one that survived.")
        return contact


class ContactStateFilter(admin.ChoicesFieldListFilter):
    """Narrows claims by where their contact stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the filter under a title that tells it from the claim's own state."""
        super().__init__(*args, **kwargs)
        self.title = "state of the contact"


@admin.register(Claim)
class ClaimAdmin(BulkDesk, ReviewAdmin):
    """The claims of all contacts, suggestions first."""

    form = ClaimForm
    shown = LOADED
    list_display = ("property", "value", "speaker", "contact_slug", "report", "rank", "passage_state", "state")
    list_display_links = ("property", "value")
    list_filter = (ClaimQuestion, "state", "property", "speaker", "rank", "passage_state", ("contact__state", ContactStateFilter))
    search_fields = (
        "public_id",
        "contact__slug",
        "contact__title",
        "report__title",
        "report__url",
        "topic__name",
        "participant__name",
        "person__name",
        "text",
        "note",
        "passage_exact",
    )
    search_help_text = "Words of the contact, the report, the topic, the note or the passage."
    ordering = (Case(When(state=ClaimState.SUGGESTED, then=0), default=1), "-pk")
    actions = ("accept_selected", "reject_selected", "approve_selected")
    autocomplete_fields = ("contact", "report", "topic", "place", "participant", "person")
    readonly_fields = ("passage_state", "decided_by", "decided_at", "approved_by", "approved_at", "public_id")
    fieldsets = (
        (None, {"fields": ("contact", "report", "speaker", "person", "property")}),
        (
            "Value",
            {
                "fields": (
                    "topic",
                    "kind",
                    ("date", "time", "zone"),
                    ("minutes", "qualifier"),
                    "initiator",
                    "place",
                    ("participant", "office", "part"),
                    "text",
                ),
                "description": _which_value(),
            },
        ),
        ("In our words", {"fields": ("note", "rank")}),
        ("Passage", {"fields": ("passage_exact", ("passage_prefix", "passage_suffix"), "passage_state")}),
        ("Decision", {"fields": ("state", ("decided_by", "decided_at"), ("approved_by", "approved_at"), "public_id")}),
    )

    @admin.display(description="value")
    def value(self, claim: Claim) -> str:
        """What is said."""
        return said(claim) or "—"

    @admin.display(description="contact", ordering="contact__slug")
    def contact_slug(self, claim: Claim) -> str:
        """Which contact it is said about."""
        return claim.contact.slug

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the claim may be deleted: not while it is public. Rejecting takes it out and keeps the reason."""
        return super().has_delete_permission(request, obj) and (obj is None or not _is_public(obj))

    def tools(self, request: HttpRequest, row: Claim) -> list[dict[str, Any]]:
        """Return the buttons, and the way to the contact."""
        contact = {"label": "Contact", "url": _form_of_contact(self.admin_site.name, row.contact_id), "post": False}
        buttons = [contact, *super().tools(request, row)]
        waits = row.state == ClaimState.ACCEPTED and not row.approved_by and row.decided_by != name_of(request)
        if waits and is_sensitive(row) and self.has_approve_permission(request, row):
            buttons.append(self.tool("Approve", "approve", row, post=True))
        return buttons

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of decisions, and that of approving."""
        return [self.named("<int:pk>/approve/", self.approve_view, "approve"), *super().get_urls()]

    def has_approve_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether sensitive claims may be approved."""
        return self.may(request, "approve", obj)

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Approve one claim as the second person. POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.row_to_decide(request, pk, "approve")
        self.decide(request, [row], lambda: _approved(approve(rows=[row], by=name_of(request))), "approve")
        return HttpResponseRedirect(self.address("change", row.pk))

    @admin.action(description="Approve selected claims", permissions=["approve"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Approve all selected claims, or none when one of them cannot be."""
        rows = list(queryset)
        self.decide(request, rows, lambda: _approved(approve(rows=rows, by=name_of(request))), "approve")

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        """Store the claim; a passage that was changed has not been looked up in the capture."""
        if {"passage_exact", "report"} & set(form.changed_data):
            obj.passage_state = PassageState.NONE
        if change and form.changed_data:
            sign_change(obj, by=name_of(request))
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Claim, post_url_continue: str | None = None) -> HttpResponse:
        """Return to where the editor came from: the contact's form, or the next claim of the same report."""
        response = super().response_add(request, obj, post_url_continue)
        if IS_POPUP_VAR in request.POST or "_continue" in request.POST or "contact" not in request.GET:
            return response
        if "_addanother" in request.POST:
            kept = urlencode({"contact": str(obj.contact_id), "report": str(obj.report_id), "speaker": obj.speaker})
            return HttpResponseRedirect(f"{self.address('add')}?{kept}")
        return HttpResponseRedirect(_form_of_contact(self.admin_site.name, obj.contact_id))


def _approved(number: int) -> str:
    return f"Approved: {number}." if number else "Nothing to approve: no second person is needed, or one has approved it already."


def _form_of_contact(site: str, pk: int) -> str:
    return reverse(f"{site}:contacts_contact_change", args=[pk])


def _is_public(claim: Any) -> bool:
    """Return whether the claim is in the record now. Queries: 1 for each loaded claim."""
    if "_public" not in claim.__dict__:
        claim._public = PublishedClaim.objects.filter(record_id=claim.public_id).exists()
    return bool(claim._public)
