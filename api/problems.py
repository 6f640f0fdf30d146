"""Errors as RFC 9457 problems: the one table from errors to statuses, and the handlers that use it."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api import errors
from api.openai_paths import is_openai_path, there_is
from api.said import said
from api.text_or_list import without_tags
from index.errors import ArticleError, BusyStoreError, GenerationError, SettingError, UnwritableStoreError
from rag.errors import QuestionError, SpanNotFoundError

log = logging.getLogger(__name__)
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
    """How an error looks to a client; `retry_after_seconds` where trying again later makes sense.

    `instead` is told in place of a message that names files of the server, which is for its log.
    """

    status: int
    name: str
    title: str
    retry_after_seconds: int | None = None
    instead: str | None = None


_IN_THE_LOG = "where that does not help, the service's log says which file it is and why"
_UNUSABLE = Rule(
    503,
    "index-unusable",
    "The index cannot be used",
    retry_after_seconds=60,
    instead=f"the articles or the models cannot be read as they are stored here; ask again in a minute, and {_IN_THE_LOG}",
)


RULES: dict[type[Exception], Rule] = {
    errors.AccessDataError: Rule(
        503,
        "keys-unreadable",
        "Keys cannot be checked",
        retry_after_seconds=60,
        instead=f"the keys and quotas cannot be read or written here; try again in a minute, and {_IN_THE_LOG}",
    ),
    errors.ArticleIdError: Rule(422, "bad-article-id", "An article cannot be called so"),
    errors.ArticleNotFoundError: Rule(404, "article-not-found", "There is no such article"),
    errors.BatchError: Rule(422, "bad-batch", "The batch cannot be read"),
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
    errors.ForbiddenError: Rule(403, "forbidden", "That is not allowed"),
    errors.HostError: Rule(421, "wrong-host", "The service is not called so"),
    errors.IdentityError: Rule(503, "identity-unknown", "Tokens cannot be checked", retry_after_seconds=30),
    errors.FormError: Rule(422, "bad-form", "The upload cannot be read"),
    errors.JobNotFoundError: Rule(404, "job-not-found", "There is no such job"),
    errors.JournalError: Rule(503, "journal-unusable", "Requests cannot be remembered", retry_after_seconds=60),
    errors.KeyBusyError: Rule(409, "key-busy", "The same request is being answered", retry_after_seconds=1),
    errors.KeyReusedError: Rule(422, "key-reused", "The Idempotency-Key belongs to another request"),
    errors.MediaTypeError: Rule(415, "not-json", "The body is not JSON"),
    errors.ModelNotFoundError: Rule(404, "model-not-found", "There is no such model"),
    errors.NoFetcherError: Rule(501, "no-fetching", "This service fetches no pages"),
    errors.NoSpaceError: Rule(507, "disk-full", "The disk is full", retry_after_seconds=60),
    errors.NotReadyError: Rule(503, "not-ready", "The service is starting", retry_after_seconds=5),
    errors.NothingWrittenError: Rule(500, "nothing-written", "Something went wrong here"),
    errors.NothingTakenError: Rule(422, "nothing-taken", "No article could be taken in"),
    errors.OriginalNotFoundError: Rule(404, "no-original", "There is no file of this article"),
    errors.PlatformRequestError: Rule(422, "bad-platform-request", "The request is not one that its platform sends"),
    errors.PreconditionError: Rule(412, "changed-meanwhile", "The article is not as the request wants it"),
    errors.ReadOnlyError: Rule(501, "read-only", "This service takes no articles"),
    errors.StoppingError: Rule(503, "stopping", "The service is shutting down", retry_after_seconds=5),
    errors.TooManyRequestsError: Rule(429, "too-many-requests", "The key has used up what it may"),
    errors.UnauthenticatedError: Rule(401, "unauthenticated", "A key is needed"),
    errors.UnloggedError: Rule(503, "not-logged", "The write cannot be logged", retry_after_seconds=60),
    errors.UnusableIndexError: _UNUSABLE,
    errors.UnverifiedError: Rule(401, "unverified", "The request is not from its platform"),
    errors.UrlError: Rule(422, "bad-url", "The URL is not fetched"),
    errors.UrlTextError: Rule(422, "url-not-utf8", "The address is not UTF-8"),
    errors.UrlTooLongError: Rule(414, "url-too-long", "The address is too long"),
    ArticleError: Rule(422, "bad-article", "The article cannot be read"),
    GenerationError: _UNUSABLE,
    BusyStoreError: Rule(
        503,
        "store-busy",
        "Another process is writing",
        retry_after_seconds=2,
        instead=f"another process has been writing to the articles for long; send this again in a moment, and {_IN_THE_LOG}",
    ),
    UnwritableStoreError: Rule(
        503,
        "not-writable",
        "Nothing can be written now",
        retry_after_seconds=60,
        instead=f"the articles cannot be written to as they are stored here; send this again in a minute, and {_IN_THE_LOG}",
    ),
    SettingError: Rule(422, "bad-article", "The article cannot be read"),
    QuestionError: Rule(422, "bad-question", "The question cannot be asked"),
    SpanNotFoundError: Rule(404, "span-not-found", "There is no such quote"),
}
MALFORMED = Rule(400, "malformed-body", "The body cannot be read as JSON")
INVALID = Rule(422, "invalid-request", "The request does not fit")
INTERNAL = Rule(500, "internal", "Something went wrong here")


def problem_response(rule: Rule, detail: str, found: Sequence[FieldProblem] | None = None) -> Response:
    """The response for `rule`; half a surrogate pair in a text leaves as a question mark, since UTF-8 has no form for it."""
    problem = _problem(rule, detail, found)
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False).encode("utf-8", "replace")
    headers = {"cache-control": "no-store"}
    if rule.retry_after_seconds is not None:
        headers["retry-after"] = str(rule.retry_after_seconds)
    return Response(body, rule.status, headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """The problem for an error that is told among other results; a ValidationError is one of what was sent."""
    if isinstance(error, ValidationError):
        return _problem(*_unfit(error.errors(include_url=False)))
    rule = rule_for(error)
    return _problem(rule, _detail(rule, error))


def problem_name(error: Exception) -> str:
    """What the problem for an error is called: the last part of its type. Nothing is logged."""
    if isinstance(error, ValidationError):
        return _unfit(error.errors(include_url=False))[0].name
    return rule_for(error).name


def _problem(rule: Rule, detail: str, found: Sequence[FieldProblem] | None = None) -> Problem:
    return Problem(
        type=_TYPE_PREFIX + rule.name,
        title=rule.title,
        status=rule.status,
        detail=detail,
        errors=list(found) if found is not None else None,
    )


def rule_for(error: Exception) -> Rule:
    """The row of the table for `error`; what is not in it is a fault of ours."""
    return next((RULES[kind] for kind in type(error).__mro__ if kind in RULES), INTERNAL)


def respond_to(error: Exception) -> Response:
    """The response for an error; one that is not in the table says nothing of what happened inside."""
    rule = rule_for(error)
    detail = _detail(rule, error)
    reasons = error.reasons if isinstance(error, errors.NothingTakenError) else ()
    return problem_response(rule, detail, [FieldProblem(location=[n], message=_short(m)) for n, m in reasons] or None)


def said_of(error: Exception) -> str:
    """What whoever asked is told of an error of the table; a message that names files of the server goes to its log instead."""
    rule = rule_for(error)
    if rule.instead is None:
        return str(error)
    # The reason of these was logged when it began, and probes ask again and again.
    if not isinstance(error, errors.UnusableIndexError | errors.KeysNotReadyError):
        log.warning("%s: %s", rule.title, error)
    return rule.instead


def _detail(rule: Rule, error: Exception) -> str:
    return (
        "The failure is in the service's log; nothing is wrong with the request."
        if rule is INTERNAL
        else said_of(error)
    )


def respond_to_unfit(error: ValidationError) -> Response:
    """The response for a body that does not fit and was read by hand."""
    found = error.errors(include_url=False)
    return problem_response(*_unfit([{**one, "loc": ("body", *one["loc"])} for one in found]))


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error that a route or the framework raises become a problem."""
    for kind in RULES:
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)


async def _known(_: Request, error: Exception) -> Response:
    return respond_to(error)


async def _invalid(_: Request, error: Exception) -> Response:
    return problem_response(*_unfit(error.errors() if isinstance(error, RequestValidationError) else []))


def _unfit(found: Sequence[Any]) -> tuple[Rule, str, list[FieldProblem] | None]:
    """Rule, detail and single problems for what pydantic found."""
    broken = next((one for one in found if one["type"] == "json_invalid"), None)
    if broken is not None:
        return MALFORMED, f"The body is not JSON{_where(broken)}; send one JSON object encoded as UTF-8.", None
    problems = [
        FieldProblem(location=[_short(part) for part in without_tags(one["loc"])], message=_short(said(one)))
        for one in found
    ]
    first = problems[0] if problems else FieldProblem(location=[], message="")
    # What is wrong with the whole of a line stands nowhere in it.
    where = f"{'.'.join(first.location)}: " if first.location else ""
    return INVALID, where + first.message, problems


def _where(broken: Mapping[str, Any]) -> str:
    """What the parser met and where: in a whole body the number of the character, in a line that is told already."""
    met, place = broken.get("ctx", {}).get("error"), broken["loc"]
    if not met:
        return ""
    return f": {_short(met)} at character {place[-1]}" if place else f": {_short(met)}"


def _short(part: object) -> str:
    text = str(part)
    return text if len(text) <= _ECHO_CHARS else text[:_ECHO_CHARS] + " …"


async def _framework(request: Request, error: Exception) -> Response:
    """What routing and body parsing raise themselves: 400, 404, 405 and the like."""
    if not isinstance(error, HTTPException):
        return respond_to(error)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        encoding = request.headers.get("content-encoding", "identity")
        if encoding != "identity":
            told = (
                f"The body is encoded as {_short(encoding)!r} (Content-Encoding), which is not taken; send it as it is."
            )
            return problem_response(RULES[errors.MediaTypeError], told)
        return problem_response(MALFORMED, "The body cannot be read; send one JSON object encoded as UTF-8.")
    status, path = HTTPStatus(error.status_code), request.url.path
    detail, allowed = status.description, ", ".join(sorted(_allowed(request, path)))
    if status is HTTPStatus.NOT_FOUND:
        detail = f"there is nothing at {_short(path)!r}; {_instead(request, path)}"
    elif status is HTTPStatus.METHOD_NOT_ALLOWED:
        detail = (
            f"{request.method[:_ECHO_CHARS]} does nothing at {_short(path)!r}; send {allowed.replace(', ', ' or ')}"
        )
    response = problem_response(Rule(status, status.name.lower().replace("_", "-"), status.phrase), detail)
    response.headers.update(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["allow"] = allowed
    return response


def _instead(request: Request, path: str) -> str:
    """What whoever asked where nothing is may do."""
    if path.endswith("/"):
        ways = {"leave out the slash at its end": path.rstrip("/"), "put an id behind it": f"{path}x"}
        if fitting := [way for way, other in ways.items() if _allowed(request, other)]:
            return ", or ".join(fitting)
    return there_is(path) if is_openai_path(path) else "GET /openapi.json lists what there is"


def _allowed(request: Request, path: str) -> set[str]:
    """Every method that some route of that path takes; the framework names those of the first route alone."""
    contexts = iter_route_contexts(request.app.routes)
    fitting = [c for c in contexts if (regex := getattr(c, "path_regex", None)) and regex.match(path)]
    return {method for context in fitting for method in context.methods or ()}
