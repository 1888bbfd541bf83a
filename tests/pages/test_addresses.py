"""Ids and slugs never die: an old one leads on, a merged record to its survivor, a withdrawn one to the reason."""

import pytest

from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Contact
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, PersonFactory, PlaceFactory, TopicFactory
from tests.pages.reading import page

pytestmark = pytest.mark.django_db


def published(slug: str, **fields) -> Contact:
    return ContactFactory(published=True, slug=slug, **fields)


def url(row: Contact, tail: str = "") -> str:
    return f"/contacts/{row.public_id}/{row.slug}/{tail}"


def rename(row, slug: str) -> None:
    row.refresh_from_db()
    row.slug = slug
    row.save()
    publish(rows=[row], by="an editor")


def answer(client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


@pytest.mark.parametrize("tail", ["", "history/"])
def test_wrong_slug_leads_to_the_right_one(client, tail):
    row = published("2017-11-21-call")
    assert answer(client, f"/contacts/{row.public_id}/something-else/{tail}") == (301, url(row, tail))
    assert answer(client, f"/contacts/{row.public_id}/something-else/{tail}?a=b&c=%D0%A1") == (301, f"{url(row, tail)}?a=b&c=%D0%A1")
    assert answer(client, url(row, tail)) == (200, "")


def test_slug_or_id_alone_lead_to_the_contact(client):
    row = published("2017-11-21-call")
    assert answer(client, "/contacts/2017-11-21-call/") == (301, url(row))
    assert answer(client, f"/contacts/{row.public_id}/") == (301, url(row))
    assert answer(client, "/contacts/2017-11-21-call") == (301, "/contacts/2017-11-21-call/")


def test_every_slug_that_ever_was_leads_to_the_present_one(client):
    row = published("first")
    for slug in ("second", "third"):
        rename(row, slug)
    for slug in ("first", "second", "third"):
        assert answer(client, f"/contacts/{slug}/") == (301, url(row))
        assert answer(client, f"/contacts/{row.public_id}/{slug}/") == ((301, url(row)) if slug != "third" else (200, ""))


def test_slug_given_back_is_no_redirect_loop(client):
    row = published("first")
    for slug in ("second", "first"):
        rename(row, slug)
    assert answer(client, url(row)) == (200, "")
    assert answer(client, "/contacts/second/") == (301, url(row))


@pytest.mark.parametrize(("factory", "kind", "claim"), [(TopicFactory, "topics", "topic"), (PersonFactory, "people", "person")])
def test_old_slug_of_a_reference_page_leads_on(client, factory, kind, claim):
    contact, row = ContactFactory(ready=True), factory(slug="old-name")
    ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, **{"topic": TopicFactory(), claim: row})
    publish(rows=[contact], by="an editor")
    rename(row, "new-name")
    assert answer(client, f"/{kind}/old-name/") == (301, f"/{kind}/new-name/")
    assert answer(client, f"/{kind}/new-name/") == (200, "")
    assert answer(client, f"/{kind}/{row.public_id}/") == (301, f"/{kind}/new-name/")


def test_old_slug_of_a_place_leads_on(client):
    place = PlaceFactory(slug="old-name")
    published("2017-11-21-call", place=place)
    rename(place, "new-name")
    assert answer(client, "/places/old-name/") == (301, "/places/new-name/")


@pytest.mark.parametrize("tail", ["", "history/"])
def test_merged_contact_leads_to_its_survivor_however_long_the_chain(client, tail):
    first, second, third = (published(slug, title=slug) for slug in ("first", "second", "third"))
    merge(loser=first, survivor=second, by="an editor", reason="The same call.")
    assert answer(client, url(first, tail)) == (308, url(second, tail))
    merge(loser=second, survivor=third, by="an editor", reason="The same call.")
    for row in (first, second):
        assert answer(client, url(row, tail)) == (308, url(third, tail))
        assert answer(client, f"/contacts/{row.public_id}/any-slug/{tail}?x=1") == (308, f"{url(third, tail)}?x=1")
    for key in ("first", "second", first.public_id):
        assert answer(client, f"/contacts/{key}/") == (308, url(third))
    assert answer(client, url(third, tail)) == (200, "")
    assert [card.one("h4").text for card in page(client.get("/")).all("article")] == ["third"]


def test_contact_merged_into_one_that_was_withdrawn_leads_to_the_reason(client):
    loser, survivor = published("first"), published("second")
    merge(loser=loser, survivor=survivor, by="an editor", reason="The same call.")
    withdraw(row=survivor, by="an editor", reason="It never took place.")
    assert answer(client, url(loser)) == (308, url(survivor))
    assert client.get(url(survivor)).status_code == 410


@pytest.mark.parametrize("tail", ["", "history/"])
def test_withdrawn_contact_is_gone_with_the_reason(client, tail):
    row = published("2017-11-21-call", title="A title that is gone")
    withdraw(row=row, by="vera", reason="It was <another> call.")
    for address in (url(row, tail), f"/contacts/{row.public_id}/any-slug/{tail}", "/contacts/2017-11-21-call/"):
        response = client.get(address)
        assert response.status_code == 410
        main = page(response).one("main")
        assert main.one("h1").text == "This contact was withdrawn"
        assert "It was <another> call." in main.text
        assert f"record {row.public_id} , revision 2" in main.text
        assert main.all("a")[-1]["href"] == "/"
        assert page(response).one("meta", name="robots")["content"] == "noindex"
        assert "A title that is gone" not in response.content.decode()
        assert "vera" not in response.content.decode()
    assert "2017-11-21-call" not in client.get("/").content.decode()


def test_what_only_a_withdrawn_contact_rested_on_is_gone_too(client):
    row = published("2017-11-21-call")
    report = row.claims.get().report
    assert answer(client, f"/reports/{report.public_id}/") == (200, "")
    withdraw(row=row, by="an editor", reason="It never took place.")
    response = client.get(f"/reports/{report.public_id}/")
    assert response.status_code == 410
    assert "This report was withdrawn" in page(response).text


def test_withdrawn_topic_leads_to_all_topics(client):
    topic = TopicFactory(slug="weather")
    publish(rows=[topic], by="an editor")
    assert answer(client, "/topics/weather/") == (200, "")
    withdraw(row=topic, by="an editor", reason="Nobody speaks of it.")
    response = client.get("/topics/weather/")
    assert response.status_code == 410
    link = page(response).one("main").all("a")[-1]
    assert (link["href"], link.text) == ("/topics/", "all topics")


def test_withdrawn_contact_that_is_published_again_is_back(client):
    row = published("2017-11-21-call")
    withdraw(row=row, by="an editor", reason="A slip.")
    publish(rows=[row], by="an editor")
    assert answer(client, url(row)) == (200, "")
    assert "Withdrawn" in page(client.get(url(row, "history/"))).text


UNKNOWN = (
    "/contacts/2017-11-22-call/",
    "/contacts/zzzzzzzzzz/2017-11-21-call/",
    "/contacts/zzzzzzzzzz/2017-11-21-call/history/",
    "/topics/unknown/",
    "/people/unknown/",
    "/places/unknown/",
    "/publishers/unknown/",
    "/reports/unknown/",
    "/nowhere/",
    "/contacts/",
    "/reports/",
    "/contacts/%00/",
    "/contacts/a%00b/c/",
    "/contacts/a%00b/c/history/",
    "/reports/%00/",
    "/topics/%00/",
    "/contacts/%F0%9F%99%82/",
    "/contacts/" + "x" * 5000 + "/",
    "/reports/..%2f..%2fetc%2fpasswd/",
    "/%ff%fe/",
    "/topics/СИРИЯ/",
)


def test_what_never_was_is_unknown(client):
    published("2017-11-21-call")
    for address in UNKNOWN:
        response = client.get(address)
        assert response.status_code == 404, address[:60]
        assert page(response).one("h1").text == "There is no page at this address"


def test_unknown_page_offers_a_search_for_its_words(client):
    links = {link.text: link["href"] for link in page(client.get("/contacts/2017-helsinki-summit/")).one("main").all("a")}
    assert links["Search the record for “contacts 2017 helsinki summit”"] == "/search/?q=contacts%202017%20helsinki%20summit"


def test_slash_at_the_end_is_added(client):
    assert answer(client, "/topics?a=b") == (301, "/topics/?a=b")
    assert answer(client, "//evil.example/topics")[1].startswith(("/topics", "/%2F"))
