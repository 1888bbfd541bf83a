"""The review screen: an article with its passages marked, beside what is suggested of it; decided one by one or all at once.

Each decision is a plain form. Where htmx runs, the answer is the changed card alone; where no script runs, the screen again.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from contacts.actions.errors import CannotDecide
from contacts.actions.reviewing import explain, reopen_suggestion, state_claim
from contacts.actions.suggestions import accept_suggestions, reject_suggestions
from contacts.admin.cards import Names
from contacts.admin.marked import part_of
from contacts.admin.outcomes import name_of
from contacts.admin.reviewcontact import ContactOfArticle
from contacts.admin.reviewforms import StateClaimForm, initial_of
from contacts.admin.screen import SCREEN, Screen, may_decide, number, relation_of, row_of, rows_of
from contacts.models import Submission, Suggestion, SuggestionState
from contacts.passages import context

UNDECIDED = (SuggestionState.OPEN, SuggestionState.WITHDRAWN)


class ReviewScreen(ContactOfArticle):
    """Mixin of the submissions' admin: the screen and the addresses of its decisions."""

    def get_urls(self) -> list[URLPattern]:
        """Return the stock addresses and those of the screen's decisions."""
        routes: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("<int:pk>/decide/", self.decide_all, "decide"),
            ("<int:pk>/suggestions/<int:suggestion>/", self.decide_one, "suggestion"),
            ("<int:pk>/suggestions/<int:suggestion>/change/", self.change_one, "suggestion_change"),
            ("<int:pk>/claim/", self.add_claim, "claim"),
            ("<int:pk>/contact/", self.set_contact, "contact"),
            ("<int:pk>/contact/find/", self.find_contact, "contact_find"),
            ("<int:pk>/contact/new/", self.new_contact, "contact_new"),
            ("<int:pk>/mention/", self.add_mention, "mention"),
        ]
        own = [path(route, self.admin_site.admin_view(view), name=f"contacts_submission_{name}") for route, view, name in routes]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    # The screen

    def show(self, request: HttpRequest, row: Submission, *, status: int = 200, template: str = SCREEN, **extra: Any) -> HttpResponse:
        """Return the screen, or a part of it."""
        shown = {
            **self.admin_site.each_context(request),
            **Screen(row).context(),
            "title": (row.report.title if row.report else "") or str(row),
            "opts": self.model._meta,
            "may_decide": may_decide(request),
            **extra,
        }
        return render(request, template, shown, status=status)

    def back(self, row: Submission, fragment: str = "") -> HttpResponseRedirect:
        """Return the way back to the screen, to a card of it if one is named."""
        return HttpResponseRedirect(reverse("admin:contacts_submission_change", args=[row.pk]) + (f"#{fragment}" if fragment else ""))

    def _card(self, request: HttpRequest, row: Submission, item: Suggestion, *, error: str = "", form: Any = None) -> HttpResponse:
        """Return one card and the tally, for htmx to put in their places; where no script runs, the whole screen."""
        if not request.htmx:  # type: ignore[attr-defined]
            if form is not None:
                return self._form_page(request, row, form, status=422 if error or form.is_bound else 200, item=item, error=error)
            if error:
                messages.error(request, error)
            return self.back(row, f"s-{item.pk}")
        item.refresh_from_db()
        shown = {
            "row": row,
            "card": Names([item]).card(item),
            "tally": Screen(row).tally(),
            "may_decide": True,
            "error": error,
            "form": form,
            "item": item,
            "partial": True,
        }
        return render(request, f"{SCREEN}#{'form' if form is not None else 'answer'}", shown, status=409 if error and form is None else 200)

    def _form_page(
        self, request: HttpRequest, row: Submission, form: Any, *, status: int = 200, error: str = "", **extra: Any
    ) -> HttpResponse:
        """Return a form of the screen: by itself where htmx asks for it, else on a page."""
        shown = {
            **self.admin_site.each_context(request),
            "row": row,
            "form": form,
            "error": error,
            "opts": self.model._meta,
            "title": "A claim from the article",
            **extra,
        }
        template = f"{SCREEN}#form" if request.htmx else "admin/review_form.html"  # type: ignore[attr-defined]
        return render(request, template, shown, status=status)

    # Decisions on suggestions

    def decide_one(self, request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
        """Accept, reject or reopen one suggestion; a GET shows its card as it stands."""
        row, item = rows_of(request, pk, suggestion)
        if request.method != "POST":
            return self._card(request, row, item)
        error = ""
        try:
            match request.POST.get("verdict"):
                case "accept":
                    accept_suggestions(rows=[item], by=name_of(request), contact=row.contact, relation=relation_of(row))
                case "reject":
                    reject_suggestions(rows=[item], by=name_of(request))
                case "reopen":
                    reopen_suggestion(row=item)
                case _:
                    error = "Say what is decided: accept, reject or reopen."
        except CannotDecide as refusal:
            error = str(refusal)
        return self._card(request, row, item, error=error)

    def decide_all(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept or reject all suggestions that are open, or the chosen ones. POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = row_of(request, pk)
        # The screen names what it shows: what a later run has added is not decided unseen.
        shown = [int(key) for key in request.POST.getlist("chosen") if key.isascii() and key.isdecimal()]
        chosen = Suggestion.objects.filter(report=row.report_id, state=SuggestionState.OPEN, pk__in=shown)
        try:
            if "accept" in request.POST:
                claims = accept_suggestions(rows=chosen, by=name_of(request), contact=row.contact, relation=relation_of(row))
                messages.success(request, f"{len(claims)} accepted. They are published with the contact.")
            elif "reject" in request.POST:
                messages.success(request, f"{reject_suggestions(rows=chosen, by=name_of(request))} put aside.")
            else:
                messages.error(request, "Say what is decided: accept or reject.")
        except CannotDecide as refusal:
            messages.error(request, f"{refusal} Nothing was changed.")
        return self.back(row)

    def change_one(self, request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
        """Show a suggestion as a form, or accept it as changed there."""
        row, item = rows_of(request, pk, suggestion)
        if item.state not in UNDECIDED:
            return self._card(request, row, item, error=f"{item.decided_by} has decided on this already. Undo that first.")
        form = StateClaimForm(request.POST or None, initial=initial_of(item))
        error = self._stated(request, row, form, item) if request.method == "POST" else None
        if request.method == "POST" and error is None:
            return self._card(request, row, item)
        return self._card(request, row, item, error=error or "", form=form)

    def add_claim(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form of a claim on words selected in the article, or accept the claim."""
        row = row_of(request, pk)
        text = Screen(row).text
        if request.method != "POST":
            return self._form_page(request, row, StateClaimForm(initial=_selected(request, text)))
        form = StateClaimForm(request.POST)
        error = self._stated(request, row, form, None)
        if error is not None:
            # htmx puts in what comes with 200 alone; a plain request is told by the status as well.
            return self._form_page(request, row, form, status=200 if request.htmx else 422, error=error)  # type: ignore[attr-defined]
        messages.success(request, "The claim was added and accepted.")
        answer = self.back(row)
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer

    def _stated(self, request: HttpRequest, row: Submission, form: Any, item: Suggestion | None) -> str | None:
        """Make a claim of a form; return what is wrong, None where nothing is."""
        if row.contact is None:
            return "Say which contact the article is about first."
        if not form.is_valid():
            return ""
        try:
            state_claim(
                report=row.report,  # type: ignore[arg-type]
                contact=row.contact,
                text=Screen(row).text,
                passage=form.passage(),
                fields=form.columns(),
                by=name_of(request),
                suggestion=item,
            )
        except CannotDecide as refusal:
            return str(refusal)
        except ValidationError as refusal:
            return explain(refusal)
        return None


def _selected(request: HttpRequest, text: str) -> dict[str, str]:
    """Return the words selected in the article, as the form takes them. Units of `start` and `end`: UTF-16 code units."""
    start, end = part_of(text, number(request.GET.get("start", "")), number(request.GET.get("end", "")))
    prefix, suffix = context(text, start, end)
    return {"passage_exact": text[start:end], "passage_prefix": prefix, "passage_suffix": suffix} if end > start else {}
