"""Each part of the speed figures at a tiny size, and the arithmetic of what they say. No test looks at how long anything took."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.bench.speed.articles import write_articles
from eval.bench.speed.figures import Machine, SpeedFigures, Spread, read_speed, write_speed
from eval.bench.speed.indexing import Indexed, _figures, _index, measure_growth
from eval.bench.speed.parts import with_search, with_serving
from eval.bench.speed.plan import Plan
from eval.bench.speed.search import SHARES, nearest, recall
from eval.bench.speed.serving import Load, measure_serving, measure_starts, refuse_a_burst
from eval.bench.speed.table import machine_lines, number, speed_sections, spread
from eval.bench.speed.variants import Kind, build
from eval.bench.speed.vectors import DIMENSION, SEED, FileRows, Space, about, space, write_rows
from eval.cli import app
from eval.errors import SpeedError
from index.encoder.embedder import Vectors
from rag.settings import load_settings
from rag.wire import find_encoder
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


def passages_of(made: Space, count: int) -> "Vectors":
    return np.concatenate(list(made.blocks(count)))


def test_generated_vectors_have_unit_length_and_do_not_depend_on_how_many_there_are() -> None:
    made = space()
    few, many = passages_of(made, 50), passages_of(made, 10_020)
    assert many.shape == (10_020, DIMENSION)
    assert np.allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)
    assert np.array_equal(few, many[:50])
    assert not np.array_equal(many[10_000:], many[:20])


def test_a_generated_question_is_nearer_to_its_passage_than_to_most() -> None:
    made = space()
    passages, questions = passages_of(made, 2000), made.questions(50, 2000)
    chosen = about(np.random.default_rng((SEED, 4)), 50, 2000)
    products = questions @ passages.T
    own = products[np.arange(50), chosen]
    assert float((products < own[:, None]).mean()) > 0.98


def test_rows_of_a_file_are_read_a_part_at_a_time(tmp_path: Path) -> None:
    passages = passages_of(space(), 30)
    write_rows(tmp_path / "rows", iter([passages[:20], passages[20:]]))
    rows = FileRows(tmp_path / "rows", 30)
    assert rows.shape == (30, DIMENSION)
    assert np.array_equal(rows[5:25], passages[5:25])
    assert np.array_equal(rows[20:50], passages[20:])


def test_the_truth_is_that_of_all_products_at_once() -> None:
    passages, questions = passages_of(space(), 20_000), space().questions(5, 20_000)
    products = questions @ passages.T
    assert nearest(questions, passages, None) == [set(row[:10].tolist()) for row in np.argsort(-products, axis=1)]
    allowed = np.array([3, 500, 17_000])
    assert nearest(questions, passages, allowed) == [{3, 500, 17_000}] * 5


def test_recall_counts_what_was_found_of_the_nearest() -> None:
    # 2 of 3, then 1 of 2: 3 of 5.
    assert recall([{1, 2, 3}, {4, 5}], [np.array([3, 1, 9]), np.array([5])]) == 3 / 5


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> SpeedFigures:
    folder = tmp_path_factory.mktemp("search")
    figures = with_search(SpeedFigures({}), 1500, Plan(20, 2, folder, lambda _line: None))
    assert list(folder.iterdir()) == []
    return figures


def test_search_is_measured_for_every_kind(searched: SpeedFigures) -> None:
    assert [one.kind for one in searched.search] == list(Kind)
    exact = searched.search[0]
    assert (exact.vectors, exact.recall, exact.ratio) == (1500, 1, Spread(1, 1, 1))
    assert [one.kind for one in searched.search if one.in_use] == [Kind.EXACT]
    assert all(0.8 < one.recall <= 1 and 0 < one.held_bytes <= one.peak_bytes for one in searched.search)


@pytest.mark.parametrize(("size", "questions", "fewest"), [("255", "256", "256"), ("99", "20", "100")])
def test_fewer_vectors_than_questions_or_changes_are_refused_before_anything_is_built(
    tmp_path: Path, size: str, questions: str, fewest: str
) -> None:
    words = ["search", "--size", size, "--questions", questions, "--out", str(tmp_path / "speed.json")]
    run = CliRunner().invoke(app, ["bench-speed", *words])
    assert run.exit_code == 1
    told = f"{size} vectors are too few for {questions} questions and 100 changes; give --size {fewest} at least"
    assert told in " ".join(run.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_search_is_measured_with_filters_and_changes(searched: SpeedFigures) -> None:
    ours = [one for one in searched.filters if one.kind == Kind.CELLS_8]
    assert [one.share for one in ours] == list(SHARES)
    assert all(one.fewest == 10 and one.recall >= 0.9 for one in ours)
    assert [(one.vectors, one.rows) for one in searched.changes] == [(1500, 100)]


def test_a_filter_is_the_same_to_hnsw_as_to_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    import faiss

    rows, question = passages_of(space(), 300), space().questions(1, 300)[0]
    variant = build(Kind.HNSW, rows)
    # A set of numbers costs another time than the bits that ours is given.
    monkeypatch.delattr(faiss, "IDSelectorBatch")
    allowed = np.arange(0, 300, 3)
    found = variant.find(question, 10, 512, allowed)
    assert set(found.tolist()) == nearest(question[None, :], rows, allowed)[0]


def test_indexing_in_a_process_of_its_own_is_measured(plan: Plan) -> None:
    (figures,) = measure_growth([1], replace(plan, rounds=1))
    assert (figures.articles, figures.ratio) == (1, Spread(1, 1, 1))
    assert figures.passages > 5
    assert figures.write_ms.median > 0
    assert figures.articles_per_second.median == pytest.approx(1 / figures.seconds.median)


def test_the_encoder_is_measured_on_the_same_passages_one_by_one(plan: Plan, tiny: Path) -> None:
    source = find_encoder(load_settings())
    alone, together = (_index(tiny, plan.folder / f"home-{one}", source, one_by_one=one) for one in (True, False))
    assert alone.passages == together.passages > 15  # of three articles
    # 30 s for 10 passages, then 9 s for 20: 0.45 s a passage after 3 s; of a processor 2 s and 3 s.
    figures = _figures("encoder", 2, [Indexed(20, 9.0, 3.0, 8.0, 2)], [Indexed(10, 30.0, 2.0, 8.0, 1)])
    assert figures.ratio.median == pytest.approx(0.45 / 3)
    assert figures.processor_ratio.median == pytest.approx((3 / 20) / (2 / 10))


@pytest.mark.soak
def test_serving_is_measured_against_one_client_without_batches(
    plan: Plan, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With batches of at most one by default too, both are one and the same server.
    monkeypatch.setenv("POURQUOI_MAX_BATCH_QUESTIONS", "1")
    figures = with_serving(SpeedFigures({}), tiny, GOLD, [1, 3], replace(plan, rounds=1, questions=12))
    assert [(one.clients, one.batch) for one in figures.serving] == [(1, 1), (3, 1)]
    assert figures.serving[0].ratio == Spread(1, 1, 1)
    assert all(one.p50_ms.median <= one.p95_ms.median <= one.p99_ms.median for one in figures.serving)
    assert figures.starts[0].rest_bytes > 50_000_000  # torch alone takes that


def test_fewer_questions_than_four_for_each_client_are_refused_before_anything_is_measured(tmp_path: Path) -> None:
    words = ["serving", "--questions", "64", "--out", str(tmp_path / "speed.json")]
    run = CliRunner().invoke(app, ["bench-speed", *words])
    assert run.exit_code == 1
    assert "64 questions are a burst for 64 clients; give --questions 256 at least" in " ".join(run.stderr.split())
    assert list(tmp_path.iterdir()) == []
    refuse_a_burst(256, [1, 4, 16, 64])
    with pytest.raises(SpeedError, match="11 questions are a burst for 3 clients"):
        measure_serving(tmp_path, Load(("Who?",) * 11, (1, 3), 16), Plan(11, 1, tmp_path, lambda _line: None))


def test_of_a_load_no_more_is_said_than_that_it_was_there() -> None:
    lines = machine_lines({"serving": Machine("a processor", 2, 1.24, 5), "search": Machine("a processor", 2, 0.6, 5)})
    assert lines.splitlines() == [
        "- serving: a processor, 2 cores, 5 rounds, load 1.2 a core: only ratios say something",
        "- search: a processor, 2 cores, 5 rounds, load 0.6 a core",
    ]


def test_a_server_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POURQUOI_CHUNK_TOKENS", "none")
    with pytest.raises(SpeedError, match="setting chunk_tokens is 'none'"):
        measure_starts(tmp_path, 1)


def leaves(value: object) -> Iterator[object]:
    """What stands at the ends of nested lists and objects, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def test_figures_come_back_from_their_file(searched: SpeedFigures, tmp_path: Path) -> None:
    path = tmp_path / "speed.json"
    write_speed(path, searched)
    again = read_speed(path)
    assert again.machines == searched.machines
    # Five digits are kept: 0.0437515 comes back as 0.043752, which may round otherwise in a table.
    kept, measured = list(leaves(asdict(again))), list(leaves(asdict(searched)))
    assert [one for one in kept if not isinstance(one, float)] == [
        one for one in measured if not isinstance(one, float)
    ]
    assert [one for one in kept if isinstance(one, float)] == pytest.approx(
        [one for one in measured if isinstance(one, float)], rel=5.1e-5
    )
    write_speed(path, again)
    assert read_speed(path) == again
    assert set(speed_sections(again)) == {"speed-machine", "speed-search", "speed-filters", "speed-changes"}


def test_the_command_adds_to_what_was_measured_before(searched: SpeedFigures, tmp_path: Path) -> None:
    out = tmp_path / "speed.json"
    write_speed(out, searched)
    words = ["search", "--size", "1200", "--rounds", "1", "--questions", "2", "--out", str(out)]
    run = CliRunner().invoke(app, ["bench-speed", *words], catch_exceptions=False)
    assert run.exit_code == 0
    found = read_speed(out)
    assert [one.vectors for one in found.search] == [1200] * len(Kind) + [1500] * len(Kind)
    assert set(found.machines) == {"search among 1,200", "search among 1,500"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"machines": {}, "search": [{}]}'])
def test_a_file_that_holds_no_figures_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "speed.json"
    path.write_text(text)
    with pytest.raises(SpeedError, match="holds no figures of `pourquoi eval bench-speed`"):
        read_speed(path)
    run = CliRunner().invoke(app, ["bench-speed", "search", "--out", str(path)])
    assert run.exit_code == 1
    assert "remove it and measure again" in run.stderr
