"""What tests of the desk share: editors with few or many rights, and one of each role."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from contacts.actions.rights import ROLES
from contacts.actions.roles import set_up_roles


@pytest.fixture
def client_who_may(db):
    """A function that signs in somebody on the staff who has these rights and no others."""

    def sign_in(*rights: str) -> Client:
        user = User.objects.create_user("vera", password="x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def somebody(db):
    """A function that makes an account of a role; with no role, one that may enter and nothing else. Named after its role."""
    if Group.objects.count() < len(ROLES):  # a transactional test before this one has emptied the tables
        set_up_roles(apps)

    def make(role: str = "", name: str = "") -> User:
        user = User(username=name or role or "nobody", is_staff=True)
        user.set_unusable_password()
        user.save()
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def client_as(somebody):
    """A function that signs in somebody of a role."""

    def sign_in(role: str = "", name: str = "") -> Client:
        client = Client()
        client.force_login(somebody(role, name))
        return client

    return sign_in
