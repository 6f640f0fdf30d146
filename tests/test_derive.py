"""A generation is made from the one before, reads only what has changed, and is the one that would be made from nothing."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.article_store import Head, StoredChunk, VectorKey
from index.changes import Change, Delete, Put
from index.chunks import ChunkingSettings
from index.derive import derive
from index.encoder.hashing import HashingEmbedder
from index.generation import Generation
from index.late import TokenRows
from index.library import Library
from index.sqlite_reading import SqliteReading
from index.sqlite_store import SqliteStore
from index.token_cache import TokenCache

CHUNKING = ChunkingSettings(32, 8)
# With these words a piece is noise once three articles hold it: then the others are cut otherwise, though they did not change.
SHARED = "Les articles de cette page sont réservés à nos lecteurs fidèles de la région."


def article(name: str, text: str, title: str = "Titre") -> Article:
    return Article(name, title, text, hashlib.sha256(text.encode()).hexdigest(), "fr", None, None, None)


def put(name: str, word: str) -> Put:
    sentences = (f"La phrase numéro {i} parle de {word} et de rien d'autre dans cette ville." for i in range(9))
    return Put(article(name, " ".join(sentences)))


def library_at(folder: Path) -> Library:
    return Library(SqliteStore(folder / "articles.db"), HashingEmbedder(), CHUNKING)


def after(library: Library, *changes: Change) -> Generation:
    return library.apply(changes, lambda _done, _total: None).generation


def seen(generation: Generation) -> tuple[object, ...]:
    """All of a generation; of the lexical index how it ranks for some pairs of words."""
    contents = generation.contents
    asked = ("phras", "pont", "gar", "quai", "lecteur", "neuf", "1", "2")
    return (
        generation.name,
        list(generation.heads.items()),
        list(contents.articles.items()),
        contents.chunks,
        generation.vectors,
        contents.dense.vectors().tolist(),
        [contents.lexical.rank([word, "neuf"], 99, None).tolist() for word in asked],
        [contents.late.chunk(place).rows.tolist() for place in range(len(contents.late))],
    )


def test_vectors_follow_their_passages_wherever_changes_move_them(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    steps = (
        [put("b", "ponts"), put("d", "gares")],
        [put("a", "quais"), put("c", "ponts")],  # before and between; c says what b says
        [Delete("b"), put("d", "trains"), put("e", "ponts")],
        [Delete("a"), Delete("c"), Delete("d"), Delete("e")],
        [put("a", "ponts")],
    )
    counted = []
    for step in steps:
        found = after(library, *step)
        assert seen(found) == seen(library_at(tmp_path).open())
        counted.append(len(found.contents.dense))
    # Nine sentences of the same length are cut alike, so each article has as many passages.
    one = counted[-1]
    assert one > 1
    assert counted == [2 * one, 4 * one, 4 * one, 0, one]


def test_the_generation_before_answers_as_it_did(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    before = after(library, put("a", "ponts"))
    vectors, ranked = before.contents.dense.vectors(), before.contents.lexical.rank(["pont"], 9, None)
    after(library, Delete("a"), put("b", "gares"))
    assert np.array_equal(before.contents.dense.vectors(), vectors)
    assert np.array_equal(before.contents.lexical.rank(["pont"], 9, None), ranked)
    assert len(ranked) == len(vectors)


class Noting(SqliteReading):
    """Keeps which articles' chunks were read, and refuses to read all heads."""

    def __init__(self, inner: SqliteReading) -> None:
        super().__init__(inner._open, inner._path)
        self.read: list[str] = []

    def chunks_of(self, article_id: str) -> Iterator[StoredChunk]:
        self.read.append(article_id)
        return super().chunks_of(article_id)

    def heads(self) -> dict[str, Head]:
        raise AssertionError("all articles are read")


def test_only_what_has_changed_is_read(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    before = after(library, *(put(name, f"mot{name}") for name in "abcdef"))
    other = Library(library.store, HashingEmbedder(), CHUNKING)
    after(other, put("c", "gares"))
    after(other, Delete("e"), put("g", "quais"))
    store = SqliteStore(tmp_path / "articles.db")
    with store.reading() as reading:
        noting = Noting(reading)
        found = derive(noting, TokenCache(store.token_rows), before)
    assert noting.read == ["c", "e", "g"]
    assert seen(found) == seen(library_at(tmp_path).open())
    untouched = {c.chunk.id: c for c in before.contents.chunks if c.chunk.span.article_id in "abdf"}
    taken = [c for c in found.contents.chunks if c.chunk.id in untouched]
    assert len(taken) == len(untouched) > 0
    assert all(c is untouched[c.chunk.id] for c in taken)


def test_an_article_that_another_makes_to_be_cut_otherwise_is_read_again(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    text = f"{SHARED}\n\nLe maire de %s a inauguré le pont neuf lundi matin."
    before = after(library, *(Put(article(name, text % name)) for name in "ab"), put("d", "gares"))
    found = after(library, Put(article("c", text % "c")))
    assert found.heads["a"] == before.heads["a"]
    assert found.contents.chunks[0] != before.contents.chunks[0]
    assert seen(found) == seen(library_at(tmp_path).open())


def test_where_it_cannot_be_told_what_has_changed_all_is_read(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    first = after(library, put("a", "ponts"), put("b", "gares"))
    store = SqliteStore(tmp_path / "articles.db")
    copy = SqliteStore(tmp_path / "copy.db")
    store.database.copy_to(copy.path)
    second = after(library, put("b", "quais"))
    with store.reading() as reading:
        assert reading.changed_since(second.fingerprint) == frozenset()
        assert reading.changed_since(first.fingerprint) == frozenset({"b"})
        assert reading.changed_since("0" * 64) == frozenset({"a", "b"})  # the sum over no row at all
        assert reading.changed_since("f" * 64) is None
    # Back to the first state and on from there another way: the second never led here.
    store.database.copy_from(copy.path)
    with store.reading() as reading:
        assert reading.changed_since(second.fingerprint) is None
    assert seen(library.current()) == seen(first)
    assert seen(after(library, put("b", "trains"))) == seen(library_at(tmp_path).open())


def test_so_much_and_so_far_back_is_not_kept(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "articles.db")
    library = library_at(tmp_path)
    first = after(library, put("a", "ponts"))
    for number in range(64):
        with store.writing() as writing:
            writing.move("a", f"/from/{number}")
    with store.reading() as reading:
        assert len(list(reading.rows("steps"))) == 64
        assert reading.changed_since(first.fingerprint) == frozenset({"a"})
    with store.writing() as writing:
        writing.move("a", "/from/64")
    with store.reading() as reading:
        assert reading.changed_since(first.fingerprint) is None
        last = reading.state().fingerprint
    with store.writing() as writing:
        for number in range(1001):
            writing.put(article(f"x{number}", "Texte."), None, None)
    with store.reading() as reading:
        assert reading.changed_since(last) is None
        assert [row[2] for row in reading.rows("steps")][-1] is None
    assert seen(library.current()) == seen(library_at(tmp_path).open())


def test_a_purge_changes_no_generation_but_its_name_and_leaves_no_name_of_an_article(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    before = after(library, put("a", "ponts"), put("gone", "gares"), put("gone", "quais"))
    after(library, Delete("gone"))
    assert library.purge(datetime.now(UTC) + timedelta(days=1)) == 2
    with SqliteStore(tmp_path / "articles.db").reading() as reading:
        assert [json.loads(str(row[2])) for row in reading.rows("steps")] == [[]]
        assert reading.changed_since(before.fingerprint) is None
    assert seen(library.current()) == seen(library_at(tmp_path).open())


STEPS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.none()
            | st.lists(st.sampled_from([SHARED, "Le pont est neuf.", "La gare ouvre lundi.", "Un quai."]), min_size=1)
            .map("\n\n".join),
        ),
        max_size=3,
    ),
    max_size=7,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_after_any_changes_it_is_the_generation_made_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    writer, follower = library_at(folder), library_at(folder)
    for number, step in enumerate(steps):
        found = after(writer, *(Put(article(name, text)) if text else Delete(name) for name, text in step))
        assert seen(found) == seen(library_at(folder).open())
        if number % 3 == 2:  # one that looks now and then has several steps to go
            assert seen(follower.current()) == seen(found)


def test_token_vectors_of_what_is_gone_do_not_fill_the_memory(tmp_path: Path) -> None:
    library, kept = library_at(tmp_path), []
    for number in range(12):
        generation = after(library, put("a", f"pont{number}"), put("b", "gare"))
        # As questions do that read every passage.
        for place in range(len(generation.contents.chunks)):
            generation.contents.late.chunk(place)
        kept.append(len(library._tokens._rows))
    # Those of b, and those of a as it is and as it was.
    assert kept[2:] == [kept[2]] * 10


def test_no_question_opens_the_store_for_the_few_passages_that_were_written_last(tmp_path: Path) -> None:
    library, store = library_at(tmp_path), SqliteStore(tmp_path / "articles.db")
    before = after(library, put("a", "gares"))
    fetched: list[str] = []

    def fetch(keys: Sequence[VectorKey]) -> list[TokenRows]:
        fetched.extend(key.made_from for key in keys)
        return store.token_rows(keys)

    def read_by_questions(*names: str) -> int:
        """How many passages questions find nowhere but in the store, after those articles were written."""
        fetched.clear()
        after(library, *(put(name, f"mot{name}") for name in names))
        with store.reading() as reading:
            found = derive(reading, TokenCache(fetch), before).contents
        for name in names:
            for place in found.positions_of(name):
                found.late.chunk(place)
        return len(fetched)

    assert read_by_questions("b") == 0
    # Of many articles, as at the first indexing, they would only push out what is asked for.
    assert read_by_questions(*(f"b{number}" for number in range(65))) >= 65
