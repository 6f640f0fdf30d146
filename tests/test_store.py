"""The articles on disk: what is kept and what is made again, and that no damage is ever served."""

import random
import shutil
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.chunks import ChunkingSettings
from index.database import Database, Schema
from index.encoder.embedder import EncoderIdentity
from index.encoder.hashing import HashingEmbedder
from index.errors import (
    CorpusError,
    DamagedGenerationError,
    GenerationError,
    MismatchedGenerationError,
    NoGenerationError,
    SettingError,
    UnwritableStoreError,
)
from index.generation import Generation
from index.homes import collections, database_path, refuse_old_home
from index.library import Library
from index.manifest import Manifest
from index.sqlite_schema import COLUMNS, FORMAT_VERSION, SCHEMA
from index.sqlite_store import SqliteStore
from tests.indexed_home import CHUNKING, CountingEmbedder, index, library_of, write_articles


def same(one: Generation, two: Generation) -> bool:
    """Whether two generations hold the same articles, chunks and vectors, and rank the same by words."""
    a, b = one.contents, two.contents
    everywhere = range(len(a.chunks))
    return (
        a.articles == b.articles
        and a.chunks == b.chunks
        and np.array_equal(a.dense.vectors(), b.dense.vectors())
        and all(np.array_equal(a.late.chunk(i).rows, b.late.chunk(i).rows) for i in everywhere)
        and all(np.array_equal(a.late.chunk(i).units, b.late.chunk(i).units) for i in everywhere)
        and a.lexical.rank(["phras", "numero", "2"], 9, None).tolist()
        == b.lexical.rank(["phras", "numero", "2"], 9, None).tolist()
    )


def roots(generation: Generation) -> dict[str, str | None]:
    return {name: head.root for name, head in generation.heads.items()}


def test_a_generation_is_opened_as_it_was_written(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    library = library_of(tmp_path)
    folder = write_articles(tmp_path / "articles", "a", "b")
    report = library.sync([folder], lambda *done: progress.append(done))
    opened = library.open()
    assert (opened.name, report.articles, report.kept, report.failures) == (report.generation, 2, 0, ())
    assert len(opened.contents.chunks) == len(opened.contents.dense) == len(opened.contents.late) == report.embedded
    assert progress[0] == (0, report.embedded)
    assert progress[-1] == (report.embedded, report.embedded)
    assert opened.manifest.encoder == HashingEmbedder().identity
    assert opened.manifest.chunking == CHUNKING
    assert {name: head.sha256 for name, head in opened.heads.items()} == {
        name: opened.contents.articles[name].sha256 for name in ("a", "b")
    }
    assert roots(opened) == {"a": str(folder), "b": str(folder)}
    assert opened.contents.articles["a"].text == (folder / "a.md").read_text("utf-8")
    assert same(opened, library_of(tmp_path).open())
    opened.manifest.refuse_mismatch(HashingEmbedder().identity, CHUNKING)


def test_a_corpus_indexed_three_times_is_the_same_and_nothing_is_embedded_twice(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    first = library_of(tmp_path).open()
    for _ in range(2):
        embedder = CountingEmbedder()
        report = index(tmp_path, folder, embedder=embedder)
        assert (report.embedded, embedder.shown) == (0, [])
        assert report.kept == len(first.contents.chunks)
        assert same(first, library_of(tmp_path).open())


def test_two_homes_of_one_corpus_hold_the_same(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path / "one", folder)
    index(tmp_path / "two", folder)
    assert same(library_of(tmp_path / "one").open(), library_of(tmp_path / "two").open())


def test_only_what_changed_is_embedded_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b", "c")
    index(tmp_path, folder)
    write_articles(folder, "b", sentences=6)
    embedder = CountingEmbedder()
    report = index(tmp_path, folder, embedder=embedder)
    assert embedder.shown
    assert all("Titre b" in text for text in embedder.shown)
    assert report.embedded == len(embedder.shown)
    assert report.kept == len(library_of(tmp_path).open().contents.chunks) - report.embedded > 0
    index(tmp_path / "anew", folder)
    assert same(library_of(tmp_path).open(), library_of(tmp_path / "anew").open())


def test_an_article_whose_file_is_gone_is_gone(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    (folder / "a.md").unlink()
    assert index(tmp_path, folder).embedded == 0
    contents = library_of(tmp_path).open().contents
    assert list(contents.articles) == ["b"]
    assert {c.chunk.span.article_id for c in contents.chunks} == {"b"}


def test_articles_of_other_paths_stay(tmp_path: Path) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "b")
    index(tmp_path, one)
    index(tmp_path, two)
    (one / "a.md").unlink()
    assert list(library_of(tmp_path).open().contents.articles) == ["a", "b"]
    write_articles(one, "c")
    index(tmp_path, one)
    opened = library_of(tmp_path).open()
    assert list(opened.contents.articles) == ["b", "c"]
    assert roots(opened) == {"b": str(two), "c": str(one)}


def test_a_name_that_another_path_has_already_is_a_failure_and_the_first_stays(tmp_path: Path) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "a", "b", sentences=7)
    index(tmp_path, one)
    report = index(tmp_path, two)
    assert [f"'a' is indexed from {one} already" in failure.reason for failure in report.failures] == [True]
    assert library_of(tmp_path).open().contents.articles["a"].text == (one / "a.md").read_text("utf-8")
    assert roots(library_of(tmp_path).open()) == {"a": str(one), "b": str(two)}


def test_a_changed_encoder_embeds_everything_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    report = index(tmp_path, folder, embedder=HashingEmbedder(32))
    assert report.kept == 0
    assert library_of(tmp_path, HashingEmbedder(32)).open().manifest.encoder == HashingEmbedder(32).identity


def test_changed_chunk_lengths_cut_everything_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    index(tmp_path, folder, chunking=ChunkingSettings(64, 0))
    index(tmp_path / "anew", folder, chunking=ChunkingSettings(64, 0))
    opened = library_of(tmp_path, chunking=ChunkingSettings(64, 0)).open()
    assert same(opened, library_of(tmp_path / "anew", chunking=ChunkingSettings(64, 0)).open())
    assert opened.manifest.chunking == ChunkingSettings(64, 0)


def test_passages_of_the_same_words_in_other_sentences_keep_their_own_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    # Both are shown as "Alpha beta Gamma delta."; in b, "beta" is a heading of the text and a sentence of its own.
    (folder / "a.md").write_text("---\ntitle: Alpha beta\nlanguage: en\n---\nGamma delta.\n")
    (folder / "b.md").write_text("---\ntitle: Alpha\nlanguage: en\n---\nbeta\n\nGamma delta.\n")
    index(tmp_path, folder)
    contents = library_of(tmp_path).open().contents
    asked = HashingEmbedder().embed_questions(["beta"])[0]
    scores = [
        contents.late.score_sentences(asked, np.ones(1, dtype=np.float32), position, len(indexed.chunk.sentences))
        for position, indexed in enumerate(contents.chunks)
    ]
    assert [len(found) for found in scores] == [1, 2]
    assert scores[0].max() < 0.5  # in a, "beta" is the title and no sentence
    assert scores[1][0] == pytest.approx(1, abs=0.01)


def test_an_article_of_front_matter_alone_is_an_article_without_passages(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Seul\n---\n")
    index(tmp_path, folder)
    contents = library_of(tmp_path).open().contents
    assert list(contents.articles) == ["a"]
    assert contents.chunks == ()


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufdfa" * 120, "a " * 5_000, "文" * 3_000, "=" * 160 + "\n\nUne phrase.", "🙂\u202e" * 50]
)
def test_an_odd_article_does_not_keep_the_others_out(tmp_path: Path, text: str) -> None:
    folder = write_articles(tmp_path / "articles", "good")
    (folder / "odd.txt").write_text(text, "utf-8")
    assert index(tmp_path, folder).failures == ()
    assert list(library_of(tmp_path).open().contents.articles) == ["good", "odd"]


def test_nothing_to_index_is_an_error_and_leaves_the_index_alone(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(CorpusError, match="there is no article to index at"):
        index(tmp_path, tmp_path / "none")
    assert not library_of(tmp_path).store.exists()


def test_a_first_index_that_comes_to_nothing_leaves_no_collection(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    for _ in range(2):
        with pytest.raises(CorpusError, match="there is no article to index at"):
            index(tmp_path / "home", tmp_path / "none")
        assert collections(tmp_path / "home") == ()
    index(tmp_path / "home", write_articles(tmp_path / "articles", "a"))
    with pytest.raises(InterruptedError), library_of(tmp_path / "home").store.writing():
        raise InterruptedError
    assert list(library_of(tmp_path / "home").open().contents.articles) == ["a"]


def fail_while_it_is_read(store: SqliteStore, held: ExitStack) -> None:
    with store.writing():
        held.enter_context(store.database.reading())
        raise InterruptedError


def test_an_empty_store_that_somebody_reads_stays_and_can_be_filled(tmp_path: Path) -> None:
    store = SqliteStore(database_path(tmp_path))
    with ExitStack() as held:
        with pytest.raises(InterruptedError):
            fail_while_it_is_read(store, held)
        assert collections(tmp_path) == ("default",)
    index(tmp_path, write_articles(tmp_path / "articles", "a"))
    assert list(library_of(tmp_path).open().contents.articles) == ["a"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two articles, and earlier revisions of one; copy it before damaging it."""
    home = tmp_path_factory.mktemp("kept")
    for sentences in (4, 5):
        index(home / "home", write_articles(home / "articles", "a", "b", sentences=sentences))
    return home / "home"


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "home"))


def refusal(home: Path) -> str:
    with pytest.raises(GenerationError) as caught:
        library_of(home).open()
    assert "run `pourquoi index PATH` again" in str(caught.value)
    return str(caught.value)


def test_at_rest_the_database_is_one_file_and_a_copy_of_it_is_as_good(kept: Path, home: Path) -> None:
    assert sorted(path.name for path in database_path(home).parent.iterdir()) == ["articles.db", "writing.lock"]
    assert same(library_of(kept).open(), library_of(home).open())
    with pytest.raises(NoGenerationError, match="run `pourquoi index PATH` first"):
        SqliteStore(database_path(home / "other")).articles()


def rows_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    with SqliteStore(database_path(home)).reading() as reading:
        return {table: list(reading.rows(table)) for table in COLUMNS}


def test_a_changed_byte_anywhere_is_refused_or_changes_nothing_that_is_stored(tmp_path: Path) -> None:
    index(tmp_path, write_articles(tmp_path / "articles", "a", "b", sentences=12))
    path, before = database_path(tmp_path), rows_of(tmp_path)
    whole = path.read_bytes()
    chance = random.Random(0)  # noqa: S311  (places, not secrets)
    # Every second byte of the header, and 550 places below it.
    places = [*range(0, 100, 2), *sorted(chance.sample(range(100, len(whole)), 550))]
    refused = 0
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ chance.randint(1, 255)]) + whole[at + 1 :])
        try:
            SqliteStore(path).check()
        except GenerationError:
            refused += 1
        else:
            assert rows_of(tmp_path) == before
        finally:
            for log in path.parent.glob("articles.db-*"):
                log.unlink()
    # What is not refused lies where no value stands: in room that no row takes up.
    assert refused > len(places) / 3
    path.write_bytes(whole)
    assert rows_of(tmp_path) == before


def test_a_changed_byte_of_a_value_is_refused_with_what_to_do(home: Path) -> None:
    path = database_path(home)
    whole = path.read_bytes()
    store = library_of(home).store
    with SqliteStore(path).reading() as reading:
        vector = next(reading.rows("vectors"))[2]
        tokens = next(reading.rows("tokens"))[4]
    assert isinstance(vector, bytes)
    assert isinstance(tokens, bytes)
    old_text, new_text = (revision.text.encode() for revision in reversed(store.history("a")))
    for value in (old_text[:40], new_text[-40:], vector[:64], tokens[:64], b"Titre a", b"articles"):
        at = whole.find(value)
        assert at > 0
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "restore a backup with `pourquoi restore FILE`" in refusal(home)


def test_a_database_cut_anywhere_is_refused(home: Path) -> None:
    path = database_path(home)
    whole = path.read_bytes()
    for part in range(50):
        path.write_bytes(whole[: part * (len(whole) - 1) // 49])
        refusal(home)


def test_a_row_taken_out_or_put_in_twice_is_refused(home: Path) -> None:
    whole = database_path(home).read_bytes()
    for statement in (
        "DELETE FROM revisions WHERE valid_until IS NOT NULL",
        "DELETE FROM shingles",
        "INSERT INTO revisions SELECT 99, article_id, sha256, valid_from, valid_until, text, checksum FROM revisions LIMIT 1",
        "UPDATE articles SET title = 'Autre'",
        "UPDATE meta SET value = replace(value, '2', '3')",
        "DELETE FROM meta WHERE name = 'sum'",
        "DROP INDEX chunks_by_vector",
        "CREATE TABLE more (x)",
    ):
        database_path(home).write_bytes(whole)
        with Database(database_path(home), Schema(SCHEMA, FORMAT_VERSION)).writing() as opened:
            opened.execute(statement)
        refusal(home)


def test_a_file_that_is_no_database_of_articles_is_refused_and_indexing_sets_it_aside(
    home: Path, tmp_path: Path
) -> None:
    database_path(home).write_bytes(b"Not a database, but something of a person's. " * 100)
    refusal(home)
    index(home, write_articles(tmp_path / "articles", "c"))
    assert list(library_of(home).open().contents.articles) == ["c"]
    (aside,) = database_path(home).parent.glob("articles.db.damaged-*")
    assert aside.read_bytes().startswith(b"Not a database")


def test_a_damaged_index_is_made_anew_from_what_is_indexed_now(home: Path, tmp_path: Path) -> None:
    path = database_path(home)
    path.write_bytes(path.read_bytes()[:-4096])
    folder = write_articles(tmp_path / "articles", "a", "b")
    report = index(home, folder)
    assert report.kept == 0
    assert list(library_of(home).open().contents.articles) == ["a", "b"]


IDENTITY = HashingEmbedder().identity


@pytest.mark.parametrize(
    ("encoder", "chunking", "says"),
    [
        (
            replace(IDENTITY, name="other", checksum="f" * 64),
            CHUNKING,
            "encoder hashing (hashing-64), in use is other (ffffffffffff)",
        ),
        (replace(IDENTITY, checksum="f" * 64), CHUNKING, "in use is hashing (ffffffffffff)"),
        (replace(IDENTITY, dimension=65), CHUNKING, "dimension 64, in use is 65"),
        (IDENTITY, ChunkingSettings(33, 8), "chunking ChunkingSettings(target_tokens=32, overlap_tokens=8), in use"),
        (IDENTITY, ChunkingSettings(32, 9), "overlap_tokens=9"),
    ],
)
def test_an_index_of_another_encoder_or_chunking_is_refused_with_both_and_what_to_do(
    kept: Path, encoder: EncoderIdentity, chunking: ChunkingSettings, says: str
) -> None:
    manifest = library_of(kept).open().manifest
    with pytest.raises(MismatchedGenerationError) as caught:
        manifest.refuse_mismatch(encoder, chunking)
    assert says in str(caught.value)
    assert "run `pourquoi index PATH` again" in str(caught.value)


def test_an_encoder_with_another_name_and_the_same_checksum_is_the_same(kept: Path) -> None:
    manifest = library_of(kept).open().manifest
    manifest.refuse_mismatch(replace(IDENTITY, name="renamed"), CHUNKING)


def test_an_index_of_another_chunking_version_is_refused(kept: Path) -> None:
    manifest = replace(library_of(kept).open().manifest, chunking_version=99)
    with pytest.raises(MismatchedGenerationError, match="chunking version 99, in use is"):
        manifest.refuse_mismatch(IDENTITY, CHUNKING)


def test_an_index_of_another_format_is_refused(home: Path) -> None:
    with Database(database_path(home), Schema(SCHEMA, FORMAT_VERSION)).writing() as opened:
        opened.execute("PRAGMA user_version = 99")
    with pytest.raises(MismatchedGenerationError, match=r"the index has format 99, this program reads .* again"):
        library_of(home).open()


def test_a_manifest_comes_back_from_json_as_it_was(kept: Path) -> None:
    manifest = library_of(kept).open().manifest
    odd = replace(manifest, encoder=replace(IDENTITY, name='« été »\n"c'))
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert Manifest.from_json(odd.to_json()) == odd
    with pytest.raises(DamagedGenerationError, match="the manifest cannot be read"):
        Manifest.from_json("{}")


def test_an_index_in_files_is_said_to_be_of_an_older_version(tmp_path: Path) -> None:
    refuse_old_home(tmp_path)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("20250101T000000-00000000\n")
    with pytest.raises(MismatchedGenerationError, match=r"of an older version; run `pourquoi index PATH` again"):
        refuse_old_home(tmp_path)


def test_a_reader_keeps_what_it_opened_while_generations_come_and_go(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a")
    index(tmp_path, folder)
    opened = library_of(tmp_path).open()
    rows = opened.contents.late.chunk(0).rows.copy()
    for number in range(3):
        write_articles(folder, "a", f"b{number}")
        index(tmp_path, folder)
    assert library_of(tmp_path).open().name != opened.name
    assert list(opened.contents.articles) == ["a"]
    assert np.array_equal(opened.contents.late.chunk(0).rows, rows)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "A", "-a", "é", "a" * 65, "a\n"])
def test_a_name_that_could_lead_elsewhere_names_no_collection(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match="cannot name a collection"):
        database_path(tmp_path, name)


def test_collections_are_apart(tmp_path: Path) -> None:
    assert collections(tmp_path) == ()
    for name in ("b", "a"):
        library = Library(SqliteStore(database_path(tmp_path, name)), HashingEmbedder(), CHUNKING)
        library.sync([write_articles(tmp_path / name, name)], lambda _done, _total: None)
        assert list(library.open().contents.articles) == [name]
    assert collections(tmp_path) == ("a", "b")


def test_a_folder_that_cannot_be_written_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "collections").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(UnwritableStoreError, match=r"cannot write to .*; set POURQUOI_HOME, or --home"):
        index(tmp_path, write_articles(tmp_path / "articles", "a"))
