"""Under the full content policy the browser complains of nothing: no violation, no error of a script, no missing file."""

import pytest

from tests.browser.conftest import WIDE
from tests.browser.watching import Watched
from tests.pages.kinds import ADDRESSES, REFUSALS


@pytest.fixture(scope="module")
def watched(browser, site):
    """One window under the full content policy, and what it complains of."""
    context = browser.new_context(base_url=site, viewport=WIDE)
    yield Watched(context.new_page())
    context.close()


@pytest.mark.parametrize("kind", [*ADDRESSES, *REFUSALS])
def test_browser_complains_of_nothing(watched, addresses, kind):
    status = REFUSALS.get(kind, ("", 200))[1]
    watched.begin(expected=() if status == 200 else (f"status of {status}", f"answer: {status}"))
    watched.page.goto(addresses[kind])
    assert watched.page.locator("h1").is_visible()
    rules = watched.page.evaluate("[...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)")
    assert rules > 20
    assert watched.faults == []
