"""Quotes found again by their span id."""

import re

from api.errors import ArticleNotFoundError
from api.open_collection import Ready
from api.schemas import SpanOut, WasOut, rfc_3339
from index.article import Article
from index.article_store import Revision
from rag.citations import FoundSpan, ParsedSpanId, SpanState, find_again, parse_span_id, words_at
from rag.errors import SpanNotFoundError
from rag.offsets import Offsets
from rag.places import PlaceOut, place_out

SURROUNDINGS_CHARS = 200
# A file name may have 255 bytes and a path 4,096; in base64, with the digests beside it, that stays below this.
MAX_ID_CHARS = 6_000
_DIGEST = re.compile(r"[0-9a-f]{24}")


def look_up(span_id: str, ready: Ready) -> SpanOut:
    """The quote of that id as it stands now, and as it stood in the revision it was cited from where that is kept.

    Raises SpanNotFoundError, or ArticleNotFoundError where neither its article nor that revision is here.
    """
    parsed = _parse(span_id)
    article = ready.catalog.article(parsed.article_id) if parsed.article_id in ready.catalog else None
    revision = _revision(parsed, article, ready)
    # An id is made by whoever sends it: what it says of a revision is believed where the words are really there.
    old_words = words_at(parsed, revision.text) if revision else None
    was = _was(parsed, revision, old_words) if revision and old_words is not None else None
    if article is None:
        if was is None:
            raise ArticleNotFoundError.of(parsed.article_id)
        return _describe(span_id, parsed, None, FoundSpan(SpanState.GONE, None), was)
    found = find_again(parsed, article, old_words)
    described = _describe(span_id, parsed, article, found, was)
    return described.model_copy(update={"original": _place(described, ready)})


def _parse(span_id: str) -> ParsedSpanId:
    if len(span_id) > MAX_ID_CHARS:
        raise SpanNotFoundError(f"an id of {len(span_id)} characters is none of ours")
    try:
        return parse_span_id(span_id)
    except SpanNotFoundError as error:
        raise SpanNotFoundError("this is not a span id; use one as an answer gives it") from error


def _revision(parsed: ParsedSpanId, article: Article | None, ready: Ready) -> Revision | None:
    """The revision that was cited, where it is kept and is not the text that the article has now."""
    if ready.store is None or not _DIGEST.fullmatch(parsed.article_digest):
        return None
    if article is not None and article.sha256.startswith(parsed.article_digest):
        return None
    return ready.store.revision(parsed.article_id, parsed.article_digest)


def _was(parsed: ParsedSpanId, revision: Revision, quote: str) -> WasOut:
    text, start, end = revision.text, parsed.start, parsed.end
    return WasOut(
        quote=quote,
        before=text[max(0, start - SURROUNDINGS_CHARS) : start],
        after=text[end : end + SURROUNDINGS_CHARS],
        start=start,
        end=end,
        article_sha256=revision.sha256,
        valid_from=rfc_3339(revision.valid_from),
        valid_until=rfc_3339(revision.valid_until) if revision.valid_until else None,
    )


def _place(described: SpanOut, ready: Ready) -> PlaceOut | None:
    """Where the quote begins in the file that its article was read from."""
    if described.start is None or described.end is None:
        return None
    generation = ready.pipeline.searcher.generation
    return place_out(generation.places(described.article_id, described.start, described.end))


def _describe(
    span_id: str, parsed: ParsedSpanId, article: Article | None, found: FoundSpan, was: WasOut | None
) -> SpanOut:
    text, span = article.text if article else "", found.span
    here = Offsets.of(text, span.start, span.end) if span is not None and found.state is not SpanState.GONE else None
    return SpanOut(
        span_id=span_id,
        state=found.state,
        article_id=parsed.article_id,
        article_sha256=article.sha256 if article else None,
        title=article.title if article else None,
        publisher=article.publisher if article else None,
        published_at=article.published_at.text if article and article.published_at else None,
        url=article.url if article else None,
        language=article.language if article else None,
        quote=text[here.start : here.end] if here else None,
        before=text[max(0, here.start - SURROUNDINGS_CHARS) : here.start] if here else None,
        after=text[here.end : here.end + SURROUNDINGS_CHARS] if here else None,
        start=here.start if here else None,
        end=here.end if here else None,
        utf16_start=here.utf16_start if here else None,
        utf16_end=here.utf16_end if here else None,
        byte_start=here.byte_start if here else None,
        byte_end=here.byte_end if here else None,
        was=was,
    )
