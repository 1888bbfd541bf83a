"""Addresses of the readers' door. All of them begin with a prefix of `UNCACHED_PREFIXES`."""

from django.urls import path

from contacts.tips import views

app_name = "tips"

urlpatterns = [
    path("", views.send, name="send"),
    path("<str:token>/", views.sent, name="sent"),
]
