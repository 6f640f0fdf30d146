"""Feeds (RSS, Atom, JSON Feed) and sitemaps to what they list; nothing is fetched. The only module that loads feedparser."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from time import struct_time
from typing import TYPE_CHECKING, Any

from index.article import PartialDate
from index.errors import FormatError
from index.formats.charset import xml_in_utf_8
from index.formats.dates import stated_day
from index.formats.entries import entry_page, paragraphs, whole_address
from index.formats.extracted import Feed, FeedEntry, language_code, one_line
from index.formats.feed_mark import SITEMAPS, feed_root, is_json_feed
from index.formats.json_feed import json_entries
from index.formats.xml import parsed, refuse_entities

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 50_000  # what the sitemap protocol allows in one file
# A description is the synopsis of an article, or all of it, and does not say which; no synopsis is as long as this.
SYNOPSIS_CHARS = 500
# The end of a day, in the last place on Earth where it ends.
_DAY_ENDS = timedelta(hours=24 + 12)
_TAG = re.compile(r"<[^<>]*>")


def read_feed(data: bytes, base: str = "", told: str | None = None) -> Feed:
    """The entries of a feed or a sitemap in its order, each address once; raises FormatError where it is neither.

    Relative addresses begin at the `xml:base` of the feed, else at `base`, else at the address of its site. `told` is the
    charset that its server names, which comes before the one that it declares; JSON is in UTF-8 whatever is told.
    """
    if not is_json_feed(data):
        data = xml_in_utf_8(data, told)
    root = parsed(data) if feed_root(data) in SITEMAPS else None
    once: dict[str, FeedEntry] = {}
    nameless = namesakes = 0
    for entry in _urls(root, base) if root is not None else _feed_entries(data, base):
        if entry is None:
            nameless += 1
            continue
        first = once.setdefault(entry.url, entry)
        namesakes += entry.page is not None and entry.page != first.page
        if len(once) > MAX_ENTRIES:
            raise FormatError(f"it names more than {MAX_ENTRIES} addresses; split it")
    further = (whole_address(_value(item, "loc"), base) for item in _named(root, "sitemap")) if root is not None else ()
    return Feed(tuple(once.values()), tuple(dict.fromkeys(filter(None, further))), nameless, namesakes)


def _feed_entries(data: bytes, base: str) -> Iterator[FeedEntry | None]:
    """The entries of a feed, None for one without an address."""
    return json_entries(data, base) if is_json_feed(data) else _xml_entries(data, base)


def _xml_entries(data: bytes, base: str) -> Iterator[FeedEntry | None]:
    import feedparser

    refuse_entities(data)
    # A stream, because of a string it would ask whether it is an address or a file.
    found = feedparser.parse(
        io.BytesIO(data),
        sanitize_html=False,
        resolve_relative_uris=False,
        # Without a type it would take what declares no encoding for Latin-1.
        response_headers={"content-type": "application/xml"} | ({"content-location": base} if base else {}),
    )
    if not found.get("version") and not found.entries:
        raise FormatError("it is neither RSS nor Atom nor JSON Feed nor a sitemap; give the address of one")
    site, language = found.feed.get("link") or "", language_code(found.feed.get("language"))
    # What Atom says of a feed's author holds for entries that name none (RFC 4287, 4.2.1); RSS has an editor there.
    inherited = found.feed.get("author_detail") if found.get("version", "").startswith("atom") else None
    for entry in found.entries:
        url = whole_address(entry.get("link"), site)
        if url is None:
            yield None
            continue
        title, author = _words(entry, "title"), entry.get("author_detail") or inherited or {}
        day = _day(entry, "published") or _day(entry, "updated")
        name = one_line(author.get("name") or entry.get("author"))
        yield FeedEntry(url, title, day, name, _page(entry, title, language))


def _page(entry: dict[str, Any], title: str | None, language: str | None) -> str | None:
    """The article as the feed holds it, as a page; None where there is at most a summary of it."""
    content = max((_html(one) for one in entry.get("content", ())), key=len, default="")
    if not content.strip():
        content = _html(entry.get("summary_detail") or {})
        if len(_TAG.sub("", content)) <= SYNOPSIS_CHARS:
            return None
    return entry_page(content, title, language)


def _html(content: dict[str, Any]) -> str:
    """One content of an entry as HTML."""
    value = str(content.get("value") or "")
    return paragraphs(value) if content.get("type") == "text/plain" else value


def _words(entry: dict[str, Any], name: str) -> str | None:
    """A value of one line, without the tags that it may have."""
    value = str(entry.get(name) or "")
    if (entry.get(f"{name}_detail") or {}).get("type") != "text/plain":
        value = unescape(_TAG.sub("", value))
    return one_line(value)


def _urls(root: "_Element", base: str) -> Iterator[FeedEntry | None]:
    """The pages of a sitemap, None for one without an address. When a page was changed does not tell when it came out."""
    for item in _named(root, "url"):
        url = whole_address(_value(item, "loc"), base)
        if url is None:
            yield None
            continue
        # An image or a film on the page has a title and a day of its own.
        news = next(_named(item, "news"), None)
        title, published = (None, None) if news is None else (_value(news, "title"), _value(news, "publication_date"))
        yield FeedEntry(url, one_line(title), stated_day(published), changed_by=_end_of(_value(item, "lastmod")))


def _named(element: "_Element", name: str) -> "Iterator[_Element]":
    """The elements of this name below `element`, in any namespace: sitemaps use several versions of theirs."""
    found: Iterator[_Element] = element.iter(f"{{*}}{name}")
    return found


def _value(element: "_Element", name: str) -> str | None:
    """What the child of this name holds, in any namespace."""
    found = element.find(f"{{*}}{name}")
    return None if found is None or not found.text else found.text.strip()


def _day(entry: Any, name: str) -> PartialDate | None:  # noqa: ANN401  # what feedparser makes has no type
    """The day that an entry states under this name; in UTC where it is written in a form that feedparser alone reads."""
    if name not in entry:
        return None
    when: struct_time | None = entry.get(f"{name}_parsed")
    try:
        return stated_day(entry[name]) or (PartialDate.parse(date(*when[:3]).isoformat()) if when else None)
    except (ValueError, TypeError, OverflowError):
        return None


def _end_of(stated: str | None) -> datetime | None:
    """The moment that a W3C date states, or the end of its day; None for less than a day, and for what is none."""
    try:
        moment = datetime.fromisoformat(stated or "")
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + _DAY_ENDS
    except (ValueError, OverflowError):
        return None
