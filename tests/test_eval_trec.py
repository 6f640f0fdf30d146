"""What is exported is scored by trec_eval, through ir-measures, as we score it ourselves."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.errors import FormatError
from eval.formats.trec import NOTHING_FOUND, export_trec
from eval.gold import GoldEvidence
from eval.metrics_retrieval import Ranking, ndcg_at, rank_articles, rank_passages
from eval.report import Report, make_report, read_report, write_report
from eval.rows import Verdict
from index.article import Span
from tests.trec_kit import assert_scored_alike


@pytest.fixture
def stored(small_report: Report, tmp_path: Path) -> Path:
    """The report in its file."""
    path = tmp_path / "report.json"
    write_report(small_report, path)
    return path


def test_a_run_gets_the_same_scores_elsewhere(small_report: Report, tmp_path: Path) -> None:
    assert_scored_alike(small_report, tmp_path / "trec")


def test_any_rankings_grades_and_names_get_the_same_scores_elsewhere(small_report: Report, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same rankings every time
    names = ["a b", "a%20b", "a\u00a0b", "é🎉", "#1", "x\ty", "plain", "lost one", "%none", "-"]
    row = next(row for row in small_report.rows if row.answerable)
    rows = []
    for number in range(60):
        # A name is found or not and gold or not, independently; sometimes nothing is found at all.
        gold = {name: chance.randint(1, 3) for name in chance.sample(names, chance.randint(1, 6))}
        ranking = Ranking(tuple(chance.sample(names[:7], chance.choice([0, 1, 5, 7]))), gold)
        scores = dict(row.scores)
        rank = ranking.first_gold
        for prefix in ("", "article_"):
            for k in (1, 3, 8):
                scores[f"{prefix}recall@{k}"] = float(rank is not None and rank <= k)
            scores[f"{prefix}mrr"] = 1 / rank if rank else 0.0
            scores[f"{prefix}ndcg@8"] = ndcg_at(8, ranking)
        rows.append(replace(row, id=f"q {number}", passages=ranking, articles=ranking, scores=scores))
    assert any(not row.passages.found for row in rows)
    assert_scored_alike(make_report(small_report.provenance, rows), tmp_path / "trec")


def test_the_files_hold_what_was_found_and_all_that_is_gold(small_report: Report, tmp_path: Path) -> None:
    row = next(row for row in small_report.rows if row.answerable)
    found = replace(
        row, id="one", passages=Ranking(("b c:0-9", "a:0-9"), {"a:0-9": 2, "z:3-4": 1}), articles=Ranking((), {"a": 1})
    )
    failed = replace(found, id="two", verdict=Verdict.FAILED)
    nothing_to_find = replace(found, id="three", passages=Ranking(("a:0-9",), {}), articles=Ranking(("a",), {}))
    assert export_trec(make_report(small_report.provenance, [found, failed, nothing_to_find]), tmp_path / "t") == (
        *("passages.run", "passages.qrels", "articles.run", "articles.qrels"),
    )
    texts = {path.name: path.read_text("utf-8") for path in (tmp_path / "t").iterdir()}
    assert texts == {
        "passages.run": "one Q0 b%20c:0-9 1 2 pourquoi\none Q0 a:0-9 2 1 pourquoi\n",
        "passages.qrels": "one 0 a:0-9 2\none 0 z:3-4 1\n",
        "articles.run": f"one Q0 {NOTHING_FOUND} 1 1 pourquoi\n",
        "articles.qrels": "one 0 a 1\n",
    }


def test_the_command_line_exports_a_report_once(stored: Path, tmp_path: Path) -> None:
    arguments = ["export", str(stored), "--out", str(tmp_path / "trec")]
    first = CliRunner().invoke(app, arguments)
    assert (first.exit_code, len(first.stdout.splitlines())) == (0, 4)
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 1
    assert "nothing is overwritten" in again.stderr
    assert CliRunner().invoke(app, ["export", str(tmp_path / "trec"), "--out", str(tmp_path / "x")]).exit_code == 1


def test_an_export_never_lands_on_a_file(small_report: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(FormatError, match="nothing is overwritten"):
        export_trec(small_report, tmp_path / "file")
    with pytest.raises(FormatError, match="cannot be made"):
        export_trec(small_report, tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_report_keeps_its_rankings(small_report: Report, stored: Path) -> None:
    assert [row.passages for row in read_report(stored).rows] == [row.passages for row in small_report.rows]
    assert all(row.gold_rank == row.passages.first_gold for row in small_report.rows)


def span(start: int, end: int, article_id: str = "a") -> Span:
    return Span(article_id, start, end)


def evidence(start: int, end: int, grade: int = 1, article_id: str = "a") -> GoldEvidence:
    return GoldEvidence(span(start, end, article_id), "x" * (end - start), grade)


def test_every_passage_that_holds_evidence_is_gold_and_lost_evidence_is_gold_that_none_finds() -> None:
    chunks = [span(0, 20), span(10, 30), span(30, 40)]
    # 12-18 lies in two chunks, 25-35 in none.
    ranking = rank_passages([chunks[2], chunks[1]], [evidence(12, 18), evidence(25, 35)], chunks)
    assert ranking == Ranking(("a:30-40", "a:10-30"), {"a:0-20": 1, "a:10-30": 1, "a:25-35": 1})
    assert ranking.first_gold == 2
    # 1/log2(3) of 1/log2(2) + 1/log2(3) + 1/log2(4): .6309 / 2.1309
    assert ndcg_at(8, ranking) == pytest.approx(0.6309 / 2.1309, abs=1e-4)


def test_where_articles_were_judged_every_part_of_them_is_gold() -> None:
    chunks = [span(0, 20), span(20, 40), span(0, 40, "b")]
    ranking = rank_passages([chunks[2], chunks[1]], [evidence(0, 40, 3)], chunks, by_article=True)
    assert ranking == Ranking(("b:0-40", "a:20-40"), {"a:0-20": 3, "a:20-40": 3})


def test_an_article_ranks_where_its_first_passage_does() -> None:
    found = [span(0, 9, "b"), span(0, 9), span(9, 20, "b"), span(0, 9, "c")]
    assert rank_articles(found, [evidence(0, 9, 2), evidence(20, 30), evidence(0, 9, 1, "d")]) == Ranking(
        ("b", "a", "c"), {"a": 2, "d": 1}
    )


def test_ndcg_counts_the_grades_and_discounts_the_ranks() -> None:
    ranking = Ranking(("x", "a", "b"), {"a": 1, "b": 3, "c": 2})
    # DCG@3 = 0 + 1/log2(3) + 3/log2(4) = .6309 + 1.5; the best is 3 + 2/log2(3) + 1/log2(4) = 3 + 1.2619 + .5
    assert ndcg_at(3, ranking) == pytest.approx(2.1309 / 4.7619, abs=1e-4)
    # Of the first two only a counts: .6309 of 3 + 1.2619.
    assert ndcg_at(2, ranking) == pytest.approx(0.6309 / 4.2619, abs=1e-4)
    assert ndcg_at(3, Ranking(("x",), {})) is None
    assert ndcg_at(3, Ranking((), {"a": 1})) == 0
