"""What is done at the start in a home without articles: examples for a new one, none for one that is somebody's already."""

import logging
from pathlib import Path

import pytest
from rich.console import Console

from api.product import open_corpus
from index.errors import MismatchedGenerationError
from index.homes import collections
from rag.indexing import index_seeds_if_new
from rag.settings import Settings
from tests.indexed_home import index, write_articles
from tests.tiny_encoder import save_tiny_encoder
from tests.writing_kit import engine_over

WORDS = "Alice left the company because of a quarrel."


@pytest.fixture(autouse=True)
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with a folder seeds/."""
    write_articles(tmp_path / "work" / "seeds", "example")
    monkeypatch.chdir(tmp_path / "work")


def desk(home: Path, name: str) -> None:
    """A collection of that name with one article."""
    folder = write_articles(home.parent / "articles", "own")
    engine_over(home).collection(name).sync((folder,), lambda _done, _total: None)


def old_index(home: Path) -> None:
    """An index as versions before collections kept it."""
    (home / "index").mkdir(parents=True)
    (home / "index" / "CURRENT").write_text("20250101T000000-00000000\n", "utf-8")


def settings_of(home: Path) -> Settings:
    return Settings(home=home, encoder=str(save_tiny_encoder(home.parent / "encoder", WORDS)), reader="none")


def test_the_examples_are_indexed_in_a_home_without_any_collection(tmp_path: Path) -> None:
    index_seeds_if_new(engine_over(tmp_path / "home"), Console(stderr=True))
    assert collections(tmp_path / "home") == ("default",)


def test_no_examples_are_indexed_where_the_home_has_a_collection_of_any_name(tmp_path: Path) -> None:
    desk(tmp_path / "home", "sport")
    index_seeds_if_new(engine_over(tmp_path / "home"), Console(stderr=True))
    assert collections(tmp_path / "home") == ("sport",)


def test_no_examples_take_the_place_of_an_index_of_an_older_version(tmp_path: Path) -> None:
    old_index(tmp_path / "home")
    with pytest.raises(MismatchedGenerationError, match=r"of an older version; run `pourquoi index PATH` again"):
        open_corpus(settings_of(tmp_path / "home"))
    assert collections(tmp_path / "home") == ()


def test_beside_collections_an_index_of_an_older_version_is_warned_of_once_and_they_are_served(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "home"
    desk(home, "sport")
    old_index(home)
    with caplog.at_level(logging.WARNING):
        corpus = open_corpus(settings_of(home))
    assert (corpus.others is not None and corpus.others.holds("sport"), corpus.library.store.exists()) == (True, False)
    assert [record.getMessage() for record in caplog.records if record.name == "index.homes"] == [
        f"the index in {home / 'index'} is of an older version and is not read; run `pourquoi index PATH` again for the articles "
        "that were in it, or delete that folder where all are in"
    ]


def test_a_home_without_an_old_index_is_warned_of_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "own"))
    settings = settings_of(tmp_path / "home")
    with caplog.at_level(logging.WARNING):
        open_corpus(settings)
    assert [record for record in caplog.records if record.name == "index.homes"] == []
