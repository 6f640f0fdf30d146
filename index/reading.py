"""Files to articles: plain text as it is, other formats by what `index.formats` takes out of them.

What cannot be read is a failure of its own and stops nothing else.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.article_files import article_files, holds_feed, is_text, refuse_missing, why_unread
from index.errors import ArticleError, NoTextError
from index.feed_files import EntryText, read_feed_file
from index.formats.extract import ENDINGS, Extractor, listed
from index.formats.extracted import MAX_INPUT_BYTES, Extracted
from index.language import detect_language
from index.metadata import Metadata, read_sidecar, title_from_text
from index.originals import HeldFile, SourceFile, source_of

MAX_FILE_BYTES = MAX_INPUT_BYTES


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that was not indexed, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of a file holds no article text, and what to do; nothing is wrong with it."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read: articles in order of their ids, the ids found at each path, what could not be read, and what was skipped.

    `files` are those that articles were extracted from, by id; an article that is plain text has none.
    """

    articles: tuple[Article, ...]
    files: Mapping[str, SourceFile | HeldFile]
    roots: Mapping[str, tuple[str, ...]]
    failures: tuple[ReadFailure, ...]
    skipped: tuple[Skipped, ...]


def read_corpus(paths: Sequence[Path]) -> Corpus:
    """Read every article at or below `paths`.

    An article is called by its path below the folder that was given, without its ending; a file given by itself, by its
    name; an entry of a feed by its address, and one that is in several feeds is read from the first. What holds no text is
    skipped, but where there is no article at all at a path, that is a failure. Raises ArticleError where a path does not exist;
    everything that is wrong with a single file is a failure instead.
    """
    articles: dict[str, Article] = {}
    files: dict[str, SourceFile | HeldFile] = {}
    roots: dict[str, tuple[str, ...]] = {}
    failures: list[ReadFailure] = []
    skipped: list[Skipped] = []
    for root, outcome in _outcomes(paths):
        if isinstance(outcome, ReadFailure):
            failures.append(outcome)
        elif isinstance(outcome, Skipped):
            skipped.append(outcome)
        elif outcome.article.id in articles:
            if isinstance(outcome.file, HeldFile) and isinstance(files.get(outcome.article.id), HeldFile):
                continue
            reason = f"{outcome.path}: another file is called {outcome.article.id!r} already; rename one of them"
            failures.append(ReadFailure(outcome.path, reason))
        else:
            articles[outcome.article.id] = outcome.article
            if outcome.file is not None:
                files[outcome.article.id] = outcome.file
            roots[str(root.resolve())] = (*roots.get(str(root.resolve()), ()), outcome.article.id)
    return Corpus(tuple(articles[name] for name in sorted(articles)), files, roots, tuple(failures), tuple(skipped))


def _outcomes(paths: Sequence[Path]) -> Iterator[tuple[Path, "_Read | ReadFailure | Skipped"]]:
    """Each file with the path it was found at; one child reads them all."""
    with Extractor() as extractor:
        for root in paths:
            refuse_missing(root)
            if not is_text(str(root.resolve())):
                raise ArticleError(f"{os.fsencode(root)!r}: the name is not UTF-8; rename the folder")
            skipped: list[Skipped] = []
            any_article = False
            for outcome in _read_root(root, extractor):
                if isinstance(outcome, Skipped):
                    skipped.append(outcome)
                    continue
                any_article |= isinstance(outcome, _Read)
                yield root, outcome
            for one in skipped:
                yield root, one if any_article else ReadFailure(one.path, one.reason)


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    article: Article
    file: SourceFile | HeldFile | None


def _read_root(root: Path, extractor: Extractor) -> Iterator[_Read | ReadFailure | Skipped]:
    folder = root if root.is_dir() else root.parent
    sidecar: dict[str, Metadata] = {}
    try:
        sidecar = read_sidecar(folder)
    except ArticleError as error:
        yield ReadFailure(folder, str(error))
    files = sorted(article_files(root)) if root.is_dir() else [root]
    entries: set[str] = set()
    for path in files:
        if holds_feed(path):
            for outcome in _read_entries(path, sidecar, extractor):
                entries.update([outcome.article.id] if isinstance(outcome, _Read) else [])
                yield outcome
            continue
        article_id = path.relative_to(folder).with_suffix("").as_posix()
        if not is_text(article_id):
            yield ReadFailure(path, f"{os.fsencode(path)!r}: the name is not UTF-8; rename the file or its folder")
            continue
        try:
            yield _read_file(path, article_id, sidecar.get(article_id, Metadata()), extractor)
        except ArticleError as error:
            yield ReadFailure(path, str(error))
    if not files and not sidecar:
        yield ReadFailure(root, f"{root}: there is no article, nothing that ends in {listed(ENDINGS)}")
    if root.is_dir():
        known = {path.relative_to(folder).with_suffix("").as_posix() for path in files} | entries
        for name in sorted(set(sidecar) - known):
            yield ReadFailure(folder, f"{folder}: the sidecar describes {name!r}, and no such article is there")


def _read_entries(
    path: Path, sidecar: Mapping[str, Metadata], extractor: Extractor
) -> Iterator["_Read | ReadFailure | Skipped"]:
    try:
        for found in read_feed_file(_bytes(path), str(path), extractor):
            match found:
                case EntryText(article_id, extracted, stated, original):
                    said = sidecar.get(article_id, Metadata()).over(stated)
                    yield _Read(path, article_of(article_id, extracted, said), HeldFile(path, original))
                case NoTextError():
                    yield Skipped(path, str(found))
                case ArticleError():
                    yield ReadFailure(path, str(found))
    except NoTextError as error:
        yield Skipped(path, str(error))
    except ArticleError as error:
        yield ReadFailure(path, str(error))


def read_article(path: Path, article_id: str, stated: Metadata, extractor: Extractor) -> Article:
    """Read one file; `stated` is what a sidecar says of it. Raises ArticleError that names the file, and the byte if any."""
    return _read_file(path, article_id, stated, extractor).article


def _read_file(path: Path, article_id: str, stated: Metadata, extractor: Extractor) -> _Read:
    unread = why_unread(path)
    if unread is not None:
        raise ArticleError(unread)
    data = _bytes(path)
    extracted = extractor.extract(data, str(path))
    return _Read(path, article_of(article_id, extracted, stated), source_of(path, data, extracted))


def article_of(article_id: str, extracted: Extracted, stated: Metadata) -> Article:
    """The article of what was taken out of a file; `stated` goes before what the file states of itself.

    Its sha256 is that of the text's UTF-8 bytes, which for plain text are the file's.
    """
    known = stated.over(extracted.metadata)
    body = extracted.text[extracted.body_start :]
    return Article(
        id=article_id,
        title=known.title or title_from_text(body),
        text=extracted.text,
        sha256=hashlib.sha256(extracted.text.encode()).hexdigest(),
        language=known.language or detect_language(body),
        publisher=known.publisher,
        published_at=known.published_at,
        url=known.url,
    )


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ArticleError(f"{path}: is no regular file; save the article as one")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise ArticleError(f"{path}: has {size} bytes; at most {MAX_FILE_BYTES} are read, so split it")
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error
