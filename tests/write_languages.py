"""Writes the table of other languages anew, in docs/languages.md and, in short, in the README.

    python tests/write_languages.py [REPORT]

The figures are those of REPORT, a report.json of `pourquoi eval run eval/languages/gold.jsonl`, or of docs/languages.json.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.markdown_text import table
from eval.report import Report, read_report
from tests.write_gold_guide import with_section
from tests.write_readme import interval, numbers

ROOT = Path(__file__).parents[1]
PAGE, FIGURES, README = ROOT / "docs" / "languages.md", ROOT / "docs" / "languages.json", ROOT / "README.md"
NAMES = {
    "ar": "Arabic", "cs": "Czech", "el": "Greek", "fa": "Persian", "fi": "Finnish", "he": "Hebrew", "hi": "Hindi",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
METRICS = {
    "recall@8": "a passage that answers is among the eight that are read",
    "answer_rate": "answerable questions answered",
    "first_quote_right": "the first quote answers",
    "right_with_quote": "an accepted answer with a right quote",
    "abstention_recall": "unanswerable questions refused",
    "spans_exact": "quotes that stand where they say",
}
SHOWN = ("answer_rate", "right_with_quote", "abstention_recall")
ASKED = {"own": "asked in the language of the articles", "english": "asked in English"}
Numbers = dict[str, dict[str, list[float | int | None]]]


def figures(report: Report) -> Numbers:
    """By metric and tag: mean, low and high end of the 95 % interval, and n."""
    tags = {group.name: group.estimates for group in report.groups if group.by == "tag"}
    return {metric: {name: numbers(estimates[metric]) for name, estimates in tags.items()} for metric in METRICS}


def short_table(stored: Numbers, metrics: Sequence[str] = tuple(METRICS)) -> str:
    """All languages together, by how they are asked."""
    rows = [
        [f"{METRICS[metric]} (`{metric}`)", *(interval(stored[metric][name]) for name in ASKED)] for metric in metrics
    ]
    return table(["of the questions in 21 other languages", *(f"{title} [95 %]" for title in ASKED.values())], rows)


def long_table(stored: Numbers) -> str:
    """Each language by itself: in its own, and in English."""
    heads = ["articles in", *(f"`{metric}`, {name}" for metric in SHOWN for name in ASKED)]
    rows = [
        [title, *(_value(stored[metric][f"{name}-{code}"]) for metric in SHOWN for name in ASKED)]
        for code, title in sorted(NAMES.items(), key=lambda pair: pair[1])
    ]
    return table(heads, rows)


def _value(stored: "list[float | int | None]") -> str:
    return f"{stored[0]:.2f} ({stored[3]})"


def main(report: Path | None) -> None:
    """Write the file of figures and the tables."""
    if report is not None:
        FIGURES.write_text(json.dumps(figures(read_report(report)), indent=1) + "\n", "utf-8")
    stored = json.loads(FIGURES.read_text("utf-8"))
    page = with_section(PAGE.read_text("utf-8"), "short", short_table(stored))
    PAGE.write_text(with_section(page, "long", long_table(stored)), "utf-8")
    README.write_text(with_section(README.read_text("utf-8"), "languages", short_table(stored, SHOWN)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
