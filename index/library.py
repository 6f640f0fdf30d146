"""One collection of articles: what changes it, and the generation that questions are answered from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article_store import ArticleStore
from index.changes import Change, Outcome
from index.chunks import ChunkingSettings
from index.embedding import Progress
from index.encoder.embedder import Embedder
from index.generation import Generation
from index.reading import ReadFailure


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of each change, in their order, and the generation that shows all of it."""

    outcomes: tuple[Outcome, ...]
    generation: Generation


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did; `embedded` and `kept` count passages whose vector was made now or taken over."""

    generation: str
    articles: int
    embedded: int
    kept: int
    failures: tuple[ReadFailure, ...]


class Library:
    """A store of articles, the encoder that reads them, and the lengths of chunks. One thread writes at a time."""

    def __init__(self, store: ArticleStore, embedder: Embedder, chunking: ChunkingSettings) -> None:
        self.store, self.embedder, self.chunking = store, embedder, chunking

    def open(self) -> Generation:
        """Check the store and derive the generation from it, an empty one where nothing was written yet.

        Raises GenerationError where the store is damaged, or was made with another encoder or chunking than those in use.
        """
        raise NotImplementedError

    def apply(self, changes: Sequence[Change], progress: Progress) -> Applied:
        """Do all `changes` in one transaction, in their order; durable when this returns, and shown by its generation.

        A change whose condition does not hold is a conflict and stops no other; an error undoes all of them. `progress` is
        called with (passages embedded, passages to embed). Raises GenerationError as `open` does, and SettingError where an
        article cannot be cut to what the encoder reads.
        """
        raise NotImplementedError

    def sync(self, paths: Sequence[Path], progress: Progress) -> IndexReport:
        """Make the articles at `paths` what is there now; articles from elsewhere stay.

        What is at no path any more leaves. Where the encoder or the chunking differs, everything is cut and embedded again; a
        damaged store is set aside, and what it was made from is read again. Raises ArticleError where a path does not exist,
        and CorpusError where there is nothing to index.
        """
        raise NotImplementedError
