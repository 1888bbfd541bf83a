"""Search: English and Russian find the same contacts, a slip of the pen is understood, and no input breaks it."""

from urllib.parse import quote

import pytest

from contacts.record.filters import MAX_WORDS
from tests.pages.kinds import contact
from tests.pages.reading import Element, page


def found(shown: Element, section: str) -> list[str]:
    """Return the addresses of the first link of each result in a section."""
    parts = shown.all("section", aria_labelledby=section)
    return [row.all("a")[0]["href"] for row in parts[0].one("ul", class_="rows").all("li")] if parts else []


@pytest.mark.usefixtures("published_dataset")
class TestRealRecord:
    @pytest.mark.parametrize("words", ["syria geneva", "Сирия", "сирии", "Syrian", '"peace in Syria"', "asaad or syria"])
    def test_november_2017_is_found(self, client, words):
        shown = page(client.get("/search/", {"q": words}))
        assert {contact("2017-11-21-call"), contact("2017-11-11-pull-aside")} & set(found(shown, "contacts"))

    @pytest.mark.parametrize("words", ["syria geneva", "Сирия"])
    def test_both_contacts_of_november_2017_are_found(self, client, words):
        shown = page(client.get("/search/", {"q": words}))
        assert {contact("2017-11-21-call"), contact("2017-11-11-pull-aside")} <= set(found(shown, "contacts"))

    def test_russian_finds_what_english_finds(self, client):
        russian, english = (set(found(page(client.get("/search/", {"q": words})), "contacts")) for words in ("Сирия", "syria"))
        assert russian
        assert len(russian & english) >= 10

    def test_claims_and_reports_are_found_with_the_words_marked(self, client):
        claims = page(client.get("/search/?q=syria+geneva")).one("section", aria_labelledby="claims")
        assert {mark.text.lower() for mark in claims.all("mark")} >= {"geneva"}
        assert claims.all(class_="voice")
        shown = page(client.get("/search/?q=syria"))
        assert {mark.text.lower() for mark in shown.one("section", aria_labelledby="reports").all("mark")} == {"syria"}
        assert all(address.startswith("/reports/") for address in found(shown, "reports"))

    def test_topic_is_found_by_its_name(self, client):
        (first, *_) = page(client.get("/search/?q=syria")).one("section", class_="search-named").all("li")
        assert (first.text, first.one("a")["href"]) == ("Topic: Syria", "/topics/syria/")

    def test_topic_is_found_by_its_name_in_another_language(self, client):
        links = [link["href"] for link in page(client.get("/search/?q=Сирия")).one("section", class_="search-named").all("a")]
        assert "/topics/syria/" in links

    @pytest.mark.parametrize(
        ("typed", "meant", "address"), [("syrai", "Syria", "/search/?q=Syria"), ("afganistan", "Afghanistan", "/search/?q=Afghanistan")]
    )
    def test_misspelt_topic_offers_the_right_one(self, client, typed, meant, address):
        link = page(client.get("/search/", {"q": typed})).one("p", class_="search-nearest").one("a")
        assert (link.text, link["href"]) == (meant, address)

    def test_right_spelling_offers_nothing_else(self, client):
        assert not page(client.get("/search/?q=syria")).all("p", class_="search-nearest")

    def test_results_lead_on_to_the_timeline(self, client):
        link = (
            page(client.get("/search/?q=syria+geneva")).one("section", aria_labelledby="contacts").one("p", class_="search-more").one("a")
        )
        assert link["href"] == "/?q=syria+geneva"
        assert contact("2017-11-21-call") in [one["href"] for one in page(client.get(link["href"])).all("a")]

    def test_examples_find_something(self, client):
        examples = page(client.get("/search/")).one("dl", class_="search-examples").all("a")
        assert len(examples) == 6
        for example in examples:
            shown = page(client.get(example["href"]))
            assert found(shown, "contacts") or found(shown, "claims"), example.text
            assert shown.one("input", id="search-words")["value"] == example.text

    def test_words_that_nothing_holds(self, client):
        shown = page(client.get("/search/?q=xyzzy"))
        assert "Nothing in the record holds all of these words." in shown.text
        assert not shown.all("ul", class_="rows")

    ODD = (
        "",
        " ",
        '"',
        "'",
        '"""',
        '"unclosed phrase',
        "\\",
        "-",
        "- -",
        "or",
        "or or or",
        "-syria",
        "!&|():*<->",
        "syria & !geneva | (",
        "%",
        "%s %d {} {{ }} {% x %}",
        "'; DROP TABLE record_entry; --",
        "<script>alert(1)</script>",
        "\x00",
        "syr\x00ia",
        "\ue000\ue001",
        "\u202e\u200b\ufeff",
        "🙂",
        "\U0010ffff",
        "ё ѐ й",
        "a" * MAX_WORDS,
        "a " * MAX_WORDS,
        "x" * 10_000,
        "слово " * 2_000,
        "1 " * 150,
        "http://example.org/a?b=c&d=e#f",
        "the",
        "и",
        ".",
        "\n\t\r",
    )

    @pytest.mark.parametrize("address", ["/search/", "/"])
    def test_whatever_is_typed_gets_an_answer(self, client, address):
        for words in self.ODD:
            response = client.get(f"{address}?q={quote(words)}")
            too_long = address == "/" and len(words.strip()) > MAX_WORDS
            assert response.status_code == (400 if too_long else 200), words[:40]
            page(response)

    @pytest.mark.parametrize("query", ["q=%ff%fe", "q=%ED%A0%80", "q=%", "q=%zz", "q", "q=a&q=b", "=", "&&&", "q[]=1"])
    def test_broken_queries_get_an_answer(self, client, query):
        assert client.get(f"/search/?{query}").status_code == 200
        assert client.get(f"/?{query}").status_code in (200, 400)

    def test_long_search_looks_for_its_beginning_and_says_so(self, client):
        shown = page(client.get("/search/", {"q": "syria " * 2000}))
        assert f"The search was longer than {MAX_WORDS} characters" in shown.text
        assert len(shown.one("input", id="search-words")["value"]) <= MAX_WORDS

    def test_null_bytes_are_dropped(self, client):
        assert found(page(client.get("/search/?q=syr%00ia")), "contacts") == found(page(client.get("/search/?q=syria")), "contacts") != []


pytestmark = pytest.mark.django_db
