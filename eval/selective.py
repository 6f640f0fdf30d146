"""Answering only where it is likely to be right: what share is answered, and what share of that is wrong.

The terms are those of El-Yaniv and Wiener (2010): coverage is the share of all questions that is answered, risk the share of
those answers that is wrong. An answer to a question without one is always wrong.
"""

from dataclasses import dataclass

import numpy as np

from eval.calibration import Floats, Judged


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The curve of a score: answering all cases of at least `thresholds[i]` covers `coverages[i]` at the risk `risks[i]`.

    Float64 of one length, from the highest threshold to the lowest.
    """

    thresholds: Floats
    coverages: Floats
    risks: Floats


def risk_coverage(judged: Judged) -> RiskCoverage:
    """The curve over every score that occurs; empty where there is no case. Scores need not be probabilities."""
    values, places = np.unique(-judged.probabilities, return_inverse=True)
    weights = np.bincount(places, judged.weights, len(values))
    wrong = np.bincount(places, judged.weights * (1 - judged.truths), len(values))
    covered = np.cumsum(weights)
    kept = covered > 0
    total = judged.weights.sum()
    return RiskCoverage(-values[kept], covered[kept] / total, (np.cumsum(wrong)[kept] / covered[kept]))


def area_under_risk_coverage(judged: Judged) -> float | None:
    """AURC, the mean risk over all coverages (Geifman and El-Yaniv 2019); lower is better, None where there is no case."""
    curve = risk_coverage(judged)
    if not len(curve.coverages):
        return None
    steps = np.diff(curve.coverages, prepend=0.0)
    return float((steps * curve.risks).sum() / curve.coverages[-1])


def coverage_at_risk(judged: Judged, highest: float) -> float | None:
    """The largest coverage whose risk is at most `highest`, 0 where there is none; None where there is no case."""
    curve = risk_coverage(judged)
    if not len(curve.coverages):
        return None
    return float(curve.coverages[curve.risks <= highest].max(initial=0.0))
