"""An article forgotten is in no file of the home, and the others keep all that they had."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.writing.cli import app
from api.writing.journal import JOB_SECONDS
from api.writing.journal_copies import clear_journal
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.trail import Who
from index.changes import Delete, Put
from index.encoder.hashing import HashingEmbedder
from index.errors import BusyStoreError, NoGenerationError, SettingError, UnwritableStoreError
from index.forgetting import Forgotten, forget
from index.homes import database_path
from index.library import Library
from index.maintenance import verify
from index.sqlite_store import SqliteStore
from rag.settings import Settings
from tests.feed_kit import WORDS, item, rss
from tests.indexed_home import CHUNKING, index, write_articles
from tests.test_deleted import files_with
from tests.test_library import article, nothing
from tests.tiny_encoder import save_tiny_encoder
from tests.writing_kit import finished, path_of, writing

FILLING = "Une phrase qui ne dit rien de plus. "


def deleting(library: Library) -> Callable[[Sequence[str]], object]:
    return lambda there: library.apply([Delete(article_id) for article_id in there], nothing)


def written(home: Path, collection: str = "default") -> tuple[SqliteStore, Library]:
    """Three articles, each of which had another text before; `gone` is deleted."""
    store = SqliteStore(database_path(home, collection))
    library = Library(store, HashingEmbedder(), CHUNKING)
    for turn in (1, 2):
        for number, name in enumerate(("kept", "here", "gone")):
            text = f"Mot{name}{turn} est un mot. " + FILLING * (30 * number)
            library.apply([Put(article(name, text))], nothing)
    library.apply([Delete("gone")], nothing)
    return store, library


def test_what_is_forgotten_is_in_no_file_and_the_others_keep_their_history(tmp_path: Path) -> None:
    store, library = written(tmp_path)
    before = store.history("kept")
    # As a process leaves it that was killed in a repair.
    store.path.with_name(".articles.db.new").write_bytes(b"Mothere1")
    words = [f"Mot{name}{turn}".encode() for name in ("here", "gone") for turn in (1, 2)]
    assert all(files_with(tmp_path, word) for word in words)
    assert forget(store, ["here", "gone", "here"], deleting(library)) == (
        Forgotten("here", was_there=True, earlier=1, still_at=None),
        Forgotten("gone", was_there=False, earlier=2, still_at=None),
    )
    assert [word for word in words if files_with(tmp_path, word)] == []
    assert [name for name in (b"here", b"gone") if files_with(tmp_path, name)] == []
    assert (len(before), store.history("kept")) == (2, before)
    assert (store.history("here"), store.history("gone")) == ((), ())
    assert verify(store, HashingEmbedder(), None).problems == ()


def test_a_library_at_work_sees_what_another_process_forgot(tmp_path: Path) -> None:
    store, library = written(tmp_path)
    at_work = Library(SqliteStore(store.path), HashingEmbedder(), CHUNKING)
    assert list(at_work.current().contents.articles) == ["here", "kept"]
    forget(store, ["here"], deleting(library))
    assert list(at_work.current().contents.articles) == ["kept"]
    at_work.apply([Put(article("new"))], nothing)
    assert list(library.current().contents.articles) == ["kept", "new"]


def test_nothing_is_forgotten_where_one_id_is_unknown_or_there_is_no_store(tmp_path: Path) -> None:
    store, library = written(tmp_path)
    # The second is what Python makes of a byte on the command line that is not UTF-8.
    for unknown, shown in (("hree", "hree"), ("h\udce9re", r"h\udce9re")):
        with pytest.raises(SettingError, match=re.escape(f"there is no article '{shown}', and no earlier text of one")):
            forget(store, ["here", unknown], deleting(library))
    assert len(store.history("here")) == 2
    none = SqliteStore(tmp_path / "none" / "articles.db")
    with pytest.raises(NoGenerationError):
        forget(none, ["here"], deleting(library))
    assert not none.path.parent.exists()


def test_somebody_who_reads_on_is_told_of_and_compacting_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database._READERS_WAIT_SECONDS", 0.02)
    store, library = written(tmp_path)
    with store.reading():
        with pytest.raises(BusyStoreError, match="still holds the bytes; run `pourquoi compact`"):
            forget(store, ["gone"], deleting(library), wait_seconds=0.1)
        assert files_with(tmp_path, b"Motgone1") != []
        assert not store.database.compact(0.1)
    assert store.database.compact()
    assert files_with(tmp_path, b"Motgone1") == []


def in_the_way(store: SqliteStore) -> Path:
    """A folder because of which the database can be written to and not be written anew."""
    folder = store.path.with_name(".articles.db.new")
    folder.mkdir()
    return folder


def test_where_the_file_cannot_be_written_anew_it_is_told_that_all_is_deleted_and_how_to_go_on(tmp_path: Path) -> None:
    store, library = written(tmp_path, "news")
    folder = in_the_way(store)
    with pytest.raises(UnwritableStoreError) as raised:
        forget(store, ["gone"], deleting(library))
    assert str(raised.value).startswith(
        f"all is deleted, but {store.path} still holds the bytes, since it could not be"
    )
    assert str(raised.value).endswith("; run `pourquoi compact --collection news` when that is mended")
    assert store.history("gone") == ()
    folder.rmdir()
    assert store.database.compact()
    assert files_with(tmp_path, b"Motgone1") == []


def test_the_file_that_an_article_was_read_from_is_named_while_it_is_there(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b", "c")
    index(tmp_path / "home", folder)
    one = write_articles(tmp_path / "other", "d") / "d.md"
    index(tmp_path / "home", one)
    (folder / "b.md").unlink()
    store = SqliteStore(database_path(tmp_path / "home"))
    library = Library(store, HashingEmbedder(), CHUNKING)
    found = forget(store, ["a", "b", "d"], deleting(library))
    assert [one.still_at for one in found] == [folder / "a.md", None, one]


def test_a_source_of_which_the_system_says_nothing_stops_nothing_and_is_named(tmp_path: Path) -> None:
    store, library = written(tmp_path)
    beyond = tmp_path / ("x" * 300)  # of such a name the system says nothing, as of what lies in a closed folder
    library.apply([Put(article("read"), root=str(beyond))], nothing)
    assert forget(store, ["read"], deleting(library)) == (
        Forgotten("read", was_there=True, earlier=0, still_at=beyond),
    )
    assert store.history("read") == ()


def test_a_file_in_a_folder_whose_name_comes_from_a_mac_is_named_too(tmp_path: Path) -> None:
    # As macOS writes it, the accent apart from its letter.
    below = write_articles(tmp_path / "articles" / "cafe\u0301" / "e\u0301te\u0301", "a")
    index(tmp_path / "home", tmp_path / "articles")
    store = SqliteStore(database_path(tmp_path / "home"))
    name = "caf\u00e9/\u00e9t\u00e9/a"
    (found,) = forget(store, [name], deleting(Library(store, HashingEmbedder(), CHUNKING)))
    assert (found.article_id, found.still_at) == (name, below / "a.md")


def test_an_article_comes_back_from_its_folder_as_long_as_its_file_is_there(tmp_path: Path) -> None:
    # As docs/articles-over-http.md tells it of DELETE and of `forget`.
    folder, home = write_articles(tmp_path / "articles", "a", "b"), tmp_path / "home"
    index(home, folder)
    store = SqliteStore(database_path(home))
    library = Library(store, HashingEmbedder(), CHUNKING)
    for take_out in (lambda: deleting(library)(["a"]), lambda: forget(store, ["a"], deleting(library))):
        take_out()
        assert list(store.articles()) == ["b"]
        write_articles(folder, "b", sentences=6)
        index(home, folder)
        assert list(store.articles()) == ["a", "b"]
    (folder / "a.md").unlink()
    index(home, folder)
    forget(store, ["a"], deleting(library))
    index(home, folder)
    assert (list(store.articles()), store.history("a")) == (["b"], ())


def test_of_an_entry_of_a_feed_the_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "feed.xml").write_bytes(rss(item("https://a.example/1", WORDS)))
    index(tmp_path / "home", folder)
    store = SqliteStore(database_path(tmp_path / "home"))
    found = forget(store, ["a.example/1"], deleting(Library(store, HashingEmbedder(), CHUNKING)))
    assert found[0].still_at == folder


def test_beside_a_server_an_uploaded_article_is_forgotten_with_the_input_of_its_job(tmp_path: Path) -> None:
    told = "Zarathos met the informant at the river."

    async def run() -> None:
        async with writing(tmp_path) as client:
            sent = [
                ("file", (f"a{n}.txt", f"{told if n == 3 else n} It is said.".encode(), "text/plain")) for n in range(9)
            ]
            begun = await client.post("/v1/articles", files=sent)
            await finished(client, begun.headers["location"])
            store = SqliteStore(database_path(tmp_path))
            library = Library(store, HashingEmbedder(), Settings().chunking())
            await asyncio.to_thread(forget, store, ["a3"], deleting(library))
            assert files_with(tmp_path, b"Zarathos") == []
            for _ in range(100):
                if len((await client.get("/v1/articles")).json()["articles"]) == 8:
                    break
                await asyncio.sleep(0.1)
            assert (await client.get(path_of("a3"))).status_code == 404
            assert (await client.get(f"{path_of('a3')}/revisions")).status_code == 404
            assert (await client.get(path_of("a4"))).status_code == 200

    asyncio.run(run())


def test_a_journal_that_a_killed_server_left_is_cleared_and_its_waiting_jobs_are_counted(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL_NAME
    assert clear_journal(path, "news") == 0
    assert not path.exists()
    killed = JournalFile(path)
    killed.add_job("done", [b"Zarathos did it."], Who(None, "news"))
    killed.add_job("waits", [b"Emma waits."], Who(None, "news"))
    with sqlite3.connect(path) as beside:
        beside.execute("UPDATE items SET input = NULL, result = x'00' WHERE job = 'done'")
        beside.execute("UPDATE jobs SET state = 'done' WHERE id = 'done'")
    beside.close()
    assert files_with(tmp_path, b"Zarathos") == [f"{JOURNAL_NAME}-wal"]
    assert (clear_journal(path, "news"), clear_journal(path, "sport")) == (1, 0)
    assert files_with(tmp_path, b"Zarathos") == []
    assert list(killed.open_items("waits", 9)) == [(0, b"Emma waits.")]
    killed.close()


def test_clearing_a_journal_deletes_what_it_has_kept_long_enough(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL_NAME
    journal = JournalFile(path)
    journal.add_job("done", [b"a"], Who(None, "news"))
    journal.add_results("done", [(0, b"Zarathos did it.")])
    with sqlite3.connect(path) as beside:
        beside.execute("UPDATE jobs SET updated = updated - ?", (JOB_SECONDS + 1,))
    beside.close()
    assert files_with(tmp_path, b"Zarathos") != []
    assert clear_journal(path, "news") == 0
    assert (files_with(tmp_path, b"Zarathos"), journal.job("done")) == ([], None)
    journal.close()


def run(home: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*words, "--home", str(home)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_forgets_what_was_deleted_without_any_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_ENCODER", str(tmp_path / "none"))
    store, _ = written(tmp_path)
    aside = store.path.with_name("articles.db.damaged-20260101T000000000000")
    aside.write_bytes(b"Motgone1")
    journal = JournalFile(database_path(tmp_path).with_name(JOURNAL_NAME))
    for name, items in (("done", []), ("waiting", [b"a"])):
        journal.add_job(name, items, Who(None, "default"))
    journal.close()
    code, said, warned = run(tmp_path, "gone", "--collection", "default")
    assert (code, said) == (0, "'gone' is forgotten: 2 earlier texts of a deleted article\n")
    assert warned.splitlines() == [
        f"{aside} holds what was in the collection when it was damaged: delete it if that is to be forgotten too",
        "1 job of 'default' not done yet: what was sent stays until it is done, and may be an article of that name; "
        "look at the list of articles then",
    ]
    assert files_with(tmp_path, b"Motgone1") == [str(aside.relative_to(tmp_path))]


def test_where_the_command_cannot_write_the_database_anew_the_journal_is_cleared_all_the_same(tmp_path: Path) -> None:
    store, _ = written(tmp_path)
    in_the_way(store)
    path = database_path(tmp_path).with_name(JOURNAL_NAME)
    killed = JournalFile(path)
    killed.add_job("done", [b"Zarathos did it."], Who(None, "default"))
    with sqlite3.connect(path) as beside:
        beside.execute("UPDATE items SET input = NULL, result = x'00'")
        beside.execute("UPDATE jobs SET state = 'done'")
    beside.close()
    assert files_with(tmp_path, b"Zarathos") != []
    code, said, warned = run(tmp_path, "gone")
    assert (code, said) == (1, "")
    assert warned.startswith("pourquoi: all is deleted, but ")
    assert "; run `pourquoi compact` when that is mended" in warned
    assert files_with(tmp_path, b"Zarathos") == []
    killed.close()


def test_where_the_command_cannot_write_the_database_anew_it_names_all_the_same_what_else_holds_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", "Une phrase.")))
    monkeypatch.setenv("POURQUOI_READER", "none")
    from rag.cli import app as rag_app

    home, folder = tmp_path / "home", write_articles(tmp_path / "articles", "a", "b", "c")
    indexed = CliRunner().invoke(rag_app, ["index", str(folder), "--home", str(home)])
    assert indexed.exit_code == 0, indexed.output
    store = SqliteStore(database_path(home))
    aside = store.path.with_name("articles.db.damaged-20260101T000000000000")
    aside.write_bytes(b"damaged")
    journal = JournalFile(store.path.with_name(JOURNAL_NAME))
    journal.add_job("waiting", [b"a"], Who(None, "default"))
    journal.close()
    in_the_way(store)
    code, said, warned = run(home, "a")
    source, damaged, jobs, error = warned.splitlines()
    assert (code, said) == (1, "")
    assert source.startswith(f"'a' was read from {folder / 'a.md'}, which is still there: ")
    assert damaged.startswith(f"{aside} holds what was in the collection")
    assert jobs.startswith("1 job of 'default' not done yet")
    assert error.startswith("pourquoi: all is deleted, but ")
    # Nothing is deleted by who asks for it again, and so there is nothing to warn of.
    code, said, warned = run(home, "a")
    assert (code, said, warned.startswith("pourquoi: there is no article 'a'")) == (1, "", True)


def test_the_command_says_what_is_not_known(tmp_path: Path) -> None:
    written(tmp_path)
    for words in (("gone", "nobody"), ("nobody",)):
        code, said, warned = run(tmp_path, *words)
        assert (code, said) == (1, "")
        assert warned == (
            f"pourquoi: there is no article 'nobody', and no earlier text of one, in {database_path(tmp_path)}; "
            "nothing was forgotten\n"
        )
    code, _, warned = run(tmp_path, "gone", "--collection", "news")
    assert (code, "there is no collection 'news'" in warned) == (1, True)


def test_the_command_forgets_an_article_and_names_the_folder_that_brings_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.cli import app as rag_app

    folder = write_articles(tmp_path / "articles", "a", "b")
    monkeypatch.setenv(
        "POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", (folder / "a.md").read_text("utf-8")))
    )
    monkeypatch.setenv("POURQUOI_READER", "none")
    home = tmp_path / "home"
    indexed = CliRunner().invoke(rag_app, ["index", str(folder), "--home", str(home)])
    assert indexed.exit_code == 0, indexed.output
    assert run(home, "a") == (
        0,
        "'a' is forgotten: the article and 0 earlier texts\n",
        f"'a' was read from {folder / 'a.md'}, which is still there: take it out of it, "
        "or `pourquoi index` and `pourquoi watch` bring it back\n",
    )
    assert list(SqliteStore(database_path(home)).articles()) == ["b"]
