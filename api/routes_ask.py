"""Asking and searching."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.client import CollectionOf, ServiceOf, unless_gone
from api.openapi import described, errors
from api.schemas import AskIn, SearchIn, SearchOut
from api.stream import event_response, wants_events
from api.work import Ask, Search
from rag.contract import AnswerOut, Wire

router = APIRouter(tags=["questions"])


@router.post(
    "/v1/ask",
    response_model=AnswerOut,
    responses={200: described("ask"), **errors(400, 408, 413, 415, 422, 503)},
    openapi_extra={"requestBody": described("ask_request")},
)
async def ask(body: AskIn, request: Request, service: ServiceOf, collection: CollectionOf) -> Response:
    """Answer a question with exact quotes.

    A question that the articles do not answer is a success too: `answerable` is false, `reason` says why, and `nearest` shows
    passages that are clearly not an answer. `passages` is null unless `include_passages` asks for it. With
    `Accept: text/event-stream` the same object comes as the events `citation`, `statement` and `done`.
    """
    task = Ask(body.as_question(), body.include_passages)
    answer = await unless_gone(request, service.ask(task, collection))
    if wants_events(request.headers.get("accept")):
        return event_response(answer)
    return _json(answer)


@router.post(
    "/v1/search",
    response_model=SearchOut,
    responses={200: described("search"), **errors(400, 408, 413, 415, 422, 503)},
    openapi_extra={"requestBody": described("search_request")},
)
async def search(body: SearchIn, request: Request, service: ServiceOf, collection: CollectionOf) -> Response:
    """Find the passages that would be read for a question, best first, without reading them."""
    return _json(await unless_gone(request, service.search(Search(body.as_question()), collection)))


def _json(value: Wire) -> Response:
    return Response(value.model_dump_json(), headers={"cache-control": "no-store"}, media_type="application/json")
