"""On a full disk what is stored is read all the same, by many at once."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.changes import Put
from index.errors import UnwritableStoreError
from index.homes import database_path
from index.sqlite_store import SqliteStore
from tests.full_disk import full_disk
from tests.indexed_home import library_of, texts
from tests.test_library import article, nothing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of one article."""
    library_of(tmp_path / "home").apply([Put(article("before"))], nothing)
    return tmp_path / "home"


@pytest.fixture
def home_with_log(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One whose second article stands in the log of writes alone, as a killed process leaves it."""
    monkeypatch.setattr("index.database._READERS_WAIT_SECONDS", 0.02)
    store = library_of(home).store
    with store.reading():
        library_of(home).apply([Put(article("later"))], nothing)
        shutil.copytree(home, tmp_path / "killed", ignore=shutil.ignore_patterns("*-shm"))
    return tmp_path / "killed"


def test_what_is_stored_is_read_on_a_full_disk_and_nothing_is_written(home: Path) -> None:
    with full_disk():
        assert list(texts(home)) == ["before"]
        with pytest.raises(UnwritableStoreError):
            library_of(home).apply([Put(article("new"))], nothing)
        assert list(texts(home)) == ["before"]
    library_of(home).apply([Put(article("new"))], nothing)
    assert list(texts(home)) == ["before", "new"]


def test_what_stands_in_the_log_is_read_on_a_full_disk_too(home_with_log: Path) -> None:
    with full_disk():
        assert list(texts(home_with_log)) == ["before", "later"]
    assert list(texts(home_with_log)) == ["before", "later"]


@pytest.mark.parametrize("kind", ["home", "home_with_log"])
def test_many_read_at_once_on_a_full_disk(kind: str, request: pytest.FixtureRequest) -> None:
    home: Path = request.getfixturevalue(kind)
    expected = list(texts(home)) if kind == "home" else ["before", "later"]
    impatient = SqliteStore(database_path(home), wait_seconds=60)
    with full_disk(), ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: list(impatient.articles()), range(40))) == [expected] * 40


def test_who_holds_the_place_of_the_store_reads_it_on_a_full_disk(home: Path) -> None:
    store = SqliteStore(database_path(home), wait_seconds=1)
    with full_disk(), store.database.locked():
        assert list(store.articles()) == ["before"]
