"""The form: what it takes, what it says of what it does not take, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact, Submission, Tip
from contacts.record.edition import Edition
from contacts.tips.forms import MOST_ADDRESS, MOST_TEXT
from tests.factories import ContactFactory, TopicFactory
from tests.pages.reading import page
from tests.pages.rules import inline, misshapen, unguarded
from tests.tips.sending import FORM, READING, TEXT, fields_of, opened, refusal, send, sent

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "missing",
    "about": "",
    "text": "Ушаков said on 3 May that they spoke.\n\nNobody lists it.",
    "source": "https://news.example/call?a=1&b=2",
    "name": "Vera Reader",
    "email": "vera@example.org",
}


def contact(**fields) -> Contact:
    return ContactFactory(published=True, kind="call", date="2017-11-21", title="Syria after the visit", **fields)


def url(row: Contact) -> str:
    return f"/contacts/{row.public_id}/{row.slug}/"


class TestWhatIsSent:
    def test_everything_typed_reaches_the_desk(self, client):
        before = timezone.now()
        _, tip = sent(client, **TYPED)
        for name in ("kind", "text", "source", "name", "email"):
            assert getattr(tip, name) == TYPED[name]
        assert (tip.state, tip.about_type, tip.about_id, tip.contact) == ("received", "", "", None)
        assert tip.received_at >= before
        assert [(step.step, step.by) for step in tip.steps.all()] == [("received", "")]

    def test_text_alone_will_do(self, client):
        _, tip = sent(client)
        assert (tip.text, tip.source, tip.name, tip.email) == (TEXT, "", "", "")

    def test_nothing_else_is_written_and_nothing_published(self, client):
        row = contact()
        editions, reports = Edition.objects.count(), row.reports.count()
        before = client.get(url(row)).content
        sent(client, **TYPED | {"about": row.public_id})
        assert (Edition.objects.count(), Submission.objects.count(), Contact.objects.count()) == (editions, 0, 1)
        assert Contact.objects.get().reports.count() == reports
        assert client.get(url(row)).content == before

    def test_scheme_that_readers_leave_out_is_added(self, client):
        assert sent(client, source="news.example/call")[1].source == "https://news.example/call"


class TestAbout:
    def test_contact_page_leads_to_the_form_with_the_contact_filled_in(self, client):
        row = contact()
        (link,) = [one for one in page(client.get(url(row))).all("a") if one.text.startswith("Something wrong or missing?")]
        shown = page(client.get(link["href"]))
        fields = fields_of(shown)
        assert (fields["about"], fields["kind"]) == (row.public_id, "wrong")
        assert shown.one("p", class_="tip-about").text == "About Call, 21 November 2017: Syria after the visit"
        assert shown.one("p", class_="tip-about").one("a")["href"] == url(row)
        _, tip = sent(client, fields=fields)
        assert (tip.about_type, tip.about_id, tip.contact) == ("contact", row.public_id, row)

    def test_every_page_leads_to_the_form(self, client):
        contact()
        for address in ("/", "/about/", "/search/?q=xyzzy", "/nowhere/"):
            footer = page(client.get(address)).one("footer")
            assert [one["href"] for one in footer.all("a") if one["href"].startswith(FORM)] == [FORM]

    def test_search_that_finds_nothing_leads_to_the_form_for_what_is_missing(self, client):
        contact()
        (link,) = [one for one in page(client.get("/search/?q=xyzzy")).one("main").all("a") if one["href"].startswith(FORM)]
        assert opened(client, link["href"])["kind"] == "missing"
        assert not [one for one in page(client.get("/search/?q=syria")).one("main").all("a") if one["href"].startswith(FORM)]

    @pytest.mark.parametrize(
        "form", ["{id}", " {ID} ", "{path}", "http://testserver{path}", "https://mirror.example{path}history/?before=2#x"]
    )
    def test_page_is_named_by_id_or_address(self, client, form):
        row = contact()
        _, tip = sent(client, about=form.format(id=row.public_id, ID=row.public_id.upper(), path=url(row)))
        assert tip.contact == row

    def test_former_address_leads_to_the_record(self, client):
        row = contact(slug="old")
        row.slug = "new"
        row.save()
        publish(rows=[row], by="an editor")
        assert sent(client, about="/contacts/old/")[1].contact == row

    def test_report_and_topic_can_be_meant(self, client):
        report = contact().claims.get().report
        topic = TopicFactory(slug="weather", name="Weather")
        publish(rows=[topic], by="an editor")
        _, tip = sent(client, about=f"/reports/{report.public_id}/")
        assert (tip.about_type, tip.about_id, tip.contact) == ("report", report.public_id, None)
        _, tip = sent(client, about="/topics/weather/")
        assert (tip.about_type, tip.about_id, tip.contact) == ("topic", topic.public_id, None)
        assert "Report by" in page(client.get(f"{FORM}?about={report.public_id}")).one("p", class_="tip-about").text

    def test_merged_contact_means_its_survivor(self, client):
        loser, survivor = contact(), contact()
        merge(loser=loser, survivor=survivor, by="an editor", reason="The same.")
        assert sent(client, about=loser.public_id)[1].contact == survivor

    def test_withdrawn_contact_can_be_meant_and_is_not_described(self, client):
        row = contact()
        withdraw(row=row, by="an editor", reason="Wrong.")
        response = client.get(f"{FORM}?about={row.public_id}")
        assert page(response).one("p", class_="tip-about").text == f"About Contact {row.public_id}"
        assert "Syria" not in response.content.decode()
        assert sent(client, about=row.public_id)[1].about_id == row.public_id

    @pytest.mark.parametrize(
        "words",
        ["0123456789", "/about/", "/", "https://news.example/", "/contacts/a%00b/", "http://[", "x" * MOST_ADDRESS, "the call in May"],
    )
    def test_what_means_no_page_is_told(self, client, words):
        response = send(client, about=words)
        assert response.status_code == 422
        assert "No page of this record has this address or id" in refusal(response)
        assert fields_of(page(response))["about"] == words
        assert not Tip.objects.exists()

    def test_drafts_are_unknown(self, client):
        row = ContactFactory(ready=True, title="A secret draft")
        assert "No page of this record" in refusal(send(client, about=row.public_id))
        assert "secret" not in client.get(f"{FORM}?about={row.public_id}").content.decode()

    @pytest.mark.parametrize("query", ["about=%00", "about=" + "x" * 5000, "about=0123456789&kind=nothing", "kind=%00"])
    def test_made_up_links_open_an_empty_form(self, client, query):
        fields = opened(client, f"{FORM}?{query}")
        assert (fields["about"], fields.get("kind")) == ("", None)


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("field", "typed", "told"),
        [
            ("kind", "", "Choose whether something is wrong or missing."),
            ("kind", "other", "Select a valid choice"),
            ("text", "", "Write what is wrong or missing."),
            ("text", " \n ", "Write what is wrong or missing."),
            ("text", "Wrong!", "Write a sentence"),
            ("text", "a" * (MOST_TEXT + 1), "The text has 4001 characters; 4000 is the limit."),
            ("text", "A text with\x00a hole", "Null characters are not allowed."),
            ("about", "a" * 1001, "The address of the page has 1001 characters; 1000 is the limit."),
            ("source", "javascript:alert(1)", "This is no web address"),
            ("source", "ftp://news.example/a", "This is no web address"),
            ("source", "not an address", "This is no web address"),
            ("source", "https://news.example/" + "a" * 1000, "The address of the source has 1021 characters"),
            ("name", "a" * 101, "The name has 101 characters; 100 is the limit."),
            ("email", "vera", "This is no e-mail address"),
            ("email", "a" * 250 + "@example.org", "The e-mail address has 262 characters"),
        ],
    )
    def test_is_told_beside_the_field_and_nothing_is_lost(self, client, field, typed, told):
        response = send(client, **{**TYPED, field: typed})
        assert response.status_code == 422
        assert told in refusal(response)
        shown = page(response)
        faulty = shown.one(id=f"id_{field}_error")
        assert told in faulty.text
        again = fields_of(shown)
        for name, value in TYPED.items():
            if name != field:
                assert " ".join(again[name].split()) == " ".join(value.split()), name
        if field not in ("kind", "text"):
            assert again[field] == typed
        elif field == "text":
            assert again["text"] == " ".join(typed.split())
        assert shown.all("title")[0].text.startswith("Not sent yet")
        assert (inline(shown), misshapen(shown), unguarded(response)) == ([], [], [])
        assert not Tip.objects.exists()

    def test_all_faults_are_told_at_once_and_lead_to_their_fields(self, client):
        response = send(client, kind="", text="", email="vera")
        shown = page(response)
        links = shown.one(role="alert").all("a")
        assert [link.text for link in links] == ["What is it about?", "What is wrong or missing?", "Your e-mail address"]
        assert [link["href"] for link in links] == ["#id_kind_0", "#id_text", "#id_email"]
        for name in ("text", "email"):
            field = shown.one(id=f"id_{name}")
            assert field["aria-invalid"] == "true"
            assert f"id_{name}_error" in field["aria-describedby"].split()

    def test_mended_form_is_taken_at_once(self, client):
        start = timezone.now()
        fields = fields_of(page(send(client, at=start, **{**TYPED, "email": "vera"})))
        _, tip = sent(client, fields=fields, email="vera@example.org", at=start + READING, after=timedelta(0))
        assert tip.name == "Vera Reader"

    def test_browser_cuts_nothing_off(self, client):
        form = page(client.get(FORM)).one("form", method="post")
        assert "novalidate" in form.attributes
        assert not [one for one in form.elements() if {"maxlength", "required"} & one.attributes.keys()]

    def test_markup_is_text(self, client):
        evil = '<img src=x onerror="alert(1)"></textarea></title>{{ 7|add:7 }}'
        response = send(client, text=evil, name=evil, source=evil, about=evil, email=evil)
        shown = page(response)
        assert not shown.all("img")
        assert (inline(shown), misshapen(shown)) == ([], [])
        assert fields_of(shown)["name"] == evil


class TestForgery:
    def test_form_without_its_cookie_is_shown_again_with_all_that_was_typed(self):
        reader, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
        fields = opened(reader)
        response = send(other, fields, **TYPED)
        assert response.status_code == 422
        assert "did not send back the cookie" in refusal(response)
        assert not Tip.objects.exists()
        again = fields_of(page(response))
        assert again["email"] == TYPED["email"]
        _, tip = sent(other, fields=again)
        assert tip.email == TYPED["email"]

    def test_form_with_its_cookie_is_taken(self):
        sent(Client(enforce_csrf_checks=True))

    def test_form_from_another_site_is_refused(self):
        reader = Client(enforce_csrf_checks=True)
        fields = opened(reader)
        response = reader.post(FORM, {**fields, **TYPED}, headers={"Origin": "https://evil.example"})
        assert "did not send back the cookie" in refusal(response)
        assert not Tip.objects.exists()


class TestHttp:
    def test_form_is_kept_by_nobody(self, client):
        first, again = client.get(FORM), client.get(FORM)
        for response in (first, again, send(client, text="")):
            assert "no-store" in response["Cache-Control"]
            assert "private" in response["Cache-Control"]
            assert "ETag" not in response
        assert first.content != again.content  # each has a stamp of its own
        assert first.cookies["csrftoken"]["samesite"] == "Lax"

    def test_form_is_for_people(self, client):
        assert page(client.get(FORM)).one("meta", name="robots")["content"] == "noindex"

    def test_other_methods_are_refused(self, client):
        assert client.put(FORM).status_code == 405
        assert client.head(FORM).status_code == 200

    def test_what_is_far_too_long_is_refused(self, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        assert send(client, text="a" * 2000).status_code == 400


class TestCosts:
    @pytest.fixture(autouse=True)
    def _index_is_made(self, db):
        Client().get("/about/")

    def cost(self, ask) -> int:
        with CaptureQueriesContext(connection) as queries:
            response = ask()
        assert response.status_code in (200, 303)
        return len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]])

    def test_form(self, client):
        row = contact()
        client.get("/about/")
        assert self.cost(lambda: client.get(FORM)) == 1  # the head of the log
        assert self.cost(lambda: client.get(f"{FORM}?about={row.public_id}")) == 2  # and the entry

    @pytest.mark.parametrize("tips", [0, 4])
    def test_sending_costs_the_same_however_many_were_sent(self, client, tips, settings):
        row = contact()
        for number in range(tips):
            sent(client, text=f"{TEXT} {number}")
        fields = opened(client, f"{FORM}?about={row.public_id}")
        # the head, the entry; the lock, this form before, the sender, the text; the contact; the tip, its first step
        assert self.cost(lambda: send(client, fields)) == 9
        # sent again: the head, the entry, the lock, this form before
        assert self.cost(lambda: send(client, fields)) == 4
