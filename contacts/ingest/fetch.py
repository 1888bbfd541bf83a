"""Network → RawPage: one page over http or https, within limits of size, time and redirects.

What comes back is bytes as served; no charset is guessed here. Every failure is one of `fetch_errors`, in words.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from django.utils import timezone
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError as Urllib3Error

from contacts.ingest.fetch_errors import FetchError, HttpStatus, NotAnArticle, Refused, TooLarge, TooSlow, Unreachable
from contacts.ingest.guard import PASTE, Watch, check_url, guarded_session, why_forbidden
from contacts.ingest.records import RawPage

__all__ = ["FetchError", "HttpStatus", "NotAnArticle", "Policy", "Refused", "TooLarge", "TooSlow", "Unreachable", "fetch"]

READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Policy:
    """How far a fetch may go. `allow_loopback` is for tests with a server on this machine.

    Units: bytes, seconds.
    """

    max_bytes: int = 10 * 1024 * 1024  # unpacked
    max_seconds: float = 30.0  # from the first connection to the last byte, redirects included
    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    max_redirects: int = 5
    seconds_between_calls: float = 1.0  # to one host, from this process
    user_agent: str = "Mozilla/5.0 (compatible; putin-trump-contacts/0.1; fetches single articles for an editor)"
    allow_loopback: bool = False


STRICT = Policy()


class Politeness:
    """Spaces out calls to one host. In this process alone; many workers each keep their own count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        """Start with every host free."""
        self._clock, self._sleep = clock, sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait_for(self, host: str, seconds: float) -> None:
        """Sleep until this host may be called again, and book the next turn.

        Units: seconds.
        """
        if seconds <= 0:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            if len(self._free_at) > 10_000:
                self._free_at = {name: when for name, when in self._free_at.items() if when > now}
            self._free_at[host] = turn + seconds
        if turn > now:
            self._sleep(turn - now)


_politeness = Politeness()


def fetch(url: str, policy: Policy = STRICT, *, etag: str = "", last_modified: str = "", politeness: Politeness = _politeness) -> RawPage:
    """Return the page at this address. With `etag` or `last_modified` of the last capture, an unchanged page has no body.

    Raises: FetchError (Refused, Unreachable, TooSlow, TooLarge, NotAnArticle, HttpStatus); its `retry` says whether to try later.
    """
    address = check_url(url, allow_loopback=policy.allow_loopback)
    headers = {
        "User-Agent": policy.user_agent,
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    watch = Watch()
    called: set[str] = set()
    with guarded_session(watch, allow_loopback=policy.allow_loopback) as session:
        spent = 0.0
        for _hop in range(policy.max_redirects + 1):
            host = urlsplit(address).hostname or ""
            if host not in called:
                politeness.wait_for(host, policy.seconds_between_calls)
                called.add(host)
            left = policy.max_seconds - spent
            began = time.monotonic()
            answer = _one_call(session, watch, address, headers, policy, left)
            spent += time.monotonic() - began
            if isinstance(answer, str):
                address = check_url(answer, allow_loopback=policy.allow_loopback)
                continue
            response, body = answer
            return RawPage(
                url=address,
                requested_url=url,
                body=body,
                content_type=response.headers.get("Content-Type", ""),
                fetched_at=timezone.now(),
                etag=response.headers.get("ETag", ""),
                last_modified=response.headers.get("Last-Modified", ""),
                not_modified=response.status_code == 304,
            )
    raise Refused(f"The address redirects more than {policy.max_redirects} times. Give the address that a browser ends at.")


def _one_call(
    session: requests.Session, watch: Watch, address: str, headers: dict[str, str], policy: Policy, left: float
) -> str | tuple[requests.Response, bytes]:
    """Return the next address of a redirect, or the answer with its body; turn every failure into a named one."""
    host = urlsplit(address).hostname
    slow = f"{host} did not send the page within {policy.max_seconds:g} seconds. Try again later, or paste the text."
    if left <= 0:
        raise TooSlow(slow)
    timeout = (min(policy.connect_seconds, left), min(policy.read_seconds, left))
    try:
        with watch.for_seconds(left):
            request = session.prepare_request(requests.Request("GET", address, headers=headers))
            check_url(request.url or "", allow_loopback=policy.allow_loopback)  # as the library understands it
            with session.send(request, stream=True, timeout=timeout) as response:
                if response.status_code in REDIRECTS and (target := session.get_redirect_target(response)):
                    return urljoin(address, target)
                _check_status(response)
                if response.status_code == 304:
                    return response, b""
                _check_headers(response, policy)
                body = _read(response, policy)
        if watch.cut:
            raise TooSlow(slow)
    except FetchError:
        raise
    except InvalidIPAddress as error:
        ip = error.args[0]
        raise Refused(f"{host} leads to {ip}, an address {why_forbidden(ip)}. Only public addresses are fetched. {PASTE}") from error
    except (requests.RequestException, Urllib3Error, OSError, UnicodeError) as error:
        raise _in_words(error, host or "", slow, watch) from error
    _check_body(response, body)
    return response, body


def _in_words(error: Exception, host: str, slow: str, watch: Watch) -> FetchError:
    if watch.cut or isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return TooSlow(slow)
    if isinstance(error, requests.exceptions.SSLError) or "certificate" in str(error).lower():
        return Refused(f"The certificate of {host} cannot be trusted. {PASTE}")
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError)):
        return Refused(f"The address leads to “{host}”, which is no host name.")
    if "decod" in str(error).lower():
        return NotAnArticle(f"The answer of {host} is packed wrongly and cannot be unpacked. {PASTE}")
    if "resolve" in str(error).lower():
        return Unreachable(f"The name {host} is not known. See whether it is written rightly, or try again later.")
    return Unreachable(f"{host} does not answer, or broke off. Try again later, or paste the text.")


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    if status in (200, 203, 304):
        return
    wait = _seconds_to_wait(response.headers.get("Retry-After", ""))
    if status in WORTH_ANOTHER_TRY:
        raise HttpStatus(f"The site is busy or broken just now ({status}). Try again later.", status=status, retry=True, retry_after=wait)
    if status in (404, 410):
        words = f"There is no page at this address ({status}). Look for the article elsewhere, or paste the text."
    elif status in (401, 402, 403, 407, 451):
        words = f"The site does not give this page to programs ({status}). {PASTE}"
    else:
        words = f"The site answered with {status} instead of a page. {PASTE}"
    raise HttpStatus(words, status=status)


def _seconds_to_wait(header: str) -> int | None:
    if header.strip().isdigit():
        return min(int(header), 86_400)
    try:
        seconds = (parsedate_to_datetime(header) - timezone.now()).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(int(seconds), 0), 86_400)


def _check_headers(response: requests.Response, policy: Policy) -> None:
    """Refuse by the headers alone what need not be read."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "application/pdf":
        raise NotAnArticle("PDF: paste the text instead.")
    if kind not in READABLE:
        raise NotAnArticle(f"This is “{kind}”, not a web page. {PASTE}")
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in PACKINGS:
        raise NotAnArticle(f"The page is packed as “{packing}”, which was not asked for. {PASTE}")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > policy.max_bytes:
        raise TooLarge(_too_large(policy))


def _too_large(policy: Policy) -> str:
    return f"The page is larger than {policy.max_bytes / 1024 / 1024:g} MB, which no article is. Paste the text instead."


def _read(response: requests.Response, policy: Policy) -> bytes:
    """Return the unpacked body, a piece at a time, so that neither a packed bomb nor an endless stream fills the memory."""
    body = bytearray()
    while piece := response.raw.read1(CHUNK, decode_content=True):
        body += piece
        if len(body) > policy.max_bytes:
            raise TooLarge(_too_large(policy))
    return bytes(body)


def _check_body(response: requests.Response, body: bytes) -> None:
    """Refuse by the first bytes what is no text, whatever the server calls it."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.strip():
        raise NotAnArticle(f"The page is empty. {PASTE}")
    if head.startswith(b"%PDF-"):
        raise NotAnArticle("PDF: paste the text instead.")
    if re.match(rb"\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|\x1f\x8b|\xd0\xcf\x11\xe0|OggS|ID3|RIFF", head):
        raise NotAnArticle(f"This is a file, not a web page. {PASTE}")
