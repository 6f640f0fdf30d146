"""A generation takes the vectors of the one before, and is none the worse for it."""

import hashlib
from pathlib import Path

import numpy as np

from index.article import Article
from index.changes import Change, Delete, Put
from index.chunks import ChunkingSettings
from index.encoder.hashing import HashingEmbedder
from index.generation import Contents
from index.library import Library
from index.sqlite_store import SqliteStore

CHUNKING = ChunkingSettings(32, 8)


def put(name: str, *sentences: str) -> Put:
    text = " ".join(sentences)
    return Put(Article(name, "Titre", text, hashlib.sha256(text.encode()).hexdigest(), "fr", None, None, None))


def long_article(name: str, word: str) -> Put:
    return put(name, *(f"La phrase numéro {i} parle de {word} et de rien d'autre dans cette ville." for i in range(9)))


def library_at(folder: Path) -> Library:
    return Library(SqliteStore(folder / "articles.db"), HashingEmbedder(), CHUNKING)


def after(library: Library, *changes: Change) -> Contents:
    return library.apply(changes, lambda _done, _total: None).generation.contents


def test_vectors_follow_their_passages_wherever_changes_move_them(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    steps = (
        [long_article("b", "ponts"), long_article("d", "gares")],
        [long_article("a", "quais"), long_article("c", "ponts")],  # before and between; c says what b says
        [Delete("b"), long_article("d", "trains"), long_article("e", "ponts")],
        [Delete("a"), Delete("c"), Delete("d"), Delete("e")],
        [long_article("a", "ponts")],
    )
    seen = []
    for step in steps:
        found = after(library, *step)
        afresh = library_at(tmp_path).open().contents
        assert found.chunks == afresh.chunks
        assert np.array_equal(found.dense.vectors(), afresh.dense.vectors())
        seen.append(len(found.dense))
    # Nine sentences of the same length are cut alike, so each article has as many passages.
    one = seen[-1]
    assert one > 1
    assert seen == [2 * one, 4 * one, 4 * one, 0, one]


def test_the_generation_before_answers_as_it_did(tmp_path: Path) -> None:
    library = library_at(tmp_path)
    before = after(library, long_article("a", "ponts"))
    vectors = before.dense.vectors()
    after(library, Delete("a"), long_article("b", "gares"))
    assert np.array_equal(before.dense.vectors(), vectors)
