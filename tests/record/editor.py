"""An editor who does at random what editors do: for the properties of the record that hold whatever was decided."""

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contacts.actions.accept import accept, reject
from contacts.actions.errors import CannotDecide
from contacts.actions.merge import merge
from contacts.actions.publish import publish, publish_all
from contacts.actions.revert import revert
from contacts.actions.withdraw import withdraw
from contacts.models import Claim, Contact, ContactLink, ReviewState
from contacts.record import index
from contacts.record.edition import Edition
from contacts.vocabulary import Initiator, Kind, Property, Rank, RecordType, Speaker
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    OriginFactory,
    PersonFactory,
    PlaceFactory,
    PublisherFactory,
    ReportFactory,
    TopicFactory,
    link,
)

BY = "an editor"
NUMBERS = st.integers(min_value=0, max_value=5)
WORDS = st.sampled_from(["Syria", "Arms control", "Сирия", "“Quoted”", "Ёлка", "a\u2028b", "x" * 100])
DATES = st.sampled_from(["2016", "2017-11", "2017-11-21", "2017-11-21", "2017/2021", "2019-12~", "2017-24", "201X"])
SLUGS = st.sampled_from([f"slug-{number}" for number in range(6)])
STATEMENTS = st.sampled_from([Property.CONFIRMATION, Property.DENIAL, Property.ANNOUNCEMENT, Property.CANCELLATION, Property.ASSERTION])
VALUES = st.sampled_from(["topic", "topic", "not-discussed", "duration", "place", "participant", "initiator", "outcome", "statement"])


class Editor(RuleBasedStateMachine):
    """Works on a handful of rows. Everything happens in a transaction that is undone when the example ends."""

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.refused = 0
        index._index = index.TimelineIndex()

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)

    def check(self) -> None:
        """What must hold at the end; for subclasses."""

    @initialize()
    def rows(self) -> None:
        self.topics = TopicFactory.create_batch(3)
        self.people = PersonFactory.create_batch(2)
        self.places = PlaceFactory.create_batch(2)
        self.publishers = PublisherFactory.create_batch(2)
        origin = OriginFactory(publisher=self.publishers[0])
        self.reports = [
            ReportFactory(accepted=True, publisher=self.publishers[number % 2], origin=origin if number == 3 else None)
            for number in range(4)
        ]
        self.contacts = [ContactFactory(state=ReviewState.READY, place=self.places[0]), ContactFactory(state=ReviewState.READY)]
        for contact in self.contacts:
            ClaimFactory(contact=contact, report=self.reports[0], accepted=True)

    def attempt(self, action, **arguments) -> None:
        """Decide, or be refused; a refusal has changed nothing."""
        try:
            action(by=BY, **arguments)
        except CannotDecide:
            self.refused += 1

    def live(self, number: int) -> Contact:
        """One of the contacts that were not merged away."""
        contacts = list(Contact.objects.exclude(state=ReviewState.MERGED).order_by("pk"))
        return contacts[number % len(contacts)]

    def one_of(self, rows, number):
        row = rows[number % len(rows)]
        row.refresh_from_db()
        return row

    # The workshop

    @precondition(lambda self: len(self.contacts) < 5)
    @rule(number=NUMBERS, date=DATES)
    def begins_a_contact(self, number, date):
        contact = ContactFactory(state=ReviewState.READY, date=date, place=self.places[number % 2])
        self.contacts.append(contact)
        ClaimFactory(contact=contact, report=self.reports[number % 4], accepted=True, speaker=Speaker.WHITE_HOUSE)

    @rule(number=NUMBERS, title=WORDS, date=DATES, kind=st.sampled_from(Kind.values))
    def edits_a_contact(self, number, title, date, kind):
        contact = self.live(number)
        contact.title, contact.date, contact.kind = title, date, kind
        contact.save()

    @rule(number=NUMBERS, slug=SLUGS)
    def renames_an_address(self, number, slug):
        contact = self.live(number)
        if not Contact.objects.filter(slug=slug).exists():
            contact.slug = slug
            contact.save()

    @rule(
        number=NUMBERS,
        other=NUMBERS,
        speaker=st.sampled_from(Speaker.values),
        what=VALUES,
        statement=STATEMENTS,
        rank=st.sampled_from(Rank.values),
    )
    def adds_a_claim(self, number, other, speaker, what, statement, rank):
        topic = self.topics[other % 3]
        values = {
            "topic": {"topic": topic},
            "not-discussed": {"topic": topic},
            "duration": {"minutes": 30 + 15 * other, "qualifier": "about"},
            "place": {"place": self.places[other % 2]},
            "participant": {"participant": self.people[other % 2], "office": "President"},
            "initiator": {"initiator": Initiator.values[other % 4]},
            "outcome": {"text": "Agreed to meet."},
        }.get(what, {})
        ClaimFactory(
            contact=self.live(number),
            report=self.one_of(self.reports, other),
            property=statement if what == "statement" else what,
            speaker=speaker,
            person=self.people[0] if other == 1 else None,
            rank=rank,
            accepted=True,
            **values,
        )

    @rule(number=NUMBERS, other=NUMBERS)
    def relates_two_contacts(self, number, other):
        one, another = self.live(number), self.live(other)
        if one != another:
            ContactLink.objects.get_or_create(contact=one, other=another)

    @rule(number=NUMBERS, other=NUMBERS)
    def links_a_report(self, number, other):
        link(self.live(number), self.one_of(self.reports, other))

    @rule(number=NUMBERS, other=NUMBERS)
    def moves_a_claim(self, number, other):
        claims = list(Claim.objects.order_by("pk"))
        claim, contact = claims[number % len(claims)], self.live(other)
        link(contact, claim.report)
        Claim.objects.filter(pk=claim.pk).update(contact=contact)

    @rule(number=NUMBERS)
    def rejects_a_claim(self, number):
        claims = list(Claim.objects.order_by("pk"))
        self.attempt(reject, rows=[claims[number % len(claims)]], reason="Misread.")

    @rule(number=NUMBERS)
    def accepts_a_report_again(self, number):
        self.attempt(accept, rows=[self.one_of(self.reports, number)])

    # The record

    @rule(number=NUMBERS)
    def publishes_a_contact(self, number):
        self.attempt(publish, rows=[self.one_of(self.contacts, number)])

    @rule()
    def publishes_all(self):
        self.attempt(publish_all)

    @rule(number=NUMBERS, kind=st.sampled_from(["topics", "people", "places", "publishers"]), name=WORDS)
    def renames_and_publishes(self, number, kind, name):
        row = self.one_of(getattr(self, kind), number)
        row.name = name
        row.save()
        self.attempt(publish, rows=[row])

    @rule(number=NUMBERS, slug=SLUGS)
    def gives_a_topic_another_address(self, number, slug):
        topic = self.one_of(self.topics, number)
        if not type(topic).objects.filter(slug=slug).exists():
            topic.slug = slug
            topic.save()
        self.attempt(publish, rows=[topic])

    @rule(number=NUMBERS, other=NUMBERS)
    def moves_a_topic(self, number, other):
        low, high = self.one_of(self.topics, number), self.topics[other % 3]
        low.parent = high if high.pk < low.pk else None
        low.aliases = {"en": [f"alias {other}"]}
        low.save()
        self.attempt(publish, rows=[low])

    @rule(number=NUMBERS)
    def publishes_a_headline(self, number):
        report = self.one_of(self.reports, number)
        report.title = f"{report.title}!"[-40:]
        report.save()
        self.attempt(publish, rows=[report])

    @rule(number=NUMBERS)
    def withdraws_a_contact(self, number):
        self.attempt(withdraw, row=self.one_of(self.contacts, number), reason="It never took place.")

    @rule(number=NUMBERS, kind=st.sampled_from(["reports", "reports", "topics", "publishers"]))
    def withdraws_another_record(self, number, kind):
        self.attempt(withdraw, row=self.one_of(getattr(self, kind), number), reason="Not needed.")

    @rule(number=NUMBERS, other=NUMBERS)
    def merges(self, number, other):
        self.attempt(merge, loser=self.live(number), survivor=self.live(other), reason="One contact.")

    @rule(
        number=st.integers(min_value=0, max_value=40),
        kind=st.sampled_from([RecordType.CONTACT, RecordType.CONTACT, RecordType.TOPIC, RecordType.REPORT]),
    )
    def reverts(self, number, kind):
        editions = list(Edition.objects.filter(record_type=kind).order_by("seq"))
        if editions:
            edition = editions[number % len(editions)]
            self.attempt(revert, record_type=kind, record_id=edition.record_id, revision=edition.revision, reason="It was right.")

    @invariant()
    def keeps_up(self) -> None:
        """A web process looks at the record after each decision."""
        index.current()
