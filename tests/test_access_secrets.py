"""A key that is shown is never shown again: not in a log, a response, an error or a representation."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import jwt
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from typer.testing import CliRunner

from api.access.caller import Quota, Scope
from api.access.cli import app as keys_app
from api.access.database import AccessDatabase
from api.access.keys import digest_of
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.access_kit import app_of, bearer, every_call, new_key

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def canaries_in(text: str, canaries: list[str]) -> list[str]:
    """Those that stand in it, whole or for the most part."""
    return [canary for canary in canaries if canary[3:23] in text or canary[-20:] in text]


def test_what_is_looked_for_would_be_found() -> None:
    assert canaries_in("x pq_0123456789abcdefghijklmnopqrstuvwxyz", ["pq_0123456789abcdefghijklmnopqrstuvwxyz"])


def test_no_route_repeats_or_logs_a_key(small: Pipeline, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # Nobody listens there, so each token is one that cannot be checked.
    settings = Settings(
        home=tmp_path / "guarded", oidc_issuer="http://127.0.0.1:9/", oidc_audience="x", oidc_private=True
    )
    good = new_key(settings.home, Scope.ADMIN).secret
    asking = new_key(settings.home, Scope.ASK, quota=Quota(per_minute=5)).secret
    writing = new_key(settings.home, Scope.WRITE).secret
    token = jwt.encode({"sub": "anna"}, "a secret of at least thirty-two bytes", "HS256", headers={"kid": "none"})
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    canaries = [good, asking, writing, token, wrong]
    app = app_of(small, settings)

    async def fault(request: Request) -> Response:
        raise RuntimeError(f"inside {request.url.path}")

    app.router.routes.insert(0, Route("/v1/articles/fault", fault))

    async def run() -> list[httpx.Response]:
        async with app.router.lifespan_context(app):
            await app.state.service.loaded()
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                calls = [
                    *every_call(app),
                    ("GET", "/v1/articles/fault"),
                    ("DELETE", "/v1/articles/one"),
                    ("PATCH", "/v1/articles/one"),
                ]
                return [
                    await client.request(*call, headers=bearer(key) | {"accept": "application/json, text/event-stream"})
                    for key in canaries
                    for call in calls
                ]

    responses = asyncio.run(run())
    # Every way to end was taken.
    assert {response.status_code for response in responses} >= {200, 401, 403, 404, 405, 422, 429, 500, 501, 503}
    for response in responses:
        assert canaries_in(response.text + repr(response.headers), canaries) == [], response.request.url
    assert "a request to /v1/articles/fault failed" in caplog.text
    for record in caplog.records:
        told = record.getMessage() + repr(record.args)
        told += "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        assert canaries_in(told, canaries) == []
    digests = [digest_of(canary).hex() for canary in canaries]
    assert not any(digest in caplog.text for digest in digests)


def test_nothing_that_holds_a_key_shows_it(tmp_path: Path) -> None:
    made = new_key(tmp_path, Scope.ASK)
    [kept] = AccessDatabase(tmp_path).keys()
    shown = repr(made) + str(made) + repr(kept) + repr(kept.caller()) + repr(AccessDatabase(tmp_path))
    assert canaries_in(shown, [made.secret]) == []
    assert repr(kept.digest) not in shown
    assert kept.digest.hex() not in shown


def test_the_commands_show_a_key_when_it_is_made_and_never_again(tmp_path: Path) -> None:
    made = CliRunner().invoke(keys_app, ["create", "x", "--scope", "ask", "--home", str(tmp_path)])
    secret = made.stdout.strip()
    assert canaries_in(made.stderr, [secret]) == []
    for words in (["list"], ["audit"], ["revoke", secret], ["create", "", "--scope", "ask"]):
        result = CliRunner().invoke(keys_app, [*words, "--home", str(tmp_path)])
        assert canaries_in(result.output, [secret]) == []
