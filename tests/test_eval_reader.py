"""`pourquoi eval reader` on small made-up question sets, with the packaged reader."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.reader_quality import measure_reader
from eval.sampling import spread
from rag.reader.examples import read_split
from rag.reader.weights import packaged_folder, read_identity
from rag.wire import Engine
from tests.story_kit import write_stories
from tests.twin_kit import write_twins


def test_questions_are_spread_over_all_there_are(reader_data: Path) -> None:
    examples = read_split(reader_data).held_out["xquad en"]
    assert len(examples) == 48  # four articles of six paragraphs with two questions
    assert [examples.index(e) for e in spread(examples, 4)] == [0, 12, 24, 36]
    assert spread(examples, 100) == list(examples)


def test_every_set_is_measured_with_its_intervals(engine: Engine, reader_data: Path) -> None:
    assert engine.reader is not None
    sets = {name: read_split(reader_data).held_out[name] for name in ("squad", "xquad en-de")}
    told: list[str] = []
    squad, crossed = measure_reader(engine.reader, sets, 8, told.append)
    assert told == ["squad", "xquad en-de"]
    assert (squad.questions, squad.articles, crossed.articles) == (8, 2, 4)
    assert squad.f1.value is not None
    # Names and years of one plain sentence: a reader that misses these reads nothing.
    assert squad.f1.value > 0.7
    assert squad.auroc_other_article is not None
    assert 0 <= squad.auroc_other_article <= 1


def test_the_command_writes_and_shows_the_figures(reader_data: Path, tmp_path: Path) -> None:
    out, stories = tmp_path / "figures" / "reader.json", write_stories(tmp_path / "stories")
    twins = write_twins(tmp_path / "twins", read_split(reader_data))
    folders = ["--stories", str(stories), "--twins", str(twins)]
    command = ["reader", str(reader_data), *folders, "--questions", "2", "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text("utf-8"))
    names = [row["name"] for row in written["sets"]]
    assert [row["name"] for row in written["twins"]] == ["twins en"]
    assert written["sha256"] == read_identity(packaged_folder()).sha256
    assert (names[:2], names[-1]) == (["squad", "piaf"], "stories other")
    assert "| squad | 2 (2) |" in result.stdout
    assert "| twins en | 1, 1 |" in result.stdout


def test_without_a_reader_there_is_nothing_to_measure_and_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_READER", "none")
    # A folder in which there are no sets, of which nothing is said since nobody looked.
    result = CliRunner().invoke(app, ["reader", str(tmp_path)])
    assert (result.exit_code, result.stderr) == (
        1,
        "pourquoi eval: POURQUOI_READER is 'none', so there is no reader to measure; unset it\n",
    )


def test_a_folder_without_the_sets_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["reader", str(tmp_path)])
    assert result.exit_code == 1
    assert "train-v1.1.json cannot be read" in result.stderr
