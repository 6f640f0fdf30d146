"""Answers that are given again while nothing has changed, and questions asked at the same time that share one run."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from time import perf_counter
from typing import Literal

from api.work import Ask
from rag.answer_out import new_answer_id
from rag.contract import AnswerOut

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What an answer depends on: the collection, its generation, and the question with all its parameters.

    Two questions are the same where they differ in white space only; letters, case and marks can change an answer. Of the
    question only a digest is kept: a thousand articles to look in may be a thousand times as long as their answer.
    """

    collection: str
    generation: str
    digest: bytes

    @classmethod
    def of(cls, task: Ask, generation: str, collection: str) -> "AnswerKey":
        """The key of `task`, asked of that generation of that collection."""
        text = " ".join(task.question.text.split())
        return cls(collection, generation, _digest(replace(task, question=replace(task.question, text=text))))


def _digest(task: Ask) -> bytes:
    return hashlib.sha256(json.dumps(asdict(task), default=_as_json).encode()).digest()


def _as_json(value: frozenset[str] | date) -> list[str] | str:
    """A part of a filter; equal sets are in different orders."""
    return value.isoformat() if isinstance(value, date) else sorted(value)


@dataclass(slots=True)
class _Flight:
    """A run that is under way, and how many wait for it."""

    task: "asyncio.Task[AnswerOut]"
    waiting: int = 0


class AnswerCache:
    """At most `entries` answers of `max_bytes` bytes together, the least recently used forgotten first.

    An answer is kept under the generation it was made from and only looked up under the one in use, so it cannot be stale;
    those of older generations are forgotten when a newer one is asked. It is kept as the JSON of its response: as objects it
    would take several times the bytes that are counted, in small pieces that keep what is free around them from being used.
    With `entries` 0 nothing is kept or shared. For use from one event loop; `heard` is told of every look whether it was a hit,
    shared with a run under way, or a miss.
    """

    def __init__(
        self, entries: int, heard: Callable[[Literal["hit", "shared", "miss"]], None], max_bytes: int = MAX_BYTES
    ) -> None:
        self._most, self._max_bytes, self._heard = entries, max_bytes, heard
        self._kept: OrderedDict[AnswerKey, bytes] = OrderedDict()
        self._flights: dict[AnswerKey, _Flight] = {}
        self._generations: dict[str, str] = {}
        self.bytes = 0

    @property
    def entries(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    async def answer(self, key: AnswerKey, asked: str, run: Callable[[], Awaitable[AnswerOut]]) -> AnswerOut:
        """The answer kept under `key`, or that of `run`, which all who ask the same meanwhile wait for.

        Each caller gets an answer with an id of its own, and with the question as `asked`. Where it was not the caller's own
        run, `timings_ms` says how long the caller waited, as `cache`. Raises what `run` raises. `run` is cancelled when the
        last caller that waits for it is.
        """
        if self._most == 0:
            return await run()
        began = perf_counter()
        self._forget_older(key)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            self._heard("hit")
            return _again(AnswerOut.model_validate_json(kept), asked, began)
        flight = self._flights.get(key)
        own = flight is None
        self._heard("miss" if own else "shared")
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.create_task(self._run(key, run)))
        flight.waiting += 1
        try:
            # One caller that goes away must not take the run from the others.
            answer = await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if flight.waiting == 0:
                self._land(key, flight)
        return answer if own else _again(answer, asked, began)

    async def _run(self, key: AnswerKey, run: Callable[[], Awaitable[AnswerOut]]) -> AnswerOut:
        answer = await run()
        # The generation may have changed between the question and its run.
        if answer.index.generation == key.generation == self._generations.get(key.collection):
            self._keep(key, answer)
        return answer

    def _land(self, key: AnswerKey, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        flight.task.cancel()

    def _keep(self, key: AnswerKey, answer: AnswerOut) -> None:
        kept = answer.model_dump_json().encode()
        if len(kept) > self._max_bytes:
            return
        self._drop(key)
        self._kept[key] = kept
        self.bytes += len(kept)
        while len(self._kept) > self._most or self.bytes > self._max_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: AnswerKey) -> None:
        self.bytes -= len(self._kept.pop(key, b""))

    def _forget_older(self, key: AnswerKey) -> None:
        if self._generations.get(key.collection) != key.generation:
            self._generations[key.collection] = key.generation
            for old in [k for k in self._kept if k.collection == key.collection]:
                self._drop(old)


def _again(answer: AnswerOut, asked: str, began: float) -> AnswerOut:
    waited = round(1000 * (perf_counter() - began), 3)
    changed = {"id": new_answer_id(), "question": asked, "timings_ms": {"cache": waited, "total": waited}}
    return answer.model_copy(update=changed)
