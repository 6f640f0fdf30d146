"""Takes articles in: a few at once while the client waits, many as a job that survives a restart."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from api.errors import ApiError, JobNotFoundError
from api.service import Service
from api.writing.incoming import Fetcher
from api.writing.items import Item, change_of, is_passing, refused, taken
from api.writing.jobs import Jobs
from api.writing.journal import Job, Journal
from api.writing.schemas import JobOut, ResultOut
from index.changes import Outcome, Put
from index.formats.extract import Extractor

log = logging.getLogger(__name__)
# Articles of one job or batch that share a transaction. More would make whoever asks to write in between wait longer.
_GROUP_ITEMS = 16
# Up to here the client waits for the end; beyond there is a job.
MOST_ITEMS_AT_ONCE = 8
MOST_BYTES_AT_ONCE = 1_000_000


def is_long(items: Sequence[Item]) -> bool:
    """Whether taking these in would let a client wait too long."""
    return len(items) > MOST_ITEMS_AT_ONCE or sum(len(item.data) for item in items) > MOST_BYTES_AT_ONCE


class Intake:
    """Writes articles through `service`; `journal` keeps what must not be lost. For use from one event loop."""

    def __init__(self, service: Service, journal: Journal, fetcher: Fetcher | None = None) -> None:
        self.service, self.journal = service, journal
        self._fetcher = fetcher
        self._extractor = Extractor()
        self.jobs = Jobs(journal, self._take_waiting, service.loaded)

    def start(self) -> None:
        """Go on with the jobs that the process before has left."""
        self.jobs.start()

    async def aclose(self) -> None:
        """Let the group of articles that has begun end; the rest of its job waits for the next start."""
        await self.jobs.aclose()
        await asyncio.to_thread(self._extractor.close)
        await asyncio.to_thread(self.journal.close)

    async def take(self, items: Sequence[Item]) -> list[ResultOut]:
        """Take the items in, in order; one that cannot be is a result of its own.

        Raises what `Service.write` raises where no article can be written at all.
        """
        puts = await asyncio.gather(*(self._change(item) for item in items))
        good = [(item, put) for item, put in zip(items, puts, strict=True) if isinstance(put, Put)]
        written = iter(await self._write([put for _, put in good]))
        results = []
        for item, put in zip(items, puts, strict=True):
            outcome = next(written) if isinstance(put, Put) else put
            results.append(taken(item, outcome) if isinstance(outcome, Outcome) else refused(item, outcome))
        return results

    async def take_in_groups(self, items: Sequence[Item]) -> AsyncIterator[list[ResultOut]]:
        """The same for any number of items, some at a time."""
        for first in range(0, len(items), _GROUP_ITEMS):
            yield await self.take(items[first : first + _GROUP_ITEMS])

    async def begin(self, items: Sequence[Item]) -> Job:
        """Keep the items, durably, as a job that is done in the background."""
        return await self.jobs.add([item.to_bytes() for item in items])

    async def job(self, job_id: str) -> JobOut:
        """The job and its results so far; raises JobNotFoundError."""
        job = await asyncio.to_thread(self.journal.job, job_id)
        if job is None:
            raise JobNotFoundError("no job has this id, or it ended too long ago")
        packed = await asyncio.to_thread(self.journal.results, job_id)
        results = [ResultOut.model_validate_json(result) for result in packed]
        return JobOut(
            id=job.id,
            state=job.state,
            done=len(results),
            total=job.total,
            created_at=job.created_at,
            updated_at=job.updated_at,
            results=results,
        )

    async def _take_waiting(self, packed: Sequence[bytes]) -> list[bytes]:
        results = await self.take([Item.from_bytes(item) for item in packed])
        return [result.model_dump_json().encode() for result in results]

    async def _change(self, item: Item) -> Put | Exception:
        try:
            return await asyncio.to_thread(change_of, item, self._extractor, self._fetcher)
        except Exception as error:  # noqa: BLE001 - it becomes the result of this item, or is raised there
            return error

    async def _write(self, puts: Sequence[Put]) -> Sequence[Outcome | Exception]:
        """All in one transaction; where one of them cannot be written, each in its own."""
        if not puts:
            return []
        try:
            return (await self.service.write(puts)).outcomes
        except Exception as error:
            if _is_of_all(error):
                raise
        return [await self._write_one(put) for put in puts]

    async def _write_one(self, put: Put) -> Outcome | Exception:
        try:
            return (await self.service.write([put])).outcomes[0]
        except Exception as error:
            if _is_of_all(error):
                raise
            return error


def _is_of_all(error: Exception) -> bool:
    """Whether it keeps every article from being written, and not this one alone."""
    return isinstance(error, ApiError) or is_passing(error)
