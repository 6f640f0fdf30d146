"""Headers that every response carries, and the one response to a fault of ours."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import respond_to
from api.watched.templates import template_of

log = logging.getLogger(__name__)
# What a browser may do with a response that is opened as a page: nothing. The start page sets its own.
_NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Unless a response says otherwise.
_HEADERS = {
    "content-security-policy": _NO_PAGE,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Sets the security headers, answers HEAD, and turns an error nobody expected into a 500 that tells nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        without_body = scope["method"] == "HEAD"
        if without_body:
            # HEAD is GET without the body, and no route has to say so itself.
            scope = {**scope, "method": "GET"}

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            elif without_body and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:
            if started:
                raise
            # A path may name an article.
            log.exception("a request to %s failed", template_of(scope) or "no route")
            await respond_to(error)(scope, receive, with_headers)
