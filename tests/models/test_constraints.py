"""The database itself refuses what cannot be, by a constraint whose name reads as the rule."""

from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from contacts.models import Claim, Contact, ContactLink, Origin, Person, Place, Publisher, Report, ReportLink, Topic
from contacts.models.bulk import BulkChange, BulkRow
from contacts.models.submission import Capture, Submission, Suggestion
from contacts.record.edition import Edition, Head
from contacts.record.readmodel import Address, Entry
from contacts.vocabulary import Property
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PersonFactory,
    PlaceFactory,
    PublisherFactory,
    ReportFactory,
    TipFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def changed(factory, **values):
    """Change a stored row past every check of the models."""

    def write():
        row = factory()
        type(row)._base_manager.filter(pk=row.pk).update(**values)

    return write


def made(model, **values):
    """Insert a row past every check of the models. Callables are asked for their value."""

    def write():
        given = {name: value() if callable(value) else value for name, value in values.items()}
        model._base_manager.bulk_create([model(**given)])

    return write


def accepted_claim():
    return ClaimFactory(accepted=True)


def linked_twice():
    claim = ClaimFactory()
    ReportLink.objects.bulk_create([ReportLink(contact=claim.contact, report=claim.report)])


def contacts_linked_twice():
    one, other = ContactFactory.create_batch(2)
    ContactLink.objects.bulk_create([ContactLink(contact=one, other=other, relation=name) for name in ("follows-up", "refers-to")])


def contact_linked_to_itself():
    one = ContactFactory()
    ContactLink.objects.bulk_create([ContactLink(contact=one, other=one)])


def topic_below_itself():
    topic = TopicFactory()
    Topic.objects.filter(pk=topic.pk).update(parent=topic.pk)


def capture(**values):
    base = {"report": ReportFactory, "text": "Full text.", "sha256": "0" * 64, "fetched_at": timezone.now, "seen_at": timezone.now}
    return made(Capture, **(base | values))


def submission(**values):
    return made(Submission, **({"url": "https://news.example/1", "submitted_by": "an editor"} | values))


def suggestion(**values):
    base = {"report": ReportFactory, "property": "confirmation", "speaker": "kremlin", "passage_exact": "spoke", "score": 0.5, "key": "k"}
    return made(Suggestion, **(base | values))


def bulk_change(**values):
    return made(BulkChange, **{"kind": "edit", "row_model": "contact", "by": "an editor", "reason": "A slip.", "content": b"x"} | values)


def one_row_twice_in_a_bulk_change():
    change = BulkChange.objects.create(kind="edit", row_model="contact", by="an editor", reason="A slip.", content=b"x")
    for number in (2, 3):
        BulkRow.objects.create(change=change, number=number, row_pk=1, label="a", changes=[], after={})


def one_text_captured_twice():
    report = ReportFactory()
    for _ in range(2):
        capture(report=report)()


def one_suggestion_twice():
    report = ReportFactory()
    for _ in range(2):
        suggestion(report=report)()


def edition(**values):
    base = {"seq": 1, "record_type": "topic", "record_id": "a", "revision": 1, "op": "ADD", "document": {}, "who": "x", "at": timezone.now}
    return made(Edition, **(base | values))


def two_editions_of_one_revision():
    edition()()
    edition(seq=2)()


def entry(**values):
    base = {"record_type": "topic", "record_id": "a", "revision": 1, "seq": 1, "op": "ADD", "document": {}}
    return made(Entry, **(base | {"first_at": timezone.now, "modified_at": timezone.now} | values))


def two_entries_of_one_record():
    entry()()
    entry(seq=2)()


def two_records_at_one_address():
    for key in "ab":
        made(Address, record_type="topic", slug="syria", record_id=key)()


# the rule, and one bad row that breaks it and no other
BAD_ROWS = [
    ("publisher_has_a_name", changed(PublisherFactory, name="")),
    ("publisher_country_is_two_capitals", changed(PublisherFactory, country="us")),
    ("publisher_country_is_two_capitals", changed(PublisherFactory, country="U")),
    ("origin_has_a_label", changed(OriginFactory, label="")),
    ("topic_has_a_name", changed(TopicFactory, name="")),
    ("topic_is_not_its_own_parent", topic_below_itself),
    ("person_has_a_name", changed(PersonFactory, name="")),
    ("place_has_a_name", changed(PlaceFactory, name="")),
    ("place_country_is_two_capitals", changed(PlaceFactory, country="fi")),
    ("place_country_is_two_capitals", changed(PlaceFactory, country="")),
    ("place_has_both_coordinates_or_none", changed(PlaceFactory, latitude=60)),
    ("place_has_both_coordinates_or_none", changed(PlaceFactory, longitude=25)),
    ("place_coordinates_are_on_the_globe", changed(PlaceFactory, latitude=91, longitude=25)),
    ("place_coordinates_are_on_the_globe", changed(PlaceFactory, latitude=60, longitude=-181)),
    ("report_can_be_told_apart", changed(ReportFactory, url=None, title="", description="")),
    ("report_url_is_absent_not_empty", changed(ReportFactory, url="")),
    ("report_accepted_only_after_a_decision", changed(ReportFactory, state="accepted")),
    ("report_accepted_only_after_a_decision", changed(ReportFactory, state="accepted", decided_at=timezone.now())),
    ("report_accepted_only_after_a_decision", changed(ReportFactory, state="accepted", decided_by="an editor")),
    ("contact_earliest_not_after_latest", changed(ContactFactory, earliest=date(2018, 1, 1))),
    ("contact_has_a_title", changed(ContactFactory, title="")),
    ("contact_kind_is_known", changed(ContactFactory, kind="seance")),
    ("contact_worked_on_by_somebody_since_some_day", changed(ContactFactory, claimed_by="an editor")),
    ("contact_worked_on_by_somebody_since_some_day", changed(ContactFactory, claimed_at=timezone.now())),
    ("report_bears_on_a_contact_once", linked_twice),
    ("contacts_are_linked_once", contacts_linked_twice),
    ("contact_is_not_linked_to_itself", contact_linked_to_itself),
    ("claim_value_fits_its_property", changed(ClaimFactory, property="handshake")),
    ("claim_speaker_is_known", changed(ClaimFactory, speaker="somebody")),
    ("claim_rank_is_known", changed(ClaimFactory, rank="best")),
    ("claim_duration_is_positive", changed(ClaimFactory, property="duration", minutes=0, qualifier="about")),
    ("claim_office_belongs_to_a_participant", changed(ClaimFactory, office="President")),
    ("claim_office_belongs_to_a_participant", changed(ClaimFactory, part="in the room")),
    ("claim_accepted_only_after_a_decision", changed(ClaimFactory, state="accepted")),
    ("claim_accepted_only_after_a_decision", changed(ClaimFactory, state="accepted", decided_at=timezone.now())),
    ("claim_accepted_only_after_a_decision", changed(ClaimFactory, state="accepted", decided_by="an editor")),
    ("claim_without_passage_says_so", changed(ClaimFactory, passage_state="quoted")),
    ("claim_approved_by_somebody_on_some_day", changed(accepted_claim, approved_by="another")),
    ("claim_approved_by_somebody_on_some_day", changed(accepted_claim, approved_at=timezone.now())),
    ("claim_approved_only_when_accepted", changed(ClaimFactory, approved_by="another", approved_at=timezone.now())),
    ("claim_approved_by_a_second_person", changed(accepted_claim, approved_by="an editor", approved_at=timezone.now())),
    ("capture_is_kept_once", one_text_captured_twice),
    ("capture_has_a_text", capture(text="")),
    ("capture_seen_not_before_fetched", capture(seen_at=timezone.now() - timedelta(days=1))),
    ("submission_has_an_address_or_a_text", submission(url="")),
    ("submission_failed_says_why", submission(state="failed", finished_at=timezone.now)),
    ("submission_running_has_a_lease", submission(state="running")),
    ("submission_ended_says_when", submission(state="done")),
    ("submission_ended_says_when", submission(finished_at=timezone.now)),
    ("tip_says_something", changed(TipFactory, text="")),
    ("tip_decided_by_somebody", changed(TipFactory, state="accepted", decided_by="an editor")),
    ("tip_decided_by_somebody", changed(TipFactory, state="accepted", decided_at=timezone.now())),
    ("tip_decided_by_somebody", changed(TipFactory, decided_at=timezone.now())),
    ("tip_declined_says_why", changed(TipFactory, state="declined", decided_by="an editor", decided_at=timezone.now())),
    ("tip_edition_came_of_accepting", changed(TipFactory, edition=1)),
    ("tip_is_about_a_record_or_none", changed(TipFactory, about_id="0123456789")),
    ("bulk_change_says_why", bulk_change(reason="")),
    ("bulk_change_waits_with_its_content", bulk_change(content=None)),
    ("bulk_change_waits_with_its_content", bulk_change(state="applied")),
    ("bulk_change_has_a_row_once", one_row_twice_in_a_bulk_change),
    ("suggestion_is_made_once", one_suggestion_twice),
    ("suggestion_points_at_words", suggestion(passage_exact="")),
    ("suggestion_score_is_a_share", suggestion(score=1.1)),
    ("suggestion_score_is_a_share", suggestion(score=-0.1)),
    ("suggestion_decided_by_somebody", suggestion(state="accepted", decided_by="an editor")),
    ("suggestion_decided_by_somebody", suggestion(state="rejected", decided_at=timezone.now)),
    ("log_has_one_head", made(Head, id=2)),
    ("edition_revision_is_unique", two_editions_of_one_revision),
    ("edition_has_a_document_unless_gone", edition(document=None)),
    ("edition_has_a_document_unless_gone", edition(op="DEL", reason="wrong")),
    ("edition_has_a_document_unless_gone", edition(op="SWAP")),
    ("edition_merge_names_the_survivor", edition(op="MERGE", document=None)),
    ("edition_merge_names_the_survivor", edition(merged_into="b")),
    ("edition_withdrawal_has_a_reason", edition(op="DEL", document=None)),
    ("edition_names_who_decided", edition(who="")),
    ("entry_is_one_per_record", two_entries_of_one_record),
    ("entry_has_a_document_unless_gone", entry(document=None)),
    ("entry_has_a_document_unless_gone", entry(op="DEL")),
    ("address_leads_to_one_record", two_records_at_one_address),
]


@pytest.mark.parametrize(("rule", "write"), BAD_ROWS, ids=[f"{number}-{row[0]}" for number, row in enumerate(BAD_ROWS)])
def test_database_refuses(rule, write):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    assert refusal.value.__cause__.diag.constraint_name == rule


def test_every_rule_has_a_bad_row():
    tables = [model for name in ("contacts", "record") for model in apps.get_app_config(name).get_models()]
    rules = {rule.name for model in tables for rule in model._meta.constraints}
    assert rules - {name for name, _ in BAD_ROWS} == set(), "give each new rule a row in BAD_ROWS"


# every column that carries a value, with one that some property would accept
VALUES = {
    "topic": TopicFactory,
    "kind": "call",
    "date": "2017-11-21",
    "time": time(12, 30),
    "zone": "Europe/Moscow",
    "minutes": 60,
    "qualifier": "about",
    "initiator": "russia",
    "place": PlaceFactory,
    "participant": PersonFactory,
    "text": "agreed to meet",
}
NEEDS = {
    "topic": {"topic"},
    "not-discussed": {"topic"},
    "kind": {"kind"},
    "date": {"date"},
    "clock-time": {"date", "time", "zone"},
    "duration": {"minutes", "qualifier"},
    "initiator": {"initiator"},
    "place": {"place"},
    "participant": {"participant"},
    "outcome": {"text"},
    "quote": {"text"},
}


def value_of(column):
    value = VALUES[column]
    return value() if callable(value) else value


def write_claim(property_name, columns):
    claim = ClaimFactory()
    values = {column: value_of(column) for column in columns}
    Claim.objects.filter(pk=claim.pk).update(property=property_name, **values)


@pytest.mark.parametrize("property_name", Property.values)
def test_claim_carries_the_value_of_its_property(property_name):
    write_claim(property_name, NEEDS.get(property_name, set()))


@pytest.mark.parametrize(("property_name", "missing"), [(name, column) for name, columns in NEEDS.items() for column in sorted(columns)])
def test_claim_without_its_value_is_refused(property_name, missing):
    with pytest.raises(IntegrityError, match="claim_value_fits_its_property"), transaction.atomic():
        write_claim(property_name, NEEDS[property_name] - {missing})


@pytest.mark.parametrize(
    ("property_name", "extra"),
    [(name, column) for name in Property.values for column in VALUES if column not in NEEDS.get(name, set())],
)
def test_claim_with_a_value_of_another_property_is_refused(property_name, extra):
    with pytest.raises(IntegrityError, match="claim_value_fits_its_property"), transaction.atomic():
        write_claim(property_name, NEEDS.get(property_name, set()) | {extra})


@pytest.mark.parametrize("model", [Publisher, Topic, Person, Place, Contact, Report, Claim])
def test_public_ids_are_unique(model):
    factories = {
        Publisher: PublisherFactory,
        Topic: TopicFactory,
        Person: PersonFactory,
        Place: PlaceFactory,
        Contact: ContactFactory,
        Report: ReportFactory,
        Claim: ClaimFactory,
    }
    one, other = factories[model].create_batch(2)
    with pytest.raises(IntegrityError, match="public_id"), transaction.atomic():
        model._base_manager.filter(pk=other.pk).update(public_id=one.public_id)


@pytest.mark.parametrize(
    ("factory", "field"), [(PublisherFactory, "slug"), (TopicFactory, "slug"), (ContactFactory, "slug"), (ReportFactory, "url")]
)
def test_addresses_of_rows_are_unique(factory, field):
    one, other = factory.create_batch(2)
    with pytest.raises(IntegrityError, match=field), transaction.atomic():
        type(one)._base_manager.filter(pk=other.pk).update(**{field: getattr(one, field)})


@pytest.mark.parametrize("change", [{"op": "MOD"}, {"reason": "rewritten"}, {"who": "somebody else"}, {"document": {"title": "x"}}])
def test_editions_are_never_changed(change):
    ContactFactory(published=True)
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        Edition.objects.filter(seq=1).update(**change)


def test_editions_are_never_removed():
    ContactFactory(published=True)
    count = Edition.objects.count()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Edition.objects.all().delete()
    assert refusal.value.__cause__.diag.constraint_name == "edition_is_final"
    assert Edition.objects.count() == count > 0


def test_sources_outlive_what_cites_them():
    claim = ClaimFactory()
    for row in (claim.report, claim.report.publisher):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            row.delete()


def test_origin_is_found_by_its_slug():
    assert Origin.objects.get_by_natural_key(OriginFactory(slug="tass-2017").slug).slug == "tass-2017"
