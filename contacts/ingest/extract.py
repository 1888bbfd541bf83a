"""Page → ExtractedReport: headline, publisher, day, author, language, address and clean text.

Knows HTML, plain text and pasted text with a page's chrome around it. What it does not know it leaves empty and says so in
the alarms; it never guesses a day.
"""

import logging
import re
import warnings
from collections.abc import Sequence
from functools import partial
from urllib.parse import urljoin, urlsplit

from courlan import clean_url
from lxml.html import HtmlElement

from contacts.ingest.credit import credit
from contacts.ingest.datelines import dateline
from contacts.ingest.dating import Stamp, stamp_without_year, stamps_in
from contacts.ingest.decoding import decode
from contacts.ingest.languages import language_of
from contacts.ingest.mail import opened
from contacts.ingest.page_facts import PageFacts, page_facts, searched_day, unfold_layout
from contacts.ingest.paragraphs import split_lines
from contacts.ingest.publication import Clues, day_of_publication, stated_day
from contacts.ingest.publishers import Rules, bare_host, rules_by_name, rules_for
from contacts.ingest.records import ExtractedReport, RawPage
from contacts.ingest.sifting import Sifted, sift
from contacts.ingest.wording import wording

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a proxy package that nothing here needs, and says so when there is none
    from trafilatura import bare_extraction, baseline, load_html
    from trafilatura.settings import Document

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it complains of stands in the alarms

LITTLE = 60  # words; less is an alarm
TOO_LITTLE_OF_A_PAGE = 40  # words; less, and the slow way of extraction is tried as well
MOST = 2_000_000  # letters; no article is longer, and a library may need minutes for what is
LONGEST_ADDRESS = 1000
_LAST_BAR = re.compile(r"\s*([|•·–—-])\s*(?=[^|•·–—-]+$)")


def extract(page: RawPage) -> ExtractedReport:
    """Return what a page, a file or a pasted text says, in its own words. A page without text gives an empty text and an alarm."""
    source = decode(page.body, page.content_type)
    whole = len(source) <= MOST
    source = source[:MOST]
    host = bare_host(urlsplit(page.url).hostname or "")
    if looks_like_html(source, page.content_type):
        tree = load_html(source)
        if tree is not None:
            unfold_layout(tree)
        facts = page_facts(tree) if tree is not None else PageFacts()
        lines = _lines_of_page(tree, page.url) if tree is not None else []
        facts.title = _as_printed(facts.title, lines)
    else:
        mail = opened(split_lines(source))
        tree, facts, lines = None, PageFacts(title=mail.subject), mail.lines
    language = language_of(" ".join(sorted(lines, key=len, reverse=True)[:6]), facts.language)
    rules = rules_for(host or urlsplit(facts.canonical).hostname or "")
    sifted = sift(lines, language, title=_without_site(facts.title, rules), order=rules.date_order, drop=rules.drop)
    address = _canonical(page.url, facts.canonical or next(iter(sifted.addresses), ""))
    host = host or bare_host(urlsplit(address).hostname or "")
    line = dateline(sifted.paragraphs, language)
    tops = [*facts.top_lines, *(paragraph for paragraph in sifted.paragraphs[:4] if len(paragraph) <= 160)]
    agency = credit(line, sifted.byline or facts.author, [*sifted.credits, *facts.top_lines[:6]], sifted.paragraphs)
    publisher = rules_for(host).name or facts.site or _masthead(sifted, host) or (line.agency if not host else "") or host
    rules = rules if rules.name else rules_by_name().get(publisher, rules)
    published, alarms = day_of_publication(
        Clues(
            fetched_at=page.fetched_at,
            language=language,
            order=rules.date_order,
            url=page.url or address,
            stated=facts.published,
            stamps=[*_top_stamps(facts.top_lines, language, rules), *_time_stamps(facts), *sifted.stamps],
            above=_top_stamps(facts.above, language, rules),
            masthead=_top_stamps(facts.masthead, language, rules),
            partial=next(filter(None, (stamp_without_year(top, language, rules.date_order) for top in tops)), None),
            line=line,
            paragraphs=sifted.paragraphs,
            search=None if tree is None else partial(searched_day, tree),
        )
    )
    text = "\n\n".join(sifted.paragraphs)
    return ExtractedReport(
        title=sifted.title,
        publisher=publisher,
        publisher_host=host,
        published=published,
        author=_author(facts.author or sifted.byline),
        language=language,
        canonical_url=address,
        text=text,
        alarms=(*_alarms(text, source, sifted), *alarms, *([] if whole else ["the page is very long: only its beginning was read"])),
        dateline=line.text,
        credit=agency,
    )


def looks_like_html(source: str, content_type: str = "") -> bool:
    """Whether a text is markup, whatever it is served as; a pasted page source counts."""
    head = source[:4000].lstrip()
    if re.match(r"<(?:!doctype html|html|head|body|article|main|section|div|p|h1|\?xml)\b", head, re.IGNORECASE):
        return True
    return "html" in content_type.lower() or len(re.findall(r"</(?:p|div|h1|a|span|li)>", source[:20_000], re.IGNORECASE)) >= 5


def _lines_of_page(tree: HtmlElement, url: str) -> list[str]:
    """Return the paragraphs of the article on a page, found by the library: the quick way first."""
    found: list[str] = []
    for quick in (True, False):
        document = bare_extraction(tree, url=url or None, include_comments=False, fast=quick, favor_recall=not quick)
        assert document is None or isinstance(document, Document)
        lines = [_row(line) for line in split_lines(document.text or "")] if document is not None else []
        if sum(len(line.split()) for line in lines) > sum(len(line.split()) for line in found):
            found = lines
        if sum(len(line.split()) for line in found) >= TOO_LITTLE_OF_A_PAGE:
            break
    if not found:
        found = [line for line in split_lines(baseline(tree)[1]) if line]
    return found


def _row(line: str) -> str:
    """Return a row of a table, which the library sets between bars, as a line of text."""
    return "; ".join(cell.strip() for cell in line.strip("| ").split(" | ")) if line.startswith("|") and line.endswith("|") else line


def _as_printed(title: str, lines: list[str]) -> str:
    """Return the headline as a line above the text has it, where the page's title only adds the site's name to it."""
    for line in lines[:12]:
        if not 15 < len(line) < len(title):
            continue
        rest = title.removeprefix(line).lstrip()
        if len(line.split()) >= 4 and (title.endswith(f" {line}") or (title.startswith(line) and rest[:1] in "|•·–—:-")):
            return line
    return title


def _without_site(title: str, rules: Rules) -> str:
    front, bar, back = next(((title[: hit.start()], hit[1], title[hit.end() :]) for hit in _LAST_BAR.finditer(title)), (title, "", ""))
    return front if bar and back in (rules.title_suffix, rules.name) else title


def _top_stamps(lines: Sequence[str], language: str, rules: Rules) -> list[Stamp]:
    stamps = [stamp for line in lines for stamp in stamps_in(line, language, rules.date_order)]
    return sorted(stamps, key=lambda stamp: stamp.kind == "updated")


def _time_stamps(facts: PageFacts) -> list[Stamp]:
    return [Stamp(day, "") for words in facts.times if (day := stated_day(words, facts.language))]


def _canonical(url: str, named: str) -> str:
    """Return the address under which the report is known: the page's own word for it when that stays on the site, without trackers."""
    if named and url:
        named = urljoin(url, named)
        here, there = urlsplit(url), urlsplit(named)
        one_site = _same_site(bare_host(here.hostname or ""), bare_host(there.hostname or ""))
        if not one_site or (there.path in ("", "/") and here.path not in ("", "/")):
            named = ""
    chosen = named or url
    if urlsplit(chosen).scheme not in ("http", "https"):
        return ""
    cleaned = (clean_url(chosen) or chosen).partition("#")[0]
    return cleaned if len(cleaned) <= LONGEST_ADDRESS else ""


def _same_site(first: str, second: str) -> bool:
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _masthead(sifted: Sifted, host: str) -> str:
    """Return the site's name from above a pasted headline, when the address bears it out."""
    flat = re.sub(r"\W+", "", host.partition(".")[0])
    for line in sifted.mastheads[:3]:
        name = re.split(r"\s[—–|:-]\s", line)[0].strip()
        bare = re.sub(r"\W+", "", re.sub(r"^the ", "", name.casefold()))
        if bare and flat and (bare in flat or (len(flat) >= 4 and flat in bare)):
            return name
    return ""


def _author(words: str) -> str:
    lead = wording().lead(words.casefold(), "authors")
    return words[len(lead) :].strip(" :,|")[:200]


def _alarms(text: str, source: str, sifted: Sifted) -> list[str]:
    """Return what an editor should look at, in words."""
    alarms = []
    words = len(text.split()) if not re.search(r"[぀-ヿ一-鿿]", text) else len(text) // 2
    if words == 0:
        alarms.append("no text found")
    elif words < LITTLE:
        alarms.append(f"only {words} words")
    if not sifted.title:
        alarms.append("no headline")
    if sifted.paywall:
        alarms.append("the rest may be for subscribers only")
    if source.count("\ufffd") > 2:
        alarms.append("some letters could not be read")
    return alarms
