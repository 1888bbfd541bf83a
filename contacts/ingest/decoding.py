"""Bytes → text, in whatever charset they came."""

import re

from charset_normalizer import from_bytes

_DECLARED = re.compile(rb"""(?:charset\s*=\s*|encoding\s*=\s*)["']?\s*([\w.:-]+)""", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a body: by its mark, as UTF-8, in the charset that it or the server names, or by its looks.

    Bytes that mean nothing in the charset become U+FFFD; nothing is raised.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    named = [
        hit[1].decode("ascii", "ignore")
        for text in (content_type.encode("ascii", "ignore"), body[:4096])
        if (hit := _DECLARED.search(text))
    ]
    for charset in named:
        try:
            return body.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    text = body.decode("utf-8", "replace")
    strange = sum(byte >= 0x80 for byte in body)
    says_so = bool(named) and named[0].lower().replace("_", "-") in ("utf-8", "utf8") and strange * 20 < len(body)
    if says_so or text.count("\ufffd") * 20 < strange or broken_at > len(body) - 4:
        return text  # UTF-8 with a few broken places
    for charset in named:
        try:
            text = body.decode(charset, "replace")
        except LookupError:
            continue
        if text.count("\ufffd") * 20 < strange:
            return text
    best = from_bytes(body[:50_000]).best()
    return body.decode(best.encoding if best else "utf-8", "replace")
