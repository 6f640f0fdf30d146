"""Tests of gold with tags: read, asked alone, and told in reports, gates and comparisons."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from eval.cli import app
from eval.compare import compare_markdown, compare_text
from eval.decide import State, decide
from eval.decision_text import decision_text
from eval.errors import GoldError
from eval.gates import Floor, Gates, Regression, read_gates
from eval.gold import gold_line, load_gold
from eval.html.page import to_html, write_page
from eval.markdown import HEADLINE, MOST_CHARS, headline_table, to_markdown
from eval.paired import Case
from eval.record import read_baseline, record_of, write_baseline
from eval.report import Report, make_report, read_report, write_report
from eval.session import REPORT_JSON
from index.article import Article
from rag.cli import app as rag_app
from rag.wire import Engine
from tests.tiny_encoder import save_tiny_encoder

TEXT = "Jan Leike est parti."
LINE = {
    "id": "q1",
    "question": "Who left?",
    "language": "en",
    "kind": "factoid",
    "answerable": True,
    "answers": ["Jan Leike"],
    "evidence": [{"article_id": "a", "start": 0, "end": 20, "quote": TEXT}],
}
HOSTILE = "<b>@you|x</b>"


def write(folder: Path, *lines: dict[str, object]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def line_of(number: int, language: str = "en", *tags: str, **changed: object) -> dict[str, object]:
    return {**LINE, "id": f"q{number}", "language": language, "tags": list(tags), **changed}


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """Four questions, two of them in French and three with a tag."""
    return write(
        tmp_path,
        line_of(1, "en", "billing", "regression-42"),
        line_of(2, "fr", "billing", kind="why"),
        line_of(3, "fr", "late payment"),
        {**LINE, "id": "gold-007"},
    )


def ids(path: Path, *limits: str) -> list[str]:
    return [question.id for question in load_gold(path, *limits)]


@pytest.fixture(scope="module")
def tagged(small_report: Report) -> Report:
    """The German gold, two answerable questions first: they have a tag, and the first another one too, that looks like markup."""
    first, second, *rest = sorted(small_report.rows, key=lambda row: not row.answerable)
    rows = [replace(first, tags=("billing", HOSTILE)), replace(second, tags=("billing",)), *rest]
    return make_report(small_report.provenance, rows)


def six_of(report: Report, score: float, tag: str = "billing") -> Report:
    """Six answerable questions with one tag, all right or all wrong."""
    rows = [row for row in report.rows if row.answerable][:6]
    scored = [replace(row, tags=(tag,), scores={**row.scores, "first_quote_right": score}) for row in rows]
    return make_report(report.provenance, scored)


@pytest.fixture(scope="module")
def articles(hashed_seeds: Engine) -> dict[str, Article]:
    return dict(hashed_seeds.library.open().contents.articles)


# ---- read ------------------------------------------------------------------------------------------------------------


def test_tags_are_read_in_their_order_and_written_back(tmp_path: Path) -> None:
    path = write(tmp_path, {**LINE, "tags": ["billing", "regression-42"]}, {**LINE, "id": "q2", "tags": []})
    first, second = load_gold(path)
    assert (first.tags, second.tags) == (("billing", "regression-42"), ())
    assert json.loads(gold_line(first)) == {**LINE, "tags": ["billing", "regression-42"]}
    assert json.loads(gold_line(second)) == {**LINE, "id": "q2"}


@pytest.mark.parametrize(
    ("tags", "named"),
    [
        ("billing", "field 'tags' is 'billing'; expected a list"),
        (None, "field 'tags' is None; expected a list"),
        ([3], "field 'tags' holds 3; expected texts of 1 to 60 characters on one line"),
        ([["billing"]], r"field 'tags' holds \['billing'\]"),
        ([""], "field 'tags' holds ''"),
        ([" billing"], "field 'tags' holds ' billing'; .* without blanks around them"),
        (["two\nlines"], r"field 'tags' holds 'two\\nlines'"),
        (["half \ud83d"], "field 'tags' holds 'half"),
        (["x" * 61], "field 'tags' holds 'xxx"),
        (["billing", "billing"], "field 'tags' holds 'billing' twice"),
    ],
)
def test_tags_that_are_no_list_of_short_texts_are_refused(tmp_path: Path, tags: object, named: str) -> None:
    with pytest.raises(GoldError, match=rf"gold\.jsonl:2: {named}"):
        load_gold(write(tmp_path, LINE, {**LINE, "id": "q2", "tags": tags}))
    assert load_gold(write(tmp_path, {**LINE, "tags": ["x" * 60, "Zahlung überfällig"]}))


def test_a_field_that_is_nearly_called_tags_is_told_which_fields_there_are(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"unknown field 'tag'; the fields are id, .*, evidence, tags"):
        load_gold(write(tmp_path, {**LINE, "tag": ["billing"]}))


# ---- asked alone -----------------------------------------------------------------------------------------------------


def test_limits_of_one_sort_add_up_and_those_of_several_sorts_all_hold(some: Path) -> None:
    assert ids(some) == ["q1", "q2", "q3", "gold-007"]
    assert ids(some, "tag/billing") == ["q1", "q2"]
    assert ids(some, "tag/late payment", "tag/regression-42") == ["q1", "q3"]
    assert ids(some, "id/gold-007", "id/q2") == ["q2", "gold-007"]
    assert ids(some, "kind/why") == ids(some, "fr", "tag/billing") == ids(some, "language/fr", "tag/billing") == ["q2"]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (["tag/biling"], "holds no question with the tag 'biling'; perhaps 'billing'"),
        # Nothing is near it: all are told.
        (["tag/zzz"], "holds no question with the tag 'zzz'; there are billing, late payment, regression-42"),
        (["id/gold-07"], "holds no question with the id 'gold-07'; perhaps 'gold-007'"),
        (["kind/wy"], "holds no question of the kind 'wy'; perhaps 'why'"),
        (["billing"], "holds no question in 'billing'; it holds some in en, fr; perhaps tag/billing"),
        (["q1"], "holds no question in 'q1'; it holds some in en, fr; perhaps id/q1"),
        # One that nobody has is not covered by another that is there.
        (["id/q1", "id/q9"], "holds no question with the id 'q9'"),
        (["fr", "id/q1"], "holds no question that fits fr and id/q1 together"),
    ],
)
def test_a_limit_that_no_question_fits_is_refused_with_what_is_near(some: Path, limits: list[str], told: str) -> None:
    with pytest.raises(GoldError, match=re.escape(f"{some} {told}")):
        load_gold(some, *limits)


def test_where_no_question_has_a_tag_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no question with the tag 'billing': none has a tag"):
        load_gold(write(tmp_path, LINE), "tag/billing")


@pytest.mark.usefixtures("some")
def test_a_run_asks_the_questions_with_a_tag_and_an_unknown_one_is_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path, TEXT)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, "utf-8")
    assert CliRunner().invoke(rag_app, ["index", "articles"]).exit_code == 0
    arguments = ["run", "gold.jsonl", "--out", "out", "--limit-to"]
    limits = ["tag/billing", "--limit-to", "tag/late payment", "--limit-to", "fr"]
    done = CliRunner().invoke(app, [*arguments, *limits], catch_exceptions=False)
    assert done.exit_code == 0
    report = read_report(tmp_path / "out" / REPORT_JSON)
    assert [(row.id, row.tags) for row in report.rows] == [("q2", ("billing",)), ("q3", ("late payment",))]
    unknown = CliRunner().invoke(app, [*arguments, "tag/biling"])
    assert unknown.exit_code == 2
    assert unknown.stderr == "pourquoi eval: gold.jsonl holds no question with the tag 'biling'; perhaps 'billing'\n"


# ---- reports ---------------------------------------------------------------------------------------------------------


def test_each_tag_is_a_group_of_the_report_with_the_means_of_its_questions(tagged: Report, tmp_path: Path) -> None:
    groups = {group.name: group for group in tagged.groups if group.by == "tag"}
    assert [(name, group.rows) for name, group in groups.items()] == [(HOSTILE, 1), ("billing", 2)]
    first, second = (row.scores["mrr"] for row in tagged.rows[:2])
    assert first is not None
    assert second is not None
    assert groups["billing"].estimates["mrr"].value == pytest.approx((first + second) / 2)
    write_report(tagged, tmp_path / REPORT_JSON)
    assert read_report(tmp_path / REPORT_JSON) == tagged


def test_a_report_from_before_there_were_tags_is_read(small_report: Report, tmp_path: Path) -> None:
    write_report(small_report, tmp_path / REPORT_JSON)
    old = json.loads((tmp_path / REPORT_JSON).read_text("utf-8"))
    for row in old["rows"]:
        del row["tags"]
    (tmp_path / REPORT_JSON).write_text(json.dumps(old), "utf-8")
    assert read_report(tmp_path / REPORT_JSON) == small_report


def test_the_markdown_has_a_line_a_tag_below_the_kinds_and_the_printed_table_none(
    tagged: Report, small_report: Report
) -> None:
    told = to_markdown(tagged)
    by_tag = told.partition("## By tag\n\n")[2].partition("\n\n## Confidence\n")[0].splitlines()
    assert by_tag[0] == f"| tag | questions | {' | '.join(HEADLINE)} |"
    assert [line.split(" | ")[:2] for line in by_tag[2:]] == [
        [r"| \<b\>@<!-- -->you\|x\</b\>", "1"],
        ["| billing", "2"],
    ]
    assert "billing" not in headline_table(tagged)
    assert "billing" not in told.partition("## By tag")[0]
    assert "## By tag" not in to_markdown(small_report)


def test_of_very_many_tags_the_last_are_counted_and_the_rest_of_the_markdown_stays(tagged: Report) -> None:
    (group,) = [one for one in tagged.groups if (one.by, one.name) == ("tag", "billing")]
    many = tuple(replace(group, name=f"regression-{number:04}") for number in range(1_000))
    told = to_markdown(replace(tagged, groups=(*tagged.groups, *many)))
    assert len(told) <= MOST_CHARS
    assert re.search(r"\n\| regression-\d{4} \|[^\n]*\n- … and \d+ more, which stand in `report.html`\n\n## Conf", told)
    assert "\n- peak memory: " in told


def test_the_page_has_the_metrics_by_tag_and_no_empty_table_without(
    tagged: Report, small_report: Report, articles: dict[str, Article]
) -> None:
    told = to_html(tagged, articles)
    assert 'aria-label="Table: By tag"' in told
    assert "billing (2)" in told
    assert HOSTILE not in told
    plain = to_html(small_report, articles)
    assert "By tag" not in plain
    assert "data-tags=" not in plain


@pytest.mark.browser
def test_the_questions_of_a_report_can_be_filtered_by_tag(
    browser: Browser, tagged: Report, articles: dict[str, Article], tmp_path: Path
) -> None:
    write_page(tmp_path / "report.html", tagged, articles, None)
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto((tmp_path / "report.html").as_uri())
    ids = [row.id for row in tagged.rows]
    shown = page.locator(".row:visible .facts .searched")
    for tag, expected in (("billing", ids[:2]), (HOSTILE, ids[:1]), ("", ids)):
        page.get_by_role("combobox", name="Tag").select_option(tag)
        assert shown.all_inner_texts() == expected
    assert page.locator("#q1 .facts .tag").all_inner_texts() == ["billing", HOSTILE]
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.close()


# ---- gates and comparisons -------------------------------------------------------------------------------------------


def test_a_gate_may_be_over_a_tag(tagged: Report, tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[floor]]\nmetric = "answer_rate"\ngroup = "tag/billing"\nat_least = 1\n', "utf-8")
    gates = read_gates(path)
    assert gates.floors == (Floor(Case("answer_rate", "tag/billing"), 1.0, None),)
    (judged,) = decide(record_of(tagged), gates, None).judged
    assert (judged.state, judged.found) == (State.PASSED, "1.0000, n 2")
    nobody = Floor(Case("answer_rate", "tag/late payment"), 1.0, None)
    (untold,) = decide(record_of(tagged), Gates((nobody,), ()), None).judged
    assert untold.state is State.UNTOLD


def test_a_regression_over_a_tag_is_judged_against_a_baseline_which_holds_no_tags(
    small_report: Report, tmp_path: Path
) -> None:
    write_baseline(record_of(six_of(small_report, 1)), tmp_path / "baseline.json")
    assert "billing" not in (tmp_path / "baseline.json").read_text("utf-8")
    gates = Gates((), (Regression(Case("first_quote_right", "tag/billing"), 0.0, 0.9),))
    (judged,) = decide(record_of(six_of(small_report, 0)), gates, read_baseline(tmp_path / "baseline.json")).judged
    # Six that all fall do so by chance in 1 of 64 cases, .016 < .025.
    assert judged.state is State.FAILED


def test_a_comparison_tells_the_tags_in_which_six_questions_or_more_changed(small_report: Report) -> None:
    a, b = (record_of(six_of(small_report, score)) for score in (1, 0))
    told = compare_text(a, b)
    assert "Languages, kinds and tags where six questions or more changed" in told
    assert "| first_quote_right of tag/billing | 1.000 | 0.000 | -1.000 [-1.000, -1.000] | 6 |" in told
    assert "## tag/billing\n" in compare_markdown(a, b)


def test_a_bar_in_a_tag_ends_no_cell_of_a_table(small_report: Report) -> None:
    a, b = (record_of(six_of(small_report, score, "x|y")) for score in (1, 0))
    assert r"| first_quote_right of tag/x\|y | 1.000 | 0.000 |" in compare_text(a, b)
    floor = Floor(Case("first_quote_right", "tag/x|y"), 1.0, None)
    assert r"| first_quote_right of tag/x\|y: at least 1 | passed |" in decision_text(
        decide(a, Gates((floor,), ()), None)
    )
