"""One state of the index, and how it is written to and read from a folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.article import Article, PartialDate, Span
from index.chunks import Chunk, ChunkingSettings
from index.dense import DenseIndex
from index.encoder.embedder import EncoderIdentity
from index.errors import DamagedGenerationError
from index.files import sha256_file
from index.late import LateIndex
from index.lexical import LexicalIndex
from index.manifest import HOW_TO_REBUILD, Manifest
from index.sentences import Sentence, SentenceKind

MANIFEST = "manifest.json"
_ARTICLES, _CHUNKS, _DENSE, _LEXICAL, _LATE = "articles.jsonl", "chunks.jsonl", "dense.faiss", "lexical", "late"


@dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk and the sha256 of the text its vectors were made from, and of where in it the sentences begin."""

    chunk: Chunk
    encoder_text_sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a generation holds; `chunks` and the entries of `dense`, `lexical` and `late` go in one order."""

    articles: Mapping[str, Article]
    chunks: tuple[IndexedChunk, ...]
    dense: DenseIndex
    lexical: LexicalIndex
    late: LateIndex


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation on disk, opened and checked."""

    name: str
    manifest: Manifest
    contents: Contents


def empty_generation(encoder: EncoderIdentity, chunking: ChunkingSettings) -> Generation:
    """A generation without articles, for a service that has been given none yet; it is not on disk."""
    dense = DenseIndex.of(np.empty((0, encoder.dimension), dtype=np.float32))
    contents = Contents({}, (), dense, LexicalIndex.of([]), LateIndex.of([], encoder.dimension))
    return Generation("", Manifest(encoder, chunking, "", {}, {}, {}), contents)


def write_files(contents: Contents, folder: Path) -> dict[str, str]:
    """Write all files but the manifest to `folder`; gives the sha256 of each by its name below the folder."""
    articles = contents.articles.values()
    (folder / _ARTICLES).write_bytes(b"".join(_line(_article_record(article)) for article in articles))
    (folder / _CHUNKS).write_bytes(b"".join(_line(_chunk_record(chunk)) for chunk in contents.chunks))
    (folder / _DENSE).write_bytes(contents.dense.to_bytes())
    contents.lexical.save(folder / _LEXICAL)
    contents.late.save(folder / _LATE)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_file(path) for path in files}


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest alone; raises DamagedGenerationError or MismatchedGenerationError."""
    try:
        return Manifest.from_json((folder / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedGenerationError(f"{folder / MANIFEST} cannot be read ({error}); {HOW_TO_REBUILD}") from error


def read_generation(folder: Path) -> Generation:
    """Read and check a whole generation.

    Raises DamagedGenerationError where a file is missing, is there without being in the manifest, has another checksum, or
    the files do not fit together; nothing is read from a file before its checksum is right.
    """
    manifest = read_manifest(folder)
    _check_files(folder, manifest)
    try:
        articles = {a.id: a for a in map(_article, _records(folder / _ARTICLES))}
        chunks = tuple(map(_indexed_chunk, _records(folder / _CHUNKS)))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedGenerationError(
            f"{folder}: articles or chunks cannot be read ({error}); {HOW_TO_REBUILD}"
        ) from error
    dense = DenseIndex.from_bytes((folder / _DENSE).read_bytes(), manifest.encoder.dimension)
    contents = Contents(articles, chunks, dense, LexicalIndex.load(folder / _LEXICAL), LateIndex.load(folder / _LATE))
    _check_fit(folder, manifest, contents)
    return Generation(folder.name, manifest, contents)


def _check_files(folder: Path, manifest: Manifest) -> None:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(there ^ set(manifest.files)):
        state = "is not in the manifest" if name in there else "is missing"
        raise DamagedGenerationError(f"{folder / name} {state}; {HOW_TO_REBUILD}")
    for name, expected in manifest.files.items():
        found = sha256_file(folder / name)
        if found != expected:
            raise DamagedGenerationError(
                f"{folder / name} has sha256 {found}, its manifest says {expected}; {HOW_TO_REBUILD}"
            )


def _check_fit(folder: Path, manifest: Manifest, contents: Contents) -> None:
    checksums = {article.id: article.sha256 for article in contents.articles.values()}
    if checksums != dict(manifest.articles):
        raise DamagedGenerationError(f"{folder}: the articles are not those of the manifest; {HOW_TO_REBUILD}")
    lengths = (len(contents.chunks), len(contents.dense), len(contents.late))
    if len(set(lengths)) != 1:
        raise DamagedGenerationError(f"{folder}: chunks, vectors and token vectors number {lengths}; {HOW_TO_REBUILD}")


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def _article_record(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "sha256": article.sha256,
        "language": article.language,
        "publisher": article.publisher,
        "published_at": article.published_at.text if article.published_at else None,
        "url": article.url,
    }


def _article(record: dict[str, object]) -> Article:
    published_at = record.pop("published_at")
    date = PartialDate.parse(str(published_at)) if published_at is not None else None
    return Article(published_at=date, **record)  # type: ignore[arg-type]


def _chunk_record(indexed: IndexedChunk) -> dict[str, object]:
    chunk = indexed.chunk
    return {
        "id": chunk.id,
        "article_id": chunk.span.article_id,
        "start": chunk.span.start,
        "end": chunk.span.end,
        "heading": chunk.heading,
        "sentences": [[s.start, s.end, s.kind.value] for s in chunk.sentences],
        "encoder_text_sha256": indexed.encoder_text_sha256,
    }


def _indexed_chunk(record: dict[str, object]) -> IndexedChunk:
    span = Span(str(record["article_id"]), int(record["start"]), int(record["end"]))  # type: ignore[call-overload]
    sentences = tuple(Sentence(s, e, SentenceKind(kind)) for s, e, kind in record["sentences"])  # type: ignore[attr-defined]
    heading = record["heading"]
    chunk = Chunk(str(record["id"]), span, sentences, None if heading is None else str(heading))
    return IndexedChunk(chunk, str(record["encoder_text_sha256"]))
