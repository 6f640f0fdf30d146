"""What an article was: the file it came from, and the texts it had."""

from fastapi import APIRouter
from starlette.responses import Response

from api.client import ReadyOf
from api.errors import ArticleNotFoundError, OriginalNotFoundError
from api.open_collection import Ready
from api.openapi import described, errors
from api.paths import ARTICLE_ID
from api.routes_articles import description
from api.schemas import rfc_3339
from api.writing.schemas import RevisionOut, RevisionsOut

router = APIRouter(tags=["articles"])


@router.get(
    f"/v1/articles/{ARTICLE_ID}/original",
    response_class=Response,
    responses={
        200: {"description": "The bytes.", "content": {"application/octet-stream": {"schema": {"type": "string"}}}},
        **errors(404, 503),
    },
)
def read_original(article_id: str, ready: ReadyOf) -> Response:
    """Give the file that an article was read from, byte for byte, to be saved; 404 where its text is all there is."""
    if article_id not in ready.catalog and f"{article_id}/original" in ready.catalog:
        return _described(f"{article_id}/original", ready)
    article = ready.catalog.article(article_id)
    original = ready.store.original(article_id) if ready.store else None
    if original is None:
        raise OriginalNotFoundError("this article came as text; GET its /text")
    headers = {
        # As it is: with `media_type` every text would be said to be UTF-8, whatever the file says of itself.
        "content-type": original.media_type,
        # Whatever it is, a browser saves it and opens nothing.
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
        "content-security-policy": "sandbox",
        "x-article-sha256": article.sha256,
    }
    return Response(original.data, headers=headers)


@router.get(
    f"/v1/articles/{ARTICLE_ID}/revisions",
    response_model=RevisionsOut,
    responses={200: described("revisions"), **errors(404, 503)},
)
def read_revisions(article_id: str, ready: ReadyOf) -> Response:
    """List the texts of an article that are kept, newest first, also of one that is deleted."""
    if article_id not in ready.catalog and f"{article_id}/revisions" in ready.catalog:
        return _described(f"{article_id}/revisions", ready)
    kept = ready.store.history(article_id) if ready.store else ()
    if not kept:
        raise ArticleNotFoundError.of(article_id)
    revisions = [
        RevisionOut(
            sha256=one.sha256,
            characters=len(one.text),
            valid_from=rfc_3339(one.valid_from),
            valid_until=rfc_3339(one.valid_until) if one.valid_until else None,
        )
        for one in kept
    ]
    return Response(RevisionsOut(id=article_id, revisions=revisions).model_dump_json(), media_type="application/json")


def _described(article_id: str, ready: Ready) -> Response:
    """An article whose own id ends like the route."""
    return description(ready.catalog.describe(article_id), None)
