"""Errors in the form that OpenAI's clients read, on the paths that are theirs."""

import json
from http import HTTPStatus

from pydantic import BaseModel

from api.doors.turned import Form
from api.openai_paths import is_openai_path
from api.problems import Problem


class OpenAiErrorDetail(BaseModel):
    """What went wrong and what to do; `param` is the field of the body, where it is one."""

    message: str
    type: str
    param: str | None
    code: str


class OpenAiError(BaseModel):
    """An error as OpenAI's clients read it."""

    error: OpenAiErrorDetail


def openai_status(status: int) -> int:
    """The status that OpenAI has for it: what does not fit is a 400."""
    return HTTPStatus.BAD_REQUEST if status == HTTPStatus.UNPROCESSABLE_ENTITY else status


def openai_error(problem: Problem) -> OpenAiError:
    """The same problem in OpenAI's form."""
    first = problem.errors[0] if problem.errors else None
    param = ".".join(part for part in first.location if part != "body") if first else ""
    kind = "server_error" if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    code = problem.type.rpartition(":")[2].replace("-", "_")
    return OpenAiError(error=OpenAiErrorDetail(message=problem.detail, type=kind, param=param or None, code=code))


def _body(problem: Problem) -> bytes:
    return json.dumps(openai_error(problem).model_dump()).encode()


FORM = Form(lambda _, path: is_openai_path(path), openai_status, _body)
