"""Files to articles: plain text as it is, other formats by what `index.formats` takes out of them.

What cannot be read is a failure of its own and stops nothing else.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Article
from index.article_files import Listing, holds_feed, is_text, list_folder, refuse_missing, why_unread
from index.errors import ArticleError, NoTextError
from index.failures import PassedOver, ReadFailure, Skipped, Unread
from index.feed_files import EntryText, UnreadEntry, read_feed_file
from index.formats.extract import ENDINGS, Extractor, listed
from index.formats.extracted import MAX_INPUT_BYTES, Extracted
from index.language import detect_article_language
from index.metadata import Metadata, title_from_text
from index.originals import HeldFile, SourceFile, source_of
from index.plurals import numbered
from index.roots import called
from index.sidecars import Sidecars, composed, name_below, read_sidecars

MAX_FILE_BYTES = MAX_INPUT_BYTES
# Of what is passed over in a folder, so many are named.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read: articles in order of their ids, the ids found at each path, what could not be read, and what was skipped.

    `files` are those that articles were extracted from, by id; an article that is plain text has none. `unread` are those
    failures that leave open what is there, each with the whole path of the file or folder; `unstated` are the ids of articles
    of which a sidecar that cannot be read may state something, with that failure.
    """

    articles: tuple[Article, ...]
    files: Mapping[str, SourceFile | HeldFile]
    roots: Mapping[str, tuple[str, ...]]
    failures: tuple[ReadFailure, ...]
    skipped: tuple[Skipped, ...]
    unread: Mapping[Unread, Path]
    unstated: Mapping[str, ReadFailure]


def read_corpus(paths: Sequence[Path]) -> Corpus:
    """Read every article at or below `paths`.

    An article is called by its path below the folder that was given, without its ending; a file given by itself, by its
    name; an entry of a feed by its address, and one that is in several feeds is read from the first. A path inside a folder
    that is given too is read as part of it. What holds no text is skipped, but where there is no article at all at a path, that
    is a failure. Raises ArticleError where a path does not exist; everything that is wrong with a single file is a failure
    instead.
    """
    articles: dict[str, Article] = {}
    files: dict[str, SourceFile | HeldFile] = {}
    roots: dict[str, tuple[str, ...]] = {}
    failures: list[ReadFailure] = []
    skipped: list[Skipped] = []
    unread: dict[Unread, Path] = {}
    unstated: dict[str, ReadFailure] = {}
    for root, outcome in _outcomes(paths):
        if isinstance(outcome, ReadFailure):
            failures.append(outcome)
            if isinstance(outcome, Unread):
                unread[outcome] = called(root) / outcome.path.relative_to(root)
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
            if outcome.unstated is not None:
                unstated[outcome.article.id] = outcome.unstated
            roots[str(called(root))] = (*roots.get(str(called(root)), ()), outcome.article.id)
    in_order = tuple(articles[name] for name in sorted(articles))
    return Corpus(in_order, files, roots, tuple(failures), tuple(skipped), unread, unstated)


def _outcomes(paths: Sequence[Path]) -> Iterator[tuple[Path, "_Read | ReadFailure | Skipped"]]:
    """Each file with the path it was found at; one child reads them all."""
    for path in paths:
        refuse_missing(path)
    with Extractor() as extractor:
        for root in _outermost(paths):
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
                if any_article:
                    yield root, one
                elif not isinstance(one, PassedOver):  # that there is no article is told
                    yield root, ReadFailure(one.path, one.reason)


def _outermost(paths: Sequence[Path]) -> list[Path]:
    """The paths that lie in no folder of `paths`, each once: what lies in one would be read twice, under two names."""
    whole = {path.resolve(): path for path in reversed(paths)}
    within = {inner for inner in whole for outer in inner.parents if outer in whole}
    return [path for path in dict.fromkeys(paths) if whole[path.resolve()] == path and path.resolve() not in within]


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    article: Article
    file: SourceFile | HeldFile | None
    unstated: ReadFailure | None = None


def _read_root(root: Path, extractor: Extractor) -> Iterator[_Read | ReadFailure | Skipped]:
    folder = root if root.is_dir() else root.parent
    listing = list_folder(root) if root.is_dir() else Listing((root,), (folder,), ())
    sidecars = read_sidecars(folder, listing.sidecars)
    yield from sidecars.failures
    yield from listing.unread
    known: set[str] = set()
    for path in listing.articles:
        unstated = sidecars.failure_over(path)
        if holds_feed(path):
            for outcome in _read_entries(path, folder, sidecars, extractor):
                if isinstance(outcome, _Read):
                    known |= {outcome.article.id, name_below(folder, path.parent, outcome.article.id)}
                    yield replace(outcome, unstated=unstated)
                else:
                    yield outcome
            continue
        article_id = composed(path.relative_to(folder).with_suffix("").as_posix())
        known.add(article_id)
        if not is_text(article_id):
            yield ReadFailure(path, f"{os.fsencode(path)!r}: the name is not UTF-8; rename the file or its folder")
            continue
        try:
            yield replace(_read_file(path, article_id, sidecars.of(article_id), extractor), unstated=unstated)
        except NoTextError as error:
            yield ReadFailure(path, str(error))
        except ArticleError as error:
            yield Unread(path, str(error))
    if not listing.articles and not listing.unread and not sidecars.stated:
        yield ReadFailure(root, f"{root}: there is no article, nothing that ends in {listed(ENDINGS)}")
    if root.is_dir() and not listing.unread:
        yield from sidecars.without_article(known)
    yield from _passed_over(root, listing)


def _passed_over(folder: Path, listing: Listing) -> Iterator[PassedOver]:
    """One line of what stands in a folder and is not looked at, where there is any."""
    links = [path.relative_to(folder).as_posix() for path in listing.links]
    endings = sorted({path.suffix.lower() for path in listing.others})
    parts = []
    if links:
        parts.append(f"{numbered(len(links), 'link')} out of it or to a folder ({_some(links)})")
    if endings:
        parts.append(f"{numbered(len(listing.others), 'file')} beside articles and feeds ({_some(endings)})")
    if parts:
        yield PassedOver(folder, f"{folder}: {' and '.join(parts)}")


def _some(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _NAMED else ""
    return ", ".join(map(repr, names[:_NAMED])) + more


def _read_entries(
    path: Path, folder: Path, sidecars: Sidecars, extractor: Extractor
) -> Iterator["_Read | ReadFailure | Skipped"]:
    try:
        for found in read_feed_file(_bytes(path), str(path), extractor):
            match found:
                case EntryText(article_id, extracted, stated, original):
                    said = sidecars.of(article_id, name_below(folder, path.parent, article_id)).over(stated)
                    yield _Read(path, article_of(article_id, extracted, said), HeldFile(path, original))
                case NoTextError():
                    yield Skipped(path, str(found))
                case UnreadEntry(article_id, reason):
                    yield Unread(path, reason, article_id) if article_id else ReadFailure(path, reason)
    except NoTextError as error:
        yield Skipped(path, str(error))
    except ArticleError as error:
        yield Unread(path, str(error))


def _read_file(path: Path, article_id: str, stated: Metadata, extractor: Extractor) -> _Read:
    """Read one file; `stated` is what a sidecar says of it. Raises ArticleError that names the file, and the byte if any."""
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
        language=known.language or detect_article_language(body),
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
