"""Jobs: how far they are, at a glance or as a stream."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response, StreamingResponse

from api.client import CollectionOf
from api.openapi import described, errors
from api.stream import EVENT_STREAM, sse_event, wants_events, with_signs_of_life
from api.writing.intake import Intake
from api.writing.journal import JobState
from api.writing.routes import IntakeOf
from api.writing.schemas import JobOut, ProgressOut

router = APIRouter(tags=["articles"])


@router.get("/v1/jobs/{job_id}", response_model=JobOut, responses={200: described("job"), **errors(404, 501, 503)})
async def read_job(
    job_id: str, intake: IntakeOf, collection: CollectionOf, accept: Annotated[str | None, Header()] = None
) -> Response:
    """Say how far a job is, with the results so far. Jobs go on after a restart, and are known for a week after their end.

    With `Accept: text/event-stream` an event `progress` comes with every change, and at the end `done` with the whole object.
    """
    job = await intake.job(job_id, collection)
    headers = {"cache-control": "no-store"}
    if wants_events(accept):
        headers["x-accel-buffering"] = "no"
        stream = with_signs_of_life(_events(intake, job_id, collection))
        return StreamingResponse(stream, headers=headers, media_type=EVENT_STREAM)
    return Response(job.model_dump_json(), headers=headers, media_type="application/json")


async def _events(intake: Intake, job_id: str, collection: str) -> AsyncIterator[bytes]:
    async for job in intake.jobs.follow(job_id, lambda: intake.leaving):
        if job.state is not JobState.DONE:
            progress = ProgressOut(id=job.id, state=job.state, done=job.done, total=job.total)
            yield sse_event(progress.model_dump_json(), "progress")
        else:
            whole = await intake.job(job_id, collection)
            yield sse_event(whole.model_dump_json(), "done")
