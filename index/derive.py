"""How the generation of a state of the store is made from the one before: what has not changed is taken from it.

The result is that of reading everything, and takes time for what has changed. What goes over all of it besides copies references
and numbers, a few milliseconds for a hundred thousand passages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Article
from index.article_store import Head, Reading, StoredChunk, VectorKey
from index.dense import DenseIndex
from index.dense_rows import ADDED, Positions
from index.encoder.embedder import Vectors
from index.generation import Contents, Generation, IndexedChunk, empty_generation, name_of
from index.late import LateIndex
from index.token_cache import StoredTokens, TokenCache

# Of 180 tokens in 384 dimensions they take 4 MB.
_READ_AHEAD_AT_MOST = 64


def derive(reading: Reading, tokens: TokenCache, previous: Generation | None) -> Generation:
    """Make the generation of what `reading` sees, from `previous` where it leads there and else from all that is stored."""
    state = reading.state()
    before = previous or empty_generation(state.manifest.encoder, state.manifest.chunking)
    named = reading.changed_since(before.fingerprint) if previous else None
    heads = reading.heads() if named is None else _heads(reading, before.heads, named)
    changed = sorted(named if named is not None else heads.keys() | before.heads.keys())
    merge = _merge(reading, before, changed)
    origins, keys = merge.origins, tuple(merge.keys)
    tokens.retire([before.vectors[place] for place in merge.left])
    if previous:
        _read_ahead(reading, tokens, [keys[place] for place in np.flatnonzero(origins == ADDED).tolist()])
    contents = Contents(
        _articles(reading, heads, before, changed),
        tuple(merge.chunks),
        _dense(reading, merge, origins),
        before.contents.lexical.updated(origins, merge.added),
        LateIndex(StoredTokens(keys, tokens)),
    )
    return Generation(name_of(state), state.manifest, contents, heads, state.fingerprint, keys)


def _read_ahead(reading: Reading, tokens: TokenCache, added: Sequence[VectorKey]) -> None:
    """Remember the token vectors of a few new passages, so that no question has to open the store for what was written last."""
    if 0 < len(added) <= _READ_AHEAD_AT_MOST:
        tokens.put(dict(zip(added, reading.token_rows(added), strict=True)))


def _heads(reading: Reading, before: Mapping[str, Head], changed: frozenset[str]) -> Mapping[str, Head]:
    found = {article_id: reading.head(article_id) for article_id in changed}
    kept = {article_id: head for article_id, head in before.items() if article_id not in changed}
    kept |= {article_id: head for article_id, head in found.items() if head is not None}
    return {article_id: kept[article_id] for article_id in sorted(kept)}


def _articles(
    reading: Reading, heads: Mapping[str, Head], before: Generation, changed: Sequence[str]
) -> dict[str, Article]:
    """All articles in order of their ids; one that was cut otherwise, and has not changed itself, is not read again."""
    known = dict(before.contents.articles)
    wanted = []
    for article_id in changed:
        old, now = before.heads.get(article_id), heads.get(article_id)
        if old is None or now is None or old.row != now.row:
            known.pop(article_id, None)
            if now is not None:
                wanted.append(article_id)
    known |= dict(zip(wanted, reading.articles(wanted), strict=True))
    return {article_id: known[article_id] for article_id in heads}


class _Merge:
    """The chunks of the generation before, with those of changed articles in the place of theirs.

    `origins` has for each chunk the position that it had before, or ADDED where its article has changed.
    """

    def __init__(self, before: Generation) -> None:
        self.chunks: list[IndexedChunk] = []
        self.keys: list[VectorKey] = []
        self.before = before
        self.added = before.contents.lexical.new_passages()
        self._origins: list[Positions] = []

    @property
    def origins(self) -> Positions:
        return np.concatenate([np.empty(0, dtype=np.int64), *self._origins])

    @property
    def left(self) -> list[int]:
        """The positions of the chunks before that are here no more."""
        left, origins = np.ones(len(self.before.vectors), dtype=bool), self.origins
        left[origins[origins != ADDED]] = False
        return np.flatnonzero(left).tolist()

    def copy(self, begin: int, end: int) -> None:
        self.chunks += self.before.contents.chunks[begin:end]
        self.keys += self.before.vectors[begin:end]
        self._origins.append(np.arange(begin, end))

    def add(self, stored: Iterable[StoredChunk]) -> None:
        begin = len(self.chunks)
        for one in stored:
            self.chunks.append(IndexedChunk(one.cut.chunk, one.cut.made_from))
            self.keys.append(one.vectors)
            self.added.add(one.cut.terms)
        self._origins.append(np.full(len(self.chunks) - begin, ADDED))


def _merge(reading: Reading, before: Generation, changed: Sequence[str]) -> _Merge:
    merge, copied = _Merge(before), 0
    for article_id in changed:
        old = before.contents.positions_of(article_id)
        merge.copy(copied, old.start)
        merge.add(reading.chunks_of(article_id))
        copied = old.stop
    merge.copy(copied, len(before.contents.chunks))
    return merge


@dataclass(frozen=True, slots=True)
class _Pooled:
    """The pooled vectors of a store, of which a part is read at a time."""

    reading: Reading
    keys: Sequence[VectorKey]
    shape: tuple[int, int]

    def __getitem__(self, rows: slice, /) -> Vectors:
        return self.reading.pooled(self.keys[rows])


def _dense(reading: Reading, merge: _Merge, origins: Positions) -> DenseIndex:
    """The index of these chunks; vectors that were there before are taken over, also where their article has changed."""
    before, keys = merge.before, merge.keys
    free = {before.vectors[place].made_from: place for place in merge.left}
    origins = origins.copy()
    for place in np.flatnonzero(origins == ADDED).tolist():
        origins[place] = free.pop(keys[place].made_from, ADDED)
    new = np.flatnonzero(origins == ADDED).tolist()
    if len(new) == len(keys):
        return DenseIndex.of(_Pooled(reading, keys, (len(keys), reading.state().manifest.encoder.dimension)))
    return before.contents.dense.updated(origins, reading.pooled([keys[place] for place in new]))
