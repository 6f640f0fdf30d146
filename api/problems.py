"""Errors as RFC 9457 problems, and the handlers that make them."""

import json
import logging
from collections.abc import Mapping, Sequence
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
from api.rules import INTERNAL, INVALID, MALFORMED, RULES, Rule, rule_for
from api.said import MOST_TOLD, said
from api.text_or_list import without_tags

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
    """What went wrong, as RFC 9457 has it; `errors` only where a request does not fit: the first 20, and whether more do not."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


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
        for one in found[:MOST_TOLD]
    ]
    if len(found) > MOST_TOLD:
        more = f"these are the first {MOST_TOLD} things that do not fit; mend them, and the others are told"
        problems.append(FieldProblem(location=[], message=more))
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
