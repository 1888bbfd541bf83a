"""Hands for tests of the desk in a browser: rows that the server sees, somebody who is signed in, and everything as it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from contacts.models import Claim, Report, ReportLink, Submission

Made = TypeVar("Made")


def apart(function: Callable[[], Made]) -> Made:
    """Call a function on a connection of its own, so that the server sees what it writes; a test's own writes stay in the test."""

    def called() -> Made:
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(called).result()


def signed_in() -> str:
    """Make an administrator and return the key of a session of theirs."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss", password="x"))
    return client.cookies["sessionid"].value


def as_administrator(session: str) -> dict[str, Any]:
    """Return what a window has to keep to belong to a session."""
    cookie = {"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}
    return {"cookies": [cookie], "origins": []}


def cleared() -> None:
    """Delete what was handed in, with what was made of it, and the accounts."""
    reports = Report.objects.filter(submissions__isnull=False)
    Claim.objects.filter(report__in=reports).delete()
    ReportLink.objects.filter(report__in=reports).delete()
    keys = list(reports.values_list("pk", flat=True))
    Submission.objects.all().delete()
    Report.objects.filter(pk__in=keys).delete()
    User.objects.all().delete()
