"""Tests of the numbers behind the plots of a report, and of how they are drawn."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from eval.calibration import Judged, expected_calibration_error
from eval.html.plots import calibration_plot, risk_plot
from eval.html.svg import Axis, Frame
from eval.reliability import reliability
from eval.rows import Row, Verdict
from eval.wilson import wilson
from tests.test_eval_differences import row


def judged(*cases: tuple[float, float]) -> Judged:
    table = np.array(cases, dtype=np.float64).reshape(-1, 2)
    return Judged(table[:, 0], table[:, 1], np.ones(len(table)))


def test_the_wilson_interval_of_eight_in_ten() -> None:
    found = wilson(8, 10)
    # z² = 3.8415: centre (.8 + .19207) / 1.38415 = .7167, half 1.96 · √(.016 + .0096) / 1.38415 = .2266.
    assert (found.value, found.n) == (0.8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(case: tuple[int, int]) -> None:
    found, reference = wilson(*case), binomtest(*case).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-6)
    assert 0 <= found.low < found.high <= 1


@pytest.mark.parametrize("case", [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_has_no_interval(case: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(*case)


def test_the_bins_of_calibration_hold_a_tenth_of_the_answers_each() -> None:
    # Twenty answers of .025, .075 … .975; the upper ten are right.
    cases = [(0.025 + 0.05 * i, float(i >= 10)) for i in range(20)]
    found = reliability(judged(*reversed(cases)))
    assert [b.right.n for b in found] == [2] * 10
    assert [b.right.value for b in found] == [0] * 5 + [1] * 5
    assert (found[0].lowest, found[0].highest, found[0].stated) == pytest.approx((0.025, 0.075, 0.05))


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=1, max_size=60))
def test_the_bins_plotted_are_those_of_the_calibration_error(cases: list[tuple[float, float]]) -> None:
    found = reliability(judged(*cases))
    assert sum(b.right.n for b in found) == len(cases)
    error = sum(b.right.n * abs(b.stated - b.right.value) for b in found) / len(cases)
    assert error == pytest.approx(expected_calibration_error(judged(*cases)))


def test_without_an_answer_there_is_no_bin() -> None:
    assert reliability(judged()) == ()


def answered(name: str, confidence: float, *, right: bool) -> Row:
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    return replace(row(name, verdict, answers_right=float(right)), confidence=confidence)


def test_the_curve_of_risk_ends_where_refusing_begins() -> None:
    rows = [
        answered("a", 0.9, right=True),
        answered("b", 0.8, right=False),
        row("c", Verdict.MISSED),
        row("d", Verdict.REFUSED),
        row("e", Verdict.FAILED),  # got neither an answer nor a refusal
    ]
    drawn = risk_plot(rows)
    frame = Frame(Axis("", 1), Axis("", 1))
    # Of four questions the surest answer covers .25 without a wrong one, both cover .5, half of them wrong.
    assert f'class="curve" points="{frame.points([(0.25, 0), (0.5, 0.5)])}"' in drawn
    assert "covers 50.0 % of the questions, and 50.0 % of those answers are wrong" in drawn


def test_a_dot_of_calibration_stands_at_what_was_stated_and_what_came_true() -> None:
    drawn = calibration_plot([answered("a", 0.75, right=True)])
    share = wilson(1, 1)
    frame = Frame(Axis(""), Axis(""))
    assert f'class="dot" cx="{frame.x(0.75)}" cy="{frame.y(1)}"' in drawn
    assert f'y1="{frame.y(share.low)}" y2="{frame.y(share.high)}"' in drawn


def test_a_plot_can_be_read_without_being_seen() -> None:
    rows = [answered("a", 0.9, right=True), answered("b", 0.8, right=False)]
    for drawn in (risk_plot(rows), calibration_plot(rows)):
        (label,) = re.findall(r'role="img"[^>]*aria-label="([^"]+)"', drawn)
        assert "95 % interval" in label
        assert "<table>" in drawn


def test_where_nothing_was_answered_the_page_says_so() -> None:
    rows = [row("a", Verdict.MISSED)]
    for drawn in (risk_plot(rows), calibration_plot(rows)):
        assert "nothing to plot" in drawn
        assert "<svg" not in drawn


@pytest.mark.parametrize(
    ("wrong", "ticks"),
    [(1, [0, 5, 10, 15, 20, 25]), (20, [0, 10, 20, 30, 40, 50]), (60, [0, 20, 40, 60, 80, 100])],
)
def test_each_mark_of_an_axis_says_the_percentage_it_stands_at(wrong: int, ticks: list[int]) -> None:
    # Of eighty answers so many are wrong, the least sure ones; the axis ends at a quarter, a half or the whole.
    drawn = risk_plot([answered(str(n), 0.99 - n / 100, right=n < 80 - wrong) for n in range(80)])
    frame = Frame(Axis(""), Axis("", ticks[-1] / 100))
    upwards = re.findall(r'class="tick" x="64" y="([\d.]+)" text-anchor="end">(\d+) %<', drawn)
    assert [int(percent) for _, percent in upwards] == ticks
    assert [float(y) for y, _ in upwards] == pytest.approx([frame.y(tick / 100) + 4 for tick in ticks])
