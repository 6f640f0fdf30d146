"""Errors as RFC 9457 problems: the one table from errors to statuses, and the handlers that use it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api import errors
from rag.errors import QuestionError, SpanNotFoundError

MEDIA_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:pourquoi:problem:"
# A name or a message of the client's own making is repeated to it up to here and no further.
_ECHO_CHARS = 200


class FieldProblem(BaseModel):
    """One thing in a request that does not fit: where, and why."""

    location: list[str] = Field(description="path to the value, from `body`, `query` or `path` on")
    message: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it; `errors` only where a request does not fit."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How an error looks to a client; `retry_after_seconds` where trying again later makes sense."""

    status: int
    name: str
    title: str
    retry_after_seconds: int | None = None


RULES: dict[type[Exception], Rule] = {
    errors.AccessDataError: Rule(503, "keys-unreadable", "Keys cannot be checked", retry_after_seconds=60),
    errors.ArticleNotFoundError: Rule(404, "article-not-found", "There is no such article"),
    errors.BodyCutError: Rule(400, "body-cut", "The body breaks off"),
    errors.BodyTooLargeError: Rule(413, "body-too-large", "The body is too large"),
    errors.BodyTooSlowError: Rule(408, "body-too-slow", "The body did not arrive in time"),
    errors.BusyError: Rule(503, "busy", "Too many questions at once", retry_after_seconds=1),
    errors.ChatRequestError: Rule(422, "bad-chat-request", "The conversation cannot be answered"),
    # Nobody reads it; the number is the one that proxies write into their logs.
    errors.ClientGoneError: Rule(499, "client-gone", "The client went away"),
    errors.CollectionError: Rule(422, "bad-collection", "The collection is not named"),
    errors.CollectionNotFoundError: Rule(404, "collection-not-found", "There is no such collection"),
    errors.CursorError: Rule(422, "bad-cursor", "The cursor is none of ours"),
    errors.DeadlineError: Rule(503, "deadline", "The question waited too long", retry_after_seconds=2),
    errors.DestinationError: Rule(422, "bad-destination", "An answer may not go there"),
    errors.FetchError: Rule(502, "not-fetched", "The file could not be fetched"),
    errors.ForbiddenError: Rule(403, "forbidden", "The key does not allow that"),
    errors.IdentityError: Rule(503, "identity-unknown", "Tokens cannot be checked", retry_after_seconds=30),
    errors.MediaTypeError: Rule(415, "not-json", "The body is not JSON"),
    errors.ModelNotFoundError: Rule(404, "model-not-found", "There is no such model"),
    errors.NotReadyError: Rule(503, "not-ready", "The service is starting", retry_after_seconds=5),
    errors.PlatformRequestError: Rule(422, "bad-platform-request", "The request is not one that its platform sends"),
    errors.StoppingError: Rule(503, "stopping", "The service is shutting down", retry_after_seconds=5),
    errors.TooManyRequestsError: Rule(429, "too-many-requests", "The key has used up what it may"),
    errors.UnauthenticatedError: Rule(401, "unauthenticated", "A key is needed"),
    errors.UnusableIndexError: Rule(503, "index-unusable", "The index cannot be used", retry_after_seconds=60),
    errors.UnverifiedError: Rule(401, "unverified", "The request is not from its platform"),
    errors.UrlError: Rule(422, "bad-url", "The URL is not fetched"),
    errors.UrlTooLongError: Rule(414, "url-too-long", "The address is too long"),
    QuestionError: Rule(422, "bad-question", "The question cannot be asked"),
    SpanNotFoundError: Rule(404, "span-not-found", "There is no such quote"),
}
MALFORMED = Rule(400, "malformed-body", "The body cannot be read as JSON")
INVALID = Rule(422, "invalid-request", "The request does not fit")
INTERNAL = Rule(500, "internal", "Something went wrong here")


def problem_response(rule: Rule, detail: str, found: Sequence[FieldProblem] | None = None) -> Response:
    """The response for `rule`; half a surrogate pair in a text leaves as a question mark, since UTF-8 has no form for it."""
    problem = Problem(
        type=_TYPE_PREFIX + rule.name,
        title=rule.title,
        status=rule.status,
        detail=detail,
        errors=list(found) if found is not None else None,
    )
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False).encode("utf-8", "replace")
    headers = {"cache-control": "no-store"}
    if rule.retry_after_seconds is not None:
        headers["retry-after"] = str(rule.retry_after_seconds)
    return Response(body, rule.status, headers, media_type=MEDIA_TYPE)


def rule_for(error: Exception) -> Rule:
    """The row of the table for `error`; what is not in it is a fault of ours."""
    return next((RULES[kind] for kind in type(error).__mro__ if kind in RULES), INTERNAL)


def respond_to(error: Exception) -> Response:
    """The response for an error; one that is not in the table says nothing of what happened inside."""
    rule = rule_for(error)
    detail = (
        "The failure is in the service's log; nothing is wrong with the request." if rule is INTERNAL else str(error)
    )
    return problem_response(rule, detail)


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error that a route or the framework raises become a problem."""
    for kind in RULES:
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)


async def _known(_: Request, error: Exception) -> Response:
    return respond_to(error)


async def _invalid(_: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if any(one["type"] == "json_invalid" for one in found):
        return problem_response(MALFORMED, "The body is not JSON; send one JSON object encoded as UTF-8.")
    problems = [
        FieldProblem(location=[_short(part) for part in one["loc"]], message=_short(one["msg"])) for one in found
    ]
    first = problems[0] if problems else FieldProblem(location=[], message="")
    where = ".".join(str(part) for part in first.location)
    return problem_response(INVALID, f"{where}: {first.message}", problems)


def _short(part: object) -> str:
    text = str(part)
    return text if len(text) <= _ECHO_CHARS else text[:_ECHO_CHARS] + " …"


async def _framework(_: Request, error: Exception) -> Response:
    """What routing and body parsing raise themselves: 400, 404, 405 and the like."""
    if not isinstance(error, HTTPException):
        return respond_to(error)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem_response(MALFORMED, "The body cannot be read; send one JSON object encoded as UTF-8.")
    status = HTTPStatus(error.status_code)
    response = problem_response(Rule(status, status.name.lower().replace("_", "-"), status.phrase), status.description)
    response.headers.update(error.headers or {})
    return response
