"""Problems turned into the form that the clients of a door read."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE, Problem


@dataclass(frozen=True, slots=True)
class Form:
    """How the clients of some requests read an error: of which requests, under which status, and in which JSON."""

    concerns: Callable[[str, str], bool]
    status: Callable[[int], int]
    body: Callable[[Problem], bytes]


class Turned:
    """Turns each problem that answers a request which `form` concerns; everything else passes as it is."""

    def __init__(self, app: ASGIApp, form: Form) -> None:
        self._app, self._form = app, form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not self._form.concerns(scope["method"], scope["path"]):
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
                    start, content = self._turn(held, bytes(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, turned)

    def _turn(self, start: Message, body: bytes) -> tuple[Message, bytes]:
        # A HEAD request has the head of a response and no body.
        content = self._form.body(Problem.model_validate_json(body)) if body else b""
        changed = {b"content-type": b"application/json", b"content-length": str(len(content)).encode()}
        headers = [(name, changed.get(name, value)) for name, value in start["headers"]]
        return {**start, "status": self._form.status(start["status"]), "headers": headers}, content


def _is_problem(start: Message) -> bool:
    return (b"content-type", MEDIA_TYPE.encode()) in list(start["headers"])
