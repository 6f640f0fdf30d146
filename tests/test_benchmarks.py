"""docs/benchmarks.md says what the files of figures say, and these were made with the models that ship."""

import hashlib

import pytest

from eval.bench.file import read_figures
from eval.bench.methods import Method
from eval.bench.rivals.results import read_comparison
from eval.bench.rivals.systems import OURS, RIVALS, version_of
from eval.bench.speed.figures import read_speed
from eval.bench.speed.variants import Kind
from index.dense_rules import cells_for, cells_of
from index.encoder.unpack import SOURCE_SHA256
from rag.reader.weights import packaged_folder, read_identity
from tests.write_benchmarks import BENCHMARKS, PAGE, SPEED, beside_others, sections
from tests.write_benchmarks import RIVALS as RIVALS_FILE
from tests.write_gold_guide import GOLD, section
from tests.write_readme import README


@pytest.mark.parametrize("name", sorted(sections()))
def test_the_page_holds_what_the_files_hold(name: str) -> None:
    # If not: python tests/write_benchmarks.py
    assert section(PAGE.read_text("utf-8"), name) == sections()[name]


def test_the_readme_compares_as_the_file_does() -> None:
    assert section(README.read_text("utf-8"), "rivals") == beside_others()


def test_retrieval_was_measured_with_the_models_that_ship() -> None:
    # If not: pourquoi eval bench DATA
    made, figures = read_figures(BENCHMARKS)
    assert (made.encoder_sha256, made.reader_sha256) == (SOURCE_SHA256, read_identity(packaged_folder()).sha256)
    assert {one.name for one in figures} >= {"piaf fr", "xquad de", "xquad en-de"}
    assert figures[0].paragraphs == 1518
    for one in figures:
        assert set(one.methods) == set(Method)


def test_the_comparison_was_made_with_the_models_and_the_gold_that_ship() -> None:
    # If not: python -m eval.bench.rivals.compare
    found = read_comparison(RIVALS_FILE)
    assert found.setting.encoder_sha256 == SOURCE_SHA256
    assert found.setting.reader_sha256 == read_identity(packaged_folder()).sha256
    assert found.setting.gold_sha256 == hashlib.sha256(GOLD.read_bytes()).hexdigest()


def test_every_rival_is_in_the_comparison_or_the_reason_why_not() -> None:
    found = read_comparison(RIVALS_FILE)
    told = {one.name: one.version for one in (*found.systems, *found.not_run)}
    assert set(told) == {OURS, *RIVALS}
    assert {name: told[name] for name in RIVALS} == {name: version_of(spec) for name, spec in RIVALS.items()}
    assert all(one.error for one in found.not_run)


def test_a_million_passages_are_searched_fast_in_little_memory() -> None:
    # If not: pourquoi eval bench-speed search
    chosen = next(one for one in read_speed(SPEED).search if one.vectors == 1_000_000 and one.in_use)
    assert chosen.recall >= 0.95
    assert chosen.ratio.median > 20
    assert chosen.peak_bytes < 1.5e9
    filters = [one for one in read_speed(SPEED).filters if one.kind == chosen.kind and one.vectors == 1_000_000]
    assert {one.share for one in filters} == {0.001, 0.01, 0.1, 0.5}
    assert all(one.recall >= 0.95 and one.fewest == 10 for one in filters)


def test_every_size_was_measured_and_what_is_in_use_is_what_the_rule_says() -> None:
    figures = read_speed(SPEED)
    assert {one.vectors for one in figures.search} == {10_000, 100_000, 1_000_000}
    for one in figures.search:
        chosen = Kind.EXACT if cells_for(one.vectors) is None else Kind.CELLS_8
        assert one.in_use == (one.kind == chosen)
    cells = {one.vectors: one.effort for one in figures.search if one.kind == Kind.CELLS_8}
    assert cells == {size: f"{cells_of(size).opened} of {cells_of(size).count} cells" for size in cells}


def test_indexing_and_serving_were_measured() -> None:
    figures = read_speed(SPEED)
    assert [one.articles for one in figures.indexing if one.encoder == "hashing"] == [100, 1_000, 10_000]
    assert {one.clients for one in figures.serving} == {1, 4, 16, 64}
    assert len({one.batch for one in figures.serving}) == 2
    assert len(figures.starts) == 1
    assert all(machine.rounds >= 5 for machine in figures.machines.values())


def test_every_quote_of_ours_is_cut_out_of_the_file_again() -> None:
    found = read_comparison(RIVALS_FILE)
    assert found.quotes.pieces == found.quotes.given == found.quotes.exact > 0
    ours = found.systems[0]
    assert ours.name == OURS
    assert ours.offsets.given == ours.offsets.exact == ours.offsets.pieces
