"""What an address may say: text in UTF-8, and of parameters those that its route knows."""

from urllib.parse import unquote_to_bytes

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.types import Scope

from api.access.admission import COLLECTION_HEADER, COLLECTION_PARAMETER
from api.access.needs import need_of
from api.errors import UrlTextError


def refuse_unreadable(scope: Scope) -> None:
    """Raise UrlTextError where what an address has percent-encoded is not UTF-8.

    Servers hand on a path whose other bytes are U+FFFD, and two addresses would be one.
    """
    for name, sent in (("path", scope.get("raw_path") or b""), ("query", scope.get("query_string", b""))):
        read = unquote_to_bytes(sent)
        try:
            read.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UrlTextError(
                f"the {name} of the address is not UTF-8: byte {error.start} is 0x{read[error.start]:02x}; "
                "percent-encode the text as UTF-8"
            ) from error


def only_known_parameters(request: Request) -> None:
    """Raise RequestValidationError, one error each, for parameters of the query that the request's route does not have."""
    route = request.scope["route"]
    known = _names(route) if isinstance(route, APIRoute) else frozenset()
    need = need_of(request.method, request.scope["path"])
    if need is not None and need.linked:
        # Read by the door before the route.
        known |= {COLLECTION_PARAMETER}
    unknown = [name for name in dict.fromkeys(request.query_params.keys()) if name not in known]
    if unknown:
        what = f"known here: {', '.join(sorted(known))}" if known else "there are none here"
        message = f"Extra parameters are not permitted; {what}"
        header = f"{message}; a collection is named in the header {COLLECTION_HEADER}"
        raise RequestValidationError(
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("query", name),
                    "msg": header if name == COLLECTION_PARAMETER else message,
                    "input": None,
                }
                for name in unknown
            ]
        )


def _names(route: APIRoute) -> frozenset[str]:
    names: set[str] = set()
    for parameter in route.dependant.query_params:
        kind = parameter.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            # Several parameters that are one object.
            names |= set(kind.model_fields)
        else:
            names.add(parameter.alias)
    return frozenset(names)
