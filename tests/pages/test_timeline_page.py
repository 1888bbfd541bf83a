"""The timeline: every contact once, narrowed by what stands in the address, and a way out of every dead end."""

from urllib.parse import parse_qs, urlsplit

import pytest

from contacts.actions.publish import publish, publish_all
from contacts.record.edition import Head
from contacts.record.readmodel import PublishedContact, PublishedReport
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, TopicFactory
from tests.pages.kinds import contact
from tests.pages.reading import Element, page

pytestmark = pytest.mark.django_db


def cards(shown: Element) -> list[str]:
    """Return the addresses of the contacts on a page of the timeline, in order."""
    return [card.one(class_="contact-card-title").one("a")["href"] for card in shown.all("article", class_="contact-card")]


def walk(client, address: str) -> list[str]:
    """Follow the links to older contacts to the end; return all that were shown."""
    found = []
    while address:
        shown = page(client.get(address))
        found += cards(shown)
        older = shown.one("nav", class_="pagination").all("a", rel="next") if shown.all("nav", class_="pagination") else []
        address = older[0]["href"] if older else ""
    return found


def slugs(client, query: str) -> set[str]:
    return {address.split("/")[3] for address in walk(client, f"/?{query}")}


@pytest.mark.usefixtures("published_dataset")
class TestRealRecord:
    def test_all_pages_together_show_each_contact_once(self, client):
        found = walk(client, "/")
        assert len(found) == 110
        rows = PublishedContact.objects.newest_first()
        assert found == [f"/contacts/{row.record_id}/{row.slug}/" for row in rows]

    def test_the_head_tells_the_size_of_the_record(self, client):
        shown = page(client.get("/"))
        reports = PublishedReport.objects.count()
        assert reports > 700
        assert f"110 contacts from {reports} reports, 2013 to May 2026." in shown.one("p", class_="lede").text
        assert shown.one("h2", id="contacts-title").text == "110 contacts, newest first"
        assert f"110 contacts from {reports} reports. Edition {Head.current().seq}, published" in shown.one("footer").text

    def test_overview_has_one_mark_for_each_contact(self, client):
        shown = page(client.get("/"))
        marks = shown.one("nav", class_="strip").all("a", class_="strip-mark")
        assert len({mark["href"] for mark in marks}) == len(marks) == 110
        assert not [mark for mark in marks if "strip-mark--dim" in mark.classes]
        (november,) = [mark for mark in marks if mark["href"] == contact("2017-11-21-call")]
        assert november.one("title").text.startswith("21 November 2017. Call, confirmed by both sides: Call on Syria")

    def test_filtered_overview_dims_what_does_not_fit(self, client):
        shown = page(client.get("/?topic=syria"))
        marks = shown.all("a", class_="strip-mark")
        bright = {mark["href"] for mark in marks if "strip-mark--dim" not in mark.classes}
        assert bright == set(walk(client, "/?topic=syria"))
        assert shown.one(class_="strip-caption").text == "14 of 110 contacts fit the filters; the others are dimmed."

    def test_newer_leads_back_the_same_way(self, client):
        first = page(client.get("/"))
        second = page(client.get(first.one("a", rel="next")["href"]))
        third = page(client.get(second.one("a", rel="next")["href"]))
        back = page(client.get(third.one("nav", class_="pagination").one("a", rel="prev")["href"]))
        assert cards(back) == cards(second)
        assert cards(page(client.get(back.one("nav", class_="pagination").one("a", rel="prev")["href"]))) == cards(first)

    def test_paging_keeps_the_filters(self, client):
        shown = page(client.get("/?kind=call&kind=message"))
        address = shown.one("nav", class_="pagination").one("a", rel="next")["href"]
        assert parse_qs(urlsplit(address).query)["kind"] == ["call", "message"]
        older = page(client.get(address))
        assert not set(cards(older)) & set(cards(shown))
        assert older.one("h2", id="contacts-title").text == shown.one("h2", id="contacts-title").text == "73 of 110 contacts, newest first"
        assert len(walk(client, "/?kind=call&kind=message")) == 73
        newer = older.one("nav", class_="pagination").one("a", rel="prev")["href"]
        assert parse_qs(urlsplit(newer).query)["kind"] == ["call", "message"]

    def test_repeated_parameter_means_or(self, client):
        summits, letters = slugs(client, "kind=summit"), slugs(client, "kind=letter")
        assert (len(summits), len(letters)) == (3, 12)
        assert slugs(client, "kind=summit&kind=letter") == summits | letters

    def test_different_parameters_mean_and(self, client):
        syria, calls, both = (slugs(client, query) for query in ("topic=syria", "kind=call", "topic=syria&kind=call"))
        assert both == syria & calls
        assert both < syria
        assert "2017-11-21-call" in both
        assert slugs(client, "topic=syria&kind=call&from=2017&to=2017") == {slug for slug in both if slug.startswith("2017")}

    @pytest.mark.parametrize(
        ("query", "there", "missing"),
        [
            ("country=FI", "2018-07-16-summit", "2017-11-21-call"),
            ("person=rex-tillerson", "2017-11-21-call", "2025-12-28-call"),
            ("publisher=tass", "2017-11-21-call", "2013-06-letter"),
            ("speaker=joint", "2017-11-11-pull-aside", "2017-11-21-call"),
            ("status=denied", "2013-claimed", "2017-11-21-call"),
            ("from=2017-11-21&to=2017-11-21", "2017-11-21-call", "2017-11-11-pull-aside"),
            ("topic=ukraine", "2025-12-28-call", "2013-06-letter"),
            ("q=geneva", "2017-11-21-call", "2013-06-letter"),
        ],
    )
    def test_every_filter_narrows(self, client, query, there, missing):
        found = slugs(client, query)
        assert there in found
        assert missing not in found

    def test_facets_count_what_they_would_give(self, client):
        shown = page(client.get("/?topic=syria"))
        for facet in ("kind", "status", "country"):
            for link in shown.one("section", aria_labelledby=f"facet-{facet}").all("a", class_="facet-link"):
                assert len(walk(client, link["href"])) == int(link.one(class_="facet-count").text), link["href"]

    def test_chosen_value_is_marked_and_can_be_dropped(self, client):
        shown = page(client.get("/?kind=call&topic=syria"))
        chosen = shown.one("a", id="f-kind-call")
        assert chosen["aria-current"] == "true"
        assert chosen["href"] == chosen["hx-get"] == "/?topic=syria"
        active = {link.text: link["href"] for link in shown.one("ul", class_="active-filters").all("a")}
        assert active == {"Kind: Call": "/?topic=syria", "Topic: Syria": "/?kind=call", "Drop all": "/"}

    @pytest.mark.parametrize(
        ("query", "canonical"),
        [
            ("", "/"),
            ("utm_source=x&fbclid=y", "/"),
            ("topic=syria&kind=summit&kind=call&utm_medium=z", "/?kind=call&kind=summit&topic=syria"),
            ("to=2017&from=2017", "/?from=2017-01-01&to=2017-12-31"),
            ("q=+geneva+", "/?q=geneva"),
        ],
    )
    def test_one_question_has_one_canonical_address(self, client, query, canonical):
        shown = page(client.get(f"/?{query}"))
        assert shown.one("link", rel="canonical")["href"] == canonical
        assert cards(shown) == cards(page(client.get(canonical)))

    @pytest.mark.parametrize(
        ("query", "says", "nearest", "label"),
        [
            ("topic=syrai", "Did you mean “syria”?", "/?topic=syria", "Topic: Syria"),
            ("topic=Syria&kind=call", "Did you mean “syria”?", "/?kind=call&topic=syria", "Kind: Call, Topic: Syria"),
            ("publisher=tas", "Did you mean “tass”?", "/?publisher=tass", "Publisher: TASS"),
            ("country=finland", "Did you mean “FI”?", "/?country=FI", "Country: Finland"),
            ("kind=quarrel", "The record knows no kind “quarrel”.", "/", "the whole list"),
            ("colour=red&kind=call", "There is no filter “colour”.", "/?kind=call", "Kind: Call"),
            ("from=yesterday&kind=call", "“yesterday” is not a date", "/?kind=call", "Kind: Call"),
            (
                "from=2018&to=2017",
                "“from” is later than “to”.",
                "/?from=2017-12-31&to=2018-01-01",
                "From 31 December 2017, Until 1 January 2018",
            ),
            ("before=rubbish&kind=call", "“before” is not a place in this list.", "/?kind=call", "Kind: Call"),
            ("after=%00", "“after” is not a place in this list.", "/", "the whole list"),
        ],
    )
    def test_what_is_not_understood_is_refused_with_the_nearest_address(self, client, query, says, nearest, label):
        response = client.get(f"/?{query}")
        assert response.status_code == 400
        main = page(response).one("main")
        assert says in main.text
        offered = main.all("p")[-2].one("a")
        assert (offered["href"], offered.text) == (nearest, label)
        assert client.get(nearest).status_code == 200

    def test_empty_result_offers_what_to_drop_and_what_that_gives(self, client):
        shown = page(client.get("/?kind=summit&topic=syria&to=2017-01-01")).one("div", class_="timeline-nothing")
        ways = {way.one("a")["href"]: way.text for way in shown.all("li")}
        for address, text in ways.items():
            number = len(walk(client, address))
            assert number
            assert text.endswith(f": {number} contact{'s' * (number > 1)}")
        assert ways.keys() == {"/?topic=syria&to=2017-01-01", "/?kind=summit&topic=syria"}
        assert shown.all("a")[-1].text == "Show all 110 contacts"

    def test_empty_result_for_words_offers_the_search(self, client):
        shown = page(client.get("/?q=xyzzy+%26+%22co%22")).one("div", class_="timeline-nothing")
        links = {link.text: link["href"] for link in shown.all("a")}
        assert links['Search claims and reports for “xyzzy & "co"”'] == "/search/?q=xyzzy%20%26%20%22co%22"

    def test_form_carries_the_other_choices(self, client):
        form = page(client.get("/?kind=call&topic=syria&q=geneva&from=2017-01-01")).one("form", class_="narrow-form")
        values = [(field["name"], field.get("value")) for field in form.all("input")]
        assert values == [("kind", "call"), ("topic", "syria"), ("q", "geneva"), ("from", "2017-01-01"), ("to", "")]
        assert client.get("/?kind=call&topic=syria&q=geneva&from=2017-01-01&to=").status_code == 200

    def test_many_filters_at_once_are_kept_from_search_engines(self, client):
        robots = [page(client.get(f"/?{query}")).all("meta", name="robots") for query in ("kind=call", "kind=call&topic=syria")]
        assert [len(found) for found in robots] == [0, 1]


def test_empty_record_says_so(client):
    shown = page(client.get("/"))
    assert shown.one(class_="timeline-nothing").text == "Nothing has been published yet."
    for address in ("/topics/", "/people/", "/places/", "/publishers/", "/search/?q=x", "/about/", "/methodology/"):
        assert client.get(address).status_code == 200, address


def test_date_that_is_not_known_is_never_shown_as_a_day(client):
    ContactFactory(published=True, slug="a", date="2019-08", title="Some day in August")
    ContactFactory(published=True, slug="b", date="2021", title="Some day of the year")
    when = {card.one("h4").text: card.one(class_="contact-card-when") for card in page(client.get("/")).all("article")}
    assert when["Some day in August"].text == "August 2019, day not known"
    assert when["Some day in August"].one("time")["datetime"] == "2019-08"
    assert when["Some day of the year"].text == "2021 day not known"


def test_card_shows_the_first_topics_and_counts_the_rest(client):
    row = ContactFactory(ready=True)
    for number in range(11):
        ClaimFactory(contact=row, accepted=True, property=Property.TOPIC, topic=TopicFactory(name=f"Topic {number}"))
    publish(rows=[row], by="an editor")
    shown = page(client.get("/")).one("ul", class_="topics").all("li")
    assert (len(shown), shown[-1].text) == (9, "and 3 more")
    assert shown[0].text.endswith("(Kremlin)")


def test_contacts_of_one_day_are_all_reached(client):
    for number in range(65):
        ContactFactory(slug=f"2017-11-21-call-{number}", ready=True)
    publish_all(by="an editor")
    found = walk(client, "/")
    assert len(found) == len(set(found)) == 65
