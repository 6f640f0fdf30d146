"""Load for minutes on the server as it is run, with hashed words in place of the models.

How long: SOAK_MINUTES, by default 10 for each of the two longest. Times are compared with those of the same run.
"""

import asyncio
import hashlib
import itertools
import os
import random
import socket
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

import pytest

from api.serving import allow_open_files
from index.homes import database_path
from index.sqlite_store import SqliteStore
from tests.gate_results import Results
from tests.load_kit import Connections, Reply, at_rate, connections, in_turns, milliseconds, overloaded, slope
from tests.running_server import WRITTEN, RunningServer
from tests.test_slow_clients import HALVES
from tests.writing_kit import path_of

pytestmark = pytest.mark.soak
MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
NAMES = ("Anna", "Bruno", "Clara", "David", "Emma", "Fritz", "Greta", "Hugo", "Ida", "Jonas")
PLACES = ("Aston", "Byford", "Corby", "Derby", "Exeter", "Frome", "Goole", "Hythe", "Ilford", "Jarrow")
ARTICLES = 200


def text_of(number: int, version: int) -> str:
    """An article of ten sentences that says whose it is and of which version."""
    name, place = NAMES[number % 10], PLACES[number // 10 % 10]
    told = (
        f"In the year {1900 + line} {name} opened bakery {number} of {place}, says note {version}."
        for line in range(10)
    )
    return " ".join(told)


def question(number: int) -> str:
    """One that no other has asked, so that it is read and not remembered."""
    # Of few words, so that no list of words grows with the questions.
    day = f"day {number % 500} of week {number // 500 % 500} of year {number // 250_000}"
    return f"Who opened bakery {number % ARTICLES} of {PLACES[number // 10 % 10]} before {day}?"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def fill(client: Connections, version: int) -> None:
    for number in range(ARTICLES):
        reply = await client.send("PUT", path_of(f"a{number}"), {"text": text_of(number, version)})
        assert reply.status in (200, 201), reply.body


def refused_well(replies: Sequence[Reply]) -> bool:
    return all(reply.status in (429, 503) and int(reply.headers["retry-after"]) > 0 for reply in replies)


# ---- 20 --------------------------------------------------------------------------------------------------------------

WHOLE_HALVES = {
    **HALVES,
    "half a question": b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    "half an article": b"PUT /v1/articles/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    "a body that waits to be asked for": (
        b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n"
        b"Expect: 100-continue\r\n\r\n"
    ),
}


def test_nine_hundred_half_open_connections_are_closed_in_35_seconds(tmp_path: Path, results: Results) -> None:
    allow_open_files(2048)
    with results.gate("20") as told, RunningServer(WRITTEN, tmp_path / "home") as server, ExitStack() as stack:
        sent = [data for data in WHOLE_HALVES.values() for _ in range(113)][:900]
        begun = perf_counter()
        opened = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in sent]
        for connection, data in zip(opened, sent, strict=True):
            connection.sendall(data)

        async def health() -> list[Reply]:
            async with connections(server.port) as client:
                return await at_rate(20, 34 - (perf_counter() - begun), lambda _: client.send("GET", "/healthz"))

        replies = asyncio.run(health())
        p99 = milliseconds(replies, 0.99)
        open_still = sum(1 for connection in opened if not is_closed(connection))
        passed = perf_counter() - begun
        told.measured = f"{open_still} of {len(opened)} open after {passed:.1f} s, health p99 {p99:.0f} ms"
        assert (open_still, {reply.status for reply in replies}) == (0, {200})
        assert passed < 35
        assert p99 < 100


def is_closed(connection: socket.socket) -> bool:
    connection.settimeout(0)
    try:
        while connection.recv(65_536):
            pass
    except BlockingIOError:
        return False
    except ConnectionResetError:
        pass
    return True


# ---- 14 --------------------------------------------------------------------------------------------------------------


def test_while_the_store_is_locked_writes_are_refused_at_once(tmp_path: Path, results: Results) -> None:
    times = 10
    with results.gate("14", times) as told, RunningServer(WRITTEN, tmp_path / "home") as server:

        async def run() -> tuple[list[Reply], list[Reply], list[float]]:
            refused, answered, recovered = [], [], []
            async with connections(server.port) as client:
                first = await client.send("PUT", path_of("a"), {"text": "Alice left the company."})
                assert first.status == 201, first.body
                store = SqliteStore(database_path(server.home))
                for number in range(times):
                    with suppress(InterruptedError), store.writing():
                        puts = [
                            client.send("PUT", path_of(f"b{i}"), {"text": f"Bruno left {number}."}) for i in range(8)
                        ]
                        *those, answer = await asyncio.gather(*puts, client.ask(f"Who left on day {number}?"))
                        refused += those
                        answered.append(answer)
                        raise InterruptedError("the other process dies")
                    begun = perf_counter()
                    while (
                        put := await client.send("PUT", path_of("b"), {"text": f"Bruno left {number}."})
                    ).status == 503:
                        await asyncio.sleep(0.05)
                    assert put.status in (200, 201), put.body
                    recovered.append(perf_counter() - begun)
            return refused, answered, recovered

        refused, answered, recovered = asyncio.run(run())
        longest = max(reply.seconds for reply in refused)
        told.measured = f"refused after {longest:.2f} s at most, written again after {max(recovered):.2f} s at most"
        assert {reply.status for reply in answered} == {200}
        assert refused_well(refused)
        assert longest < 2
        assert max(recovered) < 5


# ---- 22 --------------------------------------------------------------------------------------------------------------

_JSON_HEAD = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
_DEEP = b'{"question": ' + b'{"a":[' * 5_000 + b"]}" * 5_000 + b"}"
TOO_MUCH = {
    "a body": (_JSON_HEAD + b"Content-Length: 99999999\r\n\r\n{", 413),
    "a body in pieces": (
        _JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 3,
        413,
    ),
    "an address": (
        b"GET /v1/articles?a=" + b"x" * 30_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        414,
    ),
    "a head": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n", 431),
    "a depth": (_JSON_HEAD + b"Content-Length: %d\r\n\r\n" % len(_DEEP) + _DEEP, 400),
}


def test_what_is_too_large_costs_no_memory(tmp_path: Path, results: Results) -> None:
    times = 200
    with results.gate("22", times * len(TOO_MUCH)) as told, RunningServer(WRITTEN, tmp_path / "home") as server:

        def send(count: int) -> set[bool]:
            return {status_for(server, sent) == status for _ in range(count) for sent, status in TOO_MUCH.values()}

        # What is made at first use is made before the memory is looked at.
        send(20)
        before = server.memory_bytes()
        well = send(times)
        grown = (server.memory_bytes() - before) / 1e6
        told.measured = f"{times} of each of {len(TOO_MUCH)} kinds, memory {grown:+.1f} MB"
        assert well == {True}
        assert grown <= 20


def status_for(server: RunningServer, sent: bytes) -> int:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(sent)
        return int(connection.recv(65_536).split(b" ")[1])


# ---- 23 --------------------------------------------------------------------------------------------------------------


def test_four_times_the_load_it_can_carry(tmp_path: Path, results: Results) -> None:
    seconds = min(60.0, 60 * MINUTES)

    async def run(server: RunningServer) -> tuple[float, float, Counter[int], bool, float]:
        async with connections(server.port) as client:
            await fill(client, 0)
            numbers = itertools.count()

            async def ask(_: int) -> Reply:
                return await client.ask(question(next(numbers)))

            async def carried() -> float:
                answered = await in_turns(16, 10, ask)
                assert {reply.status for reply in answered} == {200}
                return len(answered) / (answered[-1].at + answered[-1].seconds - answered[0].at)

            before = [await carried(), await carried()]
            async with connections(server.port) as other:
                replies, recovered = await overloaded(
                    4 * max(before), seconds, ask, lambda: other.ask(question(next(numbers)))
                )
            span = max(reply.at + reply.seconds for reply in replies) - replies[0].at
            # Other programs have a part of this machine that changes, so what it can carry is asked before and after.
            peak = fmean([*before, await carried(), await carried()])
        good = [reply for reply in replies if reply.status == 200]
        others = [reply for reply in replies if reply.status != 200]
        return peak, len(good) / span, Counter(r.status for r in replies), refused_well(others), recovered

    environment = {"TEST_ANSWER_SECONDS": "0.02"}
    with results.gate("23") as told, RunningServer(WRITTEN, tmp_path / "home", **environment) as server:
        peak, good, statuses, well, recovered = asyncio.run(run(server))
        told.measured = (
            f"{peak:.0f} answers a second; asked four times as many for {seconds:g} s, {good:.0f} a second "
            f"({good / peak:.0%}), {statuses[503] + statuses[429]} of {statuses.total()} refused; "
            f"recovered {recovered:.1f} s after the last was sent"
        )
        assert well
        assert statuses[503] + statuses[429] > statuses.total() / 2
        assert good >= 0.8 * peak
        assert recovered < 10


# ---- 8 ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class States:
    """The articles after each write: `after[n]` holds the sha256 of each by id once n writes were done, one at a time."""

    after: list[dict[str, str]]
    texts: dict[str, str]
    begun: list[int]
    acknowledged: list[int]


async def write_on(client: Connections, states: States, seconds: float) -> None:
    dice, end = random.Random(8), perf_counter() + seconds  # noqa: S311 - the same each time
    while perf_counter() < end:
        number = len(states.after)
        article_id, articles = f"a{dice.randrange(ARTICLES)}", dict(states.after[-1])
        delete = article_id in articles and dice.random() < 0.3
        text = text_of(int(article_id[1:]), number)
        if delete:
            del articles[article_id]
        else:
            articles[article_id] = sha(text)
            states.texts[articles[article_id]] = text
        states.after.append(articles)
        states.begun[0] = number
        reply = await client.send(
            *(("DELETE", path_of(article_id)) if delete else ("PUT", path_of(article_id), {"text": text}))
        )
        assert reply.status in (200, 201, 204), reply.body
        states.acknowledged[0] = number


async def ask_checked(client: Connections, states: States, number: int) -> Reply:
    earliest = states.acknowledged[0]
    reply = await client.ask(question(number))
    if reply.status != 200:
        return reply
    answer = reply.json()
    state = int(answer["index"]["generation"].split("-")[0])
    assert earliest <= state <= states.begun[0]
    articles = states.after[state]
    assert answer["index"]["articles"] == len(articles)
    for citation in answer["citations"]:
        assert citation["article_sha256"] == articles[citation["article_id"]]
        text = states.texts[citation["article_sha256"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    return reply


def test_articles_are_written_and_questions_answered_for_minutes(tmp_path: Path, results: Results) -> None:
    async def run(server: RunningServer) -> tuple[list[Reply], list[Reply], int]:
        async with connections(server.port) as client, connections(server.port) as writer:
            states = States([{}], {}, [0], [0])
            for number in range(ARTICLES):
                text = text_of(number, 0)
                states.texts[sha(text)] = text
                states.after.append(states.after[-1] | {f"a{number}": sha(text)})
            states.begun[0] = states.acknowledged[0] = ARTICLES
            await fill(client, 0)
            idle = await at_rate(10, 60 * min(2, MINUTES / 2), lambda n: ask_checked(client, states, n))
            writing = asyncio.create_task(write_on(writer, states, 60 * MINUTES))
            busy = await at_rate(10, 60 * MINUTES, lambda n: ask_checked(client, states, 10**6 + n))
            await writing
            return idle, busy, len(states.after) - ARTICLES - 1

    with results.gate("8") as told, RunningServer(WRITTEN, tmp_path / "home") as server:
        idle, busy, writes = asyncio.run(run(server))
        before, meanwhile = milliseconds(idle, 0.99), milliseconds(busy, 0.99)
        failed = [reply.status for reply in (*idle, *busy) if reply.status != 200]
        told.measured = (
            f"{len(busy)} questions and {writes} writes in {MINUTES:g} min, {len(failed)} refused, answers of one generation; "
            f"p99 {meanwhile:.0f} ms against {before:.0f} ms idle ({meanwhile / before:.1f} times)"
        )
        assert failed == []
        assert meanwhile <= 2 * before


# ---- 26 --------------------------------------------------------------------------------------------------------------


def test_twenty_questions_a_second_while_all_articles_are_replaced_now_and_then(
    tmp_path: Path, results: Results
) -> None:
    seconds = 60 * MINUTES
    # Every five minutes, or four times in a shorter run.
    pause = min(300.0, seconds / 4)
    memory: list[tuple[float, float]] = []
    files: list[int] = []

    async def replace(client: Connections, end: float) -> int:
        version = 0
        while perf_counter() + pause / 2 < end:
            version += 1
            await fill(client, version)
            await asyncio.sleep(max(0.0, min(pause, end - perf_counter())))
        return version

    async def watch(server: RunningServer, end: float, *clients: Connections) -> None:
        while perf_counter() < end:
            memory.append((perf_counter(), server.memory_bytes() / 1e6))
            # Without the connections that are open at this end too: how many there are is how many questions wait at once.
            files.append(server.open_files() - sum(client.opened for client in clients))
            await asyncio.sleep(2)

    async def run(server: RunningServer) -> tuple[list[Reply], int]:
        async with connections(server.port) as client, connections(server.port) as writer:
            # What is made at first use is made before the memory is looked at.
            await fill(writer, 0)
            await at_rate(20, min(60, seconds / 5), lambda n: client.ask(question(10**8 + n)))
            end = perf_counter() + seconds
            asking = at_rate(20, seconds, lambda n: client.ask(question(n)))
            replies, replaced, _ = await asyncio.gather(
                asking, replace(writer, end), watch(server, end, client, writer)
            )
            return replies, replaced

    with results.gate("26") as told, RunningServer(WRITTEN, tmp_path / "home") as server:
        replies, replaced = asyncio.run(run(server))
        statuses = Counter(reply.status for reply in replies)
        # The first half and the second have as many replacements.
        halves = replies[: len(replies) // 2], replies[len(replies) // 2 :]
        early, late = (milliseconds(half, 0.99) for half in halves)
        # What is made at first use, and what is remembered up to a bound, is there in the second half.
        grown = 600 * slope(memory[len(memory) // 2 :])
        drift = max(files[len(files) // 2 :]) - max(files[: len(files) // 2])
        told.measured = (
            f"{statuses[200]} of {len(replies)} answered in {MINUTES:g} min, all {ARTICLES} articles replaced {replaced} times; "
            f"memory {grown:+.1f} MB in 10 min, open files {drift:+d}, p99 {early:.0f} ms and then {late:.0f} ms"
        )
        assert set(statuses) == {200}
        assert grown < 1
        assert abs(drift) <= 5
        assert late <= 1.2 * early
