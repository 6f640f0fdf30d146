"""The one place where the parts are put together, for the command line, the server and the harness alike."""

from dataclasses import dataclass
from pathlib import Path

from index.build import IndexReport, IndexRequest, index_paths
from index.embedding import Progress
from index.encoder.embedder import Embedder, SentenceEncoder
from index.encoder.source import EncoderSource, resolve
from index.generation import Generation, empty_generation
from index.search import Searcher
from index.store import Store
from rag.confidence import packaged_model
from rag.pipeline import Judgement, Pipeline
from rag.sentence_finder import SentenceFinder
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """An encoder in memory and the store of the index that goes with it."""

    settings: Settings
    embedder: Embedder
    store: Store

    def index(self, paths: tuple[Path, ...], progress: Progress) -> IndexReport:
        """Bring the articles at `paths` into the index; raises CorpusError."""
        return index_paths(self.store, IndexRequest(paths, self.embedder, self.settings.chunking()), progress)

    def pipeline(self) -> Pipeline:
        """A pipeline over the generation in use, or over an empty one where there is none yet.

        Raises GenerationError where the index is damaged, or was made with another encoder or chunking than those in use.
        """
        chunking = self.settings.chunking()
        if not self.store.exists():
            return assemble(self.embedder, empty_generation(self.embedder.identity, chunking), self.settings)
        generation = self.store.open()
        generation.manifest.refuse_mismatch(self.embedder.identity, chunking)
        return assemble(self.embedder, generation, self.settings)


def assemble(embedder: Embedder, generation: Generation, settings: Settings) -> Pipeline:
    """The product's own pipeline over one generation."""
    judgement = Judgement(packaged_model(), settings.min_confidence)
    return Pipeline(embedder, Searcher(generation), SentenceFinder(generation.contents.late), judgement)


def find_encoder(settings: Settings) -> EncoderSource:
    """The encoder that the settings name, unpacked where it has to be; raises EncoderError."""
    return resolve(settings.encoder, settings.cache)


def open_engine(settings: Settings) -> Engine:
    """Load the encoder and find the store; raises EncoderError."""
    return Engine(settings, SentenceEncoder(find_encoder(settings)), Store(settings.home))
