"""What `pourquoi eval reader` measured, as Markdown tables: for the model card, and for the pages that show it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Columns = Mapping[str, Callable[[Row], str]]

_AGREEMENT: Columns = {
    "F1 [95 %]": lambda row: _percent(row["f1"]),
    "exact [95 %]": lambda row: _percent(row["exact"]),
}
_SETS: Columns = {
    "set": lambda row: row["name"],
    "questions (articles)": lambda row: f"{row['questions']} ({row['articles']})",
    **_AGREEMENT,
    "AUROC, same article": lambda row: _decimals(row["auroc_same_article"]),
    "AUROC, another article": lambda row: _decimals(row["auroc_other_article"]),
}
_TWINS: Columns = {
    "set": lambda row: row["name"],
    "answered, near misses": lambda row: f"{row['answered']}, {row['missed']}",
    **_AGREEMENT,
    "AUROC": lambda row: _decimals(row["auroc"]),
    "refused of the near misses where nine in ten are answered": lambda row: _decimals(row["refused"]),
}


def reader_table(sets: Sequence[Row]) -> str:
    """The figures of each set, as docs/reader.json has them."""
    return _table(sets, _SETS)


def twin_table(sets: Sequence[Row]) -> str:
    """The figures of the twins of each pair of languages, as docs/reader.json has them."""
    return _table(sets, _TWINS)


def _table(rows: Sequence[Row], columns: Columns) -> str:
    cells = [[*columns], ["---"] * len(columns), *([cell(row) for cell in columns.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _percent(share: Row) -> str:
    """A mean of shares with its interval."""
    if share["low"] is None:
        return "–"
    return f"{100 * share['value']:.1f} [{100 * share['low']:.1f}, {100 * share['high']:.1f}]"


def _decimals(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
