"""What a feed holds of its entries itself, as articles that are called by their addresses; nothing is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.article_store import Original
from index.errors import ArticleError, FormatError
from index.formats.extract import Extractor
from index.formats.extracted import Extracted, FeedEntry
from index.formats.feed_mark import SITEMAPS, feed_root
from index.metadata import Metadata
from index.originals import original_of
from index.page_names import id_of_address

# The endings under which feeds are looked for in a folder; other XML is left alone there.
FEED_ENDINGS = (".xml", ".rss", ".atom", ".rdf")
_FETCHED = "POST its URL to /v1/articles of `pourquoi serve`, which fetches the pages"


@dataclass(frozen=True, slots=True)
class EntryText:
    """The article of one entry: what was taken out of it, what the feed states of it, and the HTML that it came as."""

    article_id: str
    extracted: Extracted
    stated: Metadata
    original: Original | None


def entry_text(entry: FeedEntry, extractor: Extractor, article_id: str | None = None) -> EntryText:
    """The text that the feed itself has of an entry; raises ArticleError where it has a summary at most, or none can be read."""
    if entry.page is None:
        raise FormatError(f"{entry.url}: the feed has no text of it, or a summary alone")
    data = entry.page.encode()
    try:
        extracted = extractor.extract(data, "entry.html")
    except FormatError as error:
        raise FormatError(f"{entry.url}: in the feed, {error}") from error
    stated = stated_over(entry, extracted.metadata)
    return EntryText(
        article_id or id_of_address(entry.url), extracted, stated, original_of(data, "entry.html", extracted)
    )


def stated_over(entry: FeedEntry, page: Metadata) -> Metadata:
    """What is known of an entry's article: title, day and address by the feed first, the publisher by the page first."""
    by_feed = Metadata(title=entry.title, published_at=entry.published, url=entry.url)
    return by_feed.over(page).over(Metadata(publisher=entry.author))


def read_feed_file(data: bytes, name: str, extractor: Extractor) -> Iterator[EntryText | ArticleError]:
    """The article of each entry, in order, or why there is none; raises FormatError where the whole file has none."""
    feed = extractor.feed(data, name)
    if feed_root(data) in SITEMAPS:
        raise FormatError(f"{name}: it is a sitemap, which lists addresses and holds no text; {_FETCHED}")
    if not any(entry.page for entry in feed.entries):
        raise FormatError(f"{name}: it holds no text of its entries, summaries at most; {_FETCHED}")
    for entry in feed.entries:
        try:
            yield entry_text(entry, extractor)
        except ArticleError as error:
            yield ArticleError(f"{name}: {error}")
    if feed.nameless:
        yield ArticleError(f"{name}: {without_address(feed.nameless)}")


def without_address(entries: int) -> str:
    """Why so many entries of a feed or sitemap are left out."""
    return f"{entries} of its entries have no address of http or https, so they are left out"
