"""Articles, their texts, and quotes found again. Plain functions: they run in threads, since a text may have 20 MB."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import JSONResponse, Response

from api.catalog import Wanted
from api.client import ReadyOf
from api.openapi import described, errors
from api.schemas import ArticleOut, ArticlePageOut, ListQuery, SpanOut
from api.spans import look_up
from index.article import Article

router = APIRouter(tags=["articles"])


@router.get("/v1/articles", responses={200: described("articles"), **errors(422, 503)})
def list_articles(ready: ReadyOf, wanted: Annotated[ListQuery, Query()]) -> ArticlePageOut:
    """List the articles in the order of their ids."""
    return ready.catalog.page(wanted.cursor, wanted.limit, Wanted(wanted.filters(), wanted.title))


@router.get(
    "/v1/articles/{article_id:path}/text",
    response_class=Response,
    responses={
        200: {"description": "The text.", "content": {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}},
        304: {"description": "The text is the one that If-None-Match names."},
        **errors(404, 503),
    },
)
def read_text(
    article_id: str,
    ready: ReadyOf,
    if_none_match: Annotated[str | None, Header(description="an ETag seen before")] = None,
) -> Response:
    """Give the very text that offsets point into, byte for byte as it was indexed; its ETag is its sha256.

    An article whose own id ends in `/text` is described here where no article has the rest of the id.
    """
    catalog = ready.catalog
    if article_id not in catalog and f"{article_id}/text" in catalog:
        return JSONResponse(catalog.describe(f"{article_id}/text").model_dump(mode="json"))
    return _text_response(catalog.article(article_id), if_none_match)


@router.get("/v1/articles/{article_id:path}", responses={200: described("article"), **errors(404, 503)})
def read_article(article_id: str, ready: ReadyOf) -> ArticleOut:
    """Describe one article. Its id may hold slashes."""
    return ready.catalog.describe(article_id)


@router.get("/v1/spans/{span_id}", responses={200: described("span"), **errors(404, 503)})
def read_span(span_id: str, ready: ReadyOf) -> SpanOut:
    """Find a quote again: unchanged, moved to other offsets, or gone from its article.

    Where the article has changed or is deleted, `was` has the words as they stood and when, as long as that text is kept.
    """
    return look_up(span_id, ready)


def _text_response(article: Article, if_none_match: str | None) -> Response:
    headers = {"etag": f'"{article.sha256}"', "cache-control": "no-cache"}
    if _names(if_none_match or "", article.sha256):
        return Response(status_code=304, headers=headers)
    return Response(article.text.encode(), headers=headers, media_type="text/plain; charset=utf-8")


def _names(if_none_match: str, tag: str) -> bool:
    """Whether If-None-Match names `tag`, by the weak comparison that RFC 9110 asks for here."""
    named = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in named or f'"{tag}"' in named
