"""The sender's page: open to those who have its address alone, telling what came of a tip and nothing of what was sent."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.actions import tips
from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact, Tip
from contacts.record.edition import Edition
from contacts.tips.stamp import hash_of
from tests.factories import ContactFactory
from tests.pages.reading import page
from tests.pages.rules import CSP, inline, misshapen
from tests.tips.sending import FORM, TEXT, opened, send, sent

pytestmark = pytest.mark.django_db

BY = "an editor of ours"
PRIVATE = {
    "text": "Only the editors read zqtext.",
    "source": "https://zqsource.example/a",
    "name": "Zqname Reader",
    "email": "zqemail@example.org",
}


def shown(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return page(response)


def state(client: Client, address: str) -> str:
    return shown(client, address).one("p", class_="tip-state").text


def steps(client: Client, address: str) -> list[str]:
    return [re.sub(r"^.* UTC ", "", one.text) for one in shown(client, address).one("ol", class_="tip-steps").all("li")]


class TestLink:
    def test_it_cannot_be_guessed(self, client):
        addresses = [sent(client, text=f"{TEXT} {number}")[0] for number in range(5)]
        assert len(set(addresses)) == 5
        for address in addresses:
            assert re.fullmatch(r"/tip/[A-Za-z0-9_-]{32}/", address)  # 192 bits

    def test_it_is_nowhere_kept(self, client):
        address, tip = sent(client)
        token = address.split("/")[2]
        assert tip.link_hash == hash_of(token)
        assert token not in str(vars(tip))

    def test_it_does_not_follow_from_the_form(self, client, settings):
        fields = opened(client)
        address = send(client, fields)["Location"]
        assert address.split("/")[2] not in str(fields)
        Tip.objects.all().delete()
        settings.SECRET_KEY = "another"
        assert send(client, {**opened(client), "stamp": fields["stamp"]}).status_code == 422

    @pytest.mark.parametrize("token", ["x", "a" * 32, "é", "%00", "a%0Ab", "1"])
    def test_made_up_address_leads_nowhere(self, client, token):
        sent(client)
        response = client.get(f"{FORM}{token}/")
        assert response.status_code == 404
        assert "no-store" in response["Cache-Control"]
        assert not [one for one in page(response).one("main").all("a") if "search" in one["href"]]

    def test_number_and_hash_lead_nowhere(self, client):
        _, tip = sent(client)
        for key in (tip.pk, tip.link_hash):
            assert client.get(f"{FORM}{key}/").status_code == 404

    def test_it_is_for_reading(self, client):
        address, _ = sent(client)
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


class TestPage:
    def test_nobody_keeps_it_finds_it_or_is_told_of_it(self, client):
        address, _ = sent(client)
        for _ in range(2):
            response = client.get(address)
            assert {"no-store", "private"} <= set(response["Cache-Control"].replace(" ", "").split(","))
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response["X-Robots-Tag"]
            assert "ETag" not in response
            assert not response.cookies
        found = page(response)
        assert "noindex" in found.one("meta", name="robots")["content"]
        assert (inline(found), misshapen(found)) == ([], [])
        assert len(response["Content-Security-Policy"].split(";")) == len(CSP)

    def test_it_shows_its_address_and_nothing_of_what_was_sent(self, client):
        row = ContactFactory(published=True, kind="call", date="2017-11-21", title="Syria")
        address, tip = sent(client, **PRIVATE, about=row.public_id)
        Tip.objects.update(internal_note="zqnote")
        tips.reopen(tip=decline(tip), by=BY, reason="zqreason")
        text = client.get(address).content.decode()
        assert not re.search("zq(text|source|name|email|note|reason)", text, re.IGNORECASE)
        assert BY not in text
        found = page(client.get(address))
        assert found.one("p", class_="tip-address").one("a")["href"] == f"http://testserver{address}"
        assert found.one("p", class_="tip-about").text == "About Call, 21 November 2017: Syria"

    def test_it_knows_the_site_by_its_name(self, client, settings):
        settings.SITE_URL = "https://record.example"
        address, _ = sent(client)
        assert shown(client, address).one("p", class_="tip-address").text == f"https://record.example{address}"

    def test_form_and_public_pages_show_nothing_of_it(self, client):
        row = ContactFactory(published=True)
        sent(client, **PRIVATE, about=row.public_id)
        for address in (
            FORM,
            f"{FORM}?about={row.public_id}",
            "/",
            f"/contacts/{row.public_id}/{row.slug}/",
            "/search/?q=zqtext",
            "/about/",
        ):
            for asking in (client, Client()):
                assert not re.search("zq(source|name|email)|Only the editors", asking.get(address).content.decode()), address


def decline(tip: Tip) -> Tip:
    tips.decline(tip=tip, by=BY, reason="The Kremlin says fourteen.")
    return tip


class TestOutcome:
    def test_received(self, client):
        address, _ = sent(client)
        assert state(client, address) == "Received. Nobody has looked at it yet."
        assert steps(client, address) == ["Received"]

    def test_being_looked_at(self, client):
        address, tip = sent(client)
        tips.take_up(tip=tip, by=BY)
        assert state(client, address).startswith("Being looked at.")
        assert steps(client, address) == ["Received", "The editors look at it"]

    def test_answer(self, client):
        address, tip = sent(client)
        tips.answer(tip=tip, by=BY, text="Which page of the book?\n\n<b>Thanks</b>")
        assert state(client, address).startswith("Being looked at.")
        assert steps(client, address)[-1] == "The editors answered: Which page of the book? <b>Thanks</b>"

    def test_declined_with_the_reason(self, client):
        address, tip = sent(client)
        decline(tip)
        assert state(client, address) == "Declined. The editors looked at it and decided to change nothing."
        assert steps(client, address)[-1] == "Declined: The Kremlin says fourteen."

    def test_accepted_before_anything_is_published(self, client):
        address, tip = sent(client)
        tips.accept(tip=tip, by=BY)
        assert "What comes of it has not been published yet" in state(client, address)

    def test_accepted_leads_to_the_edition(self, client):
        row = ContactFactory(published=True, kind="call", date="2017-11-21", title="Syria")
        address, tip = sent(client, about=row.public_id)
        Contact.objects.filter(pk=row.pk).update(title="Syria and rain")
        (edition,) = publish(rows=[row], by=BY, reason="A reader was right.")
        tips.accept(tip=tip, by=BY, text="Thank you.", edition=edition.seq)
        Contact.objects.filter(pk=row.pk).update(title="Syria again")
        publish(rows=[row], by=BY)
        link = shown(client, address).one("p", class_="tip-result").one("a")
        assert link.text == f"edition {edition.seq}, revision 2 of “Call, 21 November 2017: Syria again”"
        there = client.get(link["href"].split("#")[0])
        assert there.status_code == 200
        assert "A reader was right." in page(there).one(id=link["href"].split("#")[1]).text
        assert steps(client, address)[-1] == "Accepted: Thank you."

    def test_edition_named_later(self, client):
        row = ContactFactory(published=True)
        address, tip = sent(client)
        tips.accept(tip=tip, by=BY)
        tips.credit(tip=tip, by=BY, edition=Edition.objects.get(record_id=row.public_id).seq)
        assert steps(client, address)[-1] == "Published"
        assert shown(client, address).one("p", class_="tip-result")

    def test_edition_of_another_kind_of_record(self, client):
        row = ContactFactory(published=True)
        report = row.claims.get().report
        address, tip = sent(client, about=f"/reports/{report.public_id}/")
        tips.accept(tip=tip, by=BY, edition=Edition.objects.get(record_id=report.public_id).seq)
        assert shown(client, address).one("p", class_="tip-result").one("a")["href"] == f"/reports/{report.public_id}/"

    def test_edition_of_what_was_withdrawn_since_does_not_break_the_page(self, client):
        row = ContactFactory(published=True, title="A wrong title")
        address, tip = sent(client, about=row.public_id)
        tips.accept(tip=tip, by=BY, edition=Edition.objects.get(record_id=row.public_id).seq)
        withdraw(row=row, by=BY, reason="It was wrong.")
        assert "A wrong title" not in client.get(address).content.decode()

    def test_opened_again(self, client):
        address, tip = sent(client)
        tips.reopen(tip=decline(tip), by=BY, reason="Overhasty.")
        assert state(client, address).startswith("Being looked at.")
        assert steps(client, address)[-2:] == ["Declined: The Kremlin says fourteen.", "The editors look at it again"]

    def test_handing_in_is_the_editors_own_affair(self, client):
        address, tip = sent(client, source="https://news.example/a")
        tips.hand_in(tip=tip, by=BY)
        assert steps(client, address) == ["Received"]
        assert state(client, address).startswith("Being looked at.")


def test_costs(client):
    row = ContactFactory(published=True)
    address, tip = sent(client, about=row.public_id)
    client.get(address)
    for number in range(10):
        tips.answer(tip=tip, by=BY, text=f"Answer {number}.")
    tips.accept(tip=tip, by=BY, edition=Edition.objects.get(record_id=row.public_id).seq)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 6  # the head of the log, the tip, its steps, what it is about, the edition and its record


def test_private_page_outlives_what_is_deleted(client):
    address, tip = sent(client)
    decline(tip)
    Tip.objects.update(decided_at=tip.received_at - timedelta(days=400), name="", email="", sender="")
    assert state(client, address).startswith("Declined.")
