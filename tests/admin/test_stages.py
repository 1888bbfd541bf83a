"""The way of a contact over the desk: its steps, who works on it, and the second look at what is sensitive."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contacts.actions.accept import accept, reject
from contacts.actions.approve import approve, waiting
from contacts.actions.errors import CannotDecide, HeldByAnother, NotApproved, NotReady, ReasonNeeded
from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.stages import take_step
from contacts.actions.working import release, take
from contacts.models import Claim, Contact, ReportState, ReviewState
from contacts.record.edition import Edition
from contacts.vocabulary import Property
from tests.admin.desk import act, at, decide, get, publish_again, told
from tests.admin.test_admin_forms import claim_fields
from tests.factories import ClaimFactory, ContactFactory

pytestmark = pytest.mark.django_db


def quote_of(contact: Contact, **fields) -> Claim:
    return ClaimFactory(contact=contact, accepted=True, property=Property.QUOTE, text="words", **fields)


class TestSteps:
    def test_from_draft_to_ready_and_back(self):
        contact = ClaimFactory(accepted=True).contact
        for step, state in (("hand_over", "in-review"), ("make_ready", "ready")):
            assert take_step(rows=[contact], step=step, by="vera") == 1
            contact.refresh_from_db()
            assert contact.state == state
            assert timezone.now() - contact.state_since < timedelta(minutes=1)
        with pytest.raises(ReasonNeeded):
            take_step(rows=[contact], step="send_back", by="vera", reason=" ")
        take_step(rows=[contact], step="send_back", by="vera", reason="The date is a guess.")
        contact.refresh_from_db()
        assert contact.state == ReviewState.DRAFT
        assert contact.internal_note.endswith("vera: sent back. The date is a guess.")

    @pytest.mark.parametrize(
        ("state", "step"),
        [("in-review", "hand_over"), ("ready", "make_ready"), ("draft", "send_back"), ("published", "send_back"), ("merged", "make_ready")],
    )
    def test_steps_begin_where_they_begin(self, state, step):
        contact = ClaimFactory(accepted=True, contact=ContactFactory(state=state)).contact
        with pytest.raises(NotReady):
            take_step(rows=[contact], step=step, by="vera", reason="Because.")

    def test_one_that_cannot_go_holds_all_back(self):
        ready, bare = ClaimFactory(accepted=True).contact, ContactFactory()
        with pytest.raises(NotReady, match="no accepted claim"):
            take_step(rows=[ready, bare], step="make_ready", by="vera")
        ready.refresh_from_db()
        assert ready.state == ReviewState.DRAFT

    @pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.IN_REVIEW])
    def test_what_is_not_ready_is_not_published(self, admin_client, state):
        contact = ClaimFactory(accepted=True, contact=ContactFactory(state=state)).contact
        assert "Make it ready first" in publish_again(admin_client, contact)
        assert not Edition.objects.exists()
        decide(admin_client, at("contact_step", contact.pk, "make_ready"))
        assert "Published" in publish_again(admin_client, contact)

    def test_reason_of_a_bulk_step_is_asked_and_kept(self, admin_client):
        rows = [ContactFactory(ready=True), ContactFactory(ready=True)]
        assert "Kept in the internal note" in act(admin_client, "contact", "send_back_selected", rows).content.decode()
        assert Contact.objects.filter(state=ReviewState.READY).count() == 2
        done = act(admin_client, "contact", "send_back_selected", rows, answered="1", reason="Two dates.")
        assert "Sent back: 2. Two dates." in told(done)
        assert all(note.endswith("Two dates.") for note in Contact.objects.values_list("internal_note", flat=True))

    def test_unknown_step_leads_nowhere(self, admin_client):
        assert admin_client.post(at("contact_step", ContactFactory().pk, "publish")).status_code == 404


class TestWorking:
    def test_one_editor_at_a_time(self):
        contact = ContactFactory()
        take(contact=contact, by="vera")
        take(contact=contact, by="vera")
        with pytest.raises(HeldByAnother, match="vera works on") as refusal:
            take(contact=contact, by="olga")
        assert refusal.value.holder == "vera"
        with pytest.raises(HeldByAnother):
            release(contact=contact, by="olga")
        take(contact=contact, by="olga", instead_of="vera")
        with pytest.raises(HeldByAnother, match="olga"):
            take(contact=contact, by="boris", instead_of="vera")
        release(contact=contact, by="olga")
        contact.refresh_from_db()
        assert (contact.claimed_by, contact.claimed_at) == ("", None)

    def test_taking_over_warns_first(self, client_as):
        vera, olga = client_as("editor", "vera"), client_as("editor", "olga")
        contact = ContactFactory()
        url = at("contact_take", contact.pk)
        assert "You work on" in decide(vera, url)
        page = olga.post(url).content.decode()
        assert "vera works on it since" in page
        contact.refresh_from_db()
        assert contact.claimed_by == "vera"
        assert "in place of vera" in decide(olga, url, instead_of="vera")
        assert "olga, since" in get(vera, at("contact_change", contact.pk))[0]
        assert "olga works on" in decide(vera, at("contact_release", contact.pk))

    def test_work_ends_with_publishing(self):
        contact = ContactFactory(ready=True)
        take(contact=contact, by="vera")
        publish(rows=[contact], by="olga")
        contact.refresh_from_db()
        assert contact.claimed_by == ""

    @pytest.mark.parametrize("state", [ReviewState.MERGED, ReviewState.WITHDRAWN])
    def test_there_is_no_work_on_what_is_gone(self, state):
        with pytest.raises(CannotDecide, match="nothing to work on"):
            take(contact=ContactFactory(state=state), by="vera")


class TestSecondPerson:
    @pytest.mark.parametrize(
        ("fields", "sensitive"),
        [({"property": "quote", "text": "words"}, True), ({"property": "denial"}, True), ({"property": "assertion"}, False)],
    )
    def test_denials_and_quotes_wait(self, fields, sensitive):
        contact = ContactFactory(ready=True)
        claim = ClaimFactory(contact=contact, accepted=True, **fields)
        assert list(waiting()) == ([claim] if sensitive else [])
        if sensitive:
            with pytest.raises(NotApproved, match="accepted by an editor") as refusal:
                publish(rows=[contact], by="vera")
            assert refusal.value.claims == [claim]
            assert approve(rows=[claim], by="vera") == 1
        assert publish(rows=[contact], by="vera")

    def test_all_claims_on_a_private_contact_wait(self):
        contact = ContactFactory(ready=True, sensitive=True)
        with pytest.raises(NotApproved):
            publish(rows=[contact], by="vera")
        approve(rows=list(contact.claims.all()), by="vera")
        publish(rows=[contact], by="vera")

    def test_nobody_is_their_own_second_person(self, client_as):
        publisher = client_as("publisher", "an editor")
        claim = quote_of(ContactFactory(ready=True))
        assert "accepted by you" in decide(publisher, at("claim_approve", claim.pk))
        assert "accepted by you" in told(act(publisher, "claim", "approve_selected", [claim]))
        assert "Approve" not in [tool["label"] for tool in publisher.get(at("claim_change", claim.pk)).context["tools"]]
        other = client_as("editor", "olga")
        assert "Approve" in [tool["label"] for tool in other.get(at("claim_change", claim.pk)).context["tools"]]
        assert "Approved: 1" in decide(other, at("claim_approve", claim.pk))

    def test_refusal_leads_to_the_claims(self, admin_client):
        contact = ContactFactory(ready=True)
        claim = quote_of(contact)
        response = admin_client.post(at("contact_publish", contact.pk), {}, follow=True)
        assert "A second person has to approve" in told(response)
        assert str(claim) in told(response)
        assert f"{at('claim_changelist')}?ask=to-approve" in response.content.decode()
        assert str(claim.contact.slug) in get(admin_client, f"{at('claim_changelist')}?ask=to-approve")[0]

    def test_bulk_publishing_and_the_command_are_refused_alike(self, admin_client):
        held, free = ContactFactory(ready=True), ContactFactory(ready=True)
        quote_of(held)
        assert "A second person has to approve" in told(act(admin_client, "contact", "publish_selected", [free, held]))
        with pytest.raises(CommandError, match="A second person has to approve"):
            call_command("publish", "--all")
        assert not Edition.objects.exists()

    def test_merging_does_not_publish_what_waits(self):
        one, other = ContactFactory(published=True), ContactFactory(published=True)
        quote_of(other)
        with pytest.raises(NotApproved):
            merge(loser=other, survivor=one, by="vera", reason="One call.")
        assert not Edition.objects.filter(op="MERGE").exists()

    def test_claims_of_reports_that_are_not_accepted_hold_nothing_up(self):
        contact = ContactFactory(ready=True)
        claim = quote_of(contact)
        type(claim.report).objects.filter(pk=claim.report_id).update(state=ReportState.REJECTED)
        assert not waiting().exists()
        publish(rows=[contact], by="vera")

    def test_only_what_is_accepted_is_approved(self):
        claim = ClaimFactory(property=Property.DENIAL)
        with pytest.raises(CannotDecide, match="is not accepted"):
            approve(rows=[claim], by="vera")
        assert approve(rows=[ClaimFactory(accepted=True)], by="vera") == 0

    def test_approval_lapses_with_a_change_of_what_was_approved(self):
        claim = quote_of(ContactFactory())
        approve(rows=[claim], by="vera")
        claim = Claim.objects.get(pk=claim.pk)
        claim.rank = "preferred"
        claim.save()
        claim.refresh_from_db()
        assert claim.approved_by == "vera"
        claim = Claim.objects.get(pk=claim.pk)
        claim.text = "other words"
        claim.save()
        claim.refresh_from_db()
        assert (claim.approved_by, claim.approved_at) == ("", None)

    def test_approval_lapses_with_another_decision(self):
        claim = quote_of(ContactFactory())
        for decided in (lambda: reject(rows=[claim], by="olga", reason="Misread."), lambda: accept(rows=[claim], by="olga")):
            decided()
            claim.refresh_from_db()
            assert claim.approved_by == ""

    def test_who_changes_the_words_answers_for_them(self, client_as):
        claim = quote_of(ContactFactory())
        approve(rows=[claim], by="olga")
        editor = client_as("editor", "olga")
        fields = claim_fields(claim, state="accepted", property="quote", text="her own words")
        assert editor.post(at("claim_change", claim.pk), fields).status_code == 302
        claim.refresh_from_db()
        assert (claim.text, claim.decided_by, claim.approved_by) == ("her own words", "olga", "")
        assert "accepted by you" in decide(editor, at("claim_approve", claim.pk))

    def test_dataset_counts_as_approved(self, published_dataset):
        assert not waiting().exists()
        approved = set(Claim.objects.filter(state="accepted").values_list("decided_by", "approved_by"))
        assert approved == {("dataset", "dataset review")}
