"""Feeds (RSS, Atom) and sitemaps to lists of addresses; nothing is fetched. The only module that loads feedparser."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from time import struct_time
from typing import TYPE_CHECKING

from index.article import PartialDate
from index.errors import FormatError, SettingError
from index.formats.extracted import Feed, FeedEntry, one_line, web_address
from index.formats.xml import parsed, refuse_entities

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 50_000  # what the sitemap protocol allows in one file
_SITEMAP = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")
_HEAD_BYTES = 4_096


def read_feed(data: bytes) -> Feed:
    """The entries of a feed or a sitemap in its order, each address once; raises FormatError where it is neither."""
    refuse_entities(data)
    entries: Iterable[FeedEntry]
    sitemaps: Iterable[str] = ()
    if _SITEMAP.search(data[:_HEAD_BYTES].replace(b"\0", b"")):
        root = parsed(data)
        entries = _urls(root)
        sitemaps = filter(None, (web_address(_value(item, "loc")) for item in _named(root, "sitemap")))
    else:
        entries = _entries(data)
    once: dict[str, FeedEntry] = {}
    for entry in entries:
        once.setdefault(entry.url, entry)
        if len(once) > MAX_ENTRIES:
            raise FormatError(f"it names more than {MAX_ENTRIES} addresses; split it")
    return Feed(tuple(once.values()), tuple(dict.fromkeys(sitemaps)))


def _entries(data: bytes) -> Iterator[FeedEntry]:
    import feedparser

    # A stream, because of a string it would ask whether it is an address or a file.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version") and not found.entries:
        raise FormatError("it is neither RSS nor Atom nor a sitemap; give the address of one")
    for entry in found.entries:
        url = web_address(entry.get("link"))
        if url is not None:
            day = _day(entry.get("published_parsed") or entry.get("updated_parsed"))
            yield FeedEntry(url, one_line(entry.get("title")), day)


def _urls(root: "_Element") -> Iterator[FeedEntry]:
    for item in _named(root, "url"):
        url = web_address(_value(item, "loc"))
        if url is not None:
            stated = _value(item, "publication_date") or _value(item, "lastmod")
            yield FeedEntry(url, one_line(_value(item, "title")), _date(stated))


def _named(element: "_Element", name: str) -> "Iterator[_Element]":
    """The elements of this name below `element`, in any namespace: sitemaps use several versions of theirs."""
    found: Iterator[_Element] = element.iter(f"{{*}}{name}")
    return found


def _value(element: "_Element", name: str) -> str | None:
    found = next(_named(element, name), None)
    return None if found is None or not found.text else found.text.strip()


def _day(when: struct_time | None) -> PartialDate | None:
    """The day in UTC; None where there is none, or none in the calendar."""
    try:
        return PartialDate.parse(date(*when[:3]).isoformat()) if when else None
    except (ValueError, TypeError, OverflowError):
        return None


def _date(stated: str | None) -> PartialDate | None:
    """A W3C date as far as its day."""
    try:
        return PartialDate.parse(stated.split("T")[0]) if stated else None
    except SettingError:
        return None
