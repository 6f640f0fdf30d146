"""Writes what the README shows of the product anew: a real answer, and the table of figures.

    python tests/write_readme.py [REPORT]

The figures are those of REPORT, a report.json of `pourquoi eval run`; without one the gold is asked first, some minutes.
`tests/test_readme.py` checks that the README says what docs/figures.json says, and that the product still does.
"""

import io
import json
import sys
import tempfile
import tomllib
from pathlib import Path

from rich.console import Console

from eval.gold import load_gold
from eval.intervals import Estimate
from eval.markdown_text import table
from eval.report import Report, read_report
from eval.session import evaluate
from rag.reader.figure_tables import reader_table
from rag.render import show_answer
from rag.settings import Settings
from rag.wire import Engine, open_engine
from tests.write_gold_guide import with_section

ROOT = Path(__file__).parents[1]
EVALUATION, READER, ABSTENTION = (
    ROOT / "docs" / name for name in ("evaluation.md", "reader.json", "risk-coverage.json")
)
CONFIDENCE = ROOT / "rag" / "confidence_reader.toml"
README, FIGURES, GOLD = ROOT / "README.md", ROOT / "docs" / "figures.json", ROOT / "eval" / "gold" / "seeds.jsonl"
QUESTION = "why did Jan Leike resign?"
GROUPS = ("all", "en", "fr", "de", "es")
# The metrics of the table, and what a newcomer would call them.
METRICS = {
    "recall@1": "a passage that answers is first",
    "recall@8": "… or among the first eight",
    "first_quote_right": "the first quote answers",
    "answer_found": "an accepted answer is quoted",
    "right_with_quote": "… and one of the quotes is a right one",
    "answer_rate": "answerable questions answered",
    "abstention_recall": "unanswerable questions refused",
    "spans_exact": "quotes that stand where they say",
}


def figures(report: Report) -> dict[str, dict[str, list[float | int | None]]]:
    """By metric and group: mean, low and high end of the 95 % interval, and n."""
    groups = {group.name: group for group in report.groups if group.by != "kind"}
    return {metric: {name: numbers(groups[name].estimates[metric]) for name in GROUPS} for metric in METRICS}


def numbers(estimate: Estimate) -> list[float | int | None]:
    """Mean, low and high end of the 95 % interval, and n, as they are kept in a file."""
    # Of three digits a table of two would be rounded twice: 16/26 = .6154 → .615 → .61.
    ends = (None if end is None else round(end, 4) for end in (estimate.value, estimate.low, estimate.high))
    return [*ends, estimate.n]


def figures_table(stored: dict[str, dict[str, list[float | int | None]]]) -> str:
    """The README's table."""
    heads = ["of the gold questions", "all [95 %]", "English", "French", "German", "Spanish"]
    rows = []
    for metric, title in METRICS.items():
        cells = [f"{title} (`{metric}`)"]
        for name in GROUPS:
            value, low, high, n = stored[metric][name]
            interval = f" [{low:.2f}, {high:.2f}]" if name == "all" and low is not None else ""
            cells.append("–" if value is None else f"{value:.2f}{interval} ({n})")
        rows.append(cells)
    return table(heads, rows)


def reader_figures() -> str:
    """The README's table of what the reader is worth, out of docs/reader.json, which `pourquoi eval reader` writes."""
    return reader_table(json.loads(READER.read_text("utf-8"))["sets"])


def abstention_table() -> str:
    """What is refused by set, out of docs/risk-coverage.json, which `pourquoi eval fit-confidence` writes."""
    stored = json.loads(ABSTENTION.read_text("utf-8"))
    heads = ["set", "unanswerable refused [95 %] (n)", "refused that was unanswerable [95 %] (n)"]
    rows = [
        [row["name"], *(interval(row[name]) for name in ("refusal_recall", "refusal_precision"))]
        for row in stored["sets"]
    ]
    threshold = stored["sets"][0]["threshold"]
    return f"At the threshold of {threshold:.2f}, in articles that it was not chosen on:\n\n{table(heads, rows)}"


def calibration_table() -> str:
    """What confidence is worth by set, out of the fitted model's own file."""
    held_out = tomllib.loads(CONFIDENCE.read_text("utf-8"))["fit"]["held_out"]
    columns = {
        "AUROC": "auroc",
        "ECE": "calibration_error",
        "Brier": "brier",
        "AURC": "aurc",
        "coverage at 5 % risk": "coverage_at_5",
        "… by the reader's margin": "raw_coverage_at_5",
        "answerable refused": "refused_answerable",
        "near misses refused": "refused_near_miss",
        "off topic refused": "refused_off_topic",
    }
    rows = [
        [name, str(row["observations"]), *(f"{row[key]:.3f}" if key in row else "–" for key in columns.values())]
        for name, row in held_out.items()
    ]
    return table(["set", "n", *columns], rows)


def interval(stored: "list[float | int | None]") -> str:
    """A mean with its interval and n, as `numbers` gives them, for a table."""
    value, low, high, n = stored
    return "–" if value is None or low is None else f"{value:.2f} [{low:.2f}, {high:.2f}] ({n})"


def shown_answer(engine: Engine) -> str:
    """What `pourquoi ask` prints, on 100 columns."""
    pipeline = engine.pipeline()
    page = io.StringIO()
    articles = dict(pipeline.searcher.generation.contents.articles)
    show_answer(pipeline.answer(QUESTION), Console(file=page, width=100, highlight=False), articles)
    return "```text\n" + "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n```"


def main(report: Path | None) -> None:
    """Write both files, and the sections of docs/evaluation.md that follow from other figures."""
    with tempfile.TemporaryDirectory() as home:
        engine = open_engine(Settings(home=Path(home)))
        engine.index((ROOT / "seeds",), lambda _done, _total: None)
        stored = figures(read_report(report) if report else evaluate(engine, GOLD, load_gold(GOLD)))
        answer = shown_answer(engine)
    FIGURES.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    readme = README.read_text("utf-8")
    readme = with_section(with_section(readme, "answer", answer), "figures", figures_table(stored))
    README.write_text(with_section(readme, "reader", reader_figures()), "utf-8")
    described = with_section(EVALUATION.read_text("utf-8"), "abstention", abstention_table())
    EVALUATION.write_text(with_section(described, "calibration", calibration_table()), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
