"""What a damaged index was made from is indexed again, and what a killed process left is cleared away."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.changes import Delete, Put
from index.encoder.embedder import TextVectors
from index.encoder.hashing import HashingEmbedder
from index.errors import GenerationError
from index.homes import database_path
from index.library import Library
from tests.indexed_home import library_of
from tests.test_library import article, nothing


def index(library: Library, *paths: Path) -> list[str]:
    library.sync(paths, nothing)
    return list(library.open().contents.articles)


@pytest.fixture
def indexed(tmp_path: Path) -> Library:
    library = library_of(tmp_path / "home")
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"Article {name} dit une chose.", "utf-8")
        index(library, tmp_path / name)
    return library


def damage(home: Path, *, whole: bool) -> None:
    """Change a byte of a text, or all bytes."""
    path = database_path(home)
    data = path.read_bytes()
    path.write_bytes(b"\0" * len(data) if whole else data.replace(b"Article two dit", b"Article two dot"))


def test_articles_of_other_paths_are_read_again_where_the_index_is_damaged(
    indexed: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    indexed.apply([Put(article("alone"))], nothing)
    damage(tmp_path / "home", whole=False)
    (tmp_path / "three" / "three.txt").unlink()
    (tmp_path / "three").rmdir()
    with caplog.at_level(logging.WARNING):
        assert index(indexed, tmp_path / "one") == ["alone", "one", "two"]
    assert f"indexing {tmp_path / 'two'} again too" in caplog.text
    assert f"indexing {tmp_path / 'three'} again too is not possible" in caplog.text


class Interrupted(HashingEmbedder):
    """An encoder during whose work somebody presses Ctrl-C."""

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        raise KeyboardInterrupt(f"before {len(texts)} texts")


def broken_off(home: Path, path: Path) -> None:
    """Index where the index is damaged, and break it off."""
    damage(home, whole=False)
    with pytest.raises(KeyboardInterrupt):
        index(library_of(home, Interrupted()), path)


def test_a_repair_that_was_broken_off_is_done_by_the_next_run(
    indexed: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    indexed.apply([Put(article("alone"))], nothing)
    broken_off(tmp_path / "home", tmp_path / "one")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            index(library_of(tmp_path / "home", Interrupted()), tmp_path / "one")
    caplog.clear()
    assert index(library_of(tmp_path / "home"), tmp_path / "one") == ["alone", "one", "three", "two"]
    assert "1 articles of it that came from no path are taken over" in caplog.text


def test_what_was_set_aside_comes_back_neither_into_a_store_in_use_nor_where_the_store_was_taken_away(
    indexed: Library, tmp_path: Path
) -> None:
    indexed.apply([Put(article("alone"))], nothing)
    damage(tmp_path / "home", whole=False)
    assert index(indexed, tmp_path / "one") == ["alone", "one", "three", "two"]
    indexed.apply([Delete("alone")], nothing)
    assert index(indexed, tmp_path / "one") == ["one", "three", "two"]
    database_path(tmp_path / "home").unlink()
    assert index(library_of(tmp_path / "home"), tmp_path / "one") == ["one"]


def test_where_nothing_can_be_read_any_more_that_is_said(
    indexed: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(tmp_path / "home", whole=True)
    with caplog.at_level(logging.WARNING):
        assert index(indexed, tmp_path / "one") == ["one"]
    assert "index again whatever else you had" in caplog.text
    (kept,) = database_path(tmp_path / "home").parent.glob("articles.db.damaged-*")
    assert str(kept) in caplog.text


def test_a_whole_index_keeps_the_articles_of_other_paths_without_reading_them(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "two" / "two.txt").unlink()
    assert index(indexed, tmp_path / "one") == ["one", "three", "two"]


def test_a_path_that_is_gone_leaves_the_index_when_it_is_named(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "two" / "two.txt").unlink()
    (tmp_path / "two").rmdir()
    assert index(indexed, tmp_path / "two") == ["one", "three"]


def test_a_file_or_folder_inside_an_indexed_folder_is_read_as_part_of_it(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "one" / "deeper").mkdir()
    (tmp_path / "one" / "deeper" / "new.txt").write_text("Un nouvel article.", "utf-8")
    (tmp_path / "one" / "one.txt").write_text("Article one dit autre chose.", "utf-8")
    assert index(indexed, tmp_path / "one" / "one.txt") == ["deeper/new", "one", "three", "two"]
    assert indexed.open().contents.articles["one"].text == "Article one dit autre chose."
    assert index(indexed, tmp_path / "one" / "deeper") == ["deeper/new", "one", "three", "two"]


def test_a_folder_and_one_inside_it_that_are_indexed_together_give_each_article_once(tmp_path: Path) -> None:
    (tmp_path / "notes" / "2024").mkdir(parents=True)
    (tmp_path / "notes" / "2024" / "a.txt").write_text("Une phrase.", "utf-8")
    library = library_of(tmp_path / "home")
    for _ in range(2):
        assert index(library, tmp_path / "notes", tmp_path / "notes" / "2024") == ["2024/a"]


def test_a_folder_around_an_indexed_one_takes_its_place(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "around").mkdir()
    (tmp_path / "one").rename(tmp_path / "around" / "one")
    assert index(indexed, tmp_path / "around" / "one", tmp_path / "one") == ["one", "three", "two"]
    assert index(indexed, tmp_path / "around") == ["one/one", "three", "two"]


def test_a_folder_without_articles_is_said_to_have_none(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (failure,) = indexed.sync([tmp_path / "empty"], nothing).failures
    endings = ".txt, .md, .html, .htm, .pdf, .docx or .eml"
    assert failure.reason == f"{tmp_path / 'empty'}: there is no article, nothing that ends in {endings}"


def test_a_home_that_cannot_be_written_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(GenerationError, match=r"cannot write to .*; set POURQUOI_HOME, or --home"):
        index(library_of(tmp_path / "home"), tmp_path)


def test_an_article_that_was_put_in_by_itself_stays_and_keeps_its_name(indexed: Library, tmp_path: Path) -> None:
    indexed.apply([Put(article("one")), Put(article("alone"))], nothing)
    assert index(indexed, tmp_path / "two") == ["alone", "one", "three", "two"]
    (failure,) = indexed.sync([tmp_path / "one"], nothing).failures
    assert failure.reason == "'one' was put in by itself already; rename the file or delete that article"
    assert indexed.current().contents.articles["one"] == article("one")
