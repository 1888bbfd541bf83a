"""What stands around a page: how a client asks again cheaply, which part it asks for, and that no old page is served."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact
from contacts.pages import cache, timeline
from contacts.record.edition import Head
from tests.factories import ContactFactory
from tests.pages.reading import page

pytestmark = pytest.mark.django_db

PART = {"headers": {"HX-Request": "true"}}
RESTORED = {"headers": {"HX-Request": "true", "HX-History-Restore-Request": "true"}}


def titled(title: str) -> Contact:
    return ContactFactory(published=True, title=title)


def retitle(row: Contact, title: str) -> None:
    Contact.objects.filter(pk=row.pk).update(title=title)
    publish(rows=[row], by="an editor")


def url(row: Contact) -> str:
    return f"/contacts/{row.public_id}/{row.slug}/"


class TestAskingAgain:
    def test_answer_that_is_known_is_not_sent_again(self, client):
        first = client.get("/")
        again = client.get("/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Last-Modified", "Vary", "Cache-Control", "Content-Security-Policy"):
            assert again[name] == first[name], name
        assert "Content-Type" not in again
        assert "Content-Encoding" not in again

    @pytest.mark.parametrize("tags", ["*", "W/{}", '"other", {}', '{} , "other"'])
    def test_tags_in_every_form_are_understood(self, client, tags):
        tag = client.get("/")["ETag"]
        assert client.get("/", headers={"If-None-Match": tags.format(tag)}).status_code == 304

    @pytest.mark.parametrize("tags", ['"other"', "", "rubbish", '"'])
    def test_other_tags_get_the_page(self, client, tags):
        client.get("/")
        assert client.get("/", headers={"If-None-Match": tags}).status_code == 200

    def test_each_page_and_each_encoding_has_its_own_tag(self, client):
        titled("A call")
        tags = [client.get(address)["ETag"] for address in ("/", "/topics/", "/about/")]
        tags.append(client.get("/", headers={"Accept-Encoding": "gzip"})["ETag"])
        tags.append(client.get("/", **PART)["ETag"])
        assert len(set(tags)) == 5
        assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)

    def test_publishing_gives_a_new_tag(self, client):
        row = titled("A call")
        tag = client.get("/")["ETag"]
        retitle(row, "Another call")
        response = client.get("/", headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert response["ETag"] != tag

    def test_dates(self, client):
        client.get("/")
        now = timezone.now()
        with time_machine.travel(now + timedelta(seconds=10), tick=False):
            modified = client.get("/")["Last-Modified"]
            assert client.get("/", headers={"If-Modified-Since": modified}).status_code == 304
            day_before = http_date((now - timedelta(days=1)).timestamp())
            assert client.get("/", headers={"If-Modified-Since": day_before}).status_code == 200
            assert client.get("/", headers={"If-Modified-Since": "yesterday"}).status_code == 200

    def test_date_is_that_of_the_last_edition_or_of_the_start(self, client):
        later = cache.STARTED + timedelta(hours=1)
        with time_machine.travel(later, tick=False):
            titled("A call")
        assert Head.current().at == later
        assert client.get("/")["Last-Modified"] == http_date(later.timestamp())
        before = cache.STARTED - timedelta(days=400)
        Head.objects.update(at=before)
        assert Client().get("/")["Last-Modified"] == http_date(int(cache.STARTED.timestamp()))

    def test_second_that_is_not_over_proves_nothing(self, client):
        with time_machine.travel(cache.STARTED + timedelta(hours=2), tick=False) as clock:
            titled("A call")
            modified = client.get("/")["Last-Modified"]
            assert client.get("/", headers={"If-Modified-Since": modified}).status_code == 200
            clock.shift(1)
            assert client.get("/", headers={"If-Modified-Since": modified}).status_code == 304

    def test_tag_decides_before_the_date(self, client):
        modified = client.get("/")["Last-Modified"]
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            headers = {"If-Modified-Since": modified, "If-None-Match": '"other"'}
            assert client.get("/", headers=headers).status_code == 200

    @pytest.mark.parametrize("address", ["/nowhere/", "/?topic=nothing", "/contacts/first/"])
    def test_refusals_and_redirects_are_never_answered_with_not_modified(self, client, address):
        ContactFactory(published=True, slug="first")
        first = client.get(address)
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == first.status_code != 200


class TestForms:
    def test_head_is_a_get_without_a_body(self, client):
        for address in ("/", "/topics/"):
            head = client.head(address)
            got = client.get(address)
            assert (head.status_code, head.content) == (200, b"")
            assert {**head.headers} == {**got.headers}
            assert int(head["Content-Length"]) == len(got.content) > 1000

    def test_gzip(self, client):
        plain = client.get("/")
        zipped = client.get("/", headers={"Accept-Encoding": "br, gzip;q=0.8"})
        assert zipped["Content-Encoding"] == "gzip"
        assert gzip.decompress(zipped.content) == plain.content
        assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content) / 2
        assert "Content-Encoding" not in plain
        tag = zipped["ETag"]
        assert client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": tag}).status_code == 304
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.0, identity", "x-gzippy"])
    def test_gzip_is_not_sent_to_those_who_do_not_take_it(self, client, accepted):
        assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": accepted})

    def test_what_answers_depend_on_is_told(self, client):
        ContactFactory(published=True, slug="first")
        for address in ("/", "/topics/", "/contacts/first/"):
            assert client.get(address)["Vary"] == "Accept-Encoding, HX-Request"

    def test_whoever_keeps_an_answer_must_ask_again(self, client):
        assert client.get("/")["Cache-Control"] == "public, max-age=0, must-revalidate"

    def test_readers_get_no_cookies(self, client):
        ContactFactory(published=True)
        for address in ("/", "/topics/", "/search/?q=call", "/nowhere/"):
            assert not client.get(address).cookies

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("address", ["/", "/topics/", "/search/", "/contacts/first/", "/about/"])
    def test_pages_are_for_reading(self, client, method, address):
        ContactFactory(published=True, slug="first")
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
        assert client.get(address).status_code in (200, 301)

    def test_contact_and_history_are_for_reading(self, client):
        row = titled("A call")
        for address in (url(row), f"{url(row)}history/", f"/reports/{row.claims.get().report.public_id}/"):
            assert client.post(address).status_code == 405


class TestHtmx:
    def test_part_holds_what_a_filter_changes(self, client):
        titled("A call")
        whole, part = (client.get("/?kind=call", **how).content.decode() for how in ({}, PART))
        assert "<!DOCTYPE html>" in whole
        assert "<html" not in part
        assert '<div id="timeline"' in part
        assert "A call" in part
        assert "<title>1 of 1 contacts – Putin–Trump contacts</title>" in part
        assert len(part) < len(whole)

    def test_back_button_gets_the_whole_page(self, client):
        titled("A call")
        whole, restored = (client.get("/?kind=call", **how).content for how in ({}, RESTORED))
        assert restored == whole

    @pytest.mark.parametrize(
        ("headers", "whole"),
        [
            ({}, True),
            ({"HX-Request": "true"}, False),
            ({"HX-Request": "false"}, True),
            ({"HX-Request": "1"}, True),
            ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
            ({"HX-Request": "true", "HX-History-Restore-Request": "false"}, False),
            ({"HX-History-Restore-Request": "true"}, True),
            ({"HX-Request": "%74rue", "HX-Request-URI-AutoEncoded": "true"}, False),
        ],
    )
    def test_whatever_was_asked_before_each_gets_what_it_asked_for(self, headers, whole):
        titled("A call")
        others = [{}, {"HX-Request": "true"}, {"HX-Request": "0"}, {"HX-Request": "true", "HX-History-Restore-Request": "0"}]
        others += [RESTORED["headers"], {"HX-Request": "%74rue", "HX-Request-URI-AutoEncoded": "true"}]
        for earlier in others:
            client = Client()
            client.get("/?kind=call", headers=earlier)
            for _ in range(2):
                text = client.get("/?kind=call", headers=headers).content.decode()
                assert ("<!DOCTYPE html>" in text) == whole, (earlier, headers)

    def test_refusal_of_a_part_is_a_whole_page(self, client):
        response = client.get("/?kind=nothing", **PART)
        assert response.status_code == 400
        assert page(response).one("html")

    def test_other_pages_have_no_parts(self, client):
        for address in ("/topics/", "/search/", "/about/"):
            assert client.get(address, **PART).content == client.get(address).content


class TestNeverOld:
    def test_page_after_publishing_is_new_for_those_who_saw_the_old_one(self, client):
        row = titled("The first title")
        addresses = ("/", url(row), f"{url(row)}history/", "/search/?q=title", "/?q=title")
        for address in addresses:
            assert "The first title" in client.get(address).content.decode()
        retitle(row, "The second title")
        for address in addresses:
            text = client.get(address).content.decode()
            assert "second" in text, address
            assert "The first title" not in text, address

    def test_address_that_led_elsewhere_is_new_as_well(self, client):
        row = ContactFactory(published=True, slug="first")
        assert client.get("/contacts/first/").status_code == 301
        withdraw(row=row, by="an editor", reason="Wrong.")
        assert client.get("/contacts/first/").status_code == 410
        publish(rows=[row], by="an editor")
        assert client.get("/contacts/first/").status_code == 301

    def test_unknown_address_is_not_remembered_as_unknown(self, client):
        row = ContactFactory(ready=True, slug="first")
        assert client.get(url(row)).status_code == 404
        publish(rows=[row], by="an editor")
        assert client.get(url(row)).status_code == 200

    def test_value_that_was_unknown_is_known_once_it_is_published(self, client):
        assert client.get("/?publisher=the-paper").status_code == 400
        row = ContactFactory(ready=True)
        publisher = row.claims.get().report.publisher
        publisher.slug = "the-paper"
        publisher.save()
        publish(rows=[row], by="an editor")
        assert client.get("/?publisher=the-paper").status_code == 200

    def test_page_made_while_the_record_moves_is_not_kept_for_later(self, client, monkeypatch):
        """A page that was begun before a publication and ended after it must not be served once the publication is done."""
        row = titled("The first title")
        client.get("/")
        read = timeline.rows.read

        def slow(*args, **kwargs):
            found = read(*args, **kwargs)
            retitle(row, "The second title")
            return found

        monkeypatch.setattr(timeline.rows, "read", slow)
        client.get("/?kind=call")
        monkeypatch.undo()
        assert "The second title" in client.get("/?kind=call").content.decode()

    def test_two_processes_agree(self):
        one, other = Client(), Client()
        row = titled("The first title")
        for client in (one, other):
            client.get("/")
        retitle(row, "The second title")
        for client in (one, other):
            assert "The second title" in client.get("/").content.decode()
        assert one.get("/")["ETag"] == other.get("/")["ETag"]


class TestWhatIsKept:
    def test_memory_has_a_limit(self, settings, monkeypatch):
        settings.PAGE_CACHE_ENTRIES = 3
        client, sizes = Client(), []
        store = cache.PublicCache._store

        def counted(self, *args):
            store(self, *args)
            sizes.append(len(self._kept))

        monkeypatch.setattr(cache.PublicCache, "_store", counted)
        for number in range(10):
            client.get(f"/?utm_source={number}")
        assert sizes == [1, 2, 3, 3, 3, 3, 3, 3, 3, 3]

    def test_refusals_are_not_kept(self, client):
        """Whoever makes addresses up must not push pages out of memory."""
        for address in ("/nowhere/", "/topics/unknown/", "/?topic=unknown"):
            for _ in range(2):
                assert "ETag" not in client.get(address), address

    def test_nothing_is_kept_where_the_limit_is_zero(self, settings, django_assert_num_queries):
        settings.PAGE_CACHE_ENTRIES = 0
        titled("A call")
        client = Client()
        client.get("/")
        with django_assert_num_queries(2):  # the head of the log, one page of contacts
            assert client.get("/").status_code == 200

    def test_hosts_and_schemes_are_kept_apart(self, settings):
        settings.ALLOWED_HOSTS = ["one.example", "other.example"]
        row = titled("A call")
        client = Client()
        for scheme in ("http", "https"):
            for host in settings.ALLOWED_HOSTS:
                shown = page(client.get(url(row), headers={"Host": host}, secure=scheme == "https"))
                assert shown.one("link", rel="canonical")["href"] == f"{scheme}://{host}{url(row)}"

    def test_redirect_to_https_is_not_answered_to_https(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        client = Client()
        first = client.get("/about/")
        assert (first.status_code, first["Location"]) == (301, "https://testserver/about/")
        assert client.get("/about/", secure=True).status_code == 200
        assert client.get("/about/").status_code == 301

    def test_the_desk_and_the_health_check_are_not_kept(self, client, admin_client):
        for address in ("/admin/login/", "/healthz"):
            assert (
                "must-revalidate" not in client.get(address).get("Cache-Control", "") or "no-cache" in client.get(address)["Cache-Control"]
            )
            assert "ETag" not in client.get(address)
        assert b"/admin/logout/" in admin_client.get("/admin/").content
        assert b"/admin/logout/" not in client.get("/").content

    def test_signed_in_editors_see_what_everybody_sees(self, client, admin_client):
        titled("A call")
        assert client.get("/").content == admin_client.get("/").content
