"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("", include("contacts.pages.urls")),
]

handler400 = "contacts.pages.errors.bad_request"
handler403 = "contacts.pages.errors.forbidden"
handler404 = "contacts.pages.errors.not_found"
handler500 = "contacts.pages.errors.server_error"
