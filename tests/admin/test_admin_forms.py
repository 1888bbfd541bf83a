"""What may be typed into the forms of the desk, and what may be deleted."""

import pytest

from contacts.models import Claim, Contact, Report, ReviewState
from tests.admin.desk import at, decide, get, record_of
from tests.factories import (
    ClaimFactory,
    ContactFactory,
)

pytestmark = pytest.mark.django_db


def claim_fields(claim: Claim, **fields: object) -> dict[str, object]:
    typed = {"contact": claim.contact_id, "report": claim.report_id, "speaker": "kremlin", "property": "confirmation"}
    return {**typed, "rank": "normal", "state": "suggested", **fields}


def test_claim_typed_in_as_accepted_is_signed(admin_client):
    known = ClaimFactory()
    url = at("claim_add") + f"?contact={known.contact_id}"
    fields = claim_fields(known, state="accepted", property="duration", minutes=55, qualifier="about")
    response = admin_client.post(url, fields)
    assert response.url == at("contact_change", known.contact_id)
    claim = Claim.objects.latest("pk")
    assert (claim.state, claim.decided_by) == ("accepted", "admin")
    assert claim.decided_at is not None
    page, _ = get(admin_client, at("contact_change", known.contact_id))
    assert "about 55 minutes" in page


def test_claim_taken_back_to_suggested_is_unsigned(admin_client):
    claim = ClaimFactory(accepted=True)
    admin_client.post(at("claim_change", claim.pk), claim_fields(claim))
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.decided_at) == ("suggested", "", None)


def test_claim_keeps_who_accepted_it_when_its_note_changes(admin_client):
    claim = ClaimFactory(accepted=True)
    admin_client.post(at("claim_change", claim.pk), claim_fields(claim, state="accepted", note="In other words."))
    claim.refresh_from_db()
    assert (claim.note, claim.decided_by) == ("In other words.", "an editor")


def test_claim_with_a_value_that_does_not_fit_is_refused(admin_client):
    claim = ClaimFactory()
    response = admin_client.post(at("claim_change", claim.pk), claim_fields(claim, minutes=5))
    assert "has no such value" in response.content.decode()


def test_changed_passage_is_looked_up_again(admin_client):
    claim = ClaimFactory(passage_exact="old words", passage_state="lost")
    admin_client.post(at("claim_change", claim.pk), claim_fields(claim, passage_exact="new words"))
    claim.refresh_from_db()
    assert claim.passage_state == "quoted"


def contact_fields(contact: Contact, **fields: object) -> dict[str, object]:
    typed = {name: getattr(contact, name) for name in ("kind", "date", "title", "slug", "state")}
    links = list(contact.report_links.order_by("pk"))
    counts: dict[str, object] = {}
    for prefix, number in (("report_links", len(links)), ("links", 0)):
        counts |= {f"{prefix}-TOTAL_FORMS": number, f"{prefix}-INITIAL_FORMS": number}
    for index, row in enumerate(links):
        line = {"id": row.pk, "contact": contact.pk, "report": row.report_id, "relation": row.relation}
        counts |= {f"report_links-{index}-{name}": value for name, value in line.items()}
    return {**typed, **counts, **fields}


def test_contact_is_corrected(admin_client):
    contact = ContactFactory(published=True)
    former = contact.slug
    response = admin_client.post(at("contact_change", contact.pk), contact_fields(contact, slug="another-address", title="Another title"))
    assert response.status_code == 302
    contact.refresh_from_db()
    assert (contact.slug, contact.former_slugs, contact.title) == ("another-address", [former], "Another title")
    assert record_of(contact).document["title"] != "Another title"


def test_contact_is_not_published_by_typing_a_state(admin_client):
    contact = ContactFactory(ready=True)
    for state in ReviewState.values:
        admin_client.post(at("contact_change", contact.pk), contact_fields(contact, state=state, summary=f"Typed {state}."))
        contact.refresh_from_db()
        assert (contact.state, contact.summary) == (ReviewState.READY, f"Typed {state}.")


def test_report_that_claims_rest_on_stays(admin_client):
    contact = ContactFactory(ready=True)
    fields = contact_fields(contact, **{"report_links-0-DELETE": "on"})
    response = admin_client.post(at("contact_change", contact.pk), fields)
    assert "1 claim rests on what you take off here" in response.content.decode()
    contact.claims.all().delete()
    assert admin_client.post(at("contact_change", contact.pk), fields).status_code == 302
    assert not contact.report_links.exists()


def test_claim_about_a_merged_contact_is_refused(admin_client):
    claim = ClaimFactory()
    Contact.objects.filter(pk=claim.contact_id).update(state=ReviewState.MERGED)
    response = admin_client.post(at("claim_change", claim.pk), claim_fields(claim))
    assert "merged into another" in response.content.decode()


def test_published_records_are_not_deleted(admin_client):
    contact = ContactFactory(published=True)
    claim = contact.claims.get()
    for model, row in (("contact", contact), ("report", claim.report), ("publisher", claim.report.publisher), ("claim", claim)):
        assert admin_client.post(at(f"{model}_delete", row.pk), {"post": "yes"}).status_code == 403
    decide(admin_client, at("contact_withdraw", contact.pk), reason="Wrong.", correction="removal")
    assert admin_client.post(at("contact_delete", contact.pk), {"post": "yes"}).status_code == 403


def test_drafts_are_deleted(admin_client):
    claim = ClaimFactory()
    assert "1 claim" in get(admin_client, at("report_delete", claim.report_id))[0]
    admin_client.post(at("report_delete", claim.report_id), {"post": "yes"})
    assert Report.objects.filter(pk=claim.report_id).exists()
    assert admin_client.post(at("contact_delete", claim.contact_id), {"post": "yes"}).status_code == 302
    assert not Contact.objects.exists()
    assert not Claim.objects.exists()
    admin_client.post(at("report_delete", claim.report_id), {"post": "yes"})
    assert not Report.objects.exists()
