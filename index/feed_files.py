"""What a feed holds of its entries itself, as articles that are called by their addresses; nothing is fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.article_store import Original
from index.errors import ArticleError, FormatError, NoTextError
from index.formats.extract import Extractor
from index.formats.extracted import Extracted, FeedEntry
from index.formats.feed_mark import SITEMAPS, feed_root
from index.metadata import Metadata
from index.originals import original_of
from index.page_names import id_of_address

_FETCHED = "POST its URL to /v1/articles of `pourquoi serve`, which fetches the pages"
SITEMAP_HOLDS_NONE = f"it is a sitemap, which lists addresses and holds no text; {_FETCHED}"
# Of the entries without text so many are named.
_NAMED = 3
# The endings under which feeds are looked for in a folder, and `.gz` behind them; other XML and JSON is left alone there.
FEED_ENDINGS = (".xml", ".rss", ".atom", ".rdf", ".json")


@dataclass(frozen=True, slots=True)
class EntryText:
    """The article of one entry: what was taken out of it, what the feed states of it, and the HTML that it came as."""

    article_id: str
    extracted: Extracted
    stated: Metadata
    original: Original | None


@dataclass(frozen=True, slots=True)
class UnreadEntry:
    """An entry that has a text which cannot be read, and why; `article_id` is None where its address makes no id."""

    article_id: str | None
    reason: str


def fragments_name(entries: Sequence[FeedEntry]) -> bool:
    """Whether the addresses of a feed tell behind the `#` which text they mean: two with other texts differ in nothing else.

    So it is with the entries of a live page, and with comments. Where a fragment tells where a reader comes from, the text is
    the same. Asked of the whole feed, so that an entry is called the same when the others of its page have dropped out.
    """
    first: dict[str, str] = {}
    texts = ((entry.url.partition("#")[0], entry.page) for entry in entries if entry.page is not None)
    return any(first.setdefault(address, page) != page for address, page in texts)


def own_name(entry: FeedEntry) -> str | None:
    """The id of an entry of such a feed that is another text than its page; None for one that is called as its page is.

    Raises ArticleError where its address makes no id.
    """
    return id_of_address(entry.url, fragment=True) if entry.page is not None and entry.url.partition("#")[2] else None


def entry_text(entry: FeedEntry, extractor: Extractor, article_id: str | None = None) -> EntryText:
    """The text that the feed itself has of an entry.

    Raises NoTextError where it has none, or a summary alone, and another ArticleError where it cannot be read.
    """
    if entry.page is None:
        raise NoTextError(f"{entry.url}: the feed has no text of it, or a summary alone")
    data = entry.page.encode()
    try:
        extracted = extractor.extract(data, "entry.html")
    except NoTextError as error:
        raise NoTextError(f"{entry.url}: the feed has no text of it") from error
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


def read_feed_file(data: bytes, name: str, extractor: Extractor) -> Iterator[EntryText | UnreadEntry | NoTextError]:
    """The article of each entry, in order, or why it cannot be read; last, as NoTextErrors, which have none to be read.

    Raises FormatError where the whole file cannot be read, which is NoTextError where it is a sitemap or has summaries alone.
    """
    feed = extractor.feed(data, name)
    if feed_root(data) in SITEMAPS:
        raise NoTextError(f"{name}: {SITEMAP_HOLDS_NONE}")
    if not any(entry.page for entry in feed.entries):
        raise NoTextError(f"{name}: it holds no text of its entries, summaries at most; {_FETCHED}")
    without: list[str] = []
    texts: dict[str, str] = {}
    namesakes = feed.namesakes
    apart = fragments_name(feed.entries)
    for entry in feed.entries:
        try:
            found = entry_text(entry, extractor, own_name(entry) if apart else None)
        except NoTextError:
            without.append(entry.url)
        except ArticleError as error:
            yield UnreadEntry(_id_of(entry, apart=apart), f"{name}: {error}")
        else:
            # Addresses with http and https, or with a slash at the end and without it, make one id.
            if texts.setdefault(found.article_id, found.extracted.text) == found.extracted.text:
                yield found
            else:
                namesakes += 1
    if without:
        yield NoTextError(f"{name}: {_without_text(without, len(feed.entries))}")
    if feed.nameless:
        yield NoTextError(f"{name}: {without_address(feed.nameless)}")
    if namesakes:
        yield NoTextError(f"{name}: {_with_address_of_another(namesakes)}")


def _id_of(entry: FeedEntry, *, apart: bool) -> str | None:
    try:
        return (own_name(entry) if apart else None) or id_of_address(entry.url)
    except ArticleError:
        return None


def _without_text(urls: list[str], entries: int) -> str:
    more = f" and {len(urls) - _NAMED} more" if len(urls) > _NAMED else ""
    named = f"{', '.join(urls[:_NAMED])}{more}"
    return f"{len(urls)} of its {entries} entries have no text in it, or a summary alone: {named}; {_FETCHED}"


def without_address(entries: int) -> str:
    """Why so many entries of a feed or sitemap are left out."""
    return f"{entries} of its entries have no address of http or https to be called by; save them as files"


def _with_address_of_another(entries: int) -> str:
    return f"{entries} of its entries share their address with another and have another text; save them as files"
