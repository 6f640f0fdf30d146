"""One file from the web: its address read strictly, every hop looked up once and checked, size and time bounded."""

import re
from http import HTTPStatus

from api.errors import FetchError, UrlError
from api.fetch.addresses import may_connect
from api.fetch.pinned import Deadline, get
from api.fetch.resolve import Resolver, resolve, system_resolver
from api.fetch.rules import Fetched, Rules
from api.fetch.unpack import unpacked
from api.fetch.urls import Target, follow, read_url

_CHARSET = re.compile(r"[a-z0-9_.:-]{1,40}")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch(url: str, rules: Rules, resolver: Resolver = system_resolver) -> Fetched:
    """GET `url`, without cookies, credentials or proxies; blocks, at most for `rules.seconds`.

    Raises UrlError for an address that may not be fetched, at any hop, and FetchError for one that could not be.
    """
    deadline = Deadline(rules.seconds)
    target = read_url(url, rules)
    for _ in range(rules.max_redirects + 1):
        got = _hop(target, rules, resolver, deadline)
        if isinstance(got, Fetched):
            return got
        target = got
    raise FetchError(f"the URL leads on more than {rules.max_redirects} times")


def _hop(target: Target, rules: Rules, resolver: Resolver, deadline: Deadline) -> Fetched | Target:
    """The file, or where we are sent."""
    addresses = resolve(target.host, target.port, resolver, deadline.left())
    # All of them, since one that is private among public ones is a trap or a mistake.
    if not all(may_connect(address, rules.also) for address in addresses):
        # The address itself is not told: it would say how names are resolved in our network.
        raise UrlError(f"{target.host!r} is not on the public internet, so it is not fetched from")
    with get(target, addresses, deadline, rules.tls) as response:
        # A Location may hold UTF-8 as it is; the others are ASCII.
        headers = {name.lower(): value.decode("utf-8", "replace") for name, value in response.headers}
        if response.status in _REDIRECTS and b"location" in headers:
            return follow(target, headers[b"location"], rules)
        if response.status != HTTPStatus.OK:
            raise FetchError(f"{target.host} answered with status {response.status}")
        length = headers.get(b"content-length", "")
        if length.isdecimal() and (len(length) > len(str(rules.max_bytes)) or int(length) > rules.max_bytes):
            raise FetchError(f"the file is larger than {rules.max_bytes} bytes")
        data = unpacked(response.iter_stream(), headers.get(b"content-encoding", ""), rules.max_bytes)
    media_type, _, parameters = headers.get(b"content-type", "").partition(";")
    return Fetched(target.url, media_type.strip().lower(), _charset(parameters), data)


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            label = value.strip().strip('"').lower()
            return label if _CHARSET.fullmatch(label) else None
    return None
