"""All addresses of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path

from config.health import healthz


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the icon, for browsers that look for it where they always did."""
    return HttpResponseRedirect(static("img/icon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("tip/", include("contacts.tips.urls")),
    path("", include("contacts.pages.urls")),
]

handler400 = "contacts.pages.errors.bad_request"
handler403 = "contacts.pages.errors.forbidden"
handler404 = "contacts.pages.errors.not_found"
handler500 = "contacts.pages.errors.server_error"
