"""What holds for every page whatever it shows: each rule yields the places that break it."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tests.pages.reading import Element

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def unguarded(response) -> list[str]:
    """Return what the headers of an answer allow that they must not."""
    directives = [part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";")]
    found = [] if {name: sources for name, _, sources in directives} == CSP else [f"CSP is {directives}"]
    if response.status_code == 200 and response["X-Frame-Options"] != "DENY":  # `frame-ancestors` says the same for all
        found.append("X-Frame-Options")
    return found + [name for name, value in HEADERS.items() if response.get(name) != value]


def inline(shown: Element) -> list[str]:
    """Return elements and attributes that a strict policy forbids, and what is loaded from elsewhere."""
    return list(_inline(shown))


def _inline(shown: Element) -> Iterator[str]:
    for one in shown.elements():
        name = f"<{one.tag} {one.attributes}>"
        if one.tag in ("style", "iframe", "object", "embed", "base", "applet"):
            yield name
        if one.tag == "script" and (one.text or not one.get("src").startswith("/static/")):
            yield name
        if any(key == "style" or key.startswith(("on", "hx-on")) for key in one.attributes):
            yield name
        if one.get("http-equiv") or one.get("srcdoc"):
            yield name
        if one.tag in ("img", "source", "video", "audio", "input") and not one.get("src", "/static/").startswith("/static/"):
            yield name
        if one.tag == "link" and one["rel"] in ("stylesheet", "icon", "preload") and not one["href"].startswith("/static/"):
            yield name
        for key in ("href", "src", "action", "formaction", "xlink:href", "hx-get"):
            if ":" in one.get(key).split("/")[0].split("?")[0] and not one[key].startswith(("http://", "https://")):
                yield name


def misshapen(shown: Element) -> list[str]:
    """Return what a whole page lacks or has twice: ids, headings, targets of links within it, names of fields."""
    ids = Counter(one["id"] for one in shown.elements() if "id" in one.attributes)
    found = [f"id {name} stands {number} times" for name, number in ids.items() if number > 1]
    for tag, number in (("h1", 1), ("main", 1), ("title", None), ("header", None), ("footer", None)):
        have = [one for one in shown.all(tag) if tag != "title" or one.parent.tag == "head"]
        have = [one for one in have if tag != "header" or "site-header" in one.classes]
        if len(have) != (number or 1) or not have[0].text:
            found.append(f"{len(have)} × {tag}")
    for one in shown.elements():
        href = one.get("href")
        if href.startswith("#") and href[1:] not in ids:
            found.append(f"{href} leads nowhere")
        if one.tag == "a" and not one.get("href"):
            found.append(f"a link without an address: {one.text}")
        if one.tag == "a" and not (one.text or one.get("aria-label")):
            found.append(f"a link without words: {href}")
        for key in ("for", "aria-labelledby", "aria-controls", "aria-describedby"):
            found += [f"{key}={name} names nothing" for name in one.get(key).split() if name not in ids]
        if one.tag in ("input", "select", "textarea") and one.get("type") != "hidden":
            labelled = one.get("aria-label") or shown.all("label", for_=one.get("id"))
            if not labelled:
                found.append(f"a field without a label: {one.attributes}")
    levels = [int(one.tag[1]) for one in shown.elements() if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    found += [f"h{below} after h{above}" for above, below in pairwise(levels) if below > above + 1]
    if shown.one("html").get("lang") != "en":
        found.append("no language")
    return found
