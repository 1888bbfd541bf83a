"""Many rows at once: what an import would change, carrying it out, undoing it, and who may."""

import time

import pytest
from django.contrib.admin.models import LogEntry

from contacts.actions.publish import publish
from contacts.models import BulkChange, BulkState, Claim, Contact, Report, ReportLink, Topic
from contacts.record.edition import Edition
from contacts.vocabulary import Property
from tests.admin.desk import act, at
from tests.admin.sheets import carry_out, cells_of, dump, exported, faults, hand_in, look, look_at_undo, rows_of, sheet, undo
from tests.factories import ClaimFactory, ContactFactory, PersonFactory, PlaceFactory, PublisherFactory, ReportFactory, TopicFactory, link

pytestmark = pytest.mark.django_db

COLUMNS = "slug kind date title place occasion"


def thousand(number: int = 1000) -> list[list[str]]:
    """Rows of contacts, the first ten of which are in the workshop under another title."""
    PlaceFactory(slug="helsinki", name="Helsinki")
    for place in range(10):
        ContactFactory(slug=f"call-{place}", title="As it was")
    return [[f"call-{n}", "call", "2017-11-21", f"Call number {n}", "helsinki" if n % 2 else "", "G20"] for n in range(number)]


BROKEN = {  # row of the sheet: column and what is put there
    **dict.fromkeys((5, 77, 310, 999), (1, "telephone")),
    **dict.fromkeys((3, 120, 500, 640, 641, 1001), (2, "21.11.2017")),
    **dict.fromkeys((8, 256, 700), (3, "")),
    **dict.fromkeys((11, 404, 803, 900), (4, "helsinky")),
    **dict.fromkeys((20, 333, 950), (0, "Call One")),
}


def test_sheet_of_a_thousand_rows_with_twenty_broken_cells(admin_client):
    rows = thousand()
    mended = [list(row) for row in rows]
    for row, (column, text) in BROKEN.items():
        rows[row - 2][column] = text
    before = dump()
    change = hand_in(admin_client, "contact", sheet(COLUMNS, rows), name="finds.csv")
    page = look(admin_client, change)
    named = COLUMNS.split()
    assert sorted(faults(page)) == sorted((str(row), named[column]) for row, (column, _) in BROKEN.items())
    assert len(BROKEN) == 20
    assert "20 things are wrong" in page
    assert "Did you mean “helsinki”?" in page
    assert "Write one of: call, video-call" in page
    assert "Write 2017-11-21, 2017-11" in page
    assert "Change 1" not in page
    assert "Nothing was changed" in carry_out(admin_client, change)
    assert dump() == before

    change = hand_in(admin_client, "contact", sheet(COLUMNS, mended), name="mended.csv")
    start = time.monotonic()
    page = look(admin_client, change)
    assert "New: 990" in page
    assert "Changed: 10" in page
    assert "title: As it was → Call number 3" in cells_of(page, "Rows of the sheet")[3][3]
    assert "Carried out: 1,000 rows" in carry_out(admin_client, change)
    assert time.monotonic() - start < 60  # seconds, on a busy machine; two or three are usual
    assert Contact.objects.count() == 1000
    assert Contact.objects.get(slug="call-9").place.slug == "helsinki"
    assert str(Contact.objects.get(slug="call-999").earliest) == "2017-11-21"
    assert (change.by, change.file_name, change.reason, len(change.sha256)) == ("admin", "mended.csv", "New finds.", 64)
    assert change.rows.count() == 1000
    assert change.rows.get(number=2).before["title"] == "As it was"
    assert LogEntry.objects.filter(object_repr="call-5").count() == 1
    assert not Edition.objects.exists()

    assert "Put back: 1,000 rows." in undo(admin_client, change)
    assert dump() == before
    assert change.state == BulkState.UNDONE
    assert change.undo_reason == "It was the wrong sheet."


def test_missing_columns_leave_values_alone_and_empty_cells_empty_them(admin_client):
    contact = ContactFactory(summary="Two\r\nlines.", occasion="G20", internal_note="Ask again.")
    change = hand_in(admin_client, "contact", sheet("slug occasion summary", [[contact.slug, "", "Two\nlines."]]))
    assert cells_of(look(admin_client, change), "Rows of the sheet")[0][3] == "occasion: G20 → (empty)"
    carry_out(admin_client, change)
    contact.refresh_from_db()
    assert (contact.occasion, contact.summary, contact.internal_note) == ("", "Two\r\nlines.", "Ask again.")


def test_the_header_is_held_to_the_columns(admin_client):
    page = look(admin_client, hand_in(admin_client, "contact", sheet("slug tittle kind kind", [["a", "b", "call", "call"]])))
    assert faults(page) == [("1", "tittle"), ("1", "kind")]
    assert "Did you mean “title”?" in page
    assert faults(look(admin_client, hand_in(admin_client, "contact", sheet("title", [["a"]])))) == [("1", "slug")]


def test_rows_are_found_by_id_address_and_what_they_say(admin_client):
    claim = ClaimFactory(property=Property.TOPIC, topic=TopicFactory(slug="syria", name="Syria"), person=PersonFactory(name="A. B."))
    contact, report = claim.contact, claim.report
    rows = [[contact.slug, report.url + "?utm_source=x", "kremlin", "A. B.", "Topic discussed", "Syria", "They spoke of it."]]
    change = hand_in(admin_client, "claim", sheet("contact report speaker person property topic note", rows))
    assert "Changed: 1" in look(admin_client, change)
    carry_out(admin_client, change)
    claim.refresh_from_db()
    assert claim.note == "They spoke of it."
    rename = hand_in(admin_client, "contact", sheet("public_id slug", [[contact.public_id, "another-slug"]]))
    carry_out(admin_client, rename)
    contact.refresh_from_db()
    former = contact.former_slugs
    assert (contact.slug, len(former)) == ("another-slug", 1)
    twice = sheet(
        "public_id slug title", [[contact.public_id, "another-slug", "One"], ["", "another-slug", "Two"], ["0000000000", "x", "y"]]
    )
    assert faults(look(admin_client, hand_in(admin_client, "contact", twice))) == [("3", "slug"), ("4", "public_id")]
    claimed = hand_in(admin_client, "contact", sheet("slug kind date title", [[former[0], "call", "2017", "New"]]))
    assert faults(look(admin_client, claimed)) == [("2", "slug")]


def test_reports_come_with_their_links_and_claims_rest_on_them(admin_client):
    one, two = ContactFactory(slug="one"), ContactFactory(slug="two")
    PublisherFactory(slug="kremlin", name="The Kremlin")
    url = "https://kremlin.example/1"
    rows = [[url, "The Kremlin", "Readout", "official-readout", "reports one\nmentions two"], ["", "kremlin", "A book", "book", ""]]
    before = dump()
    reports = hand_in(admin_client, "report", sheet("url publisher title kind contacts", rows))
    carry_out(admin_client, reports)
    report = Report.objects.get(url=url)
    assert set(report.contact_links.values_list("contact__slug", "relation")) == {("one", "reports"), ("two", "mentions")}
    claims = hand_in(
        admin_client,
        "claim",
        sheet(
            "contact report speaker property minutes qualifier",
            [["one", url, "kremlin", "duration", "90", "about"], ["two", url, "kremlin", "confirmation", "", ""]],
        ),
    )
    carry_out(admin_client, claims)
    assert Claim.objects.get(contact=one).minutes == 90
    unlinked = hand_in(admin_client, "report", sheet("url contacts", [[url, "reports one"]]))
    assert faults(look(admin_client, unlinked)) == [("2", "contacts")]
    assert "1 row stays as it is" in look_at_undo(admin_client, reports)
    assert "Put back: 2" in undo(admin_client, claims)
    swapped = hand_in(admin_client, "report", sheet("url contacts", [[url, "announces two"]]))
    kept = dump()["ReportLink"]
    carry_out(admin_client, swapped)
    assert ReportLink.objects.get(report=report).relation == "announces"
    undo(admin_client, swapped)
    assert dump()["ReportLink"] == kept
    assert "Put back: 2" in undo(admin_client, reports)
    assert dump() == before
    assert not link(two, ReportFactory()).report.claims.exists()


def test_undo_leaves_alone_what_somebody_has_changed_since(admin_client):
    mine, theirs = ContactFactory(title="Mine"), ContactFactory(title="Theirs")
    rows = [[mine.slug, "call", "2017", "New title"], [theirs.slug, "call", "2017", "New title"], ["brand-new", "call", "2018", "New"]]
    change = hand_in(admin_client, "contact", sheet("slug kind date title", rows))
    carry_out(admin_client, change)
    theirs.refresh_from_db()
    theirs.title = "Better title"
    theirs.save()
    ClaimFactory(contact=Contact.objects.get(slug="brand-new"))
    page = look_at_undo(admin_client, change)
    refused = {label: why for _, label, why in cells_of(page, "Rows that stay as they are")}
    assert set(refused) == {theirs.slug, "brand-new"}
    assert "changed it since: title" in refused[theirs.slug]
    assert "refer to it now" in refused["brand-new"]
    said = undo(admin_client, change)
    assert "Put back: 1 rows. 2 stay as they are" in said
    assert change.state == BulkState.PARTLY
    assert list(Contact.objects.order_by("pk").values_list("title", flat=True)) == ["Mine", "Better title", "New"]
    assert "Nothing was changed" in undo(admin_client, change)


def test_what_was_published_since_is_not_deleted(admin_client):
    change = hand_in(admin_client, "topic", sheet("slug name", [["syria", "Syria"]]))
    carry_out(admin_client, change)
    contact = ContactFactory(ready=True)
    ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=Topic.objects.get())
    publish(rows=[contact], by="an editor")
    Claim.objects.all().delete()
    assert "It was published since" in look_at_undo(admin_client, change)


def test_decided_rows_are_changed_only_when_that_is_meant(admin_client):
    report, contact = ReportFactory(accepted=True), ContactFactory(published=True)
    merged = ContactFactory(state="merged")
    editions = Edition.objects.count()
    content = sheet("url author", [[report.url, "A. B."]])
    page = look(admin_client, hand_in(admin_client, "report", content))
    assert faults(page) == [("2", "whole row")]
    assert "is accepted already" in page.lower()
    carry_out(admin_client, hand_in(admin_client, "report", content, decided_too="on"))
    report.refresh_from_db()
    assert (report.author, report.state) == ("A. B.", "accepted")
    titles = sheet("slug title", [[contact.slug, "Another"], [merged.slug, "Another"]])
    page = look(admin_client, hand_in(admin_client, "contact", titles, decided_too="on"))
    assert faults(page) == [("3", "whole row")]
    states = sheet("slug state", [[contact.slug, "published"], [ContactFactory(slug="a").slug, "ready"], ["new-one", "published"]])
    page = look(admin_client, hand_in(admin_client, "contact", states, decided_too="on"))
    assert ("3", "state") in faults(page)
    assert ("4", "state") in faults(page)
    assert ("2", "state") not in faults(page)
    assert Edition.objects.count() == editions


def test_what_was_seen_is_what_is_written(admin_client):
    contact = ContactFactory(title="One")
    change = hand_in(admin_client, "contact", sheet("slug title", [[contact.slug, "Two"]]))
    digest = look(admin_client, change).split('name="digest" value="')[1].split('"')[0]
    Contact.objects.filter(pk=contact.pk).update(title="Three")
    response = admin_client.post(at("bulkchange_carry_out", change.pk), {"digest": digest}, follow=True)
    assert "changed these rows since you looked" in response.content.decode()
    assert "Three → Two" in cells_of(response.content.decode(), "Rows of the sheet")[0][3]
    assert "Carried out" in carry_out(admin_client, change)
    assert "carried out already" in carry_out(admin_client, change)


def test_one_field_of_chosen_rows(admin_client):
    reports = [ReportFactory(author="x") for _ in range(3)]
    house = PublisherFactory(slug="tass", name="TASS")
    before = dump()
    asked = act(admin_client, "report", "bulk_edit", reports[:2])
    assert "Change one field of 2 reports" in asked.content.decode()
    fields = {"answered": "1", "column": "publisher", "value": "TAS", "reason": "Wrong house."}
    assert "is no publisher that the workshop knows" in act(admin_client, "report", "bulk_edit", reports[:2], **fields).content.decode()
    act(admin_client, "report", "bulk_edit", reports[:2], **{**fields, "value": "TASS"})
    change = BulkChange.objects.get()
    assert [row[1] for row in cells_of(look(admin_client, change), "Rows of the sheet")] == ["Changed", "Changed"]
    assert "Carried out: 2 rows" in carry_out(admin_client, change)
    assert Report.objects.filter(publisher=house).count() == 2
    undo(admin_client, change)
    assert dump() == before
    for column in ("title", "state", "public_id", "password"):
        page = act(admin_client, "report", "bulk_edit", reports, **{**fields, "column": column}).content.decode()
        assert "Select a valid choice" in page


def test_a_sheet_does_not_overwrite_what_was_changed_after_its_export(admin_client):
    _, theirs, same = (ContactFactory(title=title) for title in ("Mine", "Theirs", "Same"))
    rows = [dict(row, title="From the sheet") for row in rows_of(exported(admin_client, "contact"))]
    theirs.title = "Better"
    theirs.save()
    same.title = "From the sheet"
    same.save()
    content = sheet(" ".join(rows[0]), [list(row.values()) for row in rows])
    number = {row["slug"]: str(place) for place, row in enumerate(rows, start=2)}
    page = look(admin_client, hand_in(admin_client, "contact", content))
    assert faults(page) == [(number[theirs.slug], "updated_at")]
    assert "before somebody changed the row" in page
    for row in rows:
        if row["slug"] == theirs.slug:
            row["updated_at"] = ""
    content = sheet(" ".join(rows[0]), [list(row.values()) for row in rows])
    assert "Carried out: 2 rows" in carry_out(admin_client, hand_in(admin_client, "contact", content))
    assert set(Contact.objects.values_list("title", flat=True)) == {"From the sheet"}
