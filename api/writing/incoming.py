"""From what was sent to the change it asks for. The only place that knows how a file becomes an article."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from api.writing.names import id_of_file, id_of_page
from api.writing.schemas import ArticleIn
from index.article import PartialDate
from index.changes import Put
from index.formats.extract import Extractor
from index.metadata import Metadata
from index.originals import original_of
from index.reading import article_of


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was uploaded or fetched: its name with an ending, its bytes, and the charset that was told of it, if any."""

    name: str
    data: bytes
    charset: str | None = None


class FetchedFile(Protocol):
    """A file as its server gave it; `final_url` is where it was found in the end."""

    @property
    def final_url(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def media_type(self) -> str: ...  # noqa: D102

    @property
    def charset(self) -> str | None: ...  # noqa: D102

    @property
    def data(self) -> bytes: ...  # noqa: D102


# Blocks while it fetches one file of the public web; raises an ApiError that says why it cannot be had.
Fetcher = Callable[[str], FetchedFile]

# The endings under which files of these kinds are read.
_ENDINGS = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def put_text(
    article_id: str, sent: ArticleIn, if_match: frozenset[str] | None = None, *, only_new: bool = False
) -> Put:
    """An article sent as JSON, with the conditions of `Put`; raises ArticleError where its text is none."""
    published_at = PartialDate.parse(sent.published_at) if sent.published_at else None
    stated = Metadata(sent.title, sent.publisher, published_at, sent.language, sent.url)
    with Extractor() as extractor:
        extracted = extractor.plain(sent.text.encode(), f"text of {article_id!r}")
    return Put(article_of(article_id, extracted, stated), if_match=if_match, only_new=only_new)


def put_file(
    sent: SentFile, extractor: Extractor, article_id: str | None = None, stated: Metadata | None = None
) -> Put:
    """An article sent as a file; raises ArticleError where it cannot be read, ArticleIdError where it cannot be called so."""
    called = article_id or id_of_file(sent.name)
    extracted = extractor.extract(sent.data, sent.name, sent.charset)
    article = article_of(called, extracted, stated or Metadata())
    return Put(article, original_of(sent.data, sent.name, extracted))


def put_page(page: FetchedFile, extractor: Extractor, article_id: str | None = None) -> Put:
    """A file that was fetched; raises as `put_file` does."""
    called = article_id or id_of_page(page.final_url)
    return put_file(sent_page(page), extractor, called, Metadata(url=page.final_url))


def sent_page(page: FetchedFile) -> SentFile:
    """A file that was fetched, under a name with the ending of its kind."""
    ending = _ENDINGS.get(page.media_type) or PurePosixPath(urlsplit(page.final_url).path).suffix
    return SentFile(f"page{ending}", page.data, page.charset)
