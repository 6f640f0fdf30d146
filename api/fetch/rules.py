"""What may be fetched and what it may cost, and what comes of it."""

import ssl
from dataclasses import dataclass, field

from api.fetch.addresses import Network

MAX_REDIRECTS = 5
MAX_BYTES = 10_000_000
SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The bounds of one fetch; `seconds` for all of it, redirects and names included, `max_bytes` once unpacked.

    `also` are networks besides the public ones that may be connected to; `tls` decides which certificates are believed.
    """

    ports: frozenset[int] = frozenset({80, 443})
    schemes: frozenset[str] = frozenset({"http", "https"})
    max_redirects: int = MAX_REDIRECTS
    max_bytes: int = MAX_BYTES
    seconds: float = SECONDS
    also: tuple[Network, ...] = ()
    tls: ssl.SSLContext | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file: where it was in the end, its type in small letters, the charset that it names, and its unpacked bytes."""

    final_url: str
    media_type: str
    charset: str | None
    data: bytes = field(repr=False)
