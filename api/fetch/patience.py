"""Hosts that do not answer are not asked again and again."""

import time
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from api.errors import FetchError, SilentHostError

T = TypeVar("T")
# So often in a row it is no accident; a feed of ten thousand pages would else wait for each of them.
TRIES = 3
AGAIN_SECONDS = 600.0
_USUAL_PORTS = {"http": 80, "https": 443}


class _Host(NamedTuple):
    scheme: str
    name: str
    port: int | None


class Patience(Generic[T]):
    """Fetches with `fetch`, but not from a host that was silent `TRIES` times in a row, until `AGAIN_SECONDS` have passed.

    What listens at another port of it, or by another scheme, is another host. For one caller at a time.
    """

    def __init__(self, fetch: Callable[[str], T], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._silent: dict[_Host, tuple[int, float]] = {}

    def __call__(self, url: str) -> T:
        """What `fetch` gives; raises SilentHostError, without a connection, where the host is not asked now."""
        host, now = _host(url), self._clock()
        self._silent = {one: (n, at) for one, (n, at) in self._silent.items() if now - at < AGAIN_SECONDS}
        times, _ = self._silent.get(host, (0, now))
        if times >= TRIES:
            raise SilentHostError(
                f"{host.name} was silent {times} times in a row; it is asked again after some minutes"
            )
        try:
            fetched = self._fetch(url)
        except SilentHostError:
            self._silent[host] = (times + 1, self._clock())
            raise
        except FetchError:
            # An answer, though not the one that was hoped for.
            self._silent.pop(host, None)
            raise
        self._silent.pop(host, None)
        return fetched


def _host(url: str) -> _Host:
    try:
        parts = urlsplit(url)
        return _Host(parts.scheme, (parts.hostname or "")[:100], parts.port or _USUAL_PORTS.get(parts.scheme))
    except ValueError:
        # Whoever fetches says what is wrong with it.
        return _Host("", "", None)
