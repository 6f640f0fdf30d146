"""Errors in the form that OpenAI's clients read, on the paths that are theirs."""

import json
from http import HTTPStatus

from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE, Problem

_PATHS = ("/v1/chat", "/v1/responses", "/v1/models", "/open-webui")


class OpenAiErrorDetail(BaseModel):
    """What went wrong and what to do; `param` is the field of the body, where it is one."""

    message: str
    type: str
    param: str | None
    code: str


class OpenAiError(BaseModel):
    """An error as OpenAI's clients read it."""

    error: OpenAiErrorDetail


def is_openai_path(path: str) -> bool:
    """Whether clients of OpenAI's ask there."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in _PATHS)


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


class OpenAiErrors:
    """Turns each problem on a path of OpenAI's clients into OpenAI's form; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not is_openai_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        body = bytearray()

        async def turned(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _is_problem(message):
                held = message
            elif held is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    start, content = _in_openai_form(held, bytes(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, turned)


def _is_problem(start: Message) -> bool:
    return (b"content-type", MEDIA_TYPE.encode()) in list(start["headers"])


def _in_openai_form(start: Message, body: bytes) -> tuple[Message, bytes]:
    # A HEAD request has the head of a response and no body.
    content = json.dumps(openai_error(Problem.model_validate_json(body)).model_dump()).encode() if body else b""
    changed = {b"content-type": b"application/json", b"content-length": str(len(content)).encode()}
    headers = [(name, changed.get(name, value)) for name, value in start["headers"]]
    return {**start, "status": openai_status(start["status"]), "headers": headers}, content
