"""What a plot of calibration shows: of the answers given with about this confidence, how many were right."""

from dataclasses import dataclass

from eval.calibration import BINS, Judged, bins_of
from eval.wilson import Share, wilson


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of neighbouring confidence: from `lowest` to `highest`, `stated` on the mean, and the share of them `right`."""

    lowest: float
    highest: float
    stated: float
    right: Share


def reliability(judged: Judged) -> tuple[Bin, ...]:
    """The ten bins of `eval.calibration.expected_calibration_error` that hold a case, by rising confidence.

    Each case counts once, whatever its weight. Empty where there is no case.
    """
    if not len(judged.probabilities):
        return ()
    places = bins_of(judged)
    bins = []
    for number in range(BINS):
        stated, true = judged.probabilities[places == number], judged.truths[places == number]
        if len(stated):
            share = wilson(float(true.sum()), len(true))
            bins.append(Bin(float(stated.min()), float(stated.max()), float(stated.mean()), share))
    return tuple(bins)
