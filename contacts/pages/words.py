"""Words and marks that templates need: labels of the vocabulary, dates, names of languages, small SVG marks.

A builtin library: no template has to load it. Every filter gives back the value itself where it knows no label.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contacts import dates
from contacts.pages import cards, marks
from contacts.record import index
from contacts.record.countries import NAMES as COUNTRIES
from contacts.record.moment import now
from contacts.vocabulary import (
    Correction,
    Kind,
    Link,
    PlaceKind,
    Property,
    PublisherKind,
    Relation,
    ReportKind,
    Role,
    Side,
    Speaker,
    StateAffiliation,
    Status,
)

register = template.Library()

LABELS: dict[str, dict[str, str]] = {
    "affiliation_label": dict(StateAffiliation.choices),
    "correction_label": dict(Correction.choices),
    "kind_label": dict(Kind.choices),
    "link_label": dict(Link.choices),
    "place_kind_label": dict(PlaceKind.choices),
    "property_label": dict(Property.choices),
    "publisher_kind_label": dict(PublisherKind.choices),
    "relation_label": dict(Relation.choices),
    "report_kind_label": dict(ReportKind.choices),
    "role_label": dict(Role.choices),
    "side_label": dict(Side.choices),
    "speaker_label": dict(Speaker.choices),
    "status_label": dict(Status.choices),
    "country_name": COUNTRIES,
}
"""Filters that look one value up, by the name under which templates use them."""

LANGUAGES: dict[str, str] = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "ky": "Kyrgyz", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tg": "Tajik", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
"""English names of languages by BCP 47 primary subtag."""


def _lookup(labels: dict[str, str]) -> Any:
    def label(value: str) -> str:
        return labels.get(value, value)

    return label


for _name, _labels in LABELS.items():
    register.filter(_name, _lookup(_labels))


@register.filter
def edtf_words(value: str) -> str:
    """Return an EDTF date as a reader would say it, or the text itself where it is no date."""
    if not value:
        return ""
    try:
        return dates.in_words(value)
    except dates.BadDate:
        return value


@register.filter
def language_name(value: str) -> str:
    """Return the English name of a language by its BCP 47 tag: “pt-BR” is Portuguese."""
    return LANGUAGES.get(value.split("-")[0].lower(), value) if value else ""


@register.filter
def card_view(card: dict[str, Any]) -> "cards.CardView":
    """Return one timeline row ready to be shown; see `contacts.pages.cards`."""
    return cards.view(card)


@register.simple_tag
def mark(kind: str, status: str, confirmed_by: Iterable[str] = ()) -> SafeString:
    """Return the mark of a contact: shape by kind, fill by status. Decorative: write the words beside it."""
    return marks.svg(kind, status, tuple(confirmed_by or ()))


@register.simple_tag
def voice(speaker: str) -> SafeString:
    """Return a speaker's name with the bar of that side: left for the Kremlin, right for the White House."""
    return cards.chip(speaker)


@register.simple_tag
def voices(speakers: Iterable[str]) -> SafeString:
    """Return several speakers one after the other, in the order of the vocabulary."""
    return cards.voices(tuple(speakers))


@register.simple_tag
def status_badge(status: str, confirmed_by: Iterable[str] = ()) -> SafeString:
    """Return the status in words, with the side where one side alone confirms."""
    return cards.badge(status, tuple(confirmed_by or ()))


@register.simple_tag
def section_link(name: str, label: str, path: str) -> SafeString:
    """Return the navigation item of a section; marked as current on its own page and, less so, on pages below it."""
    url = reverse(f"pages:{name}")
    current = mark_safe(f' aria-current="{"page" if path == url else "true"}"') if path.startswith(url) else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, current, label)


@dataclass(frozen=True)
class RecordState:
    """What header and footer say of the whole record."""

    contacts: int
    reports: int
    seq: int
    at: datetime
    first: date | None
    last: date | None


@register.simple_tag
def record_state() -> RecordState:
    """Return the size and the last edition of the record. Queries: none within a page, unless the record has moved."""
    present, head = index.current(), now()
    return RecordState(present.total, present.reports, head.seq, head.at, present.first, present.last)


@register.simple_tag
def legend(kinds: Iterable[str] = (), statuses: Iterable[str] = ()) -> dict[str, list[tuple[SafeString, str]]]:
    """Return marks with their words for the legend: of these kinds and statuses, or of all."""
    return marks_with_words(tuple(kinds or ()), tuple(statuses or ()))


@lru_cache(maxsize=50)
def marks_with_words(kinds: tuple[str, ...], statuses: tuple[str, ...]) -> dict[str, list[tuple[SafeString, str]]]:
    """Return what `{% legend %}` shows: `kinds` by shape, `fills` by status."""
    fills: list[tuple[SafeString, str]] = []
    for status, words in (
        (Status.CONFIRMED_BOTH, "confirmed by both sides"),
        (Status.CONFIRMED_ONE, ""),
        (Status.REPORTED, "reported only"),
        (Status.DENIED, "denied"),
        (Status.ANNOUNCED, "announced"),
        (Status.POSTPONED, "postponed or cancelled"),
        (Status.RETRACTED, "retracted"),
    ):
        present = {Status.POSTPONED, Status.CANCELLED} if status == Status.POSTPONED else {status}
        if statuses and not present & set(statuses):
            continue
        if status == Status.CONFIRMED_ONE:
            fills.append((marks.svg(Kind.CALL, status, (Speaker.KREMLIN,)), "by the Kremlin alone"))
            fills.append((marks.svg(Kind.CALL, status, (Speaker.WHITE_HOUSE,)), "by the White House alone"))
        else:
            fills.append((marks.svg(Kind.CALL, status), words))
    shapes = [(marks.svg(kind, Status.CONFIRMED_BOTH), Kind(kind).label.lower()) for kind in Kind.values if not kinds or kind in kinds]
    return {"kinds": shapes, "fills": fills}
