"""What every question leaves behind, whichever door it came through."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.errors import ApiError
from api.watched.metrics import Metrics
from api.watched.record import current_request
from rag.contract import AnswerOut


@contextmanager
def asking(question: str, metrics: Metrics) -> Iterator[None]:
    """Note the question in the current request, and count it where the service refuses it."""
    request = current_request()
    if request is not None:
        request.ask(question)
    try:
        yield
    except ApiError as error:
        metrics.rejected(error)
        raise


def noted(answer: AnswerOut, metrics: Metrics) -> AnswerOut:
    """`answer`, after it has been counted and noted in the current request."""
    metrics.answered(answer)
    request = current_request()
    if request is not None:
        request.answered(answer)
    return answer
