"""A feed or a sitemap to the items it stands for, and each of its entries to an article."""

import json
from dataclasses import dataclass
from pathlib import PurePath

from api.errors import ApiError, NoFetcherError
from api.open_collection import Ready
from api.writing.incoming import Fetcher, sent_page
from api.writing.items import Item, Kind
from api.writing.names import checked_id, id_of_page
from index.changes import ChangeState, Outcome, Put
from index.errors import ArticleError, CorpusError, FormatError
from index.feed_files import entry_text, fragments_name, own_name, stated_over, without_address
from index.formats.extract import PLAIN, Extractor
from index.formats.extracted import FeedEntry
from index.formats.feed_mark import is_feed
from index.formats.frames import entry_from_json, entry_to_json
from index.originals import original_of
from index.reading import article_of

# What a job may grow to. At a second a page that is three hours.
MOST_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class Several:
    """What one item stands for: `items` in its place, at least one. `source` is what it is called."""

    source: str
    items: tuple[Item, ...]

    def within(self, most: int) -> tuple[Item, ...]:
        """At most so many of the items, and at least one; the last says how many are left out, if any."""
        if len(self.items) <= most:
            return self.items
        kept = self.items[: max(most - 1, 0)]
        reason = (
            f"{len(self.items) - len(kept)} of its {len(self.items)} addresses are left out, since a job has at most "
            f"{MOST_ITEMS}; send them as a sitemap of their own"
        )
        return (*kept, _left_out(self.source, reason))


def is_feed_file(name: str, data: bytes) -> bool:
    """Whether a file is a feed or a sitemap, packed or not; text is an article, whatever it looks like."""
    return PurePath(name).suffix.lower() not in PLAIN and is_feed(data)


def opened(
    data: bytes, name: str, extractor: Extractor, base: str = "", charset: str | None = None, *, further: bool
) -> Several:
    """The entries of a feed or sitemap called `name` as items, and with `further` the sitemaps that an index names.

    `base` is where it was found, empty for a file, and `charset` what its server told of it. Raises FormatError where it cannot
    be read or names nothing.
    """
    feed = extractor.feed(data, name, base, charset)
    apart = fragments_name(feed.entries)
    items = [_entry_item(entry, apart=apart) for entry in feed.entries]
    if further:
        items += [Item(Kind.SITEMAP, url, b"") for url in feed.sitemaps]
    elif feed.sitemaps:
        items.append(_left_out(name, f"it names {len(feed.sitemaps)} more sitemaps, which are not followed from here"))
    if feed.nameless:
        items.append(_left_out(name, without_address(feed.nameless)))
    if not items:
        raise FormatError(f"{name}: it names no article")
    return Several(name, tuple(items))


def put_entry(item: Item, extractor: Extractor, fetcher: Fetcher | None) -> Put:
    """The article of an entry: its page, or what the feed itself has of it where the page cannot be had or read.

    An item with an id of its own is one of several on a page, and always what the feed has of it. Raises what fetching and
    reading the page raised where the feed has no text of it either.
    """
    entry = entry_of(item)
    if item.article_id is not None:
        return _put_own(entry, item.article_id, extractor)
    article_id = id_of_page(item.name)
    try:
        return _put_page_of(entry, article_id, extractor, fetcher)
    except (ApiError, CorpusError):
        if entry.page is None:
            raise
    return _put_own(entry, article_id, extractor)


def entry_of(item: Item) -> FeedEntry:
    """What the feed says of an entry that waited as an item."""
    return entry_from_json(json.loads(item.data))


def known_since(item: Item, ready: Ready) -> Outcome | None:
    """That nothing is to be done for an entry, whose page has not changed since its article was stored; None otherwise."""
    changed_by = entry_of(item).changed_by
    if changed_by is None or ready.store is None:
        return None
    with ready.store.reading() as reading:
        head = reading.head(id_of_page(item.name))
    if head is None or head.changed_at <= changed_by:
        return None
    return Outcome(head.article_id, ChangeState.UNCHANGED, head.sha256)


def known_same(put: Put, ready: Ready) -> Outcome | None:
    """That nothing is to be done for an article that is stored with the same text and says the same of itself.

    The page around it may differ each time that it is fetched.
    """
    article = put.article
    if article.id not in ready.catalog or ready.catalog.article(article.id) != article:
        return None
    return Outcome(article.id, ChangeState.UNCHANGED, article.sha256)


def _put_page_of(entry: FeedEntry, article_id: str, extractor: Extractor, fetcher: Fetcher | None) -> Put:
    if fetcher is None:
        raise NoFetcherError("this service fetches no pages; upload the articles instead")
    page = fetcher(entry.url)
    if is_feed(page.data):
        raise ArticleError(f"{entry.url} leads to another feed, which is not followed; send its URL by itself")
    sent = sent_page(page)
    extracted = extractor.extract(sent.data, sent.name, sent.charset)
    article = article_of(article_id, extracted, stated_over(entry, extracted.metadata))
    return Put(article, original_of(sent.data, sent.name, extracted))


def _put_own(entry: FeedEntry, article_id: str, extractor: Extractor) -> Put:
    own = entry_text(entry, extractor, article_id)
    return Put(article_of(article_id, own.extracted, own.stated), own.original)


def _entry_item(entry: FeedEntry, *, apart: bool) -> Item:
    data = json.dumps(entry_to_json(entry)).encode()
    try:
        article_id = own_name(entry) if apart else None
        return Item(Kind.ENTRY, entry.url, data, None if article_id is None else checked_id(article_id))
    except (ApiError, ArticleError) as error:
        return _left_out(entry.url, str(error))


def _left_out(name: str, reason: str) -> Item:
    return Item(Kind.LEFT_OUT, name, reason.encode())
