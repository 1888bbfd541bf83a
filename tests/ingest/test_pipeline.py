"""From a pasted article to suggestions, and from suggestions to claims: through the command and the desk."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from contacts.actions.errors import CannotDecide
from contacts.actions.publish import pending_changes
from contacts.actions.suggestions import accept_suggestions, reject_suggestions
from contacts.ingest.pipeline import ingest
from contacts.ingest.queue import work
from contacts.models import Capture, Claim, Contact, Report, ReportState, Submission, SubmissionState, Suggestion, SuggestionState
from contacts.record.edition import Edition

pytestmark = pytest.mark.django_db

ARTICLE = "\n\n".join(
    (
        "Putin and Trump talk about Syria for more than an hour",
        "MOSCOW, November 21, 2017. The Russian and American presidents spoke by telephone on Tuesday, the Kremlin said.",
        "Putin told Trump about his talks with Bashar Assad in Sochi, and the two leaders discussed a political settlement in Syria, "
        "the Kremlin press service said. They also discussed the situation in Ukraine and the Iran nuclear deal, it said.",
        "According to the White House, the call lasted more than an hour. The White House said that the presidents discussed how to "
        "bring peace to Syria and the need for more pressure on North Korea.",
    )
)
URL = "https://news.example/2017/11/21/presidents-talk"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return str(path)


def run(*arguments, **options):
    out = io.StringIO()
    call_command("ingest", *arguments, stdout=out, **options)
    return out.getvalue()


def hand_in(client, **data):
    response = client.post(reverse("admin:contacts_submission_add"), {"urls": "", "text": "", "published": "", **data})
    work(ingest)
    return response


class TestCommand:
    def test_dry_run_tells_and_stores_nothing(self, published_dataset, article):
        found = json.loads(run(article, "--json", "--dry-run", "--url", URL))
        assert found["verdict"] == "reports"
        assert found["contact"] == "2017-11-21-call"
        assert found["report"]["published"] == "2017-11-21"
        assert {("syria", "Kremlin"), ("syria", "White House"), ("north-korea", "White House")} <= {
            (claim["value"], claim["speaker"]) for claim in found["claims"] if claim["property"] == "topic"
        }
        assert all(claim["passage"]["exact"] in ARTICLE for claim in found["claims"])
        assert not Submission.objects.exists()
        assert not Report.objects.filter(url=URL).exists()

    def test_stored_once_per_address_with_capture_and_suggestions(self, published_dataset, article):
        editions = Edition.objects.count()
        for _ in range(2):
            run(article, "--url", URL)
        report = Report.objects.get(url=URL)
        assert report.state == ReportState.DRAFT
        assert report.captures.count() == 1
        suggestions = list(report.suggestions.all())
        assert suggestions
        assert all(suggestion.passage_exact in report.captures.get().text for suggestion in suggestions)
        assert Submission.objects.filter(state=SubmissionState.DONE, report=report).count() == 2
        assert Edition.objects.count() == editions, "nothing publishes itself"

    def test_file_in_an_old_charset_is_stored_in_its_own_letters(self, published_dataset, tmp_path):
        words = "Путин и Трамп обсудили по телефону Сирию, сообщили в Кремле 21 ноября 2017 года."
        path = tmp_path / "article.html"
        path.write_bytes(f"<html><head><meta charset=windows-1251></head><body><p>{words}</p><p>{words}</p></body></html>".encode("cp1251"))
        run(str(path), "--url", URL)
        assert words in Report.objects.get(url=URL).captures.get().text

    def test_missing_file_and_empty_input_are_errors_in_words(self, tmp_path):
        with pytest.raises(CommandError, match="Cannot read"):
            run(str(tmp_path / "absent.txt"))
        (tmp_path / "empty.txt").write_text(" \n")
        with pytest.raises(CommandError, match="is empty"):
            run(str(tmp_path / "empty.txt"))


class TestDesk:
    def test_pasted_article_goes_through_and_its_suggestions_become_claims(self, admin_client, published_dataset):
        response = hand_in(admin_client, text=ARTICLE, urls=URL)
        assert "progress" in response.url
        assert "All have been read" in admin_client.get(response.url).content.decode()
        submission = Submission.objects.get()
        page = admin_client.get(reverse("admin:contacts_submission_change", args=[submission.pk])).content.decode()
        assert "Call on Syria after Putin" in page
        assert "Accept all that are open" in page
        chosen = [str(row.pk) for row in Suggestion.objects.filter(property="topic")]
        admin_client.post(reverse("admin:contacts_submission_decide", args=[submission.pk]), {"chosen": chosen, "accept": "1"})
        claims = Claim.objects.filter(report__url=URL)
        assert claims.count() == len(chosen)
        assert all(claim.passage_state == "located" and claim.decided_by == "admin" for claim in claims)
        before, after = pending_changes(Contact.objects.get(slug="2017-11-21-call"))
        assert before != after, "accepted claims wait to be published"

    def test_what_a_person_decided_stands_after_another_run(self, admin_client, published_dataset):
        hand_in(admin_client, text=ARTICLE, urls=URL)
        rows = list(Suggestion.objects.all())
        accept_suggestions(rows=rows[:1], by="an editor")
        reject_suggestions(rows=rows[1:2], by="an editor")
        Report.objects.filter(url=URL).update(title="Corrected by hand")
        hand_in(admin_client, text=ARTICLE, urls=URL)
        states = dict(Suggestion.objects.values_list("pk", "state"))
        assert (states[rows[0].pk], states[rows[1].pk]) == (SuggestionState.ACCEPTED, SuggestionState.REJECTED)
        assert Report.objects.get(url=URL).title == "Corrected by hand"
        assert Suggestion.objects.count() == len(rows)

    def test_silent_edit_of_a_page_is_kept_as_a_second_capture(self, admin_client, published_dataset):
        hand_in(admin_client, text=ARTICLE, urls=URL)
        hand_in(admin_client, text=ARTICLE.replace("Ukraine", "Yemen"), urls=URL)
        assert Capture.objects.filter(report__url=URL).count() == 2

    def test_passage_that_a_silent_edit_took_away_is_lost_and_found_again_when_it_comes_back(self, admin_client, published_dataset):
        hand_in(admin_client, text=ARTICLE, urls=URL)
        accept_suggestions(rows=Suggestion.objects.filter(passage_exact__contains="Ukraine"), by="an editor")
        claim = Claim.objects.filter(report__url=URL).first()
        edited = ARTICLE.replace("Ukraine", "Yemen")
        for text, state in ((edited, "lost"), (ARTICLE, "located")):
            hand_in(admin_client, text=text, urls=URL)
            claim.refresh_from_db()
            assert claim.passage_state == state
            assert "Ukraine" in claim.passage_exact, "a passage is never moved"

    def test_text_about_something_else_suggests_nothing(self, admin_client, published_dataset):
        hand_in(admin_client, text="The football club won the cup on Saturday. " * 20)
        submission = Submission.objects.get()
        assert (submission.state, submission.verdict) == (SubmissionState.DONE, "none")
        assert not Suggestion.objects.exists()

    def test_wrong_input_is_shown_on_the_form(self, admin_client):
        response = hand_in(admin_client, urls="javascript:alert(1)")
        assert "not a web address" in response.content.decode()
        assert not Submission.objects.exists()

    def test_deciding_needs_a_post_and_permission(self, client, admin_client, published_dataset, django_user_model):
        hand_in(admin_client, text=ARTICLE, urls=URL)
        address = reverse("admin:contacts_submission_decide", args=[Submission.objects.get().pk])
        assert admin_client.get(address).status_code == 405
        django_user_model.objects.create_user("guest", password="guest", is_staff=True)
        client.login(username="guest", password="guest")
        chosen = [str(row.pk) for row in Suggestion.objects.all()]
        assert client.post(address, {"accept": "1", "chosen": chosen}).status_code == 403
        assert not Claim.objects.filter(report__url=URL).exists()

    def test_suggestion_without_contact_is_refused_in_words(self, admin_client, published_dataset):
        hand_in(admin_client, text=ARTICLE, urls=URL)
        Suggestion.objects.update(contact=None)
        with pytest.raises(CannotDecide, match="which contact"):
            accept_suggestions(rows=Suggestion.objects.all(), by="an editor")
        assert not Claim.objects.filter(report__url=URL).exists()


class TestCopies:
    def test_copy_at_another_address_is_found_whatever_lies_between(self, published_dataset, article, tmp_path):
        run(article, "--url", URL)
        for number in range(60):
            other = tmp_path / "other.txt"
            other.write_text(f"Weather number {number}. " + " ".join(f"rain{number} falls{word} on town{number}" for word in range(40)))
            run(str(other), "--url", f"https://weather.example/{number}")
        copy = tmp_path / "copy.txt"
        copy.write_text(ARTICLE.replace("political settlement", "settlement") + "\n\nSubscribe to our letter.")
        found = json.loads(run(str(copy), "--json", "--dry-run", "--url", "https://copies.example/talk"))
        assert found["origin"]["label"] == "news.example"
        assert found["origin"]["score"] > 0.8

    def test_copy_of_another_week_is_a_text_of_its_own(self, published_dataset, article):
        run(article, "--url", URL)
        found = json.loads(run(article, "--json", "--dry-run", "--url", "https://copies.example/talk", "--published", "2018-05-05"))
        assert found["origin"] is None
