"""`pourquoi eval bench` on small made-up question sets: what is asked of what, and what a ranking is worth."""

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.bench.file import Made, made_with, read_figures, write_figures
from eval.bench.methods import Method
from eval.bench.retrieval import METRICS, RetrievalFigures, measure_collection, score
from eval.bench.sets import Collection, read_bench_sets
from eval.bench.table import retrieval_table
from eval.cli import app
from eval.errors import PracticeError
from eval.intervals import Estimate
from eval.practice import PracticeSet
from index.encoder.hashing import HashingEmbedder
from rag.reader.examples import held_out_titles
from rag.reader.squad import MarkedParagraph, MarkedQuestion
from rag.settings import Settings
from rag.wire import Engine

MADE = Made("hashing", "hashing-64", "none", None, "0" * 64, 5)


def hashing(folder: Path) -> Engine:
    return Engine(Settings(home=folder, reader="none"), HashingEmbedder())


def paragraph(title: str, number: int, text: str, question: str) -> MarkedParagraph:
    return MarkedParagraph(title, number, text, (MarkedQuestion(f"{title}-{number}", question, ((0, 3),)),))


def some_figures(name: str) -> RetrievalFigures:
    estimates = {metric: Estimate(0.5, 0.25, 0.75, 4) for metric in METRICS}
    return RetrievalFigures(name, 6, 7, 4, 2, {method.value: estimates for method in Method})


def test_questions_on_held_out_articles_are_asked_among_all_paragraphs(reader_data: Path) -> None:
    piaf = read_bench_sets(reader_data, 1_000).collections[0].asked[0]
    titles = held_out_titles(reader_data, "piaf")
    assert len(piaf.paragraphs) == 24  # four articles of six paragraphs
    assert {p.title for p, asked in zip(piaf.paragraphs, piaf.asked, strict=True) if asked} == titles
    assert len(titles) == 2
    assert sum(map(len, piaf.asked)) == 24  # two of the articles, six paragraphs each, two questions


def test_each_language_is_asked_in_its_own_words_and_in_english_ones(reader_data: Path) -> None:
    _, *xquad = read_bench_sets(reader_data, 5).collections
    assert [[one.name for one in each.asked] for each in xquad] == [
        ["xquad en"],
        ["xquad de", "xquad en-de"],
        ["xquad es", "xquad en-es"],
        ["xquad ro", "xquad en-ro"],
    ]
    assert all(sum(map(len, one.asked)) == 5 for each in xquad for one in each.asked)


def test_a_ranking_is_scored_by_the_place_of_the_paragraph_that_is_wanted() -> None:
    third = score(("a", "b", "c"), "c")
    # DCG 1 / log2(1 + 3), of at best 1 / log2(2)
    assert third == {"recall@1": 0.0, "recall@8": 1.0, "mrr@8": pytest.approx(1 / 3), "ndcg@8": pytest.approx(0.5)}
    second = score(("a", "c"), "c")
    assert second["ndcg@8"] == pytest.approx(1 / math.log2(3))
    ninth = score((*"abcdefgh", "z"), "z")
    assert set(ninth.values()) == {0.0}


def test_every_way_to_rank_finds_a_paragraph_that_alone_has_the_words(tmp_path: Path) -> None:
    texts = {
        ("Ponts", "Le vieux pont de pierre enjambe la rivière depuis longtemps."): "Quel pont enjambe la rivière ?",
        ("Chats", "La chatte grise dort sur le canapé du salon."): "Où dort la chatte grise ?",
        ("Trains", "Le train rapide part de Lyon chaque matin."): "D'où part le train rapide ?",
    }
    paragraphs = tuple(paragraph(title, 0, text, asked) for (title, text), asked in texts.items())
    practice = PracticeSet("small fr", "fr", paragraphs, tuple(p.questions for p in paragraphs))
    (found,) = measure_collection(Collection((practice,)), hashing(tmp_path))
    assert (found.paragraphs, found.passages, found.questions, found.articles) == (3, 3, 3, 3)
    assert {method: scores["recall@1"].value for method, scores in found.methods.items()} == dict.fromkeys(Method, 1.0)


def test_a_set_without_questions_is_an_error(tmp_path: Path) -> None:
    practice = PracticeSet("none fr", "fr", (MarkedParagraph("Pont", 0, "Le pont est vieux.", ()),), ((),))
    with pytest.raises(PracticeError, match="none fr holds no question"):
        list(measure_collection(Collection((practice,)), hashing(tmp_path)))


def test_figures_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    figures = [some_figures("one"), some_figures("two")]
    write_figures(tmp_path / "deep" / "figures.json", MADE, figures)
    assert read_figures(tmp_path / "deep" / "figures.json") == (MADE, figures)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["figures.json"]


def test_a_file_of_another_form_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text("[]", "utf-8")
    with pytest.raises(PracticeError, match="remove it and measure again"):
        read_figures(tmp_path / "figures.json")


def test_the_table_has_a_line_for_each_way_to_rank() -> None:
    lines = retrieval_table([some_figures("one")]).splitlines()
    assert len(lines) == 2 + len(Method)
    assert lines[2].startswith("| one | BM25 alone | 4 (2) | 50.0 [25.0, 75.0] |")


def test_a_reader_that_does_not_ship_has_no_checksum(tmp_path: Path) -> None:
    assert made_with(hashing(tmp_path), "0" * 64, 5) == MADE


def test_a_run_goes_on_where_one_with_the_same_models_stopped(
    reader_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.wire.open_engine", lambda _settings: hashing(tmp_path))
    out = tmp_path / "figures.json"
    sha256 = read_bench_sets(reader_data, 2).sha256
    made = Made("hashing", "hashing-64", "none", None, sha256, 2)
    kept = [
        some_figures(name) for name in ("piaf fr", "xquad en", "xquad de", "xquad en-de", "xquad es", "xquad en-es")
    ]
    write_figures(out, made, kept)
    words = ["bench", str(reader_data), "--questions", "2", "--out", str(out)]
    result = CliRunner().invoke(app, [*words, "--resume"])
    assert result.exit_code == 0, result.output
    now, figures = read_figures(out)
    assert now == made
    assert figures[:6] == kept
    assert [(one.name, one.questions) for one in figures[6:]] == [("xquad ro", 2), ("xquad en-ro", 2)]
    assert "| xquad en-ro | the same, and read | 2 " in result.stdout

    assert CliRunner().invoke(app, words).exit_code == 0
    again = read_figures(out)[1]
    # All of it anew, although the file was complete.
    assert [one.name for one in again] == [one.name for one in figures]
    assert not any(one in kept for one in again)


def test_figures_of_other_models_are_not_kept(
    reader_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.wire.open_engine", lambda _settings: hashing(tmp_path))
    out = tmp_path / "figures.json"
    write_figures(out, MADE, [some_figures("gone")])
    result = CliRunner().invoke(app, ["bench", str(reader_data), "--questions", "2", "--out", str(out), "--resume"])
    assert result.exit_code == 0, result.output
    assert "gone" not in json.loads(out.read_text("utf-8"))
    assert [one.name for one in read_figures(out)[1]][:2] == ["piaf fr", "xquad en"]
