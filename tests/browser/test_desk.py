"""The editors' desk in a browser: an article is pasted, read, and reviewed with the keyboard."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from contacts.ingest.pipeline import ingest
from contacts.ingest.queue import work
from contacts.models import Claim, Suggestion, SuggestionState
from tests.browser.conftest import NARROW, WIDE
from tests.browser.editors import apart
from tests.browser.test_accessibility import OPTIONS

ARTICLE = """Putin and Trump speak about the oil market

MOSCOW, April 1, 2020. Vladimir Putin and Donald Trump spoke again by telephone, the Kremlin said on Wednesday.

The two presidents discussed the situation on the world oil market, the Kremlin press service said. The conversation was held at
the initiative of the American side, it said.

The White House said that the leaders discussed the coronavirus. Both sides said that contacts would continue."""


def pictured(page: Page, name: str) -> None:
    """Keep a picture of what the window shows for the editors' guide, where `make pictures` says in which folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def pasted(desk) -> Page:
    """Paste the article, have it read, and open its review screen."""
    page = desk("/admin/contacts/submission/add/")
    page.get_by_label("Or the text").fill(ARTICLE)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("status")).to_contain_text("looks again by itself")
    assert apart(lambda: work(ingest)) == 1
    expect(page.get_by_role("status")).to_have_text("All have been read.", timeout=10_000)  # the page has come again by itself
    with page.expect_navigation():  # to its end: keys are pressed next, which the scripts of the new page have to hear
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


def test_article_that_waits_is_the_first_thing_on_the_desk(desk):
    pasted(desk)
    page = desk("/admin/")
    work_to_do = page.get_by_role("link", name="Articles to review")
    expect(work_to_do).to_be_visible()
    pictured(page, "desk-home")
    work_to_do.click()
    expect(page.get_by_role("link", name="Putin and Trump speak about the oil market")).to_be_visible()


def test_suggestions_are_decided_with_the_keyboard_alone(desk):
    page = pasted(desk)
    cards = page.locator("li.card")
    total = cards.count()
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    expect(page.locator("#article mark.current").first).to_be_visible()
    pictured(page, "desk-review")
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
