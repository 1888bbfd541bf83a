"""Topics, people, places, publishers and reports, as lists and one by one; the texts about the record."""

import pytest

from contacts.record.edition import Head
from contacts.record.readmodel import Entry, PublishedClaim, PublishedReport
from tests.pages.kinds import ADDRESSES, contact
from tests.pages.reading import Element, page


def rows_of(shown: Element) -> dict[str, list[str]]:
    """Return the cells of all tables by the text of the link in the first."""
    rows = [row for row in shown.all("tr") if row.all("th", scope="row")]
    return {row.one("th").all("a")[0].text: [cell.text for cell in row.all("td")] for row in rows}


@pytest.mark.usefixtures("published_dataset")
class TestLists:
    @pytest.mark.parametrize(("address", "number"), [("/topics/", 81), ("/people/", 51), ("/places/", 35), ("/publishers/", 445)])
    def test_list_names_every_record_of_its_type_once(self, client, address, number):
        main = page(client.get(address)).one("main")
        links = [link["href"] for link in main.all("a") if link["href"].startswith(address)]
        assert len(links) == len(set(links)) == number
        assert main.one("p", class_="lede").text.startswith(f"{number} ")

    def test_topics_tell_how_often_each_side_names_them(self, client):
        shown = page(client.get("/topics/"))
        row = rows_of(shown)["Syria"]
        assert row[1] == "14"
        timeline = page(client.get("/?topic=syria"))
        assert timeline.one("h2", id="contacts-title").text == "14 of 110 contacts, newest first"
        own = page(client.get("/topics/syria/")).one("table").all("tr")[1]
        assert [cell.text for cell in own.all("td")] == row[1:]

    def test_people_stand_by_side(self, client):
        groups = page(client.get("/people/")).all("section", class_="reference-section")
        assert [group.one("h2").text for group in groups] == ["Russia", "United States", "Other"]
        russia = rows_of(groups[0])
        assert "Yuri Ushakov" in russia
        key = Entry.objects.get(record_type="person", slug="yuri-ushakov").record_id
        assert russia["Yuri Ushakov"][1] == str(PublishedClaim.objects.filter(person_id=key).count())

    def test_places_stand_by_country(self, client):
        shown = page(client.get("/places/"))
        names = [head.text for head in shown.all("h2")]
        assert names == sorted(names)
        finland = shown.all("section")[names.index("Finland")]
        assert "Helsinki" in finland.text

    def test_publishers_reports_add_up(self, client):
        shown = page(client.get("/publishers/"))
        reports = PublishedReport.objects.count()
        assert f"whose {reports} reports the record rests on" in shown.text
        assert sum(int(cells[-1]) for cells in rows_of(shown).values()) == reports
        for link in shown.one("nav", class_="publisher-countries").all("a"):
            assert shown.all("section", aria_labelledby=link["href"][1:])


@pytest.mark.usefixtures("published_dataset")
class TestOneByOne:
    def test_topic_sets_the_accounts_of_each_contact_side_by_side(self, client):
        shown = page(client.get("/topics/syria/"))
        assert "at 14 of 110 contacts" in shown.one(class_="reference-reading").text
        accounts = shown.one("ol", class_="accounts").all("li", class_="account")
        assert len(accounts) == 14
        (november,) = [one for one in accounts if one.one("h3").one("a")["href"] == contact("2017-11-21-call")]
        kremlin, white_house = november.all("div", class_="account-side")
        assert kremlin.one(class_="voice").text == "Kremlin"
        assert "Geneva" in white_house.text

    def test_topic_says_which_side_is_silent(self, client):
        accounts = page(client.get("/topics/iran-nuclear-deal/")).all("li", class_="account")
        (november,) = [one for one in accounts if one.one("h3").one("a")["href"] == contact("2017-11-21-call")]
        (silent,) = november.all("div", class_="is-silent")
        assert (silent.one(class_="voice").text, silent.one("p").text) == ("White House", "not in the White House’s account")

    def test_topic_pages_go_through_all_its_contacts(self, client):
        address, seen = "/topics/ukraine/", []
        while address:
            shown = page(client.get(address))
            seen += [one.one("h3").one("a")["href"] for one in shown.all("li", class_="account")]
            older = shown.all("a", rel="next")
            address = f"/topics/ukraine/{older[0]['href']}" if older else ""
        total = page(client.get("/?topic=ukraine")).one("h2", id="contacts-title").text.split()[0]
        assert len(seen) == len(set(seen)) == int(total) > 20

    def test_topic_is_called_by_its_names(self, client):
        shown = page(client.get("/topics/syria/"))
        assert next(name.text.split(",")[0] for name in shown.all("dd", lang="ru")) == "Сирия"

    def test_person(self, client):
        shown = page(client.get("/people/rex-tillerson/"))
        assert shown.one("h1").text == "Rex Tillerson"
        section = shown.one("section", aria_labelledby="contacts")
        took_part = {one.all("a")[0]["href"]: one.text for one in section.all("li")}
        assert "Took part: US secretary of state, on the call" in took_part[contact("2017-11-21-call")]

    def test_everything_a_person_said_is_reached(self, client):
        key = Entry.objects.get(record_type="person", slug="donald-trump").record_id
        address, seen = "/people/donald-trump/", 0
        while address:
            section = page(client.get(address)).one("section", aria_labelledby="said")
            seen += sum(len(one.one("ul").all("li")) for one in section.all("li", class_="said-contact"))
            older = section.all("a", rel="next")
            address = f"/people/donald-trump/{older[0]['href']}" if older else ""
        assert seen == PublishedClaim.objects.filter(person_id=key).count() > 60

    def test_place_shows_what_lies_inside_it(self, client):
        shown = page(client.get("/places/helsinki/"))
        assert contact("2018-07-16-summit") in [link["href"] for link in shown.all("a")]
        assert "Country Finland" in shown.text

    def test_publisher_shows_all_its_reports(self, client):
        key = Entry.objects.get(record_type="publisher", slug="tass").record_id
        address, seen = "/publishers/tass/", []
        while address:
            shown = page(client.get(address)).one("main")
            seen += [link["href"] for link in shown.all("a") if link["href"].startswith("/reports/")]
            older = shown.all("a", rel="next")
            address = f"/publishers/tass/{older[0]['href']}" if older else ""
        assert len(seen) == len(set(seen)) == PublishedReport.objects.filter(publisher_id=key).count() > 30

    def test_copy_names_what_it_goes_back_to(self, client):
        shown = page(client.get("/publishers/novinite/"))
        assert "goes back to BGNES" in shown.text
        (report,) = [
            one for one in shown.all("a") if one.text == "Putin and Trump Discussed Syria, Iran, the DPRK and Ukraine on the Phone"
        ]
        shown = page(client.get(report["href"]))
        assert "BGNES" in shown.one("dl", class_="details-list").text
        assert shown.one("section", class_="report-contact").one("h3").one("a")["href"] == contact("2017-11-21-call")
        assert "/topics/syria/" in [link["href"] for link in shown.one("ul", class_="report-carries").all("a")]
        assert shown.all("blockquote", class_="passage")
        outward = [link for link in shown.all("a", class_="outward") if link["href"].startswith("http")]
        assert all(link["rel"] == "noopener nofollow" for link in outward)
        assert outward

    @pytest.mark.parametrize("kind", ["topic", "person", "publisher", "place"])
    def test_place_in_a_list_that_was_not_handed_out_is_refused(self, client, kind):
        address = ADDRESSES[kind]()
        response = client.get(f"{address}?before=rubbish")
        assert response.status_code == 400
        assert page(response).one("main").all("p")[-2].one("a")["href"] == address


@pytest.mark.usefixtures("published_dataset")
class TestTexts:
    def test_about_tells_size_span_licence_and_edition(self, client):
        text = page(client.get("/about/")).one("main").text
        publishers = PublishedReport.objects.values("publisher_id").distinct().count()
        reports = PublishedReport.objects.count()
        assert f"It holds 110 contacts and {reports} reports, from 2013 to 8 May 2026, by {publishers} publishers." in text
        assert f"Putin–Trump contacts, edition {Head.current().seq} of " in text
        assert "http://testserver/" in text
        assert page(client.get("/about/")).all(id="licence")

    def test_methodology_counts_each_status(self, client):
        shown = page(client.get("/methodology/"))
        links = {link["href"]: link.text for link in shown.one("main").all("a") if link["href"].startswith("/?status=")}
        assert {"/?status=confirmed-both", "/?status=denied", "/?status=cancelled"} <= links.keys()
        for address in links:
            assert client.get(address).status_code == 200
        assert "53" in shown.one("main").text


pytestmark = pytest.mark.django_db
