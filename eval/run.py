"""Asks every gold question and keeps what came back; a question that fails is a row, never the end."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from eval.gold import GoldQuestion
from rag.answer import Answer
from rag.errors import AnswerError

log = logging.getLogger(__name__)
Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer to score: the error's class and message."""

    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one gold question, and how long it took."""

    gold: GoldQuestion
    result: Answer | Failure
    seconds: float


def run(gold: Sequence[GoldQuestion], ask: Ask) -> Iterator[Outcome]:
    """Ask each question in turn; outcomes in the order of `gold`, each as soon as it is there."""
    for question in gold:
        start = perf_counter()
        result: Answer | Failure
        try:
            result = ask(question.question)
        except AnswerError as error:  # of ours: its message says it all
            log.warning("%s failed: %s", question.id, error)
            result = Failure(f"{type(error).__name__}: {error}")
        except Exception as error:
            log.warning("%s failed", question.id, exc_info=True)
            result = Failure(f"{type(error).__name__}: {error}")
        yield Outcome(question, result, perf_counter() - start)
