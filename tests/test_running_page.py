"""docs/running.md: the unit grants the time that an end takes, the proxy passes what is taken, the script makes backups."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from api.access.caller import Scope
from api.limits import ARTICLES_SECONDS, MAX_ARTICLES_BYTES
from api.serving import SHUTDOWN_SECONDS
from index.homes import database_path
from index.sqlite_store import SqliteStore
from rag.errors import SettingsError
from rag.settings import Settings, load_settings
from tests.access_kit import new_key
from tests.indexed_home import index, write_articles

PAGE = (Path(__file__).parents[1] / "docs" / "running.md").read_text("utf-8")
SETTINGS = Settings()


def number(pattern: str) -> int:
    found = re.search(pattern, PAGE, re.MULTILINE)
    assert found, pattern
    return int(found[1])


def test_the_unit_waits_longer_than_an_end_may_take() -> None:
    assert number(r"^TimeoutStopSec=(\d+)$") > SETTINGS.drain_seconds + SETTINGS.deadline_seconds + SHUTDOWN_SECONDS


def test_the_proxy_lets_the_longest_body_and_the_slowest_answer_through() -> None:
    assert number(r"client_max_body_size (\d+)m;") * 1024 * 1024 >= MAX_ARTICLES_BYTES
    waits = number(r"proxy_read_timeout (\d+)s;")
    assert waits > max(ARTICLES_SECONDS, SETTINGS.deadline_seconds + SHUTDOWN_SECONDS)


def test_every_setting_that_the_page_names_is_one() -> None:
    named = {name.lower() for name in re.findall(r"POURQUOI_([A-Z_]+[A-Z])", PAGE)}
    assert "public_url" in named
    assert named <= Settings.model_fields.keys()


def test_a_public_address_with_a_path_is_refused_as_the_page_says() -> None:
    assert "`https://www.example.org/ask` is refused at the start" in PAGE
    with pytest.raises(SettingsError, match="public_url"):
        load_settings(public_url="https://www.example.org/ask")


def home_of_two(tmp_path: Path) -> Path:
    """A home with the collections default and sport, of two articles each."""
    home = tmp_path / "home"
    index(home, write_articles(tmp_path / "articles", "a", "b"))
    (home / "collections" / "sport").mkdir()
    (home / "collections" / "sport" / "articles.db").write_bytes(database_path(home).read_bytes())
    return home


def backed_up(tmp_path: Path, home: Path) -> tuple["subprocess.CompletedProcess[str]", list[Path]]:
    """What the script of the page says, and the folders of backups then, the newest last; there was one of long ago."""
    # What the page names stands beside the interpreter that runs this test.
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, words in (("pourquoi", "-m rag.cli"), ("python", "")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', "utf-8")
        (commands / name).chmod(0o755)
    script = re.search(r"```sh\n(#!/bin/sh\n.*?)```", PAGE, re.DOTALL)
    assert script
    (tmp_path / "backup.sh").write_text(script[1], "utf-8")
    (tmp_path / "backups" / "2001-01-01").mkdir(parents=True)
    os.utime(tmp_path / "backups" / "2001-01-01", (0, 0))
    environment = os.environ | {"POURQUOI_HOME": str(home), "PATH": f"{commands}:{os.environ['PATH']}"}
    words = ["sh", str(tmp_path / "backup.sh"), str(tmp_path / "backups")]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    return done, sorted((tmp_path / "backups").iterdir())


def test_the_script_backs_up_each_collection_and_the_keys_for_its_owner_alone(tmp_path: Path) -> None:
    home = home_of_two(tmp_path)
    key = new_key(home, Scope.ASK).kept
    done, (day,) = backed_up(tmp_path, home)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in day.iterdir()} == {"default.backup", "sport.backup", "access.db"}
    assert {oct(path.stat().st_mode & 0o777) for path in day.iterdir()} == {"0o600"}
    assert sorted(SqliteStore(day / "sport.backup").articles()) == ["a", "b"]
    with sqlite3.connect(day / "access.db") as copied:
        assert copied.execute("SELECT id FROM keys").fetchall() == [(key.id,)]
    copied.close()


def test_where_one_collection_cannot_be_saved_the_script_saves_the_rest_keeps_old_backups_and_fails(
    tmp_path: Path,
) -> None:
    home = home_of_two(tmp_path)
    new_key(home, Scope.ASK)
    # By its name the first.
    (home / "collections" / "broken").mkdir()
    (home / "collections" / "broken" / "articles.db").write_bytes(b"no database")
    done, (old, day) = backed_up(tmp_path, home)
    assert (done.returncode, "broken/articles.db" in done.stderr, old.name) == (1, True, "2001-01-01")
    assert {path.name for path in day.iterdir()} == {"default.backup", "sport.backup", "access.db"}
