"""The parts of a web page that are not the article: captions, comments, related stories, menus, footers."""

import re

from lxml.html import HtmlElement

_TAGS = frozenset(
    (*("aside", "footer", "nav", "figure", "figcaption", "noscript", "form", "button", "svg", "video", "audio", "select", "template"),)
)
_WHOLE = frozenset(("body", "html", "main", "script", "style"))  # named after what the whole page holds, or no part of the page
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|sidebar|widget\w*|footer|promo|teaser|popular|trending|most-?read|caption|gallery|carousel|player|video-player|read-?more|see-?also|more-on\w*|newsletter|breadcrumb\w*|cookie\w*|consent|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)


class Elsewhere:
    """Tells what stands outside the article of one page; remembers its answers, for each element asks for its ancestors."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[HtmlElement, bool] = {}

    def holds(self, element: HtmlElement) -> bool:
        """Whether an element is such a part or stands in one."""
        way: list[HtmlElement] = []
        part: HtmlElement | None = element
        while part is not None and part not in self._known:
            way.append(part)
            part = part.getparent()
        answer = part is not None and self._known[part]
        for part in reversed(way):
            answer = self._known[part] = answer or is_apart(part)
        return answer


def is_apart(part: HtmlElement) -> bool:
    """Whether an element is itself such a part, by its tag or its names."""
    if part.tag in _TAGS:
        return True
    if part.tag in _WHOLE or not _NAMES.search(f"{part.get('class', '')} {part.get('id', '')}"):
        return False
    return part.tag != "article" or part.find(".//h1") is None  # the article itself may be marked as popular or commented
