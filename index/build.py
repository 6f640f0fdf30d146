"""Brings articles into the index: masks, cuts and embeds them, and writes a new generation."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.article import Article
from index.chunks import ChunkingSettings, cut_article, encoder_text
from index.embedding import EmbeddingJob, Progress, embed_chunks
from index.encoder.embedder import Embedder
from index.errors import CorpusError, GenerationError
from index.generation import Contents, Generation, IndexedChunk
from index.lexical import LexicalIndex
from index.manifest import Manifest
from index.mask import mask_article
from index.noise.repeats import Repeats
from index.reading import Corpus, ReadFailure, read_corpus
from index.store import Store
from index.words import terms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did; `embedded` and `kept` count passages whose vector was made now or taken over."""

    generation: str
    articles: int
    embedded: int
    kept: int
    failures: tuple[ReadFailure, ...]


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """What to index and how: files and folders, the encoder, and the lengths of chunks."""

    paths: tuple[Path, ...]
    embedder: Embedder
    chunking: ChunkingSettings


def index_paths(store: Store, request: IndexRequest, progress: Progress) -> IndexReport:
    """Bring the articles at `request.paths` into the index of `store`.

    What was indexed from these paths before is replaced by what is there now, which is nothing where a path is gone; articles
    from other paths stay, and are read again where the index so far is damaged. `progress` is called with (passages done,
    passages in all). Raises ArticleError where a path does not exist, and CorpusError where there is nothing to index.
    """
    with store.writing():
        previous = _previous(store)
        damaged = previous is None and store.exists()
        paths = (*request.paths, *_other_paths(store, request.paths)) if damaged else request.paths
        given = _given(previous, paths)
        planned = _plan(previous, given, read_corpus(given.read))
        if not planned.articles:
            reasons = "".join(f"\n  {failure.reason}" for failure in planned.failures)
            raise CorpusError(f"there is no article to index at {', '.join(map(str, request.paths))}{reasons}")
        chunks = _indexed_chunks(planned.articles, request)
        shown = [encoder_text(planned.articles[c.chunk.span.article_id], c.chunk) for c in chunks]
        vectors = embed_chunks(chunks, shown, EmbeddingJob(request.embedder, previous, progress))
        lexical = LexicalIndex.of(
            [terms(text.text, _language(planned, c)) for text, c in zip(shown, chunks, strict=True)]
        )
        contents = Contents(planned.articles, chunks, vectors.dense, lexical, vectors.late)
        generation = store.put(contents, _manifest(request, planned))
    kept = len(chunks) - vectors.embedded
    return IndexReport(generation.name, len(planned.articles), vectors.embedded, kept, planned.failures)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The articles of the next generation in order of their ids, the path each came from, and what is left out."""

    articles: Mapping[str, Article]
    roots: Mapping[str, tuple[str, ...]]
    failures: tuple[ReadFailure, ...]


def _previous(store: Store) -> Generation | None:
    """The generation before, or None where there is none or it cannot be used: then everything is made anew."""
    if not store.exists():
        return None
    try:
        return store.open()
    except GenerationError as error:
        log.warning("the index so far cannot be used, so all of it is made anew: %s", error)
        return None


def _other_paths(store: Store, given: Sequence[Path]) -> tuple[Path, ...]:
    """What else a damaged index was made from, as far as its manifest still tells and it is still there."""
    try:
        roots = store.current_manifest().roots
    except GenerationError:
        log.warning("nor can it be told what it was made from: index again whatever else you had")
        return ()
    named = {str(path.resolve()) for path in given}
    others = [Path(root) for root in roots if root not in named]
    for path in others:
        log.warning(
            "indexing %s again too%s", path, "" if path.exists() else " is not possible: it is not there any more"
        )
    return tuple(path for path in others if path.exists())


@dataclass(frozen=True, slots=True)
class _Given:
    """The paths to read, and those that were indexed before and are not there any more."""

    read: tuple[Path, ...]
    gone: tuple[Path, ...]

    def replaces(self, root: str) -> bool:
        """Whether what was indexed from `root` gives way: to itself, to a folder around it, or to nothing."""
        return any(Path(root).is_relative_to(path.resolve()) for path in (*self.read, *self.gone))


def _given(previous: Generation | None, paths: Sequence[Path]) -> _Given:
    """Sort `paths`: one inside a folder that is indexed already stands for that folder, or its articles would be in twice."""
    roots = [Path(root) for root in previous.manifest.roots] if previous else []
    gone = tuple(path for path in paths if not path.exists() and path.resolve() in roots)
    read: dict[Path, None] = {}
    for path in paths:
        if path not in gone:
            around = [root for root in roots if root.is_dir() and path.resolve().is_relative_to(root)]
            read[around[0] if path.exists() and around else path] = None
    return _Given(tuple(read), gone)


def _plan(previous: Generation | None, given: _Given, corpus: Corpus) -> _Plan:
    """Articles from the paths now indexed as they are there now, articles from other paths as they were."""
    old_roots = previous.manifest.roots if previous else {}
    roots = {root: ids for root, ids in old_roots.items() if not given.replaces(root)}
    elsewhere = {article_id for ids in roots.values() for article_id in ids}
    old = previous.contents.articles if previous else {}
    articles = {article_id: old[article_id] for article_id in elsewhere}
    failures = list(corpus.failures)
    for article in corpus.articles:
        if article.id in elsewhere:
            reason = (
                f"{article.id!r} is indexed from another path already; rename the file or index that path without it"
            )
            failures.append(ReadFailure(Path(article.id), reason))
        else:
            articles[article.id] = article
    roots |= {root: tuple(i for i in ids if i not in elsewhere) for root, ids in corpus.roots.items()}
    return _Plan({article_id: articles[article_id] for article_id in sorted(articles)}, roots, tuple(failures))


def _indexed_chunks(articles: Mapping[str, Article], request: IndexRequest) -> tuple[IndexedChunk, ...]:
    """The chunks of all articles; what repeats across articles counts as noise, so every article is cut again each time."""
    repeats = Repeats.of(article.text for article in articles.values())
    embedder = request.embedder
    indexed = []
    for article in articles.values():
        noise = mask_article(article, repeats)
        for chunk in cut_article(article, noise, embedder.count_tokens, embedder.max_tokens, request.chunking):
            shown = encoder_text(article, chunk)
            # With where the sentences begin: token vectors are kept with the number of the sentence they stand in.
            made_from = f"{shown.starts}\n{shown.text}"
            indexed.append(IndexedChunk(chunk, hashlib.sha256(made_from.encode()).hexdigest()))
    return tuple(indexed)


def _language(planned: _Plan, indexed: IndexedChunk) -> str:
    return planned.articles[indexed.chunk.span.article_id].language


def _manifest(request: IndexRequest, planned: _Plan) -> Manifest:
    return Manifest(
        encoder=request.embedder.identity,
        chunking=request.chunking,
        indexed_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        articles={article.id: article.sha256 for article in planned.articles.values()},
        roots=planned.roots,
        files={},
    )
