"""What is typed is shown as text, what is asked too much is refused, and no answer goes out unguarded."""

from base64 import urlsafe_b64encode
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.test import Client

from contacts.actions.approve import approve
from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact
from contacts.vocabulary import Property
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PersonFactory,
    PlaceFactory,
    PublisherFactory,
    ReportFactory,
    TopicFactory,
)
from tests.pages.reading import page
from tests.pages.rules import inline, misshapen, unguarded

pytestmark = pytest.mark.django_db

EVIL = """<img src=x onerror="alert(1)"></title></script><b class='evil'>{{ 7|add:7 }}{% now "Y" %}&amp;"""


def evil(name: str) -> str:
    """Return a text that would be seen to work if it were taken for markup anywhere, with the name of its field in it."""
    return f"{EVIL}{name}"


@pytest.fixture
def typed() -> dict[str, str]:
    """Publish a contact with markup in every text that an editor can type; return the addresses that show it."""
    publisher = PublisherFactory(name=evil("publisher"), owner_group=evil("owner"), aliases=[evil("publisher alias")])
    origin = OriginFactory(label=evil("origin"), publisher=publisher)
    report = ReportFactory(
        accepted=True, publisher=publisher, origin=origin, title=evil("headline"), description=evil("description"),
        author=evil("author"), language='e" hidden="', url='https://news.example/?a="><b class=evil>&b=1',
    )  # fmt: skip
    untitled = ReportFactory(accepted=True, publisher=publisher, title="", description=evil("only description"))
    topic = TopicFactory(
        name=evil("topic"), name_ru=evil("topic in Russian"), description=evil("topic text"), aliases={"en": [evil("alias")]}
    )
    person = PersonFactory(name=evil("person"), name_ru=evil("person in Russian"), description=evil("person text"))
    place = PlaceFactory(name=evil("place"), name_ru=evil("place in Russian"))
    contact = ContactFactory(
        ready=True, slug="evil", title=evil("title"), summary=evil("summary"), occasion=evil("occasion"), place=place,
        retraction_reason=evil("retraction"),
    )  # fmt: skip
    common = {"contact": contact, "report": report, "accepted": True, "person": person, "note": evil("note")}
    common |= {"passage_exact": evil("passage"), "passage_prefix": evil("before"), "passage_suffix": evil("after")}
    ClaimFactory(property=Property.TOPIC, topic=topic, **common)
    ClaimFactory(property=Property.NOT_DISCUSSED, topic=topic, speaker="white-house", **common)
    ClaimFactory(property=Property.TOPIC, topic=topic, **(common | {"report": untitled}))
    ClaimFactory(property=Property.QUOTE, text=evil("quote"), **common)
    ClaimFactory(property=Property.OUTCOME, text=evil("outcome"), **common)
    ClaimFactory(property=Property.PARTICIPANT, participant=person, office=evil("office"), part=evil("part"), **common)
    ClaimFactory(property=Property.PLACE, place=place, **common)
    ClaimFactory(property=Property.DENIAL, **common)
    approve(rows=list(contact.claims.all()), by="another editor")
    publish(rows=[contact], by="an editor", reason=evil("reason"))
    Contact.objects.filter(pk=contact.pk).update(title=evil("second title"), summary=evil("second summary"))
    publish(rows=[contact], by="an editor", reason=evil("second reason"))
    own = f"/contacts/{contact.public_id}/evil/"
    return {
        "timeline": "/",
        "filtered": f"/?topic={topic.slug}&person={person.slug}&publisher={publisher.slug}",
        "contact": own,
        "history": f"{own}history/",
        "topics": "/topics/",
        "topic": f"/topics/{topic.slug}/",
        "people": "/people/",
        "person": f"/people/{person.slug}/",
        "places": "/places/",
        "place": f"/places/{place.slug}/",
        "publishers": "/publishers/",
        "publisher": f"/publishers/{publisher.slug}/",
        "report": f"/reports/{report.public_id}/",
        "untitled report": f"/reports/{untitled.public_id}/",
        "search results": "/search/?q=evil",
    }


SHOWN = {
    "timeline": {"second title", "second summary", "occasion", "place", "topic"},
    "filtered": {"second title", "topic", "person", "publisher"},
    "contact": {
        "second title", "second summary", "occasion", "place", "retraction", "topic", "person", "note", "passage", "before", "after",
        "quote", "outcome", "office", "part", "publisher", "headline", "only description",
    },
    "history": {"reason", "second reason"},  # of titles and summaries the words that changed
    "topics": {"topic", "topic text"},
    "topic": {"topic", "topic in Russian", "topic text", "alias", "note", "second title"},
    "people": {"person", "person text"},
    "person": {"person", "person in Russian", "person text", "note", "passage", "publisher", "second title"},
    "places": {"place"},
    "place": {"place", "place in Russian", "occasion", "second title"},
    "publishers": {"publisher"},
    "publisher": {"publisher", "owner", "publisher alias", "headline", "only description", "origin", "second title"},
    "report": {"headline", "description", "author", "publisher", "origin", "note", "passage", "second title"},
    "untitled report": {"only description", "note", "topic"},
    "search results": {"second title"},  # extracts leave out what looks like a tag
}  # fmt: skip


def test_markup_typed_by_editors_is_text(client, typed):
    assert typed.keys() == SHOWN.keys()
    for kind, address in typed.items():
        response = client.get(address)
        shown = page(response)
        assert (inline(shown), misshapen(shown), unguarded(response)) == ([], [], []), kind
        assert not shown.all("img"), kind
        assert not shown.all(class_="evil"), kind
        said = " ".join([shown.text, *(one[key] for one in shown.elements() for key in ("content", "aria-label") if key in one.attributes)])
        flat = " ".join(EVIL.split())
        assert {name for name in SHOWN[kind] if f"{flat}{name}" not in said} == set(), kind
        assert "7|add:7" in said, kind


def test_markup_in_a_reason_for_withdrawal_is_text(client):
    row = ContactFactory(published=True)
    withdraw(row=row, by="an editor", reason=evil("reason"))
    shown = page(client.get(f"/contacts/{row.public_id}/"))
    assert not shown.all("img")
    assert f"{EVIL}reason" in shown.text


QUERIES = (
    EVIL,
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "' onfocus='alert(1)' autofocus='",
    "</title><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "{{ 7|add:7 }}{% debug %}",
    "\ue000<b>\ue001",
)


@pytest.mark.parametrize("address", ["/search/?q=", "/?q=", "/?topic=", "/?from=", "/?before=", "/topics/?before=", "/?", "/"])
def test_markup_typed_into_addresses_is_text(client, address):
    ContactFactory(published=True)
    for words in QUERIES:
        response = client.get(f"{address}{quote(words, safe='')}")
        assert response.status_code in (200, 400, 404), (address, words)
        shown = page(response)
        assert (inline(shown), misshapen(shown), unguarded(response)) == ([], [], []), (address, words)
        assert not shown.all("img")
        assert not shown.all(class_="evil")
        if address in ("/search/?q=", "/?q="):
            assert (
                words.replace("\x00", "").split()[0]
                in shown.one("input", name="q", id="search-words" if "search" in address else "narrow-q")["value"]
            )


def test_words_between_our_marks_are_escaped(client):
    row = ContactFactory(ready=True, title="Rain", summary="Rain < snow & \"rain\" > 'sun'.")
    publish(rows=[row], by="an editor")
    response = client.get("/search/?q=rain")
    assert "<mark>Rain</mark> &lt; snow &amp; &quot;<mark>rain</mark>" in response.content.decode()
    (extract,) = page(response).all("p", class_="search-extract")
    assert [mark.text.lower() for mark in extract.all("mark")] == ["rain", "rain"]
    assert extract.text.startswith('Rain < snow & " rain')


TOO_MUCH = {
    "long words": "/?q=" + "x" * 10_000,
    "long value": "/?topic=" + "x" * 10_000,
    "long cursor": "/?before=" + "x" * 10_000,
    "long name": "/?" + "x" * 10_000 + "=1",
    "many values": "/?" + "&".join(f"topic=t{number}" for number in range(60)),
    "many parameters": "/?" + "&".join(f"p{number}=1" for number in range(2000)),
    "many parameters elsewhere": "/search/?" + "&".join(f"p{number}=1" for number in range(2000)),
    "many equal parameters": "/?" + "&".join(["kind=call"] * 2000),
    "long cursor of a list": "/topics/weather/?before=" + "x" * 10_000,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused(client, name):
    publish(rows=[TopicFactory(slug="weather")], by="an editor")
    response = client.get(TOO_MUCH[name])
    assert response.status_code == 400
    assert (unguarded(response), misshapen(page(response))) == ([], [])


CURSORS = (
    "0001-01-01T00:00:00+14:00|abc",
    "9999-12-31T23:59:59-14:00|abc",
    "9999-12-31T23:59:59-23:59|abc",
    "0001-01-01T00:00:00+23:59|abc",
    "9999-12-31T23:59:59.999999+00:00|zzzzzzzzzz",
    "2017-01-01T00:00:00|abc",
    "2017-01-01|abc",
    "2017-01-01T00:00:00+00:00|é",
    "2017-01-01T00:00:00+00:00|a\x00b",
    "2017-01-01T00:00:00+00:00|'; --",
    "2017-01-01T00:00:00+00:00|" + "a" * 11,
    "|abc",
    "|",
    "",
    "2017-02-30T00:00:00+00:00|abc",
    "２０１７-01-01T00:00:00+00:00|abc",
)


@pytest.mark.parametrize("cursor", CURSORS)
def test_made_up_cursor_is_refused_or_leads_to_a_place(client, cursor):
    report = ReportFactory(accepted=True, publisher=PublisherFactory(slug="paper"))
    contact = ContactFactory(ready=True, place=PlaceFactory(slug="somewhere"))
    person, topic = PersonFactory(slug="vera"), TopicFactory(slug="weather")
    ClaimFactory(contact=contact, report=report, accepted=True, property=Property.TOPIC, topic=topic, person=person)
    publish(rows=[contact], by="an editor")
    text = urlsafe_b64encode(cursor.encode()).decode().rstrip("=")
    addresses = ["/?before=", "/?after=", "/topics/weather/?before=", "/topics/weather/?after=", "/people/vera/?before="]
    addresses += ["/people/vera/?said_before=", "/places/somewhere/?before=", "/publishers/paper/?before="]
    for address in addresses:
        response = client.get(address + text)
        assert response.status_code in (200, 400), address
        page(response)


class TestEveryAnswerIsGuarded:
    """Redirects, refusals and failures carry the same headers as pages."""

    def test_by_status(self):
        first, second, gone = (ContactFactory(published=True, slug=slug) for slug in ("first", "second", "gone"))
        merge(loser=first, survivor=second, by="an editor", reason="The same.")
        withdraw(row=gone, by="an editor", reason="Wrong.")
        client = Client()
        tag = client.get("/")["ETag"]
        answers = [
            (200, client.get("/healthz")),
            (200, client.head("/")),
            (301, client.get("/contacts/second/")),
            (301, client.get("/topics")),
            (304, client.get("/", headers={"If-None-Match": tag})),
            (308, client.get(f"/contacts/{first.public_id}/first/")),
            (400, client.get("/?kind=nothing")),
            (400, client.get("/", headers={"Host": "evil.example"})),
            (400, client.get("/?" + "&".join(f"p{number}=1" for number in range(2000)))),
            (403, Client(enforce_csrf_checks=True).post("/", {"a": "b"})),
            (404, client.get("/nowhere/")),
            (405, client.post("/")),
            (410, client.get("/contacts/gone/")),
        ]
        assert [(status, unguarded(response)) for status, response in answers] == [(response.status_code, []) for _, response in answers]
        for _, response in answers:
            assert inline(page(response)) == []

    def test_kept_answers_as_well(self, client):
        for _ in range(2):
            assert unguarded(client.get("/about/")) == []

    def test_policy_has_no_exceptions(self):
        directives = project.CONTENT_SECURITY_POLICY["DIRECTIVES"].values()
        assert {source for sources in directives for source in sources} == {"'self'", "'none'"}

    def test_https(self, client, settings):
        settings.SECURE_HSTS_SECONDS = 31_536_000
        assert "max-age=31536000" in Client().get("/about/", secure=True)["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "", "a b"])
def test_unknown_host_gets_no_page(client, host):
    client.get("/about/")
    response = client.get("/about/", headers={"Host": host}, SERVER_NAME="evil.example")
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
