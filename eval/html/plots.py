"""The two plots of confidence, each with what it shows in words and as a table."""

from collections.abc import Iterable, Sequence

from eval.calibration import Judged
from eval.html.markup import Markup, element, join
from eval.html.numbers import bounds, counted, percent, whole_percent
from eval.html.svg import Axis, Frame, plot
from eval.html.tables import Head, table
from eval.reliability import Bin, reliability
from eval.risk import answers_given
from eval.rows import Row, Verdict
from eval.selective import risk_coverage
from eval.wilson import wilson

_TOPS = (0.25, 0.5, 1.0)
_COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_DOT = 4
_NONE = "No question was answered, so there is nothing to plot."


def risk_plot(rows: Sequence[Row]) -> Markup:
    """Risk over coverage of the answers given, with the pointwise interval of the risk.

    Coverage is the share of all questions that got an answer or a refusal, so the curve ends where refusing begins.
    """
    judged, asked = answers_given(rows), sum(row.verdict is not Verdict.FAILED for row in rows)
    name, given = "Risk over coverage", len(judged.truths)
    if not given:
        return _figure(name, "", element("p", _NONE, class_="quiet"), None)
    curve = risk_coverage(judged)
    counts = [round(float(coverage) * given) for coverage in curve.coverages]
    shares = [wilson(round(float(risk) * n), n) for risk, n in zip(curve.risks, counts, strict=True)]
    across = [n / asked for n in counts]
    highest = max(share.high for share in shares[len(shares) // 4 :])
    frame = Frame(
        Axis("coverage: share of the questions answered"), Axis("risk: share of these that is wrong", _top(highest))
    )
    band = [(x, share.low) for x, share in zip(across, shares, strict=True)]
    band += [(x, share.high) for x, share in zip(reversed(across), reversed(shares), strict=True)]
    line = [(x, share.value) for x, share in zip(across, shares, strict=True)]
    last = shares[-1]
    said = (
        f"Answering all that the threshold lets through covers {percent(across[-1])} of the questions, "
        f"and {percent(last.value)} of those answers are wrong (95 % interval {bounds(last.low, last.high)}, n {given})."
    )
    drawn = plot(
        name,
        frame,
        said,
        element("polygon", class_="band", points=_clipped(frame, band)),
        element("polyline", class_="curve", points=_clipped(frame, line)),
        element("circle", class_="dot", cx=frame.x(across[-1]), cy=frame.y(min(last.value, frame.up.top)), r=_DOT),
    )
    return _figure(name, said, drawn, _risk_table(judged, asked))


def calibration_plot(rows: Sequence[Row]) -> Markup:
    """How often answers of about the same confidence are right, in ten bins of as many answers each."""
    name, bins = "Calibration", reliability(answers_given(rows))
    if not bins:
        return _figure(name, "", element("p", _NONE, class_="quiet"), None)
    frame = Frame(Axis("confidence stated, mean of the bin"), Axis("share that is right"))
    within = sum(found.right.low <= found.stated <= found.right.high for found in bins)
    said = (
        f"Dots on the dashed line mean what they say. The confidence lies within the 95 % interval (Wilson) of the share that is "
        f"right in {within} of {counted(len(bins), 'bin')}."
    )
    drawn = plot(
        name,
        frame,
        said,
        element("line", class_="ideal", x1=frame.x(0), y1=frame.y(0), x2=frame.x(1), y2=frame.y(1)),
        *(_whisker(frame, found) for found in bins),
    )
    rows_of_bins = (
        (
            f"{whole_percent(found.lowest)} to {whole_percent(found.highest)}",
            percent(found.stated),
            percent(found.right.value),
            bounds(found.right.low, found.right.high),
            str(found.right.n),
        )
        for found in bins
    )
    return _figure(name, said, drawn, table(Head("Confidence", ("mean", "right", "95 % interval", "n")), rows_of_bins))


def _whisker(frame: Frame, found: Bin) -> Markup:
    x = frame.x(found.stated)
    return element(
        "g",
        element("title", f"stated {percent(found.stated)}, right {percent(found.right.value)}, n {found.right.n}"),
        element("line", class_="whisker", x1=x, x2=x, y1=frame.y(found.right.low), y2=frame.y(found.right.high)),
        element("circle", class_="dot", cx=x, cy=frame.y(found.right.value), r=_DOT),
    )


def _risk_table(judged: Judged, asked: int) -> Markup:
    """The curve at every tenth of coverage that it reaches, and at its end."""
    curve, given = risk_coverage(judged), len(judged.truths)
    across = [float(coverage) * given / asked for coverage in curve.coverages]
    wanted = [max((i for i, x in enumerate(across) if x <= tenth), default=None) for tenth in _COVERAGES]
    places = sorted({place for place in wanted if place is not None} | {len(across) - 1})
    return table(
        Head("Coverage", ("answers", "risk", "confidence from")),
        (
            (
                percent(across[place]),
                str(round(float(curve.coverages[place]) * given)),
                percent(float(curve.risks[place])),
                percent(float(curve.thresholds[place])),
            )
            for place in places
        ),
    )


def _figure(name: str, said: str, drawn: Markup, numbers: Markup | None) -> Markup:
    more = element("details", element("summary", "The numbers"), numbers, class_="more") if numbers else None
    caption = element("figcaption", element("p", said, class_="quiet"), more) if said else None
    return element("figure", element("h3", name), drawn, caption)


def _clipped(frame: Frame, places: Iterable[tuple[float, float]]) -> str:
    return frame.points([(across, min(up, frame.up.top)) for across, up in places])


def _top(highest: float) -> float:
    return next(top for top in _TOPS if highest <= top)


def plots(rows: Sequence[Row]) -> Markup:
    """Both, beside each other where there is room."""
    return element("div", join([risk_plot(rows), calibration_plot(rows)]), class_="plots")
