"""Articles, their texts, and quotes found again. Plain functions: they run in threads, since a text may have 20 MB."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.catalog import Wanted
from api.client import ReadyOf
from api.openapi import described, errors
from api.paths import ARTICLE_ID
from api.schemas import ArticleOut, ArticlePageOut, ListQuery, SpanOut
from api.spans import look_up
from index.article import Article

router = APIRouter(tags=["articles"])
_DIGITS = 16
IfNoneMatch = Annotated[str | None, Header(description="an ETag seen before")]


@router.get("/v1/articles", responses={200: described("articles"), **errors(422, 503)})
def list_articles(ready: ReadyOf, wanted: Annotated[ListQuery, Query()]) -> ArticlePageOut:
    """List the articles in the order of their ids."""
    return ready.catalog.page(wanted.cursor, wanted.limit, Wanted(wanted.filters(), wanted.title))


@router.get(
    f"/v1/articles/{ARTICLE_ID}/text",
    response_class=Response,
    responses={
        200: {"description": "The text.", "content": {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}},
        304: {"description": "The text is the one that If-None-Match names."},
        **errors(404, 503),
    },
)
def read_text(article_id: str, ready: ReadyOf, if_none_match: IfNoneMatch = None) -> Response:
    """Give the very text that offsets point into, byte for byte as it was indexed; its ETag is its sha256.

    An article whose own id ends in `/text` is described here where no article has the rest of the id.
    """
    catalog = ready.catalog
    if article_id not in catalog and f"{article_id}/text" in catalog:
        return description(catalog.describe(f"{article_id}/text"), if_none_match)
    return _text_response(catalog.article(article_id), if_none_match)


@router.get(
    f"/v1/articles/{ARTICLE_ID}",
    response_model=ArticleOut,
    responses={
        200: described("article"),
        304: {"description": "The article is the one that If-None-Match names."},
        **errors(404, 503),
    },
)
def read_article(article_id: str, ready: ReadyOf, if_none_match: IfNoneMatch = None) -> Response:
    """Describe one article. Its id may hold slashes.

    The ETag is the sha256 of its text, a full stop, and digits that change with anything else of it.
    """
    return description(ready.catalog.describe(article_id), if_none_match)


@router.get("/v1/spans/{span_id}", responses={200: described("span"), **errors(404, 503)})
def read_span(span_id: str, ready: ReadyOf) -> SpanOut:
    """Find a quote again: unchanged, moved to other offsets, or gone from its article.

    Where the article has changed or is deleted, `was` has the words as they stood and when, as long as that text is kept.
    """
    return look_up(span_id, ready)


def description(article: ArticleOut, if_none_match: str | None) -> Response:
    """The description of an article, or a 304 where `if_none_match` names it."""
    body = article.model_dump_json().encode()
    return _validated(body, description_tag(article), "application/json", if_none_match)


def description_tag(article: ArticleOut) -> str:
    """What the ETag of a description holds: the text's sha256 alone would have a client keep an old title."""
    digits = hashlib.sha256(article.model_dump_json().encode()).hexdigest()[:_DIGITS]
    return f"{article.sha256}.{digits}"


def _text_response(article: Article, if_none_match: str | None) -> Response:
    return _validated(article.text.encode(), article.sha256, "text/plain; charset=utf-8", if_none_match)


def _validated(body: bytes, tag: str, media_type: str, if_none_match: str | None) -> Response:
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache"}
    if _names(if_none_match or "", tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _names(if_none_match: str, tag: str) -> bool:
    """Whether If-None-Match names `tag`, by the weak comparison that RFC 9110 asks for here."""
    named = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in named or f'"{tag}"' in named
