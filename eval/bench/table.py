"""Retrieval figures as a Markdown table."""

from collections.abc import Sequence

from eval.bench.methods import Method
from eval.bench.retrieval import METRICS, RetrievalFigures
from eval.intervals import Estimate
from eval.markdown_text import table

_CALLED = {
    Method.BM25: "BM25 alone",
    Method.DENSE: "dense alone (FAISS)",
    Method.FUSED: "fused",
    Method.LATE: "fused, late interaction",
    Method.READ: "the same, and read",
}


def retrieval_table(figures: Sequence[RetrievalFigures]) -> str:
    """One line for each set and method: the means in percent with their intervals."""
    heads = ["set", "ranked by", "questions (articles)", *(f"{name} [95 %]" for name in METRICS)]
    rows = [
        [
            one.name,
            _CALLED[method],
            f"{one.questions} ({one.articles})",
            *(shown(one.methods[method.value][name]) for name in METRICS),
        ]
        for one in figures
        for method in Method
    ]
    return table(heads, rows)


def shown(estimate: Estimate) -> str:
    """In percent: `83.0 [76.1, 89.2]`, without interval where there is none, a dash where there is no value."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{100 * estimate.value:.1f}"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"
