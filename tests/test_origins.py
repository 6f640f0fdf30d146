"""Pages of listed origins may ask from a browser, those of others may not, and a list with a slip in it is refused."""

import asyncio
from collections.abc import Callable, Mapping

import httpx
import pytest

from api.app import create_app
from api.batching import BatchLimits
from api.origins import is_shared
from api.service import Service
from rag.errors import SettingsError
from rag.pipeline import Pipeline
from rag.settings import load_settings

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
LISTED, OTHER = "https://blog.example.org", "https://evil.example"
ASK = {"question": "why did Alice leave?"}
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
ALLOW = "access-control-allow-origin"


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def send(
    pipeline: Pipeline,
    method: str,
    path: str,
    origin: str | None,
    *,
    listed: tuple[str, ...] = (LISTED,),
    **more: object,
) -> httpx.Response:
    headers = dict(more.pop("headers", {}))
    headers |= {} if origin is None else {"origin": origin}

    async def run() -> httpx.Response:
        service = Service(lambda: pipeline, BatchLimits(concurrent=4, batch=4))
        app = create_app(service, origins=listed)

        @app.get("/v1/articles/fault/now")
        def fault() -> None:
            raise RuntimeError("inside")

        # Before the route that takes every id.
        app.router.routes.insert(0, app.router.routes.pop())
        async with app.router.lifespan_context(app):
            await service.loaded()
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, headers=headers, **more)

    return asyncio.run(run())


def cors_of(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("access-control-")}


@pytest.mark.parametrize(
    "path", ["/widget.js", "/v1/articles", "/v1/articles/one", "/v1/articles/one/text", "/v1/spans/x"]
)
def test_a_listed_page_may_read_and_another_may_not(small: Pipeline, path: str) -> None:
    listed, other = send(small, "GET", path, LISTED), send(small, "GET", path, OTHER)
    assert cors_of(listed) == {ALLOW: LISTED, "access-control-expose-headers": "ETag, Retry-After"}
    assert cors_of(other) == {}
    # What a cache keeps for one origin is not for another.
    for response in (listed, other, send(small, "GET", path, None)):
        assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_a_listed_page_may_send_json_and_another_is_stopped_before_it(small: Pipeline, path: str) -> None:
    before = send(small, "OPTIONS", path, LISTED, headers=PREFLIGHT)
    assert before.status_code == 200
    assert before.headers[ALLOW] == LISTED
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "content-type" in before.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in before.headers
    answer = send(small, "POST", path, LISTED, json=ASK)
    assert (answer.status_code, answer.headers[ALLOW]) == (200, LISTED)
    refused = send(small, "OPTIONS", path, OTHER, headers=PREFLIGHT)
    assert refused.status_code == 405
    assert cors_of(refused) == {}
    assert cors_of(send(small, "POST", path, OTHER, json=ASK)) == {}


def test_a_body_that_asks_for_no_preflight_is_not_read(small: Pipeline) -> None:
    # A form or a text is what a page may send anywhere without asking first.
    response = send(
        small, "POST", "/v1/ask", OTHER, content='{"question": "why?"}', headers={"content-type": "text/plain"}
    )
    assert response.status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/v1/ask", 422), ("GET", "/v1/articles/none", 404), ("GET", "/v1/articles/fault/now", 500)],
)
def test_a_listed_page_is_told_what_went_wrong(small: Pipeline, method: str, path: str, status: int) -> None:
    response = send(small, method, path, LISTED, json={} if method == "POST" else None)
    assert (response.status_code, response.headers[ALLOW]) == (status, LISTED)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", "/page/app.js", "/healthz", "/readyz", "/openapi.json", "/v1/models", "/v1/askew"]
)
def test_everything_else_stays_with_the_services_own_pages(small: Pipeline, path: str) -> None:
    assert not is_shared(path)
    assert cors_of(send(small, "GET", path, LISTED)) == {}


def test_nobody_is_listed_unless_named(small: Pipeline) -> None:
    assert load_settings({}).allowed_origins == ()
    assert cors_of(send(small, "POST", "/v1/ask", LISTED, listed=(), json=ASK)) == {}


def test_a_page_may_run_the_widget_and_no_other_file_of_ours(small: Pipeline) -> None:
    policies = {
        path: send(small, "GET", path, None).headers["cross-origin-resource-policy"]
        for path in ("/widget.js", "/page/app.js", "/v1/articles")
    }
    assert policies == {"/widget.js": "cross-origin", "/page/app.js": "same-origin", "/v1/articles": "same-origin"}


def test_mcp_is_open_to_the_listed_pages_too(small: Pipeline) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream"}
    statuses = [
        send(small, "POST", "/mcp", origin, json=body, headers=headers).status_code for origin in (LISTED, OTHER)
    ]
    assert statuses == [200, 403]


def test_a_client_of_mcp_in_a_listed_page_may_send_what_it_has_to(small: Pipeline) -> None:
    sent = (
        "authorization, content-type, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, x-pourquoi-collection"
    )
    wanted = {"access-control-request-method": "POST", "access-control-request-headers": sent}
    before = send(small, "OPTIONS", "/mcp", LISTED, headers=wanted)
    assert (before.status_code, before.headers[ALLOW]) == (200, LISTED)
    assert set(sent.split(", ")) <= set(before.headers["access-control-allow-headers"].lower().split(", "))
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream"}
    called = send(small, "POST", "/mcp", LISTED, json=body, headers=headers)
    assert (called.status_code, called.headers[ALLOW]) == (200, LISTED)
    # A page of this machine is another origin too; its browser asks first, and is told nothing unless it is listed.
    for other in (OTHER, "http://localhost:3000"):
        assert cors_of(send(small, "OPTIONS", "/mcp", other, headers=wanted)) == {}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()),
        ("https://blog.example.org", ("https://blog.example.org",)),
        (" https://a.example/ , http://b.example:8080,", ("https://a.example", "http://b.example:8080")),
        # As a browser sends them.
        ("HTTPS://Blog.Example.org:443,http://a.example:80", ("https://blog.example.org", "http://a.example")),
        ("http://[::1]:3000,http://[::1]", ("http://[::1]:3000", "http://[::1]")),
    ],
)
def test_origins_are_read_with_commas_between_them(
    monkeypatch: pytest.MonkeyPatch, written: str, read: tuple[str, ...]
) -> None:
    monkeypatch.setenv("POURQUOI_ALLOWED_ORIGINS", written)
    assert load_settings().allowed_origins == read


@pytest.mark.parametrize(
    "wrong",
    [
        "*",
        "null",
        "blog.example.org",
        "https://*.example.org",
        "https://blog.example.org/page",
        "https://blog.example.org?",
        "https://me@blog.example.org",
        "ftp://blog.example.org",
        "https://a.example https://b.example",
        "https://a.example:99999",
    ],
)
def test_what_is_no_origin_is_refused_with_its_name_and_value(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("POURQUOI_ALLOWED_ORIGINS", f"https://fine.example,{wrong}")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "setting allowed_origins.1 is " in str(caught.value)
    assert repr(wrong) in str(caught.value)
