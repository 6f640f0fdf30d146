"""Holds a run against its gates: passed, failed, or not to be trusted. docs/decisions/0007-gates.md says why so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isinf

import numpy as np

from eval.gates import Floor, Gates, Regression
from eval.intervals import Estimate
from eval.paired import (
    Case,
    Change,
    Pair,
    PairedDifference,
    able_to_fall,
    belongs,
    changed,
    design_of,
    differ,
    pair,
    scores_of,
    worse,
)
from eval.power import fewest_changes, visible_drop
from eval.record import Record
from eval.rows import Verdict
from eval.run_figures import RUN_FIGURES, figure_text

PASSED_STATUS, FAILED_STATUS, NOT_TRUSTED_STATUS = 0, 1, 2
# The chance that any of the regressions of one file fails, though nothing got worse or better. Each interval is so much wider
# that all together keep to it (Bonferroni).
_FALSE_ALARMS = 0.05
# A mean of ones may lie beside 1 by a rounding.
_ROUNDING = 1e-9


class State(StrEnum):
    """What became of a gate."""

    PASSED = "passed"
    FAILED = "failed"
    UNTOLD = "cannot tell"


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its verdict and its score of one metric."""

    id: str
    verdict: Verdict
    score: float


@dataclass(frozen=True, slots=True)
class JudgedGate:
    """A gate, what became of it and by which numbers.

    `worse` are the questions that score less than in the baseline; `beyond` those that score beyond the bound of a floor that
    does not hold, the furthest first.
    """

    gate: str
    state: State
    found: str
    worse: tuple[Change, ...] = ()
    beyond: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Every gate, and why the run is not to be trusted.

    `distrust` are reasons that make every number meaningless. A gate that cannot tell for want of questions is none of them: it
    takes away a pass, but not the failure of another gate.
    """

    judged: tuple[JudgedGate, ...]
    distrust: tuple[str, ...]

    @property
    def status(self) -> int:
        """The exit status: 2 not to be trusted, 1 a gate failed, 0 all passed."""
        states = {one.state for one in self.judged}
        if self.distrust:
            return NOT_TRUSTED_STATUS
        if State.FAILED in states:
            return FAILED_STATUS
        return NOT_TRUSTED_STATUS if State.UNTOLD in states else PASSED_STATUS


def decide(
    run: Record,
    gates: Gates,
    baseline: Record | None,
    lost: Sequence[str] = (),
    figures: Mapping[str, Estimate] | None = None,
) -> Decision:
    """Hold `run` against `gates`; `lost` are the questions all of whose gold was lost at indexing.

    `figures` are those of the whole run by name, as `eval.run_figures` has them; None where nobody worked them out.
    `baseline` is None where there are no regressions to judge. A floor is held against the mean itself: it is a promise about
    this gold. A regression is a conclusion from it, so it fails only where the interval of the difference lies wholly below.
    """
    judged = [
        _judge_ceiling(floor, (figures or {}).get(floor.case.metric))
        if floor.case.metric in RUN_FIGURES
        else _judge_floor(run, floor)
        for floor in gates.floors
    ]
    distrust = list(_distrust(run, lost))
    if baseline is not None:
        unlike = list(_unlike(run, baseline))
        distrust += unlike
        if unlike:
            judged += [
                JudgedGate(str(gate), State.UNTOLD, "the baseline is of another run") for gate in gates.regressions
            ]
        else:
            judged += judge_regressions(pair(baseline, run), gates.regressions)
    return Decision(tuple(judged), tuple(distrust))


def _distrust(run: Record, lost: Sequence[str]) -> Iterator[str]:
    failed = [name for name, asked in run.questions.items() if asked.verdict is Verdict.FAILED]
    if failed:
        yield f"{len(failed)} questions failed and have no score ({_some(failed)})"
    if lost:
        yield f"indexing lost all gold of {len(lost)} questions, which no search can find ({_some(lost)})"


def _unlike(run: Record, baseline: Record) -> Iterator[str]:
    """Why differences from `baseline` would say nothing of the code."""
    anew = "write the baseline anew, on code that is known to be good: `pourquoi eval baseline`"
    if run.made.gold_sha256 != baseline.made.gold_sha256:
        yield f"the gold changed since the baseline of {baseline.made.made_at}; {anew}"
    if run.made.articles_sha256 != baseline.made.articles_sha256:
        yield f"the articles of the index are not those of the baseline of {baseline.made.made_at}; index them, or {anew}"
    missing = [name for name in baseline.questions if name not in run.questions]
    if missing:
        yield f"{len(missing)} of the baseline's {len(baseline.questions)} questions were not asked ({_some(missing)})"
    added = [name for name in run.questions if name not in baseline.questions]
    if added:
        yield f"{len(added)} of the {len(run.questions)} questions are not in the baseline ({_some(added)}); {anew}"


def judge_regressions(pair: Pair, regressions: Sequence[Regression]) -> list[JudgedGate]:
    """Judge each regression by the interval of its difference, all intervals together at 95 %."""
    if not regressions:
        return []
    share = _FALSE_ALARMS / len(regressions)
    differences = differ(pair, [gate.case for gate in regressions], 1 - share)
    return [
        _judge_regression(pair, gate, difference, share / 2)
        for gate, difference in zip(regressions, differences, strict=True)
    ]


def _judge_regression(pair: Pair, gate: Regression, difference: PairedDifference, tail: float) -> JudgedGate:
    if difference.value is None:
        return JudgedGate(
            str(gate), State.UNTOLD, f"{difference.n} questions to compare, and no score in one of the runs"
        )
    found = f"{difference.after:.3f} against {difference.before:.3f}: {difference.value:+.3f}"
    fallen = worse(pair, gate.case)
    if difference.low is None or difference.high is None:
        return JudgedGate(str(gate), State.UNTOLD, f"{found}, n {difference.n}; one question has no interval", fallen)
    found += f" [{difference.low:+.3f}, {difference.high:+.3f}], n {difference.n}"
    if difference.high < -gate.no_worse_by:
        return _judge_fall(pair, gate, found, tail)
    able = able_to_fall(pair, gate.case)
    seen = visible_drop(design_of(pair, gate.case, tail), able, gate.no_worse_by)
    doubt = _doubt(gate, difference.value, difference.low, seen)
    if isinf(seen):
        enough = fewest_changes(tail)
        found += (
            f"; no fall would be seen: {able} questions can score less, and fewer than {enough} that do may be chance"
        )
    else:
        found += f"; a fall of {seen:.3f} would be seen{f', {doubt}' if doubt else ''}"
    return JudgedGate(str(gate), State.UNTOLD if doubt else State.PASSED, found, fallen)


def _doubt(gate: Regression, value: float, low: float, seen: float) -> str:
    """Why a gate that did not fail is not passed either; empty where it is.

    It passes where the run could see what the gate asks for, did not fall so far that it should have, and lies so close to the
    baseline that the fall asked for is ruled out.
    """
    if seen > gate.must_see:
        return f"and the gate asks for {gate.must_see:g}: too few questions"
    if -value >= seen:
        return "and this one is as large, but may be chance"
    if low <= -gate.must_see:
        return f"but the interval does not rule out the {gate.must_see:g} that the gate asks for"
    return ""


def _judge_fall(pair: Pair, gate: Regression, found: str, tail: float) -> JudgedGate:
    """Failed, where so many questions changed that chance could be ruled out at all.

    Few questions that all fall make an interval without width, but by chance alone all of them fall more often than in `tail`
    of cases: then no outcome tells anything.
    """
    fallen, moved = worse(pair, gate.case), changed(pair, gate.case)
    if moved >= fewest_changes(tail):
        return JudgedGate(str(gate), State.FAILED, found, fallen)
    return JudgedGate(
        str(gate),
        State.UNTOLD,
        f"{found}; {moved} questions changed, and by chance alone as many fall together more often than in {tail:.2g} of cases",
        fallen,
    )


def _judge_floor(run: Record, floor: Floor) -> JudgedGate:
    known = scores_of(tuple(run.questions.values()), floor.case)
    if not len(known):
        return JudgedGate(str(floor), State.UNTOLD, "no question that it applies to")
    mean = float(known.mean())
    low = -np.inf if floor.at_least is None else floor.at_least
    high = np.inf if floor.at_most is None else floor.at_most
    kept = low - _ROUNDING <= mean <= high + _ROUNDING
    found = f"{mean:.4f}, n {len(known)}"
    if kept:
        return JudgedGate(str(floor), State.PASSED, found)
    return JudgedGate(str(floor), State.FAILED, found, beyond=tuple(_beyond(run, floor.case, low, high)))


def _judge_ceiling(floor: Floor, figure: Estimate | None) -> JudgedGate:
    """A figure of the whole run; no question by itself lies beyond its bound."""
    if figure is None or figure.value is None or floor.at_most is None:
        return JudgedGate(str(floor), State.UNTOLD, "no answer to take it from")
    kept = figure.value <= floor.at_most + _ROUNDING
    return JudgedGate(str(floor), State.PASSED if kept else State.FAILED, figure_text(floor.case.metric, figure))


def _beyond(run: Record, case: Case, low: float, high: float) -> list[Scored]:
    scored = [
        Scored(question_id, asked.verdict, score)
        for question_id, asked in run.questions.items()
        if belongs(asked, case.group) and (score := asked.scores[case.metric]) is not None and not low <= score <= high
    ]
    return sorted(scored, key=lambda one: max(low - one.score, one.score - high), reverse=True)


def _some(names: Sequence[str]) -> str:
    shown = 5
    return ", ".join(names[:shown]) + (" …" if len(names) > shown else "")
