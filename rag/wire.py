"""The one place where the parts are put together, for the command line, the server and the harness alike."""

from dataclasses import dataclass
from pathlib import Path

from index.build import IndexReport, IndexRequest, index_paths
from index.embedding import Progress
from index.encoder.embedder import Embedder, SentenceEncoder
from index.encoder.source import PACKAGED, EncoderSource, resolve
from index.encoder.unpack import SOURCE_SHA256
from index.generation import Generation, empty_generation
from index.search import Searcher
from index.store import Store
from rag.confidence import packaged_model
from rag.finder import EvidenceFinder
from rag.pipeline import Judgement, Pipeline
from rag.reader.reading import Reader
from rag.reader_finder import ReaderFinder
from rag.sentence_finder import SentenceFinder
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """An encoder and a reader in memory, and the store of the index that goes with them.

    Without a reader whole sentences are answers, chosen by the encoder alone.
    """

    settings: Settings
    embedder: Embedder
    store: Store
    reader: Reader | None = None

    def index(self, paths: tuple[Path, ...], progress: Progress) -> IndexReport:
        """Bring the articles at `paths` into the index; raises CorpusError."""
        return index_paths(self.store, IndexRequest(paths, self.embedder, self.settings.chunking()), progress)

    def pipeline(self) -> Pipeline:
        """A pipeline over the generation in use, or over an empty one where there is none yet.

        Raises GenerationError where the index is damaged, or was made with another encoder or chunking than those in use.
        """
        chunking = self.settings.chunking()
        if not self.store.exists():
            return self.over(empty_generation(self.embedder.identity, chunking))
        generation = self.store.open()
        generation.manifest.refuse_mismatch(self.embedder.identity, chunking)
        return self.over(generation)

    def over(self, generation: Generation) -> Pipeline:
        """The product's own pipeline over one generation."""
        contents = generation.contents
        finder: EvidenceFinder = ReaderFinder(self.reader, contents) if self.reader else SentenceFinder(contents)
        fitted = packaged_model(finder.confidence_file)
        threshold = self.settings.min_confidence
        judgement = Judgement(fitted.model, fitted.min_confidence if threshold is None else threshold)
        return Pipeline(self.embedder, Searcher(generation), finder, judgement)


def find_encoder(settings: Settings) -> EncoderSource:
    """The encoder that the settings name, unpacked where it has to be; raises EncoderError."""
    return resolve(settings.encoder, settings.cache)


def open_engine(settings: Settings) -> Engine:
    """Load the encoder and the reader, and find the store; raises EncoderError or ReaderError."""
    embedder = SentenceEncoder(find_encoder(settings))
    return Engine(settings, embedder, Store(settings.home), open_reader(settings, embedder))


def open_reader(settings: Settings, encoder: SentenceEncoder) -> Reader | None:
    """The reader that the settings name, None where they name none; raises EncoderError or ReaderError."""
    match settings.reader:
        case "none":
            return None
        case "packaged":
            from rag.reader.packaged import PackagedScorer
            from rag.reader.weights import packaged_folder

            # Beside another encoder the reader has its own in memory, the one it was trained on.
            shared = encoder.identity.checksum == SOURCE_SHA256
            base = encoder if shared else SentenceEncoder(resolve(PACKAGED, settings.cache))
            return Reader(PackagedScorer(base.backbone(), base.identity, packaged_folder()))
        case model:
            from rag.reader.any_model import AnyModelScorer

            return Reader(AnyModelScorer(model))
