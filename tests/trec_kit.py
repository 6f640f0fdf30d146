"""Scores a report's TREC files with trec_eval, through ir-measures, and compares them with ours."""

from pathlib import Path

import pytest

from eval.formats.trec import export_trec
from eval.report import Report

# Our names, and what ir-measures calls the same. Recall is success there: one gold passage suffices.
PASSAGES = {"recall@1": "Success@1", "recall@3": "Success@3", "recall@8": "Success@8", "mrr": "RR", "ndcg@8": "nDCG@8"}
ARTICLES = {
    "article_recall@1": "Success@1",
    "article_recall@3": "Success@3",
    "article_mrr": "RR",
    "article_ndcg@8": "nDCG@8",
}


def scored_elsewhere(folder: Path, level: str, measures: list[str]) -> dict[str, float]:
    ir_measures = pytest.importorskip("ir_measures", reason="ir-measures has no wheel for ARM on Linux")
    parsed = {name: ir_measures.parse_measure(name) for name in set(measures)}
    qrels = list(ir_measures.read_trec_qrels(str(folder / f"{level}.qrels")))
    run = list(ir_measures.read_trec_run(str(folder / f"{level}.run")))
    found = ir_measures.calc_aggregate(list(parsed.values()), qrels, run)
    return {name: found[measure] for name, measure in parsed.items()}


def assert_scored_alike(report: Report, folder: Path) -> None:
    export_trec(report, folder)
    for level, names in (("passages", PASSAGES), ("articles", ARTICLES)):
        theirs = scored_elsewhere(folder, level, list(names.values()))
        for ours, name in names.items():
            assert report.groups[0].estimates[ours].value == pytest.approx(theirs[name], abs=1e-9), ours
