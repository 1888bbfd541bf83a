"""Hands for tests of the readers' door: open the form, fill it in, send it; and the tip that came of it."""

from datetime import datetime, timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from contacts.models import Tip
from tests.pages.reading import Element, page

FORM = "/tip/"
TEXT = "The call lasted forty minutes, not fourteen."
READING = timedelta(seconds=30)
"""How long a reader takes to fill the form in."""


def opened(client: Client, address: str = FORM) -> dict[str, str]:
    """Return what the fields of the form hold when it is opened."""
    response = client.get(address)
    assert response.status_code == 200
    return fields_of(page(response))


def fields_of(shown: Element) -> dict[str, str]:
    form = shown.one("form", method="post")
    found = {one["name"]: one.get("value") for one in form.all("input") if one.get("type") != "radio"}
    found |= {one["name"]: one["value"] for one in form.all("input", type_="radio") if "checked" in one.attributes}
    return found | {one["name"]: one.text for one in form.all("textarea")}


def send(client: Client, fields: dict[str, str] | None = None, *, after: timedelta = READING, at: datetime | None = None, **typed: str):
    """Open the form, fill it in and send it after a while; `fields` are those of a form that is open already."""
    start = at or timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fields = opened(client) if fields is None else fields
        clock.shift(after)
        return client.post(FORM, {"kind": "wrong", **fields, **({} if fields.get("text") else {"text": TEXT}), **typed})


def sent(client: Client, **typed) -> tuple[str, Tip]:
    """Send a tip; return the address of its private page and the tip."""
    response = send(client, **typed)
    assert response.status_code == 303, page(response).text
    return response["Location"], Tip.objects.latest("pk")


def refusal(response) -> str:
    """Return what the reader is told in the place of success."""
    return page(response).one(role="alert").text
