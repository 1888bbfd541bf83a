"""The signed mark in each form: when it was opened, and a number used once. The private link follows from it.

Sending the same form twice thus leads to the same tip, and a form that a program recorded serves it once.
"""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from typing import NamedTuple

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "contacts.tips.stamp"
LEAST_SECONDS = 4  # nobody reads the form and writes a sentence in less
MOST_SECONDS = 24 * 60 * 60
TOKEN_BYTES = 24  # 192 bits cannot be guessed


class Stamp(NamedTuple):
    """`opened` is in seconds since 1970."""

    nonce: str
    opened: float

    @property
    def age(self) -> float:
        """Seconds since the form was opened."""
        return time.time() - self.opened

    @property
    def token(self) -> str:
        """What stands in the private link of the tip that is sent with this form. Only the server can work it out."""
        digest = salted_hmac("contacts.tips.token", self.nonce, algorithm="sha256").digest()
        return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()

    def signed(self) -> str:
        """Return the stamp as it stands in the form."""
        return signing.dumps([self.nonce, self.opened], salt=SALT)


def fresh(*, ripe: bool = False) -> Stamp:
    """Return a stamp of now; a `ripe` one may be sent at once, for those who filled in the form before."""
    return Stamp(secrets.token_urlsafe(18), time.time() - (LEAST_SECONDS if ripe else 0))


def read(text: str) -> Stamp | None:
    """Return the stamp that a form came with, or None where it is none of ours."""
    try:
        nonce, opened = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stamp(str(nonce), float(opened))


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
