"""What pydantic finds wrong with a request, in words for whoever sent it: what is wanted there, and what was sent instead."""

import json
from collections.abc import Mapping
from typing import Any

# Of what a client sent so much is repeated to it.
_ECHO_CHARS = 60
# Of the things that do not fit in one request so many are told.
MOST_TOLD = 20
# Nothing was sent, or its name says it all.
_UNSAID = frozenset({"missing", "extra_forbidden", "json_invalid", "string_too_short"})
# What a client reads that never heard of Python.
_WORDS = {"model_attributes_type": "Input should be an object"}


def said(found: Mapping[str, Any]) -> str:
    """One thing that pydantic found, with the value that was sent where that is short enough to be told."""
    kind: str = found["type"]
    if kind == "missing" and found["loc"] == ("body",):
        return "there is none; send one JSON object"
    message = _WORDS.get(kind) or found["msg"].removeprefix("Value error, ")
    sent = None if kind in _UNSAID else _sent(found.get("input"), kind)
    return f"{message} (sent: {sent})" if sent and not _repeats(message, found.get("input")) else message


def _sent(value: object, kind: str) -> str | None:
    match value:
        case str() if kind == "string_too_long":
            return f"{len(value)} characters"
        case str():
            written = json.dumps(value[:_ECHO_CHARS], ensure_ascii=False) + (" …" if len(value) > _ECHO_CHARS else "")
            # Half a surrogate pair has no form in UTF-8.
            return written.encode("utf-8", "replace").decode("utf-8")
        case bool() | int() | float() | None:
            return json.dumps(value)[:_ECHO_CHARS]
        # Our own checks of a whole object say what of it they mean.
        case list() if kind != "value_error":
            return "a list"
        case dict() if kind != "value_error":
            return "an object"
        case _:
            return None


def _repeats(message: str, value: object) -> bool:
    """Whether the message has the value already, as some of our own checks do."""
    return isinstance(value, str) and repr(value) in message
