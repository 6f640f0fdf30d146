"""Tests of the forms of a report: its schema, the same bytes for the same inputs, and Markdown that fits and calls nobody."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from eval.differences import differences
from eval.errors import ReportError
from eval.html.page import REPORT_HTML, write_page
from eval.markdown import HEADLINE, MOST_CHARS, to_markdown
from eval.markdown_text import Part, fitted, line
from eval.report import Report, read_report, write_report
from eval.rows import GOOD, Row, Verdict
from eval.schema import report_schema
from eval.session import save
from eval.timeless import without_times
from rag.wire import Engine
from tests.small_reports import engine_at, report_on, with_verdicts

ROOT = Path(__file__).parents[1]


@pytest.fixture
def report(small_report: Report) -> Report:
    return small_report


def test_the_schema_in_the_docs_is_that_of_the_code() -> None:
    # If not: python tests/write_schema.py.
    assert (ROOT / "docs" / "report.schema.json").read_text("utf-8") == report_schema()


def test_a_report_is_of_the_form_that_is_published(report: Report, tmp_path: Path) -> None:
    schema = json.loads(report_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    write_report(report, tmp_path / "report.json")
    written = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert list(validator.iter_errors(written)) == []
    # It is not one that lets everything through.
    for broken in ({"schema_version": 0}, {"rows": [{}]}, {"confidence": None}):
        assert list(validator.iter_errors(written | broken)) != []
    del written["lost"]
    assert list(validator.iter_errors(written)) != []


def test_a_report_of_another_version_is_refused(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(report, path)
    path.write_text(path.read_text("utf-8").replace('"schema_version": 1', '"schema_version": 2', 1), "utf-8")
    with pytest.raises(ReportError, match="no report of this version: schema_version"):
        read_report(path)


def files_of(report: Report, engine: Engine, folder: Path) -> dict[str, bytes]:
    changes = differences(report, with_verdicts(report, {report.rows[0].id: Verdict.MISSED}))
    save(report, folder, changes)
    write_page(folder / REPORT_HTML, report, engine.library.open().contents.articles, changes)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_reports_from_the_same_inputs_are_the_same_to_the_byte_but_for_times(
    tmp_path: Path,
) -> None:
    once = engine_at(tmp_path / "home")
    report = report_on(once, "es")
    first = files_of(without_times(report), once, tmp_path / "first")
    shutil.rmtree(tmp_path / "home")  # the same articles are indexed anew in the same place
    again = engine_at(tmp_path / "home")
    second = files_of(without_times(report_on(again, "es")), again, tmp_path / "second")
    assert first.keys() == {"report.json", "report.md", "report.html", "junit.xml"}
    assert first == second
    # With the times they differ, so there is something to leave out.
    assert files_of(report, again, tmp_path / "timed") != first


def rank_of(row: Row) -> str:
    return "not found" if row.gold_rank is None else f"at rank {row.gold_rank}"


def test_the_markdown_has_the_settings_that_answers_depend_on_and_says_whose_the_commit_is(report: Report) -> None:
    made = replace(report.provenance, package_version="1.2", commit="c" * 40)
    told = to_markdown(replace(report, provenance=made))
    (settings,) = [line for line in told.splitlines() if line.startswith("- settings")]
    names = ("encoder", "chunk_tokens", "chunk_overlap_tokens", "reader", "min_confidence")
    assert (
        settings
        == f"- settings that answers depend on: {', '.join(f'{line(n)}={line(made.settings[n])}' for n in names)}"
    )
    assert "slack" not in told
    assert f"- made {made.made_at}, by pourquoi 1.2, its commit {'c' * 40}" in told
    assert f"articles sha256 {made.articles_sha256}" in told


def test_in_the_markdown_only_what_answers_depend_on_is_told_to_differ(report: Report) -> None:
    settings = {**report.provenance.settings, "min_confidence": "0.9", "slack_bot_token": "**********"}
    now = replace(report, provenance=replace(report.provenance, settings=settings))
    told = to_markdown(now, differences(now, report))
    assert f"- {line('settings.min_confidence')}: 0.0 before, 0.9 now" in told
    assert "slack" not in told


def test_the_markdown_tells_what_got_worse_and_what_got_better(report: Report) -> None:
    right = next(row for row in report.rows if row.verdict is Verdict.RIGHT)
    wrong = next(row for row in report.rows if row.verdict is Verdict.WRONG)
    before = with_verdicts(report, {right.id: Verdict.MISSED, wrong.id: Verdict.RIGHT})
    told = to_markdown(report, differences(report, before))
    assert f"### Got worse (1)\n\n- {wrong.id}, right before, **wrong** now: {line(wrong.question)}" in told
    assert f"### Got better (1)\n\n- {right.id}, missed before, **right** now: {line(right.question)}" in told
    assert re.search(r"\| first_quote_right \| 0\.\d{3} \| 0\.\d{3} \| \+0\.0 \[-\d", told)
    # Before beside now, with what was sure how much; of the one that got better its verdicts are enough.
    gold = f"  - gold: {line(wrong.answers[0])}\n"
    about = f" (confidence {wrong.confidence:.2f}, gold passage {rank_of(wrong)}): {line(wrong.answer)}\n"
    assert f"{line(wrong.question)}\n{gold}  - before{about}  - now{about}" in told
    assert f"{line(right.question)}\n\n" in told
    assert "Against the baseline" not in to_markdown(report)
    assert "No question came out differently." in to_markdown(report, differences(report, report))


def test_the_markdown_has_the_headline_with_intervals_and_n(report: Report) -> None:
    told = to_markdown(report)
    for name in HEADLINE:
        assert re.search(
            rf"^\| {re.escape(name)} \| (–|\d\.\d{{3}} \[\d\.\d{{3}}, \d\.\d{{3}}\] \(\d+\)) \|", told, re.M
        )


def test_the_markdown_fits_a_comment_however_much_went_wrong(report: Report) -> None:
    row = next(row for row in report.rows if row.verdict is Verdict.WRONG)
    rows = tuple(
        replace(row, id=f"{n} {'<>' * 300}", question="@*#1" * 200, said=("_" * 900,) * 4) for n in range(1_000)
    )
    many = replace(report, rows=rows)
    before = replace(report, rows=tuple(replace(row, verdict=Verdict.RIGHT) for row in rows))
    changes = differences(many, before)
    for told in (to_markdown(many), to_markdown(many, changes)):
        assert 0.9 * MOST_CHARS < len(told) <= MOST_CHARS
        assert re.search(r"- … and \d{3} more, which stand in `report.html`", told)
        assert "## What went wrong (1000)" in told
        assert "| spans_exact |" in told


def test_the_markdown_counts_every_question_that_it_leaves_out(report: Report) -> None:
    row = next(row for row in report.rows if row.verdict is Verdict.WRONG)
    rows = tuple(replace(row, id=f"q{n}", question="why " * 50) for n in range(1_000))
    before = replace(report, rows=tuple(replace(row, verdict=Verdict.RIGHT) for row in rows))
    many = replace(report, rows=rows)
    told = to_markdown(many, differences(many, before))
    worse, _, _ = told.partition("### Got worse (1000)")[2].partition("\n## ")
    kept = len(re.findall(r"^- q\d+, right before", worse, re.M))
    (left_out,) = re.findall(r"^- … and (\d+) more", worse, re.M)
    assert 0 < kept == 1_000 - int(left_out)


def test_where_there_is_room_every_failure_is_told(report: Report) -> None:
    told = to_markdown(report)
    assert all(f" {row.id} (" in told for row in report.rows if row.verdict not in GOOD)
    assert "more, which stand" not in told


def test_a_document_is_cut_entry_by_entry_and_says_how_many_are_left_out() -> None:
    parts = [Part("one", ("- a",)), Part("two", tuple(f"- {n:03}" for n in range(100)))]
    whole = fitted(parts, 10_000)
    assert whole.splitlines()[:3] == ["one", "- a", "two"]
    short = fitted(parts, 300)
    kept = re.findall(r"^- \d{3}$", short, re.M)
    assert len(short) <= 300
    assert short.splitlines()[-1] == f"- … and {100 - len(kept)} more, which stand in `report.html`"
    assert len(fitted([Part("a\n" * 500)], 100)) <= 100


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("*a* [b](c) `d` | e", r"\*a\* \[b\](c) \`d\` \| e"),
        ("<img src=x>", r"\<img src=x\>"),
        ("@janleike wrote", "@<!-- -->janleike wrote"),
        ("see #12", r"see \#<!-- -->12"),
        ("https://example.org", "https:<!-- -->//example.org"),
        ("www.example.org", "www<!-- -->.example.org"),
        ("&lt; $x$ ~~y~~", r"\&lt; \$x\$ \~\~y\~\~"),
        ("two\nlines\r\n\tthree", "two lines three"),
    ],
)
def test_article_text_stays_text_in_markdown(words: str, shown: str) -> None:
    assert line(words) == shown
