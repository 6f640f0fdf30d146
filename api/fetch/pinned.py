"""Connections to addresses that were checked, and to no other, until a moment by which all is over."""

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore

from api.errors import FetchError, SilentHostError
from api.fetch.urls import Target


class Deadline:
    """The moment by which a whole fetch is over, redirects included."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; raises SilentHostError where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise SilentHostError(f"the file did not arrive within {self._seconds:g} s")
        return left


@contextmanager
def get(
    target: Target, addresses: Sequence[str], deadline: Deadline, tls: ssl.SSLContext | None
) -> Iterator[httpcore.Response]:
    """The response to GET; its body is read while the block runs. The certificate must be for `target.host`.

    Raises FetchError. `addresses` are numeric; those behind the first are tried where it takes no connection.
    """
    backend = _PinnedBackend(addresses, deadline)
    headers = [("Host", target.authority), ("User-Agent", "pourquoi"), ("Accept", "*/*"), ("Accept-Encoding", "gzip")]
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", url, headers=headers) as response,
        ):
            yield response
    except httpcore.TimeoutException as error:
        deadline.left()
        raise SilentHostError(f"{target.host} did not answer in time") from error
    except httpcore.ConnectError as error:
        raise SilentHostError(f"{target.host} cannot be fetched from: {error or type(error).__name__}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise FetchError(f"{target.host} cannot be fetched from: {error or type(error).__name__}") from error


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the given addresses whatever name it is asked for, so that a name is looked up once and never again."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses, self._deadline = addresses, deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the whole point
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        refused: Exception | None = None
        for address in self._addresses:
            try:
                stream = self._sockets.connect_tcp(address, port, self._deadline.left(), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _TimedStream(stream, self._deadline)
        raise refused or httpcore.ConnectError("there is no address to connect to")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline, so that a byte now and then does not keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)
