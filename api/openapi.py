"""The description of the API: problems where FastAPI would describe errors of its own, and examples that really happened."""

import json
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access.admission import COLLECTION_PARAMETER
from api.access.needs import Need, need_of
from api.doors.openai_errors import OpenAiError, openai_status
from api.openai_paths import is_openai_path
from api.problems import MEDIA_TYPE, Problem
from api.writing.schemas import UrlIn
from index.homes import COLLECTION_PATTERN

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_EVENTS = "event: citation\ndata: {…}\n\nevent: statement\ndata: {…}\n\nevent: done\ndata: {…}\n\n"
_JOB_EVENTS = (
    'event: progress\ndata: {"id": "job_…", "state": "running", "done": 16, "total": 40}\n\nevent: done\ndata: {…}\n\n'
)
_CHALLENGE = {"description": "how to say who asks", "schema": {"type": "string"}}
_COLLECTION = {
    "name": "X-Pourquoi-Collection",
    "in": "header",
    "required": False,
    "description": "the collection that is meant; without it `default`, or the only one that the key sees",
    "schema": {"type": "string", "pattern": f"^{COLLECTION_PATTERN}$"},
}
_IN_ADDRESS = {
    **_COLLECTION,
    "name": COLLECTION_PARAMETER,
    "in": "query",
    "description": "the same for a link, which can send no header; where both are sent they must agree",
}
_SCHEME = {"type": "http", "scheme": "bearer", "description": "a key that `pourquoi keys create` made, or a token"}
_RETRY_AFTER = {"description": "seconds to wait before trying again", "schema": {"type": "integer"}}


# What trying again may mend.
_PASSING = frozenset(
    {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE}
)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The description of responses that are problems."""
    described: dict[int | str, dict[str, Any]] = {}
    for status in statuses:
        described[status] = {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        if status in _PASSING:
            described[status]["headers"] = {"Retry-After": _RETRY_AFTER}
        elif status == HTTPStatus.UNAUTHORIZED:
            described[status]["headers"] = {"WWW-Authenticate": _CHALLENGE}
    return described


@cache
def example(name: str) -> Any:  # noqa: ANN401 - any JSON value
    """An example by its name in api/examples; tests compare it with what the product says today."""
    return json.loads(files("api").joinpath("examples", f"{name}.json").read_text("utf-8"))


def described(name: str) -> dict[str, Any]:
    """JSON content with the example of that name."""
    return {"content": {"application/json": {"example": example(name)}}}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs"))
    schemas["Problem"] = schema
    error = OpenAiError.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(error.pop("$defs"))
    schemas["OpenAiError"] = error
    document["components"]["securitySchemes"] = {"bearer": _SCHEME}
    # Read by hand, since one route takes bodies of three kinds.
    schemas["UrlIn"] = UrlIn.model_json_schema()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            need = need_of(method.upper(), path)
            if need is not None:
                _add_need(operation, need)
            # The length of an address and whether it is text are looked at before its route is.
            for status in (414, 422):
                operation["responses"].setdefault(str(status), errors(status)[status])
            unfit = operation["responses"].get("422")
            if unfit is not None and MEDIA_TYPE not in unfit["content"]:
                operation["responses"]["422"] = errors(422)[422]
            if is_openai_path(path):
                operation["responses"] = _in_openai_form(operation["responses"])
    ask = document["paths"]["/v1/ask"]["post"]["responses"]["200"]["content"]
    ask["text/event-stream"] = {"schema": {"type": "string"}, "example": _EVENTS}
    job = document["paths"]["/v1/jobs/{job_id}"]["get"]["responses"]["200"]["content"]
    job["text/event-stream"] = {"schema": {"type": "string"}, "example": _JOB_EVENTS}
    for path in ("/v1/chat/completions", "/v1/responses"):
        streamed = document["paths"][path]["post"]["responses"]["200"]["content"]
        # Each event has a form of its own, which OpenAI's documents describe.
        streamed["text/event-stream"] = {}
    return document


def _add_need(operation: dict[str, Any], need: Need) -> None:
    """What the door before the route may answer; no key is needed where the service is open."""
    operation["security"] = [{"bearer": []}, {}]
    operation["x-pourquoi-scope"] = str(need.scope)
    operation.setdefault("parameters", []).extend([_COLLECTION, _IN_ADDRESS] if need.linked else [_COLLECTION])
    for status, described in errors(401, 403, 404, 421, 422, 429, 503).items():
        operation["responses"].setdefault(str(status), described)


def _in_openai_form(responses: dict[str, Any]) -> dict[str, Any]:
    """The same responses, the problems among them as OpenAI's clients get them."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/OpenAiError"}}}
    turned: dict[str, Any] = {}
    for status, described in responses.items():
        if MEDIA_TYPE in described["content"]:
            turned.setdefault(str(openai_status(int(status))), {**described, "content": content})
        else:
            turned[status] = described
    return turned
