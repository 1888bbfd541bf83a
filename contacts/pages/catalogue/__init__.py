"""The reference pages: topics, people, places, publishers and reports, as lists and one by one."""

from contacts.pages.catalogue.people import people, person
from contacts.pages.catalogue.places import place, places
from contacts.pages.catalogue.publishers import publisher, publishers
from contacts.pages.catalogue.reports import report
from contacts.pages.catalogue.topics import topic, topics

__all__ = ["people", "person", "place", "places", "publisher", "publishers", "report", "topic", "topics"]
