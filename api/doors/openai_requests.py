"""The bodies that OpenAI's clients send. What has no meaning here (temperature, tools, seed …) is passed over."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.doors.conversation import Conversation, Said, read_content, read_conversation
from api.errors import ChatRequestError, ModelNotFoundError
from api.schemas import FiltersIn, Request, Whole
from api.text_or_list import LIST, TEXT, TEXT_OR_LIST
from api.work import Ask
from index.search import EVERYTHING
from rag.questions.question import DEFAULT_MAX_CITATIONS, DEFAULT_TOP_K, MAX_MAX_CITATIONS, MAX_TOP_K, Question

MODEL: Literal["pourquoi"] = "pourquoi"
_MESSAGES = 2_000


class Lenient(BaseModel):
    """A part of a request of another's making; what is not named is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Options(Request):
    """What `POST /v1/ask` takes beside the question; clients put it into `extra_body`."""

    top_k: Whole = Field(default=DEFAULT_TOP_K, ge=1, le=MAX_TOP_K)
    max_citations: Whole = Field(default=DEFAULT_MAX_CITATIONS, ge=1, le=MAX_MAX_CITATIONS)
    include_passages: bool = Field(default=False, strict=True)
    filters: FiltersIn | None = None


class PartIn(Lenient):
    """A part of a message; only text is read."""

    type: str
    text: str | None = None


# A megabyte may have half a million parts that are none; of each list the first is told.
Content = Annotated[Annotated[str, TEXT] | Annotated[list[PartIn], Field(fail_fast=True), LIST], TEXT_OR_LIST] | None


class MessageIn(Lenient):
    """A message of a conversation."""

    role: str
    content: Content = None


class StreamOptionsIn(Lenient):
    """How a stream ends."""

    include_usage: bool | None = None


class FormatIn(Lenient):
    """The form of the answer's text."""

    type: str


class TextIn(Lenient):
    """How the Responses API names it."""

    format: FormatIn | None = None


class DoorIn(Lenient):
    """What both APIs share. `pourquoi` is our own."""

    model: str = Field(description=f"`{MODEL}`")
    stream: bool | None = None
    pourquoi: Options | None = Field(default=None, description="what POST /v1/ask takes beside the question")

    def ask(self, conversation: Conversation) -> Ask:
        """What the product is to do; raises ModelNotFoundError, or QuestionError where the question cannot be asked."""
        if self.model != MODEL:
            raise ModelNotFoundError(self.model)
        options = self.pourquoi or Options()
        filters = options.filters.filters() if options.filters else EVERYTHING
        question = Question(conversation.question(), options.top_k, options.max_citations, filters)
        return Ask(question, options.include_passages)


class ChatIn(DoorIn):
    """The body of `POST /v1/chat/completions`."""

    messages: Annotated[list[MessageIn], Field(max_length=_MESSAGES)]
    n: Whole | None = None
    stream_options: StreamOptionsIn | None = None
    response_format: FormatIn | None = None

    @property
    def with_usage(self) -> bool:
        """Whether a stream is to end with its usage."""
        return bool(self.stream_options and self.stream_options.include_usage)

    def conversation(self) -> Conversation:
        """What is asked, and what was said before; raises ChatRequestError where that cannot be answered."""
        if self.n not in {None, 1}:
            raise ChatRequestError(f"n is {self.n}; there is one answer to a question, so leave n out")
        _refuse_format(self.response_format, "response_format")
        return _conversation(((i, m.role, m.content) for i, m in enumerate(self.messages)), "messages")


class ItemIn(Lenient):
    """An item of the Responses API's input; what is no message (reasoning, calls of tools) is passed over."""

    type: str = "message"
    role: str | None = None
    content: Content = None


class ResponseIn(DoorIn):
    """The body of `POST /v1/responses`."""

    input: Annotated[Annotated[str, TEXT] | Annotated[list[ItemIn], Field(max_length=_MESSAGES), LIST], TEXT_OR_LIST]
    previous_response_id: str | None = None
    conversation_id: str | dict[str, object] | None = Field(default=None, alias="conversation")
    background: bool | None = None
    text: TextIn | None = None

    def conversation(self) -> Conversation:
        """What is asked, and what was said before; raises ChatRequestError where that cannot be answered."""
        if self.previous_response_id is not None or self.conversation_id is not None:
            name = "conversation" if self.previous_response_id is None else "previous_response_id"
            raise ChatRequestError(f"{name} is given, but nothing is kept here; send the whole conversation in input")
        if self.background:
            raise ChatRequestError("background is true, but answers come at once; leave it out")
        _refuse_format(self.text.format if self.text else None, "text.format")
        if isinstance(self.input, str):
            return read_conversation([Said("user", self.input)], "input")
        messages = ((i, item) for i, item in enumerate(self.input) if item.type == "message")
        return _conversation(((i, item.role or "user", item.content) for i, item in messages), "input")


def _conversation(messages: Iterable[tuple[int, str, Content]], field: str) -> Conversation:
    """Of the messages, as (place, role, content), the last question is read strictly: what it shows beside text is part of it."""
    placed = list(messages)
    last = max((i for i, role, _ in placed if role == "user"), default=None)
    said = [Said(role, _text(content, f"{field}[{i}]", strict=i == last)) for i, role, content in placed]
    return read_conversation(said, field)


def _text(content: Content, where: str, *, strict: bool) -> str:
    parts = [(p.type, p.text) for p in content] if isinstance(content, list) else content
    return read_content(parts, where, strict=strict)


def _refuse_format(wanted: FormatIn | None, field: str) -> None:
    if wanted is not None and wanted.type != "text":
        raise ChatRequestError(
            f"{field} is {wanted.type[:40]!r}; the answer is text, and the whole object stands under `pourquoi`: leave it out"
        )
