"""What holds for every kind of page: it is whole, it is guarded, nothing in it is inline, and its links lead somewhere."""

import re
from collections import defaultdict
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import resolve

from contacts.pages.addresses import url_of
from contacts.record.readmodel import Entry
from tests.pages.kinds import ADDRESSES, REFUSALS
from tests.pages.reading import Element, page
from tests.pages.rules import inline, misshapen, unguarded

PAGES_VISITED = 150


def internal(shown: Element) -> set[str]:
    """Return the addresses of this site that a page links to or asks for."""
    found = {one[key] for one in shown.elements() for key in ("href", "hx-get", "action") if key in one.attributes}
    return {address for address in found if not address.startswith(("#", "http:", "https:", "/static/"))}


def is_there(address: str, canonical: set[str]) -> bool:
    """Whether an address is a page's own, without asking for the page."""
    match = resolve(urlsplit(address).path)
    if match.kwargs:
        return urlsplit(address).path.removesuffix("history/") in canonical
    return True


@pytest.mark.usefixtures("published_dataset")
class TestEveryKind:
    @pytest.mark.parametrize("kind", ADDRESSES)
    def test_page_is_whole_and_guarded(self, client, kind):
        response = client.get(ADDRESSES[kind]())
        assert response.status_code == 200
        assert response["Content-Type"] == "text/html; charset=utf-8"
        shown = page(response)
        assert (unguarded(response), inline(shown), misshapen(shown)) == ([], [], [])
        assert re.fullmatch(r"(.+ – )?Putin–Trump contacts", shown.all("title")[0].text)
        assert shown.one("meta", name="description")["content"]

    @pytest.mark.parametrize("kind", REFUSALS)
    def test_refusal_is_whole_and_guarded(self, client, kind):
        address, status = REFUSALS[kind]
        response = client.get(address)
        assert response.status_code == status
        shown = page(response)
        assert (unguarded(response), inline(shown), misshapen(shown)) == ([], [], [])
        assert shown.one("meta", name="robots")["content"] == "noindex"

    def test_part_is_guarded(self, client):
        response = client.get("/?kind=call", headers={"HX-Request": "true"})
        assert (unguarded(response), inline(page(response))) == ([], [])

    def test_titles_tell_pages_apart(self, client):
        titles = defaultdict(list)
        for kind in ADDRESSES:
            titles[page(client.get(ADDRESSES[kind]())).all("title")[0].text].append(kind)
        assert [kinds for kinds in titles.values() if len(kinds) > 1] == []

    def test_links_lead_to_pages(self, client):
        """Every link on the pages visited leads to a page that is there; visited are all kinds, then others by turns."""
        canonical = {url_of(entry.record_type, entry.record_id, entry.slug) for entry in Entry.objects.standing().defer("document")}
        waiting = defaultdict(list)
        known: set[str] = set()
        anchors: dict[str, set[str]] = {}
        wanted: dict[str, set[str]] = defaultdict(set)
        broken = []

        def visit(address: str) -> None:
            response = client.get(address)
            if response.status_code != 200:
                broken.append((address, response.status_code))
                return
            shown = page(response)
            anchors[address] = {one["id"] for one in shown.elements() if "id" in one.attributes}
            broken.extend((address, fault) for fault in (*inline(shown), *misshapen(shown)))
            for link in internal(shown):
                whole = address.partition("?")[0] + link if link.startswith("?") else link
                target, fragment = urldefrag(whole)
                if fragment:
                    wanted[target].add(fragment)
                if target not in known:
                    known.add(target)
                    waiting[resolve(urlsplit(target).path).url_name, bool(urlsplit(target).query)].append(target)
                    if not is_there(target, canonical):
                        broken.append((address, target))

        start = [ADDRESSES[kind]() for kind in ADDRESSES]
        known.update(start)
        for address in start:
            visit(address)
        while len(anchors) < PAGES_VISITED:
            for addresses in list(waiting.values()):
                if addresses and len(anchors) < PAGES_VISITED:
                    visit(addresses.pop(len(addresses) // 2))
        assert broken == []
        assert len(known) > 1000
        missing = {target: names - anchors[target] for target, names in wanted.items() if target in anchors and names - anchors[target]}
        assert missing == {}

    def test_links_to_elsewhere_are_marked(self, client):
        for kind in ADDRESSES:
            shown = page(client.get(ADDRESSES[kind]()))
            for link in shown.all("a"):
                if link["href"].startswith("http"):
                    assert {"noopener", "nofollow"} <= set(link.get("rel").split()) or "license" in link.get("rel"), (kind, link["href"])
                    assert "target" not in link.attributes


pytestmark = pytest.mark.django_db
