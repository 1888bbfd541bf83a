"""What one step of the ingest hands to the next: frozen records of plain values.

This module promises to import nothing but the standard library, so each step is tested with values alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class RawPage:
    """What was fetched from the network, read from a file or pasted into a form."""

    url: str  # final address after redirects; "" for pasted text
    requested_url: str
    body: bytes  # as served, decompressed, charset untouched; b"" when not_modified
    content_type: str  # as served; "" unknown
    fetched_at: datetime  # UTC
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False  # the server says that the text has not changed since the capture we named


@dataclass(frozen=True)
class ExtractedReport:
    """What one page says of itself, and its text. An empty string stands for "not known"."""

    title: str
    publisher: str
    publisher_host: str
    published: str  # EDTF
    author: str
    language: str  # BCP 47
    canonical_url: str
    text: str  # clean paragraphs in the original wording, "\n\n" between; passages point into it
    alarms: tuple[str, ...] = ()  # what an editor should look at, in words: "only 40 words"
    dateline: str = ""  # "MOSCOW, November 21. /TASS/."
    credit: str = ""  # agency named in credit line, byline or dateline


@dataclass(frozen=True)
class Candidate:
    """A known contact as the matcher sees it."""

    slug: str
    kind: str  # contacts.vocabulary.Kind
    earliest: date
    latest: date
    title: str
    summary: str
    place: str  # words for city and venue
    country: str
    topics: tuple[str, ...] = ()  # slugs
    minutes: tuple[int, ...] = ()  # lengths that have been claimed
    status: str = ""  # contacts.vocabulary.Status


@dataclass(frozen=True)
class Match:
    """One known contact that a report may be about, with the reasons in words."""

    contact: str  # slug
    score: float  # 0..1
    why: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A prefilled contact for an editor, when no known one fits."""

    kind: str  # contacts.vocabulary.Kind
    date: str  # EDTF, "" unknown
    title: str = ""
    place: str = ""
    country: str = ""


@dataclass(frozen=True)
class Verdict:
    """Which contact a report is about, and which others it mentions."""

    verdict: str  # reports | announcement | mentions | new | none
    contact: str  # slug or ""
    matches: tuple[Match, ...] = ()  # best first, ten at most
    mentions: tuple[str, ...] = ()  # slugs of other contacts named in passing
    draft: Draft | None = None  # when the verdict is new or announcement


@dataclass(frozen=True)
class Passage:
    """A place in a report's text (TextQuoteSelector). `exact` stands in the text literally.

    Source: W3C Web Annotation Data Model, 4.2.4.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class SuggestedClaim:
    """One thing that one speaker says about the contact, as the machine reads it; a person decides."""

    property: str  # contacts.vocabulary.Property
    value: Mapping[str, Any]
    speaker: str  # contacts.vocabulary.Speaker
    person: str  # slug of the person who says it, or ""
    passage: Passage
    score: float  # 0..1
    why: str  # which words led to it


@dataclass(frozen=True)
class OriginGuess:
    """What a report most likely goes back to: an agency wire, a readout, an earlier text."""

    label: str
    score: float  # 0..1
