"""Nothing private is reached by a URL, however it is written, wherever its name leads, and whatever it redirects to."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from ipaddress import ip_network

import pytest

from api.errors import FetchError, UrlError
from api.fetch.addresses import may_connect
from api.fetch.fetcher import fetch
from api.fetch.rules import Rules
from tests.web import Web, text, to, web

# Every way we know to write, or nearly write, an address of this machine.
HERE = """
127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 0 0.0.0.0 2130706433 0x7f000001 0x7f.0.0.1 0x7F.1 0x 017700000001 0177.0.0.1
0177.1 127.0.0.01 0127.0.0.1 127.0.0.0x1 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1]
[::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1]
[2001:0:7f00:1::] [::1%lo] [::1%25lo] [fe80::1%25lo] [127.0.0.1]
①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 127.0.0.1%2e 127%2e0%2e0%2e1
localhost LOCALHOST localhost. ｌｏｃａｌｈｏｓｔ localhost.localdomain loop.example xn--loop.example bücher.example
mapped.example mixed.example six.example nat.example zone.example named.example
example.org@127.0.0.1 user:secret@127.0.0.1 example.org%40127.0.0.1 example.org\\@127.0.0.1 127.0.0.1\\.example.org
""".split()  # noqa: SIM905 - a table
# Networks of one's own, and what clouds tell their machines.
PRIVATE = """
169.254.169.254 169.254.170.2 100.100.100.200 192.0.0.192 168.63.129.16 metadata.google.internal [fd00:ec2::254]
[::ffff:169.254.169.254] [64:ff9b::a9fe:a9fe] [2002:a9fe:a9fe::] 2852039166 0xa9fea9fe 10.0.0.1 172.16.0.1 172.31.255.254
192.168.1.1 100.64.0.1 198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255 0.1.2.3
[fc00::1] [fe80::1] [fec0::1] [ff02::1] [ff0e::1] [2001:db8::1] [3fff::1] [5f00::1] [100::1] ten.example link.example
""".split()  # noqa: SIM905 - a table
OTHERWISE = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET%20/",
    "ftp://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/info",
    "ldap://127.0.0.1:{port}/",
    "tftp://127.0.0.1:{port}/x",
    "sftp://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "jar:http://127.0.0.1:{port}/!/",
    "view-source:http://127.0.0.1:{port}/",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "data:text/plain,secret",
    "javascript:alert(1)",
    "HTTP://127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:/127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}/",
    "",
    "http://",
    "http://:{port}/",
    "http://[::1/",
    " http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/ ",
    "http://127.0.0.1:{port}/\r\nHost: elsewhere",
    "http://127.0.0.1\t:{port}/",
    "http://127.0.0.1\x00.example.org:{port}/",
    "http://loop\u200b.example:{port}/",
    "http://example.org:{port}#@127.0.0.1:{port}/",
    "http://example.org:{port}?@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@example.org/",
    "http://loop.example:22/",
    "http://loop.example:6379/",
    "http://loop.example:0/",
    "http://loop.example:99999/",
    "http://loop.example:-1/",
    "http://loop.example:0x50/",
    "http://loop.example:８０/",
    "http://loop.example:/",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 200 + "example/",
    "http://loop.example/" + "a" * 3_000,
    "https://127.0.0.1:{port}/",
    "https://loop.example:{port}/",
]
ATTEMPTS = (
    [f"http://{host}:{{port}}/" for host in HERE] + [f"http://{host}/latest/meta-data/" for host in PRIVATE] + OTHERWISE
)
NAMES = {
    "mapped.example": ["::ffff:127.0.0.1"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "six.example": ["::1"],
    "nat.example": ["64:ff9b::7f00:1"],
    "zone.example": ["fe80::1%lo"],
    "named.example": ["localhost"],
    "ten.example": ["10.0.0.1"],
    "link.example": ["169.254.169.254"],
}


def hostile(host: str, _port: int) -> Sequence[str]:
    """A numeric address is itself; every name that is not listed leads to this machine."""
    return [host] if host.replace(".", "").isdigit() or ":" in host else NAMES.get(host, ["127.0.0.1"])


@pytest.fixture(scope="module")
def canaries() -> Iterator[list[Web]]:
    """One on each address of this machine, on the same port."""
    with ExitStack() as stack:
        first = stack.enter_context(web({"/": text(b"secret")}))
        yield [first, stack.enter_context(web({"/": text(b"secret")}, host="::1", port=first.server_port))]


def test_there_are_at_least_eighty_attempts_and_none_twice() -> None:
    assert len(ATTEMPTS) == len(set(ATTEMPTS)) >= 80


def test_the_canaries_are_reached_where_the_rules_let_them_be(canaries: list[Web]) -> None:
    port, before = canaries[0].server_port, [canary.connections for canary in canaries]
    rules = Rules(ports=frozenset({port}), also=(ip_network("127.0.0.0/8"), ip_network("::1")))
    for host in ("127.0.0.1", "[::1]", "loop.example"):
        assert fetch(f"http://{host}:{port}/", rules, hostile).data == b"secret"
    assert [now.connections - was for now, was in zip(canaries, before, strict=True)] == [2, 1]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: ascii(attempt)[:70])
def test_no_attempt_connects_to_anything(canaries: list[Web], attempt: str) -> None:
    port, before = canaries[0].server_port, [canary.connections for canary in canaries]
    rules = Rules(ports=frozenset({80, 443, port}))
    # A FetchError would be one too late: it had tried.
    with pytest.raises(UrlError):
        fetch(attempt.replace("{port}", str(port)), rules, hostile)
    assert [canary.connections for canary in canaries] == before


@pytest.mark.parametrize("name", ["link.example", "ten.example", "mixed.example"])
def test_what_is_refused_does_not_tell_where_a_name_leads(name: str) -> None:
    with pytest.raises(UrlError) as caught:
        fetch(f"http://{name}/", Rules(), hostile)
    assert not any(address in str(caught.value) for address in NAMES[name])


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:81b::200e", "192.0.1.1"],
)
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(address)


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_connected_to() -> None:
    asked = []

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        asked.append(_host)
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    # For this test 127.0.0.2 is the public internet, and 127.0.0.1 is not.
    with (
        web({"/": text(b"public")}, host="127.0.0.2") as public,
        web({"/": text(b"secret")}, port=public.server_port) as canary,
    ):
        rules = Rules(ports=frozenset({public.server_port}), also=(ip_network("127.0.0.2"),))
        assert fetch(f"http://rebinding.example:{public.server_port}/", rules, rebinding).data == b"public"
        assert (asked, public.connections, canary.connections) == (["rebinding.example"], 1, 0)
        with pytest.raises(UrlError):
            fetch(f"http://rebinding.example:{public.server_port}/", rules, rebinding)
        assert (len(asked), canary.connections) == (2, 0)


REDIRECTS = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://loop.example:{port}/",
    "http://[::1]:{port}/",
    "http://2130706433:{port}/",
    "http://user@public.example:{port}/",
    "http://public.example:22/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "/\\127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/a b",
]


@pytest.mark.parametrize("location", REDIRECTS)
def test_each_redirect_is_checked_as_the_first_address_was(location: str) -> None:
    with web({}, host="127.0.0.2") as public, web({"/": text(b"secret")}, port=public.server_port) as canary:
        port = public.server_port
        public.pages = {"/": to(location.replace("{port}", str(port)))}
        rules = Rules(ports=frozenset({80, port}), also=(ip_network("127.0.0.2"),))
        names = {"public.example": ["127.0.0.2"]}
        with pytest.raises(UrlError):
            fetch(f"http://public.example:{port}/", rules, lambda host, _: names.get(host) or hostile(host, 0))
        assert (public.connections, canary.connections) == (1, 0)


@pytest.mark.parametrize(("hops", "arrives"), [(0, True), (1, True), (5, True), (6, False), (60, False)])
def test_five_redirects_are_followed_and_no_more(hops: int, *, arrives: bool) -> None:
    pages = {f"/{n}": to(f"/{n - 1}") for n in range(1, hops + 1)} | {"/0": text(b"there")}
    with web(pages, host="127.0.0.2") as public:
        rules = Rules(ports=frozenset({public.server_port}), also=(ip_network("127.0.0.2"),))
        address = f"http://127.0.0.2:{public.server_port}"
        if arrives:
            fetched = fetch(f"{address}/{hops}", rules)
            assert (fetched.data, fetched.final_url) == (b"there", f"{address}/0")
        else:
            with pytest.raises(FetchError, match="leads on more than 5 times"):
                fetch(f"{address}/{hops}", rules)
        # One request for each hop that was followed, and a sixth redirect is not.
        assert len(public.requests) == min(hops, 5) + 1
        assert not any("Cookie" in headers for _, headers in public.requests)
