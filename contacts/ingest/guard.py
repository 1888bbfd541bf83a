"""Which addresses may be fetched, and a session that cannot be led elsewhere.

requests-hardened resolves a name once, refuses inner addresses and connects to the very address it looked at, so a second
DNS answer changes nothing. Added here: a stricter table of addresses, checked again on the socket's own address, plain rules
for host names and ports, and a cut-off for servers that dribble.
"""

import ipaddress
import re
import socket
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from contacts.ingest.fetch_errors import Refused

PORTS = frozenset({80, 443, 8080, 8443})
INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion")
"""Name endings that lead into somebody's own network.

Source: RFC 6761, RFC 8375, ICANN's resolution on .internal of 29 July 2024.
"""
PASTE = "Open it in a browser and paste the text instead."

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TUNNELS = (
    (ipaddress.ip_network("100.64.0.0/10"), "of a provider's inner network"),
    (ipaddress.ip_network("192.0.0.0/24"), "set aside for protocols"),
    (ipaddress.ip_network("192.88.99.0/24"), "that wraps another"),
    (ipaddress.ip_network("::/96"), "that wraps another"),
    (ipaddress.ip_network("64:ff9b::/96"), "that wraps another"),
    (ipaddress.ip_network("64:ff9b:1::/48"), "that wraps another"),
    (ipaddress.ip_network("2001::/23"), "that wraps another"),
    (ipaddress.ip_network("2002::/16"), "that wraps another"),
    (ipaddress.ip_network("3fff::/20"), "set aside for examples"),
    (ipaddress.ip_network("5f00::/16"), "set aside for routing"),
)
"""Ranges that Python 3.11 does not count as private, or does not count so in every release.

Source: IANA special-purpose address registries.
"""


def why_forbidden(ip: Address, *, allow_loopback: bool = False) -> str:
    """Return in words what keeps us from this address, "" when it is public."""
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    if mapped is not None:
        ip = mapped
    if ip.is_loopback:
        return "" if allow_loopback else "of this machine itself"
    if ip.is_unspecified:
        return "that stands for any address"
    if ip.is_link_local:
        return "of the local link, where cloud machines keep their keys"
    if ip.is_multicast:
        return "of many machines at once"
    for network, words in _TUNNELS:
        if ip.version == network.version and ip in network:
            return words
    if ip.is_private or not ip.is_global or ip.is_reserved or getattr(ip, "is_site_local", False):
        return "of a private or reserved network"
    return ""


def check_url(url: str, *, allow_loopback: bool = False) -> str:
    """Return the address without its fragment, when its form is one that we fetch.

    Raises: Refused, saying which part is wrong.
    """
    url = url.strip()
    if not url:
        raise Refused("No address was given. Give one that begins with https://.")
    if len(url) > 2000 or re.search(r"[\x00-\x20\x7f\\]", url):
        raise Refused(f"“{url[:80]}” is not a web address: it has spaces or backslashes in it, or more than 2000 characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"“{url[:80]}” is not a web address: {error}.") from error
    if parts.scheme not in ("http", "https"):
        named = f"“{parts.scheme}:” addresses are not fetched" if parts.scheme else f"“{url[:80]}” has no scheme"
        raise Refused(f"{named}. Give an address that begins with https:// or http://, or paste the text.")
    if not parts.hostname:
        raise Refused(f"“{url[:80]}” names no host. Give an address such as https://tass.com/politics/976741.")
    if parts.username is not None or parts.password is not None:
        raise Refused("The address carries a user name or password. Give it without them.")
    inner = _check_host(parts, allow_loopback=allow_loopback)
    if port is not None and port not in PORTS and not inner:
        raise Refused(f"Port {port} is not fetched, only 80, 443, 8080 and 8443. {PASTE}")
    return parts._replace(fragment="").geturl()


def _check_host(parts: SplitResult, *, allow_loopback: bool) -> bool:
    """Refuse a host by its name alone; say whether it is this machine, which only tests may allow."""
    host = unicodedata.normalize("NFKC", parts.hostname or "").replace("。", ".").rstrip(".").lower()
    if not host or "%" in host:
        raise Refused(f"“{parts.netloc}” is not a host name.")
    last = host.rpartition(".")[2]
    if ":" in host or last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        try:
            ip = ipaddress.ip_address(host)
        except ValueError as error:
            raise Refused(f"“{host}” is a number written in an unusual way. Give the site's name, or four plain numbers.") from error
        if words := why_forbidden(ip, allow_loopback=allow_loopback):
            raise Refused(f"{ip} is an address {words}. Only public addresses are fetched. {PASTE}")
        return ip.is_loopback
    if allow_loopback and host == "localhost":
        return True
    if "." not in host or any(host == name or host.endswith(f".{name}") for name in INNER_NAMES):
        raise Refused(f"“{host}” is not a public name. Give the site's full name, such as tass.com, or paste the text.")
    return False


class Watch:
    """Holds a handle on every socket of one fetch, to cut them all when time is up."""

    def __init__(self) -> None:
        """Start with no connection."""
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()
        self.cut = False

    def add(self, sock: socket.socket) -> None:
        """Keep a handle on this connection, also when it later changes into an encrypted one."""
        with self._lock:
            self._handles.append(sock.dup())
        if self.cut:
            self.end()

    def end(self) -> None:
        """Cut every connection. A read that waits returns at once."""
        with self._lock:
            self.cut = True
            for handle in self._handles:
                try:
                    handle.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # already closed by the other side

    def close(self) -> None:
        """Let go of the handles."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    @contextmanager
    def for_seconds(self, seconds: float) -> Iterator[None]:
        """Cut the connections when the block takes longer than this.

        Units: seconds.
        """
        timer = threading.Timer(seconds, self.end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.close()


class _Guarded:
    """Looks once more at the address of the socket itself, before the connection is made, and hands it to the watch."""

    host: str

    def __init__(self, *args: Any, watch: Watch, allow_loopback: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch, self._allow_loopback = watch, allow_loopback

    def _new_conn(self) -> socket.socket:
        ip = ipaddress.ip_address(self.host.strip("[]"))  # the adapter has put the address in the name's place
        if words := why_forbidden(ip, allow_loopback=self._allow_loopback):
            raise Refused(f"The site leads to {ip}, an address {words}. Only public addresses are fetched. {PASTE}")
        sock: socket.socket = super()._new_conn()  # type: ignore[misc]
        self._watch.add(sock)
        return sock


class _GuardedHTTP(_Guarded, HTTPConnection):
    """A plain connection."""


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    """An encrypted connection."""


class _Adapter(IPFilterAdapter):  # type: ignore[misc]  # the library has no types
    def __init__(self, *, https: bool, allow_loopback: bool, watch: Watch) -> None:
        super().__init__(is_https_proto=https, allow_loopback=allow_loopback)
        self._connection = partial(_GuardedHTTPS if https else _GuardedHTTP, watch=watch, allow_loopback=allow_loopback)

    def get_connection_with_tls_context(self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        pool = super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
        pool.ConnectionCls = self._connection
        return pool


def guarded_session(watch: Watch, *, allow_loopback: bool) -> HTTPSession:
    """Return a session that reaches public addresses alone, follows no redirect by itself and uses no proxy or .netrc."""
    config = Config(ip_filter_enable=True, ip_filter_allow_loopback_ips=allow_loopback, never_redirect=True, default_timeout=(5, 15))
    session = HTTPSession(config)
    session.trust_env = False
    for scheme, https in (("http://", False), ("https://", True)):
        session.mount(scheme, _Adapter(https=https, allow_loopback=allow_loopback, watch=watch))
    return session
