"""A reader sends a correction with a real browser, with scripts or without, and sees what became of it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from contacts.actions import tips
from contacts.models import Contact, Tip
from contacts.record.edition import Edition
from contacts.tips import guard
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_accessibility import OPTIONS
from tests.browser.watching import Watched
from tests.factories import TipFactory

TEXT = "The call lasted forty minutes, not fourteen."
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]


def for_all_to_see(work: Callable[[], object]) -> None:
    """Do something outside the test's own transaction, so that the server knows of it."""

    def done() -> None:
        work()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


@pytest.fixture(autouse=True)
def _everything_is_undone(site, monkeypatch):
    """No waiting for the form to ripen; what was sent goes with the test."""
    monkeypatch.setattr(guard, "LEAST_SECONDS", 0)
    yield
    for_all_to_see(Tip.objects.all().delete)


def filled(page: Page, text: str = TEXT) -> None:
    page.get_by_label("What is wrong or missing?").fill(text)
    page.get_by_role("button", name="Send to the editors").click()


def fits(page: Page) -> bool:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return wide <= room


@pytest.mark.parametrize("scripts", [True, False])
def test_correction_is_sent_from_a_contact_and_its_outcome_seen(visit, addresses, scripts):
    page = visit(addresses["contact"], java_script_enabled=scripts)
    page.get_by_role("link", name="Something wrong or missing?").click()
    expect(page.locator(".tip-about")).to_contain_text("Call, 21 November 2017")
    expect(page.get_by_label("Something is wrong")).to_be_checked()
    expect(page.get_by_label("Leave this field empty")).to_be_hidden()
    filled(page)
    expect(page.get_by_role("heading", name="Your message to the editors")).to_be_visible()
    expect(page.locator(".tip-state")).to_have_text("Received. Nobody has looked at it yet.")
    assert page.locator(".tip-address").inner_text() == page.url
    assert TEXT not in page.content()
    tip = Tip.objects.get()
    assert (tip.text, tip.contact.date) == (TEXT, "2017-11-21")
    seq = Edition.objects.get(record_id=tip.about_id).seq
    for_all_to_see(lambda: tips.accept(tip=tip, by="an editor", text="Thank you.", edition=seq))
    page.reload()
    expect(page.locator(".tip-steps")).to_contain_text("Thank you.")
    page.get_by_role("link", name=re.compile("^edition ")).click()
    expect(page.locator("#revision-1")).to_be_visible()


def test_faults_get_the_focus_and_lead_to_their_fields(new_context, site):
    page = new_context(base_url=site, viewport=NARROW).new_page()
    watched = Watched(page)
    watched.begin(expected=("422",))
    page.goto("/tip/")
    page.get_by_label("Your name").fill("Vera")
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Send to the editors").click()
    assert answer.value.status == 422
    expect(page.locator(".tip-faults")).to_be_focused()
    page.locator(".tip-faults").get_by_role("link", name="What is wrong or missing?").click()
    expect(page.get_by_label("What is wrong or missing?")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Vera")
    expect(page).to_have_title(re.compile("^Not sent yet"))
    page.get_by_label("Something is missing").check()
    filled(page)
    expect(page.get_by_role("heading", name="Your message to the editors")).to_be_visible()
    assert Tip.objects.get().name == "Vera"
    assert watched.faults == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_axe_finds_nothing(browser, site, addresses, viewport, scheme):
    context = browser.new_context(base_url=site, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()

    def sound(name: str) -> None:
        found = Axe().run(page, options=OPTIONS)
        assert found.violations_count == 0, found.generate_report()
        assert fits(page), name

    page.goto(addresses["tip about a contact"])
    sound("form")
    page.get_by_label("Your e-mail address").fill("vera")
    filled(page, "")
    expect(page.locator(".tip-faults")).to_be_visible()
    sound("form with faults")
    page.get_by_label("Your e-mail address").fill("")
    filled(page)
    sound("received")
    tip = Tip.objects.get()
    for_all_to_see(lambda: tips.answer(tip=tip, by="an editor", text="Which source says so?\n\nWe found none."))
    for_all_to_see(lambda: tips.decline(tip=tip, by="an editor", reason="The Kremlin says fourteen."))
    page.reload()
    expect(page.locator(".tip-state")).to_contain_text("Declined.")
    sound("declined")
    context.close()


def test_targets_are_large_enough_for_a_finger(visit):
    page = visit("/tip/", viewport=NARROW, has_touch=True, is_mobile=True)
    heights = page.locator(".tip-choices label, .tip-field > input, .tip-field > textarea, .tip .button").evaluate_all(
        "elements => elements.map(element => element.getBoundingClientRect().height)"
    )
    assert len(heights) == 8
    assert min(heights) >= 43.5  # CSS pixels


@pytest.fixture
def desk(site, browser):
    """A function that opens a page of the desk as an administrator."""
    made: list[str] = []
    for_all_to_see(lambda: made.append(signed_in()))
    contexts = []

    def open_at(address: str, **options: object) -> Page:
        cookie = {"name": "sessionid", "value": made[0], "domain": "localhost", "path": "/"}
        contexts.append(browser.new_context(base_url=site, storage_state={"cookies": [cookie], "origins": []}, **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    for_all_to_see(User.objects.filter(username="boss").delete)


def signed_in() -> str:
    client = Client()
    client.force_login(User.objects.create_superuser("boss", password="x"))
    return client.cookies["sessionid"].value


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_desk(desk, viewport, scheme):
    contact = Contact.objects.get(slug="2017-11-21-call")
    sent = {"text": TEXT, "source": "https://news.example/" + "a" * 200, "name": "Vera", "email": "vera@example.org", "contact": contact}
    for_all_to_see(lambda: TipFactory(**sent))
    tip = Tip.objects.get()
    for_all_to_see(lambda: tips.answer(tip=tip, by="boss", text="Which page?"))
    page = desk("/admin/contacts/tip/", viewport=viewport, color_scheme=scheme, bypass_csp=True)
    expect(page.get_by_role("link", name=TEXT)).to_be_visible()
    for name in ("change", "accept", "decline"):
        page.goto(f"/admin/contacts/tip/{tip.pk}/{name}/")
        found = Axe().run(page, context="#content-main", options=OPTIONS)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert fits(page), name
