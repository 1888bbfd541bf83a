"""The page that the desk opens on, and the questions it asks, in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from contacts.models import Contact, ReviewState
from tests.browser.conftest import NARROW, WIDE
from tests.browser.editors import apart
from tests.browser.test_accessibility import OPTIONS


def begun() -> Contact:
    contact = Contact.objects.get(slug="2017-11-21-call")
    Contact.objects.filter(pk=contact.pk).update(state=ReviewState.IN_REVIEW, claimed_by="vera", claimed_at=timezone.now())
    return contact


def ended() -> None:
    Contact.objects.filter(slug="2017-11-21-call").update(state=ReviewState.PUBLISHED, claimed_by="", claimed_at=None)


@pytest.fixture
def in_review(site):
    """A contact in review that somebody else works on; afterwards it stands as before."""
    yield apart(begun)
    apart(ended)


def test_work_leads_to_the_contact_and_taking_over_warns(in_review, desk):
    page = desk("/admin/")
    page.get_by_role("link", name="1 Contacts in review").click()
    page.get_by_role("link", name=in_review.title).click()
    page.get_by_role("link", name="Take over").click()
    expect(page.locator("#content-main")).to_contain_text("vera works on it since")
    page.get_by_role("button", name="Take over").click()
    expect(page.locator(".messagelist")).to_contain_text("in place of vera")
    page.goto("/admin/")
    expect(page.get_by_role("link", name="1 Contacts you work on")).to_be_visible()


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark"), (WIDE, "dark"), (NARROW, "light")])
def test_axe_finds_nothing_on_the_way(in_review, desk, viewport, scheme):
    own = [f"/admin/contacts/contact/{in_review.pk}/{name}/" for name in ("take", "step/send_back")]
    page = desk("/admin/", viewport=viewport, color_scheme=scheme, bypass_csp=True)
    for address in ("/admin/", *own):
        page.goto(address)
        found = Axe().run(page, options=OPTIONS)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, address
