"""Bodies of requests as the models that the adapters read."""

import json
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from api.errors import PlatformRequestError

JsonObject = dict[str, object]
M = TypeVar("M", bound=BaseModel)
_MAX_FIELDS = 100


def read_form(body: bytes, model: type[M]) -> M:
    """A form; of a field that comes twice the last counts. Raises PlatformRequestError."""
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise PlatformRequestError("the body is not a form in UTF-8") from error
    return _read(fields, model)


def read_json(body: bytes, model: type[M]) -> M:
    """A JSON object; raises PlatformRequestError."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PlatformRequestError("the body is not JSON in UTF-8") from error
    return _read(value, model)


def _read(value: object, model: type[M]) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise PlatformRequestError(f"{where[:100]}: {first['msg']}") from error
