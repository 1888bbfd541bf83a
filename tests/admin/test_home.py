"""The page that the desk opens on: what waits for whom, that each number is that of its list, and what it costs."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from contacts.admin import home
from contacts.models import ClaimState, Contact, PassageState, ReviewState, SubmissionState
from contacts.vocabulary import Property, Speaker
from tests.admin.desk import at, get
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PublisherFactory,
    ReportFactory,
    SubmissionFactory,
    SuggestionFactory,
    TipFactory,
)

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
QUERIES = {"contributor": 8, "editor": 17, "publisher": 18, "admin": 18}
"""Session, user, rights of the account and of its groups, recent actions; one for each kind of work."""


def plenty(number: int) -> None:
    """Plant so much of each kind of work, and as much that is none."""
    long_ago = timezone.now() - timedelta(days=15)
    for _ in range(number):
        TipFactory()
        submission = SubmissionFactory()
        for _ in range(2):
            SuggestionFactory(report=submission.report, contact=submission.contact)
        SubmissionFactory()
        SubmissionFactory(state=SubmissionState.FAILED, error="No text.")
        ClaimFactory(passage_exact="words")
        quote = {"accepted": True, "property": Property.QUOTE, "text": "words", "passage_exact": "words"}
        ClaimFactory(**quote)
        ClaimFactory(**quote, approved_by="another", approved_at=long_ago)
        ContactFactory(claimed_by="publisher", claimed_at=long_ago)
        ContactFactory(claimed_by="another", claimed_at=long_ago)
        ContactFactory(state=ReviewState.IN_REVIEW)
        ContactFactory(state=ReviewState.IN_REVIEW, state_since=long_ago)
        ContactFactory(state=ReviewState.READY)
        ClaimFactory(passage_exact="words", passage_state=PassageState.LOST, rejected=True)
        ClaimFactory(passage_exact="words", passage_state=PassageState.LOST, accepted=True)
        ClaimFactory(accepted=True)
        ClaimFactory(rejected=True)


def waiting(client) -> dict[str, home.Waiting]:
    return {work.label: work for work in client.get(INDEX).context["waiting"]}


def test_each_number_is_that_of_the_list_it_leads_to(client_as):
    client = client_as("publisher")
    plenty(2)
    found = waiting(client)
    assert len(found) == len(home.WORK)
    numbers = {label: client.get(work.address).context["cl"].result_count for label, work in found.items()}
    assert {label: work.number for label, work in found.items()} == numbers
    assert numbers["Readers' tips"] == numbers["Articles to review"] == numbers["Articles that could not be read"] == 2
    assert numbers["Sensitive claims to approve"] == numbers["Contacts you work on"] == numbers["Contacts ready to publish"] == 2
    assert numbers["Contacts in review"] == 4
    assert numbers["In review for over 14 days"] == numbers["Claims whose passage was lost"] == numbers["Claims without a passage"] == 2
    page, _ = get(client, INDEX)
    assert "Nothing to do" not in page


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("contributor", {"Articles that could not be read", "Drafts to hand over"}),
        ("editor", {work.label for work in home.WORK} - {"Contacts ready to publish", "Contacts you work on"}),
        ("publisher", {work.label for work in home.WORK}),
    ],
)
def test_nobody_is_shown_what_is_not_theirs(client_as, role, shown):
    client = client_as(role)
    plenty(1)
    assert set(waiting(client)) == shown


def test_own_claims_do_not_wait_for_oneself(client_as):
    client = client_as("editor", "an editor")
    ClaimFactory(accepted=True, property=Property.DENIAL)
    assert "Sensitive claims to approve" not in waiting(client)
    assert "Sensitive claims to approve" in waiting(client_as("editor", "olga"))


def test_who_has_no_role_is_told_nothing(client_as):
    plenty(1)
    page, _ = get(client_as(), INDEX)
    assert "Nothing waits for you." in page
    assert "Hand in articles" not in page


@pytest.mark.parametrize("role", QUERIES)
def test_costs_the_same_for_any_amount_of_work(client_as, role):
    ContentType.objects.clear_cache()
    client = client_as(role)
    get(client, INDEX)
    plenty(1)
    _, one = get(client, INDEX)
    plenty(5)
    _, many = get(client, INDEX)
    assert (one, many) == (QUERIES[role], QUERIES[role])


def test_large_numbers_are_not_counted_out(client_as, monkeypatch):
    monkeypatch.setattr(home, "MOST", 3)
    client = client_as("editor")
    ContactFactory.create_batch(3)
    assert waiting(client)["Drafts to hand over"].count == "3"
    ContactFactory.create_batch(2)
    assert waiting(client)["Drafts to hand over"].count == "over 3"
    assert "over 3" in get(client, INDEX)[0]


def asked(client, model: str, **question: str) -> set:
    return {row.pk for row in client.get(at(f"{model}_changelist"), question).context["cl"].result_list}


class TestQuestions:
    def test_only_one_side_speaks(self, admin_client):
        def said_by(*speakers):
            contact = ContactFactory()
            for speaker in speakers:
                ClaimFactory(contact=contact, accepted=True, speaker=speaker)
            return contact.pk

        one = {said_by(Speaker.KREMLIN), said_by(Speaker.WHITE_HOUSE, Speaker.PRESS)}
        for speakers in ((Speaker.KREMLIN, Speaker.WHITE_HOUSE), (Speaker.JOINT,), (Speaker.PRESS,), ()):
            said_by(*speakers)
        ClaimFactory(contact_id=min(one), speaker=Speaker.WHITE_HOUSE)
        assert asked(admin_client, "contact", ask="one-side") == one

    def test_rests_on_one_origin(self, admin_client):
        house = PublisherFactory()
        agency, broadcast = OriginFactory(publisher=PublisherFactory()), OriginFactory()

        def rests_on(*reports):
            contact = ContactFactory()
            for report in reports:
                ClaimFactory(contact=contact, accepted=True, report=report)
            return contact.pk

        def report(**fields):
            return ReportFactory(accepted=True, **fields)

        one = {
            rests_on(report(publisher=house), report(publisher=house)),
            rests_on(report(origin=agency), report(origin=agency)),
            rests_on(report(origin=agency), report(publisher=agency.publisher)),
            rests_on(report(origin=broadcast), report(origin=broadcast)),
            rests_on(report(publisher=house), ReportFactory()),
        }
        rests_on(report(), report())
        rests_on(report(origin=agency), report(origin=broadcast))
        rests_on()
        assert asked(admin_client, "contact", ask="one-origin") == one
        assert asked(admin_client, "contact", ask="one-origin", desk="open") == one
        Contact.objects.filter(pk=min(one)).update(state=ReviewState.PUBLISHED)
        assert asked(admin_client, "contact", ask="one-origin", desk="open") == one - {min(one)}

    def test_day_unknown(self, admin_client):
        month = ContactFactory(date="2019-08")
        ContactFactory(date="2019-08-01")
        assert asked(admin_client, "contact", ask="day-unknown") == {month.pk}

    def test_passages(self, admin_client):
        none = ClaimFactory(accepted=True)
        lost = ClaimFactory(accepted=True, passage_exact="words", passage_state=PassageState.LOST)
        ClaimFactory(accepted=True, passage_exact="words")
        ClaimFactory(rejected=True)
        assert asked(admin_client, "claim", ask="no-passage") == {none.pk}
        assert asked(admin_client, "claim", ask="passage-lost") == {lost.pk}
        assert asked(admin_client, "contact", ask="no-passage") == {none.contact_id}
        assert asked(admin_client, "contact", ask="passage-lost") == {lost.contact_id}

    def test_waits_for_approval(self, admin_client):
        private = ClaimFactory(accepted=True, contact=ContactFactory(sensitive=True))
        denial = ClaimFactory(accepted=True, property=Property.DENIAL)
        ClaimFactory(property=Property.DENIAL)
        ClaimFactory(accepted=True)
        assert asked(admin_client, "claim", ask="to-approve") == {private.pk, denial.pk}
        assert asked(admin_client, "contact", ask="to-approve") == {private.contact_id, denial.contact_id}
        claim = ClaimFactory(accepted=True, property=Property.DENIAL, decided_by="admin")
        assert asked(admin_client, "claim", ask="my-approval") == {private.pk, denial.pk}
        assert asked(admin_client, "claim", ask="mine") == {claim.pk}

    def test_whose_it_is(self, admin_client):
        since = timezone.now()
        mine, other = (ContactFactory(claimed_by=name, claimed_at=since) for name in ("admin", "vera"))
        ContactFactory(claimed_by="admin", claimed_at=since, state=ReviewState.MERGED)
        free, shown = ContactFactory(), ContactFactory(state=ReviewState.PUBLISHED)
        answers = {name: asked(admin_client, "contact", desk=name) for name in ("mine", "others", "free", "open")}
        assert answers == {"mine": {mine.pk}, "others": {other.pk}, "free": {free.pk}, "open": {mine.pk, other.pk, free.pk}}
        assert shown.pk not in set().union(*answers.values())

    def test_submissions(self, admin_client):
        row, own = SubmissionFactory(), SubmissionFactory(submitted_by="admin")
        SuggestionFactory(report=row.report)
        SuggestionFactory(report=own.report, state="withdrawn")
        assert asked(admin_client, "submission", ask="to-review") == {row.pk}
        assert asked(admin_client, "submission", ask="mine") == {own.pk}

    def test_unknown_question_shows_everything(self, admin_client):
        claim = ClaimFactory(state=ClaimState.SUGGESTED)
        assert asked(admin_client, "claim", ask="nonsense") == {claim.pk}
