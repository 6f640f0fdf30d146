"""Backups of a collection, and whether what is stored is what its articles say."""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.article import Article
from index.article_store import Reading, StoredChunk
from index.chunks import encoder_text
from index.embedding import made_from
from index.encoder.embedder import Embedder, Vectors
from index.errors import (
    DamagedGenerationError,
    MismatchedGenerationError,
    NoGenerationError,
    SettingError,
    UnwritableStoreError,
)
from index.files import fsync_path
from index.manifest import HOW_TO_REBUILD, Manifest
from index.shingles import shingles_in
from index.sqlite_errors import HOW_TO_MEND, is_file
from index.sqlite_store import SqliteStore
from index.words import TERMS_VERSION, terms

# Not 1: a batch of another size is summed in another order, and in bfloat16 that shows.
SAME_VECTOR = 0.99
SAMPLE = 100
# The vectors of all tokens of so many passages are in memory at once.
_READ_AT_ONCE = 256
_UNFINISHED, _ABANDONED_SECONDS = ".pourquoi-backup-", 24 * 3600


def back_up(store: SqliteStore, target: Path, collection: str | None = None) -> None:
    """Copy the articles with all that was made from them into one file, checked and flushed before it gets its name.

    The file tells that it is of `collection`, where that is given, and `restore` puts it in no other's place. Writers are not
    disturbed. Raises GenerationError where the store is damaged or `target` cannot be written.
    """
    # A link stays one: what it leads to is replaced.
    target = Path(os.path.realpath(target))
    try:
        _refuse_target(store, target)
        store.check()
        _clear_abandoned(target.parent)
        # In a folder of its own, so that two backups to one file do not meet, and nothing of SQLite's stays behind.
        with TemporaryDirectory(prefix=_UNFINISHED, dir=target.parent) as folder:
            beside = Path(folder) / "backup"
            store.database.copy_to(beside)
            copy = SqliteStore(beside)
            copy.put_label(collection)
            copy.database.settle()
            copy.check()
            beside.replace(target)
        fsync_path(target.parent)
    except OSError as error:
        raise UnwritableStoreError(f"cannot write to {target}: {error.strerror}") from error


def _clear_abandoned(folder: Path) -> None:
    """Remove what killed backups left long ago; a fresh one may be at work."""
    for unfinished in folder.glob(f"{_UNFINISHED}*"):
        # Another backup may end meanwhile and remove its own.
        with suppress(FileNotFoundError):
            if time.time() - unfinished.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(unfinished, ignore_errors=True)


def _refuse_target(store: SqliteStore, target: Path) -> None:
    if target.is_dir():
        raise UnwritableStoreError(f"cannot write to {target}: it is a folder; name a file in it")
    if target.exists() and not target.is_file():
        # Renamed over, /dev/null would be a file for the whole machine.
        raise UnwritableStoreError(f"cannot write to {target}: it is a device or a pipe; name a file")
    if not target.parent.is_dir():
        raise UnwritableStoreError(f"cannot write to {target}: there is no folder {target.parent}; make it first")
    if str(target) == os.path.realpath(store.path):
        raise UnwritableStoreError(f"cannot write to {target}: it is the collection itself; name another file")


@dataclass(frozen=True, slots=True)
class Replaced:
    """Where a store is kept that could not be used, because it `was_damaged` or else was of another format."""

    kept_at: Path
    was_damaged: bool


def restore(store: SqliteStore, source: Path, collection: str | None = None) -> Replaced | None:
    """Make the articles those of a backup, all at once: until it is complete, what was here stays.

    Gives what became of a store that could not be used, None where it was whole or there was none. Raises NoGenerationError
    where `source` is not there, GenerationError where it may not be read, is damaged or of another format, or nothing can be
    written now, and SettingError where the store is that of `collection`, holds articles, and the backup is of another one.
    """
    if not is_file(source):
        raise NoGenerationError(f"there is no backup at {source}")
    given = SqliteStore(source)
    _refuse_unusable(given)
    _refuse_other(store, collection, given)
    replaced = _replace(store, source)
    if store.label() is not None:
        store.put_label(None)
    store.check()
    return replaced


def _replace(store: SqliteStore, source: Path) -> Replaced | None:
    if is_file(store.path):
        try:
            store.check()
        except (DamagedGenerationError, MismatchedGenerationError) as error:
            kept_at = store.replace_by(source)
            if kept_at:
                return Replaced(kept_at, isinstance(error, DamagedGenerationError))
    store.database.copy_from(source)
    return None


def _refuse_unusable(backup: SqliteStore) -> None:
    """Raise what `check` does, with what there is to do about a backup."""
    try:
        backup.check()
    except DamagedGenerationError as error:
        what = str(error).removesuffix(f"; {HOW_TO_MEND}")
        raise DamagedGenerationError(
            f"{what}; this backup is of no use, and nothing was changed: restore another"
        ) from error
    except MismatchedGenerationError as error:
        what = str(error).removesuffix(f"; {HOW_TO_REBUILD}")
        raise MismatchedGenerationError(f"{what}; restore it with the version of pourquoi that wrote it") from error


def _refuse_other(store: SqliteStore, collection: str | None, backup: SqliteStore) -> None:
    of = backup.label()
    if collection is not None and of is not None and of != collection and not _is_empty(store):
        raise SettingError(
            f"{backup.path} is a backup of the collection {of!r}, and {collection!r} holds other articles; nothing was changed: "
            f"restore it with --collection {of}, or the name of a collection that is empty or not there yet"
        )


def _is_empty(store: SqliteStore) -> bool:
    """Whether there is no article here; one that is damaged may hold some."""
    if not store.exists():
        return True
    try:
        with store.reading() as reading:
            return not reading.heads()
    except (DamagedGenerationError, MismatchedGenerationError):
        return False


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was compared, and what was found wrong, in words."""

    articles: int
    passages: int
    vectors: int
    problems: tuple[str, ...]


def verify(store: SqliteStore, embedder: Embedder, sample: int | None = SAMPLE) -> Verified:
    """Compare every row with its checksum, every passage with its article, and vectors with freshly made ones.

    `sample` limits how many passages are embedded, spread over all; None embeds every one. Terms of another version of this
    program are not compared: the next writer makes them anew. Raises GenerationError where a row does not have its checksum, or
    all was made with another encoder, or cut by another version of this program.
    """
    store.check()
    # All of it in one transaction: what somebody writes meanwhile is no damage.
    with store.reading() as reading:
        manifest = reading.state().manifest
        # Any lengths of chunks will do, for nothing is cut again.
        manifest.refuse_mismatch(embedder.identity, manifest.chunking)
        ids = list(reading.heads())
        articles = dict(zip(ids, reading.articles(ids), strict=True))
        chunks = list(reading.chunks())
        shingles = dict(reading.shingles())
        stored = sum(1 for _ in reading.rows("vectors"))
        kept = list(_kept(reading, chunks if sample is None else _spread(chunks, sample)))
    problems = [
        f"{name}: its shingles are not those of its text"
        for name, article in articles.items()
        if not np.array_equal(shingles.get(name, ()), shingles_in(article.text))
    ]
    for chunk in chunks:
        problems += _problems(articles[chunk.cut.chunk.span.article_id], chunk, embedder, manifest)
    used = {chunk.vectors.row for chunk in chunks}
    if len(used) != stored:
        problems.append(f"{stored - len(used)} vectors belong to no passage")
    problems += _wrong_vectors(articles, kept, embedder)
    return Verified(len(articles), len(chunks), len(kept), tuple(problems))


def _spread(chunks: list[StoredChunk], most: int) -> list[StoredChunk]:
    count = min(most, len(chunks))
    return [chunks[number * len(chunks) // count] for number in range(count)]


def _problems(article: Article, stored: StoredChunk, embedder: Embedder, manifest: Manifest) -> Iterator[str]:
    chunk = stored.cut.chunk
    bounds = [place for sentence in chunk.sentences for place in (sentence.start, sentence.end)]
    if bounds != sorted(bounds) or (bounds[0], bounds[-1]) != (chunk.span.start, chunk.span.end):
        yield f"{chunk.id}: its sentences do not make it up"
    if chunk.span.end > len(article.text):
        yield f"{chunk.id}: ends at {chunk.span.end}, and the article at {len(article.text)}"
        return
    shown = encoder_text(article, chunk)
    if made_from(shown, embedder.identity) != stored.cut.made_from:
        yield f"{chunk.id}: its vectors were made from something else"
    may_differ = manifest.terms_version != TERMS_VERSION
    if not may_differ and tuple(terms(shown.text, article.language)) != stored.cut.terms:
        yield f"{chunk.id}: its terms are not those of its text"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A passage with the vector that is stored of it, and of how many of its tokens there are some."""

    chunk: StoredChunk
    pooled: Vectors
    token_rows: int


def _kept(reading: Reading, chosen: Sequence[StoredChunk]) -> Iterator[_Kept]:
    for first in range(0, len(chosen), _READ_AT_ONCE):
        part = chosen[first : first + _READ_AT_ONCE]
        keys = [chunk.vectors for chunk in part]
        rows = zip(part, reading.pooled(keys), reading.token_rows(keys), strict=True)
        yield from (_Kept(chunk, vector, len(tokens.rows)) for chunk, vector, tokens in rows)


def _wrong_vectors(articles: dict[str, Article], kept: Sequence[_Kept], embedder: Embedder) -> Iterator[str]:
    for one in kept:
        chunk = one.chunk.cut.chunk
        (fresh,) = embedder.embed_passages([encoder_text(articles[chunk.span.article_id], chunk).text])
        likeness = float(one.pooled @ fresh.pooled)
        if likeness < SAME_VECTOR:
            yield f"{chunk.id}: its vector and a fresh one have cosine {likeness:.3f}"
        if one.token_rows > len(fresh.tokens):
            yield f"{chunk.id}: {one.token_rows} token vectors are stored of {len(fresh.tokens)} tokens"
