"""What refusing costs and saves, by set: refusal precision and recall with intervals, and the curves of risk over coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibration import Floats, Judged
from eval.clusters import clustered_estimate
from eval.intervals import Estimate
from eval.selective import RiskCoverage, risk_coverage

_POINTS = 100


@dataclass(frozen=True, slots=True)
class Abstention:
    """What one set says of refusing, on articles that nothing was fitted on.

    `recall` is the share refused of what the passages do not answer, `precision` the share of what is refused that they do not
    answer, both at the threshold and over questions as asked, unweighted; their intervals draw articles first, for one question
    is asked in several ways and one article in several sets. `confidence` and `raw` are the curves of the fitted
    confidence and of the finder's own score, over weighted questions.
    """

    name: str
    recall: Estimate
    precision: Estimate
    confidence: RiskCoverage
    raw: RiskCoverage


@dataclass(frozen=True, slots=True)
class Refusals:
    """Whether each question was refused, whether its passages answer it, and its article's title; three of one length."""

    refused: Sequence[bool]
    answerable: Sequence[bool]
    titles: Sequence[str]


def abstention(name: str, refusals: Refusals, confidence: Judged, raw: Judged) -> Abstention:
    """Put together what one set says."""
    asked = list(zip(refusals.refused, refusals.answerable, refusals.titles, strict=True))
    return Abstention(
        name,
        _share([(refused, title) for refused, answerable, title in asked if not answerable]),
        _share([(not answerable, title) for refused, answerable, title in asked if refused]),
        risk_coverage(confidence),
        risk_coverage(raw),
    )


def _share(cases: Sequence[tuple[bool, str]]) -> Estimate:
    """The share of `cases` that are true; each goes with the title of the article it is drawn with."""
    return clustered_estimate([float(true) for true, _ in cases], [title for _, title in cases])


def to_json(found: Abstention, threshold: float) -> dict[str, object]:
    """Plain values, curves thinned to a hundred points at equal coverages."""
    return {
        "name": found.name,
        "threshold": threshold,
        "refusal_recall": _interval(found.recall),
        "refusal_precision": _interval(found.precision),
        "confidence": _thinned(found.confidence),
        "raw": _thinned(found.raw),
    }


def _interval(value: Estimate) -> list[float | int | None]:
    return [*(None if v is None else round(v, 4) for v in (value.value, value.low, value.high)), value.n]


def _thinned(curve: RiskCoverage) -> dict[str, list[float]]:
    wanted = np.linspace(0, 1, _POINTS + 1)[1:]
    places = np.unique(np.minimum(np.searchsorted(curve.coverages, wanted), len(curve.coverages) - 1))
    columns: dict[str, Floats] = {"threshold": curve.thresholds, "coverage": curve.coverages, "risk": curve.risks}
    return {name: [round(float(v), 4) for v in values[places]] for name, values in columns.items()}
