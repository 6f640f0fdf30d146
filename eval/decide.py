"""Holds a run against its gates: passed, failed, or not to be trusted. docs/decisions/0007-gates.md says why so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from eval.gates import Floor, Gates, Regression
from eval.paired import Change, Pair, PairedDifference, changed, design_of, differ, pair, scores_of, worse
from eval.power import smallest_drop
from eval.record import Record
from eval.rows import Verdict

PASSED_STATUS, FAILED_STATUS, NOT_TRUSTED_STATUS = 0, 1, 2
# The chance that any of the regressions of one file fails, though nothing got worse or better. Each interval is so much wider
# that all together keep to it (Bonferroni).
_FALSE_ALARMS = 0.05
# The chance that a question that changes falls, where nothing got worse or better.
_EVEN = 0.5
# A mean of ones may lie beside 1 by a rounding.
_ROUNDING = 1e-9


class State(StrEnum):
    """What became of a gate."""

    PASSED = "passed"
    FAILED = "failed"
    UNTOLD = "cannot tell"


@dataclass(frozen=True, slots=True)
class JudgedGate:
    """A gate, what became of it and by which numbers; `worse` are the questions that score less than in the baseline."""

    gate: str
    state: State
    found: str
    worse: tuple[Change, ...] = ()


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


def decide(run: Record, gates: Gates, baseline: Record | None, lost: Sequence[str] = ()) -> Decision:
    """Hold `run` against `gates`; `lost` are the questions all of whose gold was lost at indexing.

    `baseline` is None where there are no regressions to judge. A floor is held against the mean itself: it is a promise about
    this gold. A regression is a conclusion from it, so it fails only where the interval of the difference lies wholly below.
    """
    judged = [_judge_floor(run, floor) for floor in gates.floors]
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
    seen = smallest_drop(design_of(pair, gate.case, tail), gate.no_worse_by)
    found += f"; a fall of {seen:.3f} would be seen"
    if seen > gate.must_see:
        return JudgedGate(
            str(gate), State.UNTOLD, f"{found}, and the gate asks for {gate.must_see:g}: too few questions", fallen
        )
    return JudgedGate(str(gate), State.PASSED, found, fallen)


def _judge_fall(pair: Pair, gate: Regression, found: str, tail: float) -> JudgedGate:
    """Failed, where so many questions changed that chance could be ruled out at all.

    Few questions that all fall make an interval without width. By chance alone each of them falls as likely as it rises, and
    all fall in .5 to the power of their number (the sign test): where that is more than `tail`, no outcome tells anything.
    """
    fallen, moved = worse(pair, gate.case), changed(pair, gate.case)
    if _EVEN**moved <= tail:
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
    return JudgedGate(str(floor), State.PASSED if kept else State.FAILED, f"{mean:.4f}, n {len(known)}")


def _some(names: Sequence[str]) -> str:
    shown = 5
    return ", ".join(names[:shown]) + (" …" if len(names) > shown else "")
