"""The application: routes, limits and errors around one service."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from api import routes_articles, routes_ask, routes_health
from api.access.admission import Admission
from api.access.middleware import Access
from api.address import only_known_parameters
from api.chat.desk import Desk
from api.chat.routes import chat_routes
from api.doors import mcp_errors, openai_errors, routes_openai
from api.doors.routes_mcp import mcp_route
from api.doors.turned import Turned
from api.guard import Guard
from api.limits import BodyLimits
from api.openapi import describe
from api.origins import Origins
from api.problems import add_problem_handlers
from api.service import Service
from api.start_page import page_routes
from api.watched import routes_metrics
from api.watched.middleware import Routed, Watched, Watching
from api.watched.readiness import Readiness
from api.writing import routes as routes_writing
from api.writing import routes_jobs, routes_past
from api.writing.intake import Intake

DESCRIPTION = "Answers questions about articles and shows the very words it answers from."


class App(FastAPI):
    """FastAPI with our own description of the API."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


_UNWATCHED = Watching()


def create_app(
    service: Service,
    desk: Desk | None = None,
    origins: Collection[str] = (),
    intake: Intake | None = None,
    admission: Admission | None = None,
    watching: Watching = _UNWATCHED,
) -> FastAPI:
    """The application around `service`, which is started and closed with it, and `desk`, where chat platforms ask.

    `origins` are those whose web pages may ask from a browser besides the service's own. `intake` takes articles in; without
    one the application only reads. `admission` decides who may; without it everybody may. `watching` is how requests are logged
    and traced.
    """
    app = App(
        title="pourquoi",
        version=_version(),
        description=DESCRIPTION,
        lifespan=_lifespan(service, desk, intake, watching),
        middleware=_middleware(service, origins, admission, watching),
        # Both would be loaded from another host.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service, app.state.intake = service, intake
    app.state.readiness = Readiness(service, admission)
    app.state.public_url = desk.platforms.public_url if desk is not None else None
    add_problem_handlers(app)
    _add_routes(app)
    app.router.routes.append(mcp_route(service, origins))
    app.router.routes.extend(page_routes())
    app.router.routes.extend(chat_routes(desk) if desk is not None else [])
    return app


def _lifespan(
    service: Service, desk: Desk | None, intake: Intake | None, watching: Watching
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Starts what the application is made of, and closes it in the order in which one uses the other."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        if intake is not None:
            intake.start()
        try:
            yield
        finally:
            if desk is not None:
                # First, since the answers that it has begun come from the service.
                await desk.aclose()
            if intake is not None:
                # It writes through the service.
                await intake.aclose()
            await service.aclose()
            watching.close()

    return lifespan


def _middleware(
    service: Service, origins: Collection[str], admission: Admission | None, watching: Watching
) -> list[Middleware]:
    """What every request passes, from the outside in."""
    return [
        Middleware(Watched, service, watching),
        Middleware(Turned, openai_errors.FORM),
        Middleware(Turned, mcp_errors.FORM),
        # Outside Guard: a fault that it answers is told to a page of another origin too.
        Middleware(Origins, origins),
        Middleware(Guard),
        # Before a body is read.
        Middleware(Access, admission, lambda: service.starting),
        Middleware(BodyLimits),
        Middleware(Routed),
    ]


def _add_routes(app: FastAPI) -> None:
    """The routes that take no parameters but their own, and those that take any."""
    known = [Depends(only_known_parameters)]
    for router in (
        routes_ask.router,
        routes_past.router,
        routes_articles.router,
        routes_writing.router,
        routes_jobs.router,
    ):
        app.include_router(router, dependencies=known)
    # Probes, scrapers and other people's clients add parameters of their own.
    for router in (routes_health.router, routes_metrics.router, routes_openai.router):
        app.include_router(router)


def _version() -> str:
    try:
        return version("pourquoi")
    except PackageNotFoundError:
        return "0"
