"""From rows to the numbers of a report: each metric's mean overall, by language and by kind, and times by stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibration import Judged, auroc, brier, expected_calibration_error
from eval.intervals import Estimate, estimate
from eval.metrics import METRICS
from eval.rows import Row, Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one language, of one kind, or all: how many, and each metric's estimate by name."""

    by: str
    name: str
    rows: int
    failed: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one stage over all answers; p50 is the median, p95 what one answer in twenty exceeds."""

    stage: str
    p50_ms: float
    p95_ms: float
    n: int


@dataclass(frozen=True, slots=True)
class LostGold:
    """Gold that indexing lost: evidence that no chunk holds, and questions all of whose evidence is lost.

    They stay in every denominator: a search that cannot find them misses them.
    """

    evidence: int
    of_evidence: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceQuality:
    """Whether stated confidence can be believed; None where there is nothing to judge by.

    `auroc_answerable` is the probability that an answerable question got more of it than one that is not. The rest is over
    the `given` answers, against whether the first quote is right.
    """

    auroc_answerable: float | None
    auroc_right: float | None
    calibration_error: float | None
    brier: float | None
    given: int


def group_rows(rows: Sequence[Row]) -> tuple[Group, ...]:
    """All rows, then each language, then each kind, in order of their names."""
    languages = sorted({row.language for row in rows})
    kinds = sorted({row.kind for row in rows})
    return (
        _group("all", "all", rows),
        *(_group("language", language, [row for row in rows if row.language == language]) for language in languages),
        *(_group("kind", kind, [row for row in rows if row.kind == kind]) for kind in kinds),
    )


def _group(by: str, name: str, rows: Sequence[Row]) -> Group:
    estimates = {}
    for metric in METRICS:
        scores = [row.scores[metric.name] for row in rows]
        estimates[metric.name] = estimate([score for score in scores if score is not None])
    failed = sum(row.verdict is Verdict.FAILED for row in rows)
    return Group(by, name, len(rows), failed, estimates)


def latencies(rows: Sequence[Row]) -> tuple[Latency, ...]:
    """Each stage's percentiles (linear interpolation between ranks), in the order the stages ran."""
    stages: dict[str, list[float]] = {}
    for row in rows:
        for stage, milliseconds in row.timings_ms.items():
            stages.setdefault(stage, []).append(milliseconds)
    return tuple(
        Latency(stage, float(np.percentile(times, 50)), float(np.percentile(times, 95)), len(times))
        for stage, times in stages.items()
    )


def lost_gold(rows: Sequence[Row]) -> LostGold:
    """What of the gold lies in no chunk."""
    return LostGold(
        evidence=sum(row.lost for row in rows),
        of_evidence=sum(len(row.gold_quotes) for row in rows),
        questions=tuple(row.id for row in rows if row.gold_quotes and row.lost == len(row.gold_quotes)),
    )


def judge_confidence(rows: Sequence[Row]) -> ConfidenceQuality:
    """How good the confidence of these rows is, as `eval.calibration` has it."""
    asked = [(row.confidence, float(row.answerable)) for row in rows if row.confidence is not None]
    answers = answers_given(rows)
    return ConfidenceQuality(
        auroc_answerable=auroc(_judged(asked)),
        auroc_right=auroc(answers),
        calibration_error=expected_calibration_error(answers),
        brier=brier(answers),
        given=len(answers.truths),
    )


def answers_given(rows: Sequence[Row]) -> Judged:
    """The confidence of every answer given, and whether its first quote is right."""
    scored = ((row.confidence, row.scores["answers_right"]) for row in rows)
    return _judged([(stated, right) for stated, right in scored if stated is not None and right is not None])


def _judged(cases: Sequence[tuple[float, float]]) -> Judged:
    table = np.array(cases, dtype=np.float64).reshape(-1, 2)
    return Judged(table[:, 0], table[:, 1], np.ones(len(table)))
