"""Every operation of the OpenAPI document, whichever there are, keeps what the document promises; malformed requests too.

Both tests take their operations from the document, so a route that is added is tested without a word here.
"""

import asyncio
import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, SerializationContext
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from api.batching import BatchLimits
from api.fetch.rules import Fetched
from api.service import Corpus, Service
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from tests.gate_results import Results
from tests.resident import resident_bytes
from tests.writing_kit import engine_over

# Beside those that the library tries for each rule of a schema, which are several hundred in all.
_RANDOM_EXAMPLES = 10
_MALFORMED = 1_000
# Refusals that no schema can foretell: what was sent has the right form, or is refused before its form is looked at.
_OWN_RULE = "own-rule"
_BEYOND_SCHEMAS = {
    _OWN_RULE,
    "bad-article",
    "bad-article-id",
    "bad-batch",
    "bad-chat-request",
    "bad-cursor",
    "bad-form",
    "bad-question",
    "body-too-large",
    "changed-meanwhile",
    "key-reused",
    "model-not-found",
    "nothing-taken",
    "url-too-long",
}


class Held:
    """An application that is up already: whoever starts or ends it changes nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})


class OneArticle:
    """Gives the service its articles, once there is a folder for them."""

    home: Path

    def __call__(self) -> Corpus:
        engine = engine_over(self.home / "home")
        folder = self.home / "articles"
        folder.mkdir()
        (folder / "one.txt").write_text("Alice left the company because of a quarrel over money.\n", "utf-8")
        engine.index((folder,), lambda _done, _total: None)
        return Corpus(engine.library, engine.over)


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: SerializationContext, value: object) -> bytes:
    """A batch as it is sent: text as it is, and any other value as its only line."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace")


def fetch(url: str) -> Fetched:
    """The web as these tests have it: one page, wherever it is looked for."""
    return Fetched(url, "text/plain", "utf-8", b"Bruno opened a bakery in Corby in 1901.\n")


def over_the_only_collection(document: dict[str, Any]) -> dict[str, Any]:
    """The document, whose requests name no collection but the one that is here: any other is a 404 before it comes to a route."""
    document = copy.deepcopy(document)
    for operation in (one for operations in document["paths"].values() for one in operations.values()):
        for parameter in operation.get("parameters", []):
            if parameter["name"] in {"X-Pourquoi-Collection", "collection"}:
                parameter["schema"] = {"type": "string", "enum": ["default"]}
    return document


# Test cases are made of the document while tests are collected; the service is started by the first of them.
OPEN = OneArticle()
SERVICE = Service(OPEN, BatchLimits(concurrent=64, batch=16), cached_answers=100)
APP = create_app(SERVICE)
DOCUMENT = schemathesis.openapi.from_dict(over_the_only_collection(APP.openapi()))
DOCUMENT.app = Held(APP)


@pytest.fixture(scope="module", autouse=True)
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    OPEN.home = tmp_path_factory.mktemp("schemathesis")

    # One loop for all: the service's own tasks are stopped in the one that they were started in.
    async def start() -> None:
        SERVICE.start()
        await SERVICE.loaded()
        SERVICE.ready()

    async def close() -> None:
        await intake.aclose()
        await SERVICE.aclose()

    runner = asyncio.Runner()
    runner.run(start())
    # Where what is sent is kept is known only now; a job stays where it is, since each request has an event loop of its own.
    intake = APP.state.intake = Intake(SERVICE, JournalFile(OPEN.home / JOURNAL_NAME), fetch)
    yield
    runner.run(close())
    runner.close()


def refusal(content: bytes) -> str | None:
    """The name of the problem in a response, in whichever form."""
    try:
        told = json.loads(content)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    error = told.get("error")
    unfit = told.get("errors") or []
    if unfit and all(not one["message"][:1].isupper() for one in unfit):
        # Pydantic's own words begin with a capital. Those of a rule of ours are said of a value that has its type and length, as
        # of which dates there are.
        return _OWN_RULE
    name = error.get("code") if isinstance(error, dict) else told.get("type")
    return str(name).rpartition(":")[2].replace("_", "-")


@DOCUMENT.parametrize()
@settings(
    max_examples=_RANDOM_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_does_what_the_document_says(case: Case) -> None:
    validate(case)


@pytest.fixture(scope="module")
def cases(results: Results) -> Iterator[list[bool]]:
    """For each case of the long run whether it went well."""
    well: list[bool] = []
    with results.gate("19") as told:
        yield well
        told.times = len(well)
        operations = sum(len(path) for path in APP.openapi()["paths"].values())
        told.measured = f"{operations} operations, {well.count(False)} cases failed"
        assert all(well)


@pytest.mark.soak
@DOCUMENT.parametrize()
@settings(max_examples=1_000, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_does_what_the_document_says_in_a_thousand_cases(case: Case, cases: list[bool]) -> None:
    cases.append(False)
    validate(case)
    cases[-1] = True


def validate(case: Case) -> None:
    """Send a case, and see that what comes back is what the document says of it."""
    response = case.call()
    beyond = [positive_data_acceptance, negative_data_rejection] if refusal(response.content) in _BEYOND_SCHEMAS else []
    # An id may hold slashes, so what is put or deleted below an article is another article, and may be.
    below = case.operation.path.startswith("/v1/articles/{article_id}/")
    others = [allow_header_conformance] + [unsupported_method] * (case.method in {"PUT", "DELETE"}) if below else []
    # Every body is a string, and what is wrong with one is told in the line of each of its lines.
    lines = [negative_data_rejection] if case.media_type == "application/x-ndjson" else []
    case.validate_response(response, excluded_checks=[*beyond, *others, *lines])


# ---- requests that are no good ---------------------------------------------------------------------------------------

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "")
_TYPES = (
    b"application/json", b"application/json; charset=utf-7", b"text/plain", b"", b"\xff", b"multipart/form-data",
    b"multipart/form-data; boundary=x", b"application/x-ndjson",
)  # fmt: skip
_UNDOCUMENTED = ("/mcp", "/integrations/slack/events", "/open-webui/v1/chat/completions", "/", "/widget.js", "/nothing")
_ATOMS = (
    b"NaN", b"1e999999", b"-0", b"9" * 500, b'"\\ud800"', b'"\\u0000"', b"null", b"true", b"[]", b"{}", b'""',
    b"[" * 3_000, b'{"a":' * 3_000, b"\xff\xfe", b'"' + b"a" * 3_000 + b'"', b'"2024-13-45"', b"\x00", b"1.5", b"-1",
)  # fmt: skip
_BODIES = (
    {"question": "why?", "top_k": 3, "filters": {"languages": ["fr"], "published_after": "2024-01-01"}},
    {"model": "pourquoi", "messages": [{"role": "user", "content": "why?"}], "stream": False},
    {"model": "pourquoi", "input": "why?"},
    {
        "text": "Alice left.",
        "title": "Alice",
        "published_at": "2024-05",
        "language": "en",
        "url": "https://example.org/a",
    },
    {"id": "two", "text": "Bruno came."},
    {"url": "https://example.org/a"},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": "why?"}}},
)


def spoilt_body(chance: random.Random) -> bytes:
    """A good body with a value replaced, a piece cut out or bytes changed."""
    body = json.dumps(chance.choice(_BODIES)).encode()
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        body = body[:at] + chance.choice((b"", chance.randbytes(2), chance.choice(_ATOMS))) + body[to:]
    if chance.random() < 0.5:
        field = json.dumps(
            chance.choice(["question", "top_k", "filters", "messages", "input", "model", "id", "params"])
        )
        body = body[:-1] + b"," + field.encode() + b":" + chance.choice(_ATOMS) + b"}"
    return body


def spoilt_path(chance: random.Random, templates: list[str]) -> bytes:
    path = chance.choice(templates).encode()
    for piece in (b"{article_id}", b"{span_id}", b"{model}", b"{job_id}"):
        path = path.replace(
            piece, chance.choice((b"one", b"%00", b"%ff", b"..%2f..", b"a" * 5_000, b"%ed%a0%80", b"W10"))
        )
    if chance.random() < 0.3:
        path += b"?" + chance.choice((b"cursor=%ff", b"cursor=W10", b"limit=NaN", b"limit=1e9", b"a" * 30_000, b"&&=%"))
    return path


async def status_of(method: str, target: bytes, kind: bytes, body: bytes) -> int:
    """The status of one request that no client would let through."""
    path, _, query = target.partition(b"?")
    headers = [(b"host", b"test"), (b"content-type", kind), (b"x-request-id", body[:20]), (b"traceparent", body[:60])]
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path.decode("utf-8", "surrogateescape"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "state": {},
    }
    statuses: list[int] = []
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await APP(scope, receive, send)
    return statuses[0]


def send_malformed(number: int) -> None:
    """So many of them, none of which may be answered with a fault."""
    templates = [*APP.openapi()["paths"], *_UNDOCUMENTED]
    chance = random.Random(18)  # noqa: S311 - the same requests in every run

    async def run() -> dict[int, int]:
        counts: dict[int, int] = {}
        for _ in range(number):
            method = chance.choice(_METHODS) if chance.random() < 0.3 else "POST"
            target, body = spoilt_path(chance, templates), spoilt_body(chance)
            status = await status_of(method, target, chance.choice(_TYPES[:1] * 9 + _TYPES), body)
            assert status < 500, (status, method, target, body)
            counts[status] = counts.get(status, 0) + 1
        return counts

    counts = asyncio.run(run())
    # They are refused for many reasons, so the requests are not all stopped at one door.
    assert {400, 404, 405, 414, 415, 422} <= set(counts), counts
    assert sum(counts.values()) == number


def test_a_malformed_request_is_never_a_fault_of_ours() -> None:
    send_malformed(_MALFORMED)


@pytest.mark.soak
def test_ten_thousand_malformed_requests_cost_no_memory(results: Results) -> None:
    with results.gate("18", 10_000) as told:
        # What is made at first use is made before the memory is looked at.
        send_malformed(1_000)
        before = resident_bytes()
        send_malformed(10_000)
        grown = (resident_bytes() - before) / 1e6
        told.measured = f"no fault of ours, memory {grown:+.1f} MB"
        assert grown <= 20
