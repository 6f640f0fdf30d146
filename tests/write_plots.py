"""Draws docs/risk-coverage.svg from docs/risk-coverage.json, which `pourquoi eval fit-confidence --curves` writes.

python tests/write_plots.py
"""

import json
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    stored = json.loads((DOCS / "risk-coverage.json").read_text("utf-8"))
    # The same data give the same bytes.
    mpl.rcParams["svg.hashsalt"] = "risk-coverage"
    figure, axes = plt.subplots(figsize=(8, 5))
    for number, found in enumerate(stored["sets"]):
        wide = found["name"] == "all"
        curve, raw = found["confidence"], found["raw"]
        color = "black" if wide else f"C{number - 1}"
        axes.plot(curve["coverage"], curve["risk"], color=color, linewidth=2.5 if wide else 1, label=found["name"])
        if wide:
            axes.plot(raw["coverage"], raw["risk"], color="gray", linestyle="--", label="all, the reader's raw score")
            given = [c for c, t in zip(curve["coverage"], curve["threshold"], strict=True) if t >= found["threshold"]]
            axes.axvline(
                max(given, default=0), color="black", linestyle=":", label=f"threshold {found['threshold']:.2f}"
            )
    axes.axhline(0.05, color="red", linewidth=0.7)
    axes.set_xlabel("coverage: share of all questions answered (half of them have an answer)")
    axes.set_ylabel("risk: share of the answers that are wrong")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 0.7)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(DOCS / "risk-coverage.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
