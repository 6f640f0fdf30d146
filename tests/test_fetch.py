"""What may be fetched arrives whole and named; what is too large, too slow or packed to burst does not."""

import gzip
import ssl
import threading
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.errors import FetchError, UrlError
from api.fetch.fetcher import fetch
from api.fetch.rules import Rules
from api.fetch.unpack import unpacked
from api.fetch.urls import read_url
from tests.web import Page, Web, text, web

HERE = (ip_network("127.0.0.1"),)
MAX_BYTES = 10_000


def rules(server: Web, **more: object) -> Rules:
    values: dict[str, object] = {"ports": frozenset({server.server_port}), "also": HERE, "max_bytes": MAX_BYTES}
    return Rules(**(values | more))


def named(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def address(server: Web, path: str = "/") -> str:
    return f"http://127.0.0.1:{server.server_port}{path}"


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ('text/html; charset="Windows-1251"', "windows-1251"),
        ("text/html; boundary=x; CHARSET = koi8-r", "koi8-r"),
        ("text/html", None),
        ("text/html; charset=", None),
        ("text/html; charset=../../x", None),
        (f"text/html; charset={'x' * 41}", None),
    ],
)
def test_a_charset_is_a_name_or_none(content_type: str, charset: str | None) -> None:
    with web({"/": text(b"<p>", content_type)}) as server:
        assert fetch(f"http://news.example:{server.server_port}/", rules(server), named).charset == charset


def test_a_page_comes_with_its_type_and_charset_and_nothing_is_sent_that_says_who_asks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with web(
        {"/é?q=ü b".replace("é", "%C3%A9").replace("ü b", "%C3%BC"): text(b"<p>", "Text/HTML; Charset=UTF-8")}
    ) as server:
        # Proxies and passwords that other programs of this machine use.
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        (tmp_path / ".netrc").write_text("machine news.example login me password secret\n", "utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        url = f"http://NEWS.example:{server.server_port}/é?q=ü#part"
        fetched = fetch(url, rules(server), named)
        assert (fetched.media_type, fetched.charset, fetched.data) == ("text/html", "utf-8", b"<p>")
        assert fetched.final_url == f"http://news.example:{server.server_port}/%C3%A9?q=%C3%BC"
        [(_, headers)] = server.requests
        assert headers == {
            "Host": f"news.example:{server.server_port}",
            "User-Agent": "pourquoi",
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
        }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a%20b?x=1#y", "https://example.org/a%20b?x=1"),
        ("http://example.org:80", "http://example.org/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        # The older rule for names would make another host of it: strasse.de.
        ("https://straße.de/", "https://xn--strae-oqa.de/"),
        ("http://[2606:2800:220:1:248:1893:25C8:1946]/", "http://[2606:2800:220:1:248:1893:25c8:1946]/"),
    ],
)
def test_a_url_is_read_in_one_way(written: str, read: str) -> None:
    assert read_url(written, Rules()).url == read


def test_the_error_says_what_is_wrong() -> None:
    for url, why in [
        ("ftp://example.org/", "only http and https are fetched, not 'ftp'"),
        ("http://example.org:8080/", "port 8080 is not fetched from; allowed are 80, 443"),
        ("http://me:secret@example.org/", "a URL with a user name or password is not fetched"),
        ("http://0x7f.1/", "write an IPv4 address as four decimal numbers"),
    ]:
        with pytest.raises(UrlError) as caught:
            fetch(url, Rules())
        assert why in str(caught.value)
        assert "secret" not in str(caught.value)


# ---- sizes -----------------------------------------------------------------------------------------------------------


def without_length(body: bytes, **headers: str) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def test_a_file_may_be_as_large_as_the_bound_and_not_a_byte_larger() -> None:
    pages = {
        f"/{kind}{n}": make(b"a" * n)
        for n in (MAX_BYTES, MAX_BYTES + 1)
        for kind, make in (("said", text), ("unsaid", without_length))
    }
    with web(pages) as server:
        for kind in ("said", "unsaid"):
            assert len(fetch(address(server, f"/{kind}{MAX_BYTES}"), rules(server)).data) == MAX_BYTES
            with pytest.raises(FetchError, match="the file is larger than 10000 bytes"):
                fetch(address(server, f"/{kind}{MAX_BYTES + 1}"), rules(server))


def test_a_packed_file_is_unpacked_and_one_that_bursts_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    # It would pass by its own size: 5 MB of zeros are some 5 kB.
    assert len(bomb) < MAX_BYTES
    pages = {
        "/small": text(gzip.compress(b"words"), Content_Encoding="gzip"),
        "/zlib": text(zlib.compress(b"words"), Content_Encoding="deflate"),
        "/bomb": text(bomb, Content_Encoding="gzip"),
        "/twice": text(gzip.compress(gzip.compress(b"words")), Content_Encoding="gzip, gzip"),
        "/other": text(b"words", Content_Encoding="br"),
        "/broken": text(gzip.compress(b"words")[:-9], Content_Encoding="gzip"),
        "/false": text(b"words", Content_Encoding="gzip"),
    }
    with web(pages) as server:
        assert fetch(address(server, "/small"), rules(server)).data == b"words"
        assert fetch(address(server, "/zlib"), rules(server)).data == b"words"
        for path, why in [
            ("/bomb", "larger than 10000 bytes"),
            ("/twice", "comes as 'gzip, gzip'"),
            ("/other", "comes as 'br'"),
            ("/broken", "breaks off"),
            ("/false", "cannot be unpacked"),
        ]:
            with pytest.raises(FetchError, match=why):
                fetch(address(server, path), rules(server))


def test_of_a_bomb_one_byte_over_the_bound_is_made_at_most() -> None:
    given = []

    def parts() -> object:
        for part in (gzip.compress(b"\0" * 5_000_000), b"never read"):
            given.append(part)
            yield part

    with pytest.raises(FetchError, match="larger than 10000"):
        unpacked(parts(), "gzip", MAX_BYTES)
    assert len(given) == 1


def test_a_status_that_is_no_file_and_a_body_that_breaks_off_are_errors() -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"only this")

    with web({"/short": short}) as server:
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 answered with status 404"):
            fetch(address(server, "/nothing"), rules(server))
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 cannot be fetched from"):
            fetch(address(server, "/short"), rules(server))
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 cannot be fetched from"):
        fetch(address(server), rules(server))


# ---- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_byte_now_and_then_does_not_keep_a_fetch_open(where: str) -> None:
    gone = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + (b"\r\n" if where == "body" else b"X-Slow: "))
        try:
            # It would go on for a minute; every byte comes well within the bound.
            while not gone.wait(0.02):
                handler.wfile.write(b"a")
        except OSError:
            gone.set()

    with web({"/": drip}) as server:
        with pytest.raises(FetchError, match=r"did not arrive within 0\.2 s"):
            fetch(address(server), rules(server, seconds=0.2))
        # The connection was closed, so the server's next byte finds nobody.
        assert gone.wait(10)


def test_a_name_that_is_looked_up_for_ever_ends_in_time() -> None:
    release = threading.Event()

    def slow(_host: str, _port: int) -> Sequence[str]:
        release.wait(60)
        return ["127.0.0.1"]

    with pytest.raises(FetchError, match=r"the name 'slow\.example' was not found in time"):
        fetch("http://slow.example/", Rules(seconds=0.05), slow)
    release.set()


def test_a_name_that_nobody_knows_is_said() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("not known")

    for resolver in (unknown, lambda _host, _port: []):
        with pytest.raises(FetchError, match=r"nowhere\.example"):
            fetch("http://nowhere.example/", Rules(), resolver)


def test_the_next_address_is_tried_where_one_takes_no_connection() -> None:
    with web({"/": text(b"there")}) as server:
        both = rules(server, also=(ip_network("127.0.0.0/8"),))
        found = fetch(
            f"http://two.example:{server.server_port}/", both, lambda _host, _port: ["127.0.0.9", "127.0.0.1"]
        )
        assert (found.data, server.connections) == (b"there", 1)


# ---- certificates ----------------------------------------------------------------------------------------------------


def certificate_for(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    path = certificate_for("news.example", tmp_path)
    offered, asked = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    offered.load_cert_chain(path)
    offered.sni_callback = lambda _socket, name, _context: asked.append(name)
    trusting = ssl.create_default_context(cafile=path)
    with web({"/": text(b"there")}, tls=offered) as server:
        secure = rules(server, tls=trusting)
        assert fetch(f"https://news.example:{server.server_port}/", secure, named).data == b"there"
        [(_, headers)] = server.requests
        assert (asked, headers["Host"]) == (["news.example"], f"news.example:{server.server_port}")
        # Another name, and a certificate that nobody vouches for.
        for url, bounds in [("other.example", secure), ("news.example", rules(server))]:
            with pytest.raises(FetchError, match="certificate"):
                fetch(f"https://{url}:{server.server_port}/", bounds, named)
        assert len(server.requests) == 1


@pytest.mark.parametrize("cut", [1, 7, 1_000])
def test_a_body_of_several_gzip_files_is_unpacked_to_its_end(cut: int) -> None:
    packed = gzip.compress(b"a" * 3_000) + gzip.compress(b"b" * 3_000) + bytes(4)
    parts = [packed[at : at + cut] for at in range(0, len(packed), cut)]
    assert unpacked(parts, "gzip", 6_000) == b"a" * 3_000 + b"b" * 3_000
    with pytest.raises(FetchError, match="larger than 5999 bytes"):
        unpacked(parts, "gzip", 5_999)


def test_what_stands_behind_a_gzip_file_and_is_none_is_an_error() -> None:
    with pytest.raises(FetchError, match="cannot be unpacked"):
        unpacked([gzip.compress(b"first"), b"junk"], "gzip", 1_000)
    with pytest.raises(FetchError, match="breaks off"):
        unpacked([gzip.compress(b"first") + gzip.compress(b"second")[:-3]], "gzip", 1_000)
