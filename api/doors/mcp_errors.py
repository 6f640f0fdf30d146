"""Errors in the form that MCP clients read, where a request is refused before the MCP server has it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import mcp_types as types
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError
from pydantic_core import from_json

from api.doors.turned import Form
from api.problems import Problem

PATH = "/mcp"
# Those that docs/chat-clients.md promises. The library takes requests of older ones too, and says so to nobody.
SPOKEN_VERSIONS = ("2026-07-28", "2025-11-25", "2025-06-18")
_ECHO_CHARS = 60
# The length of a place in a message: the kind of message that was tried, and a field of it.
_FIELD_PLACE = 2
_WANTED = 'send an object such as {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'


@dataclass(frozen=True, slots=True)
class Fault:
    """Why what was sent cannot be answered: the code that JSON-RPC has for it, words, and the id, where it could be read."""

    code: int
    message: str
    call_id: int | str | None = None
    data: dict[str, object] | None = None

    def to_bytes(self) -> bytes:
        """The fault as a response of JSON-RPC."""
        error = {"code": self.code, "message": self.message} | ({"data": self.data} if self.data is not None else {})
        return json.dumps({"jsonrpc": "2.0", "id": self.call_id, "error": error}).encode()

    def to_message(self) -> types.JSONRPCError:
        """The same for the library to send."""
        return types.JSONRPCError.model_validate_json(self.to_bytes())


def mcp_error(problem: Problem) -> bytes:
    """The same problem as an error of JSON-RPC; the request was not read, so its id is not known."""
    ours = problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code = types.INTERNAL_ERROR if ours else types.INVALID_REQUEST
    return Fault(code, f"{problem.title}: {problem.detail}", data=problem.model_dump(exclude_none=True)).to_bytes()


def message_in(sent: bytes | str) -> tuple[object, Fault | None]:
    """The JSON value that was sent, None where it is none, and why it is no message of JSON-RPC, if it is not."""
    try:
        value = from_json(sent)
    except ValueError as error:
        said = f"this is not JSON: {error}" if sent.strip() else "nothing was sent"
        return None, Fault(types.PARSE_ERROR, f"{said}; send one message of JSON-RPC, encoded as UTF-8")
    try:
        types.jsonrpc_message_adapter.validate_python(value, by_name=False)
    except ValidationError:
        return value, _unfit(value)
    return value, None


def fault_of_line(error: Exception) -> Fault | None:
    """The fault in a line that the library could not read, from the error that it has for it; None where the line is empty."""
    found = error.errors(include_url=False) if isinstance(error, ValidationError) else []
    for one in found:
        if one["type"] == "json_invalid":
            line = str(one["input"]).strip()
            return message_in(line)[1] if line else None
        # The error has the whole message where that is of another kind, or lacks something.
        if len(one["loc"]) == 1 or (one["type"] == "missing" and len(one["loc"]) == _FIELD_PLACE):
            return _unfit(one["input"])
    return Fault(types.INVALID_REQUEST, f"this is no message of JSON-RPC; {_WANTED}")


def fault_of_version(named: Sequence[str], message: object) -> Fault | None:
    """The fault in the header MCP-Protocol-Version; what the library says of one that is sent twice is clear enough."""
    if len(named) != 1 or named[0] in {*HANDSHAKE_PROTOCOL_VERSIONS, *MODERN_PROTOCOL_VERSIONS}:
        return None
    [version] = named
    said = f"MCP-Protocol-Version is {version[:_ECHO_CHARS]!r}, which is not spoken here"
    # By `supported` a client chooses what to send next without a handshake, so the older ones are in the words alone.
    data: dict[str, object] = {"supported": list(MODERN_PROTOCOL_VERSIONS), "requested": version}
    what = f"{said}; send one of {', '.join(SPOKEN_VERSIONS)}"
    return Fault(types.UNSUPPORTED_PROTOCOL_VERSION, what, _call_id(message), data)


def _unfit(value: object) -> Fault:
    return Fault(types.INVALID_REQUEST, _why(value), _call_id(value))


def _why(value: object) -> str:
    """Why a JSON value is no message, and what to send instead."""
    if isinstance(value, list):
        return f"this is a batch (an array of {len(value)}), which MCP does not have; send each message by itself"
    if not isinstance(value, dict):
        return f"this is {_shown(value)}; {_WANTED}"
    if value.get("jsonrpc") != types.JSONRPC_VERSION:
        return f'{_named(value, "jsonrpc")}; send "jsonrpc": "2.0"'
    if not isinstance(value.get("method"), str) and not _is_reply(value):
        return f"{_named(value, 'method')}; send the name of a method, such as tools/list"
    if not isinstance(value.get("params", {}), dict):
        return f"{_named(value, 'params')}; send an object, or leave it out"
    return f"this is no message of JSON-RPC; {_WANTED}"


def _call_id(message: object) -> int | str | None:
    """The id of a call; that of a reply counts the other side's calls."""
    call_id = message.get("id") if isinstance(message, dict) and not _is_reply(message) else None
    return call_id if isinstance(call_id, int | str) and not isinstance(call_id, bool) else None


def _is_reply(message: dict[str, object]) -> bool:
    return "method" not in message and ("result" in message or "error" in message)


def _named(message: dict[str, object], field: str) -> str:
    return f"{field} is {_shown(message[field])}" if field in message else f"there is no {field}"


def _shown(value: object) -> str:
    match value:
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return json.dumps(value, ensure_ascii=False)[:_ECHO_CHARS]


def _is_call(method: str, path: str) -> bool:
    return method == "POST" and path == PATH


# The status stays: clients that ask for a token look for 401, and those that wait for 429 and 503.
FORM = Form(_is_call, lambda status: status, mcp_error)
