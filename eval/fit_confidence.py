"""Fits the confidence model on the practice sets, and measures it on articles that it was not fitted on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.abstention import Abstention, Refusals, abstention
from eval.calibration import Floats, Judged, auroc, brier, expected_calibration_error, risk
from eval.errors import PracticeError
from eval.fitted import Figures, Fitted, Source
from eval.folds import folds
from eval.practice import Practice
from eval.selective import area_under_risk_coverage, coverage_at_risk
from eval.story_trials import observe_stories
from eval.trials import Observation, Trial, observe
from index.generation import empty_generation
from rag.confidence import ConfidenceModel
from rag.reader.stories import UNTAUGHT
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

Mask = npt.NDArray[np.bool_]


def fit_on(practice: Practice, engine: Engine, tell: Callable[[str], None]) -> Fitted:
    """Ask the practice sets of `engine`, fit and measure; `tell` gets each set's name as it begins.

    Raises PracticeError where a paragraph cannot be indexed or there is too little to fit on.
    """
    observations: list[Observation] = []
    for practice_set in practice.sets:
        tell(practice_set.name)
        observations += observe(practice_set, engine)
    for name, stories in (("stories", practice.stories), (UNTAUGHT, practice.languages)):
        tell(name)
        observations += observe_stories(stories, engine)
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
    """Fit, choose the threshold, and measure both by cross-fitting.

    What is measured of a fold's articles is what a model and a threshold say that were fitted and chosen on all others; the model
    and threshold that come out are those of all. So no figure was chosen by what it measures, and each observation counts.
    """
    table = _Table(observations)
    numbers = folds(observations)
    if len(np.unique(numbers)) == 1:
        raise PracticeError("there are too few articles to fit on some and measure on others")
    probabilities, refused = np.zeros(len(observations)), np.zeros(len(observations), dtype=np.bool_)
    for number in np.unique(numbers).tolist():
        measured = numbers == number
        fitted = _fit_on(table, ~measured)
        probabilities[measured] = fitted.probabilities[measured]
        refused[measured] = probabilities[measured] < fitted.threshold
    judged = _Judgement(table, probabilities, refused)
    among = {"all": np.ones(len(observations), dtype=np.bool_)}
    among |= {name: table.sets == name for name in dict.fromkeys(o.set_name for o in observations)}
    final = _fit_on(table, among["all"])
    return Fitted(
        final.model,
        final.threshold,
        source,
        {name: judged.figures(chosen) for name, chosen in among.items()},
        tuple(judged.abstention(name, chosen) for name, chosen in among.items()),
    )


class _Table:
    """Observations as arrays; every set weighs the same, and within a set each trial its share."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.names = tuple(observations[0].signals)
        self.signals: Floats = np.array([[o.signals[name] for name in self.names] for o in observations])
        self.right: Mask = np.array([o.right for o in observations])
        self.sets = np.array([o.set_name for o in observations])
        self.titles = np.array([o.title for o in observations])
        self.trials = [o.trial for o in observations]
        groups = list(zip(self.sets.tolist(), self.trials, strict=True))
        sizes = Counter(groups)
        self.weights: Floats = np.array([SHARES[group[1]] / sizes[group] for group in groups])

    def probabilities(self, model: ConfidenceModel) -> Floats:
        """What `model` says of each."""
        return np.array([model.probability(dict(zip(self.names, row, strict=True))) for row in self.signals.tolist()])

    def raw_score(self) -> Floats:
        """What the finder itself says of how well it has answered."""
        name = next(name for name in _RAW_SCORES if name in self.names)
        column: Floats = self.signals[:, self.names.index(name)]
        return column

    def of(self, trials: frozenset[Trial]) -> Mask:
        """Which observations are of one of `trials`."""
        return np.array([trial in trials for trial in self.trials])


@dataclass(frozen=True, slots=True)
class _FittedOn:
    """A model and its threshold, and what the model says of every observation, those it was not fitted on too."""

    model: ConfidenceModel
    threshold: float
    probabilities: Floats


def _fit_on(table: _Table, among: Mask) -> _FittedOn:
    if len(np.unique(table.right[among])) < len((False, True)):
        raise PracticeError("there are too few articles to fit on: every answer is right, or every one is wrong")
    model = _regression(table, among)
    probabilities = table.probabilities(model)
    return _FittedOn(model, _threshold(table, probabilities, _learned(table, among)), probabilities)


def _regression(table: _Table, among: Mask) -> ConfidenceModel:
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    signals, weights = table.signals[among], table.weights[among] / table.weights[among].mean()
    means = np.average(signals, axis=0, weights=weights)
    scales = np.sqrt(np.average((signals - means) ** 2, axis=0, weights=weights))
    scales[scales == 0] = 1.0  # a signal that never changes says nothing
    regression = LogisticRegression(C=1 / REGULARISATION, max_iter=1_000)
    regression.fit((signals - means) / scales, table.right[among], sample_weight=weights)
    named = [dict(zip(table.names, map(float, values), strict=True)) for values in (means, scales, regression.coef_[0])]
    return ConfidenceModel(float(regression.intercept_[0]), *named)


def _learned(table: _Table, among: Mask) -> Mask:
    """Of the observations `among` those in languages that the reader has learned, or all where there are none.

    In others it is so much less sure that where to refuse them is another question (docs/decisions/0006-reader.md).
    """
    learned = among & ~np.char.startswith(table.sets, UNTAUGHT)
    return learned if learned.any() else among


def _threshold(table: _Table, probabilities: Floats, among: Mask) -> float:
    """Where most is refused of what nothing answers, less that of the rest (Youden 1950, J), in steps of .01.

    It is the middle one of those that are worse than the best by no more than one standard error of that difference, taken over
    articles (as in the rule of Breiman et al. 1984): the curve is flat, and its ends move far when the articles change little.
    """
    answerable, weights = table.of(ANSWERABLE)[among], table.weights[among]
    # What refusing each observation adds to J.
    shares = np.where(answerable, -weights / weights[answerable].sum(), weights / weights[~answerable].sum())
    titles, own = np.unique(table.titles[among], return_inverse=True)
    steps = np.arange(101) / 100
    gains = np.zeros((len(steps), len(titles)))
    for step, threshold in enumerate(steps.tolist()):
        np.add.at(gains[step], own, shares * (probabilities[among] < threshold))
    behind = gains[np.argmax(gains.sum(axis=1))] - gains
    spread = ((behind - behind.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    errors = np.sqrt(spread * len(titles) / max(len(titles) - 1, 1))
    flat = np.flatnonzero(behind.sum(axis=1) <= errors)
    return float(steps[flat[len(flat) // 2]])


def _share(refused: Mask, table: _Table, among: Mask) -> float:
    return float(np.average(refused[among], weights=table.weights[among]))


@dataclass(frozen=True, slots=True)
class _Judgement:
    """The probability of each observation, and whether it was refused, by a model that did not see its article."""

    table: _Table
    probabilities: Floats
    refused: Mask

    def figures(self, among: Mask) -> Figures:
        """What the model is worth on the observations `among`."""
        table, given = self.table, among & ~self.refused
        judged, raw = self._judged(self.probabilities, among), self._judged(table.raw_score(), among)

        def refused(chosen: Mask) -> float | None:
            return _share(self.refused, table, among & chosen) if (among & chosen).any() else None

        return Figures(
            observations=int(among.sum()),
            auroc=auroc(judged),
            calibration_error=expected_calibration_error(judged),
            brier=brier(judged),
            aurc=area_under_risk_coverage(judged),
            coverage_at_5=coverage_at_risk(judged, _RISK),
            raw_auroc=auroc(raw),
            raw_coverage_at_5=coverage_at_risk(raw, _RISK),
            risk=risk(self._judged(self.probabilities, given), 0.0),
            refused_off_topic=refused(table.of(OFF_TOPIC)),
            refused_near_miss=refused(table.of(NEAR_MISS)),
            refused_answerable=refused(table.of(ANSWERABLE)),
            refused_right=refused(table.right),
        )

    def abstention(self, name: str, among: Mask) -> Abstention:
        """What refusing costs and saves there."""
        table = self.table
        refusals = Refusals(
            self.refused[among].tolist(), table.of(ANSWERABLE)[among].tolist(), table.titles[among].tolist()
        )
        scores = (self.probabilities, table.raw_score())
        return abstention(name, refusals, *(self._judged(score, among) for score in scores))

    def _judged(self, scores: Floats, among: Mask) -> Judged:
        return Judged(scores[among], self.table.right[among].astype(np.float64), self.table.weights[among])
