"""Two runs over the same questions: the difference of their means, its interval, and the questions that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.clusters import Floats, Resamples, resample
from eval.errors import BaselineError, ReportError
from eval.power import Design, fewest_changes
from eval.record import Asked, Record
from eval.rows import GOOD, Verdict

# So many that thirty lie beyond the end of the narrowest interval that is asked for.
RESAMPLES = 10_000
ALL = "all"
_CONFIDENCE = 0.95
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Case:
    """A metric and the group it is a mean over: `all`, or such as `language/fr`, `kind/why` and `tag/billing`."""

    metric: str
    group: str = ALL

    def __str__(self) -> str:
        """For a person."""
        return self.metric if self.group == ALL else f"{self.metric} of {self.group}"


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """A metric over one group before and after; `value` is after less before, between `low` and `high`.

    `n` questions are scored before, after or both. A mean is None where its run has no score, and then `value` and the interval
    are too; the interval alone is where `n` is 1: every resample of one question is that question. `changed` of the questions
    score otherwise than before.
    """

    case: Case
    before: float | None
    after: float | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    changed: int

    @property
    def tellable(self) -> bool:
        """Whether so many questions changed that chance can be ruled out at all, by the tail of a 95 % interval: six."""
        return self.changed >= fewest_changes((1 - _CONFIDENCE) / 2)


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
    """Two runs over the questions that both have, in the order of the second; `resamples` draws those questions.

    `scores` holds each metric's scores before and after, of shape (questions, 2), NaN where it does not apply.
    """

    ids: tuple[str, ...]
    before: tuple[Asked, ...]
    after: tuple[Asked, ...]
    scores: Mapping[str, Floats]
    resamples: Resamples

    def scored(self, case: Case) -> Floats:
        """The scores before and after in one case, of shape (questions, 2); NaN for questions of other groups too.

        Raises BaselineError where one of the runs does not know the metric.
        """
        if case.metric not in self.scores:
            raise BaselineError(f"one of the runs has no {case.metric}; ask anew, and write the baseline anew")
        if case.group == ALL:
            return self.scores[case.metric]
        belong = np.array([belongs(asked, case.group) for asked in self.after])
        return np.where(belong[:, None], self.scores[case.metric], np.nan)


def pair(before: Record, after: Record) -> Pair:
    """Put two runs side by side, clustered as the second is; raises ReportError where they have no question in common."""
    ids = tuple(question_id for question_id in after.questions if question_id in before.questions)
    if not ids:
        raise ReportError("the two runs have no question in common; run both over the same gold")
    then = tuple(before.questions[question_id] for question_id in ids)
    return side_by_side(ids, then, tuple(after.questions[question_id] for question_id in ids))


def side_by_side(ids: tuple[str, ...], then: tuple[Asked, ...], now: tuple[Asked, ...]) -> Pair:
    """A pair of one question or more, each at the same place before and after; the clusters are those of `now`."""
    metrics = [name for name in now[0].scores if name in then[0].scores]
    scores = {name: np.stack([_column(then, name), _column(now, name)], axis=1) for name in metrics}
    return Pair(ids, then, now, scores, resample(tuple(asked.cluster for asked in now), RESAMPLES))


def groups_of(asked: Sequence[Asked]) -> tuple[str, ...]:
    """All, then each language, each kind and each tag, as `all`, `language/fr`, `kind/why` and `tag/billing`."""
    languages = sorted({f"language/{one.language}" for one in asked})
    kinds = sorted({f"kind/{one.kind}" for one in asked})
    return (ALL, *languages, *kinds, *sorted({f"tag/{tag}" for one in asked for tag in one.tags}))


def belongs(asked: Asked, group: str) -> bool:
    """Whether a question is of `group`."""
    return group in {ALL, f"language/{asked.language}", f"kind/{asked.kind}", *(f"tag/{tag}" for tag in asked.tags)}


def scores_of(asked: Sequence[Asked], case: Case) -> Floats:
    """The scores of those questions that the metric applies to and that are of the group."""
    scores = _column([one for one in asked if belongs(one, case.group)], case.metric)
    return scores[~np.isnan(scores)]


def _column(asked: Sequence[Asked], metric: str) -> Floats:
    scores = (one.scores[metric] for one in asked)
    return np.array([np.nan if score is None else score for score in scores], dtype=np.float64)


def differ(pair: Pair, cases: Sequence[Case], confidence: float = _CONFIDENCE) -> tuple[PairedDifference, ...]:
    """The difference of the two means in each case, and its percentile bootstrap interval from resamples that both runs share.

    Each mean is over the questions that the metric applies to in its own run, so a metric over the answers given compares the
    runs as their reports do.
    """
    scores = [pair.scored(case) for case in cases]
    means = pair.resamples.means(np.concatenate(scores, axis=1))
    return tuple(
        _difference(case, scores[at], means[:, 2 * at + 1] - means[:, 2 * at], confidence)
        for at, case in enumerate(cases)
    )


def _difference(case: Case, scores: Floats, drawn: Floats, confidence: float) -> PairedDifference:
    known = ~np.isnan(scores)
    n, moved = int(known.any(axis=1).sum()), _moved(scores)
    before, after = (float(scores[own, side].mean()) if own.any() else None for side, own in enumerate(known.T))
    if before is None or after is None:
        return PairedDifference(case, before, after, None, None, None, n, moved)
    if n == 1:
        return PairedDifference(case, before, after, after - before, None, None, n, moved)
    # Equal means may differ in their last digits, as their sums are added up in another order.
    tail = 50 * (1 - confidence)
    low, high = np.percentile(drawn[~np.isnan(drawn)].round(_DIGITS), [tail, 100 - tail])
    return PairedDifference(case, before, after, after - before, float(low), float(high), n, moved)


def design_of(pair: Pair, case: Case, tail: float) -> Design:
    """What decides how much `differ` sees in one case; `tail` is the share beyond the end that decides.

    Each mean is over the questions scored in its own run, so a question moves the difference of the means by
    (a - mean a) / n after, where it is scored after, less (b - mean b) / n before, where it is scored before (linearised, as in
    Särndal, Swensson and Wretman 1992, section 5.5); the squares of that add up to the variance. Where both runs score every
    question that is the variance of the changes over n. A fall moves scores after, so it counts among those. Where one of the
    runs has no score, nothing is seen: the questions are none.
    """
    scores = pair.scored(case)
    known = ~np.isnan(scores)
    counts, applies = known.sum(axis=0), np.any(known, axis=1)
    if not counts.all():
        return Design(0, 0.0, 0.0, tail)
    means = np.nanmean(scores, axis=0)
    before, after = np.where(known, (scores - means) / counts, 0.0).T
    change, questions = abs(float(means[1] - means[0])), int(counts[1])
    churn = questions * float(((after - before) ** 2).sum()) + change**2 - change
    return Design(questions, pair.resamples.design_effect(applies), max(0.0, churn), tail)


def changed(pair: Pair, case: Case) -> int:
    """How many questions score otherwise than before; one that is scored in one of the runs alone does."""
    return _moved(pair.scored(case))


def _moved(scores: Floats) -> int:
    before, after = scores.T
    return int(((before != after) & ~(np.isnan(before) & np.isnan(after))).sum())


def able_to_fall(pair: Pair, case: Case) -> int:
    """How many questions that are scored after can score less than before: those that did not score 0."""
    before, after = pair.scored(case).T
    return int(((before != 0) & ~np.isnan(after)).sum())


def worse(pair: Pair, case: Case) -> tuple[Change, ...]:
    """The questions that score less than before, those that lost most first."""
    scores = pair.scored(case)
    changes = scores[:, 1] - scores[:, 0]
    places = [int(at) for at in np.argsort(changes, kind="stable") if changes[at] < 0]
    return tuple(
        Change(
            pair.ids[at], pair.before[at].verdict, pair.after[at].verdict, float(scores[at, 0]), float(scores[at, 1])
        )
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
