"""Before anything else of a request is read: who asks, and whether they may."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.admission import COLLECTION_HEADER, COLLECTION_PARAMETER, Admission, Admitted, everybody
from api.access.caller import Caller
from api.access.needs import need_of
from api.errors import ApiError, TooManyRequestsError, UnauthenticatedError
from api.problems import respond_to
from api.watched.record import current_request
from api.watched.templates import template_of

_STATE = "admitted"
_VARY = f"Authorization, {COLLECTION_HEADER.title()}"
_CHALLENGE = 'Bearer realm="pourquoi"'


class Access:
    """Answers whoever may not with a problem; hands every other request on, with whom it is of.

    Without an admission everybody may everything, as where no key exists. While the service is `starting` no question is counted:
    whoever asks is told to ask again, and does so every few seconds.
    """

    def __init__(self, app: ASGIApp, admission: Admission | None, starting: Callable[[], bool] = lambda: False) -> None:
        self._app, self._admission, self._starting = app, admission, starting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        need = need_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if need is None:
            await self._app(scope, receive, send)
            return

        async def as_one_of_many(message: Message) -> None:
            if message["type"] == "http.response.start":
                # The same address shows each of them something else, and no cache may mix that up.
                MutableHeaders(scope=message).add_vary_header(_VARY)
            await send(message)

        try:
            headers = Headers(scope=scope)
            in_address = QueryParams(scope["query_string"]).getlist(COLLECTION_PARAMETER) if need.linked else []
            if self._admission is None:
                admitted = everybody(headers, in_address)
            else:
                counted = need.question and not self._starting()
                admitted = await self._admission.admit(headers, replace(need, question=counted), in_address)
        except ApiError as error:
            await refuse(error, scope, receive, as_one_of_many)
            return
        await self._app({**scope, "state": {**scope.get("state", {}), _STATE: admitted}}, receive, as_one_of_many)


def caller_of(request: Request) -> Caller:
    """Who asks; of routes that need no key nobody knows, and LookupError is raised."""
    return admitted_of(request.scope).caller


def collection_of(request: Request) -> str:
    """The collection that the request is about, which its caller may see; raises LookupError as `caller_of` does."""
    return admitted_of(request.scope).collection


def admitted_of(scope: Scope) -> Admitted:
    """Whom a request is of, and where to; raises LookupError as `caller_of` does."""
    state = scope.get("state", {})
    if _STATE not in state:
        raise LookupError(f"{scope['path']} is open to anybody, so nobody was asked who they are")
    return cast("Admitted", state[_STATE])


def _note_refused(scope: Scope) -> None:
    """Note in the current request where it came from and where to, which no route does any more."""
    request, client = current_request(), scope.get("client")
    if request is not None:
        request.refused, request.client = True, client[0] if client else None
        request.route = template_of(scope)


async def refuse(error: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a problem that says how to come in, or when again."""
    _note_refused(scope)
    response = respond_to(error)
    if isinstance(error, UnauthenticatedError):
        response.headers["www-authenticate"] = _CHALLENGE
    elif isinstance(error, TooManyRequestsError):
        response.headers["retry-after"] = str(error.retry_after_seconds)
    await response(scope, receive, send)
