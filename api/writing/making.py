"""What each kind of item comes to: a change, or several other items."""

from api.errors import ArticleIdError, NoFetcherError
from api.writing.feeds import Several, is_feed_file, opened, put_entry
from api.writing.incoming import FetchedFile, Fetcher, SentFile, put_file, put_page, put_text
from api.writing.items import Item, Kind
from api.writing.schemas import NamedArticleIn
from index.changes import Put
from index.errors import ArticleError
from index.formats.extract import Extractor
from index.formats.feed_mark import is_feed


def made_of(item: Item, extractor: Extractor, fetcher: Fetcher | None) -> Put | Several:
    """What the item asks for; blocks while a page is fetched or a file is read.

    Raises ApiError, CorpusError, or ValidationError for a line that does not fit.
    """
    match item.kind:
        case Kind.FILE:
            if is_feed_file(item.name, item.data):
                return opened(item.data, item.name, extractor, further=True)
            return put_file(SentFile(item.name, item.data), extractor, item.article_id)
        case Kind.PAGE:
            return _page_or_feed(item, extractor, fetcher)
        case Kind.LINE:
            sent = NamedArticleIn.model_validate_json(item.data)
            return put_text(sent.id, sent)
        case Kind.FEED | Kind.SITEMAP:
            return _feed(item, extractor, fetcher)
        case Kind.ENTRY:
            return put_entry(item, extractor, fetcher)
        case Kind.LEFT_OUT:
            raise ArticleError(item.data.decode())


def _page_or_feed(item: Item, extractor: Extractor, fetcher: Fetcher | None) -> Put | Several:
    page = _fetched(item.name, fetcher)
    if not is_feed(page.data):
        return put_page(page, extractor, item.article_id)
    if item.article_id is not None:
        raise ArticleIdError("this is a feed or a sitemap, of many articles; leave `id` out, each has its own")
    return Several(page.final_url, (Item(Kind.FEED, page.final_url, page.data, charset=page.charset),))


def _feed(item: Item, extractor: Extractor, fetcher: Fetcher | None) -> Several:
    """What a feed that is here already lists, or a sitemap of an index, which is not followed any further."""
    if item.kind is Kind.FEED:
        return opened(item.data, item.name, extractor, item.name, item.charset, further=True)
    page = _fetched(item.name, fetcher)
    return opened(page.data, page.final_url, extractor, page.final_url, page.charset, further=False)


def _fetched(url: str, fetcher: Fetcher | None) -> FetchedFile:
    if fetcher is None:
        raise NoFetcherError("this service fetches no pages; upload the file instead")
    return fetcher(url)
