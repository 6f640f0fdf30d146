"""A damaged store is put out of the way by one process alone: whoever writes meanwhile loses nothing of what was acknowledged."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from index.changes import ChangeState, Delete, Put
from index.embedding import Progress
from index.encoder.hashing import HashingEmbedder
from index.errors import BusyStoreError, UnwritableStoreError
from index.homes import database_path
from index.library import Library
from index.maintenance import back_up, restore
from index.sqlite_store import SqliteStore
from tests.full_disk import full_disk
from tests.indexed_home import CHUNKING, library_of, texts
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

    def __init__(self, write: Callable[[Progress], object]) -> None:
        self.inside, self._go = Event(), Event()
        self._thread = Thread(target=lambda: write(self._pause))

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
    writer = PausedWriter(lambda pause: writing.apply([Put(article("late"))], pause))
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


def is_whole(store: SqliteStore) -> bool:
    """Whether no other store is to take its place; where one is, an empty one does."""
    with store.renewed() as salvage:
        return salvage is None


def test_a_store_that_another_process_has_made_anew_meanwhile_is_not_set_aside(home: Path) -> None:
    store = library_of(home).store
    assert is_whole(store)
    damage(home, whole=True)
    assert not is_whole(store)
    assert is_whole(store)  # also where nothing is there any more
    library_of(home).apply([Put(article("new"))], nothing)
    assert is_whole(store)
    assert list(library_of(home).open().contents.articles) == ["new"]


def test_a_damaged_store_is_set_aside_by_a_restore(home: Path, tmp_path: Path) -> None:
    store = SqliteStore(database_path(home))
    back_up(store, tmp_path / "backup.db")
    damage(home, whole=True)
    replaced = restore(store, tmp_path / "backup.db")
    assert replaced is not None
    assert (replaced.kept_at.exists(), replaced.was_damaged) == (True, True)
    assert list(library_of(home).open().contents.articles) == ["one", "two"]


def test_a_writer_waits_for_another_no_longer_than_it_is_told(home: Path) -> None:
    impatient = SqliteStore(database_path(home), wait_seconds=0.1)
    with (
        library_of(home).store.writing(),
        pytest.raises(BusyStoreError, match="another process has been writing to it for too long"),
        impatient.writing(),
    ):
        pass


def kept(home: Path) -> list[Path]:
    return list(database_path(home).parent.glob("*.damaged-*"))


def test_a_full_disk_is_no_damage_and_a_restore_leaves_what_is_there(home: Path, tmp_path: Path) -> None:
    store = SqliteStore(database_path(home))
    back_up(store, tmp_path / "backup.db")
    with full_disk(), pytest.raises(UnwritableStoreError):
        restore(store, tmp_path / "backup.db")
    assert kept(home) == []
    assert list(library_of(home).open().contents.articles) == ["one", "two"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_repair_without_room_for_another_store_moves_nothing(home: Path, tmp_path: Path, *, whole: bool) -> None:
    library_of(home).apply([Put(article("sent"))], nothing)
    back_up(SqliteStore(database_path(home)), tmp_path / "backup.db")
    damage(home, whole=whole)
    damaged = database_path(home).read_bytes()
    with full_disk():
        with pytest.raises(UnwritableStoreError):
            library_of(home).sync([tmp_path / "one"], nothing)
        with pytest.raises(UnwritableStoreError):
            restore(SqliteStore(database_path(home)), tmp_path / "backup.db")
    assert kept(home) == []
    assert database_path(home).read_bytes() == damaged
    assert not list(database_path(home).parent.glob(".*"))
    library_of(home).sync([tmp_path / "one"], nothing)
    expected = ["one"] if whole else ["one", "sent", "two"]
    assert list(library_of(home).open().contents.articles) == expected


# A repair that is killed in the middle of its work.
KILLED = """
import os, signal, sys
from pathlib import Path
from index.encoder.hashing import HashingEmbedder
from tests.indexed_home import library_of

class Killed(HashingEmbedder):
    def embed_passages(self, texts):
        os.kill(os.getpid(), signal.SIGKILL)

library_of(Path(sys.argv[1]), Killed()).sync([Path(sys.argv[2])], print)
"""


def test_a_repair_that_is_killed_has_changed_nothing_and_what_is_written_and_deleted_behind_it_holds(
    home: Path, tmp_path: Path
) -> None:
    sent = [article("gone"), article("other"), article("sent", "Avant.")]
    library_of(home).apply([Put(one) for one in sent], nothing)
    serving = library_of(home)
    shown = serving.open().name
    damage(home, whole=False)
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", KILLED, str(home), str(tmp_path / "one")]
    killed = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (kept(home), serving.current().name) == ([], shown)
    # A server that had read it before does not see the damage.
    outcomes = serving.apply([Delete("gone"), Put(article("sent", "Plus tard."))], nothing).outcomes
    assert [outcome.state for outcome in outcomes] == [ChangeState.DELETED, ChangeState.REPLACED]
    library_of(home).sync([tmp_path / "one"], nothing)
    assert list(texts(home)) == ["one", "other", "sent", "two"]
    assert texts(home)["sent"] == "Plus tard."
    assert len(kept(home)) == 1
    assert not list(database_path(home).parent.glob(".*"))


def test_while_a_damaged_store_is_made_anew_what_was_there_is_read_and_a_delete_waits(
    home: Path, tmp_path: Path
) -> None:
    library_of(home).apply([Put(article("gone"))], nothing)
    serving = library_of(home)
    shown = serving.open().name
    damage(home, whole=False)
    repair = PausedWriter(lambda pause: library_of(home).sync([tmp_path / "one"], pause))
    repair.start()
    assert serving.current().name == shown
    deleting = Library(SqliteStore(database_path(home), wait_seconds=0.1), HashingEmbedder(), CHUNKING)
    with pytest.raises(BusyStoreError):
        deleting.apply([Delete("gone")], nothing)
    repair.go()
    assert deleting.apply([Delete("gone")], nothing).outcomes[0].state is ChangeState.DELETED
    library_of(home).sync([tmp_path / "one"], nothing)
    assert list(texts(home)) == ["one", "two"]


def test_an_article_that_was_sent_keeps_its_name_in_a_repair_too(home: Path, tmp_path: Path) -> None:
    library_of(home).apply([Put(article("sent", "Envoyé."))], nothing)
    damage(home, whole=False)
    (tmp_path / "one" / "sent.txt").write_text("Du fichier.", "utf-8")
    (failure,) = library_of(home).sync([tmp_path / "one"], nothing).failures
    assert "'sent' was put in by itself already" in failure.reason
    assert texts(home)["sent"] == "Envoyé."


def test_a_page_that_does_not_fit_costs_the_article_on_it_and_no_other(home: Path, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  (words, not secrets)
    sent = {f"s{n}": " ".join(f"mot{chance.randrange(9_999)}" for _ in range(3_000)) for n in range(9)}
    library_of(home).apply([Put(article(name, text)) for name, text in sent.items()], nothing)
    data = bytearray(database_path(home).read_bytes())
    # A long text goes on in other pages, each of which begins with the number of the next.
    places = (data.find(sent["s4"][at : at + 40].encode()) for at in range(9_000, 9_500, 40))
    page = next(place for place in places if place > 0) // 4096 * 4096
    data[page : page + 4] = b"\x7f\xff\xff\xff"
    database_path(home).write_bytes(data)
    library_of(home).sync([tmp_path / "one"], nothing)
    assert set(texts(home)) == {"one", "two", *sent} - {"s4"}


def test_a_store_of_another_format_is_not_called_damaged(home: Path, tmp_path: Path) -> None:
    store = SqliteStore(database_path(home))
    back_up(store, tmp_path / "backup.db")
    data = bytearray(store.path.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")  # where SQLite keeps the version that a program gives
    store.path.write_bytes(data)
    replaced = restore(store, tmp_path / "backup.db")
    assert replaced is not None
    assert (replaced.kept_at.read_bytes(), replaced.was_damaged) == (bytes(data), False)
    assert list(library_of(home).open().contents.articles) == ["one", "two"]
