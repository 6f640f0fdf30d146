"""One state of the articles in memory, with everything that finds passages in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.article import Article
from index.article_store import Head, Reading, StoreState, VectorKey
from index.chunks import Chunk, ChunkingSettings
from index.dense import ADDED, DenseIndex
from index.encoder.embedder import EncoderIdentity, Vectors
from index.formats.extracted import Anchor, Place
from index.late import LateIndex, TokensInMemory
from index.lexical import LexicalIndex
from index.manifest import Manifest
from index.token_rows import StoredTokens, TokenCache

_NAME_DIGITS = 12


@dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk and the sha256 of what its vectors were made from: the encoder, the text, and where its sentences begin."""

    chunk: Chunk
    made_from: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a generation holds; `chunks` and the entries of `dense`, `lexical` and `late` go in one order."""

    articles: Mapping[str, Article]
    chunks: tuple[IndexedChunk, ...]
    dense: DenseIndex
    lexical: LexicalIndex
    late: LateIndex


def _no_anchors(_: Head) -> tuple[Anchor, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Generation:
    """A state of the store, derived from it and never changed: two of one name hold the same.

    `heads` tells which state of each article this is. Token vectors stay in the store; once a later write has deleted them
    there, `contents.late` raises GenerationGoneError for their chunks. `anchors_of` leads from an article into its original.
    """

    name: str
    manifest: Manifest
    contents: Contents
    heads: Mapping[str, Head]
    anchors_of: Callable[[Head], tuple[Anchor, ...]] = field(default=_no_anchors, compare=False, repr=False)

    def places(self, article_id: str, start: int, end: int) -> tuple[Place, ...]:
        """Where in its original the words `[start:end]` of an article stood, in their order; none where its text is all there is.

        None either where it is another article by now. Raises GenerationError where the store is damaged.
        """
        anchors = self.anchors_of(self.heads[article_id])
        return tuple(anchor.place for anchor in anchors if anchor.start < end and start < anchor.end)


def empty_generation(encoder: EncoderIdentity, chunking: ChunkingSettings) -> Generation:
    """A generation without articles, for a service that has been given none yet."""
    dense = DenseIndex.of(np.empty((0, encoder.dimension), dtype=np.float32))
    contents = Contents({}, (), dense, LexicalIndex.of([]), LateIndex(TokensInMemory([])))
    return Generation("", Manifest(encoder, chunking, ""), contents, {})


def name_of(state: StoreState) -> str:
    """The name of the generation of a state: its number, and digits that no other state has, of another store neither."""
    return f"{state.generation}-{state.fingerprint[:_NAME_DIGITS]}"


def derive(reading: Reading, tokens: TokenCache, previous: Generation | None) -> Generation:
    """Make the generation of what `reading` sees; articles that `previous` has in the same state are taken from it."""
    heads = reading.heads()
    chunks: list[IndexedChunk] = []
    keys: list[VectorKey] = []
    terms: list[list[str]] = []
    words: dict[str, str] = {}  # each word once in memory, however often it stands
    for stored in reading.chunks():
        chunks.append(IndexedChunk(stored.cut.chunk, stored.cut.made_from))
        keys.append(stored.vectors)
        terms.append([words.setdefault(term, term) for term in stored.cut.terms])
    contents = Contents(
        _articles(reading, heads, previous),
        tuple(chunks),
        _dense(reading, chunks, keys, previous),
        LexicalIndex.of(terms),
        LateIndex(StoredTokens(keys, tokens)),
    )
    state = reading.state()
    return Generation(name_of(state), state.manifest, contents, heads)


@dataclass(frozen=True, slots=True)
class _Pooled:
    """The pooled vectors of a store, of which a part is read at a time."""

    reading: Reading
    keys: Sequence[VectorKey]
    shape: tuple[int, int]

    def __getitem__(self, rows: slice, /) -> Vectors:
        return self.reading.pooled(self.keys[rows])


def _dense(
    reading: Reading, chunks: Sequence[IndexedChunk], keys: Sequence[VectorKey], previous: Generation | None
) -> DenseIndex:
    """The index of these chunks; vectors that `previous` has already are taken from it, so that many take no longer than few."""
    places = {chunk.made_from: place for place, chunk in enumerate(previous.contents.chunks)} if previous else {}
    origins = np.array([places.pop(chunk.made_from, ADDED) for chunk in chunks], dtype=np.int64)
    if previous is None or np.all(origins == ADDED):
        return DenseIndex.of(_Pooled(reading, keys, (len(keys), reading.state().manifest.encoder.dimension)))
    added = reading.pooled([keys[place] for place in np.flatnonzero(origins == ADDED).tolist()])
    return previous.contents.dense.updated(origins, added)


def _articles(reading: Reading, heads: Mapping[str, Head], previous: Generation | None) -> dict[str, Article]:
    known = {}
    if previous:
        before = previous.heads
        known = {i: a for i, a in previous.contents.articles.items() if i in heads and heads[i].row == before[i].row}
    wanted = [article_id for article_id in heads if article_id not in known]
    known |= dict(zip(wanted, reading.articles(wanted), strict=True))
    return {article_id: known[article_id] for article_id in heads}
