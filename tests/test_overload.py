"""More than can be carried is refused at once, what was taken is done, and nothing is left behind."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from api.batching import Batcher, BatchLimits
from api.errors import DeadlineError
from rag.pipeline import Pipeline
from rag.questions.question import Question
from tests.test_api_batching import Models, submit, with_batcher

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
CAPACITY = 8
ARTICLES = {"one": "Alice left the company because of a quarrel over money.\n"}


class Gated(Pipeline):
    """A pipeline whose runs over questions with the word `load` wait at a gate."""

    began, gate = threading.Semaphore(0), threading.Event()

    def answer_all(self, questions: Sequence[str | Question]) -> list:
        if any("load" in str(question) for question in questions):
            self.began.release()
            self.gate.wait(60)
        return super().answer_all(questions)


@pytest.fixture(autouse=True)
def nothing_has_begun() -> None:
    """A test that runs more than it waits for leaves nothing for the next one to take for its own."""
    Gated.began = threading.Semaphore(0)


def test_four_times_the_load_keeps_what_can_be_carried_and_refuses_the_rest(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    pipeline = hashing_pipeline(ARTICLES)
    pipeline.__class__ = Gated

    async def wave(client: httpx.AsyncClient, number: int) -> Counter[int]:
        Gated.gate.clear()
        asking = [
            asyncio.create_task(client.post("/v1/ask", json={"question": f"load {number} {i}"}))
            for i in range(4 * CAPACITY)
        ]
        assert await asyncio.to_thread(Gated.began.acquire, timeout=60)
        refused: list[httpx.Response] = []
        # They are answered while every run is still held up: nobody waits to be told no.
        for response in asyncio.as_completed(asking):
            refused.append(await response)
            if len(refused) == 3 * CAPACITY:
                break
        assert {(r.status_code, r.headers["retry-after"]) for r in refused} == {(503, "1")}
        Gated.gate.set()
        return Counter(response.status_code for response in await asyncio.gather(*asking))

    async def run() -> None:
        async with serving(pipeline, BatchLimits(concurrent=CAPACITY, batch=4)) as client:
            # Each wave has as many answers as the one before: refusing costs the others nothing.
            for number in range(3):
                assert await wave(client, number) == {200: CAPACITY, 503: 3 * CAPACITY}
            assert (await client.post("/v1/ask", json={"question": "Alice?"})).status_code == 200
            metrics = (await client.get("/metrics")).text
            assert f'pourquoi_questions_rejected_total{{reason="busy"}} {3 * 3 * CAPACITY}.0' in metrics
            assert "pourquoi_queue_questions 0.0" in metrics

    asyncio.run(run())


def test_a_question_that_waits_too_long_is_refused_and_never_run() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        [running] = submit(batcher, "a")
        await models.begun()
        waiting = submit(batcher, "b", "c")
        # The run before it does not end until both were refused, however long that takes.
        for task in waiting:
            with pytest.raises(DeadlineError, match=r"within 0\.01 s"):
                await task
        assert batcher.queued == 0
        models.let_go.release(10)
        assert await running == "A"
        assert await batcher.submit("d") == "D"
        assert models.runs == [["a"], ["d"]]

    with_batcher(test, BatchLimits(concurrent=8, batch=3, wait_seconds=0.01))


def test_the_service_says_so_with_503_and_when_to_come_back(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    pipeline = hashing_pipeline(ARTICLES)
    pipeline.__class__ = Gated

    async def run() -> None:
        Gated.gate.clear()
        # Long enough for the first to begin on a machine that has other things to do; the second waits for ever, or as long.
        async with serving(pipeline, BatchLimits(concurrent=8, batch=1, wait_seconds=1.0)) as client:
            held = asyncio.create_task(client.post("/v1/ask", json={"question": "load"}))
            assert await asyncio.to_thread(Gated.began.acquire, timeout=60)
            late = await client.post("/v1/ask", json={"question": "Alice?"})
            Gated.gate.set()
            assert (late.status_code, int(late.headers["retry-after"]) > 0) == (503, True)
            assert late.json()["type"] == "urn:pourquoi:problem:deadline"
            assert (await held).status_code == 200

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions", "/mcp", "/integrations/slack/events"])
@pytest.mark.parametrize("depth", [50, 900, 1_100, 20_000])
def test_a_body_of_any_depth_is_refused_and_breaks_nothing(
    hashing_pipeline: HashingPipeline, serving: Serving, path: str, depth: int
) -> None:
    body = b'{"question": ' + b'{"a":[' * depth + b"]}" * depth + b"}"

    async def run() -> httpx.Response:
        async with serving(hashing_pipeline(ARTICLES)) as client:
            headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
            return await client.post(path, content=body[: 64 * 1024], headers=headers)

    assert 400 <= asyncio.run(run()).status_code < 500


def test_an_address_is_read_up_to_its_limit(hashing_pipeline: HashingPipeline, serving: Serving) -> None:
    async def run() -> list[int]:
        async with serving(hashing_pipeline(ARTICLES)) as client:
            # 13 bytes are there already.
            paths = ["/v1/articles/" + "x" * (24 * 1024 - 13 + extra) for extra in (0, 1)]
            return [(await client.get(path)).status_code for path in paths]

    assert asyncio.run(run()) == [404, 414]
