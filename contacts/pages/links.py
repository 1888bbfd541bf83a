"""Small pieces of HTML that stand on pages by the dozen: links to records and sources, a claim in one line, a passage.

Made in Python and remembered, because a page of sixty claims would otherwise spend its time in template nodes.
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contacts.pages.cards import chip
from contacts.record.edition import Document
from contacts.vocabulary import Property, Rank


@lru_cache(maxsize=20_000)
def record_link(record_type: str, slug: str, name: str) -> SafeString:
    """Return a link to the page of a topic, person, place, publisher or report, by its name."""
    return format_html('<a href="{}">{}</a>', reverse(f"pages:{record_type}", args=[slug]), name)


def link_to(short: Document | None) -> SafeString:
    """Return a link to the record that a document embeds, or nothing."""
    return record_link(short["type"], short["slug"], short["name"]) if short else SafeString("")


def source_links(report: Document) -> SafeString:
    """Return a source's name as a link down to its entry on the contact's page, and one out to the text itself."""
    return _source_links(report["id"], report["publisher"]["name"], report["url"])


@lru_cache(maxsize=20_000)
def _source_links(report_id: str, publisher: str, url: str) -> SafeString:
    down = format_html('<a href="#report-{}">{}</a>', report_id, publisher)
    return format_html("{} {}", down, outward(url, publisher)) if url else down


def outward(url: str, publisher: str) -> SafeString:
    """Return a link to a page elsewhere, which says where it leads to those who hear it."""
    return format_html(
        '<a class="outward" href="{}" rel="noopener nofollow">page<span class="visually-hidden"> at {}</span></a>', url, publisher
    )


def claim_line(claim: Document, language: str, *, link_topic: bool = False) -> SafeString:
    """Return one claim as HTML: speaker, property and value, person, note, and the passage where there is one."""
    return format_html(
        "{} <b>{}{}.</b>{}{}{}{}",
        chip(claim["speaker"]),
        Property(claim["property"]).label,
        _value(claim, link_topic),
        format_html(" {}.", link_to(claim["person"])) if claim["person"] else "",
        f" {claim['note']}",
        SafeString(' <span class="report-ours">set aside</span>') if claim["rank"] == Rank.DEPRECATED else "",
        passage(claim["passage"], language),
    )


def _value(claim: Document, link_topic: bool) -> str:
    if not claim["value"]:
        return ""
    topic = claim["value"].get("topic")
    if topic and link_topic:
        return format_html(": {}", link_to(topic))
    return f": {claim['text'].rstrip('.')}"


def passage(found: Document | None, language: str) -> SafeString:
    """Return the words of a report that say it, with a little of what stands around them; nothing where there are none."""
    if not found:
        return SafeString("")
    return format_html(
        '<blockquote class="passage" lang="{}">…{}<mark>{}</mark>{}…</blockquote>',
        language or "und",
        found["prefix"],
        found["exact"],
        found["suffix"],
    )
