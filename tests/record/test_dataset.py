"""The curated dataset: what is published of it agrees with the research, and each published value names its source."""

import io
import json
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contacts.actions.publish import publish_all
from contacts.dataset import fixture_files
from contacts.models import Claim, Contact, ContactLink, Origin, Person, Place, Publisher, Report, ReportLink, ReviewState, Topic
from contacts.record.dump import differences, dump_files, replay_files
from contacts.record.edition import Edition, Head
from contacts.record.readmodel import Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.vocabulary import SIDES, Property

WORKSHOP = (Publisher, Origin, Topic, Person, Place, Report, Contact, ReportLink, ContactLink, Claim)

EXPECTED = json.loads((Path(__file__).parent / "expected_status.json").read_text())
"""What the research concluded of each contact, before there was a program that computes it."""

CALLED_OFF = {"cancelled", "postponed"}
"""Of a meeting that did not take place the research says no more than this."""

DIFFERENCES = {
    "2017-07-07-pull-aside-handshake": ("confirmed-one", "No source in the research carries the White House's word."),
    "2017-11-10-pull-aside": ("confirmed-one", "No source in the research carries the Kremlin's word."),
    "2025-01-09-claimed": ("announced", "It is a statement about arranging a meeting, which neither side says took place."),
}
"""Where the computed status is another, and why that is right."""


def rows_of(model):
    return list(model._base_manager.order_by("pk").values())


def documents(record_type="contact"):
    return [entry.document for entry in Entry.objects.standing().filter(record_type=record_type)]


def document_of(slug):
    return Entry.objects.get(record_type="contact", slug=slug).document


def fact(document, name):
    return next(fact for fact in document["facts"] if fact["property"] == name)


@pytest.mark.usefixtures("published_dataset")
class TestPublishedDataset:
    def test_log_and_record_agree(self):
        assert replay_files() == dump_files()
        assert differences() == []
        assert list(Edition.objects.values_list("seq", flat=True)) == list(range(1, Head.current().seq + 1))
        assert set(Edition.objects.values_list("op", "revision")) == {("ADD", 1)}

    def test_every_ready_contact_is_published_and_no_lead(self):
        assert PublishedContact.objects.count() == 110
        leads = Contact.objects.filter(slug__startswith="lead-")
        assert set(leads.values_list("state", flat=True)) == {ReviewState.DRAFT}
        assert set(Contact.objects.exclude(pk__in=leads).values_list("state", flat=True)) == {ReviewState.PUBLISHED}
        assert not Entry.objects.filter(record_id__in=leads.values("public_id")).exists()
        dumped = b"".join(dump_files().values()).decode()
        assert [lead.slug for lead in leads if lead.slug in dumped or lead.public_id in dumped or lead.title in dumped] == []

    def test_status_agrees_with_the_research(self):
        found = dict(PublishedContact.objects.values_list("slug", "status"))
        assert found.keys() == EXPECTED.keys()
        differing = {
            slug: status
            for slug, status in found.items()
            if status not in (CALLED_OFF if EXPECTED[slug] == "called-off" else {EXPECTED[slug]})
        }
        assert differing == {slug: status for slug, (status, _) in DIFFERENCES.items()}

    def test_calls_of_each_year_are_those_that_tass_and_the_kremlin_counted(self):
        calls = [document["date"]["earliest"][:4] for document in documents() if document["kind"] == "call" and document["confirmed_by"]]
        counted = {"2016": 1, "2017": 6, "2018": 2, "2019": 3, "2020": 8, "2025": 10}
        assert {year: number for year, number in Counter(calls).items() if year in counted} == counted

    def test_every_report_of_a_claim_is_linked_to_its_contact(self):
        links = set(ReportLink.objects.values_list("contact", "report"))
        assert [claim.public_id for claim in Claim.objects.all() if (claim.contact_id, claim.report_id) not in links] == []
        for document in documents():
            reports = {item["report"]["id"] for item in document["reports"]}
            assert {claim["report"] for claim in document["claims"]} <= reports, document["slug"]

    def test_every_published_value_is_backed_by_a_claim(self):
        for document in documents():
            claimed = {name: [] for name in Property.values}
            for claim in document["claims"]:
                claimed[claim["property"]].append(claim["value"])
            assert document["date"]["edtf"] in [value["date"] for value in claimed["date"]], document["slug"]
            assert document["kind"] in [value["kind"] for value in claimed["kind"]], document["slug"]
            if document["place"]:
                assert document["place"]["country"] in {value["place"]["country"] for value in claimed["place"]}, document["slug"]
            ids = {claim["id"] for claim in document["claims"]}
            for one in document["facts"]:
                assert all(by["claims"] and set(by["claims"]) <= ids for value in one["values"] for by in value["by"])
            for row in document["comparison"]:
                assert all(set(own) <= ids for own in [*row["said"].values(), *row["not_discussed"].values()])

    def test_no_report_is_counted_twice(self):
        urls = Counter(plain(url) for url in Report.objects.exclude(url=None).values_list("url", flat=True))
        assert [url for url, number in urls.items() if number > 1] == []
        for document in documents():
            reports = [item["report"]["id"] for item in document["reports"]]
            counted = [report for origin in document["origins"] for report in origin["reports"]]
            assert len(reports) == len(set(reports))
            assert sorted(counted) == sorted(reports), document["slug"]
            assert len(document["origins"]) <= len(reports)

    def test_a_book_without_an_address_is_one_report(self):
        books = Counter(Report.objects.filter(url=None).values_list("publisher__slug", "title", "description", "published", "author"))
        assert [book for book, number in books.items() if number > 1] == []

    def test_read_model_holds_each_report_and_claim_once(self):
        claims = [claim["id"] for document in documents() for claim in document["claims"]]
        assert len(claims) == len(set(claims)) == PublishedClaim.objects.count() == Claim.objects.count()
        assert (
            PublishedReport.objects.count()
            == len(documents("report"))
            == Report.objects.filter(contacts__state="published").distinct().count()
        )

    def test_call_of_november_2017_has_the_reports_it_began_with(self):
        document = document_of("2017-11-21-call")
        publishers = {item["report"]["publisher"]["slug"] for item in document["reports"]}
        origins = {origin["publisher"]["slug"] for origin in document["origins"]}
        assert {"novinite", "tass"} <= publishers
        assert {"bgnes", "tass"} <= origins
        lengths = {(value["text"], by["speaker"]) for value in fact(document, "duration")["values"] for by in value["by"]}
        assert ("over 1 hour", "white-house") in lengths
        assert document["status"] == "confirmed-both"

    def test_call_of_december_2025_lasted_as_long_as_each_side_says(self):
        document = document_of("2025-12-28-call")
        duration = fact(document, "duration")
        assert len(duration["values"]) == 2
        assert {by["speaker"] for value in duration["values"] for by in value["by"]} == {side.value for side in SIDES}
        assert duration["disputed"]
        assert "duration" in document["disagreements"]

    def test_publishing_again_changes_nothing(self):
        assert publish_all(by="dataset") == []

    def test_loading_again_changes_nothing(self):
        before = {model.__name__: rows_of(model) for model in WORKSHOP}
        call_command("load_dataset", again=True, stdout=io.StringIO())
        after = {model.__name__: rows_of(model) for model in WORKSHOP}
        assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in after.items()}
        for name, rows in before.items():
            assert [pair for pair in zip(rows, after[name], strict=True) if pair[0] != pair[1]] == [], name
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_what_an_editor_changed_is_not_overwritten(self):
        Contact.objects.filter(slug="2017-11-21-call").update(title="An editor's title")
        out = io.StringIO()
        call_command("load_dataset", stdout=out)
        assert "kept as it is (126 contacts" in out.getvalue()
        assert Contact.objects.get(slug="2017-11-21-call").title == "An editor's title"


def plain(url):
    """An address without what does not tell one page from another."""
    parts = urlsplit(url.lower())
    return parts.netloc.removeprefix("www.").removeprefix("m.") + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


# The files themselves

OTHERS_WORDS = {"passage_exact": 300, "passage_prefix": 200, "passage_suffix": 200, "text": 200, "title": 300}
"""Characters of a text by others that a fixture may hold: a headline or a short attributed phrase, never an article."""

OWN_WORDS = 1000  # characters of a summary, description or note of our own


def fixture_rows():
    return [row for file in fixture_files() for row in json.loads(Path(file).read_text())]


def test_no_fixture_holds_more_than_short_texts():
    long = []
    for row in fixture_rows():
        for name, value in row["fields"].items():
            texts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
            limit = OTHERS_WORDS.get(name, OWN_WORDS)
            long += [(row["model"], name, len(text)) for text in texts if isinstance(text, str) and len(text) > limit]
    assert long == []
    assert max(OTHERS_WORDS.values()) < 600


def test_every_fixture_is_among_the_files_to_load():
    root = Path(settings.BASE_DIR) / "fixtures"
    assert sorted(fixture_files()) == sorted(str(path) for path in root.rglob("*.json"))


def test_fixtures_name_rows_by_what_they_are_called():
    assert [row["model"] for row in fixture_rows() if "pk" in row] == []


def test_fixtures_are_of_the_size_of_the_research():
    count = Counter(row["model"] for row in fixture_rows())
    assert (count["contacts.contact"], count["contacts.reportlink"]) == (110 + 16, 818)


def test_whole_dataset_has_ids_of_its_own():
    ids = [row["fields"]["public_id"] for row in fixture_rows() if "public_id" in row["fields"]]
    assert len(ids) == len(set(ids))
