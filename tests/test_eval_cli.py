"""Tests of `pourquoi eval` through the real encoder, and of what it says when something is wrong."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.cli_gates import BASELINE, GATES, hold, read_standard
from eval.html.page import REPORT_HTML
from eval.report import Report, read_report
from eval.session import REPORT_JSON, REPORT_MARKDOWN
from index.encoder.source import PACKAGED
from rag.pipeline import Pipeline
from rag.wire import Engine
from tests.gold_run import GoldRun
from tests.trec_kit import assert_scored_alike

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "eval" / "gold" / "seeds.jsonl"
# Five questions (of 184, for abstention of 89) below what docs/figures.json and the reports of that reader say was measured:
# these catch what breaks and not what gets a little worse.
FLOORS = {
    "recall@8": 0.95,
    "recall@3": 0.85,
    "recall@1": 0.64,
    "mrr": 0.75,
    "first_quote_right": 0.73,
    "answer_found": 0.83,
    "abstention_recall": 0.68,
}
# Asked by hand, in no gold file: nothing to do with the articles.
OFF_TOPIC = (
    *("What is the capital of Australia?", "asdf qwer", "Quelle est la recette de la ratatouille ?"),
    *("?", "Why", "why?", "Pourquoi ?", "quoi", "a", "ü" * 2_000, "!!!"),
)


@pytest.fixture(scope="module")
def in_root() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield


def mean(report: Report, metric: str) -> float:
    value = report.groups[0].estimates[metric].value
    assert value is not None
    return value


def test_the_whole_gold_is_asked_without_a_failure(gold_run: GoldRun) -> None:
    assert gold_run.status == 0
    assert gold_run.report.trustworthy
    assert len(gold_run.report.rows) == len(GOLD.read_text("utf-8").splitlines())
    assert gold_run.report.lost.questions == ()


def test_every_quote_re_slices_from_its_article_in_all_three_units(gold_run: GoldRun) -> None:
    assert gold_run.report.groups[0].estimates["spans_exact"].n > 0
    assert mean(gold_run.report, "spans_exact") == 1


def test_what_is_asked_is_found_and_refused_at_least_as_well_as_when_it_was_measured(gold_run: GoldRun) -> None:
    missed = {
        name: mean(gold_run.report, name) for name, floor in FLOORS.items() if mean(gold_run.report, name) < floor
    }
    assert missed == {}


def test_the_run_gets_the_same_scores_elsewhere(gold_run: GoldRun, tmp_path: Path) -> None:
    assert_scored_alike(gold_run.report, tmp_path / "trec")


def test_the_table_is_printed_and_the_report_written(gold_run: GoldRun) -> None:
    assert "| metric | all (273) |" in gold_run.stdout
    assert re.search(r"\| recall@8 \| 0\.\d{3} \[0\.\d{3}, [01]\.\d{3}\] \(\d+\) \|", gold_run.stdout)
    assert gold_run.stdout.strip() in (gold_run.out / REPORT_MARKDOWN).read_text("utf-8")


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_a_question_off_topic_is_refused(pipeline: Pipeline, question: str) -> None:
    answer = pipeline.answer(question)
    assert not answer.answerable
    assert answer.citations == ()


def test_the_question_of_the_readme_is_answered(pipeline: Pipeline) -> None:
    answer = pipeline.answer("why did Jan Leike resign?")
    assert answer.answerable
    assert any("désaccord" in citation.quote for citation in answer.citations)


def test_confidence_was_fitted_with_the_encoder_and_the_reader_in_use(engine: Engine, pipeline: Pipeline) -> None:
    fit = tomllib.loads((ROOT / "rag" / pipeline.finder.confidence_file).read_text("utf-8"))["fit"]
    assert engine.settings.encoder == engine.settings.reader == PACKAGED
    # If not: pourquoi eval fit-confidence DATA.
    assert fit["encoder_checksum"] == engine.embedder.identity.checksum
    assert fit["finder"] == pipeline.finder.name


def test_gold_is_checked_against_the_index_where_there_is_one(gold_run: GoldRun) -> None:
    result = CliRunner().invoke(app, ["check", "--home", str(gold_run.home)])
    assert (result.exit_code, result.stdout) == (0, "273 questions, every quote stands where it says\n")


@pytest.mark.usefixtures("in_root")
def test_gold_is_checked_against_the_seeds_where_there_is_no_index(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--home", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "273 questions, every quote stands where it says\n")


def test_a_seed_that_cannot_be_read_is_told_where_the_gold_is_checked_against_the_seeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bakery.txt").write_text("Bruno opened a bakery in Corby.", "utf-8")
    (tmp_path / "seeds" / "latin.txt").write_bytes(b"caf\xe9")
    question = {"id": "q1", "question": "Who opened a bakery?", "language": "en", "kind": "factoid", "answerable": True}
    evidence = [{"article_id": "bakery", "start": 0, "end": 5, "quote": "Bruno"}]
    (tmp_path / "gold.jsonl").write_text(json.dumps({**question, "answers": ["Bruno"], "evidence": evidence}), "utf-8")
    result = CliRunner().invoke(app, ["check", "gold.jsonl", "--home", str(tmp_path / "home")])
    assert result.exit_code == 0
    assert result.stderr.startswith("left out: ")
    assert "latin.txt" in result.stderr


@pytest.mark.usefixtures("in_root")
def test_each_problem_of_the_gold_is_told_and_the_status_is_1(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()[:2]]
    for line in lines:
        line["evidence"][0]["start"] += 1
        line["evidence"][0]["end"] += 1
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    result = CliRunner().invoke(app, ["check", str(gold), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert [f"{gold}: {line['id']}: evidence" in result.stderr for line in lines] == [True, True]


@pytest.mark.usefixtures("models_in_memory")
def test_a_run_over_gold_that_does_not_fit_is_not_to_be_trusted(gold_run: GoldRun, tmp_path: Path) -> None:
    line = json.loads(GOLD.read_text("utf-8").splitlines()[0])
    line["evidence"][0]["article_id"] = "elsewhere"
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(line), "utf-8")
    arguments = ["run", str(gold), "--home", str(gold_run.home), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert "there is no article 'elsewhere'" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("models_in_memory")
def test_a_run_with_a_question_that_failed_is_reported_and_not_to_be_trusted(gold_run: GoldRun, tmp_path: Path) -> None:
    first, second = GOLD.read_text("utf-8").splitlines()[:2]
    too_long = json.loads(second) | {"question": "why " * 501}  # 2,003 characters once trimmed, of 2,000 allowed
    gold = tmp_path / "gold.jsonl"
    gold.write_text(first + "\n" + json.dumps(too_long), "utf-8")
    result = CliRunner().invoke(app, ["run", str(gold), "--home", str(gold_run.home), "--out", str(tmp_path)])
    assert result.exit_code == 2
    told = f"1 question failed and is left out of the scores: {too_long['id']}"
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    report = read_report(tmp_path / REPORT_JSON)
    assert [row.error is None for row in report.rows] == [True, False]
    assert str(report.rows[1].error).startswith("QuestionError: the question has 2003 characters")


@pytest.mark.usefixtures("models_in_memory")
def test_a_run_against_a_report_tells_what_changed(gold_run: GoldRun, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(GOLD.read_text("utf-8").splitlines()[0], "utf-8")
    arguments = ["run", str(gold), "--home", str(gold_run.home), "--out", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, "--against", str(gold_run.out / REPORT_JSON)])
    assert result.exit_code == 0
    told = (tmp_path / REPORT_MARKDOWN).read_text("utf-8")
    others = len(gold_run.report.rows) - 1
    assert f"1 questions were asked both times, 0 only now, {others} only before" in told
    assert "No question came out differently." in told
    assert "Against the baseline" in (tmp_path / REPORT_HTML).read_text("utf-8")
    assert "Against the baseline" not in (gold_run.out / REPORT_HTML).read_text("utf-8")


def test_a_baseline_that_is_no_report_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    arguments = ["run", str(GOLD), "--home", str(tmp_path), "--out", str(tmp_path / "out"), "--against", str(GOLD)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert f"{GOLD} is no report of this version" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_gold_file_that_is_not_there_is_one_line_and_status_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(tmp_path / "none.jsonl"), "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr.startswith("pourquoi eval: ")
    assert "Traceback" not in result.stderr


def test_data_that_is_not_there_cannot_be_fitted_on(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["fit-confidence", str(tmp_path), "--out", str(tmp_path / "model.toml")])
    assert result.exit_code == 1
    assert "xquad.en.json cannot be read" in result.stderr
    assert not (tmp_path / "model.toml").exists()


@pytest.mark.usefixtures("in_root", "models_in_memory")
def test_one_language_is_asked_alone_and_the_seeds_are_indexed_where_there_is_no_index(
    gold_run: GoldRun, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(GOLD.read_text("utf-8").splitlines()[::6]), "utf-8")
    arguments = ["run", str(gold), "--home", str(tmp_path / "new"), "--out", str(tmp_path), "--limit-to", "de"]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    alone = {row.id: row.scores for row in read_report(tmp_path / REPORT_JSON).rows}
    # The same questions score the same in an index made anew, whatever is asked beside them.
    german = {row.id: row.scores for row in gold_run.report.rows[::6] if row.language == "de"}
    assert len(german) >= 5
    assert alone == german


def test_the_seeds_pass_their_gates(gold_run: GoldRun, tmp_path: Path) -> None:
    # If not, and what changed is meant to: `pourquoi eval run && pourquoi eval baseline`.
    assert hold(gold_run.report, tmp_path, read_standard(ROOT / GATES, ROOT / BASELINE)) == 0


@pytest.mark.usefixtures("models_in_memory")
def test_a_gate_that_fails_is_told_and_is_the_exit_status(engine: Engine, tmp_path: Path) -> None:
    gold, gates = tmp_path / "gold.jsonl", tmp_path / "gates.toml"
    gold.write_text(GOLD.read_text("utf-8").splitlines()[0], "utf-8")
    gates.write_text('[[floor]]\nmetric = "answer_rate"\nat_most = 0.5\n', "utf-8")
    out = tmp_path / "out"
    arguments = ["run", str(gold), "--home", str(engine.settings.home), "--out", str(out), "--gates", str(gates)]
    result = CliRunner().invoke(app, [*arguments, "--gate"])
    assert result.exit_code == 1
    assert "1 of 1 gates failed" in result.stdout
    page = (out / REPORT_HTML).read_text("utf-8")
    assert '<p class="error">1 of 1 gates failed.</p>' in page
    assert "answer_rate: at most 0.5" in page
    written = sorted(path.name for path in out.iterdir())
    assert written == ["gates.md", "junit.xml", "report.html", "report.json", "report.md"]


def test_gates_that_cannot_be_read_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["run", str(GOLD), "--home", str(tmp_path), "--gate", "--gates", str(tmp_path / "no")]
    )
    assert result.exit_code == 2
    assert "the gates" in result.stderr
    assert list(tmp_path.iterdir()) == []
