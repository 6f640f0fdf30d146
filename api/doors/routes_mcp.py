"""`POST /mcp`: the MCP server over streamable HTTP, without sessions, so that any process may answer any request."""

import json
from collections.abc import Collection
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.access.middleware import collection_of
from api.doors.mcp_server import mcp_server
from api.service import Service

PATH = "/mcp"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def mcp_route(service: Service, origins: Collection[str]) -> Route:
    """The route, for web pages of `origins` too. GET and DELETE belong to sessions and are refused with 405."""
    return Route(PATH, _Endpoint(service, frozenset(origins)), methods=["POST"], include_in_schema=False)


def may_ask(origin: str | None, listed: Collection[str] = ()) -> bool:
    """Whether a request with that Origin is served: any program, and of web pages those of this machine and those listed.

    A page elsewhere could otherwise have its name resolve to this machine and ask in its visitor's place (DNS rebinding); its
    Origin keeps that name.
    """
    if origin is None or origin in listed:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK


class _Endpoint:
    def __init__(self, service: Service, listed: Collection[str]) -> None:
        self._service, self._listed = service, listed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not may_ask(Headers(scope=scope).get("origin"), self._listed):
            await _forbidden()(scope, receive, send)
            return
        # One for each request, as there is no session for it to keep; so it knows of one collection alone.
        server = mcp_server(self._service, collection_of(Request(scope)))
        manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def _forbidden() -> Response:
    error = {"code": -32600, "message": "a web page of another origin may not ask here; call from a program"}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error})
    return Response(body, 403, media_type="application/json")
