"""OpenAI's Chat Completions: the wire form of an answer, whole and as a stream. Everything here is a pure function."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from api.doors.markdown import web_address
from api.doors.message import Mark, Message, source_name
from api.doors.openai_requests import MODEL
from api.links import marked_at
from api.stream import sse_event
from rag.contract import AnswerOut, Wire
from rag.offsets import Offsets

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What both APIs send: the answer, its message, when (seconds since 1970), and where people reach the start page."""

    answer: AnswerOut
    message: Message
    created: int
    start_page: str


class UrlCitationOut(Wire):
    """Words of the content and the article that carries them; half-open ranges, so `content[start_index:end_index]` is the words.

    `citation` is the number of the citation in `pourquoi.citations`, where its quote and its place in the article stand.
    """

    start_index: int = Field(description="in code points, as Python counts")
    end_index: int
    utf16_start_index: int = Field(description="the same in UTF-16 units, as JavaScript counts")
    utf16_end_index: int
    title: str
    url: str
    citation: int


class AnnotationOut(Wire):
    """A citation as Chat Completions nest it."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitationOut


class ChatMessageOut(Wire):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[AnnotationOut]


class ChoiceOut(Wire):
    """There is one choice."""

    index: Literal[0] = 0
    message: ChatMessageOut
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class UsageOut(Wire):
    """No language model writes the answer, so no token is counted."""

    prompt_tokens: Literal[0] = 0
    completion_tokens: Literal[0] = 0
    total_tokens: Literal[0] = 0


class ChatCompletionOut(Wire):
    """A chat completion; `pourquoi` is what `POST /v1/ask` returns for the question as it was understood."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: Literal["pourquoi"] = MODEL
    choices: list[ChoiceOut]
    usage: UsageOut
    pourquoi: AnswerOut


def url_citations(reply: Reply) -> list[UrlCitationOut]:
    """One for each mark of the message, in their order."""
    return [_url_citation(mark, reply) for mark in reply.message.marks]


def _url_citation(mark: Mark, reply: Reply) -> UrlCitationOut:
    citation = reply.answer.citations[mark.citation]
    at = Offsets.of(reply.message.text, mark.start, mark.end)
    return UrlCitationOut(
        start_index=at.start,
        end_index=at.end,
        utf16_start_index=at.utf16_start,
        utf16_end_index=at.utf16_end,
        title=source_name(citation),
        url=web_address(citation.url) or marked_at(reply.start_page, citation),
        citation=mark.citation,
    )


def chat_completion(reply: Reply) -> ChatCompletionOut:
    """The whole completion."""
    message = ChatMessageOut(content=reply.message.text, annotations=_annotations(reply))
    return ChatCompletionOut(
        id=_id(reply),
        created=reply.created,
        choices=[ChoiceOut(message=message)],
        usage=UsageOut(),
        pourquoi=reply.answer,
    )


def chat_events(reply: Reply, *, with_usage: bool = False) -> Iterator[bytes]:
    """The same as server-sent events: the message piece by piece, its annotations, then the end with the whole object."""
    yield from _opening(reply)
    if reply.message.marks:
        yield _chunk(reply, {"annotations": [a.model_dump() for a in _annotations(reply)]})
    yield from _ending(reply, with_usage=with_usage)


def open_webui_events(reply: Reply, *, with_usage: bool = False) -> Iterator[bytes]:
    """The same for Open WebUI, which shows only the title of an annotation: each quote as a `source` event of its own."""
    for citation in reply.answer.citations:
        name = source_name(citation)
        place = web_address(citation.url) or marked_at(reply.start_page, citation)
        source = {
            # By its id sources are told apart and numbered, so that [1] in the message is the first of them.
            "source": {"id": citation.span_id, "name": name},
            "document": [citation.quote],
            "metadata": [{"source": citation.span_id, "name": name, "url": place}],
        }
        yield _event({"event": {"type": "source", "data": source}})
    yield from _opening(reply)
    yield from _ending(reply, with_usage=with_usage)


def _opening(reply: Reply) -> Iterator[bytes]:
    yield _chunk(reply, {"role": "assistant", "content": ""})
    for piece in reply.message.pieces:
        yield _chunk(reply, {"content": piece})


def _ending(reply: Reply, *, with_usage: bool) -> Iterator[bytes]:
    yield _event(_head(reply) | {"choices": [_choice({}, "stop")], "pourquoi": reply.answer.model_dump(mode="json")})
    if with_usage:
        yield _event(_head(reply) | {"choices": [], "usage": UsageOut().model_dump()})
    yield DONE


def _annotations(reply: Reply) -> list[AnnotationOut]:
    return [AnnotationOut(url_citation=citation) for citation in url_citations(reply)]


def _id(reply: Reply) -> str:
    return reply.answer.id.replace("ask_", "chatcmpl-", 1)


def _head(reply: Reply) -> dict[str, object]:
    return {"id": _id(reply), "object": "chat.completion.chunk", "created": reply.created, "model": MODEL}


def _choice(delta: dict[str, object], finish_reason: str | None) -> dict[str, object]:
    return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _chunk(reply: Reply, delta: dict[str, object]) -> bytes:
    return _event(_head(reply) | {"choices": [_choice(delta, None)]})


def _event(data: dict[str, object]) -> bytes:
    return sse_event(json.dumps(data, ensure_ascii=False))
