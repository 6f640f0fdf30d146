"""Risk and coverage of answering only where a score is high, on cases small enough to count."""

import numpy as np
import pytest

from eval.calibration import Judged
from eval.selective import area_under_risk_coverage, coverage_at_risk, risk_coverage


def judged(scores: list[float], truths: list[float], weights: list[float] | None = None) -> Judged:
    return Judged(np.array(scores), np.array(truths), np.array(weights or [1.0] * len(scores)))


FOUR = judged([0.9, 0.8, 0.7, 0.1], [1, 1, 0, 1])


def test_the_curve_goes_from_the_surest_answer_to_all_of_them() -> None:
    curve = risk_coverage(FOUR)
    assert curve.thresholds.tolist() == [0.9, 0.8, 0.7, 0.1]
    assert curve.coverages.tolist() == [0.25, 0.5, 0.75, 1.0]
    # One wrong answer of three, then of four.
    assert curve.risks.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 4])


def test_the_area_is_the_mean_risk() -> None:
    assert area_under_risk_coverage(FOUR) == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)


def test_coverage_at_a_risk_is_the_largest_that_keeps_it() -> None:
    assert coverage_at_risk(FOUR, 0.05) == 0.5
    # At a quarter all may be answered, though answering three of the four is riskier.
    assert coverage_at_risk(FOUR, 0.25) == 1.0
    assert coverage_at_risk(judged([1.0, 0.5], [0, 1]), 0.05) == 0.0


def test_equal_scores_are_answered_together() -> None:
    curve = risk_coverage(judged([0.5, 0.5], [1, 0]))
    assert (curve.coverages.tolist(), curve.risks.tolist()) == ([1.0], [0.5])


def test_weights_count_as_cases() -> None:
    # The wrong one counts thrice: 3 of 4.
    assert risk_coverage(judged([0.5, 0.5], [1, 0], [1, 3])).risks.tolist() == [0.75]


def test_nothing_has_no_curve() -> None:
    assert area_under_risk_coverage(judged([], [])) is None
    assert coverage_at_risk(judged([], []), 0.05) is None
