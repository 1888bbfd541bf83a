"""Places in a list, as readers carry them in addresses: opaque, and refused when we did not hand them out."""

import base64
import binascii
from datetime import date, datetime, timedelta

from contacts.record.filters import BadFilter


def encode(moment: datetime | date | None, record_id: str) -> str:
    """Return the cursor of a place in a list. A moment is in UTC."""
    text = f"{moment.isoformat() if moment else ''}|{record_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def split(cursor: str, name: str = "before", nearest: str = "") -> tuple[str, str]:
    """Return the moment, as text, and the id that a cursor holds. Raises: BadFilter."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise unknown(cursor, name, nearest) from error
    moment, bar, record_id = text.partition("|")
    if not bar or not (record_id.isascii() and record_id.isalnum()) or len(record_id) > 10:
        raise unknown(cursor, name, nearest)
    return moment, record_id


def moment_of(cursor: str, name: str = "before", nearest: str = "") -> tuple[datetime, str]:
    """Return the moment in UTC and the id that a cursor holds. Raises: BadFilter."""
    text, record_id = split(cursor, name, nearest)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise unknown(cursor, name, nearest) from error
    if moment.utcoffset() != timedelta(0):
        raise unknown(cursor, name, nearest)
    return moment, record_id


def unknown(cursor: str, name: str = "before", nearest: str = "") -> BadFilter:
    """Return the error for a cursor that we did not hand out."""
    return BadFilter(name, cursor, f"“{name}” is not a place in this list.", nearest)
