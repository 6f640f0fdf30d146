"""One state of the articles in memory, with everything that finds passages in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from index.article import Article
from index.article_store import Head, StoreState, VectorKey
from index.chunks import Chunk, ChunkingSettings
from index.dense import DenseIndex
from index.encoder.embedder import EncoderIdentity
from index.formats.extracted import Anchor, Place
from index.late import LateIndex, TokensInMemory
from index.lexical import LexicalIndex
from index.manifest import Manifest
from index.near_duplicates import Groups

_NAME_DIGITS = 12


@dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk and the sha256 of what its vectors were made from: the encoder, the text, and where its sentences begin."""

    chunk: Chunk
    made_from: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a generation holds.

    `chunks` and the entries of `dense`, `lexical` and `late` go in one order, that of their articles' ids and their places.
    """

    articles: Mapping[str, Article]
    chunks: tuple[IndexedChunk, ...]
    dense: DenseIndex
    lexical: LexicalIndex
    late: LateIndex

    def positions_of(self, article_id: str) -> range:
        """Where the chunks of an article stand; where they would stand, and no room, if it has none."""
        begin = bisect_left(self.chunks, article_id, key=_article_of)
        return range(begin, bisect_right(self.chunks, article_id, lo=begin, key=_article_of))


def _article_of(indexed: IndexedChunk) -> str:
    return indexed.chunk.span.article_id


def _no_anchors(_: Head) -> tuple[Anchor, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Generation:
    """A state of the store, derived from it and never changed: two of one name hold the same.

    `heads` tells which state of each article this is, `fingerprint` which state of the store, and `vectors` in which of its rows
    those of each chunk lie. Token vectors stay in the store; once a later write has deleted them
    there, `contents.late` raises GenerationGoneError for their chunks. `anchors_of` leads from an article into its original.
    `near_duplicates` gives for each article that is nearly the same as others all of those, itself among them.
    """

    name: str
    manifest: Manifest
    contents: Contents
    heads: Mapping[str, Head]
    fingerprint: str = ""
    vectors: tuple[VectorKey, ...] = field(default=(), compare=False, repr=False)
    anchors_of: Callable[[Head], tuple[Anchor, ...]] = field(default=_no_anchors, compare=False, repr=False)
    near_duplicates: Groups = field(default_factory=dict)

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
