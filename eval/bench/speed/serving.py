"""How many questions a second `pourquoi serve` answers, and how long each waits, with and without batches."""

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from eval.bench.speed.figures import ServingFigures, Spread, StartFigures
from eval.bench.speed.plan import Plan
from eval.bench.speed.worker import memory_of
from eval.errors import SpeedError
from rag.settings import PREFIX

if TYPE_CHECKING:
    import httpx

ROOT = Path(__file__).parents[3]
UNBATCHED = 1
# A question that was answered before is to be answered again.
_NO_CACHE = {f"{PREFIX}ANSWER_CACHE_ENTRIES": "0"}
_PATIENCE_SECONDS = 300
_LOOK_SECONDS = 0.05
_TAIL_CHARS = 600
# With one question a client all are sent at once: that is a burst, and tells nothing of clients that ask again and again.
_QUESTIONS_A_CLIENT = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: each round asks `questions`, by so many `clients` at once, with batches of at most 1 and of `batch`."""

    questions: tuple[str, ...]
    clients: tuple[int, ...]
    batch: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is, and its process."""

    url: str
    process: int
    ready_seconds: float


@dataclass(frozen=True, slots=True)
class _Run:
    per_second: float
    milliseconds: tuple[float, ...]


def refuse_a_burst(questions: int, clients: Sequence[int]) -> None:
    """Raises SpeedError where the most clients would have too few questions each."""
    fewest = _QUESTIONS_A_CLIENT * max(clients)
    if questions < fewest:
        raise SpeedError(
            f"{questions} questions are a burst for {max(clients)} clients; give --questions {fewest} at least"
        )


def measure_serving(home: Path, load: Load, plan: Plan) -> tuple[ServingFigures, ...]:
    """Ask two servers over the index in `home` in turns, one of which makes no batches.

    Other settings of both are those of the environment. Raises SpeedError where a server does not start, a question is not
    answered, or there are fewer than four for each client.
    """
    refuse_a_burst(len(load.questions), load.clients)
    batches = (UNBATCHED, load.batch)
    runs: dict[tuple[int, int], list[_Run]] = {(c, b): [] for c in load.clients for b in batches}
    with ExitStack() as stack:
        servers = {
            batch: stack.enter_context(serving(home, {**_NO_CACHE, f"{PREFIX}MAX_BATCH_QUESTIONS": str(batch)}))
            for batch in batches
        }
        for server in servers.values():
            _ask(server, load.questions[:1], 1)
        for number in range(plan.rounds):
            for (clients, batch), found in runs.items():
                found.append(_ask(servers[batch], load.questions, clients))
                plan.tell(
                    f"round {number + 1}, {clients} clients, batches of {batch}: {found[-1].per_second:.1f} a second"
                )
    baseline = runs[load.clients[0], UNBATCHED]
    return tuple(_figures(key, load, found, baseline) for key, found in runs.items())


def measure_starts(home: Path, rounds: int) -> tuple[StartFigures, ...]:
    """Start a server over the index in `home` so often, one after the other."""
    seconds, held = [], []
    for _ in range(rounds):
        with serving(home, {}) as server:
            seconds.append(server.ready_seconds)
            held.append(sum(memory_of(str(process))[1] for process in _family(server.process)))
    return (StartFigures(Spread.of(seconds), max(held)),)


@contextmanager
def serving(home: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server over the index in `home` that is ready, ended when the block ends; raises SpeedError where it does not start."""
    import httpx

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as errors:
        start = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - of our own making
            [sys.executable, "-m", "rag.cli", "serve", "--port", str(port), "--home", str(home)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS) as client:
                while not _is_ready(client):
                    if process.poll() is not None or perf_counter() - start > _PATIENCE_SECONDS:
                        errors.seek(0)
                        raise SpeedError(f"the server did not start: {errors.read().decode()[-_TAIL_CHARS:]}")
                    select.select([], [], [], _LOOK_SECONDS)
            yield Server(url, process.pid, perf_counter() - start)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _is_ready(client: "httpx.Client") -> bool:
    import httpx

    try:
        return client.get("/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:  # it does not listen yet
        return False


def _ask(server: Server, questions: Sequence[str], clients: int) -> _Run:
    """Ask all `questions`: each client takes the next one as soon as it has its answer."""
    start = perf_counter()
    milliseconds = asyncio.run(_ask_all(server.url, questions, clients))
    return _Run(len(questions) / (perf_counter() - start), tuple(milliseconds))


async def _ask_all(url: str, questions: Sequence[str], clients: int) -> list[float]:
    import httpx

    waiting = iter(questions)
    milliseconds: list[float] = []

    async def client() -> None:
        for question in waiting:
            start = perf_counter()
            response = await session.post("/v1/ask", json={"question": question})
            if response.status_code != httpx.codes.OK:
                raise SpeedError(f"{question!r} was answered with {response.status_code}: {response.text[:300]}")
            milliseconds.append(1000 * (perf_counter() - start))

    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS, limits=limits) as session:
        await asyncio.gather(*(client() for _ in range(clients)))
    return milliseconds


def _figures(key: tuple[int, int], load: Load, runs: Sequence[_Run], baseline: Sequence[_Run]) -> ServingFigures:
    clients, batch = key
    percentiles = {
        percent: Spread.of([float(np.percentile(run.milliseconds, percent)) for run in runs])
        for percent in (50, 95, 99)
    }
    return ServingFigures(
        clients=clients,
        batch=batch,
        questions=len(load.questions),
        per_second=Spread.of([run.per_second for run in runs]),
        p50_ms=percentiles[50],
        p95_ms=percentiles[95],
        p99_ms=percentiles[99],
        ratio=Spread.of([run.per_second / base.per_second for run, base in zip(runs, baseline, strict=True)]),
    )


def _family(process: int) -> list[int]:
    """A process and those it started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return [process, *(found for child in listed for found in _family(int(child)))]
