"""The part of the review screen that says which contact an article is about, and which it mentions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render

from contacts.actions.errors import CannotDecide
from contacts.actions.reviewing import choose_contact, link_mention
from contacts.admin.reviewforms import NewContactForm
from contacts.admin.screen import SCREEN, number, relation_of, row_of
from contacts.models import Contact, ReviewState

MOST_FOUND = 8  # contacts that a search on the screen offers
GONE = (ReviewState.MERGED, ReviewState.WITHDRAWN)


class ContactOfArticle:
    """Mixin of the review screen: choose, find or make the contact; link what is mentioned."""

    admin_site: admin.AdminSite
    model: Any
    show: Callable[..., HttpResponse]
    back: Callable[..., HttpResponse]

    def set_contact(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which contact the article is about. POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = row_of(request, pk)
        contact = get_object_or_404(Contact, pk=number(request.POST.get("contact", "")))
        try:
            choose_contact(report=row.report, contact=contact, relation=relation_of(row))  # type: ignore[arg-type]
            messages.success(request, f"The article is about “{contact.title}”. Later runs keep to that.")
        except CannotDecide as refusal:
            messages.error(request, str(refusal))
        return self.back(row)

    def find_contact(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the contacts that a search finds, to choose from."""
        row = row_of(request, pk)
        words = request.GET.get("q", "").split()
        found = Contact.objects.exclude(state__in=GONE)
        for word in words:
            found = found.filter(Q(title__icontains=word) | Q(slug__icontains=word) | Q(date__startswith=word) | Q(summary__icontains=word))
        rows = list(found.order_by("-latest", "-pk")[:MOST_FOUND]) if words else []
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, f"{SCREEN}#found", {"row": row, "found": rows, "sought": " ".join(words)})
        return self.show(request, row, found=rows, sought=" ".join(words))

    def new_contact(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form of a new contact, filled in from the article, or make it as a draft and choose it."""
        row = row_of(request, pk)
        if not request.user.has_perm("contacts.add_contact"):
            raise PermissionDenied
        form = NewContactForm(request.POST or None, initial=row.outcome.get("draft") or {})
        if request.method == "POST" and form.is_valid():
            contact = form.save()
            choose_contact(report=row.report, contact=contact, relation=relation_of(row))  # type: ignore[arg-type]
            messages.success(request, f"“{contact.title}” was made as a draft. Accept claims for it, then publish it.")
            return self.back(row)
        shown = {**self.admin_site.each_context(request), "row": row, "form": form, "opts": self.model._meta, "title": "New contact"}
        status = 422 if form.is_bound else 200
        return render(request, "admin/review_form.html", {**shown, "button": "Make this contact"}, status=status)

    def add_mention(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link the report to a contact that it mentions. POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = row_of(request, pk)
        contact = get_object_or_404(Contact, pk=number(request.POST.get("contact", "")))
        try:
            link_mention(report=row.report, contact=contact)  # type: ignore[arg-type]
        except CannotDecide as refusal:
            messages.error(request, str(refusal))
        return self.back(row)
