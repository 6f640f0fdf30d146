"""Names to addresses, within a time."""

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from api.errors import FetchError, SilentHostError

# Host and port to numeric addresses, the best first; raises OSError.
Resolver = Callable[[str, int], Sequence[str]]


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What this machine makes of the name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def resolve(host: str, port: int, resolver: Resolver, seconds: float) -> Sequence[str]:
    """The addresses of `host`; raises FetchError where there are none or it takes longer than `seconds`."""
    answered: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def look_up() -> None:
        try:
            answered.put(resolver(host, port))
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            answered.put(error)

    # The system's resolver knows no time limit; a thread that is left behind keeps no process from ending.
    threading.Thread(target=look_up, name="pourquoi-resolve", daemon=True).start()
    try:
        found = answered.get(timeout=max(seconds, 0.001))
    except Empty as error:
        raise SilentHostError(f"the name {host!r} was not found in time") from error
    if isinstance(found, (OSError, UnicodeError)):
        raise FetchError(f"there is no host {host!r}") from found
    if isinstance(found, Exception):
        raise found
    if not found:
        raise FetchError(f"the name {host!r} has no address")
    return found
