"""Errors in the form that MCP clients read, where a request is refused before the MCP server has it."""

import json
from http import HTTPStatus

import mcp_types as types

from api.doors.turned import Form
from api.problems import Problem

PATH = "/mcp"


def mcp_error(problem: Problem) -> bytes:
    """The same problem as an error of JSON-RPC; the request was not read, so its id is not known."""
    ours = problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return refusal(
        types.INTERNAL_ERROR if ours else types.INVALID_REQUEST,
        f"{problem.title}: {problem.detail}",
        problem.model_dump(exclude_none=True),
    )


def refusal(code: int, message: str, data: dict[str, object] | None = None) -> bytes:
    """An error of JSON-RPC to a request whose id is not known."""
    error = {"code": code, "message": message} | ({"data": data} if data is not None else {})
    return json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()


def _is_call(method: str, path: str) -> bool:
    return method == "POST" and path == PATH


# The status stays: clients that ask for a token look for 401, and those that wait for 429 and 503.
FORM = Form(_is_call, lambda status: status, mcp_error)
