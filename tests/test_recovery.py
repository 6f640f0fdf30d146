"""What a damaged index was made from is indexed again, and what a killed process left is cleared away."""

import logging
import os
from pathlib import Path

import pytest
from index.build import IndexRequest, index_paths
from index.store import Store

from index.chunks import ChunkingSettings
from index.encoder.hashing import HashingEmbedder
from index.encoder.unpack import ensure_unpacked, unpacked_folder
from index.errors import GenerationError


def index(store: Store, *paths: Path) -> list[str]:
    request = IndexRequest(paths, HashingEmbedder(), ChunkingSettings())
    index_paths(store, request, lambda _done, _total: None)
    return list(store.open().contents.articles)


@pytest.fixture
def indexed(tmp_path: Path) -> Store:
    store = Store(tmp_path / "home")
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"Article {name} dit une chose.", "utf-8")
        index(store, tmp_path / name)
    return store


def damage(store_folder: Path, name: str) -> None:
    for path in store_folder.rglob(name):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_articles_of_other_paths_are_read_again_where_the_index_is_damaged(
    indexed: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(tmp_path / "home", "dense.faiss")
    (tmp_path / "three" / "three.txt").unlink()
    (tmp_path / "three").rmdir()
    with caplog.at_level(logging.WARNING):
        assert index(indexed, tmp_path / "one") == ["one", "two"]
    assert f"indexing {tmp_path / 'two'} again too" in caplog.text
    assert f"indexing {tmp_path / 'three'} again too is not possible" in caplog.text


def test_where_the_manifest_is_damaged_too_that_is_said(
    indexed: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(tmp_path / "home", "manifest.json")
    with caplog.at_level(logging.WARNING):
        assert index(indexed, tmp_path / "one") == ["one"]
    assert "index again whatever else you had" in caplog.text


def test_a_whole_index_keeps_the_articles_of_other_paths_without_reading_them(indexed: Store, tmp_path: Path) -> None:
    (tmp_path / "two" / "two.txt").unlink()
    assert index(indexed, tmp_path / "one") == ["one", "three", "two"]


def test_what_a_killed_unpacking_left_long_ago_is_removed_and_a_fresh_one_is_not(tmp_path: Path) -> None:
    name = unpacked_folder(tmp_path).name
    abandoned, at_work = tmp_path / f".{name}-old", tmp_path / f".{name}-new"
    for folder in (abandoned, at_work):
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    ensure_unpacked(tmp_path)
    assert not abandoned.exists()
    assert at_work.exists()


def test_a_path_that_is_gone_leaves_the_index_when_it_is_named(indexed: Store, tmp_path: Path) -> None:
    (tmp_path / "two" / "two.txt").unlink()
    (tmp_path / "two").rmdir()
    assert index(indexed, tmp_path / "two") == ["one", "three"]


def test_a_file_or_folder_inside_an_indexed_folder_is_read_as_part_of_it(indexed: Store, tmp_path: Path) -> None:
    (tmp_path / "one" / "deeper").mkdir()
    (tmp_path / "one" / "deeper" / "new.txt").write_text("Un nouvel article.", "utf-8")
    (tmp_path / "one" / "one.txt").write_text("Article one dit autre chose.", "utf-8")
    assert index(indexed, tmp_path / "one" / "one.txt") == ["deeper/new", "one", "three", "two"]
    assert indexed.open().contents.articles["one"].text == "Article one dit autre chose."
    assert index(indexed, tmp_path / "one" / "deeper") == ["deeper/new", "one", "three", "two"]


def test_a_folder_around_an_indexed_one_takes_its_place(indexed: Store, tmp_path: Path) -> None:
    (tmp_path / "around").mkdir()
    (tmp_path / "one").rename(tmp_path / "around" / "one")
    assert index(indexed, tmp_path / "around" / "one", tmp_path / "one") == ["one", "three", "two"]
    assert index(indexed, tmp_path / "around") == ["one/one", "three", "two"]


def test_a_folder_without_articles_is_said_to_have_none(indexed: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    request = IndexRequest((tmp_path / "empty",), HashingEmbedder(), ChunkingSettings())
    (failure,) = index_paths(indexed, request, lambda _done, _total: None).failures
    assert failure.reason == f"{tmp_path / 'empty'}: there is no article, nothing that ends in .txt or .md"


def test_a_home_that_cannot_be_written_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(GenerationError, match=r"cannot write to .*; set POURQUOI_HOME, or --home"):
        index(Store(tmp_path / "home"), tmp_path)
