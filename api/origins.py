"""Which web pages of other origins may ask from a browser (CORS), and what they may ask for."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.admission import COLLECTION_HEADER

# What the widget and the like of it need, and MCP clients that run in a page. Everything else stays with pages of our own origin.
_PATHS = ("/widget.js", "/v1/ask", "/v1/search", "/v1/spans", "/v1/articles", "/mcp")
# What MCP clients send; the version and the session are all that older ones do.
_MCP_HEADERS = ("Mcp-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name")
_PREFLIGHT_SECONDS = 600
# Where a request keeps the headers that it came with, while it passes as one without an origin.
_AS_SENT = "pourquoi.headers"


class Origins:
    """Lets pages of the listed origins ask; any other is told nothing of CORS, so that its browser lets it read nothing.

    Starlette tells every origin which headers it may read, so a request of an origin that is not listed passes as one without.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app, self._allowed = app, frozenset(allowed)
        self._cors = CORSMiddleware(
            self._as_sent,
            allow_origins=self._allowed,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("Authorization", "If-None-Match", COLLECTION_HEADER, *_MCP_HEADERS),
            # An origin is listed by name, so a page of the public network may be meant to ask in a private one.
            allow_private_network=True,
            expose_headers=("ETag", "Retry-After"),
            max_age=_PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not is_shared(scope["path"]):
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin")
        if origin is not None and origin not in self._allowed:
            without = [pair for pair in scope["headers"] if pair[0] != b"origin"]
            scope = {**scope, "headers": without, _AS_SENT: scope["headers"]}
        await self._cors(scope, receive, send)

    async def _as_sent(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whoever is behind us sees where the request is from: a page that may not read may not write either."""
        await self._app({**scope, "headers": scope.get(_AS_SENT, scope["headers"])}, receive, send)


def is_shared(path: str) -> bool:
    """Whether pages of other origins may ask there at all."""
    return any(path == shared or path.startswith(f"{shared}/") for shared in _PATHS)
