"""Twins: questions on paragraphs of the public sets, half of them near misses; how they are read, drawn and measured."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from transformers import AutoTokenizer

from eval.twin_quality import measure_twins
from rag.errors import TrainingDataError
from rag.reader.corpus import article_of, build_corpus
from rag.reader.examples import Split, read_split
from rag.reader.figure_tables import twin_table
from rag.reader.pairs import Pair
from rag.reader.reading import Reader
from rag.reader.sampling import Sampler
from rag.reader.twin_pairs import TwinPairs
from rag.reader.twins import PARAGRAPHS, Twins, paragraph_sum, read_twins, twin_files
from rag.wire import Engine
from tests.training_kit import LENGTHS
from tests.twin_kit import twin_rows, write_twins
from tests.write_gold_guide import TWIN_SETS, TWINS, TWINS_PAGE, section, twins_section


@pytest.fixture(scope="module")
def split(reader_data: Path) -> Split:
    return read_split(reader_data)


@pytest.fixture(scope="module")
def folder(split: Split, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_twins(tmp_path_factory.mktemp("made") / "twins", split)


@pytest.fixture(scope="module")
def twins(folder: Path, split: Split) -> Twins:
    return read_twins(folder, split)


def test_a_twin_is_on_the_side_of_its_paragraph(twins: Twins, split: Split) -> None:
    assert [twin.paragraph for twin in twins.train] == [split.train[0].paragraph] * 2
    assert [twin.paragraph for twin in twins.held_out] == [split.held_out["squad"][0].paragraph] * 2
    assert [twin.answers for twin in twins.train] == [split.train[0].answers, ()]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"paragraph": "0123456789abcdef"}, "KeyError"),
        ({"answers": [[0, 100_000]]}, "no range of a paragraph of"),
        ({"answers": [[1, 3]]}, "mark whole words"),
        ({"question": None}, "must be text"),
        ({"language": "English"}, "in one of en, fr, de, es"),
        ({"answers": "Anna"}, "must be a list"),
    ],
)
def test_a_line_that_fits_no_paragraph_is_named(
    changed: Mapping[str, object], said: str, split: Split, tmp_path: Path
) -> None:
    row = {**twin_rows(split.train[0])[0], **changed}
    (tmp_path / "bad.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(TrainingDataError, match=rf"bad\.jsonl:1 is no question on a paragraph of these sets: .*{said}"):
        read_twins(tmp_path, split)


def test_of_invented_paragraphs_one_in_five_is_held_out(split: Split, tmp_path: Path) -> None:
    (tmp_path / PARAGRAPHS).mkdir()
    texts = [f"Le {day:02} mai, Anna Berg a ouvert sa boutique." for day in range(1, 31)]
    lines = [json.dumps({"language": "fr", "text": text}) for text in texts]
    (tmp_path / PARAGRAPHS / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    rows = [
        {"paragraph": paragraph_sum(text), "language": "en", "question": "Who opened a shop?", "answers": [[11, 20]]}
        for text in texts
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    twins = read_twins(tmp_path, split)
    assert len(twins.train) + len(twins.held_out) == 30
    # 6 of 30, give or take two deviations of 2.2.
    assert 1 <= len(twins.held_out) <= 11
    assert {(t.paragraph.source, t.paragraph.language) for t in (*twins.train, *twins.held_out)} == {("news", "fr")}
    (tmp_path / PARAGRAPHS / "news.jsonl").write_text('{"language": "fr"}\n', "utf-8")
    with pytest.raises(TrainingDataError, match=r"news\.jsonl:1 is no paragraph"):
        read_twins(tmp_path, split)


def test_a_folder_without_twins_is_named(split: Split, tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="holds no twins"):
        read_twins(tmp_path, split)


def test_lines_of_twins_end_at_line_feeds_alone(split: Split, tmp_path: Path) -> None:
    rows = [{**row, "question": f"Who\u2028was it, {number}?"} for number, row in enumerate(twin_rows(split.train[0]))]
    lines = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "made.jsonl").write_text(f"\ufeff{lines}\n \n", "utf-8")
    assert [t.question for t in read_twins(tmp_path, split).train] == [row["question"] for row in rows]
    (tmp_path / "made.jsonl").write_bytes(b"\xff")
    with pytest.raises(TrainingDataError, match=r"made\.jsonl: byte 0 is not UTF-8"):
        read_twins(tmp_path, split)


def test_paragraphs_are_shown_whole_as_often_as_is_asked(twins: Twins, tokenizer: "AutoTokenizer") -> None:
    lengths = replace(LENGTHS, long_share=1.0)
    pairs = TwinPairs(twins.train, tokenizer, lengths, seed=1).draw(0, 100, np.random.default_rng(1))
    # There is one paragraph; with four in five whole a fifth of its parts would be of 8 to 24 tokens.
    assert len({len(pair.ids) - pair.passage_at for pair in pairs}) == 1


def words(pair: Pair, tokenizer: "AutoTokenizer") -> str:
    pieces = tokenizer.convert_ids_to_tokens(pair.ids[pair.start : pair.end + 1].tolist())
    return "".join(pieces).replace("▁", " ").strip()


def test_an_answered_twin_marks_its_words_and_a_near_miss_nothing(twins: Twins, tokenizer: "AutoTokenizer") -> None:
    pairs = TwinPairs(twins.train, tokenizer, LENGTHS, seed=1).draw(0, 40, np.random.default_rng(1))
    start, end = twins.train[0].answers[0]
    assert {words(pair, tokenizer).rstrip(".,") for pair in pairs} == {twins.train[0].paragraph.text[start:end], "<s>"}
    # Every round has both, so 20 of 40 are answered.
    assert sum(pair.start > 0 for pair in pairs) == 20
    assert not any(pair.taught for pair in pairs)


def test_now_and_then_a_twin_is_shown_a_paragraph_of_another_article(
    twins: Twins, split: Split, tokenizer: "AutoTokenizer"
) -> None:
    own = twins.train[0].paragraph
    strange = next(
        e for e in split.train if e.paragraph.language == own.language and article_of(e.paragraph) != article_of(own)
    )
    others = [replace(twins.train[1], paragraph=strange.paragraph, question="Who keeps the lighthouse?")]
    pairs = TwinPairs([*twins.train, *others], tokenizer, LENGTHS, seed=1).draw(0, 600, np.random.default_rng(1))
    # A third of them, 200, have an answer in their own paragraph; .15 of those are shown the other one, which is silent: 170.
    assert 155 <= sum(pair.start > 0 for pair in pairs) <= 185


def test_a_twin_on_news_comes_twice_where_one_on_a_public_set_comes_once(
    twins: Twins, tokenizer: "AutoTokenizer"
) -> None:
    public = twins.train[1]
    news = replace(public, paragraph=replace(public.paragraph, source="news"), question="Who keeps the lighthouse?")
    pairs = TwinPairs([public, news], tokenizer, LENGTHS, seed=1).draw(0, 30, np.random.default_rng(1))
    assert sorted(Counter(tuple(pair.ids[: pair.passage_at].tolist()) for pair in pairs).values()) == [10, 20]


def test_twins_have_their_share_of_each_pool(twins: Twins, split: Split, tokenizer: "AutoTokenizer") -> None:
    written = TwinPairs(twins.train, tokenizer, LENGTHS, seed=1, share=0.25)
    pool = Sampler(build_corpus(split.train, tokenizer), tokenizer, LENGTHS, seed=1, written=[written]).pool(0)
    # 0.25 of 3,072; teachers are asked about the others alone.
    assert sum(not pair.taught for pair in pool) == 768


def test_the_reader_is_measured_on_both_sides(engine: Engine, twins: Twins) -> None:
    reader = engine.reader
    assert isinstance(reader, Reader)
    (figures,) = measure_twins(reader, twins.held_out)
    assert (figures.name, figures.answered, figures.missed) == ("twins en", 1, 1)
    # Nothing is said of a lighthouse: below the margin of the answered one.
    assert (figures.auroc, figures.refused) == (1.0, 1.0)
    assert figures.f1.value == 1.0
    assert "| twins en | 1, 1 |" in twin_table([asdict(figures)])


def test_every_shipped_twin_is_whole_and_its_paragraph_has_both_sides() -> None:
    paths = twin_files(TWINS)
    assert {path.stem for path in paths} == set(TWIN_SETS)
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    sides: dict[str, set[bool]] = defaultdict(set)
    for row in rows:
        assert set(row) == {"paragraph", "language", "question", "answers"}, row
        assert row["language"] in {"en", "fr", "de", "es"}, row
        assert len(row["question"].split()) > 1, row
        assert all(0 <= start < end for start, end in row["answers"]), row
        sides[row["paragraph"]].add(bool(row["answers"]))
    assert all(side == {True, False} for side in sides.values())
    assert len({(row["paragraph"], row["question"]) for row in rows}) == len(rows)
    # Nothing of what the gold asks for.
    assert not [row for row in rows if any(name in row["question"] for name in ("OpenAI", "Altman", "Sutskever"))]


def test_the_page_on_twins_counts_those_that_there_are() -> None:
    # If not: python tests/write_gold_guide.py
    assert section(TWINS_PAGE.read_text("utf-8"), "twins") == twins_section()
