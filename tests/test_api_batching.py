"""Questions share runs of the models, are bounded in number, and fail alone."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from starlette.requests import Request

from api.batching import Batcher, BatchLimits
from api.client import unless_gone
from api.errors import BusyError, ClientGoneError, StoppingError
from api.open_collection import FixedCollection
from api.schemas import SearchOut
from api.work import Ask, Search, do_batch
from rag.contract import AnswerOut
from rag.pipeline import Pipeline
from rag.questions.question import Question

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
_LIMITS = BatchLimits(concurrent=8, batch=3)


class Models:
    """Stands in for the models: each run waits until it is let go, and what it was given is written down."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.began = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)

    def __call__(self, tasks: Sequence[str]) -> list[str | Exception]:
        self.runs.append(list(tasks))
        self.began.release()
        self.let_go.acquire()
        return [ValueError(task) if task.startswith("bad") else task.upper() for task in tasks]

    async def begun(self) -> None:
        await asyncio.to_thread(self.began.acquire)


def with_batcher(
    test: Callable[[Models, "Batcher[str, str]"], Coroutine[None, None, None]], limits: BatchLimits = _LIMITS
) -> None:
    async def run() -> None:
        models = Models()
        with ThreadPoolExecutor(max_workers=1) as executor:
            batcher = Batcher(models, executor, limits)
            try:
                await test(models, batcher)
            finally:
                models.let_go.release(1_000)
                await batcher.aclose()

    asyncio.run(run())


def submit(batcher: "Batcher[str, str]", *tasks: str) -> "list[asyncio.Task[str]]":
    return [asyncio.create_task(batcher.submit(task)) for task in tasks]


def test_what_arrives_while_the_models_are_busy_shares_the_next_run() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        first = submit(batcher, "a")
        await models.begun()
        rest = submit(batcher, "b", "c", "d", "e")
        await asyncio.sleep(0)
        models.let_go.release(3)
        assert await asyncio.gather(*first, *rest) == ["A", "B", "C", "D", "E"]
        # Three share a run at most.
        assert models.runs == [["a"], ["b", "c", "d"], ["e"]]

    with_batcher(test)


def test_over_the_bound_a_task_is_refused_and_the_others_are_not() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        tasks = submit(batcher, *"abcdefgh")
        await models.begun()
        with pytest.raises(BusyError, match="8 questions"):
            await batcher.submit("i")
        models.let_go.release(10)
        assert await asyncio.gather(*tasks) == list("ABCDEFGH")
        assert await batcher.submit("i") == "I"

    with_batcher(test)


def test_a_task_that_fails_fails_alone() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        models.let_go.release(10)
        outcomes = await asyncio.gather(*submit(batcher, "a", "bad", "c"), return_exceptions=True)
        assert [str(outcome) for outcome in outcomes] == ["A", "bad", "C"]
        assert isinstance(outcomes[1], ValueError)

    with_batcher(test)


def test_a_run_that_fails_as_a_whole_reaches_everyone_and_the_next_run_is_unhurt() -> None:
    failing = True

    def work(tasks: Sequence[str]) -> list[str]:
        if failing:
            raise MemoryError
        return list(tasks)

    async def run() -> None:
        nonlocal failing
        with ThreadPoolExecutor(max_workers=1) as executor:
            batcher: Batcher[str, str] = Batcher(work, executor, BatchLimits(8, 8))
            outcomes = await asyncio.gather(*submit(batcher, "a", "b"), return_exceptions=True)
            assert [type(outcome) for outcome in outcomes] == [MemoryError, MemoryError]
            failing = False
            assert await batcher.submit("c") == "c"
            await batcher.aclose()

    asyncio.run(run())


def test_a_task_cancelled_before_its_run_is_never_run_and_frees_its_place() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        first = submit(batcher, "a")
        await models.begun()
        cancelled, kept = submit(batcher, "b", "c")
        await asyncio.sleep(0)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        more = submit(batcher, *"defghi")
        await asyncio.sleep(0)
        models.let_go.release(10)
        assert await asyncio.gather(*first, kept, *more) == list("ACDEFGHI")
        assert [task for run in models.runs for task in run] == list("acdefghi")

    with_batcher(test)


def test_a_task_cancelled_during_its_run_leaves_its_neighbours_their_results() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        leaving, staying = submit(batcher, "a", "b")
        await models.begun()
        leaving.cancel()
        await asyncio.sleep(0)
        models.let_go.release(10)
        assert await staying == "B"

    with_batcher(test)


def test_closing_lets_the_run_end_that_has_begun_and_refuses_the_rest() -> None:
    async def test(models: Models, batcher: "Batcher[str, str]") -> None:
        [running] = submit(batcher, "a")
        await models.begun()
        [waiting] = submit(batcher, "b")
        await asyncio.sleep(0)
        closing = asyncio.create_task(batcher.aclose())
        with pytest.raises(StoppingError):
            await waiting
        models.let_go.release()
        await closing
        assert await running == "A"
        with pytest.raises(StoppingError):
            await batcher.submit("c")
        assert models.runs == [["a"]]

    with_batcher(test)


class Stumbling(Pipeline):
    """A pipeline that fails on every batch with the word `poison` in it."""

    def answer_all(self, questions: Sequence[str | Question]) -> list:
        if any("poison" in question.text for question in questions):
            raise RuntimeError("poisoned")
        return super().answer_all(questions)


def test_a_question_that_fails_spoils_no_other_of_its_batch(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})
    pipeline.__class__ = Stumbling
    tasks = [
        Ask(Question("why did Alice leave?")),
        Ask(Question("poison")),
        Search(Question("Alice")),
        Ask(Question("money?")),
    ]
    first, second, third, fourth = do_batch(FixedCollection(pipeline).ready, tasks)
    assert isinstance(first, AnswerOut)
    assert isinstance(second, RuntimeError)
    assert isinstance(third, SearchOut)
    assert isinstance(fourth, AnswerOut)
    assert fourth.question == "money?"


class Slow(Pipeline):
    """A pipeline that searches only when it is let go."""

    began, let_go = threading.Event(), threading.Event()

    def _retrieve(self, asked: Sequence[Question], clock: object) -> list:
        if asked[0].text == "slow":
            self.began.set()
            self.let_go.wait(60)
        return super()._retrieve(asked, clock)


def test_over_the_bound_the_service_asks_to_come_back_later(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})
    pipeline.__class__ = Slow

    async def run() -> None:
        async with serving(pipeline, BatchLimits(concurrent=1, batch=1)) as client:
            held = asyncio.create_task(client.post("/v1/ask", json={"question": "slow"}))
            assert await asyncio.to_thread(Slow.began.wait, 60)
            refused = await client.post("/v1/search", json={"question": "Alice"})
            Slow.let_go.set()
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "1"
            assert refused.json()["type"] == "urn:pourquoi:problem:busy"
            assert (await held).status_code == 200
            assert (await client.post("/v1/search", json={"question": "Alice"})).status_code == 200

    asyncio.run(run())


def test_each_of_a_batch_gets_the_answer_to_its_own_question(pipeline: Pipeline, serving: Serving) -> None:
    questions = [
        "why did Jan Leike resign?",
        "Qui a remplacé Ilya Sutskever ?",
        "What is the capital of Australia?",
    ] * 2

    async def run() -> list[dict[str, object]]:
        async with serving(pipeline) as client:
            responses = await asyncio.gather(*(client.post("/v1/ask", json={"question": q}) for q in questions))
            return [response.json() for response in responses]

    answers = asyncio.run(run())
    assert [answer["question"] for answer in answers] == questions
    alone = {question: pipeline.answer(question) for question in dict.fromkeys(questions)}
    for question, answer in zip(questions, answers, strict=True):
        assert answer["answerable"] == alone[question].answerable
        # Further quotes may differ: in bfloat16 the padding of a batch moves scores in the third decimal.
        assert [c["quote"] for c in answer["citations"][:1]] == [c.quote for c in alone[question].citations[:1]]


def request_with(messages: "asyncio.Queue[dict[str, object]]") -> Request:
    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, messages.get)


def test_work_for_a_client_that_went_away_is_cancelled() -> None:
    async def run() -> None:
        messages: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        cancelled = asyncio.Event()

        async def work() -> None:
            messages.put_nowait({"type": "http.disconnect"})
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()

        with pytest.raises(ClientGoneError):
            await unless_gone(request_with(messages), work())
        assert cancelled.is_set()

    asyncio.run(run())


def test_work_that_ends_first_gives_its_result_or_its_error() -> None:
    async def run() -> None:
        async def done() -> int:
            return 7

        async def failed() -> int:
            raise BusyError

        assert await unless_gone(request_with(asyncio.Queue()), done()) == 7
        with pytest.raises(BusyError):
            await unless_gone(request_with(asyncio.Queue()), failed())

    asyncio.run(run())
