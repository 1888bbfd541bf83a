"""Plants every state that a row can be in without being public, each text with a word that occurs nowhere else."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.models import Claim, Contact, ContactLink, Person, Place, Publisher, Report, ReviewState, Topic
from contacts.models.submission import Capture, Submission, Suggestion
from contacts.models.tip import Tip, TipStep
from contacts.tips.stamp import hash_of
from contacts.vocabulary import PlaceKind, Property
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
TOKEN = "token-of-a-private-page"
NOT_TEXT = {"claimed_by", "approved_by", "public_id", "slug", "date", "published", "language", "country", "zone", "text", "office", "part"}
"""Columns that hold codes, those of claims that only some properties have, and names that stand beside a day."""

PRIVATE = {"internal_note", "decided_by"}
"""Columns that are never public, whatever the state of their row."""


class Garden:
    """Gives out words that occur nowhere else, and knows them all."""

    def __init__(self):
        self.words: set[str] = set()

    def word(self, state, name):
        word = "zq" + "".join(letter for letter in f"{state}{name}".lower() if letter.isalnum())
        assert word not in self.words
        self.words.add(word)
        return word

    def texts(self, model, state):
        """A value for every text column, each with a word of its own."""
        values = {}
        state = f"{state} {model.__name__}"
        for field in model._meta.concrete_fields:
            if field.choices or field.name in NOT_TEXT:
                continue
            if isinstance(field, models.URLField):
                values[field.name] = f"https://news.example/{self.word(state, field.name)}"
            elif isinstance(field, models.CharField | models.TextField):
                values[field.name] = self.word(state, field.name)[: field.max_length]
        if "aliases" in {field.name for field in model._meta.concrete_fields}:
            alias = self.word(state, "aliases")
            values["aliases"] = {"en": [alias]} if model is Topic else [alias]
        if "slug" in {field.name for field in model._meta.concrete_fields}:
            values["slug"] = self.word(state, "slug")
        self.words |= {value for value in values.values() if isinstance(value, str) and value.startswith("zq")}
        return values


def private(garden, model, state):
    return {name: value for name, value in garden.texts(model, state).items() if name in PRIVATE}


def claims(garden, state, contact, report, **fields):
    """Claims that between them fill every column, about rows that nothing else refers to."""
    common = {"contact": contact, "report": report, **fields}
    person = PersonFactory(**garden.texts(Person, state))
    ClaimFactory(
        **common, **garden.texts(Claim, f"{state} outcome"), property=Property.OUTCOME, text=garden.word(state, "claim text"), person=person
    )
    ClaimFactory(
        **common,
        **garden.texts(Claim, f"{state} participant"),
        property=Property.PARTICIPANT,
        participant=PersonFactory(**garden.texts(Person, f"{state} participant")),
        office=garden.word(state, "claim office"),
        part=garden.word(state, "claim part"),
    )
    topic = TopicFactory(**garden.texts(Topic, state), parent=TopicFactory(**garden.texts(Topic, f"{state} parent")))
    ClaimFactory(**common, property=Property.TOPIC, topic=topic)
    ClaimFactory(**common, property=Property.PLACE, place=PlaceFactory(**garden.texts(Place, state)))
    if fields.get("accepted"):
        approved = {"approved_by": garden.word(state, "who approved"), "approved_at": timezone.now()}
        Claim.objects.filter(contact=contact, report=report, state="accepted").update(**approved)


def report_of_its_own(garden, state, **fields):
    publisher = PublisherFactory(**garden.texts(Publisher, state))
    source = PublisherFactory(**garden.texts(Publisher, f"{state} origin"))
    origin = OriginFactory(slug=garden.word(state, "origin slug"), label=garden.word(state, "origin label"), publisher=source)
    texts = garden.texts(Report, state)
    return ReportFactory(**{"accepted": True, **fields, **texts, "publisher": publisher, "origin": origin})


def contact_of_its_own(garden, name, state=ReviewState.READY):
    place = PlaceFactory(**garden.texts(Place, f"{name} own"), parent=PlaceFactory(**garden.texts(Place, f"{name} above")))
    worked_on = {"claimed_by": garden.word(name, "who works on it"), "claimed_at": timezone.now()}
    contact = ContactFactory(**garden.texts(Contact, name), **worked_on, place=place, state=state)
    claims(garden, name, contact, report_of_its_own(garden, name), accepted=True)
    return contact


def plant() -> Garden:
    """A published contact amid everything that is not public. `never` are words that were in no edition."""
    garden = Garden()
    topic = TopicFactory(name="Fieldname topic", slug="public-topic")
    shown = ContactFactory(
        title="Public title",
        summary="Public yesterword.",
        slug="public-contact",
        place=PlaceFactory(kind=PlaceKind.CITY),
        state=ReviewState.READY,
        **private(garden, Contact, "published"),
    )
    own = ReportFactory(accepted=True, **{"decided_by": BY} | {"internal_note": garden.word("published", "report internal note")})
    ClaimFactory(
        contact=shown, report=own, accepted=True, property=Property.TOPIC, topic=topic, person=PersonFactory(), note="Public note."
    )
    ClaimFactory(contact=shown, report=own, accepted=True)

    drafts = [
        contact_of_its_own(garden, state.value, state)
        for state in (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.READY, ReviewState.WITHDRAWN, ReviewState.MERGED)
    ]
    for draft in drafts:
        ContactLink.objects.create(contact=shown, other=draft)
        ContactLink.objects.create(contact=draft, other=shown)
        link(draft, own)

    claims(garden, "suggested", shown, own)
    claims(garden, "rejected", shown, own, rejected=True)
    claims(garden, "in a draft report", shown, report_of_its_own(garden, "not accepted", accepted=False), accepted=True)
    claims(garden, "in a rejected report", shown, report_of_its_own(garden, "put aside", accepted=False, rejected=True), accepted=True)
    for factory, model in ((TopicFactory, Topic), (PersonFactory, Person), (PlaceFactory, Place), (PublisherFactory, Publisher)):
        factory(**garden.texts(model, "unused"))
    report_of_its_own(garden, "unused report")

    now, text = timezone.now(), garden.word("own", "full text")
    Capture.objects.create(report=own, text=text, fetched_at=now, seen_at=now, **garden.texts(Capture, "own"))
    Submission.objects.create(report=own, contact=shown, outcome={"why": garden.word("own", "outcome")}, **garden.texts(Submission, "own"))
    Suggestion.objects.create(
        report=own, contact=shown, property=Property.OUTCOME, speaker="kremlin", score=1, **garden.texts(Suggestion, "own")
    )

    tip = Tip.objects.create(
        **garden.texts(Tip, "sent")
        | {"kind": "wrong", "contact": shown, "about_type": "contact", "about_id": shown.public_id, "decided_by": ""}
        | {"text": garden.word("sent", "text of a tip"), "link_hash": hash_of(TOKEN)}
    )
    TipStep.objects.create(tip=tip, step="answered", **garden.texts(TipStep, "sent") | {"answer": "For the sender."})

    publish(rows=[shown], by=BY)
    pending(garden, shown, Contact)
    for model, row in (
        (Topic, topic),
        (Place, shown.place),
        (Report, own),
        (Publisher, own.publisher),
        (Person, Person.objects.get(statements__note="Public note.")),
    ):
        pending(garden, row, model)
    Claim.objects.filter(note="Public note.").update(note=garden.word("pending", "note of a claim"))
    garden.never = set(garden.words)

    gone = contact_of_its_own(garden, "gone")
    publish(rows=[gone], by=BY)
    # What the withdrawn contact referred to stays public without it, its reports excepted.
    stays = {
        value for model in (Topic, Person, Place, Publisher) for row in model.objects.all() for value in texts_of(row) if "gone" in value
    }
    withdraw(row=gone, by=BY, reason="A public reason.")
    garden.words -= {word for word in garden.words if any(word in value for value in stays)}
    garden.gone = gone
    garden.shown = shown
    return garden


def texts_of(row):
    return [json.dumps(value, cls=DjangoJSONEncoder) for value in row.__dict__.values() if isinstance(value, str | list | dict)]


def pending(garden, row, model):
    """Edit every text of a published row, and leave it at that."""
    row.refresh_from_db()
    for name, value in garden.texts(model, "pending").items():
        setattr(row, name, value)
    row.save()
