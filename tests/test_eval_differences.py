"""Tests of a report against a baseline: what is paired, what the change is, and which questions flipped."""

import re
from dataclasses import replace

import pytest

from eval.differences import Differences, Direction, differences
from eval.html.changes import changes_section
from eval.markdown import to_markdown
from eval.metrics import METRICS
from eval.metrics_retrieval import Ranking
from eval.provenance import ANSWER_SETTINGS, Provenance, answer_settings
from eval.report import Report, make_report
from eval.rows import Row, Verdict
from rag.answer import Statement
from rag.settings import Settings

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


def test_few_changed_questions_are_no_sign_of_better_or_worse() -> None:
    # Whichever way five questions go, by chance they all go that way in one of 32 cases, .031 > .025; six in one of 64.
    for count, marked in ((5, False), (6, True)):
        before = report(*(row(f"q{n}", Verdict.RIGHT, mrr=1.0) for n in range(count)))
        now = report(*(row(f"q{n}", Verdict.RIGHT, mrr=0.5) for n in range(count)))
        page = str(changes_section(differences(now, before), {}))
        assert "−50.0" in page
        assert ("▼ worse" in page) == marked


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


def test_a_question_that_is_as_good_by_other_gold_is_not_told_as_wrong() -> None:
    # Between the two runs the gold of a became unanswerable and that of b answerable; both were and are what they should be.
    before = report(row("a", Verdict.RIGHT), row("b", Verdict.REFUSED), row("c", Verdict.WRONG))
    now = report(row("a", Verdict.REFUSED), row("b", Verdict.RIGHT), row("c", Verdict.MISSED))
    found = differences(now, before)
    assert [(flip.id, flip.direction) for flip in found.flips] == [
        ("a", Direction.AS_GOOD),
        ("b", Direction.AS_GOOD),
        ("c", Direction.OTHERWISE),
    ]
    page = str(changes_section(found, {one.id: one.id for one in now.rows}))
    assert '<h3 id="as-good">As good as before, by other gold (2)</h3>' in page
    assert "Wrong in another way (1)" in page
    told = to_markdown(now, found)
    assert "### As good as before, by other gold (2)" in told
    assert "### Went wrong in another way (1)" in told


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


def test_a_setting_of_the_service_is_not_what_an_answer_may_owe_to() -> None:
    settings = {"min_confidence": "0.5", "top": "8", "slack_bot_token": "**", "port": "80"}
    old = report(row("a", Verdict.RIGHT))
    found = differences(replace(old, provenance=replace(MADE, settings=settings, commit="b")), old)
    # `top` is of another version; who does not know it cannot say that nothing depends on it.
    told = [one.label for one in found.unlike if one.matters]
    assert told == ["pourquoi's commit", "settings.min_confidence", "settings.top"]
    assert [one.name for one in found.unlike if not one.matters] == ["settings.slack_bot_token", "settings.port"]
    assert answer_settings(replace(MADE, settings=settings)) == {"min_confidence": "0.5", "top": "8"}
    page = str(changes_section(found, {}))
    first, others = page.split("2 other settings changed")
    assert ("settings.min_confidence" in first, "slack" in first, "slack" in others) == (True, False, True)


def test_of_every_setting_is_known_whether_an_answer_depends_on_it() -> None:
    # Where one is new: does the same question over the same articles get another answer with it? Then it belongs to these.
    assert len(ANSWER_SETTINGS) == 5
    assert set(Settings.model_fields) >= ANSWER_SETTINGS
    others = set(Settings.model_fields) - ANSWER_SETTINGS
    of_the_service = (
        "oidc_",
        "slack_",
        "discord_",
        "teams_",
        "mattermost_",
        "log_",
        "max_",
        "chat_",
        "open_",
        "public_",
    )
    assert sorted(name for name in others if not name.startswith(of_the_service)) == [
        *("allowed_origins", "answer_cache_entries", "cache", "deadline_seconds", "drain_seconds"),
        *("home", "host", "keep_revisions_days", "port"),
    ]


def said(name: str, verdict: Verdict, words: str, confidence: float, rank: int | None) -> Row:
    """An answer of one quote."""
    answer = {"answer": f"“{words}”", "statements": (Statement(0, len(words) + 2, (0,)),), "said": (words,)}
    return replace(row(name, verdict), answers=("May 1987",), confidence=confidence, gold_rank=rank, **answer)


def test_a_question_that_got_worse_is_shown_before_beside_now() -> None:
    before = said("a-1", Verdict.RIGHT, "It opened in May 1987.", 0.83, 1)
    now = said("a-1", Verdict.WRONG, "It closed in <2001>.", 0.41, 4)
    better = [said("b-2", verdict, "Since May 1987.", 0.5, 1) for verdict in (Verdict.WRONG, Verdict.RIGHT)]
    found = differences(report(now, better[1]), report(before, better[0]))
    page = str(changes_section(found, {"a-1": "q1", "b-2": "q2"}))
    (card,) = re.findall(r'<ul class="worse"><li>(.*?)</li></ul>', page)
    words = " ".join(re.sub("<[^>]+>", " ", card).split())
    assert words == (
        "a-1? a-1 why Should be May 1987 "
        "Before ✓ right confidence 83 % gold passage rank 1 “It opened in May 1987.” quote 1 "
        "Now ✗ wrong confidence 41 % gold passage rank 4 “It closed in &lt;2001&gt;.” quote 1"
    )
    # Above the metrics, and how many there are of each above that.
    assert page.index("1 worse") < page.index("1 better") < page.index('id="worse"') < page.index('id="metrics"')
    assert ">b-2</span>" in page


def test_a_refusal_and_an_error_are_told_beside_the_answer_before() -> None:
    before = [said(name, Verdict.RIGHT, "In May 1987.", 0.83, 1) for name in ("a", "b")]
    refused = replace(row("a", Verdict.MISSED), confidence=0.2)
    failed = replace(row("b", Verdict.FAILED), confidence=None, error="E: why")
    page = str(changes_section(differences(report(refused, failed), report(*before)), {"a": "q1", "b": "q2"}))
    assert "confidence 20 %</span><span>gold passage not among those read</span>" in page
    assert "Refused: the articles do not say, or not surely enough." in page
    assert '<p class="error">E: why</p>' in page


@pytest.mark.parametrize("rows", [(), (row("a", Verdict.FAILED),)])
def test_nothing_to_compare_is_no_error(rows: tuple[Row, ...]) -> None:
    found = differences(report(*rows), report(row("b", Verdict.RIGHT)))
    assert found.paired == 0
    assert {d.change.n for d in found.metrics} == {0}
