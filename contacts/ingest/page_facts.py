"""What a web page says of itself: JSON-LD, meta tags, time elements, the lines around its headline."""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement

from contacts.ingest.elsewhere import Elsewhere, is_apart

_ARTICLE = re.compile(r"Article|Posting|Report|NewsItem", re.IGNORECASE)
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date_published", "publishdate",
    "publish-date", "publish_date", "pubdate", "pub_date", "published_time", "published_at", "publication_date", "publication-date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date", "dc.date.created", "dcsext.articlefirstpublished", "article.published", "originalpublicationdate",
    "original-publish-date", "og:pubdate", "citation_publication_date", "date", "article:post_date", "article_date_original",
    "release_date", "lastpublished", "mediator_published_time", "ptime", "bt:pubdate", "rnews:datepublished", "timestamp",
)  # fmt: skip
MOST_ELEMENTS = 500  # after the headline; a page that has not come to its text by then marks it in no way known here
_TIMES = XPath("//time | //*[@itemprop or @property or @datetime][self::abbr or self::span or self::div or self::p or self::meta]")
_DATED = XPath(
    "//*[contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'time') or contains(@id, 'date')]"
    "[not(self::time or self::body or self::html or ancestor::a)]"
)
_UPDATED_CLASS = re.compile(r"updat|modif|changed|edited", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")


@dataclass
class PageFacts:
    """The page's own statements, in the order of trust; "" where it makes none."""

    title: str = ""
    site: str = ""
    author: str = ""
    language: str = ""
    canonical: str = ""
    published: list[str] = field(default_factory=list)  # as written; JSON-LD, then meta, then elements marked as the day of publication
    times: list[str] = field(default_factory=list)  # the first time element that says nothing of itself
    top_lines: list[str] = field(default_factory=list)  # short lines from the headline down to the text
    above: list[str] = field(default_factory=list)  # short lines right above the headline, in the same part of the page
    masthead: list[str] = field(default_factory=list)  # short lines further up, the nearest first


def page_facts(tree: HtmlElement) -> PageFacts:
    """Return what the page says of itself."""
    facts = PageFacts()
    metas = _metas(tree)
    elsewhere = Elsewhere()
    heading = _heading(tree, metas, elsewhere)
    facts.language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    titles: list[str] = []
    for node in _article_nodes(tree):
        titles.append(_text(node.get("headline") or node.get("name")))
        facts.site = facts.site or _text(node.get("publisher"))
        facts.author = facts.author or _people(node.get("author") or node.get("creator"))
        facts.language = _text(node.get("inLanguage")) or facts.language
        facts.published += [str(node[name]) for name in ("datePublished", "dateCreated", "uploadDate") if node.get(name)][:1]
        facts.canonical = facts.canonical or _text(node.get("url") if isinstance(node.get("url"), str) else "")
        break
    facts.language = facts.language or metas.get("content-language", "") or metas.get("og:locale", "") or metas.get("language", "")
    facts.site = metas.get("og:site_name", "") or facts.site or metas.get("application-name", "")
    facts.author = (
        facts.author or metas.get("author", "") or metas.get("article:author", "") or metas.get("byl", "") or metas.get("dc.creator", "")
    )
    if facts.author.startswith("http"):
        facts.author = ""
    facts.published += [metas[name] for name in _PUBLISHED_META if name in metas]
    marked, facts.times = _times(tree, elsewhere)
    facts.published += marked
    links = [link.get("href", "") for link in tree.iterfind(".//link[@rel]") if link.get("rel", "").lower() == "canonical"]
    facts.canonical = (links[0] if links else "") or metas.get("og:url", "") or facts.canonical
    page_title = " ".join((tree.findtext(".//title") or "").split())
    facts.title = _choose_title(heading, [metas.get("og:title", ""), *titles, metas.get("twitter:title", ""), page_title], facts.site)
    facts.top_lines = list(_top_lines(heading, elsewhere))
    facts.top_lines += _dated_lines(tree, elsewhere)
    facts.above, facts.masthead = _lines_above(heading, elsewhere)
    return facts


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _article_nodes(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return the article among the JSON-LD nodes: those of an article's kind, outermost first."""
    nodes: list[tuple[int, dict[str, Any]]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text or ""), strict=False)
            nodes += _walk(data, 0)
        except (ValueError, RecursionError):
            continue  # not JSON, or nested to do harm
    nodes = [entry for entry in nodes if _ARTICLE.search(_text(entry[1].get("@type"))) or entry[1].get("datePublished")]
    nodes.sort(key=lambda entry: (entry[0], not _ARTICLE.search(_text(entry[1].get("@type"))), "datePublished" not in entry[1]))
    return [node for _, node in nodes]


def _walk(data: Any, depth: int) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(data, list):
        for entry in data[:50]:
            yield from _walk(entry, depth)
    elif isinstance(data, dict):
        yield depth, data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(name), (list, dict)):
                yield from _walk(data[name], depth + (name != "@graph"))


def _text(value: Any) -> str:
    """Return the words of a JSON-LD value, which may be a string, a named thing or a list of them."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value"))
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(value: Any) -> str:
    names = [_text(entry) for entry in (value if isinstance(value, list) else [value])]
    return ", ".join(name for name in names if name and not name.startswith("http"))


def _times(tree: HtmlElement, elsewhere: Elsewhere) -> tuple[list[str], list[str]]:
    """Return the days of time elements and microdata that belong to the article: those marked as published, and the first other one."""
    marked: list[str] = []
    plain: list[str] = []
    for element in _TIMES(tree):
        is_time = element.tag == "time"
        prop = (element.get("itemprop") or element.get("property") or "").lower()
        if not is_time and "datepublished" not in prop and not ("datetime" in element.attrib and element.tag != "meta"):
            continue
        names = f"{element.get('class', '')} {prop}"
        sure = "datepublished" in prop or "pubdate" in element.attrib or re.search(r"publish|entry-date|posted", names, re.IGNORECASE)
        if plain and not sure:
            continue
        words = " ".join((element.get("datetime") or element.get("content") or element.text_content() or "").split())
        if not words or (_UPDATED_CLASS.search(names) and "publish" not in names.lower()) or elsewhere.holds(element):
            continue
        if is_time and not sure and any(part.tag == "a" and part.get("rel") != "bookmark" for part in element.iterancestors()):
            continue  # a link to another article, with that one's day
        (marked if sure else plain).append(words)
    return marked, plain


def _heading(tree: HtmlElement, metas: dict[str, str], elsewhere: Elsewhere) -> HtmlElement | None:
    """Return the element that bears the headline: the first top heading outside the masthead that has a few words."""
    headings = [heading for heading in tree.iter("h1") if len(heading.text_content().split()) >= 2]
    named = re.sub(r"\W+", "", metas.get("og:title", "").casefold())
    for heading in headings:
        words = re.sub(r"\W+", "", heading.text_content().casefold())
        if named and (words in named or named in words):
            return heading
    marked = next((heading for heading in headings if not elsewhere.holds(heading)), None)
    return marked if marked is not None else _unmarked_heading(tree)


def _unmarked_heading(tree: HtmlElement) -> HtmlElement | None:
    """Return the element that repeats a good part of the page's title, on pages that mark no heading as the first."""
    title = re.sub(r"\W+", "", (tree.findtext(".//title") or "").casefold())
    for element in tree.iter("h2", "h3", "h4", "b", "strong", "font"):
        words = re.sub(r"\W+", "", element.text_content().casefold())
        if len(words) >= 20 and 2 * len(words) >= len(title) and words in title:
            return element
    return None


def _choose_title(heading: HtmlElement | None, named: Iterable[str], site: str) -> str:
    """Return the headline as the page shows it; what its head says of it serves to know it, and to do without."""
    names = [name for name in named if name]
    shown = " ".join(heading.text_content().split()) if heading is not None else ""
    bare = re.sub(r"\W+", "", shown.casefold())
    if shown and (
        not names
        or any(bare and (bare in (flat := re.sub(r"\W+", "", name.casefold())) or (len(flat) > 20 and flat in bare)) for name in names)
    ):
        return shown
    return without_suffix(names[0], site) if names else ""


def without_suffix(title: str, site: str) -> str:
    """Return a title without the site's name that pages hang on to it."""
    cut = re.match(r"(.{15,}\S)\s+(?:[|•·»]|::|[-–—])\s+([^|•·»]{2,60})$", title)
    if not cut:
        return title
    names = {re.sub(r"\W+", "", name.casefold()) for name in (site, cut[2]) if name}
    by_bar = re.search(r"\s(?:[|•»]|::)\s+[^|•·»]{2,60}$", title)
    return cut[1] if by_bar or (len(names) == 1 and site) else title


def _top_lines(heading: HtmlElement | None, elsewhere: Elsewhere) -> Iterator[str]:
    """Yield the short lines from the headline down to the first long one, where a page puts its date and byline."""
    if heading is None:
        return
    count = 0
    for element in islice(_after(heading), MOST_ELEMENTS):
        if len((element.tail or "").split()) > 25 and not elsewhere.holds(element):
            return  # the text begins between elements, as on pages that only break their lines
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "h1"):
            continue
        own = " ".join(" ".join(part for part in (element.text, *(child.tail for child in element)) if part).split())
        if (
            element.tag in ("p", "div", "span", "small", "time", "li", "em", "i", "b", "strong", "a", "h2", "h3", "h4", "font", "address")
            and own
        ):
            whole = " ".join(element.text_content().split()) if len(element) else own
            line = whole if len(whole) <= 160 else own
            if elsewhere.holds(element):
                continue
            if len(line.split()) > (11 if line.endswith((".", ":", "”", '"')) else 25):
                return  # the text begins
            count += 1
            yield line
        if count > 25:
            return


def _dated_lines(tree: HtmlElement, elsewhere: Elsewhere) -> list[str]:
    """Return the first short line that the page itself names after its date."""
    for element in _DATED(tree):
        line = " ".join(element.text_content().split())
        if 6 <= len(line) <= 80 and not elsewhere.holds(element) and not _UPDATED_CLASS.search(element.get("class") or ""):
            return [line]
    return []


def _lines_above(heading: HtmlElement | None, elsewhere: Elsewhere) -> tuple[list[str], list[str]]:
    """Return the short lines before the headline, those that stand beside it and those further up, the nearest first."""
    beside: list[str] = []
    further: list[str] = []
    part = heading
    while part is not None and len(beside) + len(further) < 12:
        for sibling in list(part.itersiblings(preceding=True))[:8]:
            line = " ".join(sibling.text_content().split()) if isinstance(sibling.tag, str) else ""
            if line and len(line) <= 80 and sibling.tag not in ("script", "style") and not elsewhere.holds(sibling):
                (beside if part is heading and sibling.tag != "header" else further).append(line)
        part = part.getparent()
    return beside[:2], further


def _after(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that follow one in the document, its own inside excluded."""
    element: HtmlElement | None = heading
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter()
        element = element.getparent()


def searched_day(tree: HtmlElement, latest: date) -> str:
    """Return the day that the library finds in the markup of the article's own part of the page, "" for none."""
    tree = deepcopy(tree)
    for part in [part for part in tree.iter() if isinstance(part.tag, str) and part.getparent() is not None and is_apart(part)]:
        if part.getparent() is not None:
            part.drop_tree()
    for link in tree.xpath("//a[@href and not(@rel='bookmark') and .//time]"):
        link.drop_tree()  # another article, with that one's day
    return find_date(tree, original_date=True, extensive_search=False, max_date=latest.isoformat()) or ""


def unfold_layout(tree: HtmlElement) -> None:
    """Turn tables that only lay out the page into plain blocks; tables of data stay."""
    for table in list(tree.iter("table")):
        cells = [cell for row in table.iter("tr") for cell in row if cell.tag == "td"]
        if any(cell.find(".//p") is not None or cell.find(".//table") is not None or len(cell.text_content()) > 600 for cell in cells):
            for part in (table, *table.iter("tbody", "thead", "tr", "td", "th")):
                part.tag = "div"


def iso_day(words: str) -> str:
    """Return the day of a machine-written date as it stands ("2017-11-21T23:10:00+03:00" is the 21st), "" for none."""
    hit = _ISO.match(words.strip())
    return f"{hit[1]}-{hit[2]}-{hit[3]}" if hit else ""
