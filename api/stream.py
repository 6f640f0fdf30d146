"""An answer as server-sent events: each citation before the statement that it carries, then the whole object."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from fastapi.sse import format_sse_event
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from rag.contract import AnswerOut, StatementOut

EVENT_STREAM = "text/event-stream"
# A comment, which clients pass over: proxies end a connection on which nothing comes for minutes.
_SIGN_OF_LIFE = b": \n\n"
_SILENT_SECONDS = 60.0
# Many clients read lines where Python's `splitlines` ends them; JSON escapes all others of its line ends itself.
_LINE_ENDS = str.maketrans({"\x85": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"})


class StatementEvent(StatementOut):
    """A statement with its words, since `start` and `end` point into an answer that has not arrived yet."""

    text: str


def wants_events(accept: str | None) -> bool:
    """Whether an Accept header names the event stream, and not JSON by preference."""
    weights: dict[str, float] = {}
    for part in (accept or "").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights[name] = next((_weight(p) for p in parameters if p.startswith("q=")), 1.0)
    return weights.get(EVENT_STREAM, 0.0) > 0 and weights[EVENT_STREAM] >= weights.get("application/json", 0.0)


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0


def events(answer: AnswerOut) -> Iterator[bytes]:
    """The events of an answer: `citation` at its first use, `statement`, and `done` with the whole object at the end."""
    sent: set[int] = set()
    for statement in answer.statements:
        for number in statement.citations:
            if number not in sent:
                sent.add(number)
                yield _event("citation", answer.citations[number])
        text = (answer.answer or "")[statement.start : statement.end]
        yield _event("statement", StatementEvent(**statement.model_dump(), text=text))
    # What only a conflict cites.
    for citation in answer.citations:
        if citation.index not in sent:
            yield _event("citation", citation)
    yield _event("done", answer)


def _event(name: str, data: BaseModel) -> bytes:
    return sse_event(data.model_dump_json(), name)


async def with_signs_of_life(
    stream: AsyncIterator[bytes], silent_seconds: float = _SILENT_SECONDS
) -> AsyncIterator[bytes]:
    """The events of `stream`, and a comment whenever none has come for so long."""
    coming = asyncio.ensure_future(anext(stream, None))
    try:
        while True:
            await asyncio.wait({coming}, timeout=silent_seconds)
            if not coming.done():
                yield _SIGN_OF_LIFE
            elif (event := coming.result()) is None:
                return
            else:
                yield event
                coming = asyncio.ensure_future(anext(stream, None))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


def sse_event(data: str, name: str | None = None) -> bytes:
    """A server-sent event of `data`, which is JSON, on one line whatever the client takes for a line's end."""
    return format_sse_event(event=name, data_str=data.translate(_LINE_ENDS))


def event_response(answer: AnswerOut) -> Response:
    """The stream; neither a cache nor a proxy may hold it back."""

    async def one_by_one() -> AsyncIterator[bytes]:
        for event in events(answer):
            yield event

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(one_by_one(), headers=headers, media_type=EVENT_STREAM)
