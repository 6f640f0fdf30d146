"""Spans of requests and of the stages of their answers, sent to the collector that the environment names."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from api.watched.record import RequestRecord
from rag.contract import AnswerOut
from rag.errors import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import Span

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"
_PACKAGES = ("opentelemetry.exporter.otlp.proto.http.trace_exporter", "opentelemetry.sdk.trace")
log = logging.getLogger(__name__)
_FAULTS_FROM = 500
_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A child of a request's span: its name, when it ran (nanoseconds since 1970) and what is told of it."""

    name: str
    start_ns: int
    end_ns: int
    attributes: Mapping[str, str | int | float | bool]


def refuse_untraceable(environment: Mapping[str, str]) -> None:
    """Raise SettingsError where the standard OTEL_ variables want traces that cannot be sent; nothing of them is imported."""
    if not _are_wanted(environment):
        return
    protocol = next((environment[name] for name in _PROTOCOLS if environment.get(name)), _PROTOCOL)
    if protocol != _PROTOCOL:
        raise SettingsError(f"traces are sent by {_PROTOCOL}, not by {protocol!r}; name a collector's port for that")
    try:
        there = all(find_spec(package) is not None for package in _PACKAGES)
    except ModuleNotFoundError:
        there = False
    if not there:
        raise SettingsError(
            "traces need two packages that are not installed: `make install` in the clone brings them, and so does "
            "`pip install -e '.[traces]'`; unset OTEL_EXPORTER_OTLP_ENDPOINT to do without"
        )


def open_traces(environment: Mapping[str, str]) -> "Traces | None":
    """Traces to the endpoint in the standard OTEL_ variables; None, with nothing imported, where they name none.

    Raises SettingsError where the exporter is not installed or another protocol is asked for.
    """
    if not _are_wanted(environment):
        return None
    refuse_untraceable(environment)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = "OTEL_SERVICE_NAME" in environment or "service.name" in environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    provider = TracerProvider(resource=Resource.create({} if named else {SERVICE_NAME: "pourquoi"}))
    said = _Said()
    logging.getLogger(OTLPSpanExporter.__module__).addFilter(said)
    exporter = cast("SpanExporter", _Telling(OTLPSpanExporter(), said))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Traces(provider)


def _are_wanted(environment: Mapping[str, str]) -> bool:
    if not any(environment.get(name) for name in _ENDPOINTS):
        return False
    disabled = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return not disabled and environment.get("OTEL_TRACES_EXPORTER", "").lower() != "none"


class _Said(logging.Filter):
    """Keeps the lines of an exporter out of the log: one for each of its tries, every second or two while nobody listens."""

    def __init__(self) -> None:
        super().__init__()
        self.first: str | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep what is said first, which is why; nothing is to be logged."""
        self.first = self.first or record.getMessage()
        return False


class _Telling:
    """An exporter that tells the log once when spans cannot be sent any more, and once when they can again.

    What is sent at a second try was late and is not lost, so that no line is left of it.
    """

    def __init__(self, exporter: "SpanExporter", said: _Said) -> None:
        self._exporter, self._said = exporter, said
        self._failing = False

    def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
        """Send them, with a few tries."""
        self._said.first = None
        result = self._exporter.export(spans)
        failed = result.name != "SUCCESS"
        if failed and not self._failing:
            log.warning("traces cannot be sent, and are dropped until they can: %s", self._said.first)
        elif self._failing and not failed:
            log.info("traces are sent again")
        self._failing = failed
        return result

    def shutdown(self) -> None:
        """Send nothing more."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing waits here."""
        return self._exporter.force_flush(timeout_millis)


class Traces:
    """Makes the spans of requests."""

    def __init__(self, provider: "TracerProvider") -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._provider = provider
        self._tracer = provider.get_tracer("pourquoi")
        self._propagator = TraceContextTextMapPropagator()

    def begin(self, headers: Mapping[str, str], record: RequestRecord) -> "Span":
        """The span of a request, below the one that its `traceparent` names where there is one."""
        from opentelemetry.context import Context
        from opentelemetry.trace import SpanKind

        carrier = {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
        parent = self._propagator.extract(carrier, context=Context())
        return self._tracer.start_span(record.method, context=parent, kind=SpanKind.SERVER, start_time=record.began_ns)

    def end(self, span: "Span", record: RequestRecord, *, with_question: bool) -> None:
        """Finish the span of a request that has ended, with its stages as children."""
        from opentelemetry.trace import set_span_in_context
        from opentelemetry.trace.status import StatusCode

        span.update_name(f"{record.method} {record.route}" if record.route else record.method)
        span.set_attributes(request_attributes(record, with_question=with_question))
        if record.status >= _FAULTS_FROM:
            span.set_status(StatusCode.ERROR)
        below = set_span_in_context(span)
        for stage in stages(record):
            child = self._tracer.start_span(
                stage.name, context=below, start_time=stage.start_ns, attributes=stage.attributes
            )
            child.end(stage.end_ns)
        span.end(record.began_ns + round(record.seconds * 1e9))

    def close(self) -> None:
        """Send what is left; waits for the collector as long as OTEL_BSP_EXPORT_TIMEOUT says."""
        self._provider.shutdown()


def trace_id(span: "Span") -> str:
    """The id of the span's trace in 32 hexadecimal digits, as collectors show it."""
    return f"{span.get_span_context().trace_id:032x}"


def request_attributes(record: RequestRecord, *, with_question: bool) -> dict[str, str | int | float | bool]:
    """What is told of a request, by the names of OpenTelemetry's HTTP conventions, and of its question under our own."""
    told: dict[str, str | int | float | bool] = {
        "http.request.method": record.method,
        "http.response.status_code": record.status,
        "pourquoi.request_id": record.request_id,
    }
    if record.route:
        told["http.route"] = record.route
    if record.question is not None:
        told["pourquoi.question.chars"] = len(record.question)
        if with_question:
            told["gen_ai.retrieval.query.text"] = record.question
    if record.answer is not None:
        told |= {
            "pourquoi.question.language": record.answer.question_language,
            "pourquoi.answerable": record.answer.answerable,
            "pourquoi.generation": record.answer.index.generation,
            "pourquoi.citations": len(record.answer.citations),
        }
    return told


def stages(record: RequestRecord) -> Iterator[Stage]:
    """The stages of the record's answer, in the order they ran; the time before the first is the wait for a run."""
    answer = record.answer
    if answer is None:
        return
    laps = {name: round(value * _MS) for name, value in answer.timings_ms.items() if name != "total"}
    total = round(answer.timings_ms.get("total", 0.0) * _MS)
    start = max(record.asked_ns, record.answered_ns - total)
    if "cache" not in laps:
        yield Stage("queue", record.asked_ns, start, {})
    for name, lasted in laps.items():
        yield Stage(name, start, start + lasted, _stage_attributes(name, answer))
        start += lasted


def _stage_attributes(name: str, answer: AnswerOut) -> Mapping[str, str | int | float | bool]:
    match name:
        case "embed":
            return {"gen_ai.operation.name": "embeddings", "gen_ai.request.model": answer.models.encoder}
        case "search":
            return {"gen_ai.operation.name": "retrieval", "gen_ai.data_source.id": answer.index.generation}
        case "read":
            return {"gen_ai.request.model": answer.models.reader}
        case _:
            return {}
