"""Claims, reports and contacts as they stand in documents: for the pure parts of the record, which need no database."""

from itertools import count
from typing import Any

from contacts.record.edition import Document
from contacts.vocabulary import Property

_numbers = count(1)


def short(kind: str, name: str, **fields: Any) -> Document:
    return {"type": kind, "id": f"{kind}-{name}", "slug": name, "name": name.title(), **fields}


def claim(speaker: str, property_name: str, value: Document | None = None, **fields: Any) -> Document:
    """A claim of normal rank in report r1; its text tells its value."""
    value = value or {}
    text = value["topic"]["name"] if "topic" in value else " ".join(str(part) for part in value.values())
    base = {
        "id": f"c{next(_numbers)}",
        "property": property_name,
        "value": value,
        "text": text or Property(property_name).label,
        "speaker": speaker,
        "person": None,
        "report": "r1",
        "note": "",
        "rank": "normal",
        "passage": None,
    }
    return base | fields


def said(speaker: str, topic: str, **fields: Any) -> Document:
    return claim(speaker, Property.TOPIC, {"topic": short("topic", topic)}, **fields)


def unsaid(speaker: str, topic: str, **fields: Any) -> Document:
    return claim(speaker, Property.NOT_DISCUSSED, {"topic": short("topic", topic)}, **fields)


def length(speaker: str, minutes: int, qualifier: str = "exactly", **fields: Any) -> Document:
    return claim(speaker, Property.DURATION, {"minutes": minutes, "qualifier": qualifier}, **fields)


def report(name: str, publisher: str, origin: tuple[str, str] | None = None) -> Document:
    """A short form of a report; `origin` is the slug of what it goes back to and its publisher (or an empty string)."""
    return {
        "type": "report",
        "id": name,
        "title": f"Headline {name}",
        "description": "",
        "url": f"https://news.example/{name}",
        "publisher": short("publisher", publisher, country="US"),
        "origin": {
            "slug": origin[0],
            "label": origin[0].upper(),
            "publisher": short("publisher", origin[1], country="RU") if origin[1] else None,
        }
        if origin
        else None,
        "published": "2017-11-21",
        "language": "en",
        "kind": "news-report",
        "role": "wire",
        "author": "",
    }


def core(claims: list[Document], reports: list[Document] | None = None, **fields: Any) -> Document:
    """What `complete` starts from."""
    return {
        "type": "contact",
        "id": "k1",
        "slug": "2017-11-21-call",
        "title": "Call on Syria",
        "kind": "call",
        "date": {"edtf": "2017-11-21", "earliest": "2017-11-21", "latest": "2017-11-21", "precision": "day"},
        "retraction_reason": "",
        "summary": "",
        "place": None,
        "occasion": "",
        "claims": claims,
        "reports": [{"relation": "reports", "report": one} for one in reports or [report("r1", "tass")]],
        "related": [],
    } | fields
