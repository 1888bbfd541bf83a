"""What tests of the desk share: editors with few or many rights."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


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
