"""The admin site of the desk, in place of Django's own."""

from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse


class DeskSite(AdminSite):
    """Opens on what waits for the person who is signed in."""

    site_header = site_title = "Putin–Trump contacts — desk"
    index_title = "The desk"
    index_template = "admin/home.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits, then everything there is. Queries: see `contacts.admin.home`."""
        from contacts.admin.home import work_for  # the admin modules register themselves with this site

        return super().index(request, {**work_for(request), **(extra_context or {})})


class DeskConfig(AdminConfig):
    """Django's admin, with the site of the desk."""

    default_site = "config.desk.DeskSite"
