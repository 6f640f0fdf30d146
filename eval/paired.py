"""Two runs over the same questions: the difference of their means, its interval, and the questions that changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.clusters import Floats, Resamples, resample
from eval.errors import ReportError
from eval.power import Design
from eval.record import Asked, Record
from eval.rows import GOOD, Verdict

# So many that thirty lie beyond the end of the narrowest interval that is asked for.
RESAMPLES = 10_000
ALL = "all"
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Case:
    """A metric and the group it is a mean over: `all`, or such as `language/fr` and `kind/why`."""

    metric: str
    group: str = ALL

    def __str__(self) -> str:
        """For a person."""
        return self.metric if self.group == ALL else f"{self.metric} of {self.group}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over one group before and after; `value` is after less before, between `low` and `high`.

    `n` questions are scored before, after or both. The numbers are None where one of the runs has no score.
    """

    case: Case
    before: float | None
    after: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose verdict or score of one metric is not what it was; the scores are None in a change of verdict alone."""

    id: str
    before: Verdict
    after: Verdict
    score_before: float | None = None
    score_after: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs over the questions that both have, in the order of the second; `resamples` draws those questions."""

    ids: tuple[str, ...]
    before: tuple[Asked, ...]
    after: tuple[Asked, ...]
    resamples: Resamples


def pair(before: Record, after: Record) -> Pair:
    """Put two runs side by side, clustered as the second is; raises ReportError where they have no question in common."""
    ids = tuple(question_id for question_id in after.questions if question_id in before.questions)
    if not ids:
        raise ReportError("the two runs have no question in common; run both over the same gold")
    then = tuple(before.questions[question_id] for question_id in ids)
    now = tuple(after.questions[question_id] for question_id in ids)
    return Pair(ids, then, now, resample(tuple(asked.cluster for asked in now), RESAMPLES))


def groups_of(asked: Sequence[Asked]) -> tuple[str, ...]:
    """All, then each language, then each kind, as `all`, `language/fr` and `kind/why`."""
    languages = sorted({f"language/{one.language}" for one in asked})
    return (ALL, *languages, *sorted({f"kind/{one.kind}" for one in asked}))


def belongs(asked: Asked, group: str) -> bool:
    """Whether a question is of `group`."""
    return group in {ALL, f"language/{asked.language}", f"kind/{asked.kind}"}


def scores_of(asked: Sequence[Asked], metric: str, group: str) -> Floats:
    """The scores in one group, in order; NaN where the metric does not apply or the question is of another group."""
    scores = (one.scores.get(metric) if belongs(one, group) else None for one in asked)
    return np.array([np.nan if score is None else score for score in scores], dtype=np.float64)


def differ(pair: Pair, cases: Sequence[Case], confidence: float = _CONFIDENCE) -> tuple[Difference, ...]:
    """The difference of the two means in each case, and its percentile bootstrap interval from resamples that both runs share.

    Each mean is over the questions that the metric applies to in its own run, so a metric over the answers given compares the
    runs as their reports do.
    """
    then = np.stack([scores_of(pair.before, case.metric, case.group) for case in cases], axis=1)
    now = np.stack([scores_of(pair.after, case.metric, case.group) for case in cases], axis=1)
    drawn = pair.resamples.means(now) - pair.resamples.means(then)
    return tuple(_difference(case, then[:, at], now[:, at], drawn[:, at], confidence) for at, case in enumerate(cases))


def _difference(case: Case, then: Floats, now: Floats, drawn: Floats, confidence: float) -> Difference:
    n = int((~np.isnan(then) | ~np.isnan(now)).sum())
    if np.isnan(then).all() or np.isnan(now).all():
        return Difference(case, None, None, None, None, None, n)
    tail = 50 * (1 - confidence)
    low, high = np.percentile(drawn[~np.isnan(drawn)], [tail, 100 - tail])
    before, after = float(np.nanmean(then)), float(np.nanmean(now))
    return Difference(case, before, after, after - before, float(low), float(high), n)


def design_of(pair: Pair, case: Case, tail: float) -> Design:
    """What decides how much `differ` sees in one case; `tail` is the share beyond the end that decides."""
    then, now = (scores_of(run, case.metric, case.group) for run in (pair.before, pair.after))
    applies: npt.NDArray[np.bool_] = ~np.isnan(then) | ~np.isnan(now)
    both = now - then
    changes = both[~np.isnan(both)]
    churn = float((changes**2).mean() - abs(changes.mean())) if len(changes) else 0.0
    return Design(int(applies.sum()), pair.resamples.design_effect(applies), max(0.0, churn), tail)


def worse(pair: Pair, case: Case) -> tuple[Change, ...]:
    """The questions that score less than before, those that lost most first."""
    then, now = (scores_of(run, case.metric, case.group) for run in (pair.before, pair.after))
    places = [at for at in range(len(pair.ids)) if now[at] < then[at]]
    places.sort(key=lambda at: now[at] - then[at])
    return tuple(
        Change(pair.ids[at], pair.before[at].verdict, pair.after[at].verdict, float(then[at]), float(now[at]))
        for at in places
    )


def flipped(pair: Pair) -> tuple[Change, ...]:
    """The questions whose verdict changed: first those that went wrong, last those that came right."""
    changes = [
        Change(question_id, then.verdict, now.verdict)
        for question_id, then, now in zip(pair.ids, pair.before, pair.after, strict=True)
        if then.verdict is not now.verdict
    ]
    return tuple(sorted(changes, key=lambda change: (change.after in GOOD) - (change.before in GOOD)))
