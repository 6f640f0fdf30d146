"""What cannot be read now is told, and what was indexed of it before stays; what is gone leaves."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rich.console import Console

from rag.indexing import sync_folder
from tests.indexed_home import library_of
from tests.test_library import nothing
from tests.writing_kit import engine_over

ROOT = Path(__file__).resolve().parents[1]
FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "url": "https://example.org/a",
"content_html": "<p>The bridge of the town opens on Monday morning, and the mayor comes to see it with all the others.</p>"}]}"""
# Reads a folder, closes some of it, gives up the rights of root where it has them, and plans what is to be indexed again.
PLAN = """
import json, os, sys
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
if os.geteuid() == 0:
    try:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    except PermissionError:
        sys.exit(3)
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


def planned(folder: Path, modes: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Which articles are deleted, and what is told, without the folder's name."""
    done = subprocess.run(
        [sys.executable, "-c", PLAN, str(folder), json.dumps(modes)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 3:
        pytest.skip("this root may not become another user, and reads everything")
    assert done.returncode == 0, done.stderr
    deleted, told = json.loads(done.stdout)
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
    for written in (b"Une phrase.", b"caf\xe9"):
        path.write_bytes(written)
        sync_folder(engine, tmp_path / "corpus", Console(quiet=True))
        assert list(engine.library.open().contents.articles) == ["a"]
    path.unlink()
    sync_folder(engine, tmp_path / "corpus", Console(quiet=True))
    assert list(engine.library.open().contents.articles) == []
