"""The index of shingles follows the store, and counts what a count over all articles gives."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.article_store import Shingles
from index.chunks import ChunkingSettings
from index.encoder.hashing import HashingEmbedder
from index.manifest import Manifest
from index.shingle_index import ShingleIndex
from index.sqlite_store import SqliteStore

MADE = Manifest(HashingEmbedder().identity, ChunkingSettings(), "2026-01-01T00:00:00Z")
SETS = st.sets(st.integers(0, 9), max_size=6)
STEPS = st.lists(st.lists(st.tuples(st.sampled_from("abcde"), st.none() | SETS), max_size=3), max_size=8)


def shingles(values: set[int]) -> Shingles:
    return np.array(sorted(values), dtype=np.int64)


def write(
    store: SqliteStore, index: ShingleIndex, step: list[tuple[str, set[int] | None]], missing: str | None = None
) -> None:
    """Follow the state before, then put and delete articles, and raise KeyError at last for one that is `missing`."""
    with store.writing() as writing:
        index.follow(writing)
        for name, values in step:
            if values is not None:
                text = f"{name} {sorted(values)}"
                sha256 = hashlib.sha256(text.encode()).hexdigest()
                writing.put(Article(name, "T", text, sha256, "fr", None, None, None), None, None)
                writing.put_shingles(name, shingles(values))
            elif writing.head(name):
                writing.delete(name)
        writing.articles([missing] if missing else [])
        writing.finish(MADE)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_it_counts_and_names_the_articles_of_the_state_it_follows(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, set[int] | None]]]
) -> None:
    store = SqliteStore(tmp_path_factory.mktemp("shingles") / "articles.db")
    index, late, held = ShingleIndex(), ShingleIndex(), dict[str, set[int]]()
    for step in [*steps, []]:
        write(store, index, step)
        assert index.count(np.arange(10)).tolist() == [sum(n in own for own in held.values()) for n in range(10)]
        for wanted in ({1}, {3, 4}, set(range(10))):
            assert index.holders(shingles(wanted)) == {name for name, own in held.items() if own & wanted}
        for name, values in step:
            held.pop(name, None)
            if values is not None:
                held[name] = values
    write(store, late, [])
    assert np.array_equal(late.count(np.arange(10)), index.count(np.arange(10)))


def test_what_was_undone_is_not_counted(tmp_path: Path) -> None:
    store, index = SqliteStore(tmp_path / "articles.db"), ShingleIndex()
    write(store, index, [("a", {1, 2})])
    with pytest.raises(KeyError, match="nobody"):
        write(store, index, [("a", None), ("a", {3})], missing="nobody")
    write(store, index, [])
    assert index.count(np.arange(4)).tolist() == [0, 1, 1, 0]
    assert index.count(shingles(set())).tolist() == []
    assert index.holders(shingles(set())) == set()
