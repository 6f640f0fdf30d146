"""A folder that is followed: what is written, renamed and deleted there is synced, and errors stop nothing."""

import io
import os
import shutil
import signal
import subprocess
import sys
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
from rag.following import FollowedFolder, follow_folder
from rag.watching import watch_folder
from rag.wire import Engine
from tests.writing_kit import engine_over

# Far longer than anything here takes: a test that fails waits so long, one that passes does not.
_PATIENCE_SECONDS = 30
ROOT = Path(__file__).resolve().parents[1]
# Stands before a program for which the system watches eight folders; only who is root in a namespace of its own may say so.
FEW_FOLDERS = ("unshare", "-Ur", "sh", "-c", 'echo 8 > /proc/sys/user/max_inotify_watches && exec "$@"', "sh")
# Follows a folder into which more folders come than are watched, and then an article into the last of them.
FOLLOW = """
import sys
from pathlib import Path
from threading import Event, Timer
from rag.watching import watch_folder

folder, stop = Path(sys.argv[1]), Event()
steps = [
    lambda: [(folder / str(number)).mkdir() for number in range(20)],
    lambda: (folder / "19" / "a.txt").write_text("An article."),
    stop.set,
]
limit = Timer(60, stop.set)
limit.daemon = True
limit.start()

def sync():
    print(len(list(folder.iterdir())), len(list(folder.glob("*/*.txt"))))
    if steps:
        steps.pop(0)()

watch_folder(folder, sync, print, stop)
"""


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


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files settle and are looked for in a tenth of the time that those of people are given."""
    monkeypatch.setattr("rag.watching._SETTLED_MS", 50)
    monkeypatch.setattr("rag.watching._LOOK_MS", 100)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "30")


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


def test_changes_are_looked_for_where_there_are_more_folders_than_the_system_watches(tmp_path: Path) -> None:
    if (
        not shutil.which("unshare")
        or subprocess.run([*FEW_FOLDERS, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("only in a namespace of its own can the system be told to watch few folders")
    done = subprocess.run(
        [*FEW_FOLDERS, sys.executable, "-c", FOLLOW, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    first, told, *synced = done.stdout.splitlines()
    assert (first, "raise fs.inotify.max_user_watches" in told) == ("0 0", True)
    # Told once; the twenty folders are synced when they are there, and again with the article.
    assert (synced[0], synced[-1], set(synced)) == ("20 0", "20 1", {"20 0", "20 1"})


def test_what_is_told_of_a_folder_is_one_line(path: Path, tmp_path: Path) -> None:
    path.rename(tmp_path / "away")
    out = io.StringIO()

    def end_when_told() -> None:
        while not out.getvalue().endswith("\n"):
            Event().wait(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=end_when_told, daemon=True).start()
    follow_folder(engine_over(tmp_path / "home"), path, Console(file=out, width=20))
    assert out.getvalue() == f"{path} is not there; its articles stay as they are until it is back\n"


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
    engine = engine_over(tmp_path / "home")
    followed = FollowedFolder(engine, path, Console(quiet=True))
    followed.sync()
    assert set(engine.library.current().contents.articles) == {"a"}
    (path / "a.txt").unlink()
    engine.library.apply([put_text("sent", ArticleIn(text="Sent."))], lambda _done, _total: None)
    followed.sync()
    assert set(engine.library.current().contents.articles) == {"sent"}
    (path / "b.txt").write_text("Two.")
    followed.sync()
    assert set(engine.library.current().contents.articles) == {"sent", "b"}


class Followed:
    """A folder that one process follows: what is indexed after each sync, and what is said."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine, self._out = engine, io.StringIO()
        self._followed = FollowedFolder(engine, path, Console(file=self._out, width=1_000))

    def synced(self) -> tuple[set[str], str]:
        self._out.seek(0)
        self._out.truncate()
        self._followed.sync()
        return set(self._engine.library.current().contents.articles), self._out.getvalue()


def test_a_folder_that_is_empty_when_it_is_followed_keeps_its_articles_until_something_is_in_it(
    path: Path, tmp_path: Path
) -> None:
    engine = engine_over(tmp_path / "home")
    assert Followed(engine, path).synced()[0] == {"a"}
    (path / "a.txt").unlink()
    followed = Followed(engine, path)  # after a start without the disk
    articles, said = followed.synced()
    assert (articles, said.startswith(f"{path} is empty")) == ({"a"}, True)
    assert "its 1 articles stay until something is in it" in said
    (path / "b.txt").write_text("Two.")
    assert followed.synced()[0] == {"b"}
    (path / "b.txt").unlink()
    assert followed.synced() == (set(), f"1 article left the index: {path} is empty\n")


def test_an_empty_folder_in_the_place_of_one_with_articles_removes_none_of_them(path: Path, tmp_path: Path) -> None:
    engine = engine_over(tmp_path / "home")
    followed = Followed(engine, path)
    followed.synced()
    path.rename(tmp_path / "disk")
    path.mkdir()
    articles, said = followed.synced()
    assert (articles, f"{path} is empty" in said) == ({"a"}, True)
    path.rmdir()
    (tmp_path / "disk").rename(path)
    assert followed.synced()[0] == {"a"}


def test_the_last_files_of_a_folder_within_an_indexed_one_leave_the_index(path: Path, tmp_path: Path) -> None:
    (path / "sub").mkdir()
    (path / "sub" / "b.txt").write_text("Two.")
    engine = engine_over(tmp_path / "home")
    assert Followed(engine, path).synced()[0] == {"a", "sub/b"}
    followed = Followed(engine, path / "sub")
    assert followed.synced()[0] == {"a", "sub/b"}
    (path / "sub" / "b.txt").unlink()
    assert followed.synced()[0] == {"a"}


def test_a_folder_within_an_indexed_one_that_holds_all_its_articles_may_become_empty(
    path: Path, tmp_path: Path
) -> None:
    (path / "sub").mkdir()
    (path / "a.txt").rename(path / "sub" / "a.txt")
    engine = engine_over(tmp_path / "home")
    Followed(engine, path).synced()
    followed = Followed(engine, path / "sub")
    assert followed.synced()[0] == {"sub/a"}
    (path / "sub" / "a.txt").unlink()
    assert followed.synced()[0] == set()


def test_what_is_left_out_of_a_folder_whose_last_article_is_deleted_is_told(path: Path, tmp_path: Path) -> None:
    followed = Followed(engine_over(tmp_path / "home"), path)
    followed.synced()
    (path / "a.txt").unlink()
    (path / "map.xml").write_text("<urlset/>")
    articles, said = followed.synced()
    assert (articles, f"left out: {path / 'map.xml'}: it is a sitemap" in said) == (set(), True)


def test_a_link_that_is_switched_to_another_folder_is_synced_and_its_articles_are_those_of_that_folder(
    tmp_path: Path,
) -> None:
    for release, name in (("r1", "a"), ("r2", "b")):
        (tmp_path / release).mkdir()
        (tmp_path / release / f"{name}.txt").write_text(f"From {release}.")
        (tmp_path / release / "both.txt").write_text(f"From {release}.")
    link = tmp_path / "current"
    link.symlink_to("r1")
    engine = engine_over(tmp_path / "home")
    followed = Followed(engine, link)
    with watched(link) as folder:
        folder.becomes("a.txt", "both.txt")
        assert followed.synced()[0] == {"a", "both"}
        (tmp_path / "next").symlink_to("r2")
        (tmp_path / "next").rename(link)
        folder.becomes("b.txt", "both.txt")
        assert followed.synced()[0] == {"b", "both"}
    assert engine.library.current().contents.articles["both"].text == "From r2."


def test_files_that_are_links_through_a_hidden_name_are_synced_when_that_is_switched(tmp_path: Path) -> None:
    path = tmp_path / "articles"
    for version, words in (("..v1", "One."), ("..v2", "Two.")):
        (path / version).mkdir(parents=True)
        (path / version / "a.txt").write_text(words)
    (path / "..data").symlink_to("..v1")
    (path / "a.txt").symlink_to("..data/a.txt")
    with watched(path) as folder:
        folder.becomes("..data", "..v1", "..v2", "a.txt")
        (path / "..next").symlink_to("..v2")
        (path / "..next").rename(path / "..data")
        folder.becomes("..data", "..v1", "..v2", "a.txt")
        assert (path / "a.txt").read_text() == "Two."
        # Other hidden files are none of its business.
        (path / ".home").write_text("x")
        (path / "b.txt").write_text("Three.")
        folder.becomes("..data", "..v1", "..v2", ".home", "a.txt", "b.txt")
