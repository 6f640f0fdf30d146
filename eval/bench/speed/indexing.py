"""How long the product takes to index articles, and whether a passage takes longer among many."""

import multiprocessing
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from eval.bench.speed.articles import write_articles
from eval.bench.speed.figures import IndexingFigures, Spread
from eval.bench.speed.plan import Plan
from eval.bench.speed.worker import memory_of
from eval.errors import SpeedError
from index.chunks import ChunkingSettings
from index.encoder.embedder import Embedder, EncoderIdentity, SentenceEncoder, TextVectors
from index.encoder.hashing import HashingEmbedder
from index.encoder.source import EncoderSource
from index.homes import database_path
from index.library import Library
from index.sqlite_store import SqliteStore


@dataclass(frozen=True, slots=True)
class Indexed:
    """One run in a process of its own, from reading the files until the articles can be asked."""

    passages: int
    seconds: float
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
    _sync(home / "first", database_path(home, "first"), embedder)
    start = perf_counter()
    passages = _sync(articles, database_path(home), embedder)
    return Indexed(passages, perf_counter() - start, memory_of("self")[0])


def _sync(articles: Path, database: Path, embedder: Embedder) -> int:
    library = Library(SqliteStore(database), embedder, ChunkingSettings())
    passages = library.sync((articles,), lambda _done, _total: None).embedded
    library.open()
    return passages


def _per_passage(run: Indexed) -> float:
    return run.seconds / run.passages


def _figures(encoder: str, articles: int, runs: Sequence[Indexed], baseline: Sequence[Indexed]) -> IndexingFigures:
    return IndexingFigures(
        encoder=encoder,
        articles=articles,
        passages=runs[0].passages,
        seconds=Spread.of([run.seconds for run in runs]),
        articles_per_second=Spread.of([articles / run.seconds for run in runs]),
        ratio=Spread.of([_per_passage(run) / _per_passage(base) for run, base in zip(runs, baseline, strict=True)]),
        peak_bytes=max(run.peak_bytes for run in runs),
    )
