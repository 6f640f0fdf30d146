"""What confidence is worth over a run, what a run costs, and the intervals of both."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score

from eval.aggregate import count_cost, latencies
from eval.calibration import Judged, auroc, brier, expected_calibration_error
from eval.formats.question_set import QuestionSet, SetArticle, write_set
from eval.gold import GoldEvidence, GoldQuestion, Kind, load_gold
from eval.markdown import to_markdown
from eval.memory import peak_memory_bytes
from eval.report import Report, make_report
from eval.resampling import estimate_of, estimate_percentile
from eval.risk import judge_confidence
from eval.rows import Row, Verdict
from eval.selective import area_under_risk_coverage
from eval.session import evaluate
from index.article import Span
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine

TEXT = "Anna baked bread in Aston. Bruno sold the bread in Byford. The mill was taken by the flood in 1903."


def asked(name: str, question: str, answer: str) -> GoldQuestion:
    at = TEXT.index(answer)
    evidence = (GoldEvidence(Span("mill", at, at + len(answer)), answer),)
    return GoldQuestion(name, question, "en", Kind.FACTOID, answerable=True, answers=(answer,), evidence=evidence)


@dataclass(frozen=True, slots=True)
class Small:
    """One article, indexed, and a gold file on it."""

    engine: Engine
    gold: Path

    def evaluate(self) -> Report:
        return evaluate(self.engine, self.gold, load_gold(self.gold))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("small")
    questions = (asked("where", "Where did Anna bake bread?", "Aston"), asked("when", "When was the flood?", "1903"))
    write_set(QuestionSet("en", (SetArticle("mill", "The mill", TEXT),), questions, ()), folder / "set")
    engine = Engine(Settings(home=folder / "home", min_confidence=0), HashingEmbedder())
    engine.index((folder / "set" / "articles",), lambda _done, _total: None)
    return Small(engine, folder / "set" / "gold.jsonl")


@pytest.fixture(scope="module")
def report(small: Small) -> Report:
    return small.evaluate()


def rows_of(report: Report, *cases: tuple[float | None, float | None]) -> list[Row]:
    row = report.rows[0]
    return [replace(row, confidence=c, scores={**row.scores, "answers_right": right}) for c, right in cases]


def test_the_curve_covers_a_share_of_all_questions_and_ends_where_the_run_refused(report: Report) -> None:
    # Three answers, one of them wrong; two refusals; one failure, which was never asked.
    rows = rows_of(report, (0.9, 1), (0.8, 0), (0.7, 1), (0.2, None), (0.1, None), (None, None))
    quality = judge_confidence(rows)
    assert (quality.asked, quality.given) == (5, 3)
    assert quality.curve.thresholds == pytest.approx((0.9, 0.8, 0.7))
    assert quality.curve.coverages == pytest.approx((1 / 5, 2 / 5, 3 / 5))
    assert quality.curve.risks == pytest.approx((0, 1 / 2, 1 / 3))
    assert quality.aurc.value == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    # At 5 % risk only the surest answer may be given: one question of five.
    assert quality.coverage_at_5_percent_risk.value == pytest.approx(1 / 5)
    assert (quality.aurc.n, quality.coverage_at_5_percent_risk.n) == (3, 5)


def test_a_run_that_refuses_everything_covers_nothing_and_one_without_questions_has_no_figures(report: Report) -> None:
    refusing = judge_confidence(rows_of(report, (0.2, None), (0.1, None)))
    assert (refusing.coverage_at_5_percent_risk.value, refusing.aurc.value) == (0, None)
    assert refusing.curve.coverages == ()
    nothing = judge_confidence([])
    assert (nothing.coverage_at_5_percent_risk.value, nothing.brier.value, nothing.asked) == (None, None, 0)


CASES = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=2, max_size=20)


@settings(deadline=None)
@given(CASES.filter(lambda cases: len({truth for _, truth in cases}) == 2))
def test_brier_and_auroc_are_those_of_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    probabilities = np.array([p for p, _ in cases])
    truths = np.array([float(t) for _, t in cases])
    judged = Judged(probabilities, truths, np.ones(len(cases)))
    assert brier(judged) == pytest.approx(brier_score_loss(truths, probabilities))
    assert auroc(judged) == pytest.approx(roc_auc_score(truths, probabilities))


def test_an_interval_of_any_figure_is_the_same_each_time_and_as_wide_as_its_standard_error_says() -> None:
    # The surest answer stands first and all have one confidence, so the area is the share that is wrong: .3 of 100.
    cases = Judged(np.full(100, 0.5), np.array([1.0] * 70 + [0.0] * 30), np.ones(100))
    first = estimate_of(area_under_risk_coverage, cases)
    assert first == estimate_of(area_under_risk_coverage, cases)
    assert (first.value, first.n) == (pytest.approx(0.3), 100)
    # 1.96 · sqrt(.3 · .7 / 100) = .090
    assert first.low == pytest.approx(0.21, abs=0.015)
    assert first.high == pytest.approx(0.39, abs=0.015)


def test_the_interval_of_an_error_takes_off_what_chance_adds(report: Report) -> None:
    # 190 answers that are right as often as they say: the true error is 0, and chance makes some .08 of it.
    random = np.random.default_rng(5)
    found = []
    for _ in range(20):
        stated = random.uniform(0.26, 1, 190)
        right = (random.random(190) < stated).astype(float)
        found.append(
            judge_confidence(rows_of(report, *zip(stated.tolist(), right.tolist(), strict=True))).calibration_error
        )
    values, lows, highs = (np.array([getattr(one, name) for one in found]) for name in ("value", "low", "high"))
    assert values.mean() == pytest.approx(0.08, abs=0.01)
    # Resampling adds as much again. The interval lies as far below the value as the resamples lie above it, and ends at 0.
    assert lows.min() == 0
    assert lows.mean() < 0.02
    assert highs.mean() < 0.11
    # The resamples of one run, by hand: from twice the value the two ends of the percentile interval are taken off.
    cases = Judged(stated, right, np.ones(190))
    plain = estimate_of(expected_calibration_error, cases)
    assert None not in (plain.value, plain.low, plain.high)
    assert found[-1].high == pytest.approx(2 * plain.value - plain.low)  # type: ignore[operator]
    assert found[-1].low == pytest.approx(max(0, 2 * plain.value - plain.high))  # type: ignore[operator]


def test_a_figure_of_one_case_or_of_none_has_no_interval() -> None:
    one = estimate_of(brier, Judged(np.array([0.5]), np.array([1.0]), np.ones(1)))
    assert (one.value, one.low, one.high, one.n) == (0.25, None, None, 1)
    none = estimate_of(brier, Judged(np.empty(0), np.empty(0), np.empty(0)))
    assert (none.value, none.low, none.n) == (None, None, 0)
    alone = estimate_percentile([7.0], 99)
    assert (alone.value, alone.low, alone.n) == (7, None, 1)


def test_resamples_that_have_no_value_are_left_out() -> None:
    # Of two cases half of the resamples hold only one kind, where AUROC has none; the rest say 1.
    interval = estimate_of(auroc, Judged(np.array([0.9, 0.1]), np.array([1.0, 0.0]), np.ones(2)))
    assert (interval.value, interval.low, interval.high) == (1, 1, 1)


def test_times_are_given_to_the_99th_percentile_with_intervals(report: Report) -> None:
    rows = [replace(report.rows[0], timings_ms={"read": float(ms)}) for ms in range(101)]
    (stage,) = latencies(rows)
    assert (stage.p50_ms, stage.p95_ms, stage.p99_ms, stage.n) == (50, 95, 99, 101)
    assert stage.p50_interval_ms is not None
    # The median of 101 evenly spread values has a standard error of about 101 / (2 · sqrt(101)) = 5, so some 10 each way.
    assert stage.p50_interval_ms == (pytest.approx(40, abs=3), pytest.approx(60, abs=3))
    (alone,) = latencies(rows[:1])
    assert (alone.p99_ms, alone.p99_interval_ms) == (0, None)


def test_passages_read_count_what_was_searched_for_every_answer(report: Report) -> None:
    row = report.rows[0]
    three = replace(row, passages=replace(row.passages, found=("a", "b", "c")))
    none = replace(row, passages=replace(row.passages, found=()))
    failed = replace(none, verdict=Verdict.FAILED)
    cost = count_cost([three, none, failed], 5)
    assert (cost.passages_read.value, cost.passages_read.n, cost.peak_memory_bytes) == (1.5, 2, 5)


def test_peak_memory_is_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    block = np.ones(20_000_000, dtype=np.uint8)
    peak = peak_memory_bytes()
    assert peak is not None
    # Python with numpy takes more than the block and far less than a TiB, which KiB taken for bytes or twice over would miss.
    assert block.nbytes < peak < 2**40
    monkeypatch.setitem(sys.modules, "resource", None)
    assert peak_memory_bytes() is None


def test_the_markdown_shows_each_figure_with_its_interval_and_n(report: Report) -> None:
    text = to_markdown(report)
    quality = report.confidence
    assert f"{quality.given} of {quality.asked} questions were answered" in text
    assert f"({quality.asked})" in next(line for line in text.splitlines() if "at 5 % risk" in line)
    assert "| stage | p50 ms | p95 ms | p99 ms | n |" in text
    assert "MiB" in next(line for line in text.splitlines() if "peak memory" in line)
    assert "peak memory: –" in to_markdown(make_report(report.provenance, report.rows))
