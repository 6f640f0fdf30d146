"""`POST /mcp`: the MCP server over streamable HTTP, without sessions, so that any process may answer any request."""

from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import urlsplit

import mcp_types as types
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from api.access.middleware import admitted_of, refuse
from api.client import unless_gone
from api.doors.mcp_errors import PATH, Fault, fault_of_version, message_in
from api.doors.mcp_server import mcp_server
from api.errors import TooManyRequestsError
from api.service import Service

_ASKING = ("ask", "search")
_FORBIDDEN = Fault(types.INVALID_REQUEST, "a web page of another origin may not ask here; call from a program")
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
        headers = Headers(scope=scope)
        if not may_ask(headers.get("origin"), self._listed):
            await _refused(_FORBIDDEN, HTTPStatus.FORBIDDEN)(scope, receive, send)
            return
        message: Message | None = await receive()
        called, fault = message_in((message or {}).get("body", b""))
        fault = fault_of_version(headers.getlist("mcp-protocol-version"), called) or fault
        if fault is not None:
            await _refused(fault, HTTPStatus.BAD_REQUEST)(scope, receive, send)
            return
        try:
            if _asks(called):
                admitted_of(scope).count_question()
        except TooManyRequestsError as error:
            await refuse(error, scope, receive, send)
            return

        async def whole() -> Message:
            nonlocal message
            first, message = message, None
            return first if first is not None else await receive()

        # The library looks after its client in a stream alone.
        for part in await unless_gone(Request(scope, receive), self._response(scope, whole)):
            await send(part)

    async def _response(self, scope: Scope, receive: Receive) -> list[Message]:
        """What is sent to a message, in whole: its head and one object of JSON."""
        response: list[Message] = []

        async def keep(part: Message) -> None:
            response.append(part)

        # One for each request, as there is no session for it to keep; so it knows of one collection alone.
        server = mcp_server(self._service, admitted_of(scope).collection)
        manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, keep)
        return response


def _asks(call: object) -> bool:
    """Whether a call asks or searches, as what counts at the other doors does."""
    if not isinstance(call, dict) or call.get("method") != "tools/call":
        return False
    params = call.get("params")
    return isinstance(params, dict) and params.get("name") in _ASKING


def _refused(fault: Fault, status: HTTPStatus) -> Response:
    return Response(fault.to_bytes(), status, media_type="application/json")
