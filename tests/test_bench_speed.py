"""Each part of the speed figures at a tiny size, and the arithmetic of what they say. No test looks at how long anything took."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.bench.speed.articles import write_articles
from eval.bench.speed.figures import SpeedFigures, Spread, read_speed, write_speed
from eval.bench.speed.parts import with_indexing, with_search, with_serving
from eval.bench.speed.plan import Plan
from eval.bench.speed.search import SHARES, nearest, recall
from eval.bench.speed.table import number, speed_sections, spread
from eval.bench.speed.variants import Kind
from eval.bench.speed.vectors import DIMENSION, FileRows, space, write_rows
from eval.cli import app
from eval.errors import SpeedError
from tests.tiny_encoder import save_tiny_encoder

GOLD = Path(__file__).parents[1] / "eval" / "gold" / "seeds.jsonl"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(questions=6, rounds=2, folder=tmp_path, tell=lambda _line: None)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three articles, with a tiny encoder and no reader for whatever is started."""
    write_articles(tmp_path / "corpus", 3)
    words = " ".join(path.read_text("utf-8") for path in (tmp_path / "corpus").iterdir())
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", words)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    return tmp_path / "corpus"


def test_a_spread_is_the_median_and_the_extremes() -> None:
    assert Spread.of([5, 1, 2]) == Spread(2, 1, 5)
    assert spread(Spread(2, 0.5, 120)) == "2.00 [0.50, 120]"
    assert [number(value) for value in (0.004, 9.99, 10, 99.94, 1234.5)] == ["0.00", "9.99", "10.0", "99.9", "1,234"]


def test_generated_vectors_have_unit_length_and_do_not_depend_on_how_many_there_are() -> None:
    made = space()
    few, many = made.passages(50), made.passages(10_020)
    assert many.shape == (10_020, DIMENSION)
    assert np.allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)
    assert np.array_equal(few, many[:50])
    assert not np.array_equal(many[10_000:], many[:20])


def test_a_generated_question_is_nearer_to_its_passage_than_to_most() -> None:
    made = space()
    passages, questions = made.passages(2000), made.questions(50, 2000)
    about = np.sort(np.random.default_rng((made.seed, 3)).choice(2000, size=50, replace=False))
    products = questions @ passages.T
    own = products[np.arange(50), about]
    assert float((products < own[:, None]).mean()) > 0.98


def test_rows_of_a_file_are_read_a_part_at_a_time(tmp_path: Path) -> None:
    passages = space().passages(30)
    write_rows(tmp_path / "rows", iter([passages[:20], passages[20:]]))
    rows = FileRows(tmp_path / "rows", 30)
    assert rows.shape == (30, DIMENSION)
    assert np.array_equal(rows[5:25], passages[5:25])
    assert np.array_equal(rows[20:50], passages[20:])


def test_the_truth_is_that_of_all_products_at_once() -> None:
    passages, questions = space().passages(20_000), space().questions(5, 20_000)
    products = questions @ passages.T
    assert nearest(questions, passages, None) == [set(row[:10].tolist()) for row in np.argsort(-products, axis=1)]
    allowed = np.array([3, 500, 17_000])
    assert nearest(questions, passages, allowed) == [{3, 500, 17_000}] * 5


def test_recall_counts_what_was_found_of_the_nearest() -> None:
    # 2 of 3, then 1 of 2: 3 of 5.
    assert recall([{1, 2, 3}, {4, 5}], [np.array([3, 1, 9]), np.array([5])]) == 3 / 5


def test_search_is_measured_for_every_kind_with_filters_and_changes(plan: Plan, tmp_path: Path) -> None:
    figures = with_search(with_search(SpeedFigures({}), 1500, plan), 1200, plan)
    assert [one.vectors for one in figures.search] == [1200] * len(Kind) + [1500] * len(Kind)
    exact = figures.search[0]
    assert (exact.kind, exact.in_use, exact.recall, exact.ratio) == (Kind.EXACT, True, 1, Spread(1, 1, 1))
    assert [one.kind for one in figures.search if one.in_use] == [Kind.EXACT] * 2
    assert all(0.5 < one.recall <= 1 and 0 < one.held_bytes <= one.peak_bytes for one in figures.search)
    ours = [one for one in figures.filters if one.kind == Kind.CELLS_8]
    assert [one.share for one in ours] == [*SHARES, *SHARES]
    assert all(one.fewest == 10 and one.recall >= 0.9 for one in ours)
    assert [(one.vectors, one.rows) for one in figures.changes] == [(1200, 100), (1500, 100)]
    again = with_search(figures, 1200, plan)
    assert len(again.search) == len(figures.search)
    assert list(tmp_path.iterdir()) == []


def test_indexing_is_measured_as_it_grows_and_with_the_encoder(plan: Plan, tiny: Path) -> None:
    figures = with_indexing(SpeedFigures({}), [1, 2], tiny, replace(plan, rounds=1))
    hashing, more, alone, together = figures.indexing
    assert (hashing.articles, more.articles, alone.articles, together.articles) == (1, 2, 3, 3)
    assert hashing.passages < more.passages < alone.passages == together.passages
    assert hashing.ratio == alone.ratio == Spread(1, 1, 1)
    # Two articles take `ratio` times as long a passage as one.
    assert more.ratio.median == pytest.approx(
        more.seconds.median / more.passages / (hashing.seconds.median / hashing.passages)
    )


def test_serving_is_measured_with_and_without_batches(plan: Plan, tiny: Path) -> None:
    figures = with_serving(SpeedFigures({}), tiny, GOLD, [1, 3], plan)
    assert [(one.clients, one.batch) for one in figures.serving] == [(1, 1), (1, 16), (3, 1), (3, 16)]
    assert figures.serving[0].ratio == Spread(1, 1, 1)
    assert all(one.p50_ms.median <= one.p95_ms.median <= one.p99_ms.median for one in figures.serving)
    assert figures.starts[0].rest_bytes > 50_000_000  # torch alone takes that


def test_a_server_that_does_not_start_says_why(plan: Plan, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from eval.bench.speed.serving import measure_starts

    monkeypatch.setenv("POURQUOI_PORT", "none")
    with pytest.raises(SpeedError, match="POURQUOI_PORT"):
        measure_starts(tiny, 1)


def test_figures_come_back_from_their_file(plan: Plan, tmp_path: Path) -> None:
    figures = with_search(SpeedFigures({}), 1000, replace(plan, rounds=1))
    write_speed(tmp_path / "speed.json", figures)
    again = read_speed(tmp_path / "speed.json")
    assert again.machines == figures.machines
    assert speed_sections(again) == speed_sections(figures)
    assert set(speed_sections(again)) == {"speed-machine", "speed-search", "speed-filters", "speed-changes"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"machines": {}, "search": [{}]}'])
def test_a_file_that_holds_no_figures_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "speed.json"
    path.write_text(text)
    with pytest.raises(SpeedError, match="holds no figures of `pourquoi eval bench-speed`"):
        read_speed(path)
    run = CliRunner().invoke(app, ["bench-speed", "search", "--out", str(path)])
    assert run.exit_code == 1
    assert "remove it and measure again" in run.stderr


def test_the_command_writes_what_it_measured(tmp_path: Path) -> None:
    out = tmp_path / "speed.json"
    words = ["search", "--size", "1000", "--rounds", "1", "--questions", "3", "--out", str(out)]
    run = CliRunner().invoke(app, ["bench-speed", *words], catch_exceptions=False)
    assert run.exit_code == 0
    assert {one["vectors"] for one in json.loads(out.read_text())["search"]} == {1000}
