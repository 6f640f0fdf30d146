"""Writes the tables of docs/benchmarks.md and the comparison in the README anew, out of the files of figures.

    python tests/write_benchmarks.py

`tests/test_benchmarks.py` checks that the page holds them as they are now, and that the models behind them are those that ship.
"""

import json
from pathlib import Path

from eval.bench.file import Made, read_figures
from eval.bench.rivals.results import Comparison, read_comparison
from eval.bench.rivals.table import cost_table, found_table, settings_list, summary_table
from eval.bench.speed.figures import read_speed
from eval.bench.speed.table import speed_sections
from eval.bench.table import retrieval_table
from eval.markdown_text import table
from rag.reader.figure_tables import reader_table, twin_table
from tests.write_gold_guide import with_section
from tests.write_readme import GROUPS, METRICS, README

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "benchmarks.md"
BENCHMARKS, RIVALS, READER, FIGURES, SPEED = (
    DOCS / name for name in ("benchmarks.json", "rivals.json", "reader.json", "figures.json", "speed.json")
)
BUSY = 1.0


def sections() -> dict[str, str]:
    """Each generated part of the page, by the name of its markers."""
    made, retrieval = read_figures(BENCHMARKS)
    rivals = read_comparison(RIVALS)
    reader = json.loads(READER.read_text("utf-8"))
    return {
        "gold": gold_table(json.loads(FIGURES.read_text("utf-8"))),
        "reading": reader_table(reader["sets"]),
        "twins": twin_table(reader["twins"]),
        "made": made_with(made),
        "retrieval": retrieval_table(retrieval),
        "machine": machine(rivals),
        "settings": settings_list(rivals),
        "found": found_table(rivals),
        "cost": cost_table(rivals),
        "quotes": quotes(rivals),
        **speed_sections(read_speed(SPEED)),
    }


def beside_others() -> str:
    """The README's part."""
    return summary_table(read_comparison(RIVALS))


def gold_table(stored: dict[str, dict[str, list[float | int | None]]]) -> str:
    """Every metric of the file in every group, with its interval."""
    rows = []
    for metric, groups in stored.items():
        cells = [f"{METRICS.get(metric, '')} (`{metric}`)".strip()]
        for name in GROUPS:
            value, low, high, n = groups[name]
            interval = "" if low is None or high is None else f" [{low:.2f}, {high:.2f}]"
            cells.append("–" if value is None else f"{value:.2f}{interval} ({n})")
        rows.append(cells)
    return table(["of the gold questions", *(f"{name} [95 %]" for name in GROUPS)], rows)


def made_with(made: Made) -> str:
    reader = made.reader if made.reader_sha256 is None else f"{made.reader} (sha256 `{made.reader_sha256[:12]}…`)"
    return (
        f"Encoder {made.encoder} (sha256 `{made.encoder_sha256[:12]}…`), reader {reader}; at most {made.questions} questions "
        f"of each set, spread over its articles; sha256 of the sets `{made.data_sha256[:12]}…`."
    )


def machine(rivals: Comparison) -> str:
    setting = rivals.setting
    state = (
        f"Load {setting.load:.1f} a core, that of the systems included, so the milliseconds and seconds say little; "
        "the ratios were taken in turns and say more"
        if setting.load > BUSY
        else f"Load {setting.load:.1f} a core, that of the systems included"
    )
    return (
        f"{setting.questions} answerable gold questions, {setting.processor}, {setting.cores} cores, {setting.threads} "
        f"thread{'s' if setting.threads > 1 else ''} a process; encoder sha256 `{setting.encoder_sha256[:12]}…`, reader sha256 "
        f"`{setting.reader_sha256[:12]}…`, gold sha256 `{setting.gold_sha256[:12]}…`. {state}."
    )


def quotes(rivals: Comparison) -> str:
    found = rivals.quotes
    return (
        f"Ours also answers: of the {found.pieces} quotes in its answers to {rivals.answered} of these questions {found.exact} "
        "are, character for character, what their offsets cut out of the file."
    )


def main() -> None:
    text = PAGE.read_text("utf-8")
    for name, content in sections().items():
        text = with_section(text, name, content)
    PAGE.write_text(text, "utf-8")
    README.write_text(with_section(README.read_text("utf-8"), "rivals", beside_others()), "utf-8")


if __name__ == "__main__":
    main()
