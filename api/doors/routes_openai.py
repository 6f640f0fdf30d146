"""The routes that OpenAI's clients call."""

import time
from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.client import CollectionOf, ServiceOf, unless_gone
from api.doors.message import write_message
from api.doors.openai_chat import ChatCompletionOut, Reply, chat_completion, chat_events, open_webui_events
from api.doors.openai_requests import MODEL, ChatIn, ResponseIn
from api.doors.openai_responses import ResponseOut, response, response_events
from api.errors import ModelNotFoundError
from api.openapi import described, errors
from api.service import Service
from api.stream import EVENT_STREAM
from rag.contract import Wire

router = APIRouter(tags=["OpenAI clients"])
_ERRORS = errors(400, 404, 408, 413, 415, 503)


class ModelOut(Wire):
    """The one model there is: the articles and whoever reads them."""

    id: Literal["pourquoi"] = MODEL
    object: Literal["model"] = "model"
    created: Literal[0] = 0
    owned_by: Literal["pourquoi"] = MODEL


class ModelsOut(Wire):
    """The models there are."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


@router.post(
    "/v1/chat/completions",
    response_model=ChatCompletionOut,
    responses={200: described("chat_completion"), **_ERRORS},
    openapi_extra={"requestBody": described("chat_completion_request")},
)
async def create_chat_completion(
    body: ChatIn, request: Request, service: ServiceOf, collection: CollectionOf
) -> Response:
    """Answer the last message of a conversation with quotes, in the form of OpenAI's Chat Completions.

    `content` is Markdown, `annotations` say which of its words which article carries, and `pourquoi` is the object that
    `POST /v1/ask` returns. What the articles do not say is a completion without annotations. With `stream` the same comes as
    chunks; the last one carries `pourquoi`.
    """
    reply = await _reply(body, request, service, collection)
    if body.stream:
        return _streamed(chat_events(reply, with_usage=body.with_usage))
    return _json(chat_completion(reply))


@router.post(
    "/v1/responses",
    response_model=ResponseOut,
    responses={200: described("response"), **_ERRORS},
    openapi_extra={"requestBody": described("response_request")},
)
async def create_response(body: ResponseIn, request: Request, service: ServiceOf, collection: CollectionOf) -> Response:
    """Answer the last message of the input with quotes, in the form of OpenAI's Responses.

    Nothing is stored, so the whole conversation stands in `input`. With `stream` the same comes as the events of that API.
    """
    reply = await _reply(body, request, service, collection)
    return _streamed(response_events(reply)) if body.stream else _json(response(reply))


@router.get("/v1/models", responses={200: described("models")})
@router.get("/open-webui/v1/models", include_in_schema=False)
async def list_models() -> ModelsOut:
    """List the one model there is."""
    return ModelsOut(data=[ModelOut()])


@router.get("/v1/models/{model}", responses=errors(404))
async def read_model(model: str) -> ModelOut:
    """Describe it."""
    if model != MODEL:
        raise ModelNotFoundError(model)
    return ModelOut()


@router.post("/open-webui/v1/chat/completions", include_in_schema=False)
async def chat_for_open_webui(body: ChatIn, request: Request, service: ServiceOf, collection: CollectionOf) -> Response:
    """Answer as Chat Completions do; in a stream the quotes come as Open WebUI's own events, which show them whole."""
    reply = await _reply(body, request, service, collection)
    if body.stream:
        return _streamed(open_webui_events(reply, with_usage=body.with_usage))
    return _json(chat_completion(reply))


async def _reply(body: ChatIn | ResponseIn, request: Request, service: Service, collection: str) -> Reply:
    conversation = body.conversation()
    answer = await unless_gone(request, service.ask(body.ask(conversation), collection))
    message = write_message(
        answer, conversation.asked, conversation.language(), asks_nothing=conversation.asks_nothing()
    )
    # A client often reaches the service by another name than the people do who read what it shows.
    start_page = request.app.state.public_url or str(request.base_url).rstrip("/")
    return Reply(answer, message, int(time.time()), start_page)


def _streamed(events: Iterator[bytes]) -> Response:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events, headers=headers, media_type=EVENT_STREAM)


def _json(value: Wire) -> Response:
    return Response(value.model_dump_json(), headers={"cache-control": "no-store"}, media_type="application/json")
