"""Tests of gates on figures of a whole run: the calibration error of its confidence, and the median time of an answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.cli_gates import hold, read_standard
from eval.decide import Decision, JudgedGate, State, decide
from eval.errors import GateError
from eval.gates import Floor, Gates, read_gates
from eval.paired import Case
from eval.record import record_of
from eval.report import Report, make_report
from eval.rows import Verdict
from eval.run_figures import figures_of

# Nine of ten are right.
RIGHTS = (1.0,) * 9 + (0.0,)


@pytest.fixture(scope="module")
def run(small_report: Report) -> Report:
    """Ten answers that all state a confidence of .7, and take 100, 200, … 1,000 ms."""
    rows = [
        replace(
            row,
            verdict=Verdict.RIGHT if right else Verdict.WRONG,
            confidence=0.7,
            scores={**row.scores, "answers_right": right, "confidence_given": 0.7},
            timings_ms={"total": 100.0 * number},
        )
        for number, (row, right) in enumerate(zip(small_report.rows, RIGHTS, strict=False), start=1)
    ]
    return make_report(small_report.provenance, rows)


def judged(report: Report, metric: str, at_most: float) -> JudgedGate:
    gates = Gates((Floor(Case(metric), None, at_most),), ())
    (one,) = decide(record_of(report), gates, None, figures=figures_of(report)).judged
    return one


def test_a_ceiling_on_the_calibration_error_is_held_against_that_of_the_report(run: Report) -> None:
    # All ten answers share one bin: |.7 - .9| = .2.
    assert run.confidence.calibration_error.value == pytest.approx(0.2)
    kept, broken = judged(run, "ece", 0.21), judged(run, "ece", 0.19)
    assert (kept.gate, kept.state) == ("ece: at most 0.21", State.PASSED)
    assert (broken.state, broken.found[:8], broken.found[-4:]) == (State.FAILED, "0.2000 [", "n 10")
    # It is of no question by itself.
    assert (broken.worse, broken.beyond) == ((), ())


def test_a_ceiling_on_the_median_is_held_against_that_of_the_whole_answers(run: Report) -> None:
    # Between the fifth and the sixth of ten: 550 ms.
    kept, broken = judged(run, "median_ms", 550), judged(run, "median_ms", 549)
    assert (kept.gate, kept.state) == ("median_ms: at most 550", State.PASSED)
    assert (broken.state, broken.found[:7], broken.found[-4:]) == (State.FAILED, "550.0 [", "n 10")


def test_a_run_without_answers_cannot_tell(small_report: Report) -> None:
    none = make_report(small_report.provenance, [])
    assert [judged(none, name, 0.5).state for name in ("ece", "median_ms")] == [State.UNTOLD] * 2


def test_a_run_is_held_against_them_as_the_file_says(run: Report, tmp_path: Path) -> None:
    gates = tmp_path / "gates.toml"
    ece, slow = '[[floor]]\nmetric = "ece"\nat_most = {}\n', '[[floor]]\nmetric = "median_ms"\nat_most = {}\n'
    seen: list[Decision] = []
    for bounds, status in (((0.3, 5_000), 0), ((0.1, 5_000), 1), ((0.3, 500.0), 1)):
        gates.write_text(ece.format(bounds[0]) + slow.format(bounds[1]), "utf-8")
        assert hold(run, tmp_path, read_standard(gates, tmp_path / "none.json"), seen.append) == status
    assert "| ece: at most 0.3 | passed | 0.2000 [" in (tmp_path / "gates.md").read_text("utf-8")
    assert [[one.state for one in decision.judged] for decision in seen] == [
        [State.PASSED, State.PASSED],
        [State.FAILED, State.PASSED],
        [State.PASSED, State.FAILED],
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('metric = "ece"\nat_least = 0.1', r"floor\.0: less of ece is better; give at_most"),
        ('metric = "ece"\nat_most = 0.1\ngroup = "language/fr"', "ece is a figure of the whole run; leave group out"),
        ('metric = "ece"\nat_most = 1.0', "at_most is 1, which every mean keeps"),
        ('metric = "ece"\nat_most = 5', r"floor\.0\.at_most is 5; it must be a number from 0 to 1"),
        ('metric = "median_ms"\nat_most = 0', r"at_most is 0; it must be a number of milliseconds above 0"),
        ('metric = "median_ms"\nat_most = inf', r"floor\.0\.at_most is inf; it must be a number of milliseconds"),
        ('metric = "median_ms"\nat_most = "5"', r"at_most is '5'; it must be a number of milliseconds above 0"),
        ('metric = "median_ms"\nat_least = 10', "less of median_ms is better; give at_most"),
        ('metric = "mrr"\nat_most = 550', r"floor\.0\.at_most is 550; it must be a number from 0 to 1"),
        ('metric = "calibration"\nat_most = 0.1', "there is no such metric; there are .*, ece, median_ms"),
    ],
)
def test_a_ceiling_that_says_something_else_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(f"[[floor]]\n{text}\n", "utf-8")
    with pytest.raises(GateError, match=problem):
        read_gates(path)


def test_neither_can_be_a_regression(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[regression]]\nmetric = "ece"\nmust_see = 0.1\n', "utf-8")
    with pytest.raises(GateError, match=r"regression\.0\.metric is 'ece': it is one figure of the whole run"):
        read_gates(path)
