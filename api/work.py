"""What the models are asked to do for a request, and how a batch of such tasks is done."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.open_collection import InUse, Ready
from api.schemas import SearchOut
from index.errors import CorpusError, GenerationGoneError
from rag.answer_out import answer_out, passage_out
from rag.contract import AnswerOut
from rag.questions.question import Question

T = TypeVar("T")
# A question whose generation has gone is asked of the next one; so many times it can only be bad luck.
_MOST_TRIES = 5


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


@dataclass(frozen=True, slots=True)
class Work:
    """A task, and the collection that it is asked of."""

    collection: InUse
    task: Task


def do_all(works: Sequence[Work], begun: Callable[[int], None]) -> Sequence[Result | Exception]:
    """The results in the order of `works`; those of one collection share a run of the models, and `begun` hears of how many."""
    of_each: defaultdict[int, list[int]] = defaultdict(list)
    for i, work in enumerate(works):
        of_each[id(work.collection)].append(i)
    outcomes: dict[int, Result | Exception] = {}
    for places in of_each.values():
        begun(len(places))
        together = [works[i].task for i in places]
        outcomes |= zip(places, do_of_one(works[places[0]].collection, together), strict=True)
    return [outcomes[i] for i in range(len(works))]


def do_of_one(collection: InUse, tasks: Sequence[Task]) -> Sequence[Result | Exception]:
    """Answer from one generation; what that one cannot answer any more is asked of the one in use by then."""
    ready = collection.ready
    outcomes = do_batch(ready, tasks)
    for _ in range(_MOST_TRIES):
        gone = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, GenerationGoneError)]
        if not gone:
            break
        try:
            ready = collection.newer_than(ready)
        except CorpusError as error:
            # Of this collection alone; in the same batch there may be questions of others.
            for i in gone:
                outcomes[i] = error
            break
        for i, outcome in zip(gone, do_batch(ready, [tasks[i] for i in gone]), strict=True):
            outcomes[i] = outcome
    return outcomes


def do_batch(ready: Ready, tasks: Sequence[Task]) -> list[Result | Exception]:
    """For each task, in order, its result from `ready` or the error that it alone fails with.

    All questions to be answered share one run of the models. Where that fails each is tried alone, so that one that cannot be
    answered spoils no other.
    """
    asks = [task for task in tasks if isinstance(task, Ask)]
    answered = dict(zip(map(id, asks), _answer(ready, asks), strict=True))
    return [answered[id(task)] if isinstance(task, Ask) else _attempt(_search, ready, task) for task in tasks]


def _answer(ready: Ready, asks: Sequence[Ask]) -> Sequence[Result | Exception]:
    together = _attempt(_answer_all, ready, asks)
    if isinstance(together, Exception):
        return [_attempt(_answer_one, ready, ask) for ask in asks]
    return together


def _answer_all(ready: Ready, asks: Sequence[Ask]) -> Sequence[AnswerOut]:
    answers = ready.pipeline.answer_all([ask.question for ask in asks]) if asks else []
    return [
        answer_out(answer, ready.pipeline, ready.collection, with_passages=ask.with_passages)
        for answer, ask in zip(answers, asks, strict=True)
    ]


def _answer_one(ready: Ready, ask: Ask) -> AnswerOut:
    return _answer_all(ready, [ask])[0]


def _search(ready: Ready, task: Search) -> SearchOut:
    pipeline = ready.pipeline
    found = pipeline.search(task.question)
    return SearchOut(passages=[passage_out(p, pipeline.searcher.article(p.chunk.span.article_id)) for p in found])


A = TypeVar("A")


def _attempt(do: Callable[[Ready, A], T], ready: Ready, what: A) -> T | Exception:
    try:
        return do(ready, what)
    except Exception as error:  # noqa: BLE001 - it is the outcome, and reaches whoever waits for it
        return error
