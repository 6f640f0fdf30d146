"""Articles put, uploaded and deleted."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.access.middleware import caller_of, collection_of
from api.errors import ArticleNotFoundError, NothingTakenError, NothingWrittenError, ReadOnlyError
from api.openapi import described, errors, example
from api.paths import ARTICLE_ID
from api.problems import respond_to_unfit
from api.writing.conditions import ConditionsOf, IfMatch, condition_of, is_another, is_there
from api.writing.incoming import put_text
from api.writing.intake import Intake, is_long
from api.writing.items import Item
from api.writing.journal import Job
from api.writing.lines import Lines
from api.writing.names import checked_id
from api.writing.once import IdempotencyKey, once
from api.writing.reading import FORM, NDJSON, kind_of, read_address, read_form, read_lines
from api.writing.schemas import ArticleIn, JobOut, PutOut, ResultOut, UploadOut, UrlIn
from api.writing.trail import Who
from index.changes import ChangeState, Delete

router = APIRouter(tags=["articles"])
_JSON = "application/json"
_NO_STORE = {"cache-control": "no-store"}
_NO_PASSAGES = (
    "no passage could be made of the text, which is front matter, markup or page noise alone, so that no answer will quote it; "
    "send the article's own sentences"
)


def intake_of(request: Request) -> Intake:
    """What takes articles in here; raises ReadOnlyError where nothing does."""
    intake = request.app.state.intake
    if not isinstance(intake, Intake):
        raise ReadOnlyError(
            "this service was started without a place that it can write articles to; its log of that time says why"
        )
    return intake


def who_of(request: Request) -> Who:
    """Who writes, and where to."""
    return Who(caller_of(request).key_id, collection_of(request))


IntakeOf = Annotated[Intake, Depends(intake_of)]


@router.put(
    f"/v1/articles/{ARTICLE_ID}",
    response_model=PutOut,
    responses={
        200: described("put_article"),
        201: {
            "description": "The article is new.",
            "model": PutOut,
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
        **errors(400, 408, 409, 412, 413, 415, 422, 501, 503, 507),
    },
    openapi_extra={"requestBody": described("put_article_request")},
)
async def put_article(
    article_id: str,
    body: ArticleIn,
    request: Request,
    intake: IntakeOf,
    conditions: ConditionsOf,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Create an article, or replace the one of that id. The next question is answered from it.

    Where it is stored like this already nothing is done, and `unchanged` is true. Its offsets count in the text as it was sent.
    """

    async def respond() -> Response:
        who, only_new = who_of(request), conditions.only_new
        condition = await condition_of(intake, who, article_id, conditions.if_match)
        change = await asyncio.to_thread(put_text, checked_id(article_id), body, condition, only_new=only_new)
        written = await intake.write(who, change)
        state = written.outcomes[0].state
        if state is ChangeState.CONFLICT:
            raise (
                is_there(article_id) if only_new and condition is None else is_another(article_id, conditions.if_match)
            )
        stored = written.view.catalog.describe(article_id)
        warning = None if stored.passages else _NO_PASSAGES
        out = PutOut(**stored.model_dump(), unchanged=state is ChangeState.UNCHANGED, warning=warning)
        created = state is ChangeState.CREATED
        headers = {**_NO_STORE, "etag": f'"{stored.sha256}"'}
        if created:
            headers["location"] = f"/v1/articles/{quote(article_id, safe='')}"
        return Response(out.model_dump_json(), 201 if created else 200, headers, media_type=_JSON)

    return await once(request, intake.journal, idempotency_key, body.model_dump_json().encode(), respond)


@router.delete(
    f"/v1/articles/{ARTICLE_ID}",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The article is gone."}, **errors(404, 409, 412, 422, 501, 503, 507)},
)
async def delete_article(
    article_id: str,
    request: Request,
    intake: IntakeOf,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take an article out. No answer from then on quotes it; what quoted it before is still told at `/v1/spans/{span_id}`."""

    async def respond() -> Response:
        who = who_of(request)
        condition = await condition_of(intake, who, article_id, if_match)
        written = await intake.write(who, Delete(article_id, condition))
        match written.outcomes[0].state:
            case ChangeState.ABSENT:
                raise ArticleNotFoundError.of(article_id)
            case ChangeState.CONFLICT:
                raise is_another(article_id, if_match)
            case _:
                return Response(status_code=204, headers=_NO_STORE)

    return await once(request, intake.journal, idempotency_key, b"", respond)


@router.post(
    "/v1/articles",
    response_model=UploadOut,
    responses={
        # A batch is answered line by line.
        200: {"content": {**described("upload")["content"], NDJSON: {}}},
        201: {"description": "At least one article is new.", "model": UploadOut},
        202: {
            "description": "There is a job for it.",
            "model": JobOut,
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
        **errors(400, 408, 409, 413, 415, 422, 500, 501, 502, 503, 507),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                _JSON: {"schema": {"$ref": "#/components/schemas/UrlIn"}, "example": example("upload_request")},
                FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                        "required": ["file"],
                    }
                },
                NDJSON: {"schema": {"type": "string", "description": "an article with its `id` as JSON on each line"}},
            },
        }
    },
)
async def upload(request: Request, intake: IntakeOf, idempotency_key: IdempotencyKey = None) -> Response:
    """Take in files, a page or a feed by its address, or a batch of articles, one JSON object a line.

    A file is called by its name without the ending, a page by its address without the scheme. A feed (RSS, Atom) or sitemap, by
    its address or as a file, stands for the pages it names, which are fetched. It and whatever is long become a job: 202, and
    `Location` says where its progress is. A batch is answered with a line for each line as soon as that one is written; one
    that does not fit stops no other.
    """
    kind, who = kind_of(request), who_of(request)
    body = await request.body()
    match kind:
        case _ if kind == NDJSON:
            items = await asyncio.to_thread(read_lines, body)
            return await once(request, intake.journal, idempotency_key, body, lambda: _batch(intake, who, items))
        case _ if kind == FORM:
            items = await read_form(request)
        case _:
            try:
                page = read_address(UrlIn.model_validate_json(body))
            except ValidationError as error:
                return respond_to_unfit(error)
            sent = page.to_bytes()
            return await once(request, intake.journal, idempotency_key, sent, lambda: _page(intake, who, page))
    # A form sent again has other boundaries between the same files.
    sent = b"".join(item.to_bytes() for item in items)
    make = _job if is_long(items) else _at_once
    return await once(request, intake.journal, idempotency_key, sent, lambda: make(intake, who, items))


async def _at_once(intake: Intake, who: Who, items: Sequence[Item]) -> Response:
    results = await intake.take(who, items)
    refusals = [(result.source, result.error) for result in results if result.error]
    if len(refusals) == len(results):
        failures = [(source, refusal.detail) for source, refusal in refusals]
        ours = any(refusal.status == HTTPStatus.INTERNAL_SERVER_ERROR for _, refusal in refusals)
        raise NothingWrittenError(failures) if ours else NothingTakenError(failures)
    return _uploaded(results)


async def _page(intake: Intake, who: Who, page: Item) -> Response:
    """There is nothing beside it, so that what is wrong with it is what is wrong with the request."""
    done = await intake.take_one(who, page)
    return await _begun(intake, done) if isinstance(done, Job) else _uploaded([done])


def _uploaded(results: list[ResultOut]) -> Response:
    status = 201 if any(result.state == "created" for result in results) else 200
    return Response(UploadOut(results=results).model_dump_json(), status, _NO_STORE, media_type=_JSON)


async def _job(intake: Intake, who: Who, items: Sequence[Item]) -> Response:
    return await _begun(intake, await intake.begin(who, items))


async def _begun(intake: Intake, job: Job) -> Response:
    out = await intake.job(job.id, job.who.collection)
    return Response(out.model_dump_json(), 202, {**_NO_STORE, "location": f"/v1/jobs/{job.id}"}, media_type=_JSON)


async def _batch(intake: Intake, who: Who, items: Sequence[Item]) -> Response:
    await intake.service.opened(who.collection, to_write=True)
    headers = {**_NO_STORE, "x-accel-buffering": "no"}
    return StreamingResponse(Lines(intake, who, items), headers=headers, media_type=NDJSON)
