"""A record in which everything that a page lists is there as many times as asked."""

from dataclasses import dataclass

from contacts.actions.publish import publish, publish_all
from contacts.models import Contact, ContactLink, Person, Place, Publisher, Report, Topic
from contacts.vocabulary import Property, Role
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


@dataclass
class SmallRecord:
    """The rows in the middle of it: each is named by all the others."""

    contact: Contact
    revised: Contact
    topic: Topic
    person: Person
    place: Place
    publisher: Publisher
    report: Report

    def addresses(self) -> dict[str, str]:
        contact = f"/contacts/{self.contact.public_id}/{self.contact.slug}/"
        return {
            "timeline": "/",
            "older": "/?before=OTk5OS0wMS0wMVQwMDowMDowMCswMDowMHxh",
            "filtered": f"/?kind=call&kind=summit&topic={self.topic.slug}&speaker=kremlin&publisher={self.publisher.slug}"
            f"&person={self.person.slug}&from=2017-01-01&to=2017-12-31",
            "q": "/?q=weather",
            "nothing found": f"/?kind=summit&topic={self.topic.slug}",
            "contact": contact,
            "history": f"/contacts/{self.revised.public_id}/{self.revised.slug}/history/",
            "topics": "/topics/",
            "topic": f"/topics/{self.topic.slug}/",
            "people": "/people/",
            "person": f"/people/{self.person.slug}/",
            "places": "/places/",
            "place": f"/places/{self.place.slug}/",
            "publishers": "/publishers/",
            "publisher": f"/publishers/{self.publisher.slug}/",
            "report": f"/reports/{self.report.public_id}/",
            "search": "/search/",
            "search results": "/search/?q=weather",
            "about": "/about/",
            "methodology": "/methodology/",
            "short address": f"/contacts/{self.contact.slug}/",
            "unknown": "/topics/unknown/",
            "bad filter": "/?topic=unknown",
        }


def build(rows: int) -> SmallRecord:
    """Publish a contact that has `rows` of everything, `rows` contacts that have everything in common with it, and `rows` revisions."""
    topic, person, place, publisher = (
        TopicFactory(name="Weather"),
        PersonFactory(name="Vera Weather"),
        PlaceFactory(),
        PublisherFactory(name="Weather Daily"),
    )
    report = ReportFactory(accepted=True, publisher=publisher, title="The weather", origin=OriginFactory(publisher=publisher))
    contact = ContactFactory(ready=True, place=place, title="Call on the weather")
    for number in range(rows):
        other = ContactFactory(
            ready=True, place=PlaceFactory(parent=place), title=f"Weather {number}", summary="They spoke of the weather."
        )
        for shared in (contact, other):
            own = ReportFactory(accepted=True, publisher=publisher, title=f"Weather {number}", role=Role.WIRE, origin=OriginFactory())
            _say(shared, report, own, topic, person)
        ContactLink.objects.create(contact=contact, other=other, relation="refers-to")
        ContactLink.objects.create(contact=other, other=contact, relation="follows-up")
        _say(contact, report, report, TopicFactory(parent=topic, aliases={"en": [f"alias {number}"]}), PersonFactory())
    revised = ContactFactory(ready=True)
    publish_all(by="an editor")
    for number in range(rows):
        Contact.objects.filter(pk=revised.pk).update(title=f"Title {number}", kind=["call", "meeting"][number % 2])
        publish(rows=[revised], by="an editor")
    return SmallRecord(contact, revised, topic, person, place, publisher, report)


def _say(contact: Contact, shared: Report, own: Report, topic: Topic, person: Person) -> None:
    for report in (shared, own):
        link(contact, report)
        common = {"contact": contact, "report": report, "accepted": True, "person": person, "note": "The weather was good."}
        ClaimFactory(property=Property.TOPIC, topic=topic, **common)
        ClaimFactory(property=Property.NOT_DISCUSSED, topic=topic, speaker="white-house", **common)
        ClaimFactory(property=Property.DURATION, minutes=len(report.title) + report.pk, qualifier="about", **common)
        ClaimFactory(property=Property.PARTICIPANT, participant=person, office="Forecaster", **common)
