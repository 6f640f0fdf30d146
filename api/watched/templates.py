"""Which route a request would take, told without taking it."""

from fastapi.routing import iter_route_contexts
from starlette.types import Scope


def template_of(scope: Scope) -> str | None:
    """The template of the route for the method and path of a request, or of its path alone; None where there is none."""
    app = scope.get("app")
    contexts = iter_route_contexts(app.routes) if app is not None else ()
    fitting = [c for c in contexts if (regex := getattr(c, "path_regex", None)) and regex.match(scope["path"])]
    taken = next((c for c in fitting if scope["method"] in (c.methods or ())), next(iter(fitting), None))
    return str(taken.path_format) if taken is not None else None
