"""Backups that are whole or refused, revisions that are kept and then gone, and what verify finds."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from typer.testing import CliRunner

from index.changes import Change, Delete, Put
from index.chunks import ChunkingSettings
from index.encoder.embedder import TextVectors
from index.encoder.hashing import HashingEmbedder
from index.errors import DamagedGenerationError, MismatchedGenerationError, NoGenerationError, UnwritableStoreError
from index.generation import Generation
from index.homes import database_path
from index.library import Library
from index.maintenance import back_up, restore, verify
from index.manifest import Manifest
from index.search import EVERYTHING, Query, Searcher
from index.sqlite_reading import SqliteReading
from index.sqlite_store import SqliteStore
from index.words import TERMS_VERSION
from rag.cli_store import app
from tests.full_disk import full_disk
from tests.indexed_home import CHUNKING, index, library_of, texts, write_articles
from tests.test_library import article, nothing

SEEDS = Path(__file__).parents[1] / "seeds"
START = datetime(2026, 1, 1, tzinfo=UTC)


def top_ten(generation: Generation, questions: list[str]) -> list[list[tuple[str, float]]]:
    embedder = HashingEmbedder()
    vectors = embedder.embed_questions(questions)
    queries = [Query(q, "fr", v, EVERYTHING, 10) for q, v in zip(questions, vectors, strict=True)]
    return [[(p.chunk.id, p.score) for p in found.passages] for found in Searcher(generation).search(queries)]


def test_a_restored_backup_answers_five_hundred_questions_the_same(tmp_path: Path) -> None:
    index(tmp_path / "one", SEEDS, chunking=ChunkingSettings())
    before = library_of(tmp_path / "one", chunking=ChunkingSettings()).open()
    words = sorted({word for a in before.contents.articles.values() for word in a.text.split() if len(word) > 4})
    questions = [f"{words[7 * i % len(words)]} {words[31 * i % len(words)]}" for i in range(500)]
    expected = top_ten(before, questions)
    back_up(SqliteStore(database_path(tmp_path / "one")), tmp_path / "backup.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "one"]
    restored = SqliteStore(database_path(tmp_path / "two"))
    assert restore(restored, tmp_path / "backup.db") is None
    after = Library(restored, HashingEmbedder(), ChunkingSettings()).open()
    assert top_ten(after, questions) == expected
    assert after.name == before.name


def test_a_restore_takes_back_what_came_later_and_a_library_at_work_sees_it(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    store = SqliteStore(database_path(tmp_path))
    back_up(store, tmp_path / "backup.db")
    at_work = library_of(tmp_path)
    at_work.apply([Delete("a"), Put(article("c"))], nothing)
    assert list(at_work.current().contents.articles) == ["b", "c"]
    restore(store, tmp_path / "backup.db")
    assert list(at_work.current().contents.articles) == ["a", "b"]
    # Another history from the same number on is another name.
    one = at_work.apply([Put(article("d"))], nothing).generation
    restore(store, tmp_path / "backup.db")
    two = at_work.apply([Put(article("e"))], nothing).generation
    assert one.name.partition("-")[0] == two.name.partition("-")[0]
    assert one.name != two.name


def test_a_damaged_backup_is_refused_and_what_was_there_stays(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a"))
    store = SqliteStore(database_path(tmp_path))
    back_up(store, tmp_path / "backup.db")
    whole = (tmp_path / "backup.db").read_bytes()
    at = whole.find(b"Titre a")
    for damaged in (whole[:-4096], whole[:at] + b"T" + whole[at:-1], b"", whole[:at] + b"X" + whole[at + 1 :]):
        (tmp_path / "backup.db").write_bytes(damaged)
        with pytest.raises(DamagedGenerationError, match="this backup is of no use, and nothing was changed") as told:
            restore(store, tmp_path / "backup.db")
        # What helps a damaged collection is no help here.
        assert "pourquoi restore" not in str(told.value)
        assert "pourquoi index" not in str(told.value)
    with pytest.raises(NoGenerationError, match="there is no backup at"):
        restore(store, tmp_path / "other.db")
    assert list(texts(tmp_path)) == ["a"]


def test_a_damaged_store_is_set_aside_by_a_restore_and_makes_no_backup(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a"))
    store = SqliteStore(database_path(tmp_path))
    back_up(store, tmp_path / "backup.db")
    kept = (tmp_path / "backup.db").read_bytes()
    store.path.write_bytes(store.path.read_bytes()[:5000])
    with pytest.raises(DamagedGenerationError):
        back_up(store, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_bytes() == kept
    replaced = restore(store, tmp_path / "backup.db")
    assert replaced is not None
    assert replaced.kept_at.stat().st_size == 5000
    assert list(texts(tmp_path)) == ["a"]


def restored(home: Path, file: Path, collection: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["restore", str(file), "--home", str(home), "--collection", collection])
    return result.exit_code, result.output


def fill(home: Path, collection: str, *names: str) -> Library:
    library = Library(SqliteStore(database_path(home, collection)), HashingEmbedder(), CHUNKING)
    library.apply([Put(article(name)) for name in names], nothing)
    return library


def backed_up(home: Path, collection: str, file: Path) -> Path:
    words = ["backup", str(file), "--home", str(home), "--collection", collection]
    assert CliRunner().invoke(app, words).exit_code == 0
    return file


def test_the_backup_of_one_collection_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    sport, default = fill(tmp_path, "sport", "goal"), fill(tmp_path, "default", "law")
    file = backed_up(tmp_path, "sport", tmp_path / "sport.backup")
    code, said = restored(tmp_path, file, "default")
    assert (code, said) == (
        1,
        f"pourquoi: {file} is a backup of the collection 'sport', and 'default' holds other articles; nothing was changed: "
        "restore it with --collection sport, or the name of a collection that is empty or not there yet\n",
    )
    assert list(default.current().contents.articles) == ["law"]
    # As it says.
    sport.apply([Delete("goal"), Put(article("own goal"))], nothing)
    assert restored(tmp_path, file, "sport")[0] == 0
    assert list(sport.current().contents.articles) == ["goal"]


def test_a_damaged_collection_is_not_replaced_by_the_backup_of_another(tmp_path: Path) -> None:
    fill(tmp_path, "sport", "goal")
    fill(tmp_path, "default", "law")
    file = backed_up(tmp_path, "sport", tmp_path / "sport.backup")
    path = database_path(tmp_path)
    path.write_bytes(path.read_bytes()[:5000])
    assert restored(tmp_path, file, "default")[0] == 1
    assert path.stat().st_size == 5000


def test_a_backup_moves_to_a_new_name_and_into_an_empty_collection(tmp_path: Path) -> None:
    sport, old = fill(tmp_path, "sport", "goal"), fill(tmp_path, "old", "law")
    old.apply([Delete("law")], nothing)
    file = backed_up(tmp_path, "sport", tmp_path / "sport.backup")
    for name in ("new", "old"):
        assert restored(tmp_path, file, name)[0] == 0
        moved = fill(tmp_path, name)
        # The very state, with nothing of the backup's in it.
        assert moved.open().name == sport.current().name
        # It is a collection of its own from here on.
        again = backed_up(tmp_path, name, tmp_path / "again.backup")
        assert restored(tmp_path, again, "sport")[0] == 1
        assert restored(tmp_path, again, name)[0] == 0


def test_a_backup_that_tells_no_collection_is_restored_as_before(tmp_path: Path) -> None:
    sport, default = fill(tmp_path, "sport", "goal"), fill(tmp_path, "default", "law")
    # As every version before wrote it: a copy of the store and no row more.
    SqliteStore(database_path(tmp_path, "sport")).database.copy_to(tmp_path / "old.backup")
    old = SqliteStore(tmp_path / "old.backup")
    assert old.label() is None
    with old.reading() as reading, sport.store.reading() as stored:
        assert reading.state() == stored.state()
    assert restored(tmp_path, tmp_path / "old.backup", "default")[0] == 0
    assert list(default.current().contents.articles) == ["goal"]


def test_what_a_backup_tells_of_its_collection_is_checked(tmp_path: Path) -> None:
    fill(tmp_path, "sport", "goal")
    file = backed_up(tmp_path, "sport", tmp_path / "sport.backup")
    whole = file.read_bytes()
    at = whole.find(b"collectionsport")
    assert at > 0
    file.write_bytes(whole[:at] + b"collectionspurt" + whole[at + len("collectionsport") :])
    code, said = restored(tmp_path, file, "spurt")
    assert (code, "does not have its checksum" in said) == (1, True)


def test_a_backup_of_another_format_says_which_program_restores_it(tmp_path: Path) -> None:
    fill(tmp_path, "default", "law")
    file = backed_up(tmp_path, "default", tmp_path / "backup")
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(
        MismatchedGenerationError, match="format 9, this program reads 3; restore it with the version of"
    ):
        restore(SqliteStore(database_path(tmp_path)), file)


def test_backups_to_one_file_at_the_same_time_do_not_meet(tmp_path: Path) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a", "b"))
    target = tmp_path / "backups" / "backup.db"
    target.parent.mkdir()
    together = Barrier(4)

    def run(_: int) -> None:
        together.wait()
        back_up(SqliteStore(database_path(tmp_path / "home")), target)

    with ThreadPoolExecutor(4) as threads:
        for _ in range(5):
            list(threads.map(run, range(4)))
            assert list(SqliteStore(target).articles()) == ["a", "b"]
    assert list(target.parent.iterdir()) == [target]


def test_what_a_killed_backup_left_long_ago_is_removed_and_a_fresh_one_is_not(tmp_path: Path) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a"))
    abandoned, at_work = tmp_path / ".pourquoi-backup-old", tmp_path / ".pourquoi-backup-new"
    for folder in (abandoned, at_work):
        folder.mkdir()
        (folder / "backup").write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    back_up(SqliteStore(database_path(tmp_path / "home")), tmp_path / "backup.db")
    assert (abandoned.exists(), at_work.exists()) == (False, True)


def test_a_backup_without_room_leaves_nothing_and_the_one_before(tmp_path: Path) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a"))
    target = tmp_path / "backups" / "backup.db"
    target.parent.mkdir()
    target.write_bytes(b"before")
    with full_disk(), pytest.raises(UnwritableStoreError):
        back_up(SqliteStore(database_path(tmp_path / "home")), target)
    assert [(path, path.read_bytes()) for path in target.parent.iterdir()] == [(target, b"before")]


def test_a_backup_to_a_link_takes_the_place_of_what_it_leads_to(tmp_path: Path) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a"))
    (tmp_path / "monday.backup").write_bytes(b"before")
    latest = tmp_path / "latest.backup"
    latest.symlink_to("monday.backup")
    back_up(SqliteStore(database_path(tmp_path / "home")), latest)
    assert latest.is_symlink()
    assert list(SqliteStore(tmp_path / "monday.backup").articles()) == ["a"]


def test_no_backup_takes_the_place_of_a_device_or_a_pipe(tmp_path: Path) -> None:
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a"))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnwritableStoreError, match="it is a device or a pipe; name a file"):
        back_up(SqliteStore(database_path(tmp_path / "home")), pipe)
    assert pipe.is_fifo()


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def test_every_text_an_article_had_is_kept_with_its_time(tmp_path: Path) -> None:
    clock = Clock()
    library = Library(SqliteStore(tmp_path / "articles.db", clock), HashingEmbedder(), CHUNKING)
    one, two = article("a", "Le premier texte."), article("a", "Le second texte.")
    for change in (Put(one), Put(two), Delete("a"), Put(one)):
        library.apply([change], nothing)
        clock.now += timedelta(days=1)
    days = [START + timedelta(days=n) for n in range(4)]
    found = [(r.sha256, r.text, r.valid_from, r.valid_until) for r in library.store.history("a")]
    assert found == [
        (one.sha256, one.text, days[3], None),
        (two.sha256, two.text, days[1], days[2]),
        (one.sha256, one.text, days[0], days[1]),
    ]
    assert library.store.revision("a", two.sha256[:8]) == library.store.history("a")[1]
    newest = library.store.revision("a", one.sha256)
    assert newest is not None
    assert newest.valid_from == days[3]
    assert library.store.revision("a", "0" * 8) is None
    assert library.store.history("b") == ()


def test_a_purged_text_stands_in_no_file(tmp_path: Path) -> None:
    clock = Clock()
    home = tmp_path / "home"
    store = SqliteStore(database_path(home), clock)
    library = Library(store, HashingEmbedder(), CHUNKING)
    canaries = [f"Kanarienvogel{number:03}" for number in range(30)]

    def bytes_of_home() -> bytes:
        return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())

    for number, canary in enumerate(canaries):
        name = f"a{number % 7}"
        library.apply([Put(article(name, f"{canary} sang. " + "Ein Satz ohne Vogel. " * (number % 5 * 40)))], nothing)
    library.apply([Put(article(f"a{n}", "Kein Vogel.")) if n % 2 else Delete(f"a{n}") for n in range(7)], nothing)
    assert all(canary.encode() in bytes_of_home() for canary in canaries)
    assert library.purge(START) == 0  # all of them ended at that time and not before
    clock.now += timedelta(days=31)
    library.apply([Put(article("late", "Später."))], nothing)
    name = library.current().name
    assert library.purge(clock.now - timedelta(days=30)) == 30
    left = bytes_of_home().lower()
    assert [canary for canary in canaries if canary.lower().encode() in left] == []
    assert library.open().name.partition("-")[0] == name.partition("-")[0]  # the articles are the same
    assert [r.text for r in store.history("a1")] == ["Kein Vogel."]


def test_compacting_does_not_claim_what_somebody_who_reads_keeps_it_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database._READERS_WAIT_SECONDS", 0.02)
    library = fill(tmp_path, "default", "law", "goal")
    library.apply([Delete("law")], nothing)
    command = ["compact", "--home", str(tmp_path)]
    with library.store.reading():
        result = CliRunner().invoke(app, command)
        assert (result.exit_code, "still holds what was deleted; run this again" in result.stderr) == (1, True)
    assert CliRunner().invoke(app, command).exit_code == 0


def test_verify_finds_nothing_in_a_sound_store_and_says_what_it_compared(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a", "b"))
    store = SqliteStore(database_path(tmp_path))
    passages = len(library_of(tmp_path).open().contents.chunks)
    found = verify(store, HashingEmbedder(), None)
    assert (found.articles, found.passages, found.vectors, found.problems) == (2, passages, passages, ())
    assert verify(store, HashingEmbedder(), 2).vectors == 2


class Remembering(HashingEmbedder):
    """Keeps what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        self.shown += texts
        return super().embed_passages(texts)


def test_verify_spreads_a_sample_over_all_passages(tmp_path: Path) -> None:
    names = [f"a{number}" for number in range(7)]
    library_of(tmp_path).apply([Put(article(name, f"Texte {name}.")) for name in names], nothing)
    embedder = Remembering()
    assert verify(SqliteStore(database_path(tmp_path)), embedder, 4).vectors == 4
    shown = [[name for name in names if f"Texte {name}." in text] for text in embedder.shown]
    assert shown == [["a0"], ["a1"], ["a3"], ["a5"]]


class Upside(HashingEmbedder):
    """Says it is the hashing embedder and is not."""

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        return [replace(vectors, pooled=-vectors.pooled) for vectors in super().embed_passages(texts)]


def test_verify_finds_vectors_and_passages_that_are_not_their_articles(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a"))
    store = SqliteStore(database_path(tmp_path))
    passages = len(library_of(tmp_path).open().contents.chunks)
    assert sum("have cosine -1.000" in p for p in verify(store, Upside(), None).problems) == passages
    # Written by the store itself, so every checksum is right.
    with store.writing() as writing:
        first, *rest = list(writing.chunks())
        longer = replace(first.cut.chunk, span=replace(first.cut.chunk.span, end=9_999))
        other = replace(rest[0].cut, terms=("autre",), chunk=replace(rest[0].cut.chunk, heading="Autre"))
        writing.put_chunks("a", [replace(first.cut, chunk=longer), other])
        writing.put_shingles("a", writing.shingles_of("a")[1:])
    problems = verify(store, HashingEmbedder(), None).problems
    for said in ("its shingles are", "do not make it up", "ends at 9999", "made from something else", "its terms are"):
        assert any(said in problem for problem in problems), said
    assert any("vectors belong to no passage" in problem for problem in problems)


class Beside(SqliteStore):
    """A store in which somebody else writes as soon as it was read."""

    def __init__(self, library: Library, written: Sequence[Change]) -> None:
        super().__init__(library.store.path)
        self._library, self.written = library, list(written)

    @contextmanager
    def reading(self) -> Iterator[SqliteReading]:
        with super().reading() as reading:
            yield reading
        if self.written:
            self._library.apply([self.written.pop(0)], nothing)


@pytest.mark.parametrize("written", [Delete("b"), Put(article("b", "Le moulin fut vendu à Emma."))])
def test_verify_takes_what_is_written_meanwhile_for_no_damage(tmp_path: Path, written: Change) -> None:
    library = library_of(tmp_path)
    library.apply([Put(article("a")), Put(article("b", "Le moulin fut vendu à Clara."))], nothing)
    store = Beside(library, [written])
    for passages in (2, 1 if isinstance(written, Delete) else 2):
        found = verify(store, HashingEmbedder(), None)
        assert (found.articles, found.vectors, found.problems) == (passages, passages, ())
    assert store.written == []


def test_verify_compares_every_passage_where_they_are_many(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    library.apply([Put(article(f"a{number}", f"Texte {number}.")) for number in range(600)], nothing)
    # More than are read at once, and the last of them are few.
    assert verify(SqliteStore(database_path(tmp_path)), Upside(), None).vectors == 600
    assert len(verify(SqliteStore(database_path(tmp_path)), Upside(), None).problems) == 600


@pytest.mark.parametrize(("version", "problems"), [(TERMS_VERSION, 1), (TERMS_VERSION - 1, 0)])
def test_verify_compares_no_terms_that_another_version_of_this_program_made(
    tmp_path: Path, version: int, problems: int
) -> None:
    library, store = library_of(tmp_path), SqliteStore(database_path(tmp_path))
    library.apply([Put(article("a"))], nothing)
    with store.writing() as writing:
        [passage] = writing.chunks_of("a")
        writing.put_chunks("a", [replace(passage.cut, terms=("autrement",))])
        writing.finish(Manifest(library.embedder.identity, CHUNKING, "2026-01-01T00:00:00Z", terms_version=version))
    found = verify(store, HashingEmbedder()).problems
    assert [problem.partition(": ")[2] for problem in found] == ["its terms are not those of its text"] * problems


@pytest.mark.parametrize("dimension", [64, 32])
def test_verify_with_another_encoder_finds_no_damage_and_says_which_was_in_use(tmp_path: Path, dimension: int) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a"))
    other = HashingEmbedder(dimension)
    other.identity = replace(other.identity, checksum="another")
    with pytest.raises(
        MismatchedGenerationError, match=r"made with encoder hashing \(hashing-64\), in use is hashing \("
    ):
        verify(SqliteStore(database_path(tmp_path)), other)


def test_verify_takes_any_lengths_of_chunks(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a"), chunking=ChunkingSettings(64, 0))
    assert verify(SqliteStore(database_path(tmp_path)), HashingEmbedder()).problems == ()


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "backup.db"
    index(home, write_articles(tmp_path / "articles", "a"))

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*words, "--home", str(home)], catch_exceptions=False)
        return result.exit_code, result.output

    # A name that no file can have, and one that is not UTF-8.
    code, said = run("backup", str(tmp_path / ("x" * 300)))
    assert (code, said.startswith("pourquoi: cannot write to "), said.count("\n")) == (1, True, 1)
    odd = tmp_path / os.fsdecode(b"caf\xe9.db")
    code, said = run("backup", str(odd))
    assert (code, "caf\ufffd.db holds the collection" in said) == (0, True)
    assert run("restore", str(odd))[0] == 0
    assert run("backup", str(file)) == (0, f"{file} holds the collection 'default', {file.stat().st_size} bytes\n")
    shutil.rmtree(home / "collections")
    assert run("compact") == (
        1,
        f"pourquoi: there is no index at {database_path(home)}; run `pourquoi index PATH` first\n",
    )
    # The collection is in what is to be done.
    for words in (("compact",), ("verify",), ("backup", str(tmp_path / "news.db"))):
        code, said = run(*words, "--collection", "news")
        assert (code, "`pourquoi index --collection news PATH` makes it" in said) == (1, True)
    assert run("restore", str(file))[0] == 0
    assert list(texts(home)) == ["a"]
    code, said = run("compact")
    assert code == 0
    assert said.startswith("0 revisions deleted")
    assert run("restore", str(tmp_path / "none"))[0] == 1
    database_path(home).write_bytes(b"")
    code, said = run("verify")
    assert (code, "holds no articles, or is damaged" in said) == (1, True)
