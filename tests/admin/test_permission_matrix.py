"""Every role at every address and every bulk action: who may look, who may act, and that a refusal changes nothing."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, reverse

from tests.admin.desk import at
from tests.admin.matrix import BULK, CHANGED, FOR_ALL, NEVER, PAGES, RETYPED, ROLES, Bulk, Page

pytestmark = pytest.mark.django_db

REFUSED = {403, 405}
"""What a refusal looks like: not allowed, or not by this method."""


def names(patterns=None) -> set[str]:
    """Return the names of all addresses of the desk."""
    found = set()
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        elif pattern.name:
            found.add(pattern.name)
    return found


def test_every_address_is_in_the_table():
    told = {page.name for page in PAGES} | FOR_ALL
    assert names() == told, "give each new address a line in tests/admin/matrix.py"


def test_every_bulk_action_is_in_the_table(rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user
    there = {f"{model._meta.model_name}!{name}" for model, desk in admin.site._registry.items() for name in desk.get_actions(request)}
    assert there == {line.id for line in BULK}, "give each new action a line in tests/admin/matrix.py"


def everything() -> dict[str, list]:
    """The content of all tables that somebody on the desk could change."""
    models = [model for name in ("contacts", "record") for model in apps.get_app_config(name).get_models()]
    return {model.__name__: sorted(map(repr, model._base_manager.values_list())) for model in [*models, User]}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def everybody(somebody) -> dict[str, Client]:
    ContentType.objects.clear_cache()
    return {role: client_of(somebody(role)) for role in ROLES}


def may(role: str, least: str | None) -> bool:
    return least is not NEVER and ROLES.index(role) >= ROLES.index(least)


def retyped(row, model: str) -> dict[str, object]:
    """Return the fields of a row's form as a superuser sees them, with one of them changed."""
    boss = User.objects.create(username="boss", is_staff=True, is_superuser=True)
    context = client_of(boss).get(reverse(f"admin:{row._meta.app_label}_{model}_change", args=[row.pk])).context
    boss.delete()
    fields: dict[str, object] = {}
    forms = [context["adminform"].form] if "adminform" in context else []
    for inline in context.get("inline_admin_formsets", []):
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        fields |= {bound.html_name: bound.value() for bound in form if bound.value() is not None and bound.value() is not False}
    name, value = CHANGED[model]
    return {**fields, name: value}


def answered(page: Page, row) -> dict[str, object]:
    if page.fields is RETYPED:
        return retyped(row, page.name.split("_")[1])
    return page.fields(row)


def complaints(response) -> list[str]:
    """Return what the forms of an answer complain of."""
    context = response.context or {}
    found = [str(context["adminform"].form.errors.as_json())] if "adminform" in context else []
    return found + [
        str(inline.formset.errors) + str(inline.formset.non_form_errors()) for inline in context.get("inline_admin_formsets", [])
    ]


@pytest.mark.parametrize("line", PAGES, ids=lambda line: line.id)
def test_who_may_look(line: Page, everybody):
    address = line.address(line.row())
    before = everything()
    assert Client().get(address).url.startswith("/admin/login/"), "a stranger"
    for role, client in everybody.items():
        status = client.get(address).status_code
        assert status in ((200, 302) if may(role, line.look) else REFUSED), f"{role or 'nobody'}: {status}"
    assert everything() == before, "looking changes nothing"


@pytest.mark.parametrize("line", [line for line in PAGES if line.act is not KeyError], ids=lambda line: line.id)
def test_who_may_act(line: Page, everybody):
    for role, client in (("a stranger", Client()), *everybody.items()):
        with transaction.atomic():
            row = line.row()
            address, fields = line.address(row), answered(line, row)
            before = everything()
            response = client.post(address, fields)
            if role == "a stranger":
                assert response.url.startswith("/admin/login/")
                assert everything() == before
            elif may(role, line.act):
                assert response.status_code in (200, 302), f"{role}: {response.status_code}"
                assert line.idle or everything() != before, f"{role}: nothing came of it: {complaints(response)}"
            else:
                assert response.status_code in REFUSED, f"{role or 'nobody'}: {response.status_code}"
                assert everything() == before, f"{role or 'nobody'} was refused and yet changed something"
            transaction.set_rollback(True)


@pytest.mark.parametrize("line", BULK, ids=lambda line: line.id)
def test_who_may_act_on_a_list(line: Bulk, everybody):
    for role, client in (("a stranger", Client()), *everybody.items()):
        with transaction.atomic():
            rows = line.row()
            rows = rows if isinstance(rows, list) else [rows]
            fields = {"survivor": rows[0].pk, **line.fields} if line.action == "merge_selected" else line.fields
            data = {"action": line.action, "index": "0", "_selected_action": [row.pk for row in rows], **fields}
            before = everything()
            response = client.post(at(f"{line.model}_changelist"), data)
            changed = everything() != before
            assert changed == (role != "a stranger" and may(role, line.act)), f"{role or 'nobody'}: {response.status_code}"
            transaction.set_rollback(True)


@pytest.mark.parametrize("field", ["report", "contact", "topic", "person"])
def test_search_boxes_ask_for_the_right_to_see(field, everybody):
    address = reverse("admin:autocomplete") + f"?app_label=contacts&model_name=claim&field_name={field}&term=a"
    assert Client().get(address).url.startswith("/admin/login/")
    answers = {role: client.get(address).status_code for role, client in everybody.items()}
    assert answers == {role: 403 if role == "" else 200 for role in ROLES}
