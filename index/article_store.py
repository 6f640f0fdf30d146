"""Where articles live, told without saying in which database: the protocol, and what goes in and out of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.article import Article
from index.chunks import Chunk
from index.encoder.embedder import Vectors
from index.late import TokenRows
from index.manifest import Manifest

# The hashes of an article's runs of eight words: int64, sorted, each once.
Shingles = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that an article's text was extracted from, and what leads from a place in the text back into them.

    `anchors` is text in the form of whoever extracted it, kept as it is given; empty where there are none.
    """

    data: bytes
    media_type: str
    anchors: str = ""


# Articles that came from no path, with what they were extracted from.
Alone = tuple[tuple[Article, Original | None], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One text that an article had: from when until when (UTC), `valid_until` None for the text it has now."""

    article_id: str
    sha256: str
    text: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class StoreState:
    """How often the articles have changed, and what made the chunks.

    `fingerprint` is 64 hexadecimal digits, the same only where every row of the store is the same.
    """

    generation: int
    fingerprint: str
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Head:
    """All of an article but its text. `row` names this state of it: it differs whenever anything of the article does.

    `changed_at` is the time of its last change, in UTC.
    """

    article_id: str
    sha256: str
    row: str
    root: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class VectorKey:
    """Which row holds the vectors of a chunk, and the sha256 of what they were made from; rows are never changed."""

    row: int
    made_from: str


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """The vectors of one chunk: `pooled` float32 of shape (dimension,), and its token rows."""

    made_from: str
    pooled: Vectors
    tokens: TokenRows


@dataclass(frozen=True, slots=True)
class CutChunk:
    """A chunk, what its vectors are made from as a sha256, and its terms for the lexical index in order."""

    chunk: Chunk
    made_from: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk as it is stored, and where its vectors are."""

    cut: CutChunk
    vectors: VectorKey


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be told of a damaged store, and the empty one, `store`, that is to take its place.

    `kept_at` is where it will be then, `roots` are the paths its articles came from, None where that is lost, and `alone` the
    articles that came from no path, as far as they are whole, with their originals.
    """

    store: "ArticleStore"
    kept_at: str
    roots: tuple[str, ...] | None
    alone: Alone


class Reading(Protocol):
    """One consistent state of the store. Reading a row checks its checksum: each method raises DamagedGenerationError."""

    def state(self) -> StoreState:
        """Which state this is."""
        ...

    def heads(self) -> Mapping[str, Head]:
        """All articles without their texts, by id, in order of their ids."""
        ...

    def head(self, article_id: str) -> Head | None:
        """One article without its text, None where there is none of that id."""
        ...

    def articles(self, article_ids: Sequence[str]) -> list[Article]:
        """The articles of those ids, in that order; raises KeyError where one is not there."""
        ...

    def original(self, article_id: str) -> Original | None:
        """What the article was extracted from, None where its text is all there is."""
        ...

    def chunks(self) -> Iterator[StoredChunk]:
        """All chunks, in order of article id and place."""
        ...

    def chunks_of(self, article_id: str) -> Iterator[StoredChunk]:
        """The chunks of one article in order of place, none where it is not there."""
        ...

    def changed_since(self, fingerprint: str) -> frozenset[str] | None:
        """The articles that came, went, or were cut otherwise since the state of that fingerprint; more may be named.

        None where it cannot be told: too long ago, too much at once, or a state that does not lead to this one.
        """
        ...

    def passages(self) -> int:
        """How many chunks there are."""
        ...

    def pooled(self, keys: Sequence[VectorKey]) -> Vectors:
        """The pooled vectors of those rows in that order, float32 of shape (rows, dimension)."""
        ...

    def token_rows(self, keys: Sequence[VectorKey]) -> list[TokenRows]:
        """The token vectors in those rows; raises GenerationGoneError where one is not there any more."""
        ...

    def shingles(self) -> Iterator[tuple[str, Shingles]]:
        """The shingles of every article, in order of their ids."""
        ...

    def shingles_of(self, article_id: str) -> Shingles:
        """The shingles of one article, none where they are not there."""
        ...


class Writing(Reading, Protocol):
    """A transaction: all of it comes into being when its block ends, and nothing of it where an error leaves the block."""

    def is_new(self) -> bool:
        """Whether nothing was ever written, so that there is no state yet."""
        ...

    def put(self, article: Article, original: Original | None, root: str | None) -> None:
        """Store an article in place of the one of its id; a text it had before becomes an earlier revision."""
        ...

    def delete(self, article_id: str) -> None:
        """Take out an article with its chunks and its original; its text becomes an earlier revision."""
        ...

    def move(self, article_id: str, root: str) -> None:
        """Say that an article comes from another path now; nothing else of it changes."""
        ...

    def put_shingles(self, article_id: str, shingles: Shingles) -> None:
        """Keep the shingles of an article that is there, in place of those before."""
        ...

    def known_vectors(self, made_from: Sequence[str]) -> dict[str, VectorKey]:
        """Which of these are there already."""
        ...

    def add_vectors(self, made: Sequence[ChunkVectors]) -> None:
        """Keep new vectors."""
        ...

    def forget_chunks(self) -> None:
        """Delete all chunks and vectors, for another encoder or another way of cutting."""
        ...

    def put_chunks(self, article_id: str, cut: Sequence[CutChunk]) -> None:
        """Make these the chunks of an article; those that are there already stay. Their vectors must be there."""
        ...

    def finish(self, manifest: Manifest) -> None:
        """Delete vectors that no chunk has any more, count one generation further, and keep what made it."""
        ...


class ArticleStore(Protocol):
    """The articles of one collection with all that was made from them. Safe to use from many threads.

    Every method raises a GenerationError where the store is damaged, is of another format or cannot be reached.
    """

    def exists(self) -> bool:
        """Whether anything was ever written here."""
        ...

    def reading(self) -> AbstractContextManager[Reading]:
        """A consistent state to read from; raises NoGenerationError where there is none."""
        ...

    def writing(self) -> AbstractContextManager[Writing]:
        """Begin a transaction, waiting for other writers; made where there is nothing yet. It is durable when it ends."""
        ...

    def check(self) -> None:
        """Read every row and compare all checksums; raises DamagedGenerationError."""
        ...

    def token_rows(self, keys: Sequence[VectorKey]) -> list[TokenRows]:
        """The token vectors in those rows; raises GenerationGoneError where one is not there any more."""
        ...

    def history(self, article_id: str) -> tuple[Revision, ...]:
        """Every text of an article that is kept, newest first, also of a deleted one; empty where none is."""
        ...

    def revision(self, article_id: str, sha256_prefix: str) -> Revision | None:
        """The newest revision whose sha256 begins so, None where none is kept."""
        ...

    def original(self, article_id: str) -> Original | None:
        """What the article was extracted from, None where its text is all there is."""
        ...

    def renewed(self) -> AbstractContextManager[Salvage | None]:
        """Where the store is damaged, a new one that takes its place when the block ends; nothing of the old one is deleted.

        Until then all stays as it is, also where an error leaves the block or the process is killed, and writers are kept away.
        None where the store is whole: another process was faster.
        """
        ...

    def purge(self, before: datetime) -> int:
        """Delete revisions that ended before that time, so that their bytes are gone from the disk; how many there were."""
        ...
