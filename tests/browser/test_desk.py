"""The editors' desk in a browser: an article is pasted, read, and reviewed with the keyboard."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from contacts.ingest.pipeline import ingest
from contacts.ingest.queue import work
from contacts.models import Claim, Report, ReportLink, Submission, Suggestion, SuggestionState
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_accessibility import OPTIONS

ARTICLE = """Putin and Trump speak about the oil market

MOSCOW, April 1, 2020. Vladimir Putin and Donald Trump spoke again by telephone, the Kremlin said on Wednesday.

The two presidents discussed the situation on the world oil market, the Kremlin press service said. The conversation was held at
the initiative of the American side, it said.

The White House said that the leaders discussed the coronavirus. Both sides said that contacts would continue."""


def apart(function):
    """Call a function on a connection of its own, so that the server sees what it writes; a test's own writes stay in the test."""

    def called():
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(called).result()


def signed_in() -> str:
    client = Client()
    client.force_login(User.objects.create_superuser("boss", password="x"))
    return client.cookies["sessionid"].value


def cleared() -> None:
    reports = Report.objects.filter(submissions__isnull=False)
    Claim.objects.filter(report__in=reports).delete()
    ReportLink.objects.filter(report__in=reports).delete()
    keys = list(reports.values_list("pk", flat=True))
    Submission.objects.all().delete()
    Report.objects.filter(pk__in=keys).delete()
    User.objects.all().delete()


@pytest.fixture
def desk(visit, site):
    """A function that opens a page of the desk as an administrator. What was handed in goes with him."""
    session = apart(signed_in)

    def open_at(address: str, **options: object) -> Page:
        cookie = {"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}
        return visit(address, storage_state={"cookies": [cookie], "origins": []}, **options)

    yield open_at
    apart(cleared)


def pasted(desk) -> Page:
    """Paste the article, have it read, and open its review screen."""
    page = desk("/admin/contacts/submission/add/")
    page.get_by_label("Or the text").fill(ARTICLE)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("status")).to_contain_text("looks again by itself")
    assert apart(lambda: work(ingest)) == 1
    expect(page.get_by_role("status")).to_have_text("All have been read.", timeout=10_000)  # the page has come again by itself
    page.get_by_role("link", name="Putin and Trump speak about the oil market").click()
    return page


def test_pasted_article_is_read_and_its_suggestions_stand_beside_the_text(desk):
    page = pasted(desk)
    expect(page.locator(".review-chosen")).to_contain_text("2020")
    cards = page.locator("li.card")
    assert cards.count() == Suggestion.objects.count() > 2
    assert page.locator("#article mark").count() > 2
    exact = cards.nth(0).locator(".card-passage").inner_text()
    assert exact in page.locator("#article").inner_text()


def test_suggestions_are_decided_with_the_keyboard_alone(desk):
    page = pasted(desk)
    cards = page.locator("li.card")
    total = cards.count()
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    expect(page.locator("#article mark.current").first).to_be_visible()
    page.keyboard.press("a")
    expect(cards.nth(0)).to_have_attribute("data-state", "accepted")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("r")
    expect(cards.nth(1)).to_have_attribute("data-state", "rejected")
    expect(page.locator("#tally")).to_have_text(f"{total - 2} open, 1 accepted, 1 put aside.")
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(cards.nth(1)).to_have_attribute("data-state", "open")
    page.keyboard.press("c")
    expect(page.locator("li.card-form select").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(cards.nth(1)).to_have_attribute("data-state", "open")
    assert Claim.objects.filter(suggestion__isnull=False).count() == 1


def test_claim_is_added_on_words_selected_in_the_article(desk):
    page = pasted(desk)
    before = Claim.objects.count()
    paragraph = page.locator("#article p").last
    paragraph.evaluate("element => getSelection().selectAllChildren(element)")
    page.get_by_role("link", name="Add a claim").click()
    form = page.locator("#new-claim form")
    expect(form.get_by_label("In these words")).to_have_value(paragraph.inner_text())
    form.get_by_label("Property").select_option("duration")
    expect(form.get_by_label("Topic")).to_be_hidden()
    form.get_by_label("Minutes").fill("35")
    form.get_by_label("Qualifier").select_option("about")
    form.get_by_label("Speaker").select_option("press")
    form.get_by_role("button", name="Accept as stated here").click()
    expect(page.locator(".messagelist")).to_contain_text("The claim was added")
    claim = Claim.objects.latest("pk")
    assert (Claim.objects.count(), claim.minutes, claim.passage_exact) == (before + 1, 35, paragraph.inner_text())


def test_everything_is_done_without_scripts_as_well(desk):
    page = pasted(desk)
    address = page.url
    page.context.close()
    page = desk(address, java_script_enabled=False)
    card = page.locator("li.card").first
    card.get_by_role("button", name="Accept").click()
    expect(page.locator("li.card").first).to_contain_text("Accepted by boss")
    page.get_by_role("button", name="Put all that are open aside").click()
    expect(page.locator("#tally")).to_contain_text("0 open, 1 accepted")
    assert not Suggestion.objects.filter(state=SuggestionState.OPEN).exists()


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_on_the_screen(desk, viewport, scheme):
    address = pasted(desk).url
    page = desk(address, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    for key in ("j", "a", "c"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
