"""The log line of a request that is not let in says who asked, for what, and from where; of any other it does not."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.access.caller import Quota, Scope
from api.watched.logs import JsonLines, TextLines
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.access_kit import FAR, app_of, bearer, every_call, new_key

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
ASK = {"question": "why did Alice leave?"}
HEADER = "x-pourquoi-collection"
CLIENT = "203.0.113.9"


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: its method and path, with these headers."""

    call: tuple[str, str]
    headers: Mapping[str, str]


@pytest.fixture
def lines(small: Pipeline, caplog: pytest.LogCaptureFixture) -> Callable[..., list[dict[str, object]]]:
    """The log lines of requests to the service that `settings` make, from one client, and no secret in any of them."""
    caplog.set_level(logging.INFO, "api.watched.logs")

    def sending(settings: Settings, *requests: Sent) -> list[dict[str, object]]:
        async def run() -> None:
            app = app_of(small, settings)
            async with app.router.lifespan_context(app):
                await app.state.service.loaded()
                transport = httpx.ASGITransport(app=app, client=(CLIENT, 50_000))
                async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                    for one in requests:
                        await client.request(*one.call, json=ASK, headers=one.headers)

        asyncio.run(run())
        records = [record for record in caplog.records if record.name == "api.watched.logs"]
        told = "".join(form.format(record) for record in records for form in (JsonLines(), TextLines()))
        assert not any(one.headers.get("authorization", "Bearer none")[7:] in told for one in requests)
        return [json.loads(JsonLines().format(record)) for record in records]

    return sending


def named(line: dict[str, object]) -> tuple[object, ...]:
    return tuple(line[name] for name in ("status", "route", "key_id", "collection", "client"))


def test_who_is_refused_is_named_with_key_collection_route_and_address(
    tmp_path: Path, lines: Callable[..., list]
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    sport = new_key(settings.home, Scope.ASK, collections=["sport"])
    both = new_key(settings.home, Scope.WRITE, collections=["sport", "culture"], quota=Quota(per_minute=1))
    told = lines(
        settings,
        Sent(("POST", "/v1/ask"), {}),
        Sent(("POST", "/v1/ask"), {HEADER: "culture"}),
        Sent(("POST", "/v1/ask"), bearer("pq_wrong")),
        Sent(("PUT", "/v1/articles/secret-name"), bearer(sport)),
        Sent(("GET", "/v1/articles/secret/name/text"), bearer(sport) | {HEADER: "politics"}),
        Sent(("GET", "/v1/articles"), bearer(both)),
        Sent(("GET", "/v1/articles?collection=culture"), bearer(both)),
        Sent(("GET", "/nothing/secret"), bearer(sport)),
    )
    assert [named(line) for line in told] == [
        (401, "/v1/ask", None, None, CLIENT),
        (401, "/v1/ask", None, "culture", CLIENT),
        # It is no key, so that nobody can say whose.
        (401, "/v1/ask", None, None, CLIENT),
        # It sees one collection, which is asked for where none is named.
        (403, "/v1/articles/{article_id}", sport.kept.id, "sport", CLIENT),
        (404, "/v1/articles/{article_id}/text", sport.kept.id, "politics", CLIENT),
        # For two and without a name; then its second request in a minute.
        (403, "/v1/articles", both.kept.id, None, CLIENT),
        (429, "/v1/articles", both.kept.id, "culture", CLIENT),
        (403, None, sport.kept.id, "sport", CLIENT),
    ]
    # Paths may hold ids.
    assert "secret" not in json.dumps(told)


def test_a_question_too_many_over_mcp_is_named_too(tmp_path: Path, lines: Callable[..., list]) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = new_key(settings.home, Scope.ASK, quota=Quota(per_minute=1))
    call = Sent(("POST", "/mcp"), bearer(key) | {"accept": "application/json, text/event-stream"})
    assert named(lines(settings, call, call)[1]) == (429, "/mcp", key.kept.id, "default", CLIENT)


def test_of_whoever_is_let_in_no_line_says_who_it_is(tmp_path: Path, lines: Callable[..., list]) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    key = new_key(settings.home, Scope.ASK)
    told = lines(settings, Sent(("POST", "/v1/ask"), bearer(key)), Sent(("GET", "/v1/articles/none/text"), bearer(key)))
    assert [line["status"] for line in told] == [200, 404]
    for line in told:
        assert not {"key_id", "collection", "client"} & set(line)
        assert key.kept.id not in json.dumps(line)


def test_the_route_of_a_request_that_is_refused_is_that_which_would_take_it(
    small: Pipeline, tmp_path: Path, lines: Callable[..., list]
) -> None:
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    writing = new_key(settings.home, Scope.ADMIN)
    calls = [call for call in every_call(app_of(small, settings)) if call[1].startswith(("/v1/", "/mcp", "/open"))]
    assert len(calls) > 20
    told = lines(settings, *[Sent(call, headers) for call in calls for headers in ({}, bearer(writing))])
    for (_, path), refused, taken in zip(calls, told[::2], told[1::2], strict=True):
        # The two routes that are none of FastAPI's name themselves to nobody, and have no parts that change.
        assert taken["route"] or path in ("/openapi.json", "/mcp")
        assert (refused["status"], refused["route"]) == (401, taken["route"] or path)
