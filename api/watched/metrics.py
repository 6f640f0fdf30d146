"""What Prometheus reads. No label has more values than this file, the routes and the statuses of HTTP give it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from api import errors
from api.watched.record import RequestRecord
from rag.contract import AnswerOut

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
NO_ROUTE = "none"
CacheResult = Literal["hit", "shared", "miss"]
# From a quote out of the cache to a queue that is full on a slow machine.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_QUESTIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_REJECTIONS: dict[type[Exception], str] = {
    errors.BusyError: "busy",
    errors.DeadlineError: "deadline",
    errors.NotReadyError: "not_ready",
    errors.StoppingError: "stopping",
    errors.UnusableIndexError: "index_unusable",
}


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What is true of the service and of one collection at the moment it is read; of a collection that is not open, zeros."""

    ready: bool
    queued_questions: int
    articles: int
    passages: int
    indexed_at_seconds: float
    cached_answers: int
    cached_bytes: int


class Metrics:
    """The metrics of one service, in a registry of their own."""

    def __init__(self) -> None:
        # When a counter began is told by the start of the process; the library's own series for it would double them all.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        registry = self._registry
        self._requests = Histogram(
            "pourquoi_http_request_duration_seconds",
            "From the head of a request to the end of its response.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "pourquoi_question_stage_duration_seconds",
            "Stages of an answer as its timings_ms tell them.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._batches = Histogram(
            "pourquoi_batch_questions",
            "Questions that shared one run of the models.",
            buckets=_QUESTIONS,
            registry=registry,
        )
        self._rejected = Counter(
            "pourquoi_questions_rejected_total", "Questions that were not run.", ("reason",), registry=registry
        )
        self._answers = Counter(
            "pourquoi_answers_total",
            "Answers by outcome: answered, or why there is none.",
            ("outcome",),
            registry=registry,
        )
        self._cache = Counter(
            "pourquoi_answer_cache_requests_total",
            "Questions that looked into the answer cache.",
            ("result",),
            registry=registry,
        )
        ProcessCollector(registry=registry)

    def request(self, record: RequestRecord) -> None:
        """Count a request that has ended."""
        self._requests.labels(record.method, record.route or NO_ROUTE, str(record.status)).observe(record.seconds)

    def batch(self, questions: int) -> None:
        """Count a run of the models over that many questions."""
        self._batches.observe(questions)

    def rejected(self, error: Exception) -> None:
        """Count a question that was not run because of `error`; any that is no refusal is passed over."""
        reason = _REJECTIONS.get(type(error))
        if reason is not None:
            self._rejected.labels(reason).inc()

    def answered(self, answer: AnswerOut) -> None:
        """Count an answer and its stages."""
        self._answers.labels(answer.reason or "answered").inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def cache(self, result: CacheResult) -> None:
        """Count a look into the cache: a `hit`, an answer `shared` with a question being run, or a `miss`."""
        self._cache.labels(result).inc()

    def text(self, state: ServiceState) -> bytes:
        """All of them and `state` as gauges, in Prometheus's text format, of `MEDIA_TYPE`."""
        gauges = CollectorRegistry()
        gauges.register(_StateCollector(state))
        return generate_latest(self._registry) + generate_latest(gauges)


class _StateCollector(Collector):
    """Gauges that are read from the service when the metrics are, so that they cannot lag behind it."""

    def __init__(self, state: ServiceState) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        state = self._state
        for name, meaning, value in (
            ("pourquoi_ready", "Whether /readyz says ready.", float(state.ready)),
            ("pourquoi_queue_questions", "Questions that wait for a run of the models.", state.queued_questions),
            ("pourquoi_index_articles", "Articles of the generation in use.", state.articles),
            ("pourquoi_index_passages", "Passages of the generation in use.", state.passages),
            (
                "pourquoi_index_generation_timestamp_seconds",
                "When the generation in use was made, in seconds since 1970; a change means a new generation.",
                state.indexed_at_seconds,
            ),
            ("pourquoi_answer_cache_entries", "Answers that are kept.", state.cached_answers),
            ("pourquoi_answer_cache_bytes", "Size of the answers that are kept, as JSON.", state.cached_bytes),
        ):
            yield GaugeMetricFamily(name, meaning, value=value)
