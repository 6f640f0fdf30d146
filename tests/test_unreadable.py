"""What cannot be read now is told, and what was indexed of it before stays; what is gone leaves."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from index.article_store import Head
from index.changes import Put
from index.errors import ArticleError
from index.homes import database_path
from index.maintenance import back_up
from index.sqlite_store import SqliteStore
from index.sync import plan_sync, refuse_unreadable
from rag.following import FollowedFolder
from tests.feed_kit import WORDS, item, rss
from tests.indexed_home import library_of
from tests.test_library import article, nothing
from tests.writing_kit import engine_over

ROOT = Path(__file__).resolve().parents[1]
FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "url": "https://example.org/a",
"content_html": "<p>The bridge of the town opens on Monday morning, and the mayor comes to see it with all the others.</p>"}]}"""
# Stands before the scripts of those who are not root.
GIVE_UP_RIGHTS = """
import os, sys

def give_up_rights():
    if os.geteuid() == 0:
        try:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        except PermissionError:
            sys.exit(3)
"""
# Reads a folder, closes some of it, gives up the rights of root where it has them, and plans what is to be indexed again.
PLAN = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from index.article_store import Head
from index.changes import Delete
from index.reading import read_corpus
from index.sync import plan_sync

folder = Path(sys.argv[1])
corpus = read_corpus((folder,))
now = datetime.now(UTC)
heads = {a: Head(a, "", "", root, now) for root, ids in corpus.roots.items() for a in ids}
(folder / "gone.txt").unlink()
for name, mode in json.loads(sys.argv[2]).items():
    (folder / name).chmod(mode)
give_up_rights()
plan = plan_sync(heads, (folder,))
deleted = [change.article_id for change in plan.bare_changes if isinstance(change, Delete)]
print(json.dumps([deleted, [failure.reason for failure in plan.failures]]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "sub").mkdir()
        for article in ("gone", "open", "closed", "sub/a", "sub/b"):
            (folder / f"{article}.txt").write_text(f"The article {article} says one thing.")
        yield folder
        (folder / "sub").chmod(0o755)


def run_as_another(script: str, *arguments: str) -> str:
    """What a script prints that gives up the rights of root; skips where it may not."""
    done = subprocess.run(
        [sys.executable, "-c", GIVE_UP_RIGHTS + script, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 3:
        pytest.skip("this root may not become another user, and reads everything")
    assert done.returncode == 0, done.stderr
    return done.stdout


def planned(folder: Path, modes: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Which articles are deleted, and what is told, without the folder's name."""
    deleted, told = json.loads(run_as_another(PLAN, str(folder), json.dumps(modes)))
    return deleted, [reason.replace(f"{folder}/", "") for reason in told]


def test_a_file_that_may_not_be_read_keeps_its_article(folder: Path) -> None:
    told = "closed.txt: cannot be read: Permission denied; its article stays as it was"
    assert planned(folder, {"closed.txt": 0}) == (["gone"], [told])


@pytest.mark.parametrize(
    ("mode", "why"), [(0o000, "Permission denied"), (0o744, "it may not be entered")], ids=["not listed", "not entered"]
)
def test_a_folder_that_may_not_be_read_keeps_its_articles(folder: Path, mode: int, why: str) -> None:
    deleted, told = planned(folder, {"sub": mode if os.geteuid() == 0 else mode & 0o600})
    assert (deleted, told) == (["gone"], [f"sub: cannot be read: {why}; its 2 articles stay as they were"])


def test_a_feed_that_may_not_be_read_keeps_its_entries(folder: Path) -> None:
    (folder / "feed.json").write_text(FEED)
    told = "feed.json: cannot be read: Permission denied; its article stays as it was"
    assert planned(folder, {"feed.json": 0}) == (["gone"], [told])


def test_a_known_file_that_is_no_text_any_more_keeps_its_article_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name in ("a", "b"):
        (tmp_path / "corpus" / f"{name}.txt").write_text("Une phrase.")
    library = library_of(tmp_path / "home")
    library.sync([tmp_path / "corpus"], nothing)
    (tmp_path / "corpus" / "a.txt").write_bytes(b"caf\xe9")
    report = library.sync([tmp_path / "corpus"], nothing)
    (failure,) = report.failures
    assert failure.reason.endswith("save the file as UTF-8; its article stays as it was")
    assert library.open().contents.articles["a"].text == "Une phrase."
    (tmp_path / "corpus" / "a.txt").unlink()
    library.sync([tmp_path / "corpus"], nothing)
    assert list(library.open().contents.articles) == ["b"]


def test_a_folder_that_is_followed_keeps_its_only_article_while_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    path = tmp_path / "corpus" / "a.txt"
    path.write_text("Une phrase.")
    engine = engine_over(tmp_path / "home")
    followed = FollowedFolder(engine, tmp_path / "corpus", Console(quiet=True))
    for written in (b"Une phrase.", b"caf\xe9"):
        path.write_bytes(written)
        followed.sync()
        assert list(engine.library.open().contents.articles) == ["a"]
    path.unlink()
    followed.sync()
    assert list(engine.library.open().contents.articles) == []


def test_a_sidecar_that_cannot_be_read_leaves_what_is_indexed_as_it_was_and_hides_nothing_new(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "2024").mkdir(parents=True)
    for name in ("2024/a", "2024/gone", "b"):
        (corpus / f"{name}.txt").write_text("Une phrase.")
    sidecar = corpus / "2024" / "articles.toml"
    sidecar.write_text("[a]\ntitle = 'Le titre'\npublisher = 'Le journal'\npublished_at = 2024-05-01")
    library = library_of(tmp_path / "home")
    library.sync([corpus], nothing)
    sidecar.write_text("[a]\ntitle = 'Le titre'\npublisher = 'Le jour")
    (corpus / "2024" / "gone.txt").unlink()
    for name in ("2024/a", "2024/new", "b"):
        (corpus / f"{name}.txt").write_text("Une autre phrase.")
    report = library.sync([corpus], nothing)
    (failure,) = report.failures
    assert failure.reason.startswith(f"{sidecar} cannot be read as TOML")
    assert failure.reason.endswith("; its article stays as it was")
    articles = library.open().contents.articles
    said = {name: (one.title, one.publisher, one.text) for name, one in articles.items()}
    fresh = ("Une autre phrase.", None, "Une autre phrase.")
    assert said == {"2024/a": ("Le titre", "Le journal", "Une phrase."), "2024/new": fresh, "b": fresh}
    sidecar.write_text("[a]\ntitle = 'Le titre'")
    assert library.sync([corpus], nothing).failures == ()
    assert library.open().contents.articles["2024/a"].text == "Une autre phrase."


def test_an_entry_of_a_feed_that_cannot_be_read_stays_and_one_that_has_left_the_feed_does_not(tmp_path: Path) -> None:
    one, two, three = (item(f"https://a.example/{n}", content=f"<p>{WORDS} {n}.</p>") for n in (1, 2, 3))
    # Reading them takes more memory than there is for one.
    broken, never = (item(f"https://a.example/{n}", content=f"<p>{'<i>x</i>' * 1_200_000}</p>") for n in (2, 4))
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss(one + two + three))
    library = library_of(tmp_path / "home")
    library.sync([feed], nothing)
    feed.write_bytes(rss(one + broken + never))
    report = library.sync([feed], nothing)
    assert list(library.open().contents.articles) == ["a.example/1", "a.example/2"]
    stays, is_none = (failure.reason for failure in report.failures)
    assert stays.startswith(f"{feed}: https://a.example/2: in the feed, ")
    assert (stays.endswith("; its article stays as it was"), is_none.endswith("stays as it was")) == (True, False)


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for refused in (plan_sync, refuse_unreadable):
        with pytest.raises(ArticleError, match="loop"):
            refused({}, [tmp_path / "loop"])


def test_a_folder_is_indexed_while_another_cannot_be_asked_for(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "b.txt").write_text("Une phrase.")
    beyond = str(tmp_path / ("x" * 300))  # of such a name the system says nothing, as of what lies in a closed folder
    heads = {"a": Head("a", "", "", beyond, datetime.now(UTC))}
    assert [change.article_id for change in plan_sync(heads, [given]).bare_changes] == ["b"]
    assert [change.article_id for change in plan_sync(heads, [given / "b.txt"]).bare_changes] == ["b"]


# Reads a home as somebody who may not write there.
READ = """
import sys
from pathlib import Path
from index.sqlite_store import SqliteStore

give_up_rights()
print(*SqliteStore(Path(sys.argv[1])).articles())
"""


def test_a_home_that_may_only_be_read_shows_what_stands_in_its_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give up its rights")
    library = library_of(folder / "home")
    library.apply([Put(article("before"))], nothing)
    path = database_path(folder / "home")
    monkeypatch.setattr("index.database._READERS_WAIT_SECONDS", 0.02)
    with library.store.reading():  # keeps what is written from going into the file itself
        library.apply([Put(article("later"))], nothing)
        for part in (*path.parent.iterdir(), *path.parents[:3]):
            part.chmod(0o755 if part.is_dir() else 0o644)
        assert read_by_another(path) == "before later"
    assert read_by_another(path) == "before later"


def read_by_another(path: Path) -> str:
    """The articles that somebody else sees."""
    return run_as_another(READ, str(path)).strip()


# What is said to somebody who may not enter a home, or the folder that it lies in.
CLOSED = """
import json, sys
from pathlib import Path
from index.errors import CorpusError
from index.homes import collections, holds, holds_old_index
from index.maintenance import back_up, restore
from index.sqlite_store import SqliteStore
from rag.errors import SettingsError
from rag.settings import load_settings

home, database, free = map(Path, sys.argv[1:])
store = SqliteStore(database)
give_up_rights()

def told(do, *given, **named):
    try:
        return do(*given, **named)
    except (CorpusError, SettingsError) as error:
        return str(error)

print(json.dumps({
    "read": told(store.check),
    "is there": told(store.exists),
    "back up": told(back_up, store, free / "backup"),
    "restore": told(restore, store, free / "given"),
    "restore from it": told(restore, store, home / "given"),
    "is a collection": told(holds, home, "sport"),
    "collections": told(collections, home),
    "old index": told(holds_old_index, home),
    "settings": told(load_settings, {}, home=home / "home"),
}))
"""


def test_a_home_that_may_not_be_entered_is_told_of_with_what_to_do(folder: Path) -> None:
    home, free = folder / "home", folder / "free"
    library = library_of(home)
    library.apply([Put(article("a"))], nothing)
    assert isinstance(library.store, SqliteStore)
    free.mkdir()
    back_up(library.store, free / "given")
    (free / "given").chmod(0o644)
    free.chmod(0o777)
    home.chmod(0)
    try:
        told = json.loads(run_as_another(CLOSED, str(home), str(database_path(home)), str(free)))
    finally:
        home.chmod(0o700)

    def closed(path: Path) -> str:
        return f"cannot read {path}: Permission denied; run this as a user who may enter its folder"

    assert told == {
        "read": closed(database_path(home)),
        "is there": True,  # as one that is damaged is
        "back up": closed(database_path(home)),  # the folder that it would be written to is not to blame
        "restore": closed(database_path(home)),
        "restore from it": closed(home / "given"),
        "is a collection": closed(database_path(home, "sport")),
        "collections": closed(home / "collections"),
        "old index": closed(home / "index" / "CURRENT"),
        "settings": f"setting home is {str(home / 'home')!r}: Permission denied; name a folder that may be entered",
    }


# Follows a folder, writes to one folder within it after the other, and at last to a new one; says what each sync finds.
# Here as below files settle, and are looked for, in a tenth of the time that those of people are given.
FOLLOW = """
import platform, sys
from pathlib import Path
from threading import Event, Timer
import rag.watching, watchfiles
from index.article_files import list_folder
from rag.watching import watch_folder

rag.watching._SETTLED_MS, rag.watching._LOOK_MS = 50, 100
folder, stop = Path(sys.argv[1]), Event()
names = ["one", "two", "three", "new"]
platform.uname()
give_up_rights()
limit = Timer(60, stop.set)
limit.daemon = True
limit.start()

def sync():
    listing = list_folder(folder)
    print(len(listing.articles), *(failure.reason for failure in listing.unread))
    if not names:
        stop.set()
    elif (folder / names[0]).is_dir():
        (folder / names.pop(0) / "article.txt").write_text("An article.")
    else:
        (folder / names[0]).mkdir()

watch_folder(folder, sync, print, stop)
"""


@pytest.mark.parametrize(
    ("polling", "mode", "why"),
    [("", 0o744, "it may not be entered"), ("true", 0o000, "Permission denied")],
    ids=["told of changes, not entered", "looking for them, not listed"],
)
def test_a_folder_is_followed_though_one_within_it_may_not_be_entered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, polling: str, mode: int, why: str
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "30")
    for name in ("one", "two", "three"):
        (folder / name).mkdir()
        (folder / name).chmod(0o777)
    folder.chmod(0o777)
    (folder / "sub").chmod(mode if os.geteuid() == 0 else mode & 0o600)
    lines = run_as_another(FOLLOW, str(folder)).splitlines()
    left_out = f"{folder / 'sub'}: cannot be read: {why}"
    assert {line.partition(" ")[2] for line in lines} == {left_out}
    # Three articles stand beside the closed folder, and four come to them.
    assert sorted({int(line.partition(" ")[0]) for line in lines}) == [3, 4, 5, 6, 7]


# Follows a folder into which a closed one comes with others around it, writes to these, and opens it at last.
COMES = """
import platform, sys
from pathlib import Path
from threading import Event, Timer
import rag.watching, watchfiles
from index.article_files import list_folder
from rag.watching import watch_folder

rag.watching._SETTLED_MS, rag.watching._LOOK_MS = 50, 100
base, mode = Path(sys.argv[1]), int(sys.argv[2])
folder, stop = base / "followed", Event()
platform.uname()
give_up_rights()
limit = Timer(60, stop.set)
limit.daemon = True
limit.start()
folder.mkdir()
for name in ("first", "closed/deep", "last"):
    (base / "coming" / name).mkdir(parents=True)
(base / "coming" / "closed" / "a.txt").write_text("An article.")
(base / "coming" / "closed").chmod(mode)

def write(name):
    (folder / "come" / name).write_text("An article.")

steps = [
    lambda: (base / "coming").rename(folder / "come"),
    lambda: write("last/b.txt"),
    lambda: write("first/c.txt"),
    lambda: write("last/d.txt"),
    lambda: (folder / "come" / "closed").chmod(0o755),
    lambda: write("closed/deep/e.txt"),
    lambda: write("closed/deep/f.txt"),
]

def sync():
    print(len(list_folder(folder).articles), len(steps))
    if steps:
        steps.pop(0)()
    else:
        stop.set()

watch_folder(folder, sync, print, stop)
"""


@pytest.mark.parametrize(
    ("polling", "mode"),
    [("", 0o000), ("true", 0o600)],
    ids=["told of changes, not listed", "looking for them, not entered"],
)
def test_a_folder_is_followed_on_when_one_that_may_not_be_entered_comes_into_it_and_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, polling: str, mode: int
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "30")
    folder.chmod(0o777)
    lines = run_as_another(COMES, str(folder), str(mode)).splitlines()
    # One article was in the closed folder, three came beside it, and two into it; no step is left.
    assert lines[-1] == "6 0"


# What is asked first of a new home in a working directory that may not be entered.
CLOSED_HERE = """
import os, sys
from pathlib import Path
from rich.console import Console
import typer
import eval.gold_check, eval.sides
from eval.cli import check
from eval.gold import load_gold
from rag.indexing import index_seeds_if_new
from tests.writing_kit import engine_over

free, here, gold = map(Path, sys.argv[1:])
os.chdir(here)
engine = engine_over(free / "home")
load_gold(gold)
give_up_rights()
index_seeds_if_new(engine, Console())
try:
    check(gold, home=free / "home")
except typer.Exit as ended:
    print(ended.exit_code, engine.library.store.exists())
"""


def test_seeds_are_not_looked_for_where_the_working_directory_may_not_be_entered(folder: Path) -> None:
    folder.chmod(0o777)
    (folder / "sub").chmod(0)
    gold = ROOT / "eval" / "gold" / "seeds.jsonl"
    assert run_as_another(CLOSED_HERE, str(folder), str(folder / "sub"), str(gold)) == "1 False\n"
