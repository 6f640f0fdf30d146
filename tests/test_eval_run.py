"""Tests of a run from gold to report, over the whole product with hashed words in place of the encoder."""

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.aggregate import group_rows, latencies
from eval.errors import GoldError, ReportError
from eval.gold import WITHOUT_ANSWER, GoldEvidence, GoldQuestion, Kind, load_gold
from eval.markdown import headline_table, to_markdown
from eval.metrics import METRICS, Corpus
from eval.provenance import commit_of
from eval.report import Report, make_report, read_report, write_report
from eval.risk import judge_confidence
from eval.rows import Row, Verdict, make_rows
from eval.run import Failure, Outcome, run
from eval.session import REPORT_JSON, REPORT_MARKDOWN, evaluate, save
from index.article import Span
from rag.answer import Answer
from rag.confidence import packaged_model
from rag.pipeline import Judgement, Pipeline
from rag.reader.layers import computes_in
from rag.wire import Engine
from tests.small_reports import GOLD, report_on

# Two words of the first seed that no other passage puts together.
ANSWERABLE = GoldQuestion(
    "yes", "Jakub Pachocki", "fr", Kind.FACTOID, answerable=True, answers=("Pachocki",), evidence=()
)
UNANSWERABLE = GoldQuestion("no", "xyzzy plugh", "en", Kind.UNANSWERABLE, answerable=False, answers=(), evidence=())


@pytest.fixture(scope="module")
def report(hashed_seeds: Engine) -> Report:
    return report_on(hashed_seeds, "fr")


def rows_of(hashed_seeds: Engine, gold: list[GoldQuestion], ask: Callable[[str], Answer]) -> tuple[Row, ...]:
    contents = hashed_seeds.pipeline().searcher.generation.contents
    return make_rows(tuple(run(gold, ask)), Corpus.of(contents))


def test_a_question_that_crashes_is_a_row_and_the_rest_is_asked(hashed_seeds: Engine) -> None:
    pipeline = hashed_seeds.pipeline()

    def ask(question: str) -> Answer:
        if question == "boom":
            raise ZeroDivisionError("by hand")
        return pipeline.answer(question)

    gold = [
        replace(UNANSWERABLE, id=name, question=text)
        for name, text in [("1", "xyzzy plugh"), ("2", "boom"), ("3", "plugh xyzzy")]
    ]
    outcomes = list(run(gold, ask))
    assert [outcome.gold.id for outcome in outcomes] == ["1", "2", "3"]
    assert outcomes[1].result == Failure("ZeroDivisionError: by hand")
    rows = rows_of(hashed_seeds, gold, ask)
    assert [row.verdict for row in rows] == [Verdict.UNFOUNDED, Verdict.FAILED, Verdict.UNFOUNDED]
    assert set(rows[1].scores.values()) == {None}
    everything = group_rows(rows)[0]
    assert (everything.rows, everything.failed, everything.estimates["abstention_recall"].n) == (3, 1, 2)


def test_an_interrupt_ends_the_run() -> None:
    def ask(_question: str) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run([UNANSWERABLE], ask))


def test_metrics_that_do_not_apply_are_none(hashed_seeds: Engine) -> None:
    pipeline = hashed_seeds.pipeline()
    (row,) = rows_of(hashed_seeds, [UNANSWERABLE], pipeline.answer)
    applied = {name for name, score in row.scores.items() if score is not None}
    about_any_answer = {
        "answers_right",
        "confidence_given",
        "no_false_conflict",
        "claim_coverage",
        "answer_language_right",
    }
    assert applied == {*about_any_answer, "abstention_recall", "spans_exact"}
    assert row.scores["answers_right"] == 0
    assert row.scores["abstention_recall"] == 0


def test_an_answer_is_scored_against_its_gold(hashed_seeds: Engine) -> None:
    pipeline = hashed_seeds.pipeline()
    answer = pipeline.answer(ANSWERABLE.question)
    first = answer.citations[0]
    where = Span(first.article.id, first.offsets.start, first.offsets.end)
    gold = replace(ANSWERABLE, evidence=(GoldEvidence(where, first.quote),))
    (row,) = rows_of(hashed_seeds, [gold], pipeline.answer)
    assert row.verdict is Verdict.RIGHT
    assert row.gold_rank == 1
    perfect = ("recall@1", "mrr", "first_quote_right", "answer_found", "quote_recall", "answers_right", "spans_exact")
    assert [row.scores[name] for name in perfect] == [1] * len(perfect)
    # What is cited beyond the gold quote costs precision and nothing else.
    cited = sum(len(c.quote) for c in answer.citations)
    assert row.scores["quote_precision"] == pytest.approx(len(first.quote) / cited)


def test_a_refusal_misses_what_is_answerable_and_is_right_otherwise(hashed_seeds: Engine) -> None:
    # Hashed words match so well that confidence rounds to 1, so only a threshold beyond every probability refuses them.
    pipeline = hashed_seeds.pipeline()
    confidence = packaged_model(pipeline.finder.confidence_file).model
    refusing = Pipeline(pipeline.embedder, pipeline.searcher, pipeline.finder, Judgement(confidence, 2.0))
    gold = load_gold(GOLD)
    some = [next(q for q in gold if q.answerable), UNANSWERABLE]
    missed, refused = rows_of(hashed_seeds, some, refusing.answer)
    assert (missed.verdict, refused.verdict) == (Verdict.MISSED, Verdict.REFUSED)
    assert (missed.scores["first_quote_right"], missed.scores["quote_recall"], missed.scores["quote_precision"]) == (
        0,
        0,
        None,
    )
    assert (missed.scores["abstention_precision"], refused.scores["abstention_precision"]) == (0, 1)
    assert refused.scores["answers_right"] is None


def test_gold_that_indexing_lost_stays_in_the_denominator_and_is_named(hashed_seeds: Engine) -> None:
    article = next(iter(hashed_seeds.pipeline().searcher.generation.contents.articles.values()))
    whole = Span(article.id, 0, len(article.text))  # no chunk holds a whole article
    gold = replace(ANSWERABLE, evidence=(GoldEvidence(whole, article.text),))
    rows = rows_of(hashed_seeds, [gold], hashed_seeds.pipeline().answer)
    assert rows[0].scores["recall@8"] == 0
    lost = make_report(evaluate(hashed_seeds, GOLD, load_gold(GOLD, "de")).provenance, rows).lost
    assert (lost.evidence, lost.of_evidence, lost.questions) == (1, 1, ("yes",))


def test_percentiles_are_by_stage_over_all_answers(report: Report) -> None:
    row = report.rows[0]
    rows = [replace(row, timings_ms={"read": float(ms)}) for ms in (10, 20, 30, 40, 50)]
    (stage,) = latencies(rows)
    # Ranks from 0 to 4: the median is rank 2, the 95th percentile rank 3.8, which is 40 + .8 * 10.
    assert (stage.stage, stage.p50_ms, stage.p95_ms, stage.n) == ("read", 30, pytest.approx(48), 5)


def test_confidence_is_judged_by_what_was_answerable_and_by_what_was_right(report: Report) -> None:
    row = report.rows[0]

    def case(confidence: float | None, right: float | None, *, answerable: bool) -> Row:
        return replace(row, confidence=confidence, answerable=answerable, scores={**row.scores, "answers_right": right})

    rows = [
        case(0.8, 1, answerable=True),
        case(0.6, 0, answerable=True),
        case(0.7, 0, answerable=False),
        case(0.1, None, answerable=False),  # refused
        case(None, None, answerable=True),  # failed
    ]
    quality = judge_confidence(rows)
    # Answerable .8 .6 against .7 .1: three of four pairs. Right .8 against .6 .7: both.
    assert (quality.auroc_answerable.value, quality.auroc_right.value) == (0.75, 1)
    assert (quality.asked, quality.given) == (4, 3)
    assert quality.brier.value == pytest.approx((0.2**2 + 0.6**2 + 0.7**2) / 3)
    assert judge_confidence([]).auroc_answerable.value is None


def test_groups_are_all_languages_and_kinds_and_their_counts_add_up(report: Report) -> None:
    rows = report.rows
    for by in ("language", "kind"):
        groups = [group for group in report.groups if group.by == by]
        assert sum(group.rows for group in groups) == len(rows)
        assert sum(group.estimates["recall@8"].n for group in groups) == sum(row.answerable for row in rows)


def test_a_report_reads_back_as_it_was_written(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "new" / "folder")
    assert read_report(tmp_path / "new" / "folder" / REPORT_JSON) == report
    assert (tmp_path / "new" / "folder" / REPORT_MARKDOWN).read_text("utf-8") == to_markdown(report)


def test_what_is_no_report_is_refused(report: Report, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be read"):
        read_report(tmp_path / "none.json")
    path = tmp_path / "report.json"
    write_report(report, path)
    path.write_text(path.read_text("utf-8").replace('"generation"', '"index"'), "utf-8")
    with pytest.raises(ReportError, match=r"provenance\.generation"):
        read_report(path)


def test_a_report_says_what_it_was_made_from(report: Report, hashed_seeds: Engine) -> None:
    made = report.provenance
    assert made.encoder == "hashing"
    assert made.generation == hashed_seeds.library.open().name
    assert (made.articles, made.passages) == (5, len(hashed_seeds.pipeline().searcher.generation.contents.chunks))
    assert len(made.gold_sha256) == 64
    assert made.settings["min_confidence"] == "0.0"
    # int8 and bfloat16 mark some words differently, so two reports that disagree may owe it to this.
    assert made.computes_in == computes_in()


def test_a_report_that_does_not_say_what_was_computed_in_is_read(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(report, path)
    record = json.loads(path.read_text("utf-8"))
    del record["provenance"]["computes_in"]
    path.write_text(json.dumps(record), "utf-8")
    assert read_report(path).provenance.computes_in == "unknown"


def test_the_commit_is_read_from_the_folder_git_keeps(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    git = tmp_path / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    assert commit_of(tmp_path) is None
    (git / "packed-refs").write_text(f"# pack-refs\n{'b' * 40} refs/heads/main\n")
    assert commit_of(tmp_path) == "b" * 40
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "refs" / "heads" / "main").write_text("a" * 40 + "\n")
    assert commit_of(tmp_path) == "a" * 40
    (git / "HEAD").write_text("c" * 40 + "\n")
    assert commit_of(tmp_path) == "c" * 40


def test_the_commit_of_a_worktree_is_its_own_and_its_branch_may_be_kept_with_the_others(tmp_path: Path) -> None:
    tree, beside = tmp_path / "tree", tmp_path / "beside"

    def git(*words: str, folder: Path = tree) -> str:
        told = ["-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", "-C", folder, *told, *words], capture_output=True, text=True, check=True).stdout

    tree.mkdir()
    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message=one")
    git("worktree", "add", "--quiet", "-b", "été", str(beside))
    git("commit", "--quiet", "--allow-empty", "--message=two", folder=beside)
    own = git("rev-parse", "HEAD", folder=beside).strip()
    assert commit_of(beside) == own != commit_of(tree) == git("rev-parse", "HEAD").strip()
    git("pack-refs", "--all")
    assert commit_of(beside) == own
    git("checkout", "--quiet", "--detach", folder=beside)
    assert commit_of(beside) == own


def test_the_markdown_shows_every_metric_its_n_and_every_question_that_went_wrong(report: Report) -> None:
    text = to_markdown(report)
    assert all(f"| {metric.name} |" in text for metric in METRICS)
    wrong = [row for row in report.rows if row.verdict not in {Verdict.RIGHT, Verdict.REFUSED}]
    assert wrong
    assert all(row.id in text for row in wrong)
    assert f"({sum(row.answerable for row in report.rows)})" in headline_table(report)
    # No question of the kinds without an answer has a recall; recall@1 stands in the table by kind alone.
    (by_kind,) = [line for line in text.splitlines() if line.startswith("| recall@1 |")]
    assert by_kind.count("–") == sum(kind in {row.kind for row in report.rows} for kind in WITHOUT_ANSWER)


def test_a_report_with_a_failure_says_that_it_is_not_to_be_trusted(report: Report) -> None:
    assert report.trustworthy
    broken = make_report(report.provenance, [replace(report.rows[0], verdict=Verdict.FAILED, error="E: *why*")])
    assert not broken.trustworthy
    assert "Not to be trusted: 1 questions failed" in to_markdown(broken)
    assert r"E: \*why\*" in to_markdown(broken)


def test_gold_that_does_not_fit_the_index_is_not_asked(hashed_seeds: Engine) -> None:
    gold = load_gold(GOLD, "de")
    off = [replace(q, evidence=tuple(replace(e, quote="x" + e.quote[1:]) for e in q.evidence)) for q in gold]
    with pytest.raises(GoldError, match="seeds-de-001: evidence: at"):
        evaluate(hashed_seeds, GOLD, off, watch=lambda _outcomes: pytest.fail("asked"))


def test_gold_that_is_taken_away_while_it_is_asked_is_told_as_it_was_read(hashed_seeds: Engine, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOLD.read_bytes())
    questions = load_gold(path, "de")

    def gone(outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
        path.unlink()
        return outcomes

    made = evaluate(hashed_seeds, path, questions, gone).provenance
    assert made.gold_sha256 == hashlib.sha256(GOLD.read_bytes()).hexdigest()
    with pytest.raises(GoldError, match="cannot be read"):
        evaluate(hashed_seeds, path, questions, lambda _outcomes: pytest.fail("asked"))


def test_each_outcome_is_seen_as_it_comes(hashed_seeds: Engine) -> None:
    seen: list[Outcome] = []
    evaluate(hashed_seeds, GOLD, load_gold(GOLD, "de"), watch=lambda outcomes: (seen.append(o) or o for o in outcomes))
    assert len(seen) == 39
