"""One timeline row made ready in Python, so that thirty of them cost the template next to nothing.

Takes the card of the read model as it is stored; runs no queries.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from contacts import dates
from contacts.pages import marks
from contacts.record.countries import NAMES as COUNTRIES
from contacts.vocabulary import SIDES, Kind, Property, Speaker, Status

LEAD = (90, 230)  # characters; a lead grows by whole sentences until it has the first, and stays below the second
TOPICS_SHOWN = 8  # on one card; the contact's own page has them all

SIDE_NAMES: dict[str, str] = {Speaker.KREMLIN: "the Kremlin", Speaker.WHITE_HOUSE: "the White House"}

STATUS_WORDS: dict[str, str] = {value: label.lower() for value, label in Status.choices}

DIFFER_ON: dict[str, str] = {
    Property.DATE: "the date",
    Property.CLOCK_TIME: "the hour",
    Property.DURATION: "the length",
    Property.INITIATOR: "who sought it",
    Property.KIND: "the kind of contact",
    Property.PLACE: "the place",
}
"""How a card names the properties on which two accounts exclude one another."""

_KINDS = dict(Kind.choices)
_SPEAKERS = dict(Speaker.choices)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class When:
    """A date as a card sets it: large words, small words, and the value of a time element where HTML has one."""

    large: str
    small: str
    machine: str


@dataclass(frozen=True)
class CardView:
    """What `components/contact_card.html` shows."""

    url: str
    title: str
    when: When
    mark: SafeString
    kind: str
    status: SafeString
    place: str
    lead: str
    lengths: list[SafeString]
    topics: SafeString
    more_topics: int
    differ_on: str
    origins: str


def view(card: dict[str, Any]) -> CardView:
    """Return one row ready to be shown."""
    confirmed_by = tuple(card["confirmed_by"])
    topics = card["topics"]
    return CardView(
        url=contact_url(card["id"], card["slug"]),
        title=card["title"],
        when=when(card["date"]["edtf"]),
        mark=marks.svg(card["kind"], card["status"], confirmed_by),
        kind=_KINDS.get(card["kind"], card["kind"]),
        status=badge(card["status"], confirmed_by),
        place=_place(card["place"], card["occasion"]),
        lead=lead(card["summary"]),
        lengths=[_length(length["text"], tuple(length["speakers"])) for length in card["lengths"]],
        topics=mark_safe("".join(_topic(topic["name"], tuple(topic["speakers"])) for topic in topics[:TOPICS_SHOWN])),
        more_topics=max(0, len(topics) - TOPICS_SHOWN),
        differ_on=_differ_on(card["disagreements"], topics) if card["disagreements"] else "",
        origins=_counted(card["origins"], "origin") + ", " + _counted(card["reports"], "report"),
    )


@lru_cache(maxsize=20_000)
def contact_url(record_id: str, slug: str) -> str:
    """Return the address of a contact's page."""
    return reverse("pages:contact", args=[record_id, slug])


@lru_cache(maxsize=100)
def chip(speaker: str) -> SafeString:
    """Return a speaker's name with the bar of that side: left for the Kremlin, right for the White House."""
    return format_html('<span class="voice voice--{}">{}</span>', speaker, _SPEAKERS.get(speaker, speaker))


def voices(speakers: tuple[str, ...]) -> SafeString:
    """Return several speakers one after the other, in the order of the vocabulary."""
    return format_html_join(" ", "{}", ((chip(speaker),) for speaker in _ordered(speakers)))


@lru_cache(maxsize=200)
def badge(status: str, confirmed_by: tuple[str, ...] = ()) -> SafeString:
    """Return the status in words; where one side alone confirms, with its name and its bar."""
    extra = f" status--by-{confirmed_by[0]}" if status == Status.CONFIRMED_ONE and confirmed_by else ""
    return format_html('<span class="status status--{}{}">{}</span>', status, extra, status_words(status, confirmed_by))


def status_words(status: str, confirmed_by: tuple[str, ...] = ()) -> str:
    """Return the status as it stands in a sentence: “confirmed by the Kremlin alone”."""
    if status == Status.CONFIRMED_ONE and len(confirmed_by) == 1 and confirmed_by[0] in SIDE_NAMES:
        return f"confirmed by {SIDE_NAMES[confirmed_by[0]]} alone"
    return STATUS_WORDS.get(status, status)


@lru_cache(maxsize=20_000)
def when(edtf: str) -> When:
    """Return a date in large and small words. A day that is not known is never shown as a day."""
    known = dates.parse(edtf)
    start, end = known.earliest, known.latest
    if known.precision == "day" and edtf[-1].isdigit():
        return When(f"{start.day} {_MONTHS[start.month - 1]}", str(start.year), edtf)
    year = str(start.year)
    if known.precision == "interval" and "/" in edtf:
        return _interval(edtf, start, end)
    about = {"?": "perhaps ", "~": "about ", "%": "perhaps about "}.get(edtf[-1], "")
    if known.precision == "day":
        return When(f"{about}{start.day} {_MONTHS[start.month - 1]}", year, edtf[:-1])
    if known.precision == "month":
        return When(f"{about}{_MONTH_NAMES[start.month - 1]}", f"{year}, day not known", f"{start:%Y-%m}")
    if known.precision == "season":
        season = dates.SEASONS[int(edtf.rstrip("?~%")[-2:])][0]
        return When(f"{about}{season}", f"{year}, day not known", "")
    if known.precision == "year":
        return When(f"{about}{year}", "day not known", year)
    return When(f"{about}{year}s", "day not known", "")


def _interval(edtf: str, start: date, end: date) -> When:
    first, _, second = edtf.partition("/")
    if dates.parse(first).precision == "year":
        return When(f"{start.year} – {end.year}", "day not known", "")
    days = "day" in (dates.parse(first).precision, dates.parse(second).precision)
    one = f"{start.day} {_MONTHS[start.month - 1]}" if days else _MONTHS[start.month - 1]
    other = f"{end.day} {_MONTHS[end.month - 1]}" if days else _MONTHS[end.month - 1]
    years = str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    return When(f"{one} – {other}", f"{years}, day not known", "")


def lead(summary: str) -> str:
    """Return the first sentences of a summary, of a length between the two of `LEAD`; a longer one ends at a semicolon."""
    least, most = LEAD
    if len(summary) <= most:
        return summary
    end = _sentence_end(summary, 0)
    while end < least or _sentence_end(summary, end) <= most:
        end = _sentence_end(summary, end)
    if end > most and (clause := summary.rfind("; ", least, most)) != -1:
        return f"{summary[:clause]} …"
    return summary[:end].rstrip()


def _sentence_end(text: str, start: int) -> int:
    """Return where the sentence that begins at `start` ends; a full stop after one letter, as in “J. Bolton”, ends none."""
    at = start
    while (at := text.find(". ", at)) != -1:
        if at < 2 or text[at - 2] not in " .":
            return at + 2
        at += 2
    return len(text)


def _place(place: dict[str, Any] | None, occasion: str) -> str:
    words = []
    if place:
        country = COUNTRIES.get(place["country"], "")
        words.append(f"{place['name']}, {country}" if country and country not in place["name"] else place["name"])
    if occasion:
        words.append(occasion)
    return " · ".join(words)


@lru_cache(maxsize=5_000)
def _length(text: str, speakers: tuple[str, ...]) -> SafeString:
    return format_html("{} {}", text, voices(speakers))


@lru_cache(maxsize=5_000)
def _topic(name: str, speakers: tuple[str, ...]) -> SafeString:
    """Return a topic with the bars of those who said it came up, and their names for those who do not see bars."""
    known = _ordered(speakers)
    sides = {side.value for side in SIDES if side in known or Speaker.JOINT in known}
    classes = " ".join(f"topic--{side}" for side in sorted(sides)) or "topic--others"
    names = ", ".join(_SPEAKERS.get(speaker, speaker) for speaker in known)
    return format_html('<li class="topic {}">{}<span class="visually-hidden"> ({})</span></li>', classes, name, names)


def _ordered(speakers: tuple[str, ...]) -> list[str]:
    order: list[str] = list(Speaker.values)
    return sorted(speakers, key=lambda speaker: order.index(speaker) if speaker in order else len(order))


def _differ_on(disagreements: list[str], topics: list[dict[str, Any]]) -> str:
    names = {topic["slug"]: topic["name"] for topic in topics}
    words = []
    for key in disagreements:
        prefix, _, slug = key.partition(":")
        words.append(f"whether {names.get(slug, slug)} came up" if prefix == "topic" else DIFFER_ON.get(key, key))
    return ", ".join(words)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
