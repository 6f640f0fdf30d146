"""The start page: one document, one script, one stylesheet, and a policy that lets a browser load nothing else."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, and where it is served."""

    path: str
    name: str
    media_type: str


ASSETS = (
    Asset("/", "index.html", "text/html; charset=utf-8"),
    Asset("/page/app.js", "app.js", "text/javascript; charset=utf-8"),
    Asset("/page/style.css", "style.css", "text/css; charset=utf-8"),
)


def page_routes() -> list[Route]:
    """The routes of the page's files."""
    return [_route(asset) for asset in ASSETS]


def _route(asset: Asset) -> Route:
    body = files("api").joinpath("page", asset.name).read_bytes()
    headers = {
        "etag": f'"{hashlib.sha256(body).hexdigest()}"',
        "cache-control": "no-cache",
        "content-security-policy": POLICY,
    }

    async def serve(request: Request) -> Response:
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=asset.media_type)

    return Route(asset.path, serve, methods=["GET"])
