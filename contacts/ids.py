"""Public identifiers: short, random, never reused, safe to read aloud."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u."""

LENGTH = 10  # characters; 50 random bits: one accidental clash among a million ids has odds of about 1 in 2,000


def new_id() -> str:
    """Return a fresh random identifier of ten characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived_id(*parts: str) -> str:
    """Return the identifier that these parts always give; for data that must load alike everywhere."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:8], "big")
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)
