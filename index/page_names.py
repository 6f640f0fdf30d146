"""What the article of a web page is called."""

from urllib.parse import unquote, urlsplit

from index.errors import ArticleError

# A file name may have 255 bytes and a path 4,096; an id stands in every citation.
MAX_ID_BYTES = 1_000


def id_of_address(url: str, *, fragment: bool = False) -> str:
    """Host and path of an address, with the query where there is one; raises ArticleError where that makes no id.

    With `fragment` also what is behind the `#`, in one piece.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ArticleError(f"{url[:100]!r} is not an address: {error}") from error
    segments = [_readable(part) for part in parts.path.split("/") if part not in ("", ".", "..")]
    name = "/".join([parts.netloc.rpartition("@")[2].lower(), *segments])
    name = f"{name}?{parts.query}" if parts.query else name
    name = f"{name}#{parts.fragment.replace('/', '%2F')}" if fragment and parts.fragment else name
    if len(name.encode("utf-8", "replace")) > MAX_ID_BYTES:
        raise ArticleError(f"{url[:100]!r} … is too long for an id, which has at most {MAX_ID_BYTES} bytes")
    return name


def has_host(article_id: str) -> bool:
    """Whether an id begins as `id_of_address` begins those of pages on the web: with a host that has a dot in it."""
    return "." in article_id.partition("/")[0]


def _readable(segment: str) -> str:
    """A part of a path without percent signs, unless it would be another path or no text then, or looks like what is behind it.

    In another encoding than UTF-8 it stays too: with U+FFFD for each letter two pages would be called the same.
    """
    try:
        plain = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return segment
    is_segment = plain.isprintable() and not any(mark in plain for mark in "/?#") and plain not in ("", ".", "..")
    return plain if is_segment else segment
