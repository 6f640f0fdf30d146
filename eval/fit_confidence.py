"""Fits the confidence model: on half of the articles of the practice sets, measured on the other half."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from eval.abstention import Abstention, Refusals, abstention
from eval.calibration import Floats, Judged, auroc, brier, expected_calibration_error, risk
from eval.errors import PracticeError
from eval.fitted import Figures, Fitted, Source
from eval.halves import first_halves
from eval.practice import Practice
from eval.selective import area_under_risk_coverage, coverage_at_risk
from eval.story_trials import observe_stories
from eval.trials import Observation, Trial, observe
from index.generation import empty_generation
from rag.confidence import ConfidenceModel
from rag.wire import Engine

# The mix of questions under which confidence is a probability: answerable to near miss to off topic as 2 : 1 : 1.
SHARES: Mapping[Trial, float] = {
    Trial.ANSWER_AMONG_ALL: 1.0,
    Trial.ANSWER_ON_SUBJECT: 1.0,
    Trial.MISS_AMONG_ALL: 0.5,
    Trial.MISS_ON_SUBJECT: 0.5,
    Trial.OFF_TOPIC: 1.0,
}
ANSWERABLE = frozenset({Trial.ANSWER_AMONG_ALL, Trial.ANSWER_ON_SUBJECT})
NEAR_MISS = frozenset({Trial.MISS_AMONG_ALL, Trial.MISS_ON_SUBJECT})
OFF_TOPIC = frozenset({Trial.OFF_TOPIC})
# Weight of the penalty on the squared weights, against observations that count one each on average: too little to matter,
# enough to settle signals that say nearly the same.
REGULARISATION = 1.0
# The score that confidence has to beat: what a reader says of itself, or without one how well the best sentence matches.
_RAW_SCORES = ("margin", "sentence_match")
_RISK = 0.05
# About one standard error of the difference that the threshold is chosen by.
_FLAT = 0.02

Mask = npt.NDArray[np.bool_]


def fit_on(practice: Practice, engine: Engine, tell: Callable[[str], None]) -> Fitted:
    """Ask the practice sets of `engine`, fit and measure; `tell` gets each set's name as it begins.

    Raises PracticeError where a paragraph cannot be indexed or there is too little to fit on.
    """
    observations: list[Observation] = []
    for practice_set in practice.sets:
        tell(practice_set.name)
        observations += observe(practice_set, engine)
    tell("stories")
    observations += observe_stories(practice.stories, engine)
    identity = engine.embedder.identity
    finder = engine.over(empty_generation(identity, engine.settings.chunking())).finder
    source = Source(
        finder.confidence_file,
        identity.name,
        identity.checksum,
        finder.name,
        practice.sha256,
        len(observations),
        REGULARISATION,
    )
    return fit(observations, source)


def fit(observations: Sequence[Observation], source: Source) -> Fitted:
    """Fit on one half of each set's articles, choose the threshold on the same, and measure on the other.

    So no figure was chosen by what it measures. The half that the model was fitted on serves the threshold too: so few weights
    fit thousands of observations hardly better than they fit others.
    """
    table = _Table(observations)
    seen, unseen = table.seen, ~table.seen
    if len(np.unique(table.right[seen])) < len((False, True)) or not unseen.any():
        raise PracticeError("there are too few articles to fit on one half and measure on the other")
    model = _regression(table, seen)
    probabilities = np.array([model.probability(o.signals) for o in observations])
    threshold = _threshold(table, probabilities, seen)
    held_out = {"all": _figures(table, probabilities, unseen, threshold)}
    refusing = [_abstention("all", table, probabilities, unseen, threshold)]
    for name in dict.fromkeys(o.set_name for o in observations):
        among = unseen & (table.sets == name)
        held_out[name] = _figures(table, probabilities, among, threshold)
        refusing.append(_abstention(name, table, probabilities, among, threshold))
    return Fitted(model, threshold, source, held_out, tuple(refusing))


def _abstention(name: str, table: "_Table", probabilities: Floats, among: Mask, threshold: float) -> Abstention:
    truths, weights = table.right[among].astype(np.float64), table.weights[among]
    refusals = Refusals((probabilities[among] < threshold).tolist(), table.of(ANSWERABLE)[among].tolist())
    judged = (Judged(scores[among], truths, weights) for scores in (probabilities, table.raw_score()))
    return abstention(name, refusals, *judged)


class _Table:
    """Observations as arrays; every set weighs the same, and within a set and half each trial its share."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.names = tuple(observations[0].signals)
        self.signals: Floats = np.array([[o.signals[name] for name in self.names] for o in observations])
        self.right: Mask = np.array([o.right for o in observations])
        self.sets = np.array([o.set_name for o in observations])
        self.trials = [o.trial for o in observations]
        self.seen: Mask = first_halves(observations)
        groups = list(zip(self.sets.tolist(), self.trials, self.seen.tolist(), strict=True))
        sizes = Counter(groups)
        self.weights: Floats = np.array([SHARES[group[1]] / sizes[group] for group in groups])

    def raw_score(self) -> Floats:
        """What the finder itself says of how well it has answered."""
        name = next(name for name in _RAW_SCORES if name in self.names)
        column: Floats = self.signals[:, self.names.index(name)]
        return column

    def of(self, trials: frozenset[Trial]) -> Mask:
        """Which observations are of one of `trials`."""
        return np.array([trial in trials for trial in self.trials])


def _regression(table: _Table, seen: Mask) -> ConfidenceModel:
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    signals, weights = table.signals[seen], table.weights[seen] / table.weights[seen].mean()
    means = np.average(signals, axis=0, weights=weights)
    scales = np.sqrt(np.average((signals - means) ** 2, axis=0, weights=weights))
    scales[scales == 0] = 1.0  # a signal that never changes says nothing
    regression = LogisticRegression(C=1 / REGULARISATION, max_iter=1_000)
    regression.fit((signals - means) / scales, table.right[seen], sample_weight=weights)
    named = [dict(zip(table.names, map(float, values), strict=True)) for values in (means, scales, regression.coef_[0])]
    return ConfidenceModel(float(regression.intercept_[0]), *named)


def _threshold(table: _Table, probabilities: Floats, among: Mask) -> float:
    """Where most is refused of what nothing answers, less that of the rest (Youden 1950, J), in steps of .01.

    The lowest that comes near the best: the curve is flat, and whoever gets a doubtful answer can judge it by its quote.
    """
    answerable = table.of(ANSWERABLE)

    def difference(threshold: float) -> float:
        vainly = _refused(table, probabilities, among & answerable, threshold)
        return _refused(table, probabilities, among & ~answerable, threshold) - vainly

    differences = {step / 100: difference(step / 100) for step in range(101)}
    near = max(differences.values()) - _FLAT
    return min(at for at, reached in differences.items() if reached >= near)


def _refused(table: _Table, probabilities: Floats, among: Mask, threshold: float) -> float:
    return float(np.average(probabilities[among] < threshold, weights=table.weights[among]))


def _figures(table: _Table, probabilities: Floats, among: Mask, threshold: float) -> Figures:
    truths, weights = table.right[among].astype(np.float64), table.weights[among]
    judged = Judged(probabilities[among], truths, weights)
    raw = Judged(table.raw_score()[among], truths, weights)

    def refused(chosen: Mask) -> float | None:
        cases = among & chosen
        return _refused(table, probabilities, cases, threshold) if cases.any() else None

    return Figures(
        observations=int(among.sum()),
        auroc=auroc(judged),
        calibration_error=expected_calibration_error(judged),
        brier=brier(judged),
        aurc=area_under_risk_coverage(judged),
        coverage_at_5=coverage_at_risk(judged, _RISK),
        raw_auroc=auroc(raw),
        raw_coverage_at_5=coverage_at_risk(raw, _RISK),
        risk=risk(judged, threshold),
        refused_off_topic=refused(table.of(OFF_TOPIC)),
        refused_near_miss=refused(table.of(NEAR_MISS)),
        refused_answerable=refused(table.of(ANSWERABLE)),
        refused_right=refused(table.right),
    )
