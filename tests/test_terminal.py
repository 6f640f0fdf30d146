"""What an article holds is shown in a terminal, which does nothing that it says."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from index.encoder.hashing import HashingEmbedder
from index.homes import DEFAULT_COLLECTION
from rag.answer_out import answer_out
from rag.cli import app
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.render import show_answer
from rag.settings import Settings
from rag.terminal import shown
from rag.wire import Engine
from tests.tiny_encoder import save_tiny_encoder

ROOT = Path(__file__).parents[1]
HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
# Sets the title of the window, clears the screen (in both forms of the escape), and turns round what follows.
ESCAPES = "\x1b]0;owned\x07 \x1b[2J \x9b2J \u202e"
WORDS = f"Alice left the company because of a {ESCAPES} quarrel over money."
ARTICLE = f"The quarrel {ESCAPES} at the bakery\n\n{WORDS}\nThe river is long.\n"
QUESTION = "why did Alice leave the company because of a quarrel?"
_ACTED_ON = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printed(pipeline: Pipeline, question: str) -> str:
    terminal = Console(file=io.StringIO(), width=300, highlight=False)
    answer = pipeline.answer(Question(question))
    show_answer(answer, terminal, dict(pipeline.searcher.generation.contents.articles))
    return terminal.file.getvalue()  # type: ignore[attr-defined]


def test_an_answer_shows_the_escapes_of_an_article_and_the_json_has_them_exactly(
    hashing_pipeline: HashingPipeline,
) -> None:
    pipeline = hashing_pipeline({"one\x1b[2J": ARTICLE})
    page = printed(pipeline, QUESTION)
    assert "because of a �]0;owned� �[2J �2J � quarrel over money." in page
    assert "one�[2J, characters" in page
    assert not _ACTED_ON.search(page)
    answer = answer_out(pipeline.answer(Question(QUESTION)), pipeline, DEFAULT_COLLECTION)
    assert any(ESCAPES in citation.quote for citation in answer.citations)


def test_the_nearest_passages_show_them_too(hashing_pipeline: HashingPipeline, tmp_path: Path) -> None:
    hashing_pipeline({"one": ARTICLE})
    # Nothing is as sure as that.
    page = printed(Engine(Settings(home=tmp_path / "home", min_confidence=1), HashingEmbedder()).pipeline(), QUESTION)
    assert "The nearest passages" in page
    assert "�" in page
    assert not _ACTED_ON.search(page)


def test_explain_shows_them_too(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(f"{ARTICLE}Subscribe to our {ESCAPES} newsletter!\n", "utf-8")
    result = CliRunner().invoke(app, ["index", "--explain", str(file)])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("�") > 5
    assert not _ACTED_ON.search(result.stdout)


def test_a_file_whose_name_has_an_escape_is_named_without_it_where_it_is_refused(tmp_path: Path) -> None:
    name = tmp_path / "no\x1b[2Jsuch.txt"
    result = CliRunner().invoke(app, ["index", "--explain", str(name)])
    assert (result.exit_code, result.stderr) == (
        1,
        f"pourquoi: {tmp_path}/no�[2Jsuch.txt is not a file; --explain takes one article or feed\n",
    )


def test_every_kind_of_line_break_is_one_and_none_is_shown_as_a_letter() -> None:
    assert shown("a\r\nb\rc\nd\te").plain == "a\nb\nc\nd\te"


def test_no_line_of_an_answer_ends_in_white_space_and_none_is_too_wide(hashing_pipeline: HashingPipeline) -> None:
    text = "Alice left the company because of a quarrel over money with the bakers, the millers and all of their friends.\n"
    pipeline = hashing_pipeline({"one": text})
    for width in (20, 40, 80):
        terminal = Console(file=io.StringIO(), width=width, highlight=False)
        show_answer(pipeline.answer(Question(QUESTION)), terminal, dict(pipeline.searcher.generation.contents.articles))
        lines = terminal.file.getvalue().splitlines()  # type: ignore[attr-defined]
        assert all(line == line.rstrip() and len(line) <= width for line in lines)
        # And not a word is lost, nor the indent of a quote.
        quoted = [line[4:] for line in lines if line.startswith("    ")]
        assert " ".join(text.split()) in " ".join(quoted)


def test_a_quote_is_shown_whole_in_a_terminal_that_is_hardly_wider_than_its_indent(
    hashing_pipeline: HashingPipeline,
) -> None:
    pipeline = hashing_pipeline({"one": "Alice left the company because of a quarrel over 漢 money.\n"})
    answer = pipeline.answer(Question(QUESTION))
    articles = dict(pipeline.searcher.generation.contents.articles)
    for width in (1, 3, 4, 5):
        terminal = Console(file=io.StringIO(), width=width, highlight=False)
        show_answer(answer, terminal, articles)
        page = "".join(terminal.file.getvalue().split())  # type: ignore[attr-defined]
        # The same words three times: the answer, the title (the article has no other), and the quote.
        assert page.count("Aliceleftthecompanybecauseofaquarrelover漢money.") == 3


def test_a_letter_that_the_encoding_of_the_output_lacks_is_a_question_mark_and_ends_no_command(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(f"{WORDS}\n\nSubscribe to our naïve 漢 newsletter!\n", "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "rag.cli", "index", "--explain", str(file)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    # Of "ï漢" Latin-1 has the first letter alone.
    assert "naïve ? newsletter".encode("latin-1") in result.stdout


def test_the_json_of_an_answer_holds_the_very_words_in_whatever_encoding_the_output_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Zoë left the company because of a 漢 quarrel."
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", words)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    (tmp_path / "one.txt").write_text(f"{words}\n", "utf-8")
    home = ("--home", str(tmp_path / "home"))
    indexed = CliRunner().invoke(app, ["index", str(tmp_path / "one.txt"), *home])
    assert indexed.exit_code == 0, indexed.output
    asked = ["ask", "why did Zoë leave the company because of a quarrel?", "--json", *home]
    pages = {encoding: CliRunner(charset=encoding).invoke(app, asked).stdout for encoding in ("utf-8", "latin-1")}
    assert words in pages["utf-8"]
    assert pages["latin-1"].isascii()
    assert all(words in json.dumps(json.loads(page), ensure_ascii=False) for page in pages.values())


def test_a_quote_is_shown_without_the_line_breaks_of_its_article_which_the_json_keeps(
    hashing_pipeline: HashingPipeline,
) -> None:
    words = "Alice left the company because of a quarrel over  money with the\nbakers, the millers and all of their friends."
    pipeline = hashing_pipeline({"one": f"{words}\n"})
    assert f"\n    {' '.join(words.split())}\n" in printed(pipeline, QUESTION)
    answer = answer_out(pipeline.answer(Question(QUESTION)), pipeline, DEFAULT_COLLECTION)
    assert [citation.quote for citation in answer.citations] == [words]


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"pourquoi {version('pourquoi')}\n")
