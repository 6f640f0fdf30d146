"""Killed at any moment the service loses nothing that it acknowledged, and nothing that it deleted answers."""

import asyncio
import hashlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import httpx
import pytest

from tests.gate_results import Results
from tests.listening import free_port
from tests.writing_kit import path_of

ROOT = Path(__file__).parents[1]
WRITERS = 4
# Each writer has articles of its own, so what it was told last is what must be there.
ARTICLES_EACH = 3


@dataclass
class Told:
    """What one article must be: its text, None where it is deleted; `maybe` also counts while a request is unanswered."""

    text: str | None = None
    maybe: list[str | None] = field(default_factory=list)

    def may_be(self) -> set[str | None]:
        return {sha(text) if text is not None else None for text in (self.text, *self.maybe)}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Killable:
    """A server on one port that is started and killed again and again."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.killable", str(home), str(self.port)],
            cwd=ROOT,
            # A process that is forked must not miss threads that computed before.
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process = 0

    def start(self) -> None:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("start\n")
        self._parent.stdin.flush()
        self._process = int(self._parent.stdout.readline())

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        assert self._parent.stdout is not None
        os.kill(self._process, signal.SIGKILL)
        assert self._parent.stdout.readline() == "ended\n"
        self._process = 0

    def close(self) -> None:
        if self._process:
            self.kill()
        self._parent.communicate(timeout=60)


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    server = Killable(tmp_path / "home")
    try:
        yield server
    finally:
        server.close()


async def ready(client: httpx.AsyncClient) -> None:
    while True:
        try:
            if (await client.get("/readyz")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.02)


class Acknowledged:
    """Counts, and lets a killer wait for a count."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def one(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def reaches(self, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.count >= count)


async def write(
    client: httpx.AsyncClient, writer: int, told: dict[str, Told], dice: random.Random, acknowledged: Acknowledged
) -> None:
    """Put, replace and delete until the server is gone; what was not answered may have happened or not."""
    for number in range(10_000):
        article_id = f"w{writer}-{dice.randrange(ARTICLES_EACH)}"
        article = told.setdefault(article_id, Told())
        delete = dice.random() < 0.3
        text = (
            None if delete else f"The animal of {article_id} is the zebra{writer}x{article_id[-1]}, said note {number}."
        )
        article.maybe.append(text)
        try:
            if text is None:
                response = await client.delete(path_of(article_id))
                assert response.status_code in (204, 404), response.text
            else:
                response = await client.put(path_of(article_id), json={"text": text})
                assert response.status_code in (200, 201), response.text
                assert response.json()["sha256"] == sha(text)
        except httpx.TransportError:
            return
        article.text, article.maybe = text, []
        await acknowledged.one()


async def check(client: httpx.AsyncClient, told: dict[str, Told]) -> None:
    """What is there is what was acknowledged, or what was under way; then that is what counts from here on."""
    articles = (await client.get("/v1/articles", params={"limit": 200})).json()["articles"]
    there = {article["id"]: article["sha256"] for article in articles}
    assert set(there) <= set(told)
    for article_id, article in told.items():
        assert there.get(article_id) in article.may_be(), article_id
        possible = [article.text, *article.maybe]
        article.text = next(t for t in possible if (sha(t) if t is not None else None) == there.get(article_id))
        article.maybe = []
    questions = [f"Where is the zebra{i.removeprefix('w').replace('-', 'x')}?" for i in told]
    asked = [client.post("/v1/ask", json={"question": question}) for question in questions]
    for answer in await asyncio.gather(*asked):
        for citation in answer.json()["citations"]:
            said = told[citation["article_id"]].text
            assert said is not None, f"{citation['article_id']} is deleted and answers"
            assert citation["article_sha256"] == sha(said)
            assert said[citation["start"] : citation["end"]] == citation["quote"]


async def kill_again_and_again(server: Killable, times: int) -> float:
    """Kill it so often; how many seconds the longest start after a kill took."""
    dice = random.Random(times)  # noqa: S311 - the same each time
    told: dict[str, Told] = {}
    longest = 0.0
    for _ in range(times):
        server.start()
        # Its parent had to load everything once before the first of them.
        begun = perf_counter()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
            await ready(client)
            longest = max(longest, perf_counter() - begun)
            await check(client, told)
            acknowledged = Acknowledged()
            writers = [
                asyncio.create_task(write(client, number, told, dice, acknowledged)) for number in range(WRITERS)
            ]
            await acknowledged.reaches(dice.randrange(8))
            await asyncio.sleep(dice.uniform(0.0, 0.15))
            server.kill()
            await asyncio.gather(*writers)
    server.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
        await ready(client)
        await check(client, told)
    # Otherwise nothing would have been seen.
    assert any(article.text is not None for article in told.values())
    return longest


def test_killed_ten_times_while_articles_come_and_go_it_keeps_its_word(killable: Killable) -> None:
    asyncio.run(kill_again_and_again(killable, 10))


@pytest.mark.soak
def test_killed_sixty_times_while_articles_come_and_go_it_keeps_its_word(
    request: pytest.FixtureRequest, results: Results
) -> None:
    with results.gate("1 (the service)", 60) as told:
        # It starts a server, which may fail too.
        longest = asyncio.run(kill_again_and_again(request.getfixturevalue("killable"), 60))
        told.measured = f"nothing lost, nothing deleted answered; ready again after {longest:.2f} s at most"
        assert longest < 2
