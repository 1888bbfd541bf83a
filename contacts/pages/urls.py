"""Addresses of the public pages. Names are part of the contract with templates; `<key>` is an id or any slug ever used."""

from django.urls import path

from contacts.pages import catalogue, contact, search, texts, timeline

app_name = "pages"

urlpatterns = [
    path("", timeline.show, name="timeline"),
    path("contacts/<str:key>/", contact.contact_by_key, name="contact_by_key"),
    path("contacts/<str:record_id>/<slug:slug>/", contact.contact, name="contact"),
    path("contacts/<str:record_id>/<slug:slug>/history/", contact.history, name="contact_history"),
    path("topics/", catalogue.topics, name="topics"),
    path("topics/<slug:slug>/", catalogue.topic, name="topic"),
    path("publishers/", catalogue.publishers, name="publishers"),
    path("publishers/<slug:slug>/", catalogue.publisher, name="publisher"),
    path("people/", catalogue.people, name="people"),
    path("people/<slug:slug>/", catalogue.person, name="person"),
    path("places/", catalogue.places, name="places"),
    path("places/<slug:slug>/", catalogue.place, name="place"),
    path("reports/<str:record_id>/", catalogue.report, name="report"),
    path("search/", search.search, name="search"),
    path("about/", texts.about, name="about"),
    path("methodology/", texts.methodology, name="methodology"),
]
