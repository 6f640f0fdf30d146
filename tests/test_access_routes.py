"""No route lets anybody in who needs a key and has none; with one, only to what the key is for."""

import asyncio
import base64
import random
import sqlite3
import string
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from api.access.caller import Quota, Scope
from api.access.database import AccessDatabase
from api.access.keys import PREFIX
from api.access.middleware import caller_of, collection_of
from api.access.needs import Need, need_of
from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.openai_paths import is_not_here
from api.service import Service
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.access_kit import FAR, LISTED, NOW, app_of, bearer, every_call, guarded, new_key
from tests.listening import free_port, listening

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
T = TypeVar("T")
ASK = {"question": "why did Alice leave?"}
# All that anybody may call, and why is in docs/access.md.
OPEN = {
    "/", "/page/app.js", "/page/words.js", "/page/style.css", "/widget.js", "/healthz", "/readyz",
    "/integrations/slack/commands", "/integrations/slack/events", "/integrations/slack/interactions",
    "/integrations/discord", "/integrations/teams", "/integrations/mattermost",
}  # fmt: skip


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def using(pipeline: Pipeline, settings: Settings, use: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    async def run() -> T:
        async with guarded(pipeline, settings) as client:
            return await use(client)

    return asyncio.run(run())


def ask(pipeline: Pipeline, settings: Settings, *headers: Mapping[str, str]) -> list[httpx.Response]:
    """The responses to one question with each of `headers`, one after the other."""

    async def run(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [await client.post("/v1/ask", json=ASK, headers=one) for one in headers]

    return using(pipeline, settings, run)


# ---- without a key ---------------------------------------------------------------------------------------------------


def test_no_route_lets_anybody_in_without_a_key_but_those_that_are_listed(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    new_key(settings.home, Scope.ASK)
    calls = every_call(app_of(small, settings))
    assert {path for _, path in calls} >= OPEN | {"/v1/ask", "/mcp", "/v1/chat/completions", "/openapi.json"}

    async def run(client: httpx.AsyncClient) -> dict[tuple[str, str], httpx.Response]:
        # A body that is none: whoever is not let in must not have it read.
        return {call: await client.request(*call, content=b"{" * 100_000) for call in calls}

    for (method, path), response in using(small, settings, run).items():
        if path in OPEN:
            assert response.headers.get("www-authenticate") is None, path
        else:
            assert response.status_code == 401, (method, path)
            assert response.headers["www-authenticate"] == 'Bearer realm="pourquoi"'
            assert response.headers["content-security-policy"].startswith("default-src 'none'")


def test_what_no_table_knows_is_for_administrators() -> None:
    for call in [
        "GET /v1/new",
        "POST /v1/asks",
        "DELETE /nothing",
        "PUT /openapi.json",
        "POST /v1/spans/x",
        "GET //v1/ask",
        "POST /v1/backup",
        "GET /healthzz",
        "GET /v1",
        "POST /metrics",
    ]:
        assert need_of(*call.split()) == Need(Scope.ADMIN), call
    for call in [
        "PUT /v1/articles/x",
        "POST /v1/articles",
        "DELETE /v1/articles/a/b",
        "GET /v1/jobs/x",
        "NEW /v1/articles",
    ]:
        assert need_of(*call.split()) == Need(Scope.WRITE), call


def test_without_a_key_a_problem_says_what_to_send(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = new_key(settings.home, Scope.ASK)
    refused, answered = ask(small, settings, {}, bearer(key))
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "type": "urn:pourquoi:problem:unauthenticated",
        "title": "A key is needed",
        "status": 401,
        "detail": "send the header Authorization: Bearer and a key with the scope ask; `pourquoi keys create` makes one",
    }
    assert (answered.status_code, answered.json()["answerable"]) == (200, True)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses", "/open-webui/v1/chat/completions"])
def test_clients_of_openai_are_told_in_their_own_form(small: Pipeline, tmp_path: Path, path: str) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    body = {"model": "pourquoi", "messages": [{"role": "user", "content": ASK["question"]}], "input": ASK["question"]}
    body.pop("input" if "chat" in path else "messages")

    async def run(client: httpx.AsyncClient) -> list[httpx.Response]:
        key = bearer(new_key(settings.home, Scope.ASK))
        return [await client.post(path, json=body, headers=headers) for headers in ({}, key)]

    refused, answered = using(small, settings, run)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"] == 'Bearer realm="pourquoi"'
    assert answered.status_code == 200


def test_200_keys_that_are_nearly_right_are_all_refused(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded")
    # On loopback, where reading is open: a wrong key is no way to be nobody.
    secret = new_key(settings.home, Scope.ADMIN).secret
    chance, wrong = random.Random(1), set[str]()  # noqa: S311 - the same every time
    while len(wrong) < 170:
        place = chance.randrange(len(PREFIX), len(secret))
        wrong.add(secret[:place] + chance.choice(string.ascii_letters + string.digits + "-_") + secret[place + 1 :])
    wrong |= (
        {secret[:-n] for n in range(1, 20)} | {secret + char for char in "=A ab\t"} | {secret.upper(), secret.lower()}
    )
    wrong |= {secret[n:] for n in range(1, 5)} | {secret * 100, PREFIX, "", f"{PREFIX}*", secret.swapcase()}
    wrong -= {secret, secret + " ", secret + "\t"}
    assert len(wrong) >= 200
    responses = ask(small, settings, *(bearer(key) for key in sorted(wrong)))
    assert {response.status_code for response in responses} == {401}
    assert [response.status_code for response in ask(small, settings, {}, bearer(secret))] == [200, 200]


@pytest.mark.parametrize(
    "made",
    [
        lambda key: [("authorization", key)],
        lambda key: [("authorization", f"Basic {key}")],
        lambda key: [("authorization", f"Basic {base64.b64encode(f'x:{key}'.encode()).decode()}")],
        lambda key: [("authorization", f"Bearer  {key}")],
        lambda key: [("authorization", f"Bearer {key}, Bearer {key}")],
        lambda key: [("authorization", f"Bearer {key}"), ("authorization", "Bearer pq_other")],
        lambda _: [("authorization", "Bearer")],
        lambda key: [("x-api-key", key)],
        lambda key: [("cookie", f"key={key}")],
    ],
)
def test_a_key_is_shown_in_one_way(small: Pipeline, tmp_path: Path, made: Callable[[str], list]) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    secret = new_key(settings.home, Scope.ASK).secret

    async def run(client: httpx.AsyncClient) -> list[int]:
        given = await client.post("/v1/ask", json=ASK, headers=made(secret))
        in_url = await client.post("/v1/ask", params={"key": secret, "access_token": secret}, json=ASK)
        other_case = await client.post("/v1/ask", json=ASK, headers={"authorization": f"bEARER {secret}"})
        return [given.status_code, in_url.status_code, other_case.status_code]

    assert using(small, settings, run) == [401, 401, 200]


# ---- what is open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "open_reading", "with_key", "expected"),
    [
        # Statuses of asking and of writing without a key; 501 is past the door, where nothing takes articles in.
        ("127.0.0.1", None, False, (200, 501)),
        ("127.0.0.1", None, True, (200, 401)),
        ("127.0.0.1", False, False, (401, 401)),
        ("127.0.0.1", False, True, (401, 401)),
        # Whoever says so may have a proxy in front, through which everybody comes from this machine.
        ("127.0.0.1", True, False, (200, 401)),
        ("127.0.0.1", True, True, (200, 401)),
        ("::1", None, True, (200, 401)),
        (FAR, None, False, (401, 401)),
        (FAR, None, True, (401, 401)),
        (FAR, True, False, (200, 401)),
        (FAR, True, True, (200, 401)),
        ("localhost.example", None, False, (401, 401)),
    ],
)
def test_what_goes_without_a_key(
    small: Pipeline,
    tmp_path: Path,
    host: str,
    open_reading: bool | None,  # noqa: FBT001
    with_key: bool,  # noqa: FBT001
    expected: tuple[int, int],
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=host, open_reading=open_reading)
    if with_key:
        new_key(settings.home, Scope.ASK)

    async def run(client: httpx.AsyncClient) -> tuple[int, int]:
        asked = await client.post("/v1/ask", json=ASK)
        return asked.status_code, (await client.delete("/v1/articles/one")).status_code

    assert using(small, settings, run) == expected


def test_without_any_key_what_other_services_call_a_key_is_ignored(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded")
    assert [r.status_code for r in ask(small, settings, bearer("sk-none"), bearer("pq_old"))] == [200, 200]
    # Nothing was asked for, so nothing was made.
    assert not (settings.home / "access.db").exists()


def test_a_key_works_and_stops_working_while_the_service_runs(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)

    async def run(client: httpx.AsyncClient) -> list[int]:
        first, second = new_key(settings.home, Scope.ASK), new_key(settings.home, Scope.ASK)

        async def statuses(*headers: Mapping[str, str]) -> list[int]:
            return [(await client.post("/v1/ask", json=ASK, headers=one)).status_code for one in headers]

        found = await statuses(bearer(first), bearer(second))
        for revoked in (first, second):
            AccessDatabase(settings.home).revoke(revoked.kept.id, NOW)
            found += await statuses(bearer(first), bearer(second))
        # Without the last key all is as closed as before.
        return found + await statuses({})

    assert using(small, settings, run) == [200, 200, 401, 200, 401, 401, 401]


def test_taking_the_last_key_away_opens_nothing_on_loopback_either(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded")
    AccessDatabase(settings.home).revoke(new_key(settings.home, Scope.WRITE).kept.id, NOW)

    async def run(client: httpx.AsyncClient) -> int:
        return (await client.delete("/v1/articles/one")).status_code

    assert using(small, settings, run) == 401


def test_a_file_of_keys_that_cannot_be_read_opens_nothing_and_the_log_alone_says_where_it_is(
    small: Pipeline, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(home=tmp_path / "guarded")
    settings.home.mkdir()
    (settings.home / "access.db").write_bytes(b"no database" * 100)
    [response] = ask(small, settings, {})
    assert (response.status_code, response.json()["type"]) == (503, "urn:pourquoi:problem:keys-unreadable")
    assert str(tmp_path) not in response.text
    assert f"{settings.home}/access.db cannot be used" in caplog.text


def test_while_another_process_writes_to_the_file_of_keys_nobody_waits_but_for_the_note_of_a_first_use(
    small: Pipeline, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    known, fresh = new_key(settings.home, Scope.ASK), new_key(settings.home, Scope.ASK)

    async def run(client: httpx.AsyncClient) -> tuple[list[int], float]:
        await client.post("/v1/ask", json=ASK, headers=bearer(known))
        other = sqlite3.connect(settings.home / "access.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        # Its first use is to be noted, which is tried for five seconds.
        first = asyncio.create_task(client.post("/v1/ask", json=ASK, headers=bearer(fresh)))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        found = [await client.post("/v1/ask", json=ASK, headers=bearer(known)), await client.get("/healthz")]
        seconds = time.monotonic() - began
        assert not first.done()
        other.close()
        return [response.status_code for response in (*found, await first)], seconds

    statuses, seconds = using(small, settings, run)
    assert statuses == [200, 200, 200]
    assert seconds < 3


def test_pages_of_other_origins_may_not_write_where_no_key_is_needed(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded")

    async def run(client: httpx.AsyncClient) -> dict[str, int]:
        statuses = {}
        # A page whose name leads to this machine sends that name.
        for origin in (
            "http://localhost:8000",
            "http://127.0.0.1:8000",
            "http://[::1]",
            "https://evil.example",
            "null",
            "http://test",
        ):
            statuses[origin] = (await client.delete("/v1/articles/one", headers={"origin": origin})).status_code
        return statuses

    assert using(small, settings, run) == {
        "http://localhost:8000": 501, "http://127.0.0.1:8000": 501, "http://[::1]": 501,
        "https://evil.example": 403, "null": 403, "http://test": 403,
    }  # fmt: skip


def test_listed_pages_may_send_a_key_and_name_a_collection_and_send_no_other_header_of_note(
    small: Pipeline, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = new_key(settings.home, Scope.ASK)

    async def run(client: httpx.AsyncClient) -> tuple[httpx.Response, list[int], httpx.Response]:
        asking = {"origin": LISTED, "access-control-request-method": "POST"}
        named = ["authorization", "content-type", "cookie", "x-pourquoi-collection", "x-forwarded-for"]
        tried = [await client.options("/v1/ask", headers=asking | {"access-control-request-headers": h}) for h in named]
        refused = await client.post("/v1/ask", json=ASK, headers={"origin": LISTED})
        answered = await client.post("/v1/ask", json=ASK, headers={"origin": LISTED} | bearer(key))
        return refused, [response.status_code for response in tried], answered

    refused, preflights, answered = using(small, settings, run)
    assert preflights == [200, 200, 400, 200, 400]
    # The page is told why, and may read it.
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, LISTED)
    assert (answered.status_code, answered.headers["access-control-allow-origin"]) == (200, LISTED)
    assert "access-control-allow-credentials" not in answered.headers


# ---- scopes, collections, quotas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [(Scope.ASK, [200, 200, 403, 403]), (Scope.WRITE, [403, 403, 501, 403]), (Scope.ADMIN, [200, 200, 501, 404])],
)
def test_a_key_is_for_its_scopes_alone(small: Pipeline, tmp_path: Path, scope: Scope, statuses: list[int]) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, scope))

    async def run(client: httpx.AsyncClient) -> list[int]:
        asked = await client.post("/v1/ask", json=ASK, headers=key)
        read = await client.get("/v1/articles", headers=key)
        written = await client.put("/v1/articles/one", json={}, headers=key)
        ruled = await client.post("/v1/nothing", json={}, headers=key)
        return [asked.status_code, read.status_code, written.status_code, ruled.status_code]

    assert using(small, settings, run) == statuses


def test_whoever_may_ask_is_told_that_another_api_is_not_here_and_nothing_of_ours_is_there(
    small: Pipeline, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    assert [path for _, path in every_call(app_of(small, settings)) if is_not_here(path)] == []
    key = bearer(new_key(settings.home, Scope.ASK))

    async def run(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [await client.post("/v1/embeddings", json={}, headers=headers) for headers in ({}, key)]

    without, with_key = using(small, settings, run)
    assert (without.status_code, with_key.status_code) == (401, 404)
    assert with_key.json()["error"]["message"].startswith(
        "there is nothing at '/v1/embeddings'; of OpenAI's API there are"
    )


@pytest.mark.parametrize(
    ("collections", "header", "status"),
    [
        ((), None, 200),
        ((), "default", 200),
        (("default", "news"), None, 200),
        (("*",), None, 200),
        # Not seen, and not there: the same answer.
        ((), "news", 404),
        (("*",), "news", 404),
        (("news",), None, 404),
        (("news",), "default", 404),
        (("news", "blog"), None, 422),
        ((), "../default", 422),
        ((), "Default", 422),
        ((), "", 422),
    ],
)
def test_a_key_sees_its_collections_and_learns_of_no_other(
    small: Pipeline, tmp_path: Path, collections: tuple[str, ...], header: str | None, status: int
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.ASK, collections=collections))
    [response] = ask(small, settings, key | ({} if header is None else {"X-Pourquoi-Collection": header}))
    assert response.status_code == status, response.text
    if status == 404:
        named = header or "news"
        assert response.json()["detail"] == f"there is no collection '{named}' for this key"


def test_a_key_for_several_collections_is_told_which_it_may_name(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    for names, told in ((["news", "blog"], "blog, news"), ([f"c{n:02}" for n in range(12)], "c08, c09, …")):
        [response] = ask(small, settings, bearer(new_key(settings.home, Scope.ASK, collections=names)))
        assert response.status_code == 422
        assert response.json()["detail"].startswith(
            "name the collection in the header x-pourquoi-collection; the key is for "
        )
        assert response.json()["detail"].endswith(told)


def test_routes_know_who_asks_and_about_which_collection(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = new_key(settings.home, Scope.ASK, Scope.WRITE)
    app = app_of(small, settings)

    async def tell(request: Request) -> JSONResponse:
        caller = caller_of(request)
        return JSONResponse([caller.key_id, sorted(caller.scopes), sorted(caller.collections), collection_of(request)])

    async def open_to_all(request: Request) -> JSONResponse:
        with pytest.raises(LookupError):
            caller_of(request)
        return JSONResponse([])

    app.router.routes[:0] = [Route("/v1/articles/tell", tell), Route("/healthz", open_to_all)]

    async def run() -> list:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get("/healthz")).json() == []
            return (await client.get("/v1/articles/tell", headers=bearer(key))).json()

    assert asyncio.run(run()) == [key.kept.id, ["ask", "write"], ["default"], "default"]


def test_a_key_has_its_requests_a_minute_and_another_its_own(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    one, other = (new_key(settings.home, Scope.ASK, quota=Quota(per_minute=3)) for _ in range(2))
    *answered, refused, of_other = ask(small, settings, *[bearer(one)] * 4, bearer(other))
    assert [response.status_code for response in [*answered, of_other]] == [200] * 4
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:pourquoi:problem:too-many-requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_a_day_counts_questions_and_nothing_else(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.ASK, quota=Quota(per_day=2)))

    async def run(client: httpx.AsyncClient) -> list[httpx.Response]:
        for _ in range(5):
            assert (await client.get("/v1/articles", headers=key)).status_code == 200
        # One that is refused for another reason is no question.
        assert (
            await client.post("/v1/ask", json=ASK, headers=key | {"x-pourquoi-collection": "no"})
        ).status_code == 404
        return [await client.post(path, json=ASK, headers=key) for path in ("/v1/ask", "/v1/search", "/v1/ask")]

    first, second, third = using(small, settings, run)
    assert [first.status_code, second.status_code, third.status_code] == [200, 200, 429]
    assert 60 < int(third.headers["retry-after"]) <= 24 * 60 * 60


def test_of_what_comes_to_mcp_a_day_counts_the_calls_that_ask_or_search(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.ASK, quota=Quota(per_day=2)))
    accept = {"accept": "application/json, text/event-stream"}

    def call(name: str, **arguments: str) -> dict[str, object]:
        return {"method": "tools/call", "params": {"name": name, "arguments": arguments}}

    async def run(client: httpx.AsyncClient) -> list[httpx.Response]:
        async def post(sent: dict[str, object]) -> httpx.Response:
            return await client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, **sent}, headers=key | accept)

        free = ({"method": "ping"}, {"method": "tools/list"}, {"method": "resources/list"}, call("get_article"))
        assert [(await post(sent)).status_code for sent in free * 2] == [200] * 8
        return [await post(sent) for sent in (call("ask", **ASK), call("search", **ASK), call("ask", **ASK), free[1])]

    asked, searched, refused, listed = using(small, settings, run)
    assert [r.status_code for r in (asked, searched, refused, listed)] == [200, 200, 429, 200]
    assert asked.json()["result"]["structuredContent"]["answerable"]
    assert refused.json()["error"]["data"]["type"] == "urn:pourquoi:problem:too-many-requests"
    assert 60 < int(refused.headers["retry-after"]) <= 24 * 60 * 60


def test_asking_again_while_the_service_starts_costs_no_question(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.ASK, quota=Quota(per_day=2)))
    go_on = threading.Event()

    def slowly() -> Pipeline:
        go_on.wait()
        return small

    async def run() -> list[int]:
        service = Service(slowly, BatchLimits(concurrent=4, batch=4))
        app = create_app(service, admission=admission_of(settings))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=key) as client,
        ):
            try:
                for _ in range(3):
                    told = await client.post("/v1/ask", json=ASK)
                    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
            finally:
                go_on.set()
            await service.loaded()
            asked = [await client.post("/v1/ask", json=ASK) for _ in range(3)]
            return [response.status_code for response in asked]

    assert asyncio.run(run()) == [200, 200, 429]


def test_who_may_not_is_counted_too(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.WRITE, quota=Quota(per_minute=2)))
    assert [response.status_code for response in ask(small, settings, key, key, key)] == [403, 403, 429]


def test_where_nobody_decides_everybody_may_everything(small: Pipeline) -> None:
    async def run() -> list:
        app = create_app(Service(lambda: small, BatchLimits(concurrent=4, batch=4)))

        async def tell(request: Request) -> JSONResponse:
            return JSONResponse([caller_of(request).may(Scope.WRITE), collection_of(request)])

        app.router.routes.insert(0, Route("/v1/articles/tell", tell))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.get("/v1/articles/tell")).json()

    assert asyncio.run(run()) == [True, "default"]


def test_it_is_so_over_a_real_socket(small: Pipeline, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = bearer(new_key(settings.home, Scope.ASK, quota=Quota(per_minute=2)))

    async def run() -> list[int]:
        async with listening(app_of(small, settings), free_port()) as url, httpx.AsyncClient(base_url=url) as client:
            while (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.01)
            return [(await client.post("/v1/ask", json=ASK, headers=one)).status_code for one in ({}, key, key, key)]

    assert asyncio.run(run()) == [401, 200, 200, 429]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("answers.example", 200),  # POURQUOI_PUBLIC_URL
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("[evil", 421),
        ("", 421),
    ],
)
def test_without_a_key_the_service_is_asked_by_its_own_names_alone(
    small: Pipeline, tmp_path: Path, host: str, status: int
) -> None:
    settings = Settings(home=tmp_path / "guarded", public_url="https://answers.example")
    [reply] = ask(small, settings, {"host": host})
    assert reply.status_code == status
    if status == 421:
        assert "POURQUOI_PUBLIC_URL" in reply.json()["detail"]


@pytest.mark.parametrize(
    ("public_url", "status"),
    [("https://answers.example", 401), ("http://localhost:8080", 501), (None, 501)],
)
@pytest.mark.parametrize("host", ["answers.example", "127.0.0.1:8000"])
def test_behind_a_public_address_nobody_deletes_without_a_key_whatever_name_a_proxy_passes_on(
    small: Pipeline, tmp_path: Path, public_url: str | None, status: int, host: str
) -> None:
    settings = Settings(home=tmp_path / "guarded", public_url=public_url)

    async def run(client: httpx.AsyncClient) -> httpx.Response:
        return await client.delete("/v1/articles/none-of-that-name", headers={"host": host})

    # 501: let in, and this service has no store to write to.
    known = host != "answers.example" or public_url == "https://answers.example"
    assert using(small, settings, run).status_code == (status if known else 421)


def test_with_a_key_or_where_everybody_may_read_any_name_will_do(small: Pipeline, tmp_path: Path) -> None:
    everybody = Settings(home=tmp_path / "everybody", open_reading=True)
    assert [r.status_code for r in ask(small, everybody, {"host": "evil.example"})] == [200]
    guarded = Settings(home=tmp_path / "guarded")
    key = new_key(guarded.home, Scope.ASK)
    assert [r.status_code for r in ask(small, guarded, bearer(key) | {"host": "evil.example"})] == [200]
