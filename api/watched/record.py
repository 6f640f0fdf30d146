"""What is known of the request being served, gathered on its way and told to metrics, logs and traces at its end."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import time_ns

from rag.contract import AnswerOut

# What travels through proxies and log lines as it is.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
# A method of a client's own making would be a label and a span name without bound.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


@dataclass(slots=True)
class RequestRecord:
    """One request. Each field is filled in when it is known; `seconds` and `status` at the end.

    `route` is the template of the route, None where there is none. `key_id`, `collection` and `client`, the address that the
    request came from, are told of a request that was `refused` alone. Times in nanoseconds are those of `time.time_ns`.
    """

    request_id: str
    method: str
    began_ns: int = field(default_factory=time_ns)
    route: str | None = None
    key_id: str | None = None
    collection: str | None = None
    client: str | None = None
    refused: bool = False
    question: str | None = None
    asked_ns: int = 0
    answer: AnswerOut | None = None
    answered_ns: int = 0
    status: int = 0
    seconds: float = 0.0

    def ask(self, question: str) -> None:
        """Note that `question` goes to the models now."""
        self.question, self.asked_ns = question, time_ns()

    def answered(self, answer: AnswerOut) -> None:
        """Note the answer."""
        self.answer, self.answered_ns = answer, time_ns()


_CURRENT: ContextVar[RequestRecord | None] = ContextVar("pourquoi_request", default=None)


def current_request() -> RequestRecord | None:
    """The request that this code runs for, None outside of any."""
    return _CURRENT.get()


@contextmanager
def serving_request(record: RequestRecord) -> Iterator[None]:
    """Make `record` the current request of everything that runs inside, tasks begun there included."""
    token = _CURRENT.set(record)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def known_method(method: str) -> str:
    """The method where it is one of HTTP's own, otherwise `OTHER`."""
    return method if method in _METHODS else "OTHER"


def request_id(given: str | None) -> str:
    """The id that the client gave where it is well formed (1 to 100 letters, digits and `._:-`), otherwise a new one."""
    return given if given is not None and _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
