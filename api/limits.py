"""What a request may cost before anyone looks at it: the size, the time and the kind of its body."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.address import refuse_unreadable
from api.errors import ApiError, BodyCutError, BodyTooLargeError, BodyTooSlowError, MediaTypeError, UrlTooLongError
from api.openai_paths import is_not_here
from api.problems import respond_to

MAX_BODY_BYTES = 64 * 1024
# A question of 2,000 characters is at most 8 kB, so even the slowest line has sent it by then.
BODY_SECONDS = 30.0
# Nobody is waited for longer than that between two pieces either, however much time there is for the whole.
SILENCE_SECONDS = 30.0
# Chat platforms send forms.
_FORMS_BELOW, _FORM = "/integrations/", "application/x-www-form-urlencoded"
# A conversation comes with everything that was said in it.
MAX_CONVERSATION_BYTES = 1024 * 1024
CONVERSATIONS = frozenset({"/v1/chat/completions", "/v1/responses", "/open-webui/v1/chat/completions"})
# The longest path of a file, every byte of it percent-encoded, and as much again for a query.
MAX_URL_BYTES = 24 * 1024
# An article has 20 MB at most, and JSON may write one byte of it as six; a batch or an upload has many.
MAX_ARTICLES_BYTES = 64 * 1024 * 1024
ARTICLES_SECONDS = 300.0
_ARTICLES, _UPLOADS = "/v1/articles", ("multipart/form-data", "application/x-ndjson")
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"})


class BodyLimits:
    """Reads a request's body while counting and hands it on whole; refuses what is too large, too slow or of another kind.

    And addresses that are too long, or no text.
    """

    def __init__(
        self,
        app: ASGIApp,
        max_bytes: int = MAX_BODY_BYTES,
        seconds: float = BODY_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._app, self._max_bytes, self._seconds = app, max_bytes, seconds
        self._silence_seconds = silence_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and _url_bytes(scope) > MAX_URL_BYTES:
            error = UrlTooLongError(f"at most {MAX_URL_BYTES} bytes of path and query are read")
            await respond_to(error)(scope, receive, send)
            return
        try:
            if scope["type"] == "http":
                refuse_unreadable(scope)
        except ApiError as error:
            await respond_to(error)(scope, receive, send)
            return
        # What is sent where nothing is may be large, or a file; the answer is the same.
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY or is_not_here(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive, self._allowance(scope["path"]))
        except ApiError as error:
            await respond_to(error)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _allowance(self, path: str) -> "_Allowance":
        if path == _ARTICLES or path.startswith(_ARTICLES + "/"):
            return _Allowance(MAX_ARTICLES_BYTES, ARTICLES_SECONDS)
        return _Allowance(MAX_CONVERSATION_BYTES if path in CONVERSATIONS else self._max_bytes, self._seconds)

    async def _read(self, scope: Scope, receive: Receive, allowance: "_Allowance") -> bytes:
        max_bytes, seconds = allowance.max_bytes, allowance.seconds
        headers = Headers(scope=scope)
        stated = headers.get("content-length", "0")
        if stated.isdecimal() and (len(stated) > len(str(max_bytes)) or int(stated) > max_bytes):
            raise BodyTooLargeError(f"at most {max_bytes} bytes are read here; send less at once")
        body = bytearray()
        try:
            async with asyncio.timeout(seconds):
                while True:
                    async with asyncio.timeout(self._silence_seconds):
                        message = await receive()
                    if message["type"] == "http.disconnect":
                        raise BodyCutError("the body ended before its end")
                    body += message.get("body", b"")
                    if len(body) > max_bytes:
                        raise BodyTooLargeError(f"at most {max_bytes} bytes are read here; send less at once")
                    if not message.get("more_body", False):
                        break
        except TimeoutError as error:
            raise BodyTooSlowError(
                f"the body did not arrive within {seconds:.0f} s, or paused for {self._silence_seconds:.0f} s"
            ) from error
        if body and not _may_be(headers.get("content-type", ""), scope["path"]):
            also = f", or {' or '.join(_UPLOADS)}" if scope["path"] == _ARTICLES else ""
            raise MediaTypeError(f"send the header Content-Type: application/json{also}")
        return bytes(body)


def _url_bytes(scope: Scope) -> int:
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    return len(path) + len(scope.get("query_string", b""))


@dataclass(frozen=True, slots=True)
class _Allowance:
    """What the body of one request may cost."""

    max_bytes: int
    seconds: float


def _may_be(content_type: str, path: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    form = kind == _FORM and path.startswith(_FORMS_BELOW)
    return kind == "application/json" or form or (kind in _UPLOADS and path == _ARTICLES)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body in one message, and from then on what the client does."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
