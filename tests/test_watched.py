"""Requests are counted, traced and logged as they were, and no question is told to anyone who is not to know it."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from api.watched.logs import JsonLines, TextLines
from api.watched.middleware import Watching
from api.watched.record import RequestRecord, request_id, serving_request
from api.watched.traces import Traces, open_traces
from rag.errors import SettingsError
from rag.pipeline import Pipeline
from tests.listening import free_port

ROOT = Path(__file__).parents[1]
HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Asked = Callable[[httpx.AsyncClient], object]
QUESTION = "why did Alice leave the company?"
NOWHERE = {"question": "swordfish", "filters": {"languages": ["fr"]}}
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline({"one": "Alice left the company because of a quarrel over money.\n"})


def served(pipeline: Pipeline, asking: Asked, watching: Watching | None = None) -> None:
    """Let `asking`, a coroutine function, use a client of the application."""

    async def run() -> None:
        service = Service(lambda: pipeline, BatchLimits(concurrent=8, batch=8), cached_answers=10)
        app = create_app(service, watching=watching or Watching())
        async with app.router.lifespan_context(app):
            await service.loaded()
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
                await asking(client)

    asyncio.run(run())


# ---- metrics ---------------------------------------------------------------------------------------------------------


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Each sample by its name and the values of its labels in the order of the labels' names."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_count_what_happened(small: Pipeline) -> None:
    async def asking(client: httpx.AsyncClient) -> None:
        for body in ({"question": QUESTION}, {"question": QUESTION}, NOWHERE, {"question": ""}):
            await client.post("/v1/ask", json=body)
        await client.get("/v1/articles/one/text")
        await client.get("/v1/articles/none/text")
        await client.get("/never/seen")
        await client.request("BREW", "/v1/ask")
        response = await client.get("/metrics")
        assert response.headers["content-type"].startswith("text/plain; version=")
        seen = samples(response.text)
        count = "pourquoi_http_request_duration_seconds_count"
        # Two of the same, one without an answer, and one that is no question.
        assert seen[count, ("POST", "/v1/ask", "200")] == 3
        assert seen[count, ("POST", "/v1/ask", "422")] == 1
        assert seen[count, ("GET", "/v1/articles/{article_id}/text", "200")] == 1
        assert seen[count, ("GET", "/v1/articles/{article_id}/text", "404")] == 1
        assert seen[count, ("GET", "none", "404")] == 1
        assert seen[count, ("OTHER", "/v1/ask", "405")] == 1
        assert seen["pourquoi_answers_total", ("answered",)] == 2
        assert seen["pourquoi_answers_total", ("no_evidence",)] == 1
        assert seen["pourquoi_answer_cache_requests_total", ("hit",)] == 1
        assert seen["pourquoi_answer_cache_requests_total", ("miss",)] == 2
        # The kept answer was not read again, and took part in no batch.
        assert seen["pourquoi_question_stage_duration_seconds_count", ("read",)] == 2
        assert seen["pourquoi_question_stage_duration_seconds_count", ("cache",)] == 1
        assert seen["pourquoi_question_stage_duration_seconds_count", ("total",)] == 3
        assert (seen["pourquoi_batch_questions_count", ()], seen["pourquoi_batch_questions_sum", ()]) == (2, 2)
        assert (seen["pourquoi_ready", ()], seen["pourquoi_queue_questions", ()]) == (1, 0)
        assert (seen["pourquoi_index_articles", ()], seen["pourquoi_answer_cache_entries", ()]) == (1, 2)
        assert seen["pourquoi_index_generation_timestamp_seconds", ()] > 1.7e9
        assert "Alice" not in response.text
        assert "swordfish" not in response.text

    served(small, asking)


def test_metrics_are_read_while_nothing_is_ready() -> None:
    async def run() -> str:
        service = Service(lambda: pytest.fail("it is never started"), BatchLimits(concurrent=1, batch=1))
        transport = httpx.ASGITransport(app=create_app(service))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            await client.post("/v1/ask", json={"question": "why?"})
            return (await client.get("/metrics")).text

    seen = samples(asyncio.run(run()))
    assert (seen["pourquoi_ready", ()], seen["pourquoi_index_articles", ()]) == (0, 0)
    assert seen["pourquoi_questions_rejected_total", ("not_ready",)] == 1


def test_two_services_in_a_process_count_for_themselves(small: Pipeline) -> None:
    async def asking(client: httpx.AsyncClient) -> None:
        await client.post("/v1/ask", json={"question": QUESTION})
        assert samples((await client.get("/metrics")).text)["pourquoi_answers_total", ("answered",)] == 1

    served(small, asking)
    served(small, asking)


# ---- the id of a request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["a", "8c7b2f0e-1d1c-4b58-9a3a-0123456789ab", "host:12.3_x"])
def test_an_id_that_is_well_formed_is_kept(given: str) -> None:
    assert request_id(given) == given


@pytest.mark.parametrize("given", [None, "", " ", "-a", "a b", "a\nb", "é", "a" * 101, '{"a":1}', "a;b"])
def test_any_other_is_made_anew(given: str | None) -> None:
    made = request_id(given)
    assert made != given
    assert len(made) == 32
    assert made != request_id(given)


def test_every_response_tells_the_id_of_its_request(small: Pipeline) -> None:
    async def asking(client: httpx.AsyncClient) -> None:
        for path in ("/healthz", "/nothing", "/v1/articles", "/v1/models/none"):
            assert (await client.get(path, headers={"X-Request-ID": "mine"})).headers["x-request-id"] == "mine"
        too_large = await client.post("/v1/ask", content=b" " * 70_000, headers={"X-Request-ID": "large"})
        assert (too_large.status_code, too_large.headers["x-request-id"]) == (413, "large")

    served(small, asking)


# ---- logs ------------------------------------------------------------------------------------------------------------


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(JsonLines().format(r)) for r in caplog.records if r.name == "api.watched.logs"]


def test_the_line_of_a_question_tells_everything_but_the_question(
    small: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "api.watched.logs")

    async def asking(client: httpx.AsyncClient) -> None:
        await client.post("/v1/ask", json={"question": QUESTION}, headers={"X-Request-ID": "one"})
        await client.post("/v1/ask", json=NOWHERE, headers={"X-Request-ID": "two"})
        await client.get("/healthz")
        await client.get("/metrics")
        await client.get("/v1/models/swordfish")

    served(small, asking)
    first, second, third = lines_of(caplog)
    assert first.pop("duration_ms") > 0
    assert {name: value for name, value in first.items() if name != "time"} == {
        "level": "info",
        "logger": "api.watched.logs",
        "message": "request",
        "request_id": "one",
        "method": "POST",
        "route": "/v1/ask",
        "status": 200,
        "question_chars": len(QUESTION),
        "question_language": "en",
        "answerable": True,
        "reason": None,
        "generation": small.searcher.generation.name,
        "cached": False,
    }
    assert (second["request_id"], second["answerable"], second["reason"]) == ("two", False, "no_evidence")
    assert (third["route"], third["status"]) == ("/v1/models/{model}", 404)
    told = json.dumps([first, second, third])
    assert "Alice" not in told
    assert "swordfish" not in told


def test_questions_are_in_the_log_where_that_was_asked_for(small: Pipeline, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "api.watched.logs")

    async def asking(client: httpx.AsyncClient) -> None:
        await client.post("/v1/search", json={"question": QUESTION})

    served(small, asking, Watching(log_questions=True))
    assert [line["question"] for line in lines_of(caplog)] == [QUESTION]


def record_of(message: str, **more: object) -> logging.LogRecord:
    # 1,800,000,000 s after 1970 it is 15 January 2027, 8 o'clock in UTC.
    return logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "x", "created": 1.8e9 + 0.125, **more})


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
def test_nothing_that_a_client_sends_begins_a_line_of_its_own(formatter: logging.Formatter) -> None:
    hostile = "a\nERROR b\r\x1b[31m\u2028\x85\ud800"
    line = formatter.format(record_of(hostile, fields={"route": hostile}))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_a_line_for_people_tells_the_same() -> None:
    line = TextLines().format(record_of("request", fields={"method": "GET", "route": None, "status": 404}))
    assert line == "2027-01-15T08:00:00.125+00:00 [INFO] request method=GET status=404"


def test_a_line_for_people_names_the_request_that_it_was_written_for() -> None:
    with serving_request(RequestRecord("mine", "GET")):
        assert TextLines().format(record_of("failed")).endswith(" [INFO] failed request_id=mine")
    assert TextLines().format(record_of("failed")).endswith(" [INFO] failed")


def test_both_forms_tell_the_same_time_in_utc() -> None:
    told = json.loads(JsonLines().format(record_of("x")))["time"]
    assert TextLines().format(record_of("x")).split()[0] == told == "2027-01-15T08:00:00.125+00:00"


def test_a_library_that_lowers_its_own_level_fills_no_log(capfd: pytest.CaptureFixture[str]) -> None:
    code = (
        "import logging; from api.watched.logs import set_up_logs; set_up_logs('text'); "
        "log = logging.getLogger('library'); log.setLevel(logging.DEBUG); log.debug('swordfish'); log.warning('told')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert capfd.readouterr().err.split(" ", 1)[1] == "[WARNING] told\n"


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()])
def test_a_failure_is_told_with_its_traceback(formatter: logging.Formatter) -> None:
    try:
        int("swordfish")
    except ValueError:
        line = formatter.format(record_of("failed", exc_info=sys.exc_info()))
    assert "ValueError: invalid literal" in line


# ---- traces ----------------------------------------------------------------------------------------------------------


def spans_of(pipeline: Pipeline, asking: Asked, *, log_questions: bool = False) -> list[ReadableSpan]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    served(pipeline, asking, Watching(log_questions, Traces(provider)))
    return list(exporter.get_finished_spans())


def test_a_question_is_a_span_below_its_callers_with_its_stages_below_it(
    small: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "api.watched.logs")

    async def asking(client: httpx.AsyncClient) -> None:
        headers = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        await client.post("/v1/ask", json={"question": QUESTION}, headers=headers)

    *stages, whole = spans_of(small, asking)
    assert whole.name == "POST /v1/ask"
    assert whole.parent is not None
    assert (f"{whole.context.trace_id:032x}", f"{whole.parent.span_id:016x}") == (TRACE, PARENT)
    assert [stage.name for stage in stages] == ["queue", "embed", "search", "read"]
    assert {stage.parent.span_id for stage in stages if stage.parent} == {whole.context.span_id}
    # One after the other, inside the whole; the whole's end is read off the wall clock, which may be set back a little meanwhile.
    edges = [whole.start_time, *(edge for s in stages for edge in (s.start_time, s.end_time))]
    assert edges == sorted(edges)
    assert edges[-1] < whole.end_time + 10**9
    generation = small.searcher.generation
    assert dict(stages[1].attributes or {}) == {
        "gen_ai.operation.name": "embeddings",
        "gen_ai.request.model": generation.manifest.encoder.name,
    }
    assert (stages[2].attributes or {})["gen_ai.data_source.id"] == generation.name
    told = dict(whole.attributes or {})
    assert (told["http.route"], told["http.response.status_code"]) == ("/v1/ask", 200)
    assert "Alice" not in json.dumps(told)
    assert lines_of(caplog)[0]["trace_id"] == TRACE


def test_a_kept_answer_is_a_short_stage_and_a_refused_request_has_none(small: Pipeline) -> None:
    async def asking(client: httpx.AsyncClient) -> None:
        await client.post("/v1/ask", json={"question": QUESTION})
        await client.post("/v1/ask", json={"question": QUESTION})
        await client.get("/nothing", headers={"traceparent": "nonsense"})

    names = [span.name for span in spans_of(small, asking, log_questions=True)]
    assert names == ["queue", "embed", "search", "read", "POST /v1/ask", "cache", "POST /v1/ask", "GET"]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OTEL_SERVICE_NAME": "x"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_without_an_endpoint_nothing_is_traced(environment: dict[str, str]) -> None:
    assert open_traces(environment) is None


def test_without_an_endpoint_the_sdk_is_not_even_loaded() -> None:
    program = (
        "import sys, api.product; from api.watched.traces import open_traces; open_traces({}); "
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_another_protocol_is_refused_by_name() -> None:
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}
    with pytest.raises(SettingsError, match="http/protobuf, not by 'grpc'"):
        open_traces(environment)


class Collector(ThreadingHTTPServer):
    """What takes traces, and is counted; 0 requests before it listens."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Taking)
        self.taken = 0

    def __enter__(self) -> "Collector":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.server.taken += 1
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


def test_a_collector_that_is_gone_is_told_once_and_once_that_it_is_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    port = free_port()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    # Of each batch there is a second try after 0.8 to 1.2 seconds, and no third.
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "2")
    traces = open_traces(os.environ)
    assert traces is not None

    def send() -> None:
        record = RequestRecord("mine", "GET", status=200)
        traces.end(traces.begin({}, record), record, with_question=False)
        traces._provider.force_flush()

    def told() -> list[tuple[str, str]]:
        return [(r.levelname, r.getMessage()) for r in caplog.records if "opentelemetry" in r.name or "api." in r.name]

    send()
    send()
    [(level, message)] = told()
    assert level == "WARNING"
    assert message.startswith("traces cannot be sent, and are dropped until they can: ")
    assert f"port={port}" in message
    caplog.clear()
    with Collector(port) as collector:
        send()
        send()
        assert collector.taken == 2
    assert told() == [("INFO", "traces are sent again")]
    caplog.clear()
    send()
    assert [level for level, _ in told()] == ["WARNING"]
    traces.close()
