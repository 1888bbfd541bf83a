"""Every kind of page, on a laptop by day and on a telephone by night: what axe-core looks for, and whether it fits."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE
from tests.pages.kinds import ADDRESSES, REFUSALS

KINDS = (*ADDRESSES, *REFUSALS)
OPTIONS = {"resultTypes": ["violations"], "preload": False}  # else axe asks for every stylesheet again
LOOKS = {"wide and light": (WIDE, "light"), "narrow and dark": (NARROW, "dark")}


@pytest.fixture(scope="module", params=LOOKS)
def window(request, browser, site):
    """One window for all pages in one look. The content policy is set aside, for axe comes as a script of its own."""
    viewport, scheme = LOOKS[request.param]
    context = browser.new_context(base_url=site, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(window, addresses, kind):
    window.goto(addresses[kind])
    found = Axe().run(window, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    # Nothing is wider than the window, so that nobody has to scroll sideways.
    wide, room = window.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
