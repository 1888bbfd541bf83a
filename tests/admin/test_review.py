"""The review screen: what it shows of an article, and what each decision on it comes to."""

import pytest
from django.urls import reverse

from contacts.actions.publish import publish
from contacts.ingest.pipeline import ingest
from contacts.ingest.queue import retry, work
from contacts.models import Claim, ClaimState, Contact, ReportLink, ReportState, ReviewState, Submission, Suggestion, SuggestionState
from contacts.vocabulary import Property, Relation, Speaker
from tests.admin.desk import get
from tests.factories import CaptureFactory, ClaimFactory, ContactFactory, SubmissionFactory, SuggestionFactory, TopicFactory, link
from tests.pages.reading import page

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def at(name: str, *args: object) -> str:
    return reverse(f"admin:contacts_submission_{name}", args=args)


@pytest.fixture
def row():
    return SubmissionFactory()


@pytest.fixture
def rain():
    return TopicFactory(slug="rain", name="Rain")


def suggest(row, **fields) -> Suggestion:
    return SuggestionFactory(report=row.report, contact=row.contact, **fields)


def verdict(client, row, item, word, **headers):
    return client.post(at("suggestion", row.pk, item.pk), {"verdict": word}, headers=headers)


def stated(**fields):
    return {"property": "topic", "speaker": "kremlin", "passage_exact": "They discussed rain", **fields}


class TestScreen:
    def test_article_is_marked_and_suggestions_stand_in_its_order(self, admin_client, row, rain):
        suggest(row, property=Property.TOPIC, value={"topic": "rain"}, passage_exact="They discussed rain", passage_suffix=", it said")
        suggest(row)
        shown = page(admin_client.get(at("change", row.pk)))
        marks = shown.all("mark")
        assert [mark.text for mark in marks] == ["The presidents spoke by telephone", "They discussed rain"]
        assert [card.text for card in shown.all("p", class_="card-value")] == ["Confirms the contact", "Topic discussed: Rain"]
        assert row.contact.title in shown.one("section", class_="review-contact").text

    def test_words_that_stand_twice_are_marked_where_the_context_says(self, admin_client, row, rain):
        suggest(row, property=Property.TOPIC, value={"topic": "rain"}, passage_exact="They discussed rain", passage_suffix=", Washington")
        shown = page(admin_client.get(at("change", row.pk)))
        marked = [paragraph.text for paragraph in shown.all("p") if paragraph.all("mark")]
        assert marked == ["They discussed rain , Washington said."]

    def test_overlapping_passages_are_all_found(self, admin_client, row):
        first = suggest(row, passage_exact="The presidents spoke")
        second = suggest(row, passage_exact="spoke by telephone")
        shown = page(admin_client.get(at("change", row.pk)))
        assert [(mark.text, mark["data-of"].split()) for mark in shown.all("mark")] == [
            ("The presidents", [f"s-{first.pk}"]),
            ("spoke", [f"s-{first.pk}", f"s-{second.pk}"]),
            ("by telephone", [f"s-{second.pk}"]),
        ]

    def test_markup_in_an_article_is_text(self, admin_client):
        row = SubmissionFactory(report=CaptureFactory(text="<script>alert(1)</script> & rain").report)
        content = admin_client.get(at("change", row.pk)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; rain" in content
        assert "<script>alert" not in content

    @pytest.mark.parametrize("number", [1, 80])
    def test_costs_the_same_for_one_suggestion_as_for_eighty(self, admin_client, number):
        row = SubmissionFactory(report=CaptureFactory(text="word and rain, " * 2500).report)
        for topic in [TopicFactory() for _ in range(number)]:
            suggest(row, property=Property.TOPIC, value={"topic": topic.slug}, passage_exact="rain")
        content, queries = get(admin_client, at("change", row.pk))
        assert content.count("card-value") == number
        assert queries == 8

    def test_who_may_only_look_finds_no_buttons(self, client_who_may, row):
        suggest(row)
        content = client_who_may("view_submission").get(at("change", row.pk)).content.decode()
        assert "They discussed" in content
        assert "verdict" not in content
        assert "review.js" not in content

    def test_who_may_not_look_is_refused(self, client_who_may, row):
        assert client_who_may("view_contact").get(at("change", row.pk)).status_code == 403

    def test_address_without_a_submission_leads_nowhere(self, admin_client):
        for key in ("0", "99999999999999999999999", "x"):
            assert admin_client.get(at("change", key)).status_code == 404


class TestDeciding:
    def test_accepting_makes_a_claim_with_its_passage(self, admin_client, row):
        item = suggest(row)
        response = verdict(admin_client, row, item, "accept")
        assert response.url.endswith(f"#s-{item.pk}")
        claim = Claim.objects.get()
        assert (claim.contact, claim.report, claim.state, claim.decided_by) == (row.contact, row.report, ClaimState.ACCEPTED, "admin")
        assert claim.passage_exact == item.passage_exact
        row.report.refresh_from_db()
        assert row.report.state == ReportState.ACCEPTED

    def test_htmx_gets_the_card_and_the_tally_alone(self, admin_client, row):
        item = suggest(row)
        suggest(row, passage_exact="They discussed")
        content = verdict(admin_client, row, item, "accept", **HTMX).content.decode()
        assert "1 open, 1 accepted, 0 put aside" in content
        assert f'id="s-{item.pk}"' in content
        assert "Accepted by admin" in content
        assert "<html" not in content

    def test_putting_aside_and_undoing(self, admin_client, row):
        item = suggest(row)
        verdict(admin_client, row, item, "reject")
        item.refresh_from_db()
        assert (item.state, item.decided_by) == (SuggestionState.REJECTED, "admin")
        verdict(admin_client, row, item, "reopen")
        item.refresh_from_db()
        assert (item.state, item.decided_by) == (SuggestionState.OPEN, "")

    def test_undoing_an_accepted_one_takes_its_claim_back(self, admin_client, row):
        item = suggest(row)
        verdict(admin_client, row, item, "accept")
        verdict(admin_client, row, item, "reopen")
        assert not Claim.objects.exists()
        item.refresh_from_db()
        assert item.state == SuggestionState.OPEN

    def test_undoing_is_refused_once_the_claim_is_public(self, admin_client, row):
        item = suggest(row)
        verdict(admin_client, row, item, "accept")
        Contact.objects.filter(pk=row.contact.pk).update(state=ReviewState.READY)
        publish(rows=[row.contact], by="an editor")
        response = verdict(admin_client, row, item, "reopen", **HTMX)
        assert response.status_code == 409
        assert "The public record shows this claim" in response.content.decode()
        assert Claim.objects.get().state == ClaimState.ACCEPTED

    def test_all_that_are_shown_and_open_at_once_and_no_others(self, admin_client, row):
        shown = [suggest(row), suggest(row, passage_exact="They discussed")]
        later = suggest(row, passage_exact="rain")
        rejected = suggest(row, passage_exact="it said", state=SuggestionState.REJECTED, decided_by="x", decided_at=row.submitted_at)
        chosen = [str(item.pk) for item in [*shown, rejected]]
        admin_client.post(at("decide", row.pk), {"accept": "1", "chosen": chosen})
        states = dict(Suggestion.objects.values_list("pk", "state"))
        assert [states[item.pk] for item in shown] == [SuggestionState.ACCEPTED] * 2
        assert (states[later.pk], states[rejected.pk]) == (SuggestionState.OPEN, SuggestionState.REJECTED)

    def test_one_that_cannot_be_accepted_holds_all_back(self, admin_client, row):
        items = [suggest(row), suggest(row, property=Property.TOPIC, value={"topic": "unheard-of"})]
        response = admin_client.post(at("decide", row.pk), {"accept": "1", "chosen": [item.pk for item in items]}, follow=True)
        assert "knows no topic “unheard-of”" in response.content.decode()
        assert not Claim.objects.exists()

    def test_suggestions_of_another_article_are_out_of_reach(self, admin_client, row):
        foreign = SuggestionFactory()
        assert verdict(admin_client, row, foreign, "accept").status_code == 404
        admin_client.post(at("decide", row.pk), {"accept": "1", "chosen": [foreign.pk]})
        assert not Claim.objects.exists()

    def test_announcement_links_the_report_as_one(self, admin_client):
        row = SubmissionFactory(verdict="announcement")
        verdict(admin_client, row, suggest(row, property=Property.ANNOUNCEMENT), "accept")
        assert ReportLink.objects.get().relation == Relation.ANNOUNCES

    def test_without_a_contact_nothing_is_accepted(self, admin_client):
        row = SubmissionFactory(contact=None)
        response = verdict(admin_client, row, suggest(row), "accept", **HTMX)
        assert response.status_code == 409
        assert "which contact" in response.content.decode()

    def test_every_decision_needs_the_right(self, client_who_may, row):
        item = suggest(row)
        client = client_who_may("view_submission", "view_suggestion", "add_submission")
        urls = [at("suggestion", row.pk, item.pk), at("suggestion_change", row.pk, item.pk)]
        urls += [at(name, row.pk) for name in ("decide", "claim", "contact", "contact_new", "mention")]
        for url in urls:
            data = {"verdict": "accept", "accept": "1", "chosen": item.pk, "contact": row.contact.pk, **stated(property="confirmation")}
            assert client.post(url, data).status_code == 403, url
        assert not Claim.objects.exists()
        assert not ReportLink.objects.exists()


class TestStating:
    def test_changed_suggestion_is_accepted_as_changed(self, admin_client, row, rain):
        item = suggest(row, property=Property.TOPIC, value={"topic": "unheard-of"}, passage_exact="They discussed rain")
        form = admin_client.get(at("suggestion_change", row.pk, item.pk)).content.decode()
        assert "They discussed rain" in form
        admin_client.post(at("suggestion_change", row.pk, item.pk), stated(topic=rain.pk, speaker="white-house"))
        claim = Claim.objects.get()
        assert (claim.topic, claim.speaker) == (rain, Speaker.WHITE_HOUSE)
        item.refresh_from_db()
        assert (item.state, item.claim) == (SuggestionState.ACCEPTED, claim)

    def test_claim_on_selected_words(self, admin_client, row, rain):
        start = row.report.captures.get().text.index("They discussed rain, Wash")
        form = admin_client.get(at("claim", row.pk), {"start": start, "end": start + 19}).context["form"]
        assert form.initial["passage_exact"] == "They discussed rain"
        assert form.initial["passage_suffix"].startswith(", Washington")
        admin_client.post(at("claim", row.pk), stated(topic=rain.pk, passage_suffix=form.initial["passage_suffix"]))
        claim = Claim.objects.get()
        assert claim.passage_suffix.startswith(", Washington")
        assert claim.passage_state == "located"

    def test_selection_counts_as_browsers_do(self, admin_client):
        row = SubmissionFactory(report=CaptureFactory(text="🇷🇺🇺🇸 spoke").report)  # each flag letter is two code units
        form = admin_client.get(at("claim", row.pk), {"start": 8, "end": 14}).context["form"]
        assert form.initial["passage_exact"] == "spoke"

    def test_values_that_the_property_does_not_take_are_left_out(self, admin_client, row, rain):
        admin_client.post(at("claim", row.pk), stated(property="duration", minutes="62", qualifier="about", topic=rain.pk))
        claim = Claim.objects.get()
        assert (claim.minutes, claim.topic) == (62, None)

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"property": "topic"}, "“Topic discussed” needs this."),
            ({"property": "date", "date": "next week"}, "next week"),
            ({"property": "confirmation", "passage_exact": "They discussed snow"}, "do not stand in the article"),
            ({"property": "confirmation", "passage_exact": ""}, "This field is required."),
            ({"property": "nonsense"}, "not one of the available choices"),
        ],
    )
    def test_wrong_input_is_told_and_kept_in_the_form(self, admin_client, row, fields, told):
        response = admin_client.post(at("claim", row.pk), stated(**fields))
        assert response.status_code == 422
        assert told in response.content.decode()
        assert not Claim.objects.exists()

    def test_one_decided_meanwhile_is_not_decided_again(self, admin_client, row, rain):
        item = suggest(row)
        verdict(admin_client, row, item, "accept")
        response = admin_client.post(at("suggestion_change", row.pk, item.pk), stated(topic=rain.pk), headers=HTMX)
        assert "has decided on this already" in response.content.decode()
        assert Claim.objects.count() == 1


class TestContact:
    def test_another_contact_is_found_and_chosen(self, admin_client, row):
        other = ContactFactory(title="Call about the tides", date="2018-03-20")
        item = suggest(row)
        found = admin_client.get(at("contact_find", row.pk), {"q": "tides 2018"}, headers=HTMX).content.decode()
        assert "Call about the tides" in found
        assert row.contact.title not in found
        admin_client.post(at("contact", row.pk), {"contact": other.pk})
        row.refresh_from_db()
        assert row.contact == other
        verdict(admin_client, row, item, "accept")
        assert Claim.objects.get().contact == other

    def test_choice_stands_after_another_run(self, admin_client, published_dataset):
        mine = ContactFactory(title="A contact of my own")
        text = "MOSCOW, November 21, 2017. Putin and Trump spoke by phone on Tuesday and discussed Syria, the Kremlin said. " * 3
        admin_client.post(at("add"), {"urls": "https://news.example/a", "text": text, "published": ""})
        work(ingest)
        row = Submission.objects.get()
        assert row.contact.slug == "2017-11-21-call"
        admin_client.post(at("contact", row.pk), {"contact": mine.pk})
        retry(row)
        work(ingest)
        row.refresh_from_db()
        assert row.contact == mine
        assert set(Suggestion.objects.values_list("contact", flat=True)) == {mine.pk}

    def test_former_choice_is_kept_only_where_claims_rest_on_it(self, admin_client, row):
        first, second = row.contact, ContactFactory()
        for contact, claimed in ((first, False), (second, True)):
            admin_client.post(at("contact", row.pk), {"contact": contact.pk})
            if claimed:
                ClaimFactory(contact=contact, report=row.report)
        third = ContactFactory()
        admin_client.post(at("contact", row.pk), {"contact": third.pk})
        assert set(row.report.contact_links.values_list("contact", flat=True)) == {second.pk, third.pk}

    def test_merged_contact_cannot_be_chosen(self, admin_client, row):
        gone = ContactFactory(state=ReviewState.MERGED)
        response = admin_client.post(at("contact", row.pk), {"contact": gone.pk}, follow=True)
        assert "Choose another contact" in response.content.decode()
        row.refresh_from_db()
        assert row.contact != gone

    def test_new_contact_comes_filled_in_and_is_chosen(self, admin_client):
        draft = {"kind": "call", "date": "2017-12-24", "title": "Call of Putin and Trump", "place": "", "country": ""}
        row = SubmissionFactory(contact=None, verdict="new", outcome={"draft": draft})
        form = admin_client.get(at("contact_new", row.pk)).content.decode()
        assert 'value="2017-12-24"' in form
        ContactFactory(slug="2017-12-24-call")
        admin_client.post(at("contact_new", row.pk), draft)
        made = Contact.objects.get(title="Call of Putin and Trump")
        assert (made.slug, made.state) == ("2017-12-24-call-2", ReviewState.DRAFT)
        row.refresh_from_db()
        assert row.contact == made

    def test_new_contact_with_a_wrong_date_is_refused(self, admin_client):
        row = SubmissionFactory(contact=None)
        response = admin_client.post(at("contact_new", row.pk), {"kind": "call", "date": "24/12/2017", "title": "Call"})
        assert response.status_code == 422
        assert "24/12/2017" in response.content.decode()
        assert not Contact.objects.filter(title="Call").exists()

    def test_mention_is_linked_once(self, admin_client, row):
        other = ContactFactory()
        row.outcome = {"mentions": [other.slug]}
        row.save()
        assert at("mention", row.pk) in admin_client.get(at("change", row.pk)).content.decode()
        for _ in range(2):
            admin_client.post(at("mention", row.pk), {"contact": other.pk})
        assert row.report.contact_links.get().relation == Relation.MENTIONS
        assert at("mention", row.pk) not in admin_client.get(at("change", row.pk)).content.decode()

    def test_mention_leaves_a_stronger_link_alone(self, admin_client, row):
        link(row.contact, row.report)
        admin_client.post(at("mention", row.pk), {"contact": row.contact.pk})
        assert row.report.contact_links.get().relation == Relation.REPORTS
