"""Pages for what goes wrong. The last of them needs nothing that could be broken itself."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from contacts.pages import cache, errors, timeline
from tests.pages.reading import page
from tests.pages.rules import inline, misshapen, unguarded


@pytest.fixture
def frail(monkeypatch) -> Client:
    """A client that gets the page a reader would get where a test client raises."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    return Client(raise_request_exception=False)


def test_failure_is_told_without_database_context_or_other_templates():
    response = errors.server_error(RequestFactory().get("/"))  # the test has no database: a query would raise
    assert response.status_code == 500
    shown = page(response)
    assert shown.one("h1").text == "Something broke on our side"
    assert inline(shown) == []
    assert not shown.all("link")
    assert shown.one("a")["href"] == "/"


@pytest.mark.django_db
def test_failing_page_says_nothing_of_why(frail, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("a secret")

    monkeypatch.setattr(timeline.rows, "read", fail)
    response = frail.get("/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert page(response).one("h1").text == "Something broke on our side"
    assert unguarded(response) == []
    monkeypatch.undo()
    assert Client().get("/").status_code == 200


@pytest.mark.django_db
def test_failure_is_not_kept(frail, monkeypatch):
    monkeypatch.setattr(timeline.rows, "read", lambda *args, **kwargs: 1 / 0)
    assert frail.get("/").status_code == 500
    monkeypatch.undo()
    assert frail.get("/").status_code == 200


@pytest.mark.django_db
def test_lost_database_is_a_failure_like_others(frail, monkeypatch):
    def fail():
        raise OperationalError("connection refused")

    monkeypatch.setattr(cache, "now", fail)
    monkeypatch.setattr("contacts.record.index.now", fail)
    for address in ("/", "/topics/", "/nowhere/"):
        response = frail.get(address)
        assert response.status_code == 500, address
        assert "refused" not in response.content.decode()
        assert unguarded(response) == []
    monkeypatch.undo()
    assert frail.get("/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("handler", "reason", "status", "heading"),
    [
        (errors.bad_request, SuspiciousOperation("a secret"), 400, "This address asks for something we do not understand"),
        (errors.forbidden, PermissionDenied("a secret"), 403, "This page is not open to you"),
        (errors.not_found, Http404("a secret"), 404, "There is no page at this address"),
    ],
)
def test_refusal_says_what_it_may(rf, handler, reason, status, heading):
    response = handler(rf.get("/some/page/"), reason)
    assert response.status_code == status
    shown = page(response)
    assert shown.one("h1").text == heading
    assert (inline(shown), misshapen(shown)) == ([], [])
    assert "secret" not in response.content.decode()
    assert shown.one("main").all("a")


@pytest.mark.django_db
def test_form_from_elsewhere_is_refused_on_a_page_of_ours():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    shown = page(response)
    assert shown.one("h1").text == "This form could not be accepted"
    assert (inline(shown), misshapen(shown), unguarded(response)) == ([], [], [])


@pytest.mark.django_db
def test_health(client, monkeypatch):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok")

    class Broken:
        def cursor(self):
            raise OperationalError("connection refused")

    monkeypatch.setattr("config.health.connection", Broken())
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database unavailable\n")
    assert "no-store" in response["Cache-Control"]
