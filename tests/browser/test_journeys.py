"""Whole journeys: with the keyboard alone, by filters and the back button, without JavaScript, onto paper."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW


def tab_to(page: Page, target: Locator, key: str = "Tab", limit: int = 60) -> None:
    """Press a key until the element has the focus."""
    for _ in range(limit):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{limit} times {key} do not lead to {target}")


def has_visible_focus(target: Locator) -> bool:
    style = target.evaluate("element => [getComputedStyle(element).outlineStyle, parseFloat(getComputedStyle(element).outlineWidth)]")
    return target.is_visible() and style[0] != "none" and style[1] >= 2


def titles(page: Page) -> list[str]:
    return page.locator(".contact-card-title").all_inner_texts()


class TestKeyboard:
    def test_first_key_reaches_the_content(self, visit):
        page = visit("/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        assert has_visible_focus(skip)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_overview_is_passed_at_once_and_a_card_opened(self, visit):
        page = visit("/#main")
        skip = page.get_by_role("link", name="Skip the overview")
        tab_to(page, skip)
        page.keyboard.press("Enter")
        expect(page.locator("#contacts")).to_be_focused()
        card = page.locator(".contact-card-title a").first
        tab_to(page, card, limit=3)
        assert has_visible_focus(card)
        title = card.inner_text()
        page.keyboard.press("Enter")
        expect(page.locator(".contact-title")).to_have_text(title)

    def test_filter_is_chosen_and_keeps_the_focus(self, visit):
        page = visit("/#main")
        filter_ = page.locator("#f-kind-summit")
        tab_to(page, filter_, limit=120)
        assert has_visible_focus(filter_)
        page.keyboard.press("Enter")
        expect(page.locator("#contacts-title")).to_have_text("3 of 110 contacts, newest first")
        expect(page.locator("#f-kind-summit")).to_be_focused()
        expect(page.locator("#f-kind-summit")).to_have_attribute("aria-current", "true")

    def test_evidence_on_a_contact_page_is_opened(self, visit, addresses):
        page = visit(addresses["contact"])
        summary = page.locator("#topic-syria .compare-cell--kremlin summary")
        passage = page.locator("#topic-syria .compare-cell--kremlin blockquote").first
        assert not passage.is_visible()
        tab_to(page, summary, limit=200)
        assert has_visible_focus(summary)
        page.keyboard.press("Enter")
        expect(passage).to_be_visible()
        claims = page.locator(".report-claims summary").first
        tab_to(page, claims, limit=200)
        page.keyboard.press("Space")
        expect(page.locator(".report-claims li").first).to_be_visible()

    def test_search_is_typed_and_sent(self, visit):
        page = visit("/about/")
        tab_to(page, page.get_by_role("searchbox"), limit=15)
        page.keyboard.type("syrai")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Syria", exact=True).first.click()
        expect(page.get_by_role("heading", name="Contacts")).to_be_visible()


class TestFilters:
    def test_list_and_address_follow_and_the_back_button_restores(self, visit, site):
        page = visit("/")
        before = titles(page)
        requests: list[str] = []
        page.on("request", lambda request: "/static/" in request.url or requests.append(f"{request.resource_type} {request.url}"))
        page.locator("#f-kind-summit").click()
        expect(page).to_have_url(f"{site}/?kind=summit")
        expect(page).to_have_title(re.compile("^3 of 110 contacts"))
        summits = titles(page)
        assert len(summits) == 3
        expect(page.locator("#timeline-news")).to_have_text("3 of 110 contacts, newest first")
        assert requests == [f"xhr {site}/?kind=summit"]  # a part, not the whole page
        page.locator("#f-kind-letter").click()
        expect(page).to_have_url(f"{site}/?kind=letter&kind=summit")
        expect(page.locator(".contact-card")).to_have_count(15)
        page.get_by_role("link", name="Drop Kind: Summit").click()
        expect(page).to_have_url(f"{site}/?kind=letter")
        page.go_back()
        page.go_back()
        expect(page).to_have_url(f"{site}/?kind=summit")
        expect(page.locator(".contact-card")).to_have_count(3)
        assert titles(page) == summits
        page.go_back()
        expect(page).to_have_url(f"{site}/")
        expect(page.locator(".contact-card")).to_have_count(30)
        assert titles(page) == before
        expect(page.locator("header")).to_have_count(1)
        page.go_forward()
        expect(page.locator(".contact-card")).to_have_count(3)

    def test_address_alone_gives_the_same_list(self, visit):
        page = visit("/")
        page.locator("#f-kind-summit").click()
        expect(page.locator(".contact-card")).to_have_count(3)
        by_click = titles(page)
        page.reload()
        assert titles(page) == by_click
        expect(page.locator("header")).to_have_count(1)

    def test_back_from_a_contact_shows_the_narrowed_list_whole(self, visit, site):
        page = visit("/")
        page.locator("#f-kind-summit").click()
        expect(page.locator(".contact-card")).to_have_count(3)
        page.locator(".contact-card-title a").first.click()
        expect(page.locator("article.contact")).to_be_visible()
        page.go_back()
        expect(page).to_have_url(f"{site}/?kind=summit")
        expect(page.locator(".contact-card")).to_have_count(3)
        expect(page.locator("footer")).to_be_visible()

    def test_year_of_the_overview_is_a_filter(self, visit, site):
        page = visit("/")
        page.locator("#strip-2018").click()
        expect(page).to_have_url(f"{site}/?from=2018-01-01&to=2018-12-31")
        expect(page.locator(".timeline-year")).to_have_text(["2018"])

    def test_narrow_window_has_its_filters_behind_one_button(self, visit):
        page = visit("/", viewport=NARROW)
        expect(page.locator("#f-kind-summit")).to_be_hidden()
        page.get_by_text("Narrow the list").first.click()
        page.locator("#f-kind-summit").click()
        expect(page.locator(".contact-card")).to_have_count(3)


class TestWithoutJavaScript:
    def test_filters_paging_and_back(self, visit, site):
        page = visit("/", java_script_enabled=False)
        expect(page.locator(".contact-card")).to_have_count(30)
        page.locator("#f-kind-call").click()
        expect(page).to_have_url(f"{site}/?kind=call")
        expect(page.locator("#contacts-title")).to_have_text("44 of 110 contacts, newest first")
        page.get_by_role("link", name=re.compile("Older contacts")).click()
        expect(page.locator(".contact-card")).to_have_count(14)
        expect(page.locator("#f-kind-call")).to_have_attribute("aria-current", "true")
        page.go_back()
        expect(page.locator(".contact-card")).to_have_count(30)

    def test_form_narrows_and_keeps_the_other_choices(self, visit):
        page = visit("/?kind=call", java_script_enabled=False)
        page.get_by_label("Words").fill("geneva")
        page.get_by_label("From").fill("2017-01-01")
        page.get_by_role("button", name="Narrow", exact=True).click()
        expect(page.locator(".active-filter")).to_have_text(["Kind: Call", "From 1 January 2017", "Words: geneva"])
        assert "Call on Syria after Putin's meeting with Assad" in titles(page)

    def test_everything_on_a_contact_page_opens(self, visit, addresses):
        page = visit(addresses["contact"], java_script_enabled=False)
        page.locator("#topic-syria .compare-cell--white-house summary").click()
        expect(page.locator("#topic-syria .compare-cell--white-house blockquote").first).to_be_visible()
        page.get_by_role("link", name="History").click()
        expect(page.get_by_role("heading", name="History of this record")).to_be_visible()

    def test_search(self, visit):
        page = visit("/", java_script_enabled=False)
        page.get_by_placeholder("Search the record").fill("Сирия")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
        expect(page.locator(".search-extract").first).to_be_visible()


class TestPaper:
    def test_notes_stand_at_the_end_with_their_addresses(self, visit, addresses):
        page = visit(addresses["contact"])
        notes, margin = page.locator(".footnotes"), page.locator(".sidenote").first
        expect(notes).to_be_hidden()
        expect(margin).to_be_visible()
        page.emulate_media(media="print")
        expect(notes).to_be_visible()
        expect(margin).to_be_hidden()
        expect(page.locator(".site-nav")).to_be_hidden()
        expect(page.locator(".site-search")).to_be_hidden()
        assert page.locator(".footnotes dt").count() == page.locator(".sidenote").count()
        assert "https://tass.com/" in notes.inner_text()

    @pytest.mark.parametrize("kind", ["timeline", "contact"])
    def test_paper_is_white_by_night_too(self, visit, addresses, kind):
        page = visit(addresses[kind], color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        ink, paper = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]")
        assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 100, (ink, paper)


def test_night_is_dark(visit):
    def brightness(scheme: str) -> int:
        page = visit("/about/", color_scheme=scheme)
        return sum(
            int(part) for part in re.findall(r"\d+", page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))[:3]
        )

    assert brightness("light") > 600
    assert brightness("dark") < 200


def test_targets_are_large_enough_for_a_finger(visit):
    page = visit("/", viewport=NARROW, has_touch=True, is_mobile=True)
    page.get_by_text("Narrow the list").first.tap()
    heights = page.locator(".site-nav a, .facet-link:visible, .pagination a, .button:visible").evaluate_all(
        "elements => elements.map(element => [element.textContent.trim().slice(0, 30), element.getBoundingClientRect().height])"
    )
    assert len(heights) > 20
    assert [(text, height) for text, height in heights if height and height < 43.5] == []  # CSS pixels
