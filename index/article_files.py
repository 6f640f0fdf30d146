"""Which files are articles or feeds, by their names and how they begin; none is read whole."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import ArticleError
from index.feed_files import FEED_ENDINGS, SITEMAP_HOLDS_NONE
from index.formats.extract import ENDINGS, PACKED, PLAIN, listed, not_read
from index.formats.feed_mark import HEAD_BYTES, SITEMAPS, feed_root, is_feed


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`; raises ArticleError where the system does not say."""
    try:
        return path.exists()
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error


def refuse_missing(path: Path) -> None:
    """Raise ArticleError where there is nothing at `path`."""
    if not is_there(path):
        raise ArticleError(f"{path} does not exist; give a folder, a feed, or a file with the ending {listed(ENDINGS)}")


def why_unread(path: Path) -> str | None:
    """Why the file at `path` is not read, by its ending and how it begins; None for one that may be, and for a folder."""
    head = _head(path)
    if is_feed(head):
        return f"{path}: {SITEMAP_HOLDS_NONE}" if feed_root(head) in SITEMAPS else None
    if path.is_dir() or path.suffix.lower() in ENDINGS:
        return None
    return f"{path}: {not_read(path.suffix)}; save the article as {listed(ENDINGS)}"


def article_files(folder: Path) -> Iterator[Path]:
    """Files with a known ending below `folder`; hidden ones, and links that lead out of it, are left alone."""
    inside = folder.resolve()
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        ending = path.suffix.lower()
        within = path.with_suffix("").suffix.lower() if ending == PACKED else ending
        if hidden or (ending not in ENDINGS and within not in FEED_ENDINGS):
            continue
        if path.is_file() and path.resolve().is_relative_to(inside) and (ending in ENDINGS or holds_feed(path)):
            yield path


def holds_feed(path: Path) -> bool:
    """Whether the file is a feed or a sitemap, whatever its name; text is an article, whatever it looks like."""
    return is_feed(_head(path))


def _head(path: Path) -> bytes:
    """How a file begins that may be a feed; nothing of one that is text or cannot be read."""
    if path.suffix.lower() in PLAIN or not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        # Whoever reads all of it says why that cannot be done.
        return b""


def is_text(name: str) -> bool:
    """Whether a name on disk is UTF-8; Python stands half surrogate pairs in for the bytes of one that is not."""
    return not any("\ud800" <= char <= "\udfff" for char in name)
