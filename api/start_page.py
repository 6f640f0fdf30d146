"""The start page and the widget that it is made around, with a policy that lets a browser load nothing else into the page."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# In this order; each uses names of those before it.
_WIDGET_PARTS = ("words.js", "text.js", "client.js", "view.js", "element.js")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for browsers, and where it is served; `shared` with pages of every origin, which may run it."""

    path: str
    body: bytes
    media_type: str
    shared: bool = False


def assets() -> Iterator[Asset]:
    """All of them."""
    yield Asset("/", _read("index.html").encode(), "text/html; charset=utf-8")
    yield Asset("/page/words.js", _read("words.js").encode(), "text/javascript; charset=utf-8")
    yield Asset("/page/app.js", _read("app.js").encode(), "text/javascript; charset=utf-8")
    yield Asset("/page/style.css", _read("style.css").encode(), "text/css; charset=utf-8")
    yield Asset("/widget.js", widget().encode(), "text/javascript; charset=utf-8", shared=True)


def widget() -> str:
    """The widget as one script: its parts behind one another, with its style sheet, in a scope of their own."""
    style = json.dumps(_read("widget", "style.css"), ensure_ascii=False)
    parts = "\n".join(_read("widget", name) for name in _WIDGET_PARTS)
    return f'(() => {{\n"use strict";\nconst STYLE = {style};\n{parts}}})();\n'


def page_routes() -> list[Route]:
    """The routes of the assets."""
    return [_route(asset) for asset in assets()]


def _read(*names: str) -> str:
    return files("api").joinpath("page", *names).read_text("utf-8")


def _route(asset: Asset) -> Route:
    headers = {
        "etag": f'"{hashlib.sha256(asset.body).hexdigest()}"',
        "cache-control": "no-cache",
        "content-security-policy": POLICY,
    }
    if asset.shared:
        headers["cross-origin-resource-policy"] = "cross-origin"

    async def serve(request: Request) -> Response:
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(asset.body, headers=headers, media_type=asset.media_type)

    return Route(asset.path, serve, methods=["GET"])
