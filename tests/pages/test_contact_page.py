"""What a contact's page says: the two accounts side by side, each value with who says it, the reports, how to cite it."""

import pytest

from contacts.actions.publish import publish
from contacts.models import Contact, ContactLink
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, PersonFactory, PublisherFactory, ReportFactory, TopicFactory
from tests.pages.kinds import contact
from tests.pages.reading import Element, page

BOTH, KREMLIN, WHITE_HOUSE, NEITHER = "both", "kremlin", "white-house", ""

# slug: heading, reports, topics with the sides that name them in their own words, names that stand among the reports
SEEDS = {
    "2017-11-21-call": (
        "Call, 21 November 2017",
        "15 from 13 origins",
        {
            "syria": BOTH,
            "north-korea": BOTH,
            "counter-terrorism": BOTH,
            "afghanistan": BOTH,
            "ukraine": BOTH,
            "intelligence-sharing": KREMLIN,
            "iran-nuclear-programme": KREMLIN,
            "iran-nuclear-deal": KREMLIN,
            "isis": WHITE_HOUSE,
            "iran": WHITE_HOUSE,
        },
        {"BGNES", "TASS", "Novinite", "CNSNews", "Reuters", "Fakty"},
    ),
    "2017-01-28-call": (
        "Call, 28 January 2017",
        "18 from 15 origins",
        {
            "bilateral-relations": BOTH,
            "counter-terrorism": BOTH,
            "isis": BOTH,
            "syria": BOTH,
            "ukraine": KREMLIN,
            "arms-control": KREMLIN,
            "middle-east": KREMLIN,
            "israel-palestine": KREMLIN,
            "iran-nuclear-programme": KREMLIN,
            "north-korea": KREMLIN,
            "trade-economy": KREMLIN,
            "next-meeting": KREMLIN,
            "congratulations": WHITE_HOUSE,
            "sanctions": BOTH,  # both say that it was not discussed
            "election-interference": NEITHER,
        },
        {"Reuters", "China Daily", "RFE/RL", "Xinhua", "UPI"},
    ),
    "2017-05-02-call": (
        "Call, 2 May 2017",
        "16 from 14 origins",
        {"syria": BOTH, "counter-terrorism": BOTH, "north-korea": BOTH, "next-meeting": BOTH, "middle-east": WHITE_HOUSE},
        {"White House", "RT", "Talking Points Memo", "UAWire"},
    ),
    "2017-11-11-pull-aside": (
        "Pull-aside, 11 November 2017",
        "15 from 14 origins",
        {
            "syria": BOTH,
            "military-deconfliction": WHITE_HOUSE,
            "election-interference": BOTH,
            "isis": NEITHER,  # in the joint statement alone
            "trade-economy": KREMLIN,
            "bilateral-relations": WHITE_HOUSE,
        },
        {"Kremlin", "Embassy of Russia in the USA", "Novinite", "Small Wars Journal"},
    ),
}


def sides_that_speak(row: Element) -> str:
    """Return which of the two sides has an account in the row of a topic; a silent side must say that it is silent."""
    found = set()
    for side, name in ((KREMLIN, "the Kremlin"), (WHITE_HOUSE, "the White House")):
        for cell in row.all("td", class_=f"compare-cell--{side}"):
            if cell.all(class_="compare-said"):
                found.add(side)
                assert cell.all("details", class_="compare-evidence"), "a statement without its source"
            else:
                assert name in cell.one(class_="compare-silent").text
    return BOTH if len(found) == 2 else "".join(found)


def fact(shown: Element, name: str) -> dict[str, Element]:
    """Return the lines of a property by what they state."""
    rows = shown.one("tbody", id=f"fact-{name}").all("tr")
    return {row.one("td", class_="facts-value").text.rstrip("0123456789 "): row for row in rows}


def who(row: Element) -> list[str]:
    return [voice.text for voice in row.all(class_="voice")]


@pytest.mark.usefixtures("published_dataset")
class TestRealRecord:
    @pytest.mark.parametrize("slug", SEEDS)
    def test_accounts_stand_side_by_side_with_what_only_one_mentions(self, client, slug):
        heading, reports, topics, names = SEEDS[slug]
        shown = page(client.get(contact(slug)))
        assert shown.one("h1").text == heading
        rows = shown.one("table", class_="compare").all("tbody")
        assert {row["id"].removeprefix("topic-"): sides_that_speak(row) for row in rows} == topics
        heads = [head.all(class_="voice")[0].text for head in shown.one("table", class_="compare").all("th", scope="col")[1:]]
        assert heads == ["Kremlin", "White House"]
        section = shown.one("section", aria_labelledby="reports")
        assert section.one("h2").text == f"Reports: {reports}"
        assert len(section.all("li", class_="report")) == int(reports.split()[0])
        assert len(section.all("li", class_="origin")) == int(reports.split()[2])
        said = " ".join(one.text for one in section.all(class_="origin-name") + section.all(class_="report-line"))
        assert {name for name in names if name not in said} == set()

    def test_a_row_tells_both_accounts_in_their_own_columns(self, client):
        shown = page(client.get(contact("2017-11-21-call")))
        row = shown.one("tbody", id="topic-syria")
        kremlin, white_house = (row.one("td", class_=f"compare-cell--{side}") for side in ("kremlin", "white-house"))
        assert "Putin told Trump of his talks with Assad" in kremlin.text
        assert "Geneva process" in white_house.text
        assert "Geneva process" not in kremlin.one("ul", class_="compare-said").text
        assert "Both sides name 5 topics; the Kremlin alone names 3 more; the White House alone names 2 more." in shown.text

    def test_what_a_side_says_was_not_discussed_is_marked(self, client):
        row = page(client.get(contact("2017-01-28-call"))).one("tbody", id="topic-sanctions")
        for side in ("kremlin", "white-house"):
            denied = row.one("td", class_=f"compare-cell--{side}").all("li", class_="compare-denied")
            assert denied
            assert all(one.text.startswith("Not discussed.") for one in denied)

    def test_joint_words_reach_over_both_columns(self, client):
        row = page(client.get(contact("2017-11-11-pull-aside"))).one("tbody", id="topic-isis")
        assert [(cell["colspan"], cell.all(class_="voice")[0].text) for cell in row.all("td")] == [("2", "Both jointly")]

    def test_the_length_is_attributed(self, client):
        lines = fact(page(client.get(contact("2017-11-21-call"))), "duration")
        assert list(lines) == ["over 1 hour", "about 1 hour", "almost 1 hour 30 minutes"]
        assert who(lines["over 1 hour"]) == ["White House"]
        assert "More than one hour, by the press service." in lines["over 1 hour"].text
        assert who(lines["almost 1 hour 30 minutes"]) == ["White House"]
        assert "Donald Trump" in lines["almost 1 hour 30 minutes"].text

    def test_two_lengths_stand_each_with_its_speaker(self, client):
        shown = page(client.get(contact("2025-12-28-call")))
        lines = fact(shown, "duration")
        assert list(lines) == ["1 hour 15 minutes", "about 2 hours 30 minutes"]
        assert who(lines["1 hour 15 minutes"]) == ["Kremlin"]
        assert "Yuri Ushakov" in lines["1 hour 15 minutes"].text
        assert who(lines["about 2 hours 30 minutes"]) == ["White House"]
        assert "Donald Trump" in lines["about 2 hours 30 minutes"].text
        assert shown.one("tbody", id="fact-duration").one(class_="facts-differ").text == "accounts differ"
        (difference,) = shown.one("section", class_="contact-differences").all("li")
        assert difference.one("a")["href"] == "#fact-duration"
        assert difference.text == (
            "How long it took : Yuri Ushakov for the Kremlin said 1 hour 15 minutes; Donald Trump said about 2 hours 30 minutes."
        )

    def test_the_card_on_the_timeline_attributes_the_lengths_too(self, client):
        cards = page(client.get("/?from=2025-12-28&to=2025-12-28")).all("article", class_="contact-card")
        (card,) = [card for card in cards if card.all("h4")[0].one("a")["href"] == contact("2025-12-28-call")]
        lengths = card.one("ul", aria_label="Length").all("li")
        assert [(one.text.removesuffix(one.one(class_="voice").text).strip(), one.one(class_="voice").text) for one in lengths] == [
            ("1 hour 15 minutes", "Kremlin"),
            ("about 2 hours 30 minutes", "White House"),
        ]
        assert "Accounts differ on the length" in card.text

    def test_clock_times_are_given_for_both_capitals(self, client):
        (line,) = page(client.get(contact("2017-05-02-call"))).one("tbody", id="fact-clock-time").all("tr")
        assert "12:30, Washington time" in line.text
        assert "19:30 in Moscow, 16:30 UTC" in line.text

    def test_what_nobody_states_is_said_where_the_contact_took_place(self, client):
        took_place = page(client.get(contact("2017-11-21-call")))
        assert "not stated" in took_place.one("tbody", id="fact-initiator").text
        assert not page(client.get(contact("2013-claimed"))).all("tr", class_="facts-unstated")

    def test_every_note_is_reached_from_its_number(self, client):
        shown = page(client.get(contact("2017-01-28-call")))
        marks = [mark["href"] for mark in shown.all("a", class_="sidenote-mark")]
        notes = [f"#{note['id']}" for note in shown.all("div", class_="sidenote")]
        assert marks == notes == [f"#note-{number}" for number in range(1, len(notes) + 1)]
        footnotes = shown.one("section", class_="footnotes").all("dt")
        assert [f"#note-{one.text}" for one in footnotes] == notes

    def test_neighbours_lead_through_time(self, client):
        shown = page(client.get(contact("2017-11-21-call")))
        linked = shown.one("ul", class_="neighbours-linked").all("li")
        assert [(one.one(class_="neighbours-relation").text, one.one("time")["datetime"]) for one in linked] == [
            ("Follows up", "2017-11-11"),
            ("Referred to by", "2017-12-14"),
        ]
        before, after = shown.one("nav", class_="neighbours-beside").all("a")
        assert (before["href"], after["href"]) == (contact("2017-11-11-pull-aside"), contact("2017-12-14-call"))
        earlier = page(client.get(before["href"]))
        assert "Followed up by" in earlier.one("ul", class_="neighbours-linked").text
        assert earlier.one("nav", class_="neighbours-beside").one("a", rel="next")["href"] == contact("2017-11-21-call")

    def test_it_says_how_to_cite_it(self, client):
        url = contact("2017-11-21-call")
        cite = page(client.get(url)).one("section", class_="cite")
        record_id = url.split("/")[2]
        assert f"record {record_id}, revision 1 of " in cite.text
        assert f"http://testserver{url}" in cite.one(class_="cite-plain").text
        assert f"@online{{{record_id}," in cite.one("pre").text

    def test_title_and_description_are_the_contacts_own(self, client):
        url = contact("2017-11-21-call")
        shown = page(client.get(url))
        assert shown.one("title").text.startswith("Call, 21 November 2017: Call on Syria")
        assert "Bashar Assad" in shown.one("meta", name="description")["content"]
        assert shown.one("link", rel="canonical")["href"] == f"http://testserver{url}"


pytestmark = pytest.mark.django_db


def url(row: Contact) -> str:
    row.refresh_from_db()
    return f"/contacts/{row.public_id}/{row.slug}/"


def test_canonical_address_is_that_of_the_settings(client, settings):
    row = ContactFactory(published=True)
    settings.SITE_URL = "https://record.example"
    shown = page(client.get(url(row)))
    assert shown.one("link", rel="canonical")["href"] == f"https://record.example{url(row)}"
    assert f"https://record.example{url(row)}" in shown.one(class_="cite-plain").text


def test_retracted_contact_says_so_and_why(client):
    row = ContactFactory(published=True)
    Contact.objects.filter(pk=row.pk).update(retraction_reason="The call was another one.")
    publish(rows=[row], by="an editor", correction="retraction")
    shown = page(client.get(url(row)))
    assert shown.one(class_="contact-retraction").text == "We no longer stand by this record The call was another one."
    assert shown.one(class_="contact-standing").one(class_="status").text == "retracted"


def test_statement_by_a_third_government_reaches_over_both_columns(client):
    row = ContactFactory(ready=True)
    ClaimFactory(contact=row, accepted=True, property=Property.TOPIC, speaker="third-government", topic=TopicFactory(slug="weather"))
    publish(rows=[row], by="an editor")
    comparison = page(client.get(url(row))).one("tbody", id="topic-weather")
    assert sides_that_speak(comparison) == NEITHER
    assert comparison.one("td", class_="compare-cell--wide").one(class_="compare-voice").text == "Third government"


def test_accounts_that_exclude_each_other_are_named(client):
    row, topic = ContactFactory(ready=True), TopicFactory(slug="weather", name="Weather")
    person = PersonFactory(name="Dmitry P.")
    ClaimFactory(contact=row, accepted=True, property=Property.TOPIC, speaker="white-house", topic=topic)
    ClaimFactory(contact=row, accepted=True, property=Property.NOT_DISCUSSED, speaker="kremlin", topic=topic, person=person)
    publish(rows=[row], by="an editor")
    shown = page(client.get(url(row)))
    sentence = "The White House says it was discussed; Dmitry P. for the Kremlin says it was not."
    assert shown.one(class_="compare-contradiction").text == sentence
    (difference,) = shown.one(class_="contact-differences").all("li")
    assert (difference.one("a")["href"], difference.one("a").text) == ("#topic-weather", "Weather")
    assert "Accounts differ on whether Weather came up" in page(client.get("/")).text


def test_suggested_and_rejected_claims_stay_inside(client):
    row = ContactFactory(ready=True)
    ClaimFactory(contact=row, property=Property.TOPIC, topic=TopicFactory(name="Suggested topic"), note="A suggestion.")
    ClaimFactory(contact=row, rejected=True, property=Property.TOPIC, topic=TopicFactory(name="Rejected topic"), note="A misreading.")
    publish(rows=[row], by="an editor")
    text = client.get(url(row)).content.decode()
    for word in ("Suggested topic", "Rejected topic", "A suggestion.", "A misreading."):
        assert word not in text


def test_changes_wait_for_publication(client):
    row = ContactFactory(published=True, title="The first title")
    Contact.objects.filter(pk=row.pk).update(title="The second title", internal_note="Seen by editors only")
    assert "The first title" in client.get(url(row)).content.decode()
    publish(rows=[row], by="an editor")
    text = client.get(url(row)).content.decode()
    assert "The second title" in text
    assert "The first title" not in text
    assert "Seen by editors only" not in text


@pytest.mark.parametrize("state", ["draft", "in-review", "ready"])
def test_unpublished_contact_is_nowhere(client, state):
    row = ContactFactory(ready=True, state=state, title="Not for the public")
    ContactFactory(published=True)
    assert client.get(url(row)).status_code == 404
    assert client.get(f"/contacts/{row.slug}/").status_code == 404
    assert client.get(f"{url(row)}history/").status_code == 404
    for address in ("/", "/search/?q=public", "/?q=public"):
        assert "Not for the public" not in client.get(address).content.decode()


class TestHistory:
    def test_each_revision_tells_what_it_changed(self, client):
        row = ContactFactory(published=True, title="Call on the weather", summary="They spoke of rain.")
        Contact.objects.filter(pk=row.pk).update(title="Call on the climate", kind="video-call")
        publish(rows=[row], by="an editor", reason="A second source names it.", correction="correction")
        newest, first = page(client.get(f"{url(row)}history/")).one("ol", class_="revisions").all("li", class_="revision")
        assert newest.one("h2").text.startswith("Revision 2,")
        assert newest.one(class_="revision-reason").text == "A second source names it."
        assert "Changed · correction · edition" in newest.text
        title, kind = newest.all("li", class_="change")
        assert (title.one("del").text, title.one("ins").text) == ("weather", "climate")
        assert "Call on the" in title.text
        assert kind.text == "Kind Call → Video call"
        assert "Published with 1 claim from 1 report" in first.text
        assert "an editor" not in client.get(f"{url(row)}history/").content.decode()

    def test_claims_reports_and_links_that_came_and_went_are_told(self, client):
        row = ContactFactory(published=True)
        report = ReportFactory(accepted=True, title="A new headline", publisher=PublisherFactory(name="The Paper"))
        added = ClaimFactory(
            contact=row, report=report, accepted=True, property=Property.TOPIC, topic=TopicFactory(name="Weather"), note="Rain"
        )
        other = ContactFactory(published=True, title="The other one")
        ContactLink.objects.create(contact=row, other=other, relation="follows-up")
        publish(rows=[row], by="an editor")
        changes = page(client.get(f"{url(row)}history/")).all("li", class_="revision")[0].text
        assert "Claim added Topic discussed: Weather. Rain. Said by the Kremlin (The Paper)." in changes
        assert "Report added The Paper: “A new headline” (reports it)" in changes
        assert "Follows up the call of 21 November 2017: The other one" in changes
        added.delete()
        row.report_links.filter(report=report).delete()
        publish(rows=[row], by="an editor")
        changes = page(client.get(f"{url(row)}history/")).all("li", class_="revision")[0]
        assert {one.all("del")[0].text[:11] for one in changes.all("li", class_="change") if one.all("del")} >= {
            "Topic discu",
            "The Paper: ",
        }

    def test_long_history_is_paged(self, client):
        row = ContactFactory(published=True)
        for number in range(2, 46):
            Contact.objects.filter(pk=row.pk).update(title=f"Title {number}")
            publish(rows=[row], by="an editor")
        address, seen = f"{url(row)}history/", []
        while address:
            shown = page(client.get(address))
            seen += [int(one["id"].removeprefix("revision-")) for one in shown.all("li", class_="revision")]
            older = shown.all("a", rel="next")
            address = f"{url(row)}history/{older[0]['href']}" if older else ""
        assert seen == list(range(45, 0, -1))

    @pytest.mark.parametrize("before", ["0", "1"])
    def test_page_beyond_the_first_revision_is_empty(self, client, before):
        row = ContactFactory(published=True)
        response = client.get(f"{url(row)}history/?before={before}")
        assert response.status_code == 200
        assert not page(response).all("li", class_="revision")

    @pytest.mark.parametrize("before", ["abc", "-1", "1.5", "9999999", "%D9%A1", "%00"])
    def test_what_is_no_revision_is_unknown(self, client, before):
        row = ContactFactory(published=True)
        assert client.get(f"{url(row)}history/?before={before}").status_code == 404
