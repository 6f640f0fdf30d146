"""What the confidence of a run is worth: ranking, calibration, and the risk of answering at each coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibration import Judged, auroc, brier, expected_calibration_error
from eval.intervals import Estimate
from eval.resampling import estimate_error_of, estimate_of
from eval.rows import Row
from eval.selective import area_under_risk_coverage, coverage_at_risk, risk_coverage

# The share of wrong answers that `coverage_at_5_percent_risk` allows.
_ALLOWED_RISK = 0.05
# Stands for the confidence of a question that was refused; none is negative.
_REFUSED = -1.0


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Giving only answers of at least `thresholds[i]` answers `coverages[i]` of all questions, `risks[i]` of that wrongly.

    Of one length, from the surest answer on. The curve ends where the run's own threshold refuses: of a refusal nobody knows
    whether its answer would have been right.
    """

    thresholds: tuple[float, ...]
    coverages: tuple[float, ...]
    risks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceQuality:
    """Whether stated confidence can be believed; values are None where there is nothing to judge by.

    `auroc_answerable` is the probability that an answerable question got more of it than one that is not, over the `asked`
    questions that did not fail. The rest is over the `given` answers, against whether the first quote is right. `aurc` is the
    mean risk over the coverages of `curve`, `coverage_at_5_percent_risk` the largest of them whose risk is at most that.
    """

    auroc_answerable: Estimate
    auroc_right: Estimate
    calibration_error: Estimate
    brier: Estimate
    aurc: Estimate
    coverage_at_5_percent_risk: Estimate
    curve: RiskCurve
    asked: int
    given: int


def judge_confidence(rows: Sequence[Row]) -> ConfidenceQuality:
    """How good the confidence of these rows is, as `eval.calibration` and `eval.selective` have it."""
    asked = [(row.confidence, float(row.answerable)) for row in rows if row.confidence is not None]
    right = [(row.confidence, row.scores["answers_right"]) for row in rows if row.confidence is not None]
    answers = answers_given(rows)
    share = len(answers.truths) / len(asked) if asked else 0.0
    curve = risk_coverage(answers)
    return ConfidenceQuality(
        auroc_answerable=estimate_of(auroc, _judged(asked)),
        auroc_right=estimate_of(auroc, answers),
        calibration_error=estimate_error_of(expected_calibration_error, answers),
        brier=estimate_of(brier, answers),
        aurc=estimate_of(area_under_risk_coverage, answers),
        coverage_at_5_percent_risk=estimate_of(_coverage, _with_refusals(right)),
        curve=RiskCurve(
            tuple(curve.thresholds.tolist()), tuple((share * curve.coverages).tolist()), tuple(curve.risks.tolist())
        ),
        asked=len(asked),
        given=len(answers.truths),
    )


def answers_given(rows: Sequence[Row]) -> Judged:
    """The confidence of every answer given, and whether its first quote is right."""
    scored = ((row.confidence, row.scores["answers_right"]) for row in rows)
    return _judged([(stated, right) for stated, right in scored if stated is not None and right is not None])


def _coverage(cases: Judged) -> float | None:
    """The coverage that the allowed risk permits, of all cases; `_REFUSED` ones are never answered."""
    if not len(cases.probabilities):
        return None
    given = cases.probabilities > _REFUSED
    share = cases.weights[given].sum() / cases.weights.sum()
    covered = coverage_at_risk(
        Judged(cases.probabilities[given], cases.truths[given], cases.weights[given]), _ALLOWED_RISK
    )
    return float(share * (covered or 0.0))


def _with_refusals(cases: Sequence[tuple[float, float | None]]) -> Judged:
    return _judged([(_REFUSED, 0.0) if right is None else (confidence, right) for confidence, right in cases])


def _judged(cases: Sequence[tuple[float, float]]) -> Judged:
    table = np.array(cases, dtype=np.float64).reshape(-1, 2)
    return Judged(table[:, 0], table[:, 1], np.ones(len(table)))
