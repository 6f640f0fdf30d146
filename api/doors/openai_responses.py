"""OpenAI's Responses: the wire form of an answer, whole and as a stream. Everything here is a pure function."""

import json
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from api.doors.openai_chat import Reply, UrlCitationOut, url_citations
from api.doors.openai_requests import MODEL
from api.stream import sse_event
from rag.contract import AnswerOut, Wire


class FlatCitationOut(UrlCitationOut):
    """A citation as Responses have it."""

    type: Literal["url_citation"] = "url_citation"


class OutputTextOut(Wire):
    """The text of the answer."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: list[FlatCitationOut]
    logprobs: list[None] = Field(default_factory=list)


class OutputMessageOut(Wire):
    """The answer."""

    type: Literal["message"] = "message"
    id: str
    role: Literal["assistant"] = "assistant"
    status: Literal["in_progress", "completed"]
    content: list[OutputTextOut]


class CachedOut(Wire):
    """No token is counted."""

    cached_tokens: Literal[0] = 0
    cache_write_tokens: Literal[0] = 0


class ReasoningOut(Wire):
    """No token is counted."""

    reasoning_tokens: Literal[0] = 0


class ResponseUsageOut(Wire):
    """No language model writes the answer, so no token is counted."""

    input_tokens: Literal[0] = 0
    input_tokens_details: CachedOut = Field(default_factory=CachedOut)
    output_tokens: Literal[0] = 0
    output_tokens_details: ReasoningOut = Field(default_factory=ReasoningOut)
    total_tokens: Literal[0] = 0


class TextFormatOut(Wire):
    """Plain text."""

    type: Literal["text"] = "text"


class TextConfigOut(Wire):
    """The answer's text is Markdown."""

    format: TextFormatOut = Field(default_factory=TextFormatOut)


class ResponseOut(Wire):
    """A response; `pourquoi` is what `POST /v1/ask` returns for the question as it was understood, null until it is complete."""

    id: str
    object: Literal["response"] = "response"
    created_at: int
    status: Literal["in_progress", "completed"]
    model: Literal["pourquoi"] = MODEL
    output: list[OutputMessageOut]
    usage: ResponseUsageOut | None
    pourquoi: AnswerOut | None
    # What the client's own type asks for, and has no meaning here.
    error: None = None
    incomplete_details: None = None
    instructions: None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    parallel_tool_calls: Literal[False] = False
    previous_response_id: None = None
    store: Literal[False] = False
    temperature: None = None
    text: TextConfigOut = Field(default_factory=TextConfigOut)
    tool_choice: Literal["none"] = "none"
    tools: list[None] = Field(default_factory=list)
    top_p: None = None


def response(reply: Reply) -> ResponseOut:
    """The whole response."""
    return ResponseOut(
        id=_id(reply, "resp"),
        created_at=reply.created,
        status="completed",
        output=[_message(reply, "completed", [_text(reply)])],
        usage=ResponseUsageOut(),
        pourquoi=reply.answer,
    )


def response_events(reply: Reply) -> Iterator[bytes]:
    """The same as server-sent events, in the order that the official client puts them together again."""
    for number, (kind, data) in enumerate(_events(reply)):
        event = {"type": kind, "sequence_number": number} | data
        yield sse_event(json.dumps(event, ensure_ascii=False), kind)


def _events(reply: Reply) -> Iterator[tuple[str, dict[str, object]]]:
    begun = ResponseOut(
        id=_id(reply, "resp"), created_at=reply.created, status="in_progress", output=[], usage=None, pourquoi=None
    )
    whole, final = _text(reply), response(reply)
    here: dict[str, object] = {"item_id": _id(reply, "msg"), "output_index": 0, "content_index": 0}
    empty = OutputTextOut(text="", annotations=[])
    yield "response.created", {"response": begun.model_dump(mode="json")}
    yield "response.in_progress", {"response": begun.model_dump(mode="json")}
    yield "response.output_item.added", {"output_index": 0, "item": _message(reply, "in_progress", []).model_dump()}
    yield "response.content_part.added", here | {"part": empty.model_dump()}
    for piece in reply.message.pieces:
        yield "response.output_text.delta", here | {"delta": piece, "logprobs": []}
    for number, annotation in enumerate(whole.annotations):
        added = {"annotation_index": number, "annotation": annotation.model_dump()}
        yield "response.output_text.annotation.added", here | added
    yield "response.output_text.done", here | {"text": whole.text, "logprobs": []}
    yield "response.content_part.done", here | {"part": whole.model_dump()}
    yield "response.output_item.done", {"output_index": 0, "item": final.output[0].model_dump()}
    yield "response.completed", {"response": final.model_dump(mode="json")}


def _text(reply: Reply) -> OutputTextOut:
    flat = [FlatCitationOut(**citation.model_dump()) for citation in url_citations(reply)]
    return OutputTextOut(text=reply.message.text, annotations=flat)


def _message(
    reply: Reply, status: Literal["in_progress", "completed"], content: list[OutputTextOut]
) -> OutputMessageOut:
    return OutputMessageOut(id=_id(reply, "msg"), status=status, content=content)


def _id(reply: Reply, prefix: str) -> str:
    return reply.answer.id.replace("ask", prefix, 1)
