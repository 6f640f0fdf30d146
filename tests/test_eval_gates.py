"""Tests of gates: what they let pass, what fails, and when a run cannot be trusted; with planted regressions, and with none."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.cli_gates import BASELINE, GATES, hold, read_standard
from eval.decide import State, decide
from eval.decision_text import decision_text, headline, reason
from eval.errors import BaselineError, GateError
from eval.gates import Floor, Gates, Regression, read_gates
from eval.gold import GoldQuestion, gold_line, load_gold
from eval.paired import Case, design_of, pair
from eval.record import Asked, Record, read_baseline, record_of, write_baseline
from eval.report import Report, make_report, write_report
from eval.rows import Verdict
from eval.session import REPORT_JSON
from index.encoder.hashing import HashingEmbedder
from tests.gate_runs import GOLD, PLANTED, ROOT, Planted, Product
from tests.null_runs import false_alarms
from tests.write_regressions import EVALUATION, REGRESSIONS, tables

RIGHT = Regression(Case("first_quote_right"), 0.0, 0.5)
EXACT = Floor(Case("spans_exact"), 1.0, None)


@pytest.fixture(scope="module")
def baseline() -> Record:
    return read_baseline(ROOT / BASELINE)


@pytest.fixture(scope="module")
def english() -> tuple[GoldQuestion, ...]:
    return load_gold(GOLD, "en")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    return Product(HashingEmbedder(), None, tmp_path_factory.mktemp("product"), {"min_confidence": 0.0})


@pytest.fixture(scope="module")
def report(product: Product, english: tuple[GoldQuestion, ...]) -> Report:
    return product.ask(english)


def changed(run: Record, which: Callable[[Asked], bool], **scores: float) -> Record:
    """`run` with other scores for the questions that `which` picks."""
    questions = {
        name: replace(asked, scores={**asked.scores, **scores}) if which(asked) else asked
        for name, asked in run.questions.items()
    }
    return replace(run, questions=questions)


def states(run: Record, gates: Gates, against: Record) -> list[State]:
    return [one.state for one in decide(run, gates, against).judged]


# ---- by hand ---------------------------------------------------------------------------------------------------------


def test_a_run_that_equals_its_baseline_passes(baseline: Record) -> None:
    decision = decide(baseline, read_gates(ROOT / GATES), baseline)
    assert decision.status == 0
    assert headline(decision) == f"all {len(decision.judged)} gates passed"


def test_many_questions_worse_fail_the_gate_and_are_named_up_to_ten(baseline: Record) -> None:
    right = [name for name, asked in baseline.questions.items() if asked.scores["first_quote_right"] == 1]
    fallen = changed(baseline, lambda asked: asked.scores["first_quote_right"] == 1, first_quote_right=0.0)
    decision = decide(fallen, Gates((), (RIGHT,)), baseline)
    assert decision.status == 1
    (judged,) = decision.judged
    assert [change.id for change in judged.worse] == right
    text = decision_text(decision)
    assert "first_quote_right: no worse" in text
    assert right[9] in text
    assert right[10] not in text
    assert f"and {len(right) - 10} more" in text


def test_a_few_questions_worse_are_not_enough_to_fail(baseline: Record) -> None:
    names = [name for name, asked in baseline.questions.items() if asked.scores["first_quote_right"] == 1][:2]
    some = replace(
        baseline,
        questions={
            name: replace(asked, scores={**asked.scores, "first_quote_right": 0.0}) if name in names else asked
            for name, asked in baseline.questions.items()
        },
    )
    assert states(some, Gates((), (RIGHT,)), baseline) == [State.PASSED]


def fallen_among(baseline: Record, count: int, fallen: int) -> tuple[Record, Record]:
    """A run over `count` questions that all were right, and one in which `fallen` of them are not any more."""
    right = [name for name, asked in baseline.questions.items() if asked.scores["first_quote_right"] == 1][:count]
    before = replace(baseline, questions={name: baseline.questions[name] for name in right})
    names = set(right[:fallen])
    after = {
        name: replace(asked, scores={**asked.scores, "first_quote_right": 0.0}) if name in names else asked
        for name, asked in before.questions.items()
    }
    return before, replace(before, questions=after)


def test_one_question_alone_cannot_fail_a_gate(baseline: Record) -> None:
    before, after = fallen_among(baseline, 1, 1)
    (judged,) = decide(after, Gates((), (RIGHT,)), before).judged
    assert judged.state is State.UNTOLD
    assert "0.000 against 1.000: -1.000, n 1; one question has no interval" in judged.found


def test_a_gate_fails_only_where_enough_questions_changed_for_chance_to_be_out_of_question(baseline: Record) -> None:
    # One gate decides by a tail of .025. Five questions that fall by chance all fall in 1 of 2**5 = 32 cases, .031: that tells
    # nothing, though the interval of five falls among five is the point -1. Six do in 1 of 64, .016.
    assert [
        states(after, Gates((), (RIGHT,)), before)
        for before, after in (fallen_among(baseline, 5, 5), fallen_among(baseline, 6, 6))
    ] == [[State.UNTOLD], [State.FAILED]]
    before, after = fallen_among(baseline, 5, 5)
    (judged,) = decide(after, Gates((), (RIGHT,)), before).judged
    assert (
        "5 questions changed, and by chance alone as many fall together more often than in 0.025 of cases"
        in judged.found
    )


def test_a_gate_that_no_fall_could_fail_cannot_tell_even_where_nothing_changed(baseline: Record) -> None:
    # With one gate six questions must change, .5**6 = .016 < .025; of five that were right all may fall by chance.
    same, _ = fallen_among(baseline, 5, 0)
    decision = decide(same, Gates((), (replace(RIGHT, must_see=0.7),)), same)
    assert decision.status == 2
    (judged,) = decision.judged
    assert judged.found.endswith(
        "n 5; no fall would be seen: 5 questions can score less, and fewer than 6 that do may be chance"
    )
    # Three more that were wrong already cannot fall either.
    eight, five_right = fallen_among(baseline, 8, 3)
    assert states(five_right, Gates((), (replace(RIGHT, must_see=1.0),)), five_right) == [State.UNTOLD]
    # Of eight that can fall six do with a probability of .8 where each falls with one of .80.
    (judged,) = decide(eight, Gates((), (replace(RIGHT, must_see=0.81),)), eight).judged
    assert (judged.state, judged.found.endswith("n 8; a fall of 0.801 would be seen")) == (State.PASSED, True)
    assert states(eight, Gates((), (replace(RIGHT, must_see=0.8),)), eight) == [State.UNTOLD]


def by_article(baseline: Record, articles: int, each: int, fallen: int) -> tuple[Record, Record]:
    """`each` questions on each article, all right, and a run in which `fallen` questions on the first are not any more."""
    one = next(iter(baseline.questions.values()))
    right = {
        f"q{n}": replace(one, cluster=f"article-{n // each}", scores={**one.scores, "first_quote_right": 1.0})
        for n in range(articles * each)
    }
    wrong = {
        name: replace(asked, scores={**asked.scores, "first_quote_right": float(n >= fallen)})
        for n, (name, asked) in enumerate(right.items())
    }
    return replace(baseline, questions=right), replace(baseline, questions=wrong)


def test_a_fall_as_large_as_the_one_that_would_be_seen_does_not_pass(baseline: Record) -> None:
    # One article of two falls as a whole: -.5. One resample in four draws only the other article, so the interval ends at 0,
    # though with 16 questions a fall of .45 would be seen (six of them, in eight of ten runs).
    before, after = by_article(baseline, articles=2, each=8, fallen=8)
    (judged,) = decide(after, Gates((), (replace(RIGHT, must_see=1.0),)), before).judged
    assert judged.state is State.UNTOLD
    assert "-0.500 [-1.000, +0.000], n 16; a fall of 0.4" in judged.found
    assert judged.found.endswith("would be seen, and this one is as large, but may be chance")
    assert len(judged.worse) == 8


def test_a_fall_that_the_gate_must_see_is_ruled_out_or_the_gate_does_not_pass(baseline: Record) -> None:
    # Six of the eight questions on one article of three: -.25. One resample in 27 draws that article alone, and the mean of
    # those is some -.75: a fall of .7 may well lie behind it, one of .99 not.
    before, after = by_article(baseline, articles=3, each=8, fallen=6)
    (judged,) = decide(after, Gates((), (replace(RIGHT, must_see=0.7),)), before).judged
    assert judged.state is State.UNTOLD
    assert judged.found.endswith("would be seen, but the interval does not rule out the 0.7 that the gate asks for")
    assert states(after, Gates((), (replace(RIGHT, must_see=0.99),)), before) == [State.PASSED]


def test_most_answers_of_a_small_gold_lost_never_pass(baseline: Record) -> None:
    # The gate of docs/your-own-evaluation.md: of eight answerable questions one may be lost, and from six on it fails. Where
    # all four of one article of two are lost the interval ends at 0, for one resample in four draws only the other.
    gates = Gates((), (replace(RIGHT, must_see=0.9),))
    found = [states(after, gates, before) for before, after in (by_article(baseline, 2, 4, lost) for lost in range(9))]
    assert found[:2] == [[State.PASSED]] * 2
    assert State.PASSED not in {state for (state,) in found[4:]}
    assert found[6:] == [[State.FAILED]] * 3


def test_a_small_gold_stays_silent_under_noise(baseline: Record) -> None:
    twenty = replace(baseline, questions=dict(list(baseline.questions.items())[:20]))
    gates = Gates((), (Regression(Case("answer_found"), 0.0, 0.6),))
    counts = [false_alarms(twenty, gates, churn, 50) for churn in (0.02, 0.05, 0.1)]
    # At most one in twenty of all 150.
    assert sum(one["failed"] + one["untold"] for one in counts) <= 7


def test_what_got_better_never_fails(baseline: Record) -> None:
    better = changed(baseline, lambda asked: asked.scores["first_quote_right"] == 0, first_quote_right=1.0)
    assert states(better, Gates((), (RIGHT,)), baseline) == [State.PASSED]


def test_a_fall_that_is_tolerated_passes_and_a_larger_one_fails(baseline: Record) -> None:
    # One in four of the questions that were right is not any more; fewer than .3 of all.
    names = [name for name, asked in baseline.questions.items() if asked.scores["first_quote_right"] == 1][::2]
    fallen = replace(
        baseline,
        questions={
            name: replace(asked, scores={**asked.scores, "first_quote_right": 0.0}) if name in names else asked
            for name, asked in baseline.questions.items()
        },
    )
    tolerant = replace(RIGHT, no_worse_by=0.3, must_see=0.9)
    assert states(fallen, Gates((), (RIGHT,)), baseline) == [State.FAILED]
    assert states(fallen, Gates((), (tolerant,)), baseline) == [State.PASSED]


def test_one_citation_that_is_not_exact_falls_through_the_floor(baseline: Record) -> None:
    one = next(name for name, asked in baseline.questions.items() if asked.scores["spans_exact"] == 1)
    asked = baseline.questions[one]
    broken = replace(
        baseline,
        questions={**baseline.questions, one: replace(asked, scores={**asked.scores, "spans_exact": 0.75})},
    )
    assert states(baseline, Gates((EXACT,), ()), baseline) == [State.PASSED]
    decision = decide(broken, Gates((EXACT,), ()), baseline)
    assert decision.status == 1
    text = decision_text(decision)
    assert f"Furthest from it: {one} ({asked.verdict}, 0.75)" in text
    assert [name for name in baseline.questions if name in text] == [one]


def test_a_floor_and_a_ceiling_that_do_not_hold_name_the_questions_furthest_from_them(baseline: Record) -> None:
    scores = dict(zip(list(baseline.questions)[:3], (0.2, 0.0, 1.0), strict=True))
    questions = {
        name: replace(
            baseline.questions[name], verdict=Verdict.WRONG, scores={**baseline.questions[name].scores, "mrr": score}
        )
        for name, score in scores.items()
    }
    run, (a, b, c) = replace(baseline, questions=questions), scores
    # The mean is .4.
    floor, ceiling = decide(run, Gates((Floor(Case("mrr"), 0.5, None), Floor(Case("mrr"), None, 0.1)), ()), None).judged
    assert [one.id for one in floor.beyond] == [b, a]
    assert [one.id for one in ceiling.beyond] == [c, a]
    assert reason(floor) == f"0.4000, n 3. Furthest from it: {b} (wrong, 0.00), {a} (wrong, 0.20)"
    (kept,) = decide(run, Gates((Floor(Case("mrr"), 0.4, None),), ()), None).judged
    assert (kept.state, kept.beyond) == (State.PASSED, ())


def test_gates_that_pass_or_cannot_tell_name_the_questions_that_fell(baseline: Record) -> None:
    before, after = fallen_among(baseline, 20, 1)
    (fallen,) = [name for name in before.questions if after.questions[name] != before.questions[name]]
    for must_see, state in ((0.9, State.PASSED), (0.1, State.UNTOLD)):
        decision = decide(after, Gates((), (replace(RIGHT, must_see=must_see),)), before)
        assert [one.state for one in decision.judged] == [state]
        assert f"Less than before: {fallen} (right, 1.00 → 0.00)" in decision_text(decision)


def test_a_ceiling_is_held_too_and_a_group_without_questions_cannot_be_judged(baseline: Record) -> None:
    ceiling = Floor(Case("answer_rate", "language/fr"), None, 0.1)
    nobody = Floor(Case("answer_rate", "language/xx"), 0.1, None)
    assert states(baseline, Gates((ceiling, nobody), ()), baseline) == [State.FAILED, State.UNTOLD]


# ---- not to be trusted -----------------------------------------------------------------------------------------------


def test_gold_that_changed_is_not_compared_and_the_status_is_2(baseline: Record) -> None:
    other = replace(baseline, made=replace(baseline.made, gold_sha256="0" * 64))
    decision = decide(other, Gates((EXACT,), (RIGHT,)), baseline)
    assert decision.status == 2
    assert [one.state for one in decision.judged] == [State.PASSED, State.UNTOLD]
    assert "the gold changed since the baseline" in headline(decision)
    assert "pourquoi eval baseline" in headline(decision)


def test_articles_that_changed_and_questions_that_were_not_asked_are_not_trusted(baseline: Record) -> None:
    gates = Gates((), (RIGHT,))
    articles = decide(replace(baseline, made=replace(baseline.made, articles_sha256="0" * 64)), gates, baseline)
    assert (articles.status, "the articles of the index are not those" in headline(articles)) == (2, True)
    fewer = replace(baseline, questions=dict(list(baseline.questions.items())[3:]))
    decision = decide(fewer, gates, baseline)
    assert decision.status == 2
    assert f"3 of the baseline's {len(baseline.questions)} questions were not asked" in headline(decision)


def test_a_baseline_of_some_of_the_questions_is_no_standard_for_all_of_them(baseline: Record) -> None:
    french = {name: asked for name, asked in baseline.questions.items() if asked.language == "fr"}
    partial = replace(baseline, questions=french)
    decision = decide(baseline, Gates((), (RIGHT,)), partial)
    assert (decision.status, [one.state for one in decision.judged]) == (2, [State.UNTOLD])
    others = len(baseline.questions) - len(french)
    assert f"{others} of the {len(baseline.questions)} questions are not in the baseline" in headline(decision)
    # The same questions as the baseline are comparable, however many there are.
    assert decide(partial, Gates((), (replace(RIGHT, must_see=0.9),)), partial).status == 0


def test_a_run_over_some_of_its_gold_can_be_no_baseline(report: Report, tmp_path: Path) -> None:
    # `report` is of the English questions alone, as `run --limit-to en` asks them.
    write_report(report, tmp_path / REPORT_JSON)
    arguments = ["baseline", str(tmp_path), "--out", str(tmp_path / "baseline.json")]
    refused = CliRunner().invoke(app, arguments)
    assert (refused.exit_code, (tmp_path / "baseline.json").exists()) == (1, False)
    asked, there = len(report.rows), len(load_gold(GOLD))
    assert f"{there - asked} of the {there} questions of {GOLD} were not asked" in refused.stderr
    # Of gold that holds those questions alone it is whole.
    gold = tmp_path / "english.jsonl"
    gold.write_text("".join(gold_line(question) + "\n" for question in load_gold(GOLD, "en")), "utf-8")
    sha256 = hashlib.sha256(gold.read_bytes()).hexdigest()
    whole = make_report(replace(report.provenance, gold=str(gold), gold_sha256=sha256), report.rows)
    write_report(whole, tmp_path / REPORT_JSON)
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert len(read_baseline(tmp_path / "baseline.json").questions) == asked


def test_a_baseline_is_read_back_whatever_its_questions_are_called(baseline: Record, tmp_path: Path) -> None:
    one = next(iter(baseline.questions.values()))
    named = replace(baseline, questions={'what is "X"?': one, "C:\\gold": one, "été": one})
    write_baseline(named, tmp_path / "baseline.json")
    assert read_baseline(tmp_path / "baseline.json") == named


def test_a_failed_question_and_lost_gold_are_not_trusted(baseline: Record) -> None:
    name, asked = next(iter(baseline.questions.items()))
    failed = replace(asked, verdict=Verdict.FAILED, scores=dict.fromkeys(asked.scores))
    run = replace(baseline, questions={**baseline.questions, name: failed})
    gates = Gates((), (RIGHT,))
    assert f"1 questions failed and have no score ({name})" in headline(decide(run, gates, baseline))
    lost = decide(baseline, gates, baseline, lost=["seeds-1"])
    assert (lost.status, "lost all gold of 1 questions" in headline(lost)) == (2, True)


def test_too_few_questions_say_which_fall_they_could_see(baseline: Record) -> None:
    few = replace(baseline, questions=dict(list(baseline.questions.items())[:20]))
    decision = decide(few, Gates((), (replace(RIGHT, must_see=0.1),)), few)
    assert decision.status == 2
    (judged,) = decision.judged
    assert judged.state is State.UNTOLD
    assert "would be seen, and the gate asks for 0.1: too few questions" in judged.found


def answered_by_halves(baseline: Record) -> tuple[Record, Record]:
    """200 questions without an article: the first half is answered before, the second after, half of each rightly."""
    one = next(iter(baseline.questions.values()))
    runs = []
    for half in (range(100), range(100, 200)):
        rights = {n: float(n % 2) if n in half else None for n in range(200)}
        questions = {
            f"q{n}": replace(one, cluster=f"question:q{n}", scores={**one.scores, "answers_right": right})
            for n, right in rights.items()
        }
        runs.append(replace(baseline, questions=questions))
    return runs[0], runs[1]


def test_what_would_be_seen_counts_the_answers_that_one_run_alone_gave(baseline: Record) -> None:
    before, after = answered_by_halves(baseline)
    # Of independent answers the variance is .5² / 100 + .5² / 100 = .005, so 100 answers after have a churn of .5. With r = 2.8
    # (r² = 7.85) a fall d solves d² = 7.85 (.5 + d - d²) / 100: d = .23. No question is answered twice, and changes alone,
    # which are none, would see .04.
    (judged,) = decide(after, Gates((), (Regression(Case("answers_right"), 0.0, 0.1),)), before).judged
    assert judged.state is State.UNTOLD
    assert "0.500 against 0.500: +0.000" in judged.found
    assert "a fall of 0.23" in judged.found
    assert "the gate asks for 0.1: too few questions" in judged.found
    assert states(after, Gates((), (Regression(Case("answers_right"), 0.0, 0.25),)), before) == [State.PASSED]


def test_where_both_runs_score_every_question_the_churn_is_that_of_the_changes(baseline: Record) -> None:
    before, after = fallen_among(baseline, 20, 5)
    names = list(after.questions)
    risen = changed(after, lambda asked: asked is after.questions[names[0]], first_quote_right=1.0)
    before = replace(before, questions={**before.questions, names[-1]: after.questions[names[0]]})
    # Of twenty changes four are -1 and one is +1: squared .25 on average, less the fall of the mean, |-4 + 1| / 20 = .15.
    design = design_of(pair(before, risen), Case("first_quote_right"), 0.025)
    assert (design.questions, design.churn) == (20, pytest.approx(0.25 - 0.15))


def test_too_few_questions_for_one_gate_do_not_hide_the_failure_of_another(baseline: Record) -> None:
    fallen = changed(baseline, lambda asked: asked.scores["first_quote_right"] == 1, first_quote_right=0.0)
    strict = Regression(Case("abstention_recall"), 0.0, 0.01)
    decision = decide(fallen, Gates((), (RIGHT, strict)), baseline)
    assert [one.state for one in decision.judged] == [State.FAILED, State.UNTOLD]
    assert decision.status == 1


# ---- nothing planted, and something ----------------------------------------------------------------------------------


def test_of_200_runs_against_themselves_with_noise_at_most_one_in_twenty_fails(baseline: Record) -> None:
    # Each tests/null_runs.py draws: fifty comparisons each with 1, 5, 10 and 20 % of the answers changed at random.
    gates = replace(read_gates(ROOT / GATES), floors=())
    failed = sum(false_alarms(baseline, gates, churn, 50)["failed"] for churn in (0.01, 0.05, 0.1, 0.2))
    assert failed <= 10


def test_a_planted_regression_fails_with_its_reason_and_no_change_passes(
    product: Product, report: Report, english: tuple[GoldQuestion, ...]
) -> None:
    gates = Gates((EXACT,), (Regression(Case("recall@8"), 0.0, 0.5),))
    before = record_of(report)
    planted = {one.name: one for one in PLANTED}
    again = decide(record_of(product.ask(english)), gates, before)
    shifted = decide(record_of(product.ask(english, planted["offsets_by_one"])), gates, before)
    narrow = decide(record_of(product.ask(english, planted["dropped_language"])), gates, before)
    assert [again.status, shifted.status, narrow.status] == [0, 1, 1]
    assert [one.gate for one in shifted.judged if one.state is State.FAILED] == ["spans_exact: at least 1"]
    assert [one.gate for one in narrow.judged if one.state is State.FAILED] == ["recall@8: no worse"]


@pytest.mark.parametrize("planted", [one for one in PLANTED if one.name != "stale_articles"], ids=lambda one: one.name)
def test_every_regression_fits_into_the_product(
    product: Product, english: tuple[GoldQuestion, ...], planted: Planted
) -> None:
    report = product.ask(english[:2], planted)
    assert [row.error for row in report.rows] == [None, None]


def test_the_documentation_tells_what_was_planted_and_caught_and_ten_were() -> None:
    # `python tests/write_regressions.py` writes both anew.
    stored = json.loads(REGRESSIONS.read_text("utf-8"))
    assert tables(stored) in EVALUATION.read_text("utf-8")
    assert [one["name"] for one in stored["planted"]] == [one.name for one in PLANTED]
    assert sum(one["caught"] for one in stored["planted"]) >= 10
    assert stored["as_it_is"] == 0
    assert all(counts["failed"] <= 10 for counts in stored["false_alarms"].values())


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_baseline_reads_back_as_it_was_written(report: Report, tmp_path: Path) -> None:
    record = record_of(report)
    write_baseline(record, tmp_path / "new" / "baseline.json")
    assert read_baseline(tmp_path / "new" / "baseline.json") == record
    # A line a question, and none of its words or quotes.
    text = (tmp_path / "new" / "baseline.json").read_text("utf-8")
    assert sum(line.startswith('"seeds-') for line in text.splitlines()) == len(report.rows)
    assert report.rows[0].question not in text


def test_what_is_no_baseline_is_refused_with_what_to_do(tmp_path: Path, baseline: Record) -> None:
    with pytest.raises(BaselineError, match=r"cannot be read.*pourquoi eval baseline"):
        read_baseline(tmp_path / "none.json")
    path = tmp_path / "baseline.json"
    path.write_text("{}", "utf-8")
    with pytest.raises(BaselineError, match="no baseline of this version"):
        read_baseline(path)
    write_baseline(baseline, path)
    path.write_text(path.read_text("utf-8").replace('"right"', '"splendid"'), "utf-8")
    with pytest.raises(BaselineError, match="splendid"):
        read_baseline(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[floor]]\nmetric = "spans"\nat_least = 1', "no such metric"),
        ('[[floor]]\nmetric = "mrr"', "one of at_least and at_most"),
        ('[[floor]]\nmetric = "mrr"\nat_least = 2', "floor.0.at_least"),
        ('[[regression]]\nmetric = "mrr"', "regression.0.must_see"),
        ('[[regression]]\nmetric = "mrr"\nmust_see = 0.1\nno_worse_by = 0.1', "must lie above"),
        ('[[regression]]\nmetric = "mrr"\nmust_see = 0.1\ngroup = "fr"', "regression.0.group"),
        ('[[floors]]\nmetric = "mrr"\nat_least = 1', r"floors: there is no such section; .* \[\[floor\]\] and"),
        (
            '[floor]\nmetric = "mrr"\nat_least = 1',
            r"floor: each gate stands below a line \[\[floor\]\], in two brackets",
        ),
        ("floor = [3]", r"floor\.0: each gate stands below a line"),
        (
            '[[floor]]\nmetric = "mrr"\nat_lest = 1',
            r"at_lest: there is no such field; .* metric, group, at_least, at_most",
        ),
        ("[[floor]]\nmetric = 3\nat_least = 1", r"floor\.0\.metric is 3; it must be a text"),
        ('[[floor]]\nmetric = "mrr"\nat_least = true', r"at_least is True; it must be a number from 0 to 1"),
        ('[[floor]]\nmetric = "mrr"\nat_least = "0.7"', r"at_least is '0\.7'; it must be a number from 0 to 1"),
        ('[[regression]]\nmetric = "mrr"\nmust_see = true', r"must_see is True; it must be a number from 0 to 1"),
        ('[[floor]]\nmetric = "mrr"\nat_least = 0', "at_least is 0, which every mean keeps, so it could never fail"),
        ('[[floor]]\nmetric = "mrr"\nat_most = 1.0', "at_most is 1, which every mean keeps, so it could never fail"),
        (
            '[[floor]]\nmetric = "mrr"\nat_least = 1\ngroup = "language/FR"',
            "'language/FR': this is no group; .* language/fr",
        ),
        ('[[floor]]\nmetric = "mrr"\nat_least = 1\ngroup = "kind/wy"', "'kind/wy': this is no group; .* factoid, why"),
        ('[[regression]]\nmetric = "confidence_given"\nmust_see = 0.1', "regression.0.metric.*less of it is not worse"),
        ("", "nothing would be held"),
        ("[[", "is not TOML"),
    ],
)
def test_gates_that_say_something_else_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GateError, match=problem):
        read_gates(path)


def test_the_decision_is_printed_written_and_given_as_the_status(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gates, against = tmp_path / "gates.toml", tmp_path / "baseline.json"
    gates.write_text('[[floor]]\nmetric = "recall@8"\nat_least = 1.0\n', "utf-8")
    # Without a regression no baseline is needed.
    assert hold(report, tmp_path, read_standard(gates, against)) == 1
    printed = capsys.readouterr().out
    assert "1 of 1 gates failed" in printed
    assert printed.strip() == (tmp_path / "gates.md").read_text("utf-8").strip()
    gates.write_text('[[regression]]\nmetric = "recall@8"\nmust_see = 0.9\n', "utf-8")
    with pytest.raises(BaselineError):
        read_standard(gates, against)
    write_baseline(record_of(report), against)
    assert hold(report, tmp_path, read_standard(gates, against)) == 0
    seen: list[object] = []
    assert hold(report, tmp_path, read_standard(gates, against), seen.append) == 0
    assert seen == [decide(record_of(report), read_gates(gates), record_of(report), report.lost.questions)]
    elsewhere = make_report(replace(report.provenance, gold_sha256="0" * 64), report.rows)
    assert hold(elsewhere, tmp_path, read_standard(gates, against)) == 2
