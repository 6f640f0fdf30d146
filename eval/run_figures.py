"""Figures of a whole run that are no means over its questions, and that a gate may put a ceiling on."""

from collections.abc import Mapping

from eval.intervals import Estimate
from eval.report import Report

# The calibration error of the answers given, and the median of the milliseconds that an answer took.
ECE, MEDIAN_MS = "ece", "median_ms"
RUN_FIGURES = (ECE, MEDIAN_MS)
_WHOLE = "total"


def figures_of(report: Report) -> Mapping[str, Estimate]:
    """Each of `RUN_FIGURES` by its name, as the report has it; the value is None where there was no answer."""
    return {ECE: report.confidence.calibration_error, MEDIAN_MS: _median(report)}


def figure_text(name: str, figure: Estimate) -> str:
    """A figure with its interval and n, for a person."""
    digits = 1 if name == MEDIAN_MS else 4
    between = "" if figure.low is None else f" [{figure.low:.{digits}f}, {figure.high:.{digits}f}]"
    return f"{figure.value:.{digits}f}{between}, n {figure.n}"


def _median(report: Report) -> Estimate:
    whole = next((latency for latency in report.latencies if latency.stage == _WHOLE), None)
    if whole is None:
        return Estimate(None, None, None, 0)
    low, high = whole.p50_interval_ms or (None, None)
    return Estimate(whole.p50_ms, low, high, whole.n)
