"""What every list and form of the desk has in common."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import Form
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from contacts.actions import rights
from contacts.actions.errors import CannotDecide, NotApproved
from contacts.admin.forms import LoadedForm, LoadedSelect

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
    AnyTabularInline = admin.TabularInline[Any, Any]
else:
    AnyModelAdmin = admin.ModelAdmin
    AnyTabularInline = admin.TabularInline

CARRIED = ("action", "index", "select_across", ACTION_CHECKBOX_NAME)
"""Fields of a list's form that the page which asks for a reason hands on, so that the same rows are meant."""


class Searched:
    """Mixin for forms and inlines: relations are searched for, and what is chosen already is loaded with the row."""

    form: Any = LoadedForm
    formfield_overrides: Any = {models.URLField: {"assume_scheme": "https"}}
    admin_site: admin.AdminSite
    shown: ClassVar[tuple[str, ...]] = ()
    """Relations that lists and forms show; loaded together with the row."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows with what is shown of their relations."""
        rows: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*self.shown) if self.shown else rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field of a relation, with a search box that knows its label."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", LoadedSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        """Return the field of a column. A related row is deleted in its own form, after a look at it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class DeskInline(Searched, AnyTabularInline):
    """Rows edited inside the form of another row."""

    extra = 0


class DeskAdmin(Searched, AnyModelAdmin):
    """A list and a form of the desk. Subclasses name buttons in `tools` and ask questions with `ask`."""

    change_form_template = "admin/desk_change_form.html"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 50

    # Rights: what `contacts.actions.rights` says, and what the state of a row leaves open

    def may(self, request: HttpRequest, action: str, row: Any = None) -> bool:
        """Return whether the signed-in person may do this with a row, or with rows of this model at all."""
        return rights.may(request.user, action, self.model if row is None else row)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row may be changed: see `rights.may`."""
        return super().has_change_permission(request, obj) and self.may(request, "change", obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list. Rows are deleted one by one, each after a look at it."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Return what would go with these rows and what holds them back, as numbers of rows.

        Queries: one for each relation to the model, where the stock page has one for each related row.
        """
        going, counts = [str(row) for row in objs], {str(self.opts.verbose_name_plural): len(objs)}
        lacking: set[str] = set()
        held: list[str] = []
        for relation in self.model._meta.related_objects:
            related = relation.related_model._meta
            if not relation.one_to_many:
                continue
            number = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": objs}).count()
            if not number:
                continue
            name = str(related.verbose_name if number == 1 else related.verbose_name_plural)
            if relation.on_delete is not models.CASCADE:
                held.append(f"{number} {name}")
                continue
            going.append(f"{number} {name}")
            counts[str(related.verbose_name_plural)] = counts.get(str(related.verbose_name_plural), 0) + number
            codename = get_permission_codename("delete", related)
            on_desk = self.admin_site.is_registered(relation.related_model)
            if on_desk and not request.user.has_perm(f"{related.app_label}.{codename}"):
                lacking.add(str(related.verbose_name))
        return going, counts, lacking, held

    # Buttons

    def tools(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons of a row's form: `label`, `url`, and `post` where pressing it decides."""
        return []

    def tool(self, label: str, name: str, row: Any, *, post: bool = False) -> dict[str, Any]:
        """Return one button, for the address that `name` stands for in `named`."""
        return {"label": label, "url": self.address(name, row.pk), "post": post}

    def address(self, name: str, *args: Any) -> str:
        """Return the address of a page of this model's admin."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def named(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        """Return an address of the admin for people who are signed in."""
        return path(route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the form with its buttons."""
        row = kwargs.get("obj")
        if row is not None:
            context["tools"] = self.tools(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    # Decisions

    def row_to_decide(self, request: HttpRequest, pk: int, action: str = "change") -> Any:
        """Return the row. Raises: Http404; PermissionDenied, for those who may not do this with it (see `rights.may`)."""
        row = self.row_to_see(request, pk)
        if not self.may(request, action, row):
            raise PermissionDenied
        return row

    def row_to_see(self, request: HttpRequest, pk: int) -> Any:
        """Return the row. Raises: Http404; PermissionDenied, for those who may not see it."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} number {pk}.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def decide(self, request: HttpRequest, rows: Iterable[Any], decision: Callable[[], str], action: str = "change") -> bool:
        """Return whether the decision could be carried out, and tell the editor; when it is refused, nothing changes.

        `decision` calls an action and returns what came of it, as a sentence. `action` is the right that it takes.
        """
        try:
            with transaction.atomic():
                rows = list(rows)
                for row in rows:
                    if not self.may(request, action, row):
                        raise rights.NotAllowed(f"Your role does not let you {action} “{row}”, or its state does not allow it any more.")
                outcome = decision()
                for row in rows:
                    self.log_change(request, row, outcome)
        except NotApproved as refusal:
            address = reverse(f"{self.admin_site.name}:contacts_claim_changelist") + "?ask=to-approve"
            told = format_html('{} Nothing was changed. <a href="{}">Claims that wait for approval</a>', refusal, address)
            self.message_user(request, told, messages.ERROR)
            return False
        except CannotDecide as refusal:
            self.message_user(request, f"{refusal} Nothing was changed.", messages.ERROR)
            return False
        self.message_user(request, outcome, messages.SUCCESS)
        return True

    def ask(
        self,
        request: HttpRequest,
        *,
        title: str,
        form: Form,
        button: str,
        rows: Sequence[Any],
        **context: Any,
    ) -> TemplateResponse:
        """Return the page that asks what a decision needs to know about these rows."""
        return self.page(
            request,
            "admin/decision.html",
            title=title,
            form=form,
            button=button,
            rows=rows,
            media=self.media + form.media,
            **context,
        )

    def page(self, request: HttpRequest, template: str, *, title: str, **context: Any) -> TemplateResponse:
        """Return a page of the desk that belongs to this model."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": capfirst(title), **context}
        return TemplateResponse(request, template, context)

    def ask_about_selected(
        self, request: HttpRequest, rows: Sequence[Any], form: Form, *, title: str, button: str, decision: Callable[[], str], action: str
    ) -> TemplateResponse | None:
        """Return the page that asks, or None when an answer was given and carried out (the list is shown again)."""
        if form.is_bound and form.is_valid() and self.decide(request, rows, decision, action):
            return None
        carried = [(name, value) for name in CARRIED for value in request.POST.getlist(name)]
        return self.ask(request, title=title, form=form, button=button, rows=rows, carried=carried)


def answers(request: HttpRequest) -> Any:
    """Return what was typed into a page that asks, or None when it is still to be shown."""
    return request.POST if request.method == "POST" and "answered" in request.POST else None
