"""How a page of the record is cited: as plain text and as BibTeX, with id and revision. Pure functions."""

import re
from datetime import datetime

from contacts.dates import in_words
from contacts.record.edition import Document
from contacts.vocabulary import Kind

SITE_NAME = "Putin–Trump contacts"


def heading(document: Document) -> str:
    """Return a contact's kind and date in words: “Call, 21 November 2017”."""
    return f"{Kind(document['kind']).label}, {in_words(document['date']['edtf'])}"


def plain(document: Document, revision: int, at: datetime, address: str) -> str:
    """Return the reference in words. The day of access is left to the reader: the page is the same for all."""
    return (
        f"“{heading(document)}: {document['title']}”. {SITE_NAME}, record {document['id']}, "
        f"revision {revision} of {in_words(at.date().isoformat())}. {address} (accessed …)."
    )


def bibtex(document: Document, revision: int, at: datetime, address: str) -> str:
    """Return the reference for BibLaTeX."""
    fields = {
        "title": "{" + _tex(f"{heading(document)}: {document['title']}") + "}",
        "organization": SITE_NAME,
        "date": f"{at:%Y-%m-%d}",
        "version": f"revision {revision}",
        "note": f"record {document['id']}",
        "url": address,
        "urldate": "",
    }
    lines = ",\n".join(f"  {name:<12} = {{{value}}}" for name, value in fields.items())
    return f"@online{{{document['id']},\n{lines}\n}}"


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
