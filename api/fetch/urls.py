"""An address as it is typed, read strictly: whatever two readers could read differently is refused."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin, urlsplit

import idna

from api.errors import UrlError
from api.fetch.rules import Rules

MAX_URL_CHARS = 2_000
_MAX_HOST_CHARS = 253
_USUAL_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A last label like these makes some readers take the whole for an IPv4 address: 0x7f.1, 017700000001, 2130706433.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What stands in a path or query as it is; everything else goes as UTF-8 in percent signs.
_AS_IT_IS = "%/:@!$&'()*+,;=?~-._[]"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the host in ASCII and small letters, an IPv6 address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host and, where it is not the usual one, the port, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole, in one form."""
        return f"{self.scheme}://{self.authority}{self.path}"


def read_url(url: str, rules: Rules) -> Target:
    """Take `url` apart; raises UrlError that says what of it may not be."""
    if len(url) > MAX_URL_CHARS:
        raise UrlError(f"a URL has at most {MAX_URL_CHARS} characters, this one {len(url)}")
    if any(char.isspace() or not char.isprintable() or char == "\\" for char in url):
        raise UrlError("a URL has no spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
        named = parts.hostname or ""
    except ValueError as error:
        raise UrlError("the URL cannot be read; write it as https://example.org/page") from error
    scheme = parts.scheme.lower()
    if scheme not in rules.schemes:
        raise UrlError(f"only {' and '.join(sorted(rules.schemes))} are fetched, not {scheme[:20] or 'this'!r}")
    if "@" in parts.netloc:
        raise UrlError("a URL with a user name or password is not fetched")
    port = _USUAL_PORTS[scheme] if port is None else port
    if port not in rules.ports:
        raise UrlError(f"port {port} is not fetched from; allowed are {', '.join(map(str, sorted(rules.ports)))}")
    path = quote(parts.path or "/", safe=_AS_IT_IS) + (f"?{quote(parts.query, safe=_AS_IT_IS)}" if parts.query else "")
    return Target(scheme, _host(named, bracketed="[" in parts.netloc), port, path)


def follow(target: Target, location: str, rules: Rules) -> Target:
    """Where `target` sends us; raises UrlError as `read_url` does."""
    try:
        joined = urljoin(target.url, location)
    except ValueError as error:
        raise UrlError("the URL leads to one that cannot be read") from error
    return read_url(joined, rules)


def _host(named: str, *, bracketed: bool) -> str:
    if bracketed:
        return str(_numeric(named))
    try:
        # Full-width digits, circled ones and other dots become what a resolver would make of them, and are looked at after that.
        host = named if named.isascii() else idna.encode(named, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError as error:
        raise UrlError("the name of the host is none; write it in its xn-- form") from error
    host = host.lower()
    labels = host.split(".")
    if len(host) > _MAX_HOST_CHARS or not all(_LABEL.fullmatch(label) for label in labels):
        raise UrlError(f"{host[:80]!r} is no name of a host; names have letters, digits and hyphens and end in no dot")
    if _NUMBER.fullmatch(labels[-1]):
        return str(_numeric(host))
    return host


def _numeric(text: str) -> IPv4Address | IPv6Address:
    """The address; IPv4 is four decimal numbers without zeros before them, IPv6 names no interface."""
    try:
        address = ip_address(text)
    except ValueError as error:
        raise UrlError(f"{text[:80]!r} is no address; write an IPv4 address as four decimal numbers") from error
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise UrlError("an address that names an interface is not fetched from")
    return address
