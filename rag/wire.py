"""The one place where the parts are put together, for the command line, the server and the harness alike."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.database import LONGEST_WAIT_SECONDS
from index.embedding import Progress
from index.encoder.embedder import Embedder, SentenceEncoder
from index.encoder.source import PACKAGED, EncoderSource, resolve
from index.encoder.unpack import SOURCE_SHA256
from index.generation import Generation
from index.homes import DEFAULT_COLLECTION, collections, database_path, holds, refuse_old_home
from index.library import IndexReport, Library
from index.search import Searcher
from index.sqlite_store import SqliteStore
from rag.confidence import packaged_model
from rag.finder import EvidenceFinder
from rag.pipeline import Judgement, Pipeline
from rag.reader.reading import Reader
from rag.reader_finder import ReaderFinder
from rag.sentence_finder import SentenceFinder
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """An encoder and a reader in memory, and the articles that go with them: those of the collection `name`.

    Without a reader whole sentences are answers, chosen by the encoder alone.
    """

    settings: Settings
    embedder: Embedder
    reader: Reader | None = None
    name: str = DEFAULT_COLLECTION
    library: Library = field(init=False)

    def __post_init__(self) -> None:
        """Find the articles below the home that the settings name; nothing is read yet."""
        object.__setattr__(self, "library", self.collection(self.name))

    def collection(self, name: str, wait_seconds: float = LONGEST_WAIT_SECONDS) -> Library:
        """The articles of one collection, whether it is there or not; raises SettingError for a name that cannot be one.

        Whoever writes to it waits `wait_seconds` for another writer.
        """
        store = SqliteStore(database_path(self.settings.home, name), wait_seconds=wait_seconds)
        return Library(store, self.embedder, self.settings.chunking())

    def holds(self, name: str) -> bool:
        """Whether there is a collection of that name below the home; raises SettingError as `collection` does."""
        return holds(self.settings.home, name)

    def collections(self) -> tuple[str, ...]:
        """The names of the collections below the home, in order."""
        return collections(self.settings.home)

    def index(self, paths: tuple[Path, ...], progress: Progress) -> IndexReport:
        """Bring the articles at `paths` into the index, and delete revisions that were kept long enough; raises CorpusError."""
        report = self.library.sync(paths, progress)
        self.library.purge(datetime.now(UTC) - timedelta(days=self.settings.keep_revisions_days))
        return report

    def pipeline(self) -> Pipeline:
        """A pipeline over the generation in use, or over an empty one where there is none yet.

        Raises GenerationError where the index is damaged, is of an older version, or was made with another encoder or chunking
        than those in use.
        """
        if not self.library.store.exists():
            refuse_old_home(self.settings.home)
        return self.over(self.library.open())

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


def open_engine(settings: Settings, collection: str = DEFAULT_COLLECTION) -> Engine:
    """Load the encoder and the reader, and find the articles of a collection, whether it is there or not.

    Raises EncoderError, ReaderError, or SettingError for a name that cannot be one.
    """
    database_path(settings.home, collection)  # before the models are loaded, which takes longer
    embedder = SentenceEncoder(find_encoder(settings))
    return Engine(settings, embedder, open_reader(settings, embedder), collection)


def open_reader(settings: Settings, encoder: SentenceEncoder) -> Reader | None:
    """The reader that the settings name, None where they name none; raises EncoderError or ReaderError."""
    match settings.reader:
        case "none":
            return None
        case "packaged":
            from rag.reader.layers import fastest_layers
            from rag.reader.packaged import PackagedScorer
            from rag.reader.weights import packaged_folder

            # Beside another encoder the reader has its own in memory, the one it was trained on.
            shared = encoder.identity.checksum == SOURCE_SHA256
            base = encoder if shared else SentenceEncoder(resolve(PACKAGED, settings.cache))
            return Reader(PackagedScorer(base.backbone(), base.identity, packaged_folder(), fastest_layers()))
        case model:
            from rag.reader.any_model import AnyModelScorer

            return Reader(AnyModelScorer(model))
