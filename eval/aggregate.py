"""From rows to the numbers of a report: each metric's mean overall, by language, by kind and by tag, and times by stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.clusters import clustered_estimate
from eval.intervals import Estimate, estimate
from eval.metrics import METRICS
from eval.resampling import estimate_percentile
from eval.rows import Row, Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one language, of one kind, with one tag, or all: how many, and each metric's estimate by name."""

    by: str
    name: str
    rows: int
    failed: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one stage over all `n` answers; p50 is the median, p95 what one answer in twenty exceeds.

    An interval is None where there is one answer.
    """

    stage: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    p50_interval_ms: tuple[float, float] | None
    p95_interval_ms: tuple[float, float] | None
    p99_interval_ms: tuple[float, float] | None
    n: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What the run took besides time: passages read per answer, and the most memory that the process has held so far.

    `peak_memory_bytes` is None where the system does not tell.
    """

    passages_read: Estimate
    peak_memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class LostGold:
    """Gold that indexing lost: evidence that no chunk holds, and questions all of whose evidence is lost.

    They stay in every denominator: a search that cannot find them misses them.
    """

    evidence: int
    of_evidence: int
    questions: tuple[str, ...]


def group_rows(rows: Sequence[Row]) -> tuple[Group, ...]:
    """All rows, then each language, then each kind, then each tag, in order of their names."""
    languages = sorted({row.language for row in rows})
    kinds = sorted({row.kind for row in rows})
    tags = sorted({tag for row in rows for tag in row.tags})
    return (
        _group("all", "all", rows),
        *(_group("language", language, [row for row in rows if row.language == language]) for language in languages),
        *(_group("kind", kind, [row for row in rows if row.kind == kind]) for kind in kinds),
        *(_group("tag", tag, [row for row in rows if tag in row.tags]) for tag in tags),
    )


def _group(by: str, name: str, rows: Sequence[Row]) -> Group:
    estimates = {}
    for metric in METRICS:
        scored = [(score, row.cluster) for row in rows if (score := row.scores[metric.name]) is not None]
        estimates[metric.name] = clustered_estimate([score for score, _ in scored], [name for _, name in scored])
    failed = sum(row.verdict is Verdict.FAILED for row in rows)
    return Group(by, name, len(rows), failed, estimates)


def latencies(rows: Sequence[Row]) -> tuple[Latency, ...]:
    """Each stage's percentiles (linear interpolation between ranks), in the order the stages ran."""
    stages: dict[str, list[float]] = {}
    for row in rows:
        for stage, milliseconds in row.timings_ms.items():
            stages.setdefault(stage, []).append(milliseconds)
    return tuple(_latency(stage, times) for stage, times in stages.items())


def _latency(stage: str, times: Sequence[float]) -> Latency:
    p50, p95, p99 = (estimate_percentile(times, percent) for percent in (50, 95, 99))
    return Latency(
        stage,
        p50_ms=p50.value or 0.0,
        p95_ms=p95.value or 0.0,
        p99_ms=p99.value or 0.0,
        p50_interval_ms=_interval(p50),
        p95_interval_ms=_interval(p95),
        p99_interval_ms=_interval(p99),
        n=len(times),
    )


def _interval(value: Estimate) -> tuple[float, float] | None:
    return None if value.low is None or value.high is None else (value.low, value.high)


def count_cost(rows: Sequence[Row], peak_memory_bytes: int | None) -> Cost:
    """The passages that the answers of `rows` rest on, refusals included, beside the memory."""
    read = [float(len(row.passages.found)) for row in rows if row.verdict is not Verdict.FAILED]
    return Cost(estimate(read), peak_memory_bytes)


def lost_gold(rows: Sequence[Row]) -> LostGold:
    """What of the gold lies in no chunk."""
    return LostGold(
        evidence=sum(row.lost for row in rows),
        of_evidence=sum(len(row.gold_quotes) for row in rows),
        questions=tuple(row.id for row in rows if row.gold_quotes and row.lost == len(row.gold_quotes)),
    )
