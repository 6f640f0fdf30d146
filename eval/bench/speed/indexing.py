"""How long the product takes to index articles, and whether a passage takes longer among many."""

import multiprocessing
import shutil
import statistics
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time

from eval.bench.speed.articles import write_articles
from eval.bench.speed.figures import IndexingFigures, Spread
from eval.bench.speed.plan import Plan
from eval.bench.speed.worker import memory_of
from eval.errors import SpeedError
from index.changes import Put
from index.chunks import ChunkingSettings
from index.encoder.embedder import Embedder, EncoderIdentity, SentenceEncoder, TextVectors
from index.encoder.hashing import HashingEmbedder
from index.encoder.source import EncoderSource
from index.homes import database_path
from index.library import Library
from index.reading import read_corpus
from index.sqlite_store import SqliteStore

# Articles that are written one by one to tell what a write takes.
_WRITES = 5


@dataclass(frozen=True, slots=True)
class Indexed:
    """One run in a process of its own, from reading the files until the articles can be asked.

    `processor_seconds` are those that the process was at work, which other work on the machine changes little, and `write_ms`
    milliseconds of the same kind that one more article took, the median of several.
    """

    passages: int
    seconds: float
    processor_seconds: float
    write_ms: float
    peak_bytes: int


class OneByOne:
    """An encoder that is shown one passage at a time."""

    def __init__(self, encoder: Embedder) -> None:
        self._encoder = encoder
        self.max_tokens = encoder.max_tokens

    @property
    def identity(self) -> EncoderIdentity:
        """That of the encoder."""
        return self._encoder.identity

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """As the encoder does."""
        return self._encoder.embed_questions(texts)

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        """As the encoder does, each by itself."""
        return [vectors for text in texts for vectors in self._encoder.embed_passages([text])]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the encoder does."""
        return self._encoder.count_tokens(texts)


def measure_growth(sizes: Sequence[int], plan: Plan) -> tuple[IndexingFigures, ...]:
    """Index so many generated articles with the hashing embedder, all sizes in turns; the first is the baseline."""
    runs: dict[int, list[Indexed]] = {size: [] for size in sizes}
    for size in sizes:
        write_articles(plan.folder / f"articles-{size}", size)
    for number in range(plan.rounds):
        for size in sizes:
            runs[size].append(_alone(plan.folder / f"articles-{size}", plan.folder / "home", None, one_by_one=False))
            plan.tell(f"round {number + 1}, {size} articles: {runs[size][-1].seconds:.1f} s")
    return tuple(_figures("hashing", size, runs[size], runs[sizes[0]]) for size in sizes)


def measure_encoder(articles: Path, encoder: EncoderSource, plan: Plan) -> tuple[IndexingFigures, ...]:
    """Index the articles of a folder with a real encoder, one passage at a time (the baseline) and as the product does."""
    alone: list[Indexed] = []
    together: list[Indexed] = []
    for number in range(plan.rounds):
        alone.append(_alone(articles, plan.folder / "home", encoder, one_by_one=True))
        together.append(_alone(articles, plan.folder / "home", encoder, one_by_one=False))
        plan.tell(f"round {number + 1}: {alone[-1].seconds:.1f} s one by one, {together[-1].seconds:.1f} s")
    count = sum(1 for path in articles.iterdir() if path.suffix == ".txt")
    return (
        _figures(f"{encoder.name}, one passage at a time", count, alone, alone),
        _figures(encoder.name, count, together, alone),
    )


def _alone(articles: Path, home: Path, encoder: EncoderSource | None, *, one_by_one: bool) -> Indexed:
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(_index, articles, home, encoder, one_by_one=one_by_one).result()
    except BrokenProcessPool as error:
        raise SpeedError(f"the process that indexed {articles} ended without a result: {error}") from error
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _index(articles: Path, home: Path, encoder: EncoderSource | None, *, one_by_one: bool) -> Indexed:
    embedder: Embedder = HashingEmbedder() if encoder is None else SentenceEncoder(encoder)
    if one_by_one:
        embedder = OneByOne(embedder)
    # Word lists and models are loaded by the first article, however many there are; so that one does not count.
    write_articles(home / "first", 1, seed=0)
    _synced(home / "first", database_path(home, "first"), embedder)
    start, worked = perf_counter(), process_time()
    library, passages = _synced(articles, database_path(home), embedder)
    seconds, worked = perf_counter() - start, process_time() - worked
    peak_bytes = memory_of("self")[0]
    return Indexed(passages, seconds, worked, _write_ms(library, home / "more"), peak_bytes)


def _synced(articles: Path, database: Path, embedder: Embedder) -> tuple[Library, int]:
    """A library with the articles of a folder, opened, and how many passages were embedded."""
    library = Library(SqliteStore(database), embedder, ChunkingSettings())
    passages = library.sync((articles,), _tell_nobody).embedded
    library.open()
    return library, passages


def _write_ms(library: Library, folder: Path) -> float:
    """What one more article takes once one was written: the first write of a process reads what the others need."""
    write_articles(folder, 1 + _WRITES, seed=2)
    spent = []
    for article in read_corpus((folder,)).articles:
        worked = process_time()
        library.apply([Put(replace(article, id=f"more-{article.id}"))], _tell_nobody)
        spent.append(1000 * (process_time() - worked))
    return statistics.median(spent[1:])


def _tell_nobody(_done: int, _total: int) -> None:
    return None


def _figures(encoder: str, articles: int, runs: Sequence[Indexed], baseline: Sequence[Indexed]) -> IndexingFigures:
    return IndexingFigures(
        encoder=encoder,
        articles=articles,
        passages=runs[0].passages,
        seconds=Spread.of([run.seconds for run in runs]),
        articles_per_second=Spread.of([articles / run.seconds for run in runs]),
        ratio=_ratio([(run.seconds, run.passages) for run in runs], [(run.seconds, run.passages) for run in baseline]),
        processor_ratio=_ratio(
            [(run.processor_seconds, run.passages) for run in runs],
            [(run.processor_seconds, run.passages) for run in baseline],
        ),
        write_ms=Spread.of([run.write_ms for run in runs]),
        peak_bytes=max(run.peak_bytes for run in runs),
    )


def _ratio(runs: Sequence[tuple[float, int]], baseline: Sequence[tuple[float, int]]) -> Spread:
    """Seconds a passage over those of the baseline in the same round; of runs as (seconds, passages)."""
    pairs = zip(runs, baseline, strict=True)
    return Spread.of([(mine / passages) / (its / its_passages) for (mine, passages), (its, its_passages) in pairs])
