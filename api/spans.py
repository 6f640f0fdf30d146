"""Quotes found again by their span id."""

from api.catalog import Catalog
from api.schemas import SpanOut
from index.article import Article
from rag.citations import FoundSpan, ParsedSpanId, SpanState, find_again, parse_span_id
from rag.errors import SpanNotFoundError
from rag.offsets import Offsets

SURROUNDINGS_CHARS = 200
# A file name may have 255 bytes and a path 4,096; in base64, with the digests beside it, that stays below this.
MAX_ID_CHARS = 6_000


def look_up(span_id: str, catalog: Catalog) -> SpanOut:
    """The quote of that id as it stands now; raises SpanNotFoundError, or ArticleNotFoundError where its article is not here."""
    parsed = _parse(span_id)
    article = catalog.article(parsed.article_id)
    return _describe(span_id, find_again(parsed, article), article)


def _parse(span_id: str) -> ParsedSpanId:
    if len(span_id) > MAX_ID_CHARS:
        raise SpanNotFoundError(f"an id of {len(span_id)} characters is none of ours")
    try:
        return parse_span_id(span_id)
    except SpanNotFoundError as error:
        raise SpanNotFoundError("this is not a span id; use one as an answer gives it") from error


def _describe(span_id: str, found: FoundSpan, article: Article) -> SpanOut:
    text, span = article.text, found.span
    here = Offsets.of(text, span.start, span.end) if span is not None and found.state is not SpanState.GONE else None
    return SpanOut(
        span_id=span_id,
        state=found.state,
        article_id=article.id,
        article_sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at.text if article.published_at else None,
        url=article.url,
        language=article.language,
        quote=text[here.start : here.end] if here else None,
        before=text[max(0, here.start - SURROUNDINGS_CHARS) : here.start] if here else None,
        after=text[here.end : here.end + SURROUNDINGS_CHARS] if here else None,
        start=here.start if here else None,
        end=here.end if here else None,
        utf16_start=here.utf16_start if here else None,
        utf16_end=here.utf16_end if here else None,
        byte_start=here.byte_start if here else None,
        byte_end=here.byte_end if here else None,
    )
