"""The roles as the migration makes them, and what each may see of single rows and fields."""

from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User

from contacts.actions.rights import ROLES, NotAllowed, may, require
from contacts.models import Claim, ClaimState, Contact, Report, ReviewState
from tests.admin.desk import at, get
from tests.admin.matrix import CONTACT, LINKS, NEW
from tests.admin.test_admin_forms import contact_fields
from tests.factories import ClaimFactory, ContactFactory

pytestmark = pytest.mark.django_db


def rights_of(role: str) -> set[str]:
    rows = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def operations():
    migration = import_module("contacts.migrations.0005_roles_and_approvals").Migration
    return [operation.code for operation in migration.operations]


def test_migration_makes_the_roles_and_their_permissions_even_where_there_are_none_yet():
    Group.objects.all().delete()
    Permission.objects.filter(codename__regex="^(publish|approve|decide)_").delete()
    operations()[0](apps, None)
    assert {role: rights_of(role) for role in ROLES} == {role: set(rights) for role, rights in ROLES.items()}


def test_migration_may_run_again_and_puts_right_what_was_changed(somebody):
    user = somebody("editor")
    editors = Group.objects.get(name="editor")
    editors.permissions.add(Permission.objects.get(codename="publish_contact"))
    editors.permissions.remove(Permission.objects.get(codename="review_claim"))
    before = Permission.objects.count()
    for _ in range(2):
        operations()[0](apps, None)
    assert rights_of("editor") == ROLES["editor"]
    assert (Permission.objects.count(), Group.objects.filter(name="editor").count()) == (before, 1)
    assert list(user.groups.values_list("name", flat=True)) == ["editor"]


def test_each_role_may_all_that_those_before_it_may():
    rights = list(ROLES.values())
    assert all(less < more for less, more in pairwise(rights))


def test_every_right_is_a_permission_of_a_model():
    for right in set().union(*ROLES.values()):
        app, codename = right.split(".")
        model = apps.get_model(app, codename.split("_", 1)[1])
        known = {f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions} | {
            name for name, _ in model._meta.permissions
        }
        assert codename in known


def test_refusal_says_what_is_not_allowed(somebody):
    user = somebody("editor")
    with pytest.raises(NotAllowed, match="does not let you publish contacts"):
        require(user, "publish", Contact)
    require(user, "review", Contact)
    inactive = somebody("publisher")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    assert not may(User.objects.get(pk=inactive.pk), "publish", Contact)


def test_contributor_cannot_type_a_claim_or_a_report_into_accepted(client_as):
    client = client_as("contributor")
    for model, table in (("claim", Claim), ("report", Report)):
        assert client.post(at(f"{model}_add"), {**NEW[model](None), "state": "accepted"}).status_code == 302
        row = table.objects.latest("pk")
        assert (row.state, row.decided_by) == ("suggested" if model == "claim" else "draft", "")


def test_contributor_cannot_mark_a_contact_and_an_editor_cannot_unmark_it(client_as):
    contributor, editor, publisher = (client_as(role) for role in ("contributor", "editor", "publisher"))
    contributor.post(at("contact_add"), {**CONTACT, **LINKS, "sensitive": "on"})
    contact = Contact.objects.get(slug=CONTACT["slug"])
    assert not contact.sensitive
    for client, fields, marked in ((editor, {"sensitive": "on"}, True), (editor, {}, True), (publisher, {}, False)):
        assert client.post(at("contact_change", contact.pk), contact_fields(contact, **fields)).status_code == 302
        contact.refresh_from_db()
        assert contact.sensitive == marked


def test_what_was_handed_over_is_out_of_the_contributors_hands(client_as):
    client, contact = client_as("contributor"), ContactFactory()
    page, _ = get(client, at("contact_change", contact.pk))
    assert "Hand over for review" in page
    client.post(at("contact_step", contact.pk, "hand_over"))
    page, _ = get(client, at("contact_change", contact.pk))
    assert 'name="title"' not in page
    contact.refresh_from_db()
    assert contact.state == ReviewState.IN_REVIEW


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        ("contributor", set()),
        ("editor", {"Send back to draft", "Take"}),
        ("publisher", {"Send back to draft", "Take", "Preview and publish"}),
    ],
)
def test_form_offers_the_buttons_of_the_role_alone(client_as, role, buttons):
    contact = ContactFactory(ready=True)
    tools = client_as(role).get(at("contact_change", contact.pk)).context["tools"]
    assert {tool["label"] for tool in tools} - {"Preview"} == buttons


def test_list_offers_the_actions_of_the_role_alone(client_as):
    ClaimFactory(contact=ContactFactory(), state=ClaimState.SUGGESTED)
    offered = {}
    for role in ("contributor", "editor"):
        form = client_as(role).get(at("claim_changelist")).context.get("action_form")
        offered[role] = {name for name, _ in form.fields["action"].choices if name} if form else set()
    assert offered == {"contributor": set(), "editor": {"accept_selected", "reject_selected", "approve_selected", "bulk_edit"}}


def test_accounts_carry_roles_and_nobody_makes_a_superuser_of_them(client_as, somebody):
    client, user = client_as("admin"), somebody("editor", "vera")
    group = Group.objects.get(name="publisher")
    fields = {"username": "another", "is_superuser": "on", "is_staff": "on", "is_active": "on", "groups": [group.pk], "email": ""}
    assert client.post(f"/admin/auth/user/{user.pk}/change/", fields).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.username, [row.name for row in user.groups.all()]) == (False, "vera", ["publisher"])


def test_account_of_the_first_start_is_an_administrator_and_no_superuser(capsys):
    from config.prepare import _create_editor

    operations()[0](apps, None)
    User.objects.all().delete()
    _create_editor()
    user = User.objects.get()
    assert (user.username, user.is_staff, user.is_superuser) == ("editor", True, False)
    assert [row.name for row in user.groups.all()] == ["admin"]
    assert "sign in at /admin/ as editor" in capsys.readouterr().out
