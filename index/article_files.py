"""Which files are articles or feeds, by their names and how they begin; none is read whole."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleError
from index.failures import Unread
from index.feed_files import FEED_ENDINGS, SITEMAP_HOLDS_NONE
from index.formats.extract import ENDINGS, PACKED, PLAIN, listed, not_read
from index.formats.feed_mark import HEAD_BYTES, SITEMAPS, feed_root, is_feed
from index.metadata import SIDECAR_NAME


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`; raises ArticleError where the system does not say."""
    try:
        return path.exists()
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error


def is_folder(path: Path) -> bool:
    """Whether a folder can be told to be at `path` now."""
    try:
        return path.is_dir()
    except OSError:
        return False


def resolved(path: Path) -> Path:
    """The path without links; raises ArticleError where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise ArticleError(f"{path}: cannot be read: its links lead in a circle") from error


def stands_at(path: Path) -> Path | None:
    """The same of a path that was read once; None where its links have come to lead in a circle, so that nothing is there."""
    try:
        return resolved(path)
    except ArticleError:
        return None


def refuse_missing(path: Path) -> None:
    """Raise ArticleError where there is nothing at `path`."""
    if not is_there(path):
        raise ArticleError(f"{path} does not exist; give a folder, a feed, or a file with the ending {listed(ENDINGS)}")


def why_unread(path: Path) -> str | None:
    """Why the file at `path` is not read, by its ending and how it begins; None for one that may be, and for a folder."""
    try:
        head = _head(path)
    except OSError as error:
        return _unreadable(path, error)
    if is_feed(head):
        return f"{path}: {SITEMAP_HOLDS_NONE}" if feed_root(head) in SITEMAPS else None
    if path.is_dir() or path.suffix.lower() in ENDINGS:
        return None
    return f"{path}: {not_read(path.suffix)}; save the article as {listed(ENDINGS)}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands below a folder: articles and feeds in order, the folders with a sidecar, and what cannot be read.

    `links` lead out of it, or to a folder, and are not followed; `others` are no articles by their ending.
    """

    articles: tuple[Path, ...]
    sidecars: tuple[Path, ...]
    unread: tuple[Unread, ...]
    links: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()


def list_folder(folder: Path) -> Listing:
    """Files with a known ending below `folder`; hidden ones, and links that lead out of it, are left alone."""
    inside = folder.resolve()
    articles: list[Path] = []
    sidecars: list[Path] = []
    unread: list[Unread] = []
    links: list[Path] = []
    others: list[Path] = []
    for path in _files_below(folder, unread, links):
        try:
            if not _may_be_read(path):
                others.append(path)
            elif not path.is_file():
                continue
            elif not path.resolve().is_relative_to(inside):
                links.append(path)
            elif path.name == SIDECAR_NAME:
                sidecars.append(path.parent)
            elif path.suffix.lower() in ENDINGS or is_feed(_head(path)):
                articles.append(path)
            else:
                others.append(path)
        except OSError as error:
            unread.append(Unread(path, _unreadable(path, error)))
    passed = (tuple(sorted(links)), tuple(sorted(others)))
    return Listing(tuple(sorted(articles)), tuple(sorted(sidecars)), tuple(unread), *passed)


def _files_below(folder: Path, unread: list[Unread], links: list[Path]) -> Iterator[Path]:
    """Everything below `folder` but folders; those that cannot be read are added to `unread`, and links to some to `links`."""

    def note(error: OSError) -> None:
        unread.append(Unread(Path(error.filename), _unreadable(Path(error.filename), error)))

    for parent, folders, names in os.walk(folder, onerror=note):
        if not os.access(parent, os.X_OK):
            # One that may be listed and not entered: its names tell nothing.
            unread.append(Unread(Path(parent), f"{parent}: cannot be read: it may not be entered"))
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        links += [path for name in folders if (path := Path(parent, name)).is_symlink()]
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _may_be_read(path: Path) -> bool:
    """Whether a file in a folder is an article or a feed by its name, or states what is known of them."""
    ending = path.suffix.lower()
    within = path.with_suffix("").suffix.lower() if ending == PACKED else ending
    return ending in ENDINGS or within in FEED_ENDINGS or path.name == SIDECAR_NAME


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path}: cannot be read: {error.strerror}"


def holds_feed(path: Path) -> bool:
    """Whether the file is a feed or a sitemap, whatever its name; text is an article, whatever it looks like."""
    try:
        return is_feed(_head(path))
    except OSError:
        # Whoever reads all of it says why that cannot be done.
        return False


def _head(path: Path) -> bytes:
    """How a file begins that may be a feed, nothing of one that is text; raises OSError."""
    if path.suffix.lower() in PLAIN or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def is_text(name: str) -> bool:
    """Whether a name on disk is UTF-8; Python stands half surrogate pairs in for the bytes of one that is not."""
    return not any("\ud800" <= char <= "\udfff" for char in name)
