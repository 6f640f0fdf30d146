"""The speed figures as Markdown tables."""

from collections.abc import Sequence

from eval.bench.speed.figures import (
    ChangeFigures,
    FilterFigures,
    IndexingFigures,
    Machine,
    SearchFigures,
    ServingFigures,
    SpeedFigures,
    Spread,
    StartFigures,
)
from eval.markdown_text import table

_MEGA = 1_000_000
_SMALL = 10
BUSY = 1.0


def speed_sections(figures: SpeedFigures) -> dict[str, str]:
    """Each part that was measured, by the name of its markers in the page."""
    parts = {
        "search": (search_table, figures.search),
        "filters": (filter_table, figures.filters),
        "changes": (change_table, figures.changes),
        "indexing": (indexing_table, figures.indexing),
        "serving": (serving_table, figures.serving),
        "starts": (start_line, figures.starts),
    }
    tables = {f"speed-{name}": shown(rows) for name, (shown, rows) in parts.items() if rows}  # type: ignore[operator]
    return {**tables, "speed-machine": machine_lines(figures.machines)} if figures.machines else tables


def search_table(figures: Sequence[SearchFigures]) -> str:
    """One line for each size and kind; what the product uses at that size is in bold."""
    heads = ["vectors", "kind", "looks at", "recall@10", "p50, ms", "p95, ms", "times as fast as exact", "built in, s"]
    lines = [
        [
            _count(one.vectors),
            f"**{one.kind}**" if one.in_use else one.kind,
            one.effort,
            f"{one.recall:.3f}",
            spread(one.p50_ms),
            spread(one.p95_ms),
            spread(one.ratio),
            number(one.build_seconds),
            f"{_mega(one.held_bytes)} / {_mega(one.peak_bytes)}",
        ]
        for one in figures
    ]
    return table([*heads, "memory, MB: held / at most"], lines)


def filter_table(figures: Sequence[FilterFigures]) -> str:
    """One line for each size, share and kind."""
    heads = [
        "vectors",
        "the filter admits",
        "kind",
        "recall@10",
        "fewest rows of 10",
        "p50, ms",
        "times as fast as exact",
    ]
    lines = [
        [
            _count(one.vectors),
            f"{100 * one.share:g} %",
            one.kind,
            f"{one.recall:.3f}",
            str(one.fewest),
            spread(one.p50_ms),
            spread(one.ratio),
        ]
        for one in figures
    ]
    return table(heads, lines)


def change_table(figures: Sequence[ChangeFigures]) -> str:
    """One line for each size."""
    heads = ["vectors", "rows out and rows in", "the next index, s", "built from nothing, s", "times as fast"]
    lines = [
        [
            _count(one.vectors),
            str(one.rows),
            spread(one.seconds),
            number(one.rebuild_seconds),
            number(one.rebuild_seconds / one.seconds.median),
        ]
        for one in figures
    ]
    return table(heads, lines)


def indexing_table(figures: Sequence[IndexingFigures]) -> str:
    """One line for each encoder and size."""
    heads = ["encoder", "articles", "passages", "seconds", "articles a second", "a passage takes"]
    lines = [
        [
            one.encoder,
            _count(one.articles),
            _count(one.passages),
            spread(one.seconds),
            spread(one.articles_per_second),
            f"{spread(one.ratio)} times",
            f"{spread(one.processor_ratio)} times",
            spread(one.write_ms),
            _mega(one.peak_bytes),
        ]
        for one in figures
    ]
    return table([*heads, "of a processor", "one more article, ms of a processor", "memory at most, MB"], lines)


def serving_table(figures: Sequence[ServingFigures]) -> str:
    """One line for each number of clients, without and with batches."""
    heads = ["clients", "batches of", "questions", "questions a second", "times one client, unbatched", "p50, ms"]
    lines = [
        [
            str(one.clients),
            str(one.batch),
            str(one.questions),
            spread(one.per_second),
            spread(one.ratio),
            spread(one.p50_ms),
            spread(one.p95_ms),
            spread(one.p99_ms),
        ]
        for one in figures
    ]
    return table([*heads, "p95, ms", "p99, ms"], lines)


def start_line(figures: Sequence[StartFigures]) -> str:
    """A sentence."""
    one = figures[0]
    return f"Ready to answer {spread(one.ready_seconds)} s after its start, with {_mega(one.rest_bytes)} MB in memory then."


def machine_lines(machines: dict[str, Machine]) -> str:
    """A line for each part: on what it was measured, and how much wanted to run there, the measuring included."""
    return "\n".join(
        f"- {part}: {one.processor}, {one.cores} cores, {one.rounds} rounds, "
        + (f"load {one.load:.1f} a core" + (": only ratios say something" if one.load > BUSY else ""))
        for part, one in machines.items()
    )


def spread(value: Spread) -> str:
    """`4.2 [4.0, 5.1]`: the median of the rounds, the lowest and the highest."""
    return f"{number(value.median)} [{number(value.low)}, {number(value.high)}]"


def number(value: float) -> str:
    """Two digits behind the point below ten, one below a hundred, none above."""
    return f"{value:.2f}" if value < _SMALL else f"{value:.1f}" if value < _SMALL**2 else f"{value:,.0f}"


def _count(value: int) -> str:
    return f"{value:,}"


def _mega(value: int) -> str:
    return f"{value / _MEGA:,.0f}"
