"""Whether bytes are those of a feed or a sitemap, packed or not, told by how they begin and nothing else."""

import re

from index.formats.packed import head_of

SITEMAPS = (b"urlset", b"sitemapindex")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|RDF|feed|urlset|sitemapindex)[\s>/]")
# The address that says which version of JSON Feed it is; some writers put a backslash before each slash.
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
# What may stand before the first element: declarations, instructions and comments, each up to its own end.
_ENDS = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"))
HEAD_BYTES = 16_384
# Byte order marks, white space, and what is left of a declaration that held others.
_BETWEEN = b"\xef\xbb\xbf\xff\xfe \t\r\n]>"


def feed_root(data: bytes) -> bytes | None:
    """The name of the first element where it is one that feeds or sitemaps begin with, without its prefix."""
    head = _head(data)
    while (end := next((end for start, end in _ENDS if head.startswith(start)), None)) is not None:
        head = head.partition(end)[2].lstrip(_BETWEEN)
    found = _ROOT.match(head)
    return found.group(1) if found else None


def is_feed(data: bytes) -> bool:
    """Whether the bytes begin as RSS, Atom, JSON Feed or a sitemap does; nothing is parsed."""
    return feed_root(data) is not None or is_json_feed(data)


def is_json_feed(data: bytes) -> bool:
    """Whether the bytes begin as a JSON object that says to be a JSON Feed."""
    head = _head(data)
    return head.startswith(b"{") and _JSON_FEED.search(head) is not None


def _head(data: bytes) -> bytes:
    # Without zero bytes, UTF-16 reads as ASCII.
    return head_of(data, HEAD_BYTES).replace(b"\0", b"").lstrip(_BETWEEN)
