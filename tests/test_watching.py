"""A folder that is followed: what is written, renamed and deleted there is synced, and errors stop nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

import pytest
from rich.console import Console

from api.writing.incoming import put_text
from api.writing.schemas import ArticleIn
from index.errors import CorpusError
from rag.indexing import sync_folder
from rag.watching import watch_folder
from tests.writing_kit import engine_over

# Far longer than anything here takes: a test that fails waits so long, one that passes does not.
_PATIENCE_SECONDS = 30


class Folder:
    """A folder under watch, and the names that were in it at each sync."""

    def __init__(self, path: Path) -> None:
        self.path, self.synced, self.told = path, SimpleQueue[frozenset[str]](), SimpleQueue[str]()
        self.failures = 0

    def sync(self) -> None:
        if self.failures:
            self.failures -= 1
            raise CorpusError("the disk is full")
        self.synced.put(frozenset(p.name for p in self.path.iterdir()))

    def becomes(self, *names: str) -> None:
        """Wait for a sync that sees exactly these."""
        seen = []
        try:
            while True:
                seen.append(self.synced.get(timeout=_PATIENCE_SECONDS))
                if seen[-1] == frozenset(names):
                    return
        except Empty:
            pytest.fail(f"{names} was never synced, but {seen}")


@contextmanager
def watched(path: Path) -> Iterator[Folder]:
    folder, stop = Folder(path), Event()
    thread = Thread(target=watch_folder, args=(path, folder.sync, folder.told.put, stop))
    thread.start()
    try:
        yield folder
    finally:
        stop.set()
        thread.join(_PATIENCE_SECONDS)
    assert not thread.is_alive()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("One.")
    return folder


def test_what_is_written_renamed_and_deleted_is_synced(path: Path) -> None:
    with watched(path) as folder:
        folder.becomes("a.txt")
        (path / "b.txt").write_text("Two.")
        folder.becomes("a.txt", "b.txt")
        (path / "b.txt").rename(path / "c.txt")
        folder.becomes("a.txt", "c.txt")
        (path / "a.txt").unlink()
        folder.becomes("c.txt")


def test_changes_are_looked_for_where_the_system_does_not_tell_of_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    with watched(path) as folder:
        folder.becomes("a.txt")
        (path / "b.txt").write_text("Two.")
        folder.becomes("a.txt", "b.txt")


def test_an_error_is_told_and_what_failed_is_tried_again(path: Path) -> None:
    with watched(path) as folder:
        folder.becomes("a.txt")
        folder.failures = 2
        (path / "b.txt").write_text("Two.")
        folder.becomes("a.txt", "b.txt")
        # Told once, although it failed twice.
        assert folder.told.get(timeout=_PATIENCE_SECONDS) == "the disk is full"
        assert folder.told.empty()


def test_a_folder_that_is_away_is_waited_for_and_nothing_of_it_is_synced_meanwhile(path: Path, tmp_path: Path) -> None:
    with watched(path) as folder:
        folder.becomes("a.txt")
        path.rename(tmp_path / "away")
        assert "is not there" in folder.told.get(timeout=_PATIENCE_SECONDS)
        (tmp_path / "away").rename(path)
        (path / "b.txt").write_text("Two.")
        folder.becomes("a.txt", "b.txt")
        while not folder.synced.empty():
            assert folder.synced.get() == {"a.txt", "b.txt"}


def test_the_last_article_that_is_deleted_leaves_the_index_and_those_from_elsewhere_stay(
    path: Path, tmp_path: Path
) -> None:
    engine, console = engine_over(tmp_path / "home"), Console(quiet=True)
    sync_folder(engine, path, console)
    assert set(engine.library.current().contents.articles) == {"a"}
    (path / "a.txt").unlink()
    engine.library.apply([put_text("sent", ArticleIn(text="Sent."))], lambda _done, _total: None)
    sync_folder(engine, path, console)
    assert set(engine.library.current().contents.articles) == {"sent"}
    (path / "b.txt").write_text("Two.")
    sync_folder(engine, path, console)
    assert set(engine.library.current().contents.articles) == {"sent", "b"}
