"""Whatever is sent, the answer is an RFC 9457 problem and never a 5xx of ours."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from fastapi import FastAPI
from starlette.middleware import Middleware

from api.app import create_app
from api.batching import BatchLimits
from api.guard import Guard
from api.limits import MAX_BODY_BYTES, BodyLimits
from api.problems import add_problem_handlers
from api.service import Service
from index.errors import DamagedGenerationError
from rag.pipeline import Pipeline

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
JSON = {"content-type": "application/json"}


def problem_of(response: httpx.Response) -> dict[str, object]:
    """The problem in a response, after what every problem must have has been seen in it."""
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("urn:pourquoi:problem:")
    assert problem["title"]
    assert problem["detail"]
    return problem


def send(client_of: AbstractAsyncContextManager[httpx.AsyncClient], *request: object, **rest: object) -> httpx.Response:
    async def run() -> httpx.Response:
        async with client_of as client:
            return await client.request(*request, **rest)

    return asyncio.run(run())


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def test_a_body_that_is_not_json_is_told_where_it_stops_being_json(small: Pipeline, serving: Serving) -> None:
    response = send(serving(small), "POST", "/v1/ask", content=b'{"question" "why?"}', headers=JSON)
    detail = problem_of(response)["detail"]
    assert isinstance(detail, str)
    # Before the colon that is missing stand a brace, ten characters in quotation marks and a space: 1 + 10 + 1 = 12.
    assert detail.startswith("The body is not JSON: ")
    assert detail.endswith(" at character 12; send one JSON object encoded as UTF-8.")


def test_a_compressed_body_is_refused_by_its_encoding(small: Pipeline, serving: Serving) -> None:
    headers = JSON | {"content-encoding": "gzip"}
    response = send(serving(small), "POST", "/v1/ask", content=gzip.compress(b'{"question": "why?"}'), headers=headers)
    assert (response.status_code, problem_of(response)["detail"]) == (
        415,
        "The body is encoded as 'gzip' (Content-Encoding), which is not taken; send it as it is.",
    )


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"why?"', 422),
        (b"{", 400),
        (b"why?", 400),
        (b'{"question": "\xff\xfe"}', 400),
        (b"\x80", 400),
        (b"[" * 60_000, 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
        (b'{"question": "a", "top_k": ' + b"9" * 5_000 + b"}", 400),
        (b'{"question": "a", "top_k": NaN}', 422),
        (b'{"question": "a", "top_k": Infinity}', 422),
        (b'{"question": "a", "top_k": -Infinity}', 422),
        (b'{"question": "a", "top_k": 1e999999}', 422),
        (b'{"question": NaN}', 422),
        (b'{"question": "a", "filters": {"published_after": 1e999999}}', 422),
        (b'{"question": "\\ud800"}', 422),
        (b'{"question": "a\\udfff"}', 422),
        (b'{"\\ud800": 1, "question": "a"}', 422),
        (b'{"question": "a", "\\u0000": NaN}', 422),
        (b'{"question": "a", "filters": {"languages": ["\\ud800"]}}', 422),
        (b'{"question": "\\u001c"}', 422),
        (b'{"question": "a", "' + b"k" * 60_000 + b'": 1}', 422),
    ],
    ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else str(value),
)
def test_a_hostile_body_is_refused_as_a_problem(
    small: Pipeline, serving: Serving, path: str, body: bytes, status: int
) -> None:
    response = send(serving(small), "POST", path, content=body, headers=JSON)
    assert response.status_code == status
    problem_of(response)
    assert len(response.content) < 2_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "\\u0000"}',
        b'{"question": "\xf0\x9f\x8e\x88\xe2\x80\x8d"}',
        b'{"question": "a", "filters": {"article_ids": ["\\u0000", "\\ud83d\\ude80"]}}',
        b'{"question": "a", "question": "b"}',
    ],
)
def test_a_strange_body_that_fits_is_answered(small: Pipeline, serving: Serving, body: bytes) -> None:
    assert send(serving(small), "POST", "/v1/ask", content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "é"]
)
def test_a_body_that_is_not_json_by_its_content_type_is_refused(small: Pipeline, serving: Serving, kind: str) -> None:
    headers = {"content-type": kind.encode()}
    response = send(serving(small), "POST", "/v1/ask", content=b'{"question": "a"}', headers=headers)
    assert response.status_code == 415
    problem_of(response)


def test_the_largest_body_is_read_and_one_byte_more_is_not(small: Pipeline, serving: Serving) -> None:
    fits = b'{"question": "a"}'.ljust(MAX_BODY_BYTES)
    assert send(serving(small), "POST", "/v1/ask", content=fits, headers=JSON).status_code == 200
    response = send(serving(small), "POST", "/v1/ask", content=fits + b" ", headers=JSON)
    assert response.status_code == 413
    problem_of(response)


def test_a_body_without_a_length_is_counted_while_it_is_read(small: Pipeline, serving: Serving) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 1024

    response = send(serving(small), "POST", "/v1/ask", content=endless(), headers=JSON)
    assert response.status_code == 413
    problem_of(response)
    # 64 KiB fit, one piece more is too many; the client may have had another one at hand.
    assert taken <= MAX_BODY_BYTES // 1024 + 2


def test_a_length_that_is_a_lie_is_believed_only_when_it_is_too_large(small: Pipeline, serving: Serving) -> None:
    headers = JSON | {"content-length": "9" * 40}
    assert send(serving(small), "POST", "/v1/ask", content=b"{}", headers=headers).status_code == 413


# Seconds for the whole, and between two pieces.
@pytest.mark.parametrize("patience", [{"seconds": 0.01}, {"silence_seconds": 0.01}])
def test_a_body_that_does_not_arrive_is_not_waited_for(patience: dict[str, float]) -> None:
    async def stalled() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    app = FastAPI(middleware=[Middleware(Guard), Middleware(BodyLimits, **patience)])
    add_problem_handlers(app)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")
    response = send(client, "POST", "/v1/ask", content=stalled(), headers=JSON)
    assert response.status_code == 408
    problem_of(response)


@pytest.mark.parametrize(
    "path", ["/nothing", "/v1", "/v1/", "/v1/ask/", "/docs", "/redoc", "/page/../app.py", "/page/index.html"]
)
def test_an_unknown_route_is_a_problem(small: Pipeline, serving: Serving, path: str) -> None:
    response = send(serving(small), "GET", path)
    assert response.status_code == 404
    assert path.replace("/page/..", "") in str(problem_of(response)["detail"])


def test_an_address_with_a_slash_too_many_is_told_so(small: Pipeline, serving: Serving) -> None:
    response = send(serving(small), "POST", "/v1/ask/", json={"question": "why?"})
    assert problem_of(response)["detail"] == "there is nothing at '/v1/ask/'; leave out the slash at its end"


@pytest.mark.parametrize(
    ("method", "query"), [("GET", ""), ("GET", "?limit=5"), ("PUT", ""), ("DELETE", ""), ("POST", "")]
)
def test_an_address_that_ends_where_an_id_belongs_is_told_both_ways_out(
    small: Pipeline, serving: Serving, method: str, query: str
) -> None:
    response = send(serving(small), method, f"/v1/articles/{query}", json={"text": "Words."})
    assert response.status_code == 404
    told = problem_of(response)["detail"]
    assert told == "there is nothing at '/v1/articles/'; leave out the slash at its end, or put an id behind it"


def test_an_address_that_only_lacks_an_id_is_told_so(small: Pipeline, serving: Serving) -> None:
    # There is no list of quotes.
    response = send(serving(small), "GET", "/v1/spans/")
    assert problem_of(response)["detail"] == "there is nothing at '/v1/spans/'; put an id behind it"


def test_a_request_without_a_body_is_told_what_to_send(small: Pipeline, serving: Serving) -> None:
    assert problem_of(send(serving(small), "POST", "/v1/ask"))["detail"] == "body: there is none; send one JSON object"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/ask", {"POST"}),
        ("PATCH", "/v1/articles/one", {"GET", "PUT", "DELETE"}),
        ("DELETE", "/v1/articles", {"GET", "POST"}),
        ("POST", "/", {"GET"}),
    ],
)
def test_a_wrong_method_is_told_which_are_right(
    small: Pipeline, serving: Serving, method: str, path: str, allowed: set[str]
) -> None:
    response = send(serving(small), method, path)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) - {"HEAD"} == allowed
    detail = str(problem_of(response)["detail"])
    assert detail.startswith(f"{method} does nothing at '{path}'; send ")
    assert all(one in detail for one in allowed)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/", "/v1/articles", "/v1/articles/one/text"])
def test_head_is_get_without_the_body(small: Pipeline, serving: Serving, path: str) -> None:
    named = {"x-request-id": "the-same"}
    got, headed = (send(serving(small), method, path, headers=named) for method in ("GET", "HEAD"))
    assert headed.status_code == 200
    assert headed.content == b""
    assert headed.headers == got.headers


def test_a_fault_of_ours_says_nothing_of_the_inside(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI(middleware=[Middleware(Guard)])

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("the password is swordfish")

    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://test"
    )
    response = send(client, "GET", "/fault")
    assert response.status_code == 500
    assert "swordfish" not in response.text
    problem_of(response)
    assert "swordfish" in caplog.text


def test_every_response_forbids_sniffing_and_framing(small: Pipeline, serving: Serving) -> None:
    for path in ("/", "/page/app.js", "/healthz", "/v1/articles", "/openapi.json", "/nothing"):
        headers = send(serving(small), "GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_while_the_models_load_the_service_is_alive_and_not_ready(small: Pipeline) -> None:
    async def run() -> None:
        service = Service(lambda: small, BatchLimits(concurrent=4, batch=4))
        # Never started, so it loads for ever.
        transport = httpx.ASGITransport(app=create_app(service))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/")).status_code == 200
            for response in (
                await client.get("/readyz"),
                await client.get("/v1/articles"),
                await client.get("/v1/articles/one/text"),
                await client.post("/v1/ask", json={"question": "why?"}),
            ):
                assert response.status_code == 503
                assert int(response.headers["retry-after"]) > 0
                assert problem_of(response)["type"] == "urn:pourquoi:problem:not-ready"
        await service.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    "error", [DamagedGenerationError("/srv/secret/articles.db is damaged"), MemoryError("/srv/secret")]
)
def test_an_index_that_cannot_be_used_is_told_without_its_place_which_the_log_has_and_the_process_stays_up(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Pipeline:
        raise error

    async def run() -> None:
        service = Service(fail, BatchLimits(concurrent=4, batch=4))
        app = create_app(service)
        async with app.router.lifespan_context(app):
            await service.loaded()
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
                for response in (await client.get("/readyz"), await client.post("/v1/ask", json={"question": "why?"})):
                    assert response.status_code == 503
                    assert "retry-after" in response.headers
                    assert "the service's log says which file it is and why" in problem_of(response)["detail"]
                    assert "secret" not in response.text
                called = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
                params = {"name": "ask", "arguments": {"question": "why?"}}
                tool = await client.post(
                    "/mcp",
                    json=called | {"params": params},
                    headers={"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"},
                )
                assert "the service's log says which file it is and why" in tool.text
                assert "secret" not in tool.text
                assert (await client.get("/healthz")).status_code == 200

    asyncio.run(run())
    assert caplog.text.count("/srv/secret") >= 1


def test_ready_names_the_generation_and_counts_the_articles(small: Pipeline, serving: Serving) -> None:
    expected = {"status": "ready", "generation": small.searcher.generation.name, "articles": 1}
    assert send(serving(small), "GET", "/readyz").json() == expected
