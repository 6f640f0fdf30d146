"""Load on a server that runs: questions at a rate or as fast as they are answered, and figures of what came back."""

import asyncio
import itertools
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: when it was sent, in seconds of `perf_counter`, how long it took, and what came back."""

    at: float
    seconds: float
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict:
        return json.loads(self.body)


# A server closes what is idle for 30 s; one that is about to be closed is not used again.
_IDLE_SECONDS = 15.0
_PROBE_SECONDS = 0.1


@dataclass
class Connections:
    """Connections to one server that are used again. A client's own costs must be small, so it speaks the least of HTTP."""

    port: int
    # How many are open, those in use and those that are free.
    opened: int = 0
    # With the time of its last use, the last used last.
    _free: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def ask(self, question: str, **more: object) -> Reply:
        return await self.send("POST", "/v1/ask", {"question": question, **more})

    async def send(self, method: str, path: str, body: object = None) -> Reply:
        begun = perf_counter()
        sent = b"" if body is None else json.dumps(body).encode()
        lengths = f"Content-Type: application/json\r\nContent-Length: {len(sent)}"
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n\r\n"
        reader, writer = await self._connection()
        writer.write(head.encode() + sent)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:-2])}
        received = await reader.readexactly(int(headers.get("content-length", "0")))
        self._free.append((perf_counter(), reader, writer))
        return Reply(begun, perf_counter() - begun, int(lines[0].split(" ")[1]), headers, received)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._free and self._free[0][0] < perf_counter() - _IDLE_SECONDS:
            self._free.pop(0)[2].close()
            self.opened -= 1
        if self._free:
            return self._free.pop()[1:]
        self.opened += 1
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def close(self) -> None:
        for *_, writer in self._free:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for *_, writer in self._free), return_exceptions=True)
        self._free.clear()


@asynccontextmanager
async def connections(port: int) -> AsyncIterator[Connections]:
    opened = Connections(port)
    try:
        yield opened
    finally:
        await opened.close()


async def at_rate(rate: float, seconds: float, ask: Callable[[int], Awaitable[Reply]]) -> list[Reply]:
    """So many requests a second, whether or not the ones before were answered; `ask` is given their numbers."""
    begun, tasks = perf_counter(), []
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - perf_counter()))
        tasks.append(asyncio.create_task(_run(ask, number)))
    return await asyncio.gather(*tasks)


async def _run(ask: Callable[[int], Awaitable[Reply]], number: int) -> Reply:
    return await ask(number)


async def overloaded(
    rate: float, seconds: float, ask: Callable[[int], Awaitable[Reply]], probe: Callable[[], Awaitable[Reply]]
) -> tuple[list[Reply], float]:
    """`at_rate`, and the seconds from when the last was sent until `probe` is answered with 200 and nothing is waiting any more.

    What still waits then is part of the recovery, so the probe does not wait for it.
    """
    last, sent = round(rate * seconds) - 1, asyncio.Event()

    async def ask_and_tell(number: int) -> Reply:
        if number == last:
            sent.set()
        return await ask(number)

    loading = asyncio.create_task(at_rate(rate, seconds, ask_and_tell))
    await sent.wait()
    begun = perf_counter()
    while (await probe()).status != HTTPStatus.OK:
        await asyncio.sleep(_PROBE_SECONDS)
    replies = await loading
    return replies, perf_counter() - begun


async def in_turns(clients: int, seconds: float, ask: Callable[[int], Awaitable[Reply]]) -> list[Reply]:
    """As fast as they are answered, by so many clients."""
    end, numbers = perf_counter() + seconds, itertools.count()

    async def one() -> list[Reply]:
        replies = []
        while perf_counter() < end:
            replies.append(await ask(next(numbers)))
        return replies

    return [reply for replies in await asyncio.gather(*(one() for _ in range(clients))) for reply in replies]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many of them, 0 to 1, do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def milliseconds(replies: Sequence[Reply], share: float) -> float:
    return 1000 * percentile([reply.seconds for reply in replies], share)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much the second of two values grows with the first, by least squares."""
    mean_x, mean_y = (sum(point[i] for point in points) / len(points) for i in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
