"""Tests of a report against a baseline: what is paired, what the change is, and which questions flipped."""

from dataclasses import replace

import pytest

from eval.differences import Differences, Direction, differences
from eval.html.changes import changes_section
from eval.metrics import METRICS
from eval.metrics_retrieval import Ranking
from eval.provenance import Provenance
from eval.report import Report, make_report
from eval.rows import Row, Verdict

MADE = Provenance(
    made_at="2026-01-01T00:00:00Z",
    package_version="1",
    commit="a",
    python="3.11",
    settings={"min_confidence": "0.4"},
    encoder="e",
    encoder_checksum="c",
    generation="g",
    articles=1,
    passages=1,
    gold="gold.jsonl",
    gold_sha256="0",
    articles_sha256="0",
    reader="r",
)


def row(name: str, verdict: Verdict, **scores: float) -> Row:
    answered = verdict in {Verdict.RIGHT, Verdict.WRONG, Verdict.UNFOUNDED}
    return Row(
        id=name,
        question=f"{name}?",
        language="en",
        kind="why",
        answerable=verdict not in {Verdict.REFUSED, Verdict.UNFOUNDED},
        answers=(),
        gold_quotes=(),
        gold_spans=(),
        lost=0,
        verdict=verdict,
        answer="because" if answered else "",
        statements=(),
        said=(),
        said_spans=(),
        confidence=0.5,
        gold_rank=None,
        passages=Ranking((), {}),
        articles=Ranking((), {}),
        error=None,
        scores={metric.name: scores.get(metric.name) for metric in METRICS},
        timings_ms={},
        seconds=0.1,
    )


def report(*rows: Row) -> Report:
    return make_report(MADE, rows)


def of(found: Differences, metric: str) -> tuple[float | None, float | None, float | None, int]:
    (one,) = [d for d in found.metrics if d.metric == metric]
    return one.before, one.now, one.change.value, one.change.n


def test_each_mean_is_over_the_questions_that_its_own_report_scored() -> None:
    before = report(
        row("a", Verdict.RIGHT, mrr=1.0),
        row("b", Verdict.WRONG, mrr=0.5),
        row("c", Verdict.REFUSED),
        row("x", Verdict.RIGHT, mrr=1),
    )
    now = report(
        row("a", Verdict.RIGHT, mrr=0.5),
        row("b", Verdict.WRONG, mrr=0.25),
        row("c", Verdict.MISSED, mrr=0),
        row("y", Verdict.RIGHT),
    )
    found = differences(now, before)
    # a and b: (1 + .5) / 2 = .75 before; a, b and c: (.5 + .25 + 0) / 3 = .25 now. x and y are in one of the two alone.
    assert of(found, "mrr") == (0.75, 0.25, -0.5, 3)
    assert of(found, "answers_right") == (None, None, None, 0)
    assert (found.paired, found.added, found.gone) == (3, ("y",), ("x",))


def test_a_metric_over_the_answers_given_differs_as_the_two_reports_do() -> None:
    # Before two are answered, one rightly; now the wrong one is refused and another is answered rightly.
    before = report(
        row("a", Verdict.RIGHT, answers_right=1),
        row("b", Verdict.WRONG, answers_right=0),
        row("c", Verdict.MISSED),
        row("d", Verdict.MISSED, abstention_precision=0),
    )
    now = report(
        row("a", Verdict.RIGHT, answers_right=1),
        row("b", Verdict.MISSED),
        row("c", Verdict.RIGHT, answers_right=1),
        row("d", Verdict.RIGHT),
    )
    found = differences(now, before)
    # 1 / 2 before, 2 / 2 now: +.5, and of the one question that both answered it would be 0.
    assert of(found, "answers_right") == (0.5, 1, 0.5, 3)
    for metric in ("answers_right", "mrr"):
        told = (before.groups[0].estimates[metric].value, now.groups[0].estimates[metric].value)
        assert of(found, metric)[:2] == told
    # A report without a refusal has no share of them, and there is no difference to one.
    assert of(found, "abstention_precision") == (0, None, None, 1)
    page = str(changes_section(found, {one.id: one.id for one in now.rows}))
    assert "No difference: " not in page


def test_more_confidence_is_neither_better_nor_worse() -> None:
    names = "abcdefgh"
    before = report(*(row(name, Verdict.RIGHT, confidence_given=0.5, mrr=0.5) for name in names))
    now = report(*(row(name, Verdict.RIGHT, confidence_given=0.9, mrr=0.5) for name in names))
    page = str(changes_section(differences(now, before), {}))
    # .9 less .5 for every question: an interval wholly above 0, and no sign that it is better.
    assert "+40.0" in page
    assert "better" not in page
    assert "No difference: mrr." in page
    surer = report(*(row(name, Verdict.RIGHT, confidence_given=0.5, mrr=0.9) for name in names))
    assert "better" in str(changes_section(differences(surer, before), {}))


def test_questions_flip_to_better_to_worse_or_to_as_bad() -> None:
    was = {"a": Verdict.RIGHT, "b": Verdict.WRONG, "c": Verdict.MISSED, "d": Verdict.UNFOUNDED, "e": Verdict.RIGHT}
    now = {"a": Verdict.MISSED, "b": Verdict.RIGHT, "c": Verdict.WRONG, "d": Verdict.REFUSED, "e": Verdict.RIGHT}
    found = differences(
        report(*(row(name, verdict) for name, verdict in now.items())),
        report(*(row(name, verdict) for name, verdict in reversed(was.items()))),
    )
    assert [(flip.id, flip.direction) for flip in found.flips] == [
        ("a", Direction.WORSE),
        ("b", Direction.BETTER),
        ("c", Direction.OTHERWISE),
        ("d", Direction.BETTER),
    ]
    assert (found.flips[0].before, found.flips[0].now) == (Verdict.RIGHT, Verdict.MISSED)


def test_a_question_that_was_reworded_is_another_question() -> None:
    old, new = row("a", Verdict.RIGHT, mrr=1), replace(row("a", Verdict.WRONG, mrr=0), question="otherwise?")
    found = differences(report(new), report(old))
    assert (found.paired, found.flips, found.added, found.gone) == (0, (), ("a",), ("a",))


def test_a_report_against_itself_has_no_difference() -> None:
    one = report(row("a", Verdict.RIGHT, mrr=1), row("b", Verdict.WRONG, mrr=0.5))
    found = differences(one, one)
    assert (found.flips, found.unlike) == ((), ())
    assert of(found, "mrr") == (0.75, 0.75, 0, 2)


def test_the_interval_draws_questions_without_evidence_one_by_one() -> None:
    # Four questions gained 1 and four lost 1; a draw of eight has the mean (gains - losses) / 8, so the interval lies around 0.
    names = "abcdefgh"
    before = report(*(row(name, Verdict.RIGHT, mrr=float(number >= 4)) for number, name in enumerate(names)))
    now = report(*(row(name, Verdict.RIGHT, mrr=float(number < 4)) for number, name in enumerate(names)))
    change = next(d.change for d in differences(now, before).metrics if d.metric == "mrr")
    assert (change.value, change.n) == (0, 8)
    assert change.low is not None
    assert change.high is not None
    assert -0.8 <= change.low < -0.5
    assert 0.5 < change.high <= 0.8


def test_what_the_reports_were_made_from_is_compared_but_for_times() -> None:
    old = report(row("a", Verdict.RIGHT))
    made = replace(MADE, made_at="later", generation="h", commit="b", settings={"min_confidence": "0.5", "top": "8"})
    found = differences(replace(old, provenance=made), old)
    assert [(u.name, u.before, u.now) for u in found.unlike] == [
        ("commit", "a", "b"),
        ("settings.min_confidence", "0.4", "0.5"),
        ("settings.top", "–", "8"),
    ]


@pytest.mark.parametrize("rows", [(), (row("a", Verdict.FAILED),)])
def test_nothing_to_compare_is_no_error(rows: tuple[Row, ...]) -> None:
    found = differences(report(*rows), report(row("b", Verdict.RIGHT)))
    assert found.paired == 0
    assert {d.change.n for d in found.metrics} == {0}
