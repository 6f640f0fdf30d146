"""/readyz says so where keys cannot be read, and the log is told of what has changed, not of each that asks."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.access.caller import Scope
from api.access.database import FILE
from api.access.setup import admission_of
from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from rag.pipeline import Pipeline
from rag.settings import Settings
from tests.access_kit import FAR, app_of, bearer, new_key

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
LIMITS = BatchLimits(concurrent=4, batch=4)


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def client_of(app: object) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost")


def told_of(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(r.levelname, r.getMessage()) for r in caplog.records if r.name == "api.watched.readiness"]


def requests_of(caplog: pytest.LogCaptureFixture) -> list[object]:
    return [record.fields["status"] for record in caplog.records if record.name == "api.watched.logs"]


def test_where_keys_cannot_be_read_the_service_is_not_ready_and_says_once_why(
    small: Pipeline, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    settings = Settings(home=tmp_path / "guarded", host=FAR)
    file = settings.home / FILE
    file.parent.mkdir()
    file.write_bytes(b"no database at all" * 99)
    app = app_of(small, settings)

    async def run() -> None:
        async with app.router.lifespan_context(app), client_of(app) as client:
            await app.state.service.loaded()
            refused = [await client.get("/readyz") for _ in range(3)]
            asked = await client.post("/v1/ask", json={"question": "why?"}, headers=bearer("pq_x"))
            assert not app.state.readiness.is_ready()
            for response in (*refused, asked):
                assert (response.status_code, response.json()["type"]) == (503, "urn:pourquoi:problem:keys-unreadable")
                assert str(settings.home) not in response.text
                assert int(response.headers["retry-after"]) > 0
            file.unlink()
            key = bearer(new_key(settings.home, Scope.ASK))
            assert [(await client.get("/readyz")).status_code for _ in range(2)] == [200, 200]
            metrics = (await client.get("/metrics", headers=key)).text
            [ready] = [f for f in text_string_to_metric_families(metrics) if f.name == "pourquoi_ready"]
            assert [sample.value for sample in ready.samples] == [1]

    asyncio.run(run())
    (level, why), back = told_of(caplog)
    assert level == "WARNING"
    assert why.startswith(f"the service is not ready: {file} cannot be used: ")
    assert back == ("INFO", "the service is ready")
    # The question, and the metrics are asked for with success; the probes left none.
    assert requests_of(caplog) == [503]
    # Once for /readyz and once for the question.
    assert caplog.text.count(f"{file} cannot be used") == 2


def test_while_it_starts_probes_leave_no_lines_but_one_that_it_is_not_ready_and_one_that_it_is(
    small: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    go_on = Event()

    def slow() -> Pipeline:
        go_on.wait(60)
        return small

    service = Service(slow, LIMITS)
    app = create_app(service)

    async def run() -> list[int]:
        async with app.router.lifespan_context(app), client_of(app) as client:
            try:
                statuses = [(await client.get("/readyz")).status_code for _ in range(5)]
            finally:
                go_on.set()
            await service.loaded()
            statuses += [(await client.get("/readyz")).status_code for _ in range(3)]
            service.drain()
            return statuses + [(await client.get("/readyz")).status_code for _ in range(2)]

    assert asyncio.run(run()) == [*[503] * 5, *[200] * 3, *[503] * 2]
    assert told_of(caplog) == [
        ("INFO", "the service is not ready: the models are loading; ask again in a moment"),
        ("INFO", "the service is ready"),
        ("INFO", "the service is not ready: the service is shutting down; send requests elsewhere"),
    ]
    assert requests_of(caplog) == []


def test_where_tokens_let_people_in_keys_that_cannot_be_read_leave_the_service_ready(
    small: Pipeline, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, oidc_issuer="https://id.example", oidc_audience="x")
    (tmp_path / FILE).write_bytes(b"no database at all" * 99)
    service = Service(lambda: small, LIMITS)
    app = create_app(service, admission=admission_of(settings))

    async def run() -> int:
        async with app.router.lifespan_context(app), client_of(app) as client:
            await service.loaded()
            return (await client.get("/readyz")).status_code

    assert asyncio.run(run()) == 200
