"""A damaged store is put out of the way by one process alone: whoever writes meanwhile loses nothing of what was acknowledged."""

from pathlib import Path
from threading import Event, Thread

import pytest

from index.changes import Put
from index.errors import BusyStoreError
from index.homes import database_path
from index.library import Library
from index.maintenance import back_up, restore
from index.sqlite_store import SqliteStore
from tests.indexed_home import library_of
from tests.test_library import article, nothing
from tests.test_recovery import damage, index

_LONGEST_SECONDS = 60.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of two folders with an article each."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"Article {name} dit une chose.", "utf-8")
        index(library_of(tmp_path / "home"), tmp_path / name)
    return tmp_path / "home"


class PausedWriter:
    """A writer that stands still within its transaction, up to `go`, and whose write is acknowledged then."""

    def __init__(self, library: Library, name: str) -> None:
        self.inside, self._go = Event(), Event()
        self._thread = Thread(target=lambda: library.apply([Put(article(name))], self._pause))

    def _pause(self, _done: int, _total: int) -> None:
        self.inside.set()
        assert self._go.wait(_LONGEST_SECONDS)

    def start(self) -> None:
        self._thread.start()
        assert self.inside.wait(_LONGEST_SECONDS)

    def go(self) -> None:
        self._go.set()
        self._thread.join(_LONGEST_SECONDS)
        assert not self._thread.is_alive()


def test_a_write_that_was_under_way_when_damage_was_found_is_taken_over(home: Path, tmp_path: Path) -> None:
    writing = library_of(home)
    writing.open()  # what it has derived already it does not read again, and does not see the damage
    damage(home, whole=False)
    writer = PausedWriter(writing, "late")
    writer.start()
    syncing = Thread(target=lambda: library_of(home).sync([tmp_path / "one"], nothing))
    syncing.start()
    syncing.join(1)
    assert list(database_path(home).parent.glob("*.damaged-*")) == []  # it waits
    writer.go()
    syncing.join(_LONGEST_SECONDS)
    assert list(library_of(home).open().contents.articles) == ["late", "one", "two"]


def test_a_writer_that_waited_writes_into_the_store_that_is_there_then(home: Path) -> None:
    store = library_of(home).store
    assert isinstance(store, SqliteStore)
    waiting = Thread(target=lambda: library_of(home).apply([Put(article("late"))], nothing))
    with store.database.locked():
        waiting.start()
        waiting.join(1)
        store.path.rename(store.path.with_name("elsewhere.db"))
    waiting.join(_LONGEST_SECONDS)
    assert list(library_of(home).open().contents.articles) == ["late"]


def test_a_store_that_another_process_has_made_anew_meanwhile_is_not_set_aside(home: Path) -> None:
    store = library_of(home).store
    assert store.set_aside() is None
    damage(home, whole=True)
    assert store.set_aside() is not None
    assert store.set_aside() is None  # nor where nothing is there any more
    library_of(home).apply([Put(article("new"))], nothing)
    assert store.set_aside() is None
    assert list(library_of(home).open().contents.articles) == ["new"]


def test_a_damaged_store_is_set_aside_by_a_restore(home: Path, tmp_path: Path) -> None:
    store = SqliteStore(database_path(home))
    back_up(store, tmp_path / "backup.db")
    damage(home, whole=True)
    kept_at = restore(store, tmp_path / "backup.db")
    assert kept_at is not None
    assert Path(kept_at).exists()
    assert list(library_of(home).open().contents.articles) == ["one", "two"]


def test_a_writer_waits_for_another_no_longer_than_it_is_told(home: Path) -> None:
    impatient = SqliteStore(database_path(home), wait_seconds=0.1)
    with (
        library_of(home).store.writing(),
        pytest.raises(BusyStoreError, match="another process has been writing to it for too long"),
        impatient.writing(),
    ):
        pass
