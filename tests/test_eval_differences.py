"""Tests of a report against a baseline: what is paired, what the change is, and which questions flipped."""

from dataclasses import replace

import pytest

from eval.differences import Differences, Direction, differences
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


def test_a_difference_is_over_the_questions_that_both_scored() -> None:
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
    # a and b: (1 + .5) / 2 = .75 before, (.5 + .25) / 2 = .375 now. c had no score before; x and y are in one of the two alone.
    assert of(found, "mrr") == (0.75, 0.375, -0.375, 2)
    assert of(found, "answers_right") == (None, None, None, 0)
    assert (found.paired, found.added, found.gone) == (3, ("y",), ("x",))


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
