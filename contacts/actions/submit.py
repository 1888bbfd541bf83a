"""Hand in URLs and texts."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db import transaction

from contacts.actions.errors import CannotDecide
from contacts.dates import BadDate, parse
from contacts.models import Submission

LONGEST_TEXT = 1_000_000  # characters
LONGEST_URL = 1_000  # characters


@transaction.atomic
def submit(*, by: str, urls: Sequence[str] = (), text: str = "", published: str = "") -> list[Submission]:
    """Put addresses, or one text with the address it came from, into the queue; return their submissions.

    Raises: CannotDecide, which names what is wrong; then nothing is queued.
    """
    urls = list(dict.fromkeys(url.strip() for url in urls if url.strip()))
    for url in urls:
        _check(url)
    if published:
        try:
            parse(published)
        except BadDate as error:
            raise CannotDecide(str(error)) from error
    text = text.replace("\x00", "").strip()
    if not text and not urls:
        raise CannotDecide("Give an address or paste a text.")
    if len(text) > LONGEST_TEXT:
        raise CannotDecide(f"The text has {len(text):,} characters; {LONGEST_TEXT:,} is the limit. Paste the article alone.")
    if text and len(urls) > 1:
        raise CannotDecide("A pasted text has one address. Hand in the other addresses by themselves.")
    if text:
        return [Submission.objects.create(url=urls[0] if urls else "", pasted=text, published=published, submitted_by=by)]
    return [Submission.objects.create(url=url, published=published, submitted_by=by) for url in urls]


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CannotDecide(f"“{url[:100]}” is not an address: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST_URL:
        raise CannotDecide(
            f"“{url[:100]}” is not a web address. It must begin with http:// or https:// and be at most {LONGEST_URL} characters."
        )
