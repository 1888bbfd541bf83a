"""Readers' tips on the desk: the list, the form and its buttons, who may press them, and what each does."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from contacts.actions import tips
from contacts.actions.errors import CannotDecide, ReasonNeeded
from contacts.actions.publish import publish
from contacts.models import Contact, Submission, Tip
from contacts.record.edition import Edition
from tests.admin.desk import act, at, decide, get, told
from tests.factories import ContactFactory, TipFactory

pytestmark = pytest.mark.django_db

BY = "an editor"
LINK = "https://news.example/call"


@pytest.fixture(autouse=True)
def _content_types_are_known():
    """Django looks each up once in the life of a process."""
    ContentType.objects.get_for_models(*admin.site._registry)


def press(client, name: str, tip: Tip) -> str:
    return told(client.post(at(f"tip_{name}", tip.pk), follow=True))


def fresh(tip: Tip) -> Tip:
    return Tip.objects.get(pk=tip.pk)


def buttons(client, tip: Tip) -> set[str]:
    page, _ = get(client, at("tip_change", tip.pk))
    names = ("take_up", "hand_in", "answer", "accept", "decline", "credit", "reopen")
    return {name for name in names if f'"{at(f"tip_{name}", tip.pk)}"' in page}


def decided(tip: Tip) -> Tip:
    tips.decline(tip=tip, by=BY, reason="No source says so.")
    return fresh(tip)


class TestList:
    def test_open_ones_first_and_the_oldest_of_them_on_top(self, admin_client):
        old, new, done = TipFactory(text="The older text."), TipFactory(text="The newer text."), TipFactory(text="The decided text.")
        Tip.objects.filter(pk=done.pk).update(received_at=timezone.now() - timezone.timedelta(days=9))
        Tip.objects.filter(pk=new.pk).update(received_at=timezone.now() + timezone.timedelta(days=1))
        decided(done)
        page, _ = get(admin_client, at("tip_changelist"))
        assert page.index(old.text) < page.index(new.text) < page.index(done.text)

    def test_it_is_narrowed_by_question(self, admin_client):
        waiting, done = TipFactory(), decided(TipFactory())
        for query, shown, hidden in (("open", waiting, done), ("decided", done, waiting)):
            page, _ = get(admin_client, f"{at('tip_changelist')}?decision={query}")
            assert shown.text in page
            assert hidden.text not in page

    def test_it_is_searched(self, admin_client):
        row = ContactFactory(slug="2017-call")
        TipFactory(text="The clock is wrong.", contact=row)
        for words in ("clock", "2017-call"):
            assert "The clock is wrong." in get(admin_client, f"{at('tip_changelist')}?q={words}")[0]
        assert "The clock is wrong." not in get(admin_client, f"{at('tip_changelist')}?q=calendar")[0]

    def test_nobody_adds_tips_here(self, admin_client):
        assert admin_client.get(at("tip_add")).status_code == 403

    @pytest.mark.parametrize("query", ["", "?q=a"])
    def test_it_costs_the_same_for_any_length(self, admin_client, query):
        TipFactory(contact=ContactFactory())
        _, one = get(admin_client, at("tip_changelist") + query)
        for _ in range(20):
            TipFactory(contact=ContactFactory())
        page, many = get(admin_client, at("tip_changelist") + query)
        assert (one, many) == (4, 4)  # session, user, number of rows, one page of rows
        assert page.count("/change/") > 20


class TestForm:
    def test_it_shows_what_was_sent_and_what_happened(self, admin_client):
        row = ContactFactory(published=True)
        about = {"contact": row, "about_type": "contact", "about_id": row.public_id}
        tip = TipFactory(text="Not <b>fourteen</b>.", source=LINK, name="Vera", email="v@example.org", **about)
        tips.answer(tip=tip, by=BY, text="Which page?")
        page, _ = get(admin_client, at("tip_change", tip.pk))
        for words in ("Not &lt;b&gt;fourteen&lt;/b&gt;.", "Vera", "v@example.org", f"Contact {row.public_id}", "Which page?", BY):
            assert words in page
        assert f'<a href="{LINK}" rel="noopener noreferrer nofollow">' in page
        assert at("contact_change", row.pk) in page

    def test_report_is_a_link_away(self, admin_client):
        report = ContactFactory(published=True).claims.get().report
        tip = TipFactory(about_type="report", about_id=report.public_id)
        assert at("report_change", report.pk) in get(admin_client, at("tip_change", tip.pk))[0]

    def test_contact_and_note_can_be_set_and_nothing_else(self, admin_client):
        tip, row = TipFactory(), ContactFactory()
        typed = {"contact": row.pk, "internal_note": "Ask TASS.", "text": "Another text.", "state": "accepted", "email": "x@example.org"}
        assert admin_client.post(at("tip_change", tip.pk), typed).status_code == 302
        after = fresh(tip)
        assert (after.contact, after.internal_note) == (row, "Ask TASS.")
        assert (after.text, after.state, after.email) == (tip.text, "received", "")

    def test_saving_the_form_leaves_a_decision_that_was_taken_meanwhile(self, admin_client, monkeypatch):
        tip = TipFactory()
        desk = admin.site._registry[Tip]
        save = type(desk).save_model
        monkeypatch.setattr(type(desk), "save_model", lambda *args, **kwargs: (decided(tip), save(*args, **kwargs)))
        admin_client.post(at("tip_change", tip.pk), {"internal_note": "Ask TASS."})
        assert (fresh(tip).state, fresh(tip).internal_note) == ("declined", "Ask TASS.")

    def test_it_costs_the_same_however_much_happened(self, admin_client):
        tip = TipFactory(contact=ContactFactory(), source=LINK)
        tips.answer(tip=tip, by=BY, text="A word.")
        _, one = get(admin_client, at("tip_change", tip.pk))
        for number in range(20):
            tips.answer(tip=tip, by=BY, text=f"Word {number}.")
        page, many = get(admin_client, at("tip_change", tip.pk))
        assert (one, many) == (4, 4)  # session, user, tip with its contact and submission, steps
        assert page.count("Word ") >= 20


class TestButtons:
    def test_they_follow_the_state(self, admin_client):
        tip = TipFactory(source=LINK)
        assert buttons(admin_client, tip) == {"take_up", "hand_in", "answer", "accept", "decline"}
        tips.take_up(tip=tip, by=BY)
        tips.hand_in(tip=tip, by=BY)
        assert buttons(admin_client, tip) == {"answer", "accept", "decline"}
        tips.accept(tip=tip, by=BY)
        assert buttons(admin_client, tip) == {"answer", "credit", "reopen"}
        assert buttons(admin_client, decided(TipFactory())) == {"answer", "reopen"}

    def test_take_up(self, admin_client):
        tip = TipFactory()
        assert press(admin_client, "take_up", tip) == "Taken up."
        assert (fresh(tip).state, fresh(tip).taken_by) == ("looking", "admin")
        assert "already. Nothing was changed." in press(admin_client, "take_up", tip)

    def test_hand_in(self, admin_client):
        tip = TipFactory(source=LINK)
        assert press(admin_client, "hand_in", tip) == "Its address was handed in."
        submission = Submission.objects.get()
        assert (submission.url, submission.submitted_by, submission.state) == (LINK, "admin", "queued")
        assert (fresh(tip).submission, fresh(tip).state) == (submission, "looking")
        assert at("submission_change", submission.pk) in get(admin_client, at("tip_change", tip.pk))[0]
        assert "handed in before" in press(admin_client, "hand_in", tip)
        assert Submission.objects.count() == 1
        assert "named no address" in press(admin_client, "hand_in", TipFactory())

    def test_answer(self, admin_client):
        tip = TipFactory()
        assert "Answer this tip: done." in decide(admin_client, at("tip_answer", tip.pk), text="Which page?")
        assert (fresh(tip).state, fresh(tip).answer) == ("looking", "Which page?")

    def test_accept_names_an_edition_that_came_after_the_tip(self, admin_client):
        row = ContactFactory(published=True, title="The first title")
        tip = TipFactory(contact=row)
        Contact.objects.filter(pk=row.pk).update(title="The second title")
        (edition,) = publish(rows=[row], by=BY, reason="A reader saw it.")
        (other,) = [one for one in publish(rows=[ContactFactory(ready=True)], by=BY) if one.record_type == "contact"]
        page, _ = get(admin_client, at("tip_accept", tip.pk))
        assert f'<option value="{edition.seq}">{edition.seq}: The second title, revision 2,' in page
        assert "The first title" not in page.split("<select")[1]
        assert f'value="{other.seq}"' not in page
        decide(admin_client, at("tip_accept", tip.pk), text="Thank you.", edition=other.seq)
        assert fresh(tip).state == "received"
        decide(admin_client, at("tip_accept", tip.pk), text="Thank you.", edition=edition.seq)
        after = fresh(tip)
        assert (after.state, after.edition, after.answer, after.decided_by) == ("accepted", edition.seq, "Thank you.", "admin")

    def test_tip_about_nothing_may_lead_to_any_contact(self, admin_client):
        tip = TipFactory()
        (edition,) = [one for one in publish(rows=[ContactFactory(ready=True)], by=BY) if one.record_type == "contact"]
        tips.accept(tip=tip, by=BY)
        assert f'value="{edition.seq}"' in get(admin_client, at("tip_credit", tip.pk))[0]
        decide(admin_client, at("tip_credit", tip.pk), edition="")
        assert fresh(tip).edition is None
        decide(admin_client, at("tip_credit", tip.pk), edition=edition.seq)
        assert fresh(tip).edition == edition.seq

    def test_decline_asks_for_a_reason(self, admin_client):
        tip = TipFactory()
        decide(admin_client, at("tip_decline", tip.pk), reason=" ")
        assert fresh(tip).state == "received"
        decide(admin_client, at("tip_decline", tip.pk), reason="TASS says fourteen.")
        after = fresh(tip)
        assert (after.state, after.answer, after.decided_by) == ("declined", "TASS says fourteen.", "admin")
        assert after.decided_at is not None

    def test_decision_stands_until_it_is_taken_back(self, admin_client):
        tip = decided(TipFactory())
        assert "Open it again first. Nothing was changed." in decide(admin_client, at("tip_accept", tip.pk), text="", edition="")
        decide(admin_client, at("tip_reopen", tip.pk), reason="Overhasty.")
        after = fresh(tip)
        assert (after.state, after.decided_by, after.decided_at) == ("looking", "", None)
        assert [step.step for step in after.steps.all()] == ["declined", "reopened"]
        assert "Nothing was changed" in decide(admin_client, at("tip_reopen", tip.pk), reason="Again.")

    def test_decision_publishes_nothing(self, admin_client):
        tip = TipFactory(contact=ContactFactory(ready=True))
        decide(admin_client, at("tip_accept", tip.pk), text="Yes.", edition="")
        assert not Edition.objects.exists()

    def test_log_of_the_desk_says_who_and_names_no_sender(self, admin_client):
        tip = TipFactory(name="Vera", email="v@example.org")
        press(admin_client, "take_up", tip)
        entry = LogEntry.objects.latest("pk")
        assert (entry.user.username, entry.object_repr) == ("admin", str(tip))
        assert "Vera" not in str(vars(entry))


class TestMany:
    def test_taken_up_together(self, admin_client):
        rows = TipFactory.create_batch(3)
        assert told(act(admin_client, "tip", "take_up_selected", rows)) == "Taken up: 3."
        assert {row.state for row in Tip.objects.all()} == {"looking"}

    def test_declined_together_for_one_reason(self, admin_client):
        rows = TipFactory.create_batch(3)
        assert act(admin_client, "tip", "decline_selected", rows).context["title"] == "Decline these tips"
        assert Tip.objects.open().count() == 3
        assert told(act(admin_client, "tip", "decline_selected", rows, answered="1", reason="Advertising.")) == "Declined: 3."
        assert not Tip.objects.open().exists()

    def test_all_or_none(self, admin_client):
        rows = [TipFactory(), decided(TipFactory())]
        assert "Nothing was changed" in told(act(admin_client, "tip", "decline_selected", rows, answered="1", reason="Advertising."))
        assert Tip.objects.open().count() == 1


DECISIONS = {
    "take_up": {},
    "hand_in": {},
    "answer": {"text": "A word."},
    "accept": {"text": ""},
    "decline": {"reason": "No."},
    "credit": {"edition": "1"},
    "reopen": {"reason": "Overhasty."},
}


def state_of_all() -> list[tuple]:
    return list(Tip.objects.order_by("pk").values_list("pk", "state", "answer", "edition", "submission"))


class TestRights:
    @pytest.fixture
    def rows(self) -> list[Tip]:
        accepted = TipFactory()
        tips.accept(tip=accepted, by=BY)
        return [TipFactory(source=LINK), decided(TipFactory()), accepted]

    @pytest.mark.parametrize("rights", [(), ("view_tip",), ("view_contact", "change_contact", "add_submission")])
    @pytest.mark.parametrize("name", DECISIONS)
    def test_without_the_right_nothing_is_decided(self, client_who_may, rows, rights, name):
        client, before = client_who_may(*rights), state_of_all()
        for row in rows:
            assert client.post(at(f"tip_{name}", row.pk), {"answered": "1", **DECISIONS[name]}).status_code == 403
            assert client.get(at(f"tip_{name}", row.pk)).status_code in (403, 405)
        assert state_of_all() == before

    def test_who_may_only_look_sees_no_buttons_and_no_actions(self, client_who_may, rows):
        client = client_who_may("view_tip")
        assert buttons(client, rows[0]) == set()
        before = state_of_all()
        for action in ("take_up_selected", "decline_selected"):
            act(client, "tip", action, rows[:1], answered="1", reason="No.")
        assert state_of_all() == before
        assert "Answered" not in get(client, at("tip_change", rows[0].pk))[0]
        assert "No source says so." in get(client, at("tip_change", rows[1].pk))[0]

    def test_handing_in_takes_the_right_to_hand_in(self, client_who_may, rows):
        client = client_who_may("view_tip", "change_tip")
        assert "hand_in" not in buttons(client, rows[0])
        assert client.post(at("tip_hand_in", rows[0].pk)).status_code == 403
        assert not Submission.objects.exists()

    def test_who_may_change_decides(self, client_who_may, rows):
        client = client_who_may("view_tip", "change_tip", "add_submission")
        press(client, "hand_in", rows[0])
        decide(client, at("tip_decline", rows[0].pk), reason="No.")
        assert (fresh(rows[0]).state, fresh(rows[0]).decided_by) == ("declined", "vera")

    def test_strangers_are_sent_to_the_door(self, client, rows):
        for name in DECISIONS:
            assert client.post(at(f"tip_{name}", rows[0].pk), {"answered": "1"}).url.startswith("/admin/login/")

    def test_looking_does_not_decide(self, admin_client, rows):
        before = state_of_all()
        for name in DECISIONS:
            assert admin_client.get(at(f"tip_{name}", rows[0].pk)).status_code == (405 if name in ("take_up", "hand_in") else 200)
        assert state_of_all() == before


class TestActions:
    def test_words_for_others_are_needed(self):
        tip, done = TipFactory(), decided(TipFactory())
        with pytest.raises(ReasonNeeded):
            tips.decline(tip=tip, by=BY, reason=" ")
        with pytest.raises(ReasonNeeded):
            tips.answer(tip=tip, by=BY, text="\n")
        with pytest.raises(ReasonNeeded):
            tips.reopen(tip=done, by=BY, reason="")
        assert (tip.steps.count(), done.steps.count()) == (0, 1)

    def test_edition_must_be_there(self):
        tip = TipFactory()
        with pytest.raises(CannotDecide, match="There is no edition 7"):
            tips.accept(tip=tip, by=BY, edition=7)
        tips.accept(tip=tip, by=BY)
        with pytest.raises(CannotDecide):
            tips.credit(tip=tip, by=BY, edition=7)
        with pytest.raises(CannotDecide, match="Only what was accepted"):
            tips.credit(tip=decided(TipFactory()), by=BY, edition=7)

    def test_address_that_cannot_be_read_is_told(self):
        tip = TipFactory(source="ftp://news.example/a")
        with pytest.raises(CannotDecide, match="is not a web address"):
            tips.hand_in(tip=tip, by=BY)
        assert fresh(tip).state == "received"
