"""One address of each kind of page."""

from contacts.pages.addresses import url_of
from contacts.record.readmodel import Entry, PublishedReport


def address(record_type: str, slug: str, *, page: str = "") -> str:
    """Return where a published record is shown."""
    entry = Entry.objects.get(record_type=record_type, slug=slug)
    return url_of(record_type, entry.record_id, entry.slug, page=page)


def contact(slug: str) -> str:
    return address("contact", slug)


def a_report(publisher: str) -> str:
    """Return the address of the newest report of a publisher."""
    key = Entry.objects.get(record_type="publisher", slug=publisher).record_id
    found = PublishedReport.objects.filter(publisher_id=key).latest("sort_on", "record_id")
    return url_of("report", found.record_id, "")


ADDRESSES = {
    "timeline": lambda: "/",
    "filtered": lambda: "/?kind=call&kind=summit&topic=syria&from=2017-01-01",
    "words": lambda: "/?q=geneva",
    "nothing found": lambda: "/?kind=summit&topic=afghanistan&to=2016-12-31",
    "contact": lambda: contact("2017-11-21-call"),
    "contact that was denied": lambda: contact("2013-claimed"),
    "contact with joint statement": lambda: contact("2017-11-11-pull-aside"),
    "history": lambda: address("contact", "2017-11-21-call", page="contact_history"),
    "topics": lambda: "/topics/",
    "topic": lambda: "/topics/syria/",
    "people": lambda: "/people/",
    "person": lambda: "/people/yuri-ushakov/",
    "places": lambda: "/places/",
    "place": lambda: "/places/helsinki/",
    "publishers": lambda: "/publishers/",
    "publisher": lambda: "/publishers/tass/",
    "report": lambda: a_report("tass"),
    "search": lambda: "/search/",
    "search results": lambda: "/search/?q=syria+geneva",
    "search without results": lambda: "/search/?q=syrai+xyzzy",
    "about": lambda: "/about/",
    "methodology": lambda: "/methodology/",
    "tip": lambda: "/tip/",
    "tip about a contact": lambda: f"/tip/?about={contact('2017-11-21-call').split('/')[2]}",
}
"""Functions, because ids are given anew when the record is made."""

REFUSALS = {"bad filter": ("/?topic=syrai", 400), "unknown page": ("/nowhere/at-all/", 404), "unknown record": ("/topics/zzz/", 404)}
"""Addresses that lead nowhere, with the status of the answer."""
