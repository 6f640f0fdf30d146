"""Tables, and the headline numbers in them: a metric a line, a group of questions a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.aggregate import Group, Latency
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, bounds, duration, percent
from eval.intervals import Estimate
from eval.markdown import HEADLINE
from eval.metrics import METRICS

_BAR_WIDTH, _BAR_HEIGHT = 96, 12


@dataclass(frozen=True, slots=True)
class Head:
    """The corner above the names of the lines, and the columns after it."""

    corner: str
    columns: tuple[str, ...]


def table(head: Head, rows: Iterable[Sequence[str]]) -> Markup:
    """A table that scrolls within itself where it is too wide, by keyboard too. The first cell of a row names it."""
    columns = (element("th", column, scope="col") for column in (head.corner, *head.columns))
    body = (
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    )
    whole = element("table", element("thead", element("tr", *columns)), element("tbody", *body))
    return element("div", whole, class_="wide", tabindex=0, role="region", aria_label=f"Table: {head.corner}")


def score_table(name: str, groups: Sequence[Group], metrics: Sequence[str] = HEADLINE) -> Markup:
    """The means of `metrics` with interval and n, for each group; the first, which is all questions, with a drawing too."""
    meanings = {metric.name: metric.meaning for metric in METRICS}
    rows = (
        [
            element("span", element("b", metric), element("small", meanings[metric])),
            _drawn(groups[0].estimates[metric]),
            *(_estimate(group.estimates[metric]) for group in groups[1:]),
        ]
        for metric in metrics
    )
    return table(Head(name, tuple(f"{group.name} ({group.rows})" for group in groups)), rows)


def latency_table(latencies: Sequence[Latency]) -> Markup:
    """Percentiles by stage."""
    rows = ((time.stage, duration(time.p50_ms), duration(time.p95_ms), str(time.n)) for time in latencies)
    return table(Head("Time by stage", ("median", "95th percentile", "n")), rows)


def _estimate(estimate: Estimate) -> Markup:
    if estimate.value is None:
        return element("span", NOTHING, class_="quiet")
    between = bounds(estimate.low, estimate.high)
    return element(
        "span",
        element("b", percent(estimate.value)),
        element("small", between) if between else None,
        element("small", f"n {estimate.n}"),
        class_="estimate",
    )


def _drawn(estimate: Estimate) -> Markup:
    if estimate.value is None:
        return _estimate(estimate)
    low, high = (estimate.value if edge is None else edge for edge in (estimate.low, estimate.high))
    middle = _BAR_HEIGHT / 2
    bar = element(
        "svg",
        element("line", class_="track", x1=0, x2=_BAR_WIDTH, y1=middle, y2=middle),
        element("line", class_="whisker", x1=_across(low), x2=_across(high), y1=middle, y2=middle),
        element("circle", class_="dot", cx=_across(estimate.value), cy=middle, r=middle - 2),
        class_="bar",
        viewBox=f"0 0 {_BAR_WIDTH} {_BAR_HEIGHT}",
        aria_hidden="true",
    )
    return element("span", _estimate(estimate), bar, class_="drawn")


def _across(share: float) -> float:
    """Half a dot is kept free at both ends."""
    edge = _BAR_HEIGHT / 2
    return round(edge + share * (_BAR_WIDTH - 2 * edge), 1)
