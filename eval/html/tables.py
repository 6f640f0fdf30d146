"""Tables, and the headline numbers in them: a metric a line, a group of questions a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.aggregate import Group, Latency
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, bounds, duration, percent
from eval.intervals import Estimate
from eval.markdown import HEADLINE
from eval.metrics import METRICS

_BAR_WIDTH, _BAR_HEIGHT, _BAR_EDGE = 140, 14, 4


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
    """The means of `metrics` with interval and n, for each group; that of all questions with a drawing and in words too."""
    meanings = {metric.name: metric.meaning for metric in METRICS}
    whole = any(group.by == "all" for group in groups)
    rows = (
        [
            element("span", element("b", metric), element("small", meanings[metric]) if whole else None),
            *((_drawn if group.by == "all" else _estimate)(group.estimates[metric]) for group in groups),
        ]
        for metric in metrics
    )
    return table(Head(name, tuple(f"{group.name.replace('_', ' ')} ({group.rows})" for group in groups)), rows)


def tag_table(groups: Sequence[Group]) -> Markup:
    """The headline metrics by tag, a tag a line, for there may be many."""
    rows = (
        [f"{group.name} ({group.rows})", *(_estimate(group.estimates[metric]) for metric in HEADLINE)]
        for group in groups
    )
    return table(Head("By tag", HEADLINE), rows)


def latency_table(latencies: Sequence[Latency]) -> Markup:
    """Percentiles by stage."""
    rows = ((t.stage, duration(t.p50_ms), duration(t.p95_ms), duration(t.p99_ms), str(t.n)) for t in latencies)
    return table(Head("Time by stage", ("median", "95th percentile", "99th", "n")), rows)


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
        element("line", class_="tip", x1=_across(estimate.value), x2=_across(estimate.value), y1=1, y2=_BAR_HEIGHT - 1),
        class_="bar",
        viewBox=f"0 0 {_BAR_WIDTH} {_BAR_HEIGHT}",
        aria_hidden="true",
    )
    return element("span", _estimate(estimate), bar, class_="drawn")


def _across(share: float) -> float:
    """A little is kept free at both ends, where round caps stand over."""
    return round(_BAR_EDGE + share * (_BAR_WIDTH - 2 * _BAR_EDGE), 1)
