"""What articles were read from: the same path by its own name, whatever a link leads to, and a path that was moved."""

import shutil
from pathlib import Path

import pytest

from index.changes import Put
from index.library import Library
from tests.feed_kit import WORDS, item, rss
from tests.indexed_home import library_of
from tests.test_library import article, nothing


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path / "home")


def folder(path: Path, **texts: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text)
    return path


def texts(library: Library) -> dict[str, str]:
    return {name: article.text for name, article in library.current().contents.articles.items()}


@pytest.mark.parametrize("below", ["", "articles"])
def test_a_link_that_is_switched_stays_the_same_path(tmp_path: Path, library: Library, below: str) -> None:
    for release in ("r1", "r2"):
        folder(tmp_path / release / below, **{"a": f"From {release}.", release: "One of them."})
    current = tmp_path / "current"
    current.symlink_to("r1")
    library.sync([current / below], nothing)
    current.unlink()
    current.symlink_to("r2")
    assert library.sync([current / below], nothing).failures == ()
    assert texts(library) == {"a": "From r2.", "r2": "One of them."}


def test_one_folder_by_two_names_is_one_path(tmp_path: Path, library: Library) -> None:
    real, link = folder(tmp_path / "real", a="One.", b="Two."), tmp_path / "link"
    link.symlink_to("real")
    for path in (real, link, real, tmp_path / "link" / ".." / "real", link / "a.txt"):
        assert library.sync([path], nothing).failures == ()
        assert texts(library) == {"a": "One.", "b": "Two."}
    (real / "a.txt").write_bytes(b"caf\xe9")
    (real / "b.txt").unlink()
    for path in (link, real):
        (failure,) = library.sync([path], nothing).failures
        assert failure.reason.endswith("its article stays as it was")
        assert texts(library) == {"a": "One."}


def test_what_the_folder_around_it_leaves_out_is_told_where_it_is_named_by_itself(
    tmp_path: Path, library: Library
) -> None:
    articles = folder(tmp_path / "articles", a="One.")
    drafts = folder(articles / ".drafts", b="Two.")
    (articles / "photo.jpg").write_bytes(b"\xff\xd8")
    (articles / "feed.php").write_bytes(rss(item("https://a.example/1", content=f"<p>{WORDS}</p>")))
    library.sync([articles], nothing)
    left_out = (
        f"lies in {articles}, which is indexed as a whole and leaves it out; rename it, or move it out of that folder"
    )
    for path in (drafts / "b.txt", drafts, articles / "feed.php"):
        report = library.sync([path], nothing)
        assert [failure.reason for failure in report.failures] == [f"{path}: {left_out}"]
        assert texts(library) == {"a": "One."}
    (failure,) = library.sync([articles / "photo.jpg"], nothing).failures
    assert failure.reason.startswith(f"{articles / 'photo.jpg'}: the ending '.jpg' is not read; save the article as ")


def test_nothing_is_told_of_what_is_read_as_a_part_of_the_folder_around_it(tmp_path: Path, library: Library) -> None:
    articles = folder(tmp_path / "articles", a="One.")
    below = folder(articles / "below", b="Two.")
    (articles / "articles.toml").write_text('[a]\ntitle = "Un"\n', "utf-8")
    (articles / "link.txt").symlink_to(articles / "a.txt")
    (articles / "photo.jpg").write_bytes(b"\xff\xd8")
    library.sync([articles], nothing)
    for path in (articles / "a.txt", below, below / "b.txt", articles / "articles.toml", articles / "link.txt"):
        assert library.sync([path], nothing).failures == ()
    # As at the first time, what is named beside the folder is read as a part of it.
    assert library.sync([articles, articles / "photo.jpg"], nothing).failures == ()


def test_what_was_read_from_a_path_that_is_gone_gives_way_to_what_is_read_now(tmp_path: Path, library: Library) -> None:
    old = folder(tmp_path / "old", a="One.", b="Two.")
    library.sync([old], nothing)
    new = folder(tmp_path / "new", a="Three.")
    (failure,) = library.sync([new], nothing).failures
    assert failure.reason == (f"'a' is indexed from {old} already; rename the file or index that path without it")
    assert texts(library) == {"a": "One.", "b": "Two."}
    shutil.rmtree(old)
    report = library.sync([new], nothing)
    assert (report.failures, texts(library)) == ((), {"a": "Three.", "b": "Two."})
    (skipped,) = report.skipped
    assert skipped.reason == f"{old} is gone, and 1 articles of it stay; `pourquoi index {old}` removes them"
    library.sync([old], nothing)
    assert texts(library) == {"a": "Three."}


def test_what_came_without_a_path_gives_way_to_no_file(tmp_path: Path, library: Library) -> None:
    library.apply([Put(article("a"))], nothing)
    (failure,) = library.sync([folder(tmp_path / "new", a="Three.")], nothing).failures
    assert "was put in by itself already" in failure.reason
