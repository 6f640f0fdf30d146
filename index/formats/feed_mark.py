"""Whether bytes are those of a feed or a sitemap, told by their first element and nothing else."""

import re

SITEMAPS = (b"urlset", b"sitemapindex")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|RDF|feed|urlset|sitemapindex)[\s>/]")
# What may stand before the first element: declarations, instructions and comments, each up to its own end.
_ENDS = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"))
HEAD_BYTES = 16_384
# Byte order marks, white space, and what is left of a declaration that held others.
_BETWEEN = b"\xef\xbb\xbf\xff\xfe \t\r\n]>"


def feed_root(data: bytes) -> bytes | None:
    """The name of the first element where it is one that feeds or sitemaps begin with, without its prefix."""
    # Without zero bytes, UTF-16 reads as ASCII.
    head = data[:HEAD_BYTES].replace(b"\0", b"").lstrip(_BETWEEN)
    while (end := next((end for start, end in _ENDS if head.startswith(start)), None)) is not None:
        head = head.partition(end)[2].lstrip(_BETWEEN)
    found = _ROOT.match(head)
    return found.group(1) if found else None


def is_feed(data: bytes) -> bool:
    """Whether the bytes begin as RSS, Atom or a sitemap does; nothing is parsed."""
    return feed_root(data) is not None
