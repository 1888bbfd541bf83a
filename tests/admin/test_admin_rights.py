"""Whom the desk refuses, and what its pages may contain."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from contacts.record.edition import Edition
from tests.admin.desk import act, at, get, publish_again
from tests.factories import (
    ClaimFactory,
    ContactFactory,
)

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=")


def test_pages_have_no_inline_scripts_or_styles(admin_client):
    contact = ContactFactory(published=True)
    ContactFactory(pk=contact.pk + 1)
    Contact.objects.filter(pk=contact.pk).update(title="Another title")
    publish_again(admin_client, contact)
    pages = [at(f"contact_{name}", contact.pk) for name in ("change", "preview", "withdraw", "merge", "revisions")]
    pages += [at("contact_revert", contact.pk, 1), at("contact_changelist"), at("claim_add"), reverse("admin:index")]
    for url in pages:
        page, _ = get(admin_client, url)
        assert not INLINE.search(page), url
        assert "Putin–Trump contacts — desk" in page


def test_facets_are_off():
    for model, desk in admin.site._registry.items():
        if model._meta.app_label in ("contacts", "record"):
            assert desk.show_facets == admin.ShowFacets.NEVER
            assert "delete_selected" not in (desk.actions or ())


DECISIONS = ("publish", "withdraw", "merge")


def test_looking_does_not_decide(admin_client):
    contact, claim = ContactFactory(ready=True), ClaimFactory()
    assert admin_client.get(at("contact_publish", contact.pk)).status_code == 405
    assert admin_client.get(at("claim_accept", claim.pk)).status_code == 405
    for name in DECISIONS[1:]:
        get(admin_client, at(f"contact_{name}", contact.pk))
    assert not Edition.objects.exists()


def test_who_may_only_look_decides_nothing(client_who_may):
    contact, claim = ContactFactory(published=True), ClaimFactory()
    client = client_who_may("view_contact", "view_claim")
    before = Edition.objects.count()
    urls = [*(at(f"contact_{name}", contact.pk) for name in DECISIONS), at("contact_revert", contact.pk, 1)]
    for url in [*urls, at("claim_accept", claim.pk), at("claim_reject", claim.pk)]:
        assert client.post(url, {"answered": "1", "reason": "Because.", "correction": "removal"}).status_code == 403, url
    act(client, "contact", "publish_selected", [contact])
    assert Edition.objects.count() == before
    page, _ = get(client, at("contact_change", contact.pk))
    assert at("contact_preview", contact.pk) in page
    assert at("contact_publish", contact.pk) not in page
    assert "Publish" not in get(client, at("contact_preview", contact.pk))[0].split("content-main")[1]


def test_who_may_change_does_not_publish(client_who_may):
    contact = ContactFactory(ready=True)
    client = client_who_may("view_contact", "change_contact", "review_contact")
    assert client.post(at("contact_publish", contact.pk)).status_code == 403
    assert not Edition.objects.exists()


def test_who_may_publish_decides(client_who_may):
    contact = ContactFactory(ready=True)
    client = client_who_may("view_contact", "publish_contact")
    assert "Published" in publish_again(client, contact)
    assert Edition.objects.latest("seq").who == "vera"


def test_who_has_no_rights_sees_nothing(client_who_may):
    contact = ContactFactory(published=True)
    client = client_who_may()
    for name in ("preview", "revisions", *DECISIONS):
        assert client.post(at(f"contact_{name}", contact.pk)).status_code == 403


def test_strangers_are_sent_to_the_door(client):
    contact = ContactFactory(ready=True)
    for name in ("preview", "revisions", *DECISIONS):
        assert client.post(at(f"contact_{name}", contact.pk)).url.startswith("/admin/login/")
    assert not Edition.objects.exists()


def test_decisions_need_a_token(admin_user):
    contact = ContactFactory(ready=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(at("contact_publish", contact.pk)).status_code == 403
    assert not Edition.objects.exists()


def test_public_history_is_for_reading(admin_client):
    ContactFactory(published=True)
    edition = Edition.objects.latest("seq")
    url = reverse("admin:record_edition_change", args=[edition.pk])
    assert edition.document["title"] in get(admin_client, url)[0]
    assert admin_client.post(url, {"reason": "Changed."}).status_code == 403
    assert admin_client.get(reverse("admin:record_edition_add")).status_code == 403
    assert admin_client.get(reverse("admin:record_edition_delete", args=[edition.pk])).status_code == 403
