"""Answers to public pages, kept in the memory of each web process, right by construction.

The key is the address and the seq of the log: publishing moves the seq, and what was kept before is never looked at
again. Public pages depend on nothing else: not on cookies, not on who asks.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe
from django_htmx.middleware import HtmxDetails

from contacts.record.moment import fresh, holding, now

STARTED = timezone.now()
"""When this process began: an answer from before may have been made by older templates."""

MOST_BYTES = 64 * 1024 * 1024  # kept in each web process
SMALL = 500  # bytes; compressing less than this gains nothing

Key = tuple[str, str, str, str, bool]
"""What an answer depends on: scheme, host, path with query, and whether htmx asks for a part of the page."""


@dataclass(frozen=True)
class Kept:
    """One answer, ready to be sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    zipped: bytes
    etag: str

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        return len(self.body) + len(self.zipped) + 1_000


class PublicCache:
    """Middleware: answers from memory while the record has not moved, and tells clients how to ask again cheaply."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep at most `PAGE_CACHE_ENTRIES` answers and `MOST_BYTES`, those used last."""
        self._get_response = get_response
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._seq = -1
        self._size = 0
        self._limit = settings.PAGE_CACHE_ENTRIES
        self._uncached = settings.UNCACHED_PREFIXES
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or ask the page and keep what it says. Queries: 1, the head of the log."""
        if request.method not in ("GET", "HEAD") or request.path.startswith(self._uncached):
            return self._get_response(request)
        try:
            moment, host = now(), request.get_host()
        except (DatabaseError, DisallowedHost):
            return self._get_response(request)  # it meets the same error where answers get their security headers
        seq, at = moment
        key = (request.scheme or "", host, request.path, str(request.META.get("QUERY_STRING", "")), _wants_part(request))
        kept = self._find(seq, key)
        if kept is None:
            with holding(moment):
                response = self._get_response(request)
            if not _may_be_kept(response):
                return response
            assert isinstance(response, HttpResponse)
            kept = _keep(response, seq)
            self._store(seq, key, kept)
        return _answer(request, kept, at)

    def _find(self, seq: int, key: Key) -> Kept | None:
        with self._lock:
            if seq > self._seq or (seq < self._seq and fresh().seq < self._seq):  # else it began before the last publication
                self._kept.clear()
                self._size = 0
                self._seq = seq
            if seq != self._seq:
                return None
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _store(self, seq: int, key: Key, kept: Kept) -> None:
        with self._lock:
            if seq != self._seq or key in self._kept:
                return
            self._kept[key] = kept
            self._size += kept.size
            while self._kept and (len(self._kept) > self._limit or self._size > MOST_BYTES):
                self._size -= self._kept.popitem(last=False)[1].size


def _wants_part(request: HttpRequest) -> bool:
    """Whether the answer is a part of a page, by the very rule of the pages: else one could be kept in place of the other."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.history_restore_request


def _may_be_kept(response: HttpResponseBase) -> bool:
    return (
        not response.streaming
        and response.status_code in (200, 301, 308, 410)
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


def _keep(response: HttpResponse, seq: int) -> Kept:
    body = response.content
    own = ("content-length", "etag", "last-modified", "vary", "content-encoding")
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in own)
    digest = hashlib.sha256(body).hexdigest()[:16]
    zipped = gzip.compress(body, compresslevel=6, mtime=0) if len(body) > SMALL else b""
    return Kept(response.status_code, headers, body, zipped, f"{seq}-{digest}")


def _answer(request: HttpRequest, kept: Kept, at: datetime) -> HttpResponse:
    zipped = bool(kept.zipped) and _takes_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f'"{kept.etag}-gz"' if zipped else f'"{kept.etag}"'
    modified = int(max(at, STARTED).timestamp())
    response: HttpResponse
    if kept.status == 200 and _is_known(request, etag, modified):
        response = HttpResponseNotModified()
        kept_headers = tuple((name, value) for name, value in kept.headers if name.lower() != "content-type")
    else:
        response = HttpResponse(kept.zipped if zipped else kept.body, status=kept.status)
        kept_headers = kept.headers
        if zipped:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    for name, value in kept_headers:
        response[name] = value
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Vary"] = "Accept-Encoding, HX-Request"
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def _takes_gzip(accepted: str) -> bool:
    """Whether the client takes gzip; a weight of zero refuses it. Source: RFC 9110, sections 12.4.2 and 12.5.3."""
    codings = (part.replace(" ", "").lower().partition(";") for part in accepted.split(","))
    return any(name == "gzip" and weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000") for name, _, weight in codings)


def _is_known(request: HttpRequest, etag: str, modified: int) -> bool:
    """Whether the client holds this very answer. Source: RFC 9110, section 13.2.2 (If-None-Match decides before dates)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    # Dates know whole seconds only, so a second that is not over yet proves nothing.
    return since is not None and modified <= since < int(timezone.now().timestamp())
