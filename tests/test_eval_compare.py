"""Tests of comparing two runs, and of a run as JUnit XML."""

import hashlib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.compare import compare_markdown, compare_text
from eval.decide import Decision, JudgedGate, State
from eval.decision_text import reason
from eval.errors import ReportError
from eval.gold import gold_line, load_gold
from eval.junit import write_junit
from eval.metrics import METRICS
from eval.paired import Case, Change, changed, differ, flipped, pair, worse
from eval.provenance import Provenance
from eval.record import Asked, Made, Record, read_baseline, record_of, write_baseline
from eval.report import Report, make_report
from eval.rows import Verdict
from eval.session import save
from index.encoder.hashing import HashingEmbedder
from tests.gate_runs import GOLD, Product

MADE = Made("2024-06-01T00:00:00Z", "0.1", "c" * 40, "encoder", "e", "reader", "gold.jsonl", "g" * 64, "a" * 64)


def run_of(rights: list[float | None], **metrics: float | None) -> Record:
    """A question for each value of first_quote_right, two to an article; the verdict follows."""
    blank: dict[str, float | None] = {metric.name: None for metric in METRICS}
    questions = {
        f"q{n}": Asked(
            "fr" if n % 2 else "en",
            "why",
            f"article-{n // 2}",
            Verdict.RIGHT if right else Verdict.WRONG,
            {**blank, "first_quote_right": right, **metrics},
        )
        for n, right in enumerate(rights)
    }
    return Record(MADE, questions)


BEFORE = run_of([1, 1, 1, 1, 0, 0, 0, 0])
AFTER = run_of([0, 0, 1, 1, 1, 0, 0, 0])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    product = Product(HashingEmbedder(), None, tmp_path_factory.mktemp("product"), {"min_confidence": 0.0})
    return product.ask(load_gold(GOLD, "de"))


def asked_of(gold: Path, made: Provenance) -> Provenance:
    """As `made`, over another file of gold."""
    return replace(made, gold=str(gold), gold_sha256=hashlib.sha256(gold.read_bytes()).hexdigest())


def test_a_difference_is_that_of_the_means_and_lies_in_its_interval() -> None:
    both = pair(BEFORE, AFTER)
    everything, english = differ(both, [Case("first_quote_right"), Case("first_quote_right", "language/en")])
    # 4/8 before, 3/8 after.
    assert (everything.before, everything.after, everything.value, everything.n) == (0.5, 0.375, -0.125, 8)
    assert everything.low is not None
    assert everything.high is not None
    assert everything.low < -0.125 < 0 < everything.high
    # q0 q2 q4 q6: 1 1 0 0 before, 0 1 1 0 after.
    assert (english.before, english.after, english.n) == (0.5, 0.5, 4)


def test_a_run_differs_from_itself_by_nothing() -> None:
    (found,) = differ(pair(BEFORE, BEFORE), [Case("first_quote_right")])
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_what_is_better_for_every_question_lies_above_nothing() -> None:
    (found,) = differ(pair(run_of([0, 0, 0, 0]), run_of([1, 1, 1, 1])), [Case("first_quote_right")])
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_a_metric_that_one_run_has_no_score_of_has_no_difference() -> None:
    (found,) = differ(pair(BEFORE, run_of([None] * 8)), [Case("first_quote_right")])
    assert (found.before, found.after, found.value, found.low, found.n) == (0.5, None, None, None, 8)
    assert "| first_quote_right | 0.500 | – | – | 8 |" in compare_text(BEFORE, run_of([None] * 8))


def test_one_question_has_a_difference_and_no_interval() -> None:
    both = pair(run_of([1]), run_of([0]))
    (found,) = differ(both, [Case("first_quote_right")])
    assert (found.before, found.after, found.value, found.low, found.high, found.n) == (1, 0, -1, None, None, 1)
    assert "| first_quote_right | 1.000 | 0.000 | -1.000 | 1 |" in compare_text(run_of([1]), run_of([0]))


def test_a_question_changed_where_its_score_did_or_where_only_one_run_has_one() -> None:
    both = pair(run_of([1, 1, None, None]), run_of([1, 0, None, 1]))
    assert changed(both, Case("first_quote_right")) == 2


def test_means_are_over_the_questions_each_run_has_scores_for() -> None:
    (found,) = differ(pair(run_of([1, None, 0, 1]), run_of([1, 1, None, None])), [Case("first_quote_right")])
    # (1 + 0 + 1) / 3 before, (1 + 1) / 2 after, four questions in one or the other.
    assert (found.before, found.after, found.n) == (pytest.approx(2 / 3), 1, 4)


def test_the_questions_that_flipped_are_told_those_that_went_wrong_first() -> None:
    both = pair(BEFORE, AFTER)
    assert [(change.id, change.before, change.after) for change in flipped(both)] == [
        ("q0", Verdict.RIGHT, Verdict.WRONG),
        ("q1", Verdict.RIGHT, Verdict.WRONG),
        ("q4", Verdict.WRONG, Verdict.RIGHT),
    ]
    assert worse(both, Case("first_quote_right")) == (
        Change("q0", Verdict.RIGHT, Verdict.WRONG, 1, 0),
        Change("q1", Verdict.RIGHT, Verdict.WRONG, 1, 0),
    )


def test_the_comparison_shows_each_metric_and_what_differs_between_the_runs() -> None:
    other = replace(AFTER, made=replace(MADE, gold_sha256="0" * 64))
    other = replace(other, questions={**other.questions, "new": other.questions["q0"]})
    text = compare_text(BEFORE, other)
    assert "| first_quote_right | 0.500 | 0.375 | -0.125 [" in text
    assert "| recall@8 | – | – | – | 0 |" in text
    assert "1 questions of B are left out" in text
    assert "the gold differs" in text
    assert "3 questions changed their verdict" in text
    assert "- q4: wrong → right" in text
    full = compare_markdown(BEFORE, other)
    assert [group in full for group in ("## all", "## language/en", "## language/fr", "## kind/why")] == [True] * 4


def test_what_the_two_runs_were_made_from_is_told_where_it_is_not_the_same(report: Report, tmp_path: Path) -> None:
    settings = {**report.provenance.settings, "min_confidence": "0.9", "slack_bot_token": "**********", "port": "80"}
    made = replace(report.provenance, settings=settings, commit="d" * 40)
    save(report, tmp_path / "a")
    save(make_report(made, report.rows), tmp_path / "b")
    out = tmp_path / "c.md"
    arguments = ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    for told in (result.stdout, out.read_text("utf-8")):
        lines = [line for line in told.splitlines() if " in A, " in line]
        assert lines == [
            f"- pourquoi's commit: {report.provenance.commit} in A, {'d' * 40} in B",
            "- settings.min_confidence: 0.0 in A, 0.9 in B",
        ]
        assert "- settings that no answer depends on differ too: 2" in told
        assert "slack" not in told
        assert f", pourquoi's commit {'d' * 40}, " in told
    same = CliRunner().invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "a")], catch_exceptions=False)
    assert (" in A, " in same.stdout, "differ too" in same.stdout) == (False, False)


def test_a_group_in_which_few_questions_changed_is_not_told_as_a_difference() -> None:
    # By chance alone five questions that change all fall in one of 32 cases, .031 > .025, and six in one of 64.
    five, six = (compare_text(run_of([1] * count), run_of([0] * count)) for count in (5, 6))
    assert "| first_quote_right of kind/why |" not in five
    assert "| first_quote_right | 1.000 | 0.000 | -1.000 [-1.000, -1.000] | 5 |" in five
    assert "Languages and kinds where six questions or more changed" not in five
    assert "| first_quote_right of kind/why | 1.000 | 0.000 | -1.000 [-1.000, -1.000] | 6 |" in six
    # Three of them are English and three French.
    assert "of language/" not in six


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    with pytest.raises(ReportError, match="no question in common"):
        compare_text(BEFORE, replace(BEFORE, questions={"other": BEFORE.questions["q0"]}))


def test_two_folders_are_compared_on_the_command_line_and_made_a_baseline(report: Report, tmp_path: Path) -> None:
    gold = tmp_path / "german.jsonl"
    gold.write_text("".join(gold_line(question) + "\n" for question in load_gold(GOLD, "de")), "utf-8")
    report = make_report(asked_of(gold, report.provenance), report.rows)
    fewer = make_report(report.provenance, report.rows[:-1])
    save(report, tmp_path / "a")
    save(fewer, tmp_path / "b")
    arguments = ["compare", str(tmp_path / "a"), str(tmp_path / "b" / "report.json"), "--out", str(tmp_path / "c.md")]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "1 questions of A are left out" in result.stdout
    assert "0 questions changed their verdict." in result.stdout
    assert "## language/de" in (tmp_path / "c.md").read_text("utf-8")
    kept = CliRunner().invoke(app, ["baseline", str(tmp_path / "a"), "--out", str(tmp_path / "baseline.json")])
    assert kept.exit_code == 0
    assert read_baseline(tmp_path / "baseline.json") == record_of(report)


def test_gold_that_changed_since_it_was_asked_makes_no_baseline_and_is_to_be_asked_again(
    report: Report, tmp_path: Path
) -> None:
    gold = tmp_path / "german.jsonl"
    gold.write_text("".join(gold_line(question) + "\n" for question in load_gold(GOLD, "de")), "utf-8")
    save(make_report(asked_of(gold, report.provenance), report.rows), tmp_path / "run")
    arguments = ["baseline", str(tmp_path / "run"), "--out", str(tmp_path / "baseline.json")]
    # Another accepted wording: the same questions, judged by other answers.
    first, *rest = load_gold(gold)
    more = replace(first, answers=(*first.answers, "Anna"))
    gold.write_text("".join(gold_line(question) + "\n" for question in (more, *rest)), "utf-8")
    changed_gold = CliRunner().invoke(app, arguments)
    gold.unlink()
    no_gold = CliRunner().invoke(app, arguments)
    assert (changed_gold.exit_code, no_gold.exit_code, (tmp_path / "baseline.json").exists()) == (1, 1, False)
    assert f"{gold} is not what was asked on {report.provenance.made_at}; ask again" in changed_gold.stderr
    assert "go to the folder that `pourquoi eval run` was started in" in no_gold.stderr


def test_a_baseline_can_be_written_from_any_folder_and_is_told_from_other_gold_of_that_name(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, elsewhere = tmp_path / "work", tmp_path / "elsewhere"
    work.mkdir()
    elsewhere.mkdir()
    gold = work / "german.jsonl"
    gold.write_text("".join(gold_line(question) + "\n" for question in load_gold(GOLD, "de")), "utf-8")
    # As `eval run german.jsonl --out out` leaves it, started in `work`.
    named = replace(asked_of(gold, report.provenance), gold="german.jsonl")
    save(make_report(named, report.rows), work / "out")
    monkeypatch.chdir(elsewhere)
    (elsewhere / "german.jsonl").write_text("{}", "utf-8")
    written = []
    for run, out in ((work / "out", "a.json"), (Path("../work/out/report.json"), "b.json")):
        done = CliRunner().invoke(app, ["baseline", str(run), "--out", out])
        assert (done.exit_code, done.stderr) == (0, "")
        written.append(read_baseline(elsewhere / out))
    # The same baseline as if it had been written where the run was started.
    monkeypatch.chdir(work)
    assert CliRunner().invoke(app, ["baseline", "out", "--out", "c.json"]).exit_code == 0
    assert written == [read_baseline(work / "c.json")] * 2
    # A report that was taken away from its gold does not make a baseline of another file of that name.
    save(make_report(named, report.rows), tmp_path / "away")
    monkeypatch.chdir(elsewhere)
    refused = CliRunner().invoke(app, ["baseline", str(tmp_path / "away"), "--out", "d.json"])
    assert (refused.exit_code, (elsewhere / "d.json").exists()) == (1, False)
    assert "german.jsonl is not what was asked" in refused.stderr


def test_a_file_that_is_no_report_is_told_for_what_it_is(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path)
    write_baseline(record_of(report), tmp_path / "baseline.json")
    (tmp_path / "report.html").write_text("<!doctype html>", "utf-8")
    told = [
        CliRunner().invoke(app, ["compare", str(tmp_path), str(tmp_path / name)]).stderr
        for name in ("baseline.json", "report.html")
    ]
    assert (
        "baseline.json is no report of this version: it is a baseline, which holds no answers; name a folder" in told[0]
    )
    assert "report.html is no report of this version: it is not JSON; name a folder" in told[1]


def test_a_run_is_exported_from_its_folder(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "run")
    result = CliRunner().invoke(app, ["export", str(tmp_path / "run"), "--out", str(tmp_path / "trec")])
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "trec" / "passages.run").is_file()


def test_a_place_that_only_fails_when_it_is_written_is_one_line(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path)
    out = tmp_path / "c.md"
    (tmp_path / "c.md.part").mkdir()  # in the way of the unfinished file
    result = CliRunner().invoke(app, ["compare", str(tmp_path), str(tmp_path), "--out", str(out)])
    assert result.exit_code == 1
    assert result.stderr.startswith("pourquoi eval: cannot write to ")


def test_a_question_in_other_words_is_left_out_of_both_runs_and_counted(report: Report, tmp_path: Path) -> None:
    first, *rest = report.rows
    other = replace(first, question="Something else?", verdict=Verdict.FAILED)
    save(report, tmp_path / "a")
    save(make_report(report.provenance, [other, *rest]), tmp_path / "b")
    arguments = ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path / "c.md")]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    for told in (result.stdout, (tmp_path / "c.md").read_text("utf-8")):
        assert "**1 questions are left out: each run words them otherwise" in told
        assert f"- {len(rest)} questions in both" in told
        assert "0 questions changed their verdict." in told


@pytest.mark.parametrize("command", ["baseline", "compare"])
def test_a_place_that_cannot_be_written_is_one_line_and_told_first(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    # There is no such run either; where to write is asked before it is read.
    runs = [str(tmp_path / "none")] * (1 if command == "baseline" else 2)
    result = CliRunner().invoke(app, [command, *runs, "--out", str(tmp_path / "file" / "out")])
    assert result.exit_code == 1
    assert result.stderr.startswith("pourquoi eval: cannot write to ")


def test_a_run_that_failed_is_no_baseline_and_no_report_is_one_line(report: Report, tmp_path: Path) -> None:
    failed = replace(report.rows[0], verdict=Verdict.FAILED, error="E")
    save(make_report(report.provenance, [failed, *report.rows[1:]]), tmp_path)
    result = CliRunner().invoke(app, ["baseline", str(tmp_path), "--out", str(tmp_path / "baseline.json")])
    assert (result.exit_code, (tmp_path / "baseline.json").exists()) == (1, False)
    assert "it can be no baseline" in result.stderr
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "none"), str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.startswith("pourquoi eval: ")


# ---- JUnit XML -------------------------------------------------------------------------------------------------------


def suites(path: Path) -> dict[str, ET.Element]:
    root = ET.fromstring(path.read_bytes())  # noqa: S314 - written a moment ago
    assert root.tag == "testsuites"
    return {suite.attrib["name"]: suite for suite in root}


def test_each_question_is_a_testcase_in_the_suite_of_its_kind(report: Report, tmp_path: Path) -> None:
    write_junit(report, None, tmp_path / "junit.xml")
    found = suites(tmp_path / "junit.xml")
    assert set(found) == {f"questions.{row.kind}" for row in report.rows}
    for name, suite in found.items():
        rows = [row for row in report.rows if f"questions.{row.kind}" == name]
        assert [case.attrib["name"].split()[0] for case in suite] == [row.id for row in rows]
        wrong = sum(row.verdict not in {Verdict.RIGHT, Verdict.REFUSED} for row in rows)
        counts = [suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")]
        assert counts == [str(len(rows)), "0", "0", str(wrong)]
    assert sum(int(suite.attrib["skipped"]) for suite in found.values()) > 0


def test_only_errors_and_gates_turn_a_build_red(report: Report, tmp_path: Path) -> None:
    # A NUL and half a surrogate pair cannot stand in XML, a tag must be escaped.
    failed = replace(report.rows[0], verdict=Verdict.FAILED, error='E: \0 \ud800 <b> & "why"')
    broken = make_report(report.provenance, [failed, *report.rows[1:]])
    gates = (
        JudgedGate(
            "mrr: no worse", State.FAILED, "0.1 against 0.9", (Change("q1", Verdict.RIGHT, Verdict.MISSED, 1, 0),)
        ),
        JudgedGate("answer_rate: no worse", State.UNTOLD, "too few questions"),
        JudgedGate(
            "recall@8: no worse", State.PASSED, "0.9 against 1", (Change("q2", Verdict.RIGHT, Verdict.RIGHT, 1, 0.5),)
        ),
    )
    write_junit(broken, Decision(gates, ("the gold changed",)), tmp_path / "junit.xml")
    found = suites(tmp_path / "junit.xml")
    (error,) = found[f"questions.{failed.kind}"].iter("error")
    assert error.attrib["message"] == 'E: \ufffd \ufffd <b> & "why"'
    suite = found["gates"]
    assert [suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")] == ["4", "1", "2", "0"]
    (failure,) = suite.iter("failure")
    assert failure.attrib["message"] == "0.1 against 0.9. Less than before: q1 (right → missed, 1.00 → 0.00)"
    assert [error.attrib["message"] for error in suite.iter("error")] == ["the gold changed", "too few questions"]
    assert [told.text for told in suite.iter("system-out")] == [
        "0.9 against 1. Less than before: q2 (right, 1.00 → 0.50)"
    ]


def test_a_change_of_verdict_alone_is_told_without_scores() -> None:
    gate = JudgedGate("mrr: no worse", State.FAILED, "0.1 against 0.9", (Change("q1", Verdict.RIGHT, Verdict.MISSED),))
    assert reason(gate) == "0.1 against 0.9. Less than before: q1 (right → missed)"
