"""What the models are asked to do for a request, and how a batch of such tasks is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.schemas import SearchOut
from rag.contract import AnswerOut, answer_out, passage_out
from rag.pipeline import Pipeline, Question

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question."""

    question: Question
    with_passages: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Find the passages for a question."""

    question: Question


Task = Ask | Search
Result = AnswerOut | SearchOut


def do_batch(pipeline: Pipeline, tasks: Sequence[Task]) -> list[Result | Exception]:
    """For each task, in order, its result or the error that it alone fails with.

    All questions to be answered share one run of the models. Where that fails each is tried alone, so that one that cannot be
    answered spoils no other.
    """
    asks = [task for task in tasks if isinstance(task, Ask)]
    answered = dict(zip(map(id, asks), _answer(pipeline, asks), strict=True))
    return [answered[id(task)] if isinstance(task, Ask) else _attempt(_search, pipeline, task) for task in tasks]


def _answer(pipeline: Pipeline, asks: Sequence[Ask]) -> Sequence[Result | Exception]:
    together = _attempt(_answer_all, pipeline, asks)
    if isinstance(together, Exception):
        return [_attempt(_answer_one, pipeline, ask) for ask in asks]
    return together


def _answer_all(pipeline: Pipeline, asks: Sequence[Ask]) -> Sequence[AnswerOut]:
    answers = pipeline.answer_all([ask.question for ask in asks]) if asks else []
    return [answer_out(a, pipeline, with_passages=ask.with_passages) for a, ask in zip(answers, asks, strict=True)]


def _answer_one(pipeline: Pipeline, ask: Ask) -> AnswerOut:
    return _answer_all(pipeline, [ask])[0]


def _search(pipeline: Pipeline, task: Search) -> SearchOut:
    found = pipeline.search(task.question)
    return SearchOut(passages=[passage_out(p, pipeline.searcher.article(p.chunk.span.article_id)) for p in found])


A = TypeVar("A")


def _attempt(do: Callable[[Pipeline, A], T], pipeline: Pipeline, what: A) -> T | Exception:
    try:
        return do(pipeline, what)
    except Exception as error:  # noqa: BLE001 - it is the outcome, and reaches whoever waits for it
        return error
