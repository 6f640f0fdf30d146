"""Watches every request from outside, and from inside which route it took."""

from dataclasses import dataclass
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service import Service
from api.watched.logs import log_request
from api.watched.record import RequestRecord, current_request, known_method, request_id, serving_request
from api.watched.templates import template_of
from api.watched.traces import Traces, trace_id

REQUEST_ID = "x-request-id"
_FAULT, _CLIENT_GONE = 500, 499


@dataclass(frozen=True, slots=True)
class Watching:
    """How requests are watched: whether logs and traces may hold questions, and where traces go."""

    log_questions: bool = False
    traces: Traces | None = None

    def close(self) -> None:
        """Send what has not been sent."""
        if self.traces is not None:
            self.traces.close()


class Watched:
    """The outermost layer: gives each request its id, and tells metrics, logs and traces of it when it has ended.

    While the service drains, connections are closed after their response, so that clients find another instance.
    """

    def __init__(self, app: ASGIApp, service: Service, watching: Watching) -> None:
        self._app, self._service, self._watching = app, service, watching

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        record = RequestRecord(request_id(headers.get(REQUEST_ID)), known_method(scope["method"]))
        traces = self._watching.traces
        span = traces.begin(headers, record) if traces is not None else None
        began = perf_counter()

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                sent = MutableHeaders(scope=message)
                sent[REQUEST_ID] = record.request_id
                # Later versions of HTTP have no such header.
                if self._service.draining and scope.get("http_version", "1.1").startswith("1"):
                    sent["connection"] = "close"
            await send(message)

        self._service.in_flight += 1
        with serving_request(record):
            try:
                await self._app(scope, receive, with_id)
            except Exception:
                record.status = record.status or _FAULT
                raise
            finally:
                self._service.in_flight -= 1
                record.status = record.status or _CLIENT_GONE
                record.seconds = perf_counter() - began
                # What was refused before any route, for its length say, has the one that would have taken it.
                record.route = record.route or template_of(scope)
                self._service.metrics.request(record)
                with_question = self._watching.log_questions
                log_request(record, trace_id(span) if span is not None else None, with_question=with_question)
                if traces is not None and span is not None:
                    traces.end(span, record, with_question=with_question)


class Routed:
    """The innermost layer: notes the template of the route that took the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._app(scope, receive, send)
        finally:
            request, route = current_request(), scope.get("route")
            if request is not None and route is not None:
                request.route = route.path_format
