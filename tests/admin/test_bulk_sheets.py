"""What sheets are written and read as: formulas, encodings, separators, workbooks; what is exported comes back unchanged."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from contacts.models import BulkChange, Contact, Topic
from contacts.sheets.columns import SHEETS
from contacts.sheets.formulas import neutral, original
from contacts.sheets.reading import MAX_BYTES, MAX_ROWS
from tests.admin.desk import BUILDERS, at, told
from tests.admin.sheets import carry_out, cells_of, exported, faults, hand_in, look, rows_of, sheet
from tests.factories import ClaimFactory, ContactFactory, PlaceFactory, PublisherFactory, ReportFactory, TopicFactory, link

pytestmark = pytest.mark.django_db

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(st.text(st.sampled_from("'=+-@\t\r\n ＝Ax1\u00a0"), max_size=8) | st.text(max_size=30))
def test_every_text_is_made_harmless_and_whole_again(text):
    assert not neutral(text).lstrip(" \u00a0").startswith(SIGNS)
    assert original(neutral(text)) == text


FORMULAS = ("=1+1", "+7 495", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=quoted", "''-twice", "'plain'", '=HYPERLINK("http://x","y"),"z"', " =1")


def test_formulas_are_neutral_in_both_exports_and_come_back(admin_client):
    topics = [TopicFactory(name=text, description=text) for text in FORMULAS]
    TopicFactory(name="Plain")
    lines = exported(admin_client, "topic")
    cells = [cell for row in csv.reader(io.StringIO(lines.decode("utf-8-sig"), newline="")) for cell in row]
    assert not any(cell.startswith(SIGNS) for cell in cells)
    assert b'"\'=1+1"' in lines
    book = load_workbook(io.BytesIO(workbook_of(admin_client, "topic")))
    texts = {cell.value for row in book.active.iter_rows() for cell in row if cell.value}
    assert {"'=1+1", "'+7 495", "''=quoted", "Plain"} <= texts
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    Topic.objects.filter(pk__in=[topic.pk for topic in topics]).update(description="")
    carry_out(admin_client, hand_in(admin_client, "topic", lines))
    assert {topic.description for topic in Topic.objects.exclude(name="Plain")} == set(FORMULAS)


def workbook_of(client, model: str, query: str = "") -> bytes:
    response = client.get(at(f"{model}_export_xlsx") + query)
    assert response.status_code == 200
    return response.content


def test_what_is_exported_comes_back_unchanged(admin_client, published_dataset):
    link(Contact.objects.first(), ReportFactory(title=" spaces \r\n and lines ", author="=A"))
    for model in SHEETS:
        for content, name in ((exported(admin_client, model), "a.csv"), (workbook_of(admin_client, model), "a.xlsx")):
            change = hand_in(admin_client, model, content, name)
            page = look(admin_client, change)
            assert faults(page) == [], model
            number = SHEETS[model].model.objects.count()
            assert f"Unchanged: {number}" in page, (model, name)
            assert "There is nothing to change" in page


@pytest.mark.parametrize("model", [model for model in BUILDERS if model != "origin"])
def test_export_is_of_the_filtered_list_and_costs_the_same_for_any_length(admin_client, model):
    rows = [BUILDERS[model]() for _ in range(2)]
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = rows_of(exported(admin_client, model))
        costs.append(len(queries))
        assert {row.public_id for row in rows} <= {row["public_id"] for row in found}
        rows += [BUILDERS[model]() for _ in range(20)]
    assert costs[0] == costs[1] <= 5
    found = rows_of(exported(admin_client, model, f"?q={rows[3].public_id}"))
    assert [row["public_id"] for row in found] == [rows[3].public_id]


def test_export_keeps_filters_and_the_page_links_to_them(admin_client):
    ContactFactory(kind="letter", title="Wanted")
    ContactFactory(kind="call", title="Wanted")
    query = "?kind__exact=letter&q=wanted"
    page = admin_client.get(at("contact_changelist") + query).content.decode()
    assert f"{at('contact_export_csv')}?kind__exact=letter&amp;q=wanted" in page
    assert [row["kind"] for row in rows_of(exported(admin_client, "contact", query))] == ["letter"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1251", "windows-1251"), ("utf-16", "UTF-16")]
)
def test_encodings_and_separators(admin_client, separator, encoding, said):
    rows = [["a-call", "Call", "2017", "Беседа; о погоде", 'Он сказал: "да",\nдважды.']]
    text = sheet("slug kind date title summary", rows, separator)
    change = hand_in(admin_client, "contact", text.encode(encoding))
    page = look(admin_client, change)
    assert said in page
    carry_out(admin_client, change)
    contact = Contact.objects.get()
    assert (contact.kind, contact.title, contact.summary) == ("call", "Беседа; о погоде", 'Он сказал: "да",\nдважды.')


def test_encoding_can_be_told_and_the_separator_line_is_known(admin_client):
    text = "sep=|\r\nslug|kind|date|title\r\na-call|call|2017|Déjà\r\n\r\nb-call|telephone|2017|x\r\n"
    change = hand_in(admin_client, "contact", text.encode("cp1252"), encoding="cp1252")
    page = look(admin_client, change)
    assert "title: Déjà" in cells_of(page, "Rows of the sheet")[0][3]
    assert faults(page) == [("4", "kind")]  # a blank row counts, as a spreadsheet counts it
    assert "is not UTF-8" in hand_in(admin_client, "contact", text.encode("cp1252"), encoding="utf-8")


def book(*rows: list, formats: dict[str, str] | None = None) -> bytes:
    made = Workbook()
    made.active.title = "Данные"
    for row in rows:
        made.active.append(row)
    for cell, number_format in (formats or {}).items():
        made.active[cell].number_format = number_format
    made.create_sheet("More")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_workbook_dates_are_as_exact_as_they_look(admin_client):
    header = ["Slug", "kind", "date", "Title", "summary"]
    day = dt.datetime(2017, 11, 1)
    content = book(
        header,
        ["a-day", "call", day, "One", None],
        ["a-month", "call", day, 2017, None],
        ["a-year", "call", 2017, 1.5],
        ["a-text", "call", "2017-11-21~", True],
        formats={"C2": "dd.mm.yyyy", "C3": '[$-419]mmm\\ yy;@"d"'},
    )
    change = hand_in(admin_client, "contact", content, "a.xlsx")
    page = look(admin_client, change)
    assert "sheet “Данные”, the first of 2" in page
    assert faults(page) == []
    carry_out(admin_client, change)
    assert dict(Contact.objects.values_list("slug", "date")) == {
        "a-day": "2017-11-01",
        "a-month": "2017-11",
        "a-year": "2017",
        "a-text": "2017-11-21~",
    }
    assert set(Contact.objects.values_list("title", flat=True)) == {"One", "2017", "1.5", "yes"}


def test_workbook_cells_that_cannot_be_taken_are_named(admin_client):
    moment = dt.datetime(2017, 11, 1, 14, 30)
    content = book(
        ["slug", "kind", "date", "title"], ["a", "call", moment, "x"], ["b", "call", "2017", "=A1&A2"], ["c", "call", "2017", "#N/A"]
    )
    page = look(admin_client, hand_in(admin_client, "contact", content, "a.xlsx"))
    assert faults(page) == [("2", "date"), ("3", "title"), ("4", "title")]
    assert "is a formula: paste its result" in page.lower()


def test_clock_times_and_numbers_of_a_workbook(admin_client):
    claim = ClaimFactory()
    rows = [
        [claim.contact.slug, claim.report.url, "kremlin", "clock-time", "2017-11-21", dt.time(14, 30), "Europe/Moscow", None],
        [claim.contact.slug, claim.report.url, "kremlin", "duration", None, None, None, 90.0, "about"],
    ]
    content = book(["contact", "report", "speaker", "property", "date", "time", "zone", "minutes", "qualifier"], *rows)
    carry_out(admin_client, hand_in(admin_client, "claim", content, "a.xlsx"))
    times = claim.contact.claims.order_by("pk").values_list("time", "minutes")[1:]
    assert list(times) == [(dt.time(14, 30), None), (None, 90)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"slug,title\n", "no rows below"),
        (b"PK\x03\x04 not a workbook", "no XLSX workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old .xls"),
        (b'slug,title\na,"open\nb,c\n', "Row 2 cannot be read"),
        (b"slug,title\n" + b"a,b\n" * (MAX_ROWS + 1), "more than 5,000 rows"),
        (b"slug,title\n" + b"a" * MAX_BYTES, "is the limit"),
        (b"," * 100 + b"x\n1\n", "101 columns"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(admin_client, content, says):
    page = hand_in(admin_client, "contact", content)
    assert isinstance(page, str)
    assert says in page
    assert not BulkChange.objects.exists()


def test_rows_of_another_length_are_wrong_and_null_characters_are(admin_client):
    text = "slug,title,summary\na,b\nc,d,e,f\ng,h,i\x00\n"
    page = look(admin_client, hand_in(admin_client, "contact", text))
    assert {("2", "whole row"), ("3", "whole row"), ("4", "summary")} <= set(faults(page))


URL = "https://a.example/"


@pytest.mark.parametrize(
    ("model", "header", "row", "column"),
    [
        ("place", "slug name kind country latitude", ["a", "A", "city", "FI", "60,17"], "latitude"),
        ("place", "slug name kind country latitude", ["a", "A", "city", "FI", "60.17"], "longitude"),
        ("place", "slug name kind country latitude longitude", ["a", "A", "city", "FI", "91", "20"], "latitude"),
        ("place", "slug name kind country", ["a", "A", "city", "Finland"], "country"),
        ("place", "slug name kind country", ["a", "A", "city", "fi"], "country"),
        ("topic", "slug name aliases", ["a", "A", "Geneva"], "aliases"),
        ("topic", "slug parent", ["syria", "syria"], "parent"),
        ("publisher", "slug name homepage", ["a", "A", "not an address"], "homepage"),
        ("report", "url publisher kind", ["", "tass", "book"], "title"),
        ("claim", "contact report speaker property minutes qualifier", ["one", URL, "press", "duration", "0", "about"], "minutes"),
        ("claim", "contact report speaker property text", ["one", URL, "press", "topic", "Rain"], "topic"),
        ("claim", "contact report speaker property", ["two", URL, "press", "denial"], "report"),
        ("claim", "contact report speaker property time", ["one", URL, "press", "clock-time", "noon"], "time"),
        ("contact", "slug kind date title", ["one", "call", "2017-02-30", "x"], "date"),
        ("contact", "slug kind date title", ["new-one", "call", "2017", "x" * 301], "title"),
    ],
)  # fmt: skip
def test_each_rule_names_its_cell(admin_client, model, header, row, column):
    TopicFactory(slug="syria")
    PlaceFactory(slug="helsinki")
    link(ContactFactory(slug="one"), ReportFactory(url=URL, publisher=PublisherFactory(slug="tass")))
    ContactFactory(slug="two")
    page = look(admin_client, hand_in(admin_client, model, sheet(header, [row])))
    assert ("2", column) in faults(page)


def test_a_text_that_xlsx_cannot_hold_is_told(admin_client):
    TopicFactory(description="a\x0bb")
    response = admin_client.get(at("topic_export_xlsx"), follow=True)
    assert "Export the list as CSV" in told(response)
    assert rows_of(exported(admin_client, "topic"))[0]["description"] == "a\x0bb"
