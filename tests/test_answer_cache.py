"""An answer comes again only while nothing has changed, and questions asked together share one run."""

import asyncio
import pickle
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from api.answer_cache import AnswerCache, AnswerKey
from api.batching import BatchLimits
from api.errors import BusyError
from api.service import Service
from api.work import Ask
from index.search import Filters
from rag.contract import AnswerOut, IndexOut
from rag.pipeline import Pipeline
from rag.questions.question import Question
from tests.chat_kit import REFUSED

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]


def answer_to(question: str, generation: str = "g1") -> AnswerOut:
    made = {
        "id": "ask_1",
        "question": question,
        "index": IndexOut(generation=generation, articles=1, passages=1),
        "timings_ms": {"embed": 1.0, "search": 1.0, "read": 1.0, "total": 3.0},
    }
    return REFUSED.model_copy(update=made)


@dataclass
class Models:
    """Stands in for the models: a run ends when it is let go, and says of which generation it was."""

    generation: str = "g1"
    runs: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    def run(self, question: str) -> Callable[[], Coroutine[None, None, AnswerOut]]:
        async def run() -> AnswerOut:
            self.runs.append(question)
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                self.cancelled.append(question)
                raise
            if self.error is not None:
                raise self.error
            return answer_to(question, self.generation)

        return run


class Asker:
    def __init__(self, entries: int = 10, max_bytes: int = 1_000_000) -> None:
        self.heard: list[str] = []
        self.cache = AnswerCache(entries, self.heard.append, max_bytes)
        self.models = Models()

    def ask(self, question: str, generation: str = "g1", collection: str = "default") -> "asyncio.Task[AnswerOut]":
        key = AnswerKey.of(Ask(Question(question)), generation, collection)
        return asyncio.create_task(self.cache.answer(key, question, self.models.run(question)))

    async def asked(self, *questions: str, generation: str = "g1") -> list[AnswerOut]:
        self.models.let_go.set()
        return [await self.ask(question, generation) for question in questions]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_an_answer_comes_again_under_a_new_id_and_says_that_it_was_kept() -> None:
    async def run() -> None:
        asker = Asker()
        first, again = await asker.asked("why?", " why?\n")
        assert (asker.models.runs, asker.heard) == (["why?"], ["miss", "hit"])
        assert (first.id, first.timings_ms["total"]) == ("ask_1", 3.0)
        assert again.id not in {"ask_1", (await asker.ask("why?")).id}
        assert set(again.timings_ms) == {"cache", "total"}
        unchanged = {"id", "timings_ms", "question"}
        assert again.model_dump(exclude=unchanged) == first.model_dump(exclude=unchanged)

    asyncio.run(run())


def test_questions_that_differ_in_white_space_alone_are_one_and_each_is_told_its_own() -> None:
    async def run() -> None:
        asker = Asker()
        answers = await asker.asked("who left ?", "who  left\u00a0?", "Who left ?", "who left")
        assert asker.models.runs == ["who left ?", "Who left ?", "who left"]
        assert [answer.question for answer in answers] == ["who left ?", "who  left\u00a0?", "Who left ?", "who left"]

    asyncio.run(run())


@pytest.mark.parametrize(
    "other",
    [
        Ask(Question("why?"), with_passages=True),
        Ask(Question("why?", top_k=9)),
        Ask(Question("why?", max_citations=5)),
        Ask(Question("why?", filters=Filters(languages=frozenset({"fr"})))),
        Ask(Question("why?", filters=Filters(languages=frozenset()))),
        Ask(Question("why?", filters=Filters(article_ids=frozenset({"fr"})))),
        Ask(Question("why?", filters=Filters(published_after=date(2024, 5, 1)))),
        Ask(Question("why?", filters=Filters(published_before=date(2024, 5, 1)))),
    ],
)
def test_every_parameter_is_part_of_the_question(other: Ask) -> None:
    plain = Ask(Question("why?"))
    assert (
        AnswerKey.of(other, "g1", "a")
        != AnswerKey.of(plain, "g1", "a")
        == AnswerKey.of(Ask(Question("why?")), "g1", "a")
    )
    assert (
        len({AnswerKey.of(plain, generation, name) for generation, name in [("g1", "a"), ("g2", "a"), ("g1", "b")]})
        == 3
    )


def test_a_key_is_as_small_for_many_articles_to_look_in_as_for_none_and_knows_no_order() -> None:
    ids = [f"{n:01000}" for n in range(1_000)]
    keys = {
        AnswerKey.of(Ask(Question("why?", filters=Filters(article_ids=frozenset(order)))), "g1", "a")
        for order in (ids, ids[::-1])
    }
    # A million letters of filters for each of 10,000 answers would be ten gigabytes that nobody counts.
    assert [len(pickle.dumps(key)) < 1_000 for key in keys] == [True]


def test_a_new_generation_is_asked_anew_and_the_answers_of_the_old_one_are_forgotten() -> None:
    async def run() -> None:
        asker = Asker()
        await asker.asked("a", "b")
        assert asker.cache.entries == 2
        asker.models.generation = "g2"
        await asker.asked("a", generation="g2")
        assert (asker.models.runs, asker.cache.entries) == (["a", "b", "a"], 1)

    asyncio.run(run())


def test_an_answer_of_another_generation_than_the_one_asked_is_given_and_not_kept() -> None:
    async def run() -> None:
        asker = Asker()
        # The index was switched between the question and its run.
        asker.models.generation = "g2"
        [answer] = await asker.asked("a")
        assert (answer.index.generation, asker.cache.entries) == ("g2", 0)
        await asker.asked("a", generation="g2")
        assert asker.models.runs == ["a", "a"]

    asyncio.run(run())


def test_a_run_that_ends_after_its_generation_went_is_not_kept() -> None:
    async def run() -> None:
        asker = Asker()
        old = asker.ask("a")
        await settle()
        new = asker.ask("b", "g2")
        await settle()
        asker.models.let_go.set()
        assert (await old).index.generation == "g1"
        await new
        assert asker.cache.entries == 0

    asyncio.run(run())


def test_the_same_question_asked_by_many_at_once_is_run_once() -> None:
    async def run() -> None:
        asker = Asker()
        waiting = [asker.ask("a") for _ in range(50)]
        await settle()
        asker.models.let_go.set()
        answers = await asyncio.gather(*waiting)
        assert (asker.models.runs, asker.heard.count("shared")) == (["a"], 49)
        assert len({answer.id for answer in answers}) == 50

    asyncio.run(run())


def test_who_goes_away_takes_the_run_from_nobody_else() -> None:
    async def run() -> None:
        asker = Asker()
        first, second, third = (asker.ask("a") for _ in range(3))
        await settle()
        first.cancel()
        third.cancel()
        await settle()
        assert asker.models.cancelled == []
        asker.models.let_go.set()
        assert (await second).question == "a"
        assert asker.cache.entries == 1

    asyncio.run(run())


def test_a_run_that_nobody_waits_for_is_dropped_and_the_next_to_ask_gets_one_of_its_own() -> None:
    async def run() -> None:
        asker = Asker()
        first, second = asker.ask("a"), asker.ask("a")
        await settle()
        first.cancel()
        second.cancel()
        later = asker.ask("a")
        await settle()
        assert asker.models.cancelled == ["a"]
        asker.models.let_go.set()
        assert (await later).question == "a"
        assert asker.models.runs == ["a", "a"]

    asyncio.run(run())


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    async def run() -> None:
        asker = Asker()
        asker.models.error = BusyError("full")
        waiting = [asker.ask("a") for _ in range(3)]
        await settle()
        asker.models.let_go.set()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [BusyError] * 3
        asker.models.error = None
        assert (await asker.ask("a")).question == "a"
        assert asker.models.runs == ["a", "a"]

    asyncio.run(run())


def test_the_least_recently_used_is_forgotten_first() -> None:
    async def run() -> None:
        asker = Asker(entries=2)
        await asker.asked("a", "b", "a", "c", "a", "b")
        # c pushed out b, which had not been asked since a was.
        assert asker.models.runs == ["a", "b", "c", "b"]
        assert asker.cache.entries == 2

    asyncio.run(run())


def test_bytes_are_bounded_too() -> None:
    async def run() -> None:
        size = len(answer_to("a").model_dump_json().encode())
        asker = Asker(entries=10, max_bytes=2 * size)
        await asker.asked("a", "b", "c")
        assert (asker.cache.entries, asker.cache.bytes) == (2, 2 * size)
        # One that would not fit even alone is given and pushes nothing out.
        await asker.asked("d" * 2 * size)
        assert (asker.cache.entries, asker.cache.bytes) == (2, 2 * size)

    asyncio.run(run())


def test_with_no_entries_nothing_is_kept_or_shared() -> None:
    async def run() -> None:
        asker = Asker(entries=0)
        await asker.asked("a", "a")
        assert (asker.models.runs, asker.heard) == (["a", "a"], [])

    asyncio.run(run())


class Counting(Pipeline):
    """A pipeline that writes down what it is asked."""

    asked: Sequence[str]

    def answer_all(self, questions: Sequence[str | Question]) -> list:
        self.asked = [*getattr(self, "asked", ()), *(q.text for q in questions if isinstance(q, Question))]
        return super().answer_all(questions)


def test_the_service_keeps_answers_and_a_search_is_none(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"one": "🚀 Alice left the company because of a quarrel over money.\n"})
    pipeline.__class__ = Counting

    async def run() -> None:
        service = Service(lambda: pipeline, BatchLimits(concurrent=8, batch=8), cached_answers=10)
        service.start()
        await service.loaded()
        asks = [Ask(Question("why did Alice leave?"), with_passages) for with_passages in (False, True, False, True)]
        plain, shown, *again = [await service.ask(ask, "default") for ask in asks]
        await service.aclose()
        assert pipeline.asked == ["why did Alice leave?"] * 2
        assert plain.citations
        assert shown.passages
        # Whatever it holds, floats and text beyond the basic plane included, comes back as it was.
        same = {"id", "timings_ms"}
        assert [one.model_dump(exclude=same) for one in again] == [
            one.model_dump(exclude=same) for one in (plain, shown)
        ]

    asyncio.run(run())
