"""What the buttons of the desk decide, and how a refusal looks."""

import pytest

from contacts.models import Claim, ClaimState, Contact, ContactLink, ReportState, ReviewState
from contacts.record.edition import Edition, Op
from contacts.vocabulary import Property
from tests.admin.desk import BUILDERS, act, at, decide, get, publish_again, record_of, told
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    ReportFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def test_publish(admin_client):
    contact = ContactFactory(ready=True)
    assert "Published: " in publish_again(admin_client, contact)
    assert record_of(contact).op == Op.ADD
    assert set(Edition.objects.values_list("who", flat=True)) == {"admin"}
    contact.refresh_from_db()
    assert contact.state == ReviewState.PUBLISHED
    assert "nothing new to publish" in publish_again(admin_client, contact)
    page, _ = get(admin_client, at("contact_changelist"))
    assert "revision 1" in page


def test_publish_with_a_reason_and_a_kind_of_correction(admin_client):
    contact = ContactFactory(published=True)
    Contact.objects.filter(pk=contact.pk).update(title="Another title")
    decide(admin_client, at("contact_publish", contact.pk), reason="The title was wrong.", correction="correction")
    edition = Edition.objects.get(record_id=contact.public_id, revision=2)
    assert (edition.changed, edition.reason, edition.correction) == (["title"], "The title was wrong.", "correction")


def test_publish_refused(admin_client):
    contact = ContactFactory()
    assert "no accepted claim" in publish_again(admin_client, contact)
    assert not Edition.objects.exists()
    contact.refresh_from_db()
    assert contact.state == ReviewState.DRAFT


def test_publish_selected_is_all_or_nothing(admin_client):
    ready, bare = ContactFactory(ready=True), ContactFactory()
    assert "no accepted claim" in told(act(admin_client, "contact", "publish_selected", [ready, bare]))
    assert not Edition.objects.exists()
    assert "Published" in told(act(admin_client, "contact", "publish_selected", [ready]))
    assert record_of(ready).revision == 1


def test_slug_that_leads_elsewhere_is_refused(admin_client):
    first, second = ContactFactory(published=True), ContactFactory(ready=True)
    taken = first.slug
    first.slug = "renamed"
    first.save()
    publish_again(admin_client, first)
    Contact.objects.filter(pk=second.pk).update(slug=taken)
    assert "already leads to another record" in publish_again(admin_client, second)
    second.refresh_from_db()
    assert second.state == ReviewState.READY


@pytest.mark.parametrize("model", ["topic", "person", "place", "publisher"])
def test_other_records_are_published_too(admin_client, model):
    row = BUILDERS[model]()
    publish_again(admin_client, row)
    type(row).objects.filter(pk=row.pk).update(name="Another name")
    page, _ = get(admin_client, at(f"{model}_change", row.pk))
    assert "Changed since it was published: name." in page
    publish_again(admin_client, row)
    assert record_of(row).document["name"] == "Another name"


def test_preview_shows_what_would_change(admin_client):
    contact = ContactFactory(published=True, title="The old title")
    topic = TopicFactory(name="Arms control")
    claim = ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=topic, note="They spoke of it.")
    Contact.objects.filter(pk=contact.pk).update(title="The new title")
    page, _ = get(admin_client, at("contact_preview", contact.pk))
    for words in ("The old title", "The new title", "Topic discussed: Arms control", "They spoke of it.", "Topic: Arms control"):
        assert words in page
    assert "waiting" not in page
    change_form, _ = get(admin_client, at("contact_change", contact.pk))
    assert "Changed since it was published:" in change_form
    publish_again(admin_client, contact)
    assert "nothing waits to be published" in get(admin_client, at("contact_preview", contact.pk))[0]
    assert claim.public_id in {item["id"] for item in record_of(contact).document["claims"]}


def test_related_contacts_are_no_change(admin_client):
    contact = ContactFactory(ready=True)
    for other in (ContactFactory(published=True), ContactFactory()):
        ContactLink.objects.create(contact=contact, other=other)
    publish_again(admin_client, contact)
    page, _ = get(admin_client, at("contact_preview", contact.pk))
    assert "nothing waits to be published" in page


def test_withdraw(admin_client):
    contact = ContactFactory(published=True)
    url = at("contact_withdraw", contact.pk)
    assert admin_client.post(url, {"answered": "1", "reason": "", "correction": "removal"}).status_code == 200
    assert record_of(contact).op == Op.ADD
    assert "Withdrawn" in decide(admin_client, url, reason="It never took place.", correction="retraction")
    assert (record_of(contact).op, record_of(contact).reason) == (Op.DEL, "It never took place.")
    assert "is not published" in decide(admin_client, url, reason="Again.", correction="removal")


def test_withdraw_selected_asks_for_a_reason(admin_client):
    rows = [ContactFactory(published=True), ContactFactory(published=True)]
    page = act(admin_client, "contact", "withdraw_selected", rows).content.decode()
    assert all(f'name="_selected_action" value="{row.pk}"' in page for row in rows)
    assert {record_of(row).op for row in rows} == {Op.ADD}
    done = act(admin_client, "contact", "withdraw_selected", rows, answered="1", reason="Taken twice.", correction="removal")
    assert "Withdrawn" in told(done)
    assert {record_of(row).op for row in rows} == {Op.DEL}


def test_withdraw_refused_while_another_record_rests_on_it(admin_client):
    contact = ContactFactory(published=True)
    publisher = contact.claims.get().report.publisher
    answer = decide(admin_client, at("publisher_withdraw", publisher.pk), reason="Gone.", correction="removal")
    assert "refers to it" in answer
    assert record_of(publisher).op == Op.ADD


@pytest.mark.parametrize("survivor", ["this", "other"])
def test_merge(admin_client, survivor):
    this, other = ContactFactory(published=True), ContactFactory(published=True)
    kept, gone = (this, other) if survivor == "this" else (other, this)
    url = at("contact_merge", this.pk)
    get(admin_client, url)
    assert "Merged" in decide(admin_client, url, other=other.pk, survivor=survivor, reason="The same call.")
    assert (record_of(gone).op, record_of(gone).merged_into) == (Op.MERGE, kept.public_id)
    assert kept.claims.count() == 2
    assert admin_client.post(at("contact_publish", gone.pk)).status_code == 403
    assert "_save" not in get(admin_client, at("contact_change", gone.pk))[0]


def test_merge_selected(admin_client):
    rows = [ContactFactory(published=True), ContactFactory(published=True)]
    assert "exactly two" in told(act(admin_client, "contact", "merge_selected", rows[:1]))
    page = act(admin_client, "contact", "merge_selected", rows).content.decode()
    assert all(row.slug in page for row in rows)
    act(admin_client, "contact", "merge_selected", rows, answered="1", survivor=rows[1].pk, reason="The same call.")
    assert record_of(rows[0]).merged_into == rows[1].public_id


def test_merge_refused(admin_client):
    contact, draft = ContactFactory(published=True), ContactFactory(ready=True)
    answer = decide(admin_client, at("contact_merge", contact.pk), other=draft.pk, survivor="this", reason="The same.")
    assert "is not published" in answer
    draft.refresh_from_db()
    assert (draft.state, draft.claims.count()) == (ReviewState.READY, 1)


def test_revert(admin_client):
    contact = ContactFactory(published=True, title="The first title")
    Contact.objects.filter(pk=contact.pk).update(title="The second title")
    publish_again(admin_client, contact)
    page, _ = get(admin_client, at("contact_revisions", contact.pk))
    url = at("contact_revert", contact.pk, 1)
    assert url in page
    assert at("contact_revert", contact.pk, 2) not in page
    assert "The first title" in get(admin_client, url)[0]
    assert "public again" in decide(admin_client, url, reason="The first one was right.")
    entry = record_of(contact)
    assert (entry.revision, entry.document["title"]) == (3, "The first title")
    assert "title" in get(admin_client, at("contact_change", contact.pk))[0]
    assert admin_client.get(at("contact_revert", contact.pk, 9)).status_code == 404


@pytest.mark.parametrize(("model", "factory"), [("claim", ClaimFactory), ("report", ReportFactory)])
def test_accept_and_reject_selected(admin_client, model, factory):
    rows = factory.create_batch(2)
    assert "Accepted: 2" in told(act(admin_client, model, "accept_selected", rows))
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].decided_by, rows[0].decided_at is not None) == ("accepted", "admin", True)
    assert "decided already" in told(act(admin_client, model, "accept_selected", rows))
    act(admin_client, model, "reject_selected", rows)
    assert type(rows[0]).objects.filter(state="rejected").count() == 0
    assert "Rejected: 2" in told(act(admin_client, model, "reject_selected", rows, answered="1", reason="Not what it says."))
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].decided_by) == ("rejected", "admin")
    noted = rows[0].contact if model == "claim" else rows[0]
    assert "admin rejected" in noted.internal_note
    assert noted.internal_note.endswith("Not what it says.")


def test_a_reason_can_be_given_for_all_rows_that_a_list_shows(admin_client):
    rows = ClaimFactory.create_batch(3)
    page = act(admin_client, "claim", "reject_selected", rows[:1], select_across="1").content.decode()
    assert 'name="select_across" value="1"' in page
    act(admin_client, "claim", "reject_selected", rows[:1], select_across="1", answered="1", reason="Another call.")
    assert Claim.objects.filter(state="rejected").count() == 3


def test_accept_and_reject_one(admin_client):
    claim = ClaimFactory()
    assert "Accepted: 1" in decide(admin_client, at("claim_accept", claim.pk))
    assert "Rejected: 1" in decide(admin_client, at("claim_reject", claim.pk), reason="Misread.")
    claim.refresh_from_db()
    assert claim.state == ClaimState.REJECTED


def test_published_report_is_withdrawn_not_rejected(admin_client):
    report = ContactFactory(published=True).claims.get().report
    assert "Withdraw it instead" in decide(admin_client, at("report_reject", report.pk), reason="Wrong.")
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert 'name="state"' not in get(admin_client, at("report_change", report.pk))[0]
