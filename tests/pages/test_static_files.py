"""Files that pages and stylesheets name are there, and can be stored under names that change with their content."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests.pages.kinds import ADDRESSES
from tests.pages.reading import page


@pytest.mark.usefixtures("published_dataset")
class TestNamedFiles:
    def test_pages_name_files_that_are_there(self, client):
        found = set()
        for address in ADDRESSES.values():
            shown = page(client.get(address()))
            found |= {one[key] for one in shown.elements() for key in ("src", "href") if one.get(key).startswith("/static/")}
        assert {"/static/css/main.css", "/static/img/icon.svg"} < found
        assert {name for name in found if not finders.find(name.removeprefix("/static/"))} == set()

    def test_scripts_come_with_the_timeline_alone(self, client):
        """Pages are complete without JavaScript; htmx is where filters are."""
        scripted = {kind for kind, address in ADDRESSES.items() if page(client.get(address())).all("script")}
        assert scripted == {"timeline", "filtered", "words", "nothing found"}


@pytest.mark.django_db
def test_stored_names_change_with_content(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin/*", "rest_framework/*", "debug_toolbar/*"])
    shown = page(Client().get("/about/"))
    (stylesheet,) = shown.all("link", rel="stylesheet")
    name = stylesheet["href"].removeprefix("/static/")
    assert re.fullmatch(r"css/main\.[0-9a-f]{12}\.css", name)
    imports = re.findall(r'@import\s+(?:url\()?["\']([^"\']+)["\']', (tmp_path / name).read_text())
    assert len(imports) > 10
    assert [one for one in imports if not (tmp_path / "css" / one).exists()] == []
    assert [one for one in imports if not re.search(r"\.[0-9a-f]{12}\.css$", one)] == []
