"""Handing in articles, watching them being read, deciding on what is suggested."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse

from contacts.actions.errors import CannotDecide
from contacts.actions.submit import submit
from contacts.admin.base import AnyModelAdmin
from contacts.admin.questions import SubmissionQuestion
from contacts.admin.reviewing import ReviewScreen
from contacts.ingest.queue import retry
from contacts.ingest.tasks import wake_on_commit
from contacts.models import Submission, SubmissionState, SuggestionState


class HandInForm(forms.Form):
    """Addresses, one a line, or one pasted text."""

    urls = forms.CharField(label="Addresses", required=False, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}), help_text="One a line.")
    text = forms.CharField(
        label="Or the text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 80}),
        help_text="The whole article as copied from the page; its address above, if you know it.",
    )
    published = forms.CharField(
        label="Published on", required=False, max_length=30, help_text="Only if the text does not say it: 2017-11-21, 2017-11, 2017."
    )


@admin.register(Submission)
class SubmissionAdmin(ReviewScreen, AnyModelAdmin):
    """The inbox. Adding means handing in; a row shows what became of it and what is suggested."""

    list_display = ("what", "state", "verdict", "contact", "open_suggestions", "attempts", "submitted_by", "submitted_at")
    list_filter = (SubmissionQuestion, "state", "verdict")
    list_select_related = ("contact", "report")
    search_fields = ("url", "report__title", "error")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("retry_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Return the submissions with the number of suggestions that wait."""
        waiting = Count("report__suggestions", filter=Q(report__suggestions__state=SuggestionState.OPEN))
        rows: QuerySet[Submission] = super().get_queryset(request)
        return rows.annotate(waiting=waiting)

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        """Submissions are not edited; their page decides on suggestions instead."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        """What was handed in stays."""
        return False

    @admin.display(description="article")
    def what(self, row: Submission) -> str:
        """The headline once it is known, else the address."""
        return (row.report.title if row.report else "") or str(row)

    @admin.display(description="suggestions open")
    def open_suggestions(self, row: Any) -> int:
        """How many suggestions of its report wait for a decision."""
        return int(row.waiting)

    @admin.action(description="Read again", permissions=["add"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        """Put ended submissions back into the queue."""
        rows = list(queryset.filter(state__in=[SubmissionState.DONE, SubmissionState.FAILED]))
        for row in rows:
            retry(row)
        wake_on_commit()
        self.message_user(request, f"{len(rows)} put back into the queue.", messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the progress page."""
        progress = path("progress/", self.admin_site.admin_view(self.progress), name="contacts_submission_progress")
        return [progress, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the form for handing in, or take what was handed in and go on to its progress."""
        form = HandInForm(request.POST or None)
        if not self.has_add_permission(request):
            return HttpResponse("You may not hand in articles.", status=403)
        if request.method == "POST" and form.is_valid():
            try:
                rows = submit(
                    by=request.user.get_username(),
                    urls=form.cleaned_data["urls"].splitlines(),
                    text=form.cleaned_data["text"],
                    published=form.cleaned_data["published"].strip(),
                )
            except CannotDecide as error:
                form.add_error(None, str(error))
            else:
                wake_on_commit()
                ids = ",".join(row.public_id for row in rows)
                return HttpResponseRedirect(f"{reverse('admin:contacts_submission_progress')}?ids={ids}")
        context = {**self.admin_site.each_context(request), "form": form, "title": "Hand in articles", "opts": self.model._meta}
        return render(request, "admin/submission_add.html", context)

    def progress(self, request: HttpRequest) -> HttpResponse:
        """Show how far the submissions just handed in are; the page asks again by itself until all have ended. Queries: 1 for them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        ids = [key for key in request.GET.get("ids", "").split(",") if key][:200]
        rows = list(self.get_queryset(request).filter(public_id__in=ids).select_related("report", "contact"))
        waiting = any(row.state in (SubmissionState.QUEUED, SubmissionState.RUNNING) for row in rows)
        context = {
            **self.admin_site.each_context(request),
            "rows": rows,
            "waiting": waiting,
            "title": "Being read" if waiting else "Read",
            "opts": self.model._meta,
        }
        response = render(request, "admin/submission_progress.html", context)
        if waiting:
            response["Refresh"] = "2"  # seconds; needs no script
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the review screen: what was handed in, what the machine makes of it, and the suggestions with their passages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        known = Submission.objects.select_related("report__publisher", "contact")
        return self.show(request, get_object_or_404(known, pk=key if key.isascii() and key.isdecimal() and len(key) < 18 else 0))
