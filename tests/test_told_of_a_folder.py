"""What indexing a folder says: which of its articles are new, changed, gone or as before, and what in it was passed over."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from index.library import Tally
from index.reading import read_corpus
from rag.indexing import index_and_report
from tests.indexed_home import index, write_articles
from tests.writing_kit import engine_over


def passed_over(folder: Path) -> list[str]:
    return [skipped.reason for skipped in read_corpus((folder,)).skipped]


def test_articles_of_the_folder_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", write_articles(tmp_path / "articles", "a", "b", "c")
    index(home, write_articles(tmp_path / "elsewhere", "x", "y"))
    first = index(home, folder)
    assert (first.articles, first.tally) == (5, Tally(added=3))
    (folder / "a.md").unlink()
    write_articles(folder, "b", sentences=6)
    write_articles(folder, "d", "e")
    again = index(home, folder)
    # Three of before, a is gone; of b, c, d and e one is changed, one is as it was, two are new. With x and y there are six.
    assert (again.articles, again.tally) == (6, Tally(added=2, changed=1, removed=1, unchanged=1))


def test_a_person_is_told_of_the_folder_beside_the_whole_collection(tmp_path: Path) -> None:
    engine, told = engine_over(tmp_path / "home"), StringIO()
    console = Console(file=told, width=60)
    index_and_report(engine, (write_articles(tmp_path / "elsewhere", "x"),), console)
    index_and_report(engine, (write_articles(tmp_path / "articles", "a", "b"),), console)
    last = told.getvalue().splitlines()[-1]
    assert last.startswith("indexed 3 articles: ")
    assert last.endswith("; articles of what was given: 2 added, 0 changed, 0 taken out, 0 as they were")


def test_links_and_endings_that_are_not_read_are_told_in_one_line(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a")
    assert passed_over(folder) == []
    (tmp_path / "secret.txt").write_text("Alice left.", "utf-8")
    (tmp_path / "more").mkdir()
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "more").symlink_to(tmp_path / "more")
    # A link within the folder is read, and what is hidden is nobody's business.
    (folder / "again.md").symlink_to(folder / "a.md")
    (folder / ".hidden.doc").touch()
    for name in ("x.doc", "y.DOC", "z.jpg", "README", "data.xml"):
        (folder / name).touch()
    assert passed_over(folder) == [
        f"{folder}: 2 links out of it or to a folder ('more', 'out.txt') and "
        "5 files beside articles and feeds ('', '.doc', '.jpg', '.xml')"
    ]


def test_many_names_are_told_in_part(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a")
    for number in range(7):
        (folder / f"link{number}").symlink_to(tmp_path)
    # Five of seven are named.
    assert passed_over(folder) == [
        f"{folder}: 7 links out of it or to a folder ('link0', 'link1', 'link2', 'link3', 'link4', …)"
    ]


def test_a_folder_without_any_article_is_told_as_that_alone(tmp_path: Path) -> None:
    (tmp_path / "x.doc").touch()
    corpus = read_corpus((tmp_path,))
    assert (len(corpus.failures), "there is no article" in corpus.failures[0].reason, corpus.skipped) == (1, True, ())
