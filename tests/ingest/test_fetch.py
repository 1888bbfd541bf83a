"""Where a fetch may go, how much it takes, and what it says when it does not."""

import gzip
import io
import ipaddress
import pickle
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3.util.connection

from contacts.ingest.fetch import Policy, Politeness, fetch
from contacts.ingest.fetch_errors import FetchError, HttpStatus, NotAnArticle, Refused, TooLarge, TooSlow, Unreachable
from contacts.ingest.guard import check_url, why_forbidden

ARTICLE = b"<html><head><title>Call</title></head><body><p>They spoke by phone.</p></body></html>"
HERE = Policy(allow_loopback=True, seconds_between_calls=0, max_seconds=5, read_seconds=3)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server on this machine, with an answer for each path, that remembers what it was asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes = ARTICLE, status: int = 200, length: bool = True, **headers: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in ({"Content-Type": "text/html"} | names).items():
                if value:
                    request.send_header(name, value)
            if length:
                request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer
        return self.url(path)

    def stream(self, path: str, pieces: Callable[[], Iterator[bytes]], **headers: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            for name, value in ({"Content-Type": "text/html"} | {n.replace("_", "-"): v for n, v in headers.items()}).items():
                request.send_header(name, value)
            request.end_headers()
            for piece in pieces():
                request.wfile.write(piece)
                request.wfile.flush()

        self.answers[path] = answer
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            try:
                site.answers[self.path](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Refuse every connection, and list where it would have gone."""
    tried: list[tuple[str, int]] = []

    def create_connection(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(urllib3.util.connection, "create_connection", create_connection)
    return tried


def answers_of(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name lead to the first of these addresses, at the next question to the second, and so on."""
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: int, **kwargs: int) -> list:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            address = addresses[min(len(asked), len(addresses) - 1)]
            asked.append(host)
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (address, port, 0, 0) if ":" in address else (address, port))]
        return genuine(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


# --- where it may go ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "No address"),
        ("tass.com/politics/976741", "no scheme"),
        ("file:///etc/passwd", "“file:” addresses"),
        ("FILE:///etc/passwd", "“file:” addresses"),
        ("ftp://tass.com/a", "“ftp:” addresses"),
        ("gopher://tass.com:70/_", "“gopher:” addresses"),
        ("javascript:alert(1)", "“javascript:” addresses"),
        ("data:text/html,hello", "“data:” addresses"),
        ("http://", "names no host"),
        ("http:///etc/passwd", "names no host"),
        ("http://tass.com:99999/", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http://tass.com\\@127.0.0.1/", "not a web address"),
        ("http://tass.com /", "not a web address"),
        ("http://user:secret@tass.com/", "user name or password"),
        ("http://tass.com@127.0.0.1/", "user name or password"),
        ("http://127.0.0.1/", "this machine itself"),
        ("http://127.8.8.8/", "this machine itself"),
        ("http://localhost/", "not a public name"),
        ("http://LOCALHOST./", "not a public name"),
        ("http://db.localhost/", "not a public name"),
        ("http://redis/", "not a public name"),
        ("http://printer.local/", "not a public name"),
        ("http://metadata.google.internal/computeMetadata/v1/", "not a public name"),
        ("http://[::1]/", "this machine itself"),
        ("http://[::ffff:127.0.0.1]/", "this machine itself"),
        ("http://[::ffff:7f00:1]/", "this machine itself"),
        ("http://[::127.0.0.1]/", "that wraps another"),
        ("http://[64:ff9b::7f00:1]/", "that wraps another"),
        ("http://[2002:7f00:1::]/", "that wraps another"),
        ("http://[fe80::1]/", "local link"),
        ("http://[fe80::1%25eth0]/", "not a host name"),
        ("http://[fd00::1]/", "private or reserved"),
        ("http://[fec0::1]/", "private or reserved"),
        ("http://[::]/", "stands for any address"),
        ("http://[ff02::1]/", "many machines"),
        ("http://0.0.0.0/", "stands for any address"),
        ("http://0/", "unusual way"),
        ("http://10.0.0.1/", "private or reserved"),
        ("http://172.16.0.1/", "private or reserved"),
        ("http://192.168.1.1/", "private or reserved"),
        ("http://100.64.0.1/", "provider's inner network"),
        ("http://169.254.169.254/latest/meta-data/", "cloud machines keep their keys"),
        ("http://224.0.0.1/", "many machines"),
        ("http://255.255.255.255/", "private or reserved"),
        ("http://2130706433/", "unusual way"),
        ("http://0x7f000001/", "unusual way"),
        ("http://0x7f.0.0.1/", "unusual way"),
        ("http://0177.0.0.1/", "unusual way"),
        ("http://017700000001/", "unusual way"),
        ("http://127.1/", "unusual way"),
        ("http://127.0.0.1./", "this machine itself"),
        ("http://１２７.0.0.1/", "this machine itself"),
        ("http://127。0。0。1/", "this machine itself"),
        ("http://tass.com:22/", "Port 22"),
        ("http://tass.com:6379/", "Port 6379"),
        ("https://tass.com:0/", "Port 0"),
    ],
)
def test_refuses_by_the_address_alone(url: str, words: str, no_connection: list) -> None:
    with pytest.raises(Refused, match=words) as caught:
        fetch(url, Policy(seconds_between_calls=0))
    assert not caught.value.retry
    assert not no_connection


@pytest.mark.parametrize(
    "url", ["http://tass.com/", "https://tass.com:443/", "http://tass.com:8080/x", "https://пример.рф/новость", "https://8.8.8.8/"]
)
def test_lets_public_addresses_through(url: str) -> None:
    assert check_url(url + "#part") == url


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.100.100.200", "::1", "fe80::1",
        "fd00:ec2::254", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::a00:1", "fec0::1", "2001:db8::1", "240.0.0.1",
        "198.18.0.1", "203.0.113.7",
    ],
)  # fmt: skip
def test_refuses_a_name_that_leads_inside(address: str, monkeypatch: pytest.MonkeyPatch, no_connection: list) -> None:
    answers_of(monkeypatch, address)
    with pytest.raises(Refused, match="public addresses"):
        fetch("http://news.example.com/a", Policy(seconds_between_calls=0))
    assert not no_connection


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2a00:1450:4001::1", "::ffff:8.8.8.8"])
def test_knows_public_addresses(address: str) -> None:
    assert why_forbidden(ipaddress.ip_address(address)) == ""


def test_second_dns_answer_changes_nothing(monkeypatch: pytest.MonkeyPatch, no_connection: list) -> None:
    asked = answers_of(monkeypatch, "93.184.215.14", "127.0.0.1")
    with pytest.raises(Unreachable):
        fetch("http://news.example.com/a", Policy(seconds_between_calls=0))
    assert asked == ["news.example.com"]
    assert no_connection == [("93.184.215.14", 80)]


def test_second_dns_answer_after_a_redirect_is_looked_at_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.serve("/a", status=302, Location="/b")
    site.serve("/b")
    asked = answers_of(monkeypatch, "127.0.0.1", "10.0.0.5")
    monkeypatch.setattr("contacts.ingest.guard.PORTS", {site.port})
    with pytest.raises(Refused, match=r"10\.0\.0\.5, an address of a private"):
        fetch(site.url("/a", "news.example.com"), HERE)
    assert len(asked) == 2
    assert [path for path, _ in site.asked] == ["/a"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://10.0.0.1/", "private"),
        ("http://169.254.169.254/", "cloud machines"),
        ("//192.168.0.1/", "private"),
        ("http://[fd00::1]/", "private"),
        ("http://2130706433/", "unusual way"),
        ("file:///etc/passwd", "“file:”"),
        ("http://tass.com:25/", "Port 25"),
    ],
)
def test_refuses_a_redirect_inside(site: Site, target: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        fetch(site.serve("/a", b"", status=301, Location=target), HERE)


def test_follows_a_few_redirects_only(site: Site) -> None:
    for step in range(8):
        site.serve(f"/{step}", b"", status=302, Location=f"/{step + 1}")
    site.serve("/8")
    assert fetch(site.url("/3"), HERE).url == site.url("/8")
    with pytest.raises(Refused, match="more than 5 times"):
        fetch(site.url("/2"), HERE)


def test_uses_no_proxy_from_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert fetch(site.serve("/a"), HERE).body == ARTICLE


# --- how much it takes --------------------------------------------------------------------------------------------


def test_stops_at_the_size_limit_whatever_is_announced(site: Site) -> None:
    def hundred_megabytes() -> Iterator[bytes]:
        for _ in range(100):
            sent.append(1)
            yield b"x" * 1024 * 1024

    sent: list[int] = []
    with pytest.raises(TooLarge, match="larger than 10 MB"):
        fetch(site.stream("/a", hundred_megabytes), HERE)
    assert len(sent) < 30


def test_believes_a_page_that_says_it_is_too_large(site: Site) -> None:
    url = site.stream("/a", lambda: iter([b"x"]), Content_Length=str(100 * 1024 * 1024))
    with pytest.raises(TooLarge):
        fetch(url, HERE)


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_unpacks_a_bomb_no_further_than_the_limit(site: Site, packing: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if packing == "gzip" else 15)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    with pytest.raises(TooLarge):
        fetch(site.serve("/a", bomb, Content_Encoding=packing), HERE)


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd", "x-unknown"])
def test_refuses_packings_it_did_not_ask_for(site: Site, packing: str) -> None:
    with pytest.raises(NotAnArticle, match="not asked for"):
        fetch(site.serve("/a", gzip.compress(ARTICLE), Content_Encoding=packing), HERE)


def test_refuses_a_page_that_cannot_be_unpacked(site: Site) -> None:
    with pytest.raises(NotAnArticle, match="cannot be unpacked"):
        fetch(site.serve("/a", b"this is not gzip at all", Content_Encoding="gzip"), HERE)


def test_unpacks_an_honest_page(site: Site) -> None:
    assert fetch(site.serve("/a", gzip.compress(ARTICLE), Content_Encoding="gzip"), HERE).body == ARTICLE


def _drip(seconds: float = 0.05) -> Iterator[bytes]:
    while True:
        yield b"x"
        time.sleep(seconds)


def test_ends_an_endless_stream_in_time(site: Site) -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow, match=r"within 0\.5 seconds"):
        fetch(site.stream("/a", _drip), replace(HERE, max_seconds=0.5))
    assert time.monotonic() - began < 2


def test_ends_endless_headers_in_time(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for piece in _drip():
            request.wfile.write(piece)

    site.answers["/a"] = answer
    began = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(site.url("/a"), replace(HERE, max_seconds=0.5))
    assert time.monotonic() - began < 2


def test_ends_a_silent_server_in_time(site: Site) -> None:
    site.answers["/a"] = lambda _: time.sleep(2)
    with pytest.raises(TooSlow) as caught:
        fetch(site.url("/a"), replace(HERE, read_seconds=0.2))
    assert caught.value.retry


def test_redirects_share_one_time_limit(site: Site) -> None:
    def late(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.4)
        request.send_response(302)
        request.send_header("Location", "/b" if request.path == "/a" else "/a")
        request.end_headers()

    site.answers |= {"/a": late, "/b": late}
    with pytest.raises(TooSlow):
        fetch(site.url("/a"), replace(HERE, max_seconds=1))


# --- what it takes ------------------------------------------------------------------------------------------------


def test_hands_on_the_bytes_as_served(site: Site) -> None:
    text = "<p>Путин и Трамп</p>".encode("koi8-r") + b"\xff\xfe\x00 broken"
    page = fetch(
        site.serve("/a", text, Content_Type="text/html; charset=windows-1251", ETag='"v1"', Last_Modified="Tue, 21 Nov 2017 18:40:00 GMT"),
        HERE,
    )
    assert page.body == text
    assert page.content_type == "text/html; charset=windows-1251"
    assert (page.etag, page.last_modified) == ('"v1"', "Tue, 21 Nov 2017 18:40:00 GMT")
    assert page.fetched_at.utcoffset() is not None
    assert page.url == page.requested_url
    assert not page.not_modified


def test_keeps_both_addresses_after_a_redirect(site: Site) -> None:
    site.serve("/b")
    page = fetch(site.serve("/a", b"", status=308, Location="/b#part") + "#top", HERE)
    assert page.requested_url == site.url("/a#top")
    assert page.url == site.url("/b")


def test_asks_whether_the_page_has_changed(site: Site) -> None:
    page = fetch(site.serve("/a", b"", status=304, ETag='"v1"'), HERE, etag='"v1"', last_modified="Tue, 21 Nov 2017 18:40:00 GMT")
    assert page.not_modified
    assert page.body == b""
    _, headers = site.asked[0]
    assert headers["If-None-Match"] == '"v1"'
    assert headers["If-Modified-Since"] == "Tue, 21 Nov 2017 18:40:00 GMT"


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/xhtml+xml", "text/plain", "TEXT/HTML", ""])
def test_takes_pages_and_plain_text(site: Site, kind: str) -> None:
    assert fetch(site.serve("/a", Content_Type=kind), HERE).body == ARTICLE


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "PDF: paste the text instead"),
        (b"\n%PDF-1.7 ...", "text/html", "PDF: paste the text instead"),
        (b"%PDF-1.7 ...", "", "PDF: paste the text instead"),
        (b"\x89PNG\r\n", "image/png", "“image/png”, not a web page"),
        (b"\x89PNG\r\n", "text/html", "a file, not a web page"),
        (b"PK\x03\x04", "", "a file, not a web page"),
        (b"{}", "application/json", "“application/json”"),
        (b"<rss/>", "application/rss+xml", "“application/rss\\+xml”"),
        (b"", "text/html", "empty"),
        (b" \n\t ", "text/plain", "empty"),
    ],
)
def test_refuses_what_is_no_article(site: Site, body: bytes, kind: str, words: str) -> None:
    with pytest.raises(NotAnArticle, match=words) as caught:
        fetch(site.serve("/a", body, Content_Type=kind), HERE)
    assert not caught.value.retry


@pytest.mark.parametrize(
    ("status", "retry"),
    [
        (404, False),
        (410, False),
        (403, False),
        (401, False),
        (451, False),
        (206, False),
        (300, False),
        (429, True),
        (500, True),
        (503, True),
    ],
)
def test_says_what_the_server_answered(site: Site, status: int, retry: bool) -> None:
    with pytest.raises(HttpStatus, match=str(status)) as caught:
        fetch(site.serve("/a", status=status), HERE)
    assert (caught.value.status, caught.value.retry) == (status, retry)


def test_passes_on_how_long_a_busy_server_asks_to_wait(site: Site) -> None:
    with pytest.raises(HttpStatus) as caught:
        fetch(site.serve("/a", status=429, Retry_After="120"), HERE)
    assert caught.value.retry_after == 120


def test_says_that_a_name_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> list:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(Unreachable, match=r"news\.example\.com is not known") as caught:
        fetch("https://news.example.com/a", Policy(seconds_between_calls=0))
    assert caught.value.retry


def test_says_that_a_host_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unreachable, match="does not answer"):
        fetch(f"http://127.0.0.1:{port}/", HERE)


def test_a_page_that_breaks_off_is_not_taken_for_whole(site: Site) -> None:
    with pytest.raises(Unreachable, match="broke off"):
        fetch(site.stream("/a", lambda: iter([b"<p>half"]), Content_Length="5000"), HERE)


def test_an_error_survives_the_way_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(HttpStatus("busy", status=503, retry=True, retry_after=7)))
    assert isinstance(error, FetchError)
    assert (str(error), error.status, error.retry, error.retry_after) == ("busy", 503, True, 7)


# --- politeness ---------------------------------------------------------------------------------------------------


def test_spaces_out_calls_to_one_host() -> None:
    slept: list[float] = []
    politeness = Politeness(clock=lambda: 100.0, sleep=slept.append)
    for host in ("tass.com", "tass.com", "rt.com", "tass.com"):
        politeness.wait_for(host, 1.5)
    assert slept == [1.5, 3.0]


def test_fetch_waits_for_its_turn(site: Site) -> None:
    slept: list[float] = []
    politeness = Politeness(clock=lambda: 100.0, sleep=slept.append)
    url = site.serve("/a")
    policy = replace(HERE, seconds_between_calls=2)
    fetch(url, policy, politeness=politeness)
    fetch(url, policy, politeness=politeness)
    assert slept == [2]


def test_a_bomb_in_one_piece_is_small_to_begin_with() -> None:
    """The packed bomb of the test above fits in one read: the limit has to hold inside the decoder."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as file:
        file.write(bytes(20 * 1024 * 1024))
    assert len(buffer.getvalue()) < 64 * 1024
