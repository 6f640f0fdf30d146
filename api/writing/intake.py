"""Takes articles in: a few at once while the client waits, many as a job that survives a restart."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TypeGuard, TypeVar, TypeVarTuple

from api.access.audit import AuditLog, Write
from api.errors import ApiError, JobNotFoundError, NoSpaceError, StoppingError
from api.fetch.patience import Patience
from api.open_collection import Ready
from api.service import Service
from api.writing.extractors import Extractors
from api.writing.feeds import MOST_ITEMS, Several, is_feed_file, known_same, known_since
from api.writing.following import Follower
from api.writing.incoming import FetchedFile, Fetcher
from api.writing.items import Item, Kind, is_passing, line_of, line_of_known, line_of_unread, refused, taken
from api.writing.jobs import Jobs
from api.writing.journal import Job, Journal, Opened
from api.writing.kept import Kept, Made
from api.writing.making import made_of
from api.writing.schemas import JobOut, ResultOut
from api.writing.trail import Trail, Who
from api.writing.writer import Written
from index.changes import Change, Outcome, Put
from index.formats.extract import Extractor

T = TypeVar("T")
Args = TypeVarTuple("Args")
# Articles of one job or batch that share a transaction. More would make whoever asks to write in between wait longer.
_GROUP_ITEMS = 16
# Up to here the client waits for the end; beyond there is a job.
MOST_ITEMS_AT_ONCE = 8
MOST_BYTES_AT_ONCE = 1_000_000
# Pages that are fetched and files that are read at once, in all and of one collection: those of one share a child that reads.
_MAKERS, _MADE_AT_ONCE = 16, 2
# Read one after the other, since they are mostly of one host.
_FETCHED = (Kind.ENTRY, Kind.SITEMAP)
# How often it is looked for what is old in the journal, whose file is written anew where there was something.
_FORGET_SECONDS = 3600.0
# What came of an item: a write, or that none was needed; others in its place; or an error.
_Outcome = Outcome | Several | Exception


def is_long(items: Sequence[Item]) -> bool:
    """Whether taking these in would let a client wait too long."""
    if len(items) > MOST_ITEMS_AT_ONCE or sum(len(item.data) for item in items) > MOST_BYTES_AT_ONCE:
        return True
    return any(item.kind is Kind.FILE and is_feed_file(item.name, item.data) for item in items)


class Intake:
    """Writes articles through `service`. For use from one event loop.

    `journal` keeps what must not be lost. Each write leaves its line in `audit_log`, if there is one, before it is acknowledged.
    """

    def __init__(
        self, service: Service, journal: Journal, fetcher: Fetcher | None = None, audit_log: AuditLog | None = None
    ) -> None:
        self.service, self.journal = service, journal
        self._fetcher = fetcher
        # Of each collection its own: whose pages do not arrive keeps nobody else's from being fetched.
        self._patient = defaultdict[str, Patience[FetchedFile]](lambda: Patience(fetcher)) if fetcher else None
        self._one_fetch = asyncio.Lock()
        # Threads of their own: a page may take fifteen seconds, and what keys, journals and questions need must not wait for it.
        self._makers = ThreadPoolExecutor(_MAKERS, "make")
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_MADE_AT_ONCE))
        self._extractors = Extractors()
        self._trail = Trail(audit_log)
        self._kept = Kept()
        self._forgetting = Follower(self._forget_old, "old responses and results cannot be deleted", _FORGET_SECONDS)
        self.jobs = Jobs(journal, self._take_waiting, service.loaded, _is_fetched)

    @property
    def leaving(self) -> bool:
        """Whether the service has been told to end."""
        return self.service.draining

    def start(self) -> None:
        """Go on with the jobs that the process before has left."""
        self.jobs.start()
        self._forgetting.start()

    async def aclose(self) -> None:
        """Let what is being read or written end; the group that it is of, unless it is all read, waits for the next start."""
        await self._forgetting.aclose()
        await self.jobs.aclose()
        await self._trail.aclose()
        await self._extractors.aclose()
        await asyncio.to_thread(self._makers.shutdown)
        await asyncio.to_thread(self.journal.close)

    async def write(self, who: Who, change: Change) -> Written[Ready]:
        """Do one change; raises UnloggedError, and what `Service.write` raises."""
        return await self._trail.whole(self._written(who, change))

    async def take(self, who: Who, items: Sequence[Item]) -> list[ResultOut]:
        """Take the items in, in order; one that cannot be is a result of its own.

        Raises UnloggedError, and what `Service.write` raises where no article can be written at all.
        """
        outcomes = await self._outcomes(who, items)
        return [_result(item, outcome) for item, outcome in zip(items, outcomes, strict=True)]

    async def take_one(self, who: Who, item: Item) -> ResultOut | Job:
        """The same for one item, or the job that it needs; raises whatever keeps it from being taken in."""
        (outcome,) = await self._outcomes(who, [item])
        match outcome:
            case Outcome():
                return taken(item, outcome)
            case Several():
                return await self.begin(who, outcome.items)
            case _:
                raise outcome

    async def take_in_groups(self, who: Who, items: Sequence[Item]) -> AsyncIterator[list[ResultOut]]:
        """The same for any number of items, some at a time."""
        for first in range(0, len(items), _GROUP_ITEMS):
            yield await self.take(who, items[first : first + _GROUP_ITEMS])

    async def begin(self, who: Who, items: Sequence[Item]) -> Job:
        """Keep the items, durably, as a job that is done in the background."""
        return await self.jobs.add([item.to_bytes() for item in items], who)

    async def job(self, job_id: str, collection: str) -> JobOut:
        """The job and its results so far; raises JobNotFoundError where that collection has none of that id."""
        job = await asyncio.to_thread(self.journal.job, job_id)
        if job is None or job.who.collection != collection:
            raise JobNotFoundError(
                f"no job is called {job_id[:100]!r}, or it ended over a week ago; send the articles again"
            )
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

    async def _take_waiting(self, job: Job, packed: Sequence[bytes]) -> list[bytes | Opened]:
        items = [Item.from_bytes(item) for item in packed]
        room = MOST_ITEMS - job.total
        done: list[bytes | Opened] = []
        made = await self._made_once(job, items)
        for item, outcome in zip(items, await self._settled(job.who, items, made), strict=True):
            if isinstance(outcome, Several):
                others = outcome.within(room + 1)
                room -= len(others) - 1
                done.append(Opened(tuple(other.to_bytes() for other in others)))
            else:
                done.append(_result(item, outcome).model_dump_json().encode())
        self._kept.drop(job.who.collection)
        return done

    async def _made_once(self, job: Job, items: Sequence[Item]) -> Sequence[Made]:
        """What the items of a job come to; what was fetched stays until it is written, however often that is tried."""
        kept = self._kept.of(job.who.collection, job.id)
        known = [kept.get(item) if item.kind in _FETCHED else None for item in items]
        left = [item for item, one in zip(items, known, strict=True) if one is None]
        new = iter(await self._all_made(job.who, left))
        made = [one or next(new) for one in known]
        fetched = {
            item: one for item, one in zip(items, made, strict=True) if item.kind in _FETCHED and not _passes(one)
        }
        self._kept.keep(job.who.collection, job.id, fetched)
        return made

    async def _outcomes(self, who: Who, items: Sequence[Item]) -> Sequence[_Outcome]:
        return await self._settled(who, items, await self._all_made(who, items))

    async def _all_made(self, who: Who, items: Sequence[Item]) -> Sequence[Made]:
        extractor = self._extractors.of(who.collection)
        return await asyncio.gather(*(self._made(who, item, extractor) for item in items))

    async def _settled(self, who: Who, items: Sequence[Item], made: Sequence[Made]) -> Sequence[_Outcome]:
        """What came of each item once what it came to is written, if anything is; raises what passes by itself."""
        for one in made:
            if _passes(one):
                raise one
        return await self._trail.whole(self._all_written(who, items, made))

    async def _made(self, who: Who, item: Item, extractor: Extractor) -> Made:
        try:
            if item.kind not in _FETCHED:
                async with self._turns[who.collection]:
                    return await self._in_thread(self._read, item, extractor)
            async with self._one_fetch:
                ready = (await self.service.opened(who.collection, to_write=True)).ready
                patient = self._patient[who.collection] if self._patient is not None else None
                return await self._in_thread(self._fetched, item, extractor, ready, patient)
        except Exception as error:  # noqa: BLE001 - it becomes the result of this item, or is raised there
            return error

    async def _in_thread(self, work: Callable[[*Args], T], *args: *Args) -> T:
        run = partial(copy_context().run, work, *args)
        return await asyncio.get_running_loop().run_in_executor(self._makers, run)

    def _read(self, item: Item, extractor: Extractor) -> Put | Several:
        """What any other item comes to; blocks while it is read."""
        if self.jobs.stopping:
            raise StoppingError("the service is shutting down; send this again in a moment")
        return made_of(item, extractor, self._fetcher)

    def _fetched(
        self, item: Item, extractor: Extractor, ready: Ready, fetcher: Fetcher | None
    ) -> Put | Outcome | Several:
        """What a sitemap or an entry comes to; blocks while it is fetched."""
        if self.jobs.stopping:
            raise StoppingError("the service is shutting down; the rest is fetched after its next start")
        if item.kind is Kind.ENTRY and (known := known_since(item, ready)):
            return known
        made = made_of(item, extractor, fetcher)
        return made if isinstance(made, Several) else known_same(made, ready) or made

    async def _forget_old(self) -> None:
        # A full disk is told by the journal, and what is old is deleted once there is room.
        with suppress(NoSpaceError):
            await asyncio.to_thread(self.journal.forget_old)

    async def _written(self, who: Who, change: Change) -> Written[Ready]:
        try:
            written = await self.service.write([change], who.collection)
        except ApiError:
            # Raised before anything is done.
            raise
        except Exception as error:
            await self._trail.note(who, [line_of(change, error)])
            raise
        await self._trail.note(who, [line_of(change, written.outcomes[0])])
        return written

    async def _all_written(self, who: Who, items: Sequence[Item], made: Sequence[Made]) -> Sequence[_Outcome]:
        """What came of each item; raises the error that kept one from being written and is not its own."""
        written = iter(await self._write([put for put in made if isinstance(put, Put)], who.collection))
        outcomes: list[_Outcome] = []
        lines: list[Write] = []
        stopped: Exception | None = None
        for item, put in zip(items, made, strict=True):
            if not isinstance(put, Put):
                outcomes.append(put)
                match put:
                    case Outcome():
                        lines.append(line_of_known(put))
                    case Exception():
                        lines.append(line_of_unread(item, put))
                continue
            outcome = next(written)
            outcomes.append(outcome)
            if isinstance(outcome, Exception) and _is_of_all(outcome):
                stopped = outcome
            # Otherwise nothing was tried: see `_written`.
            if not isinstance(outcome, ApiError):
                lines.append(line_of(put, outcome))
        await self._trail.note(who, lines)
        if stopped is not None:
            raise stopped
        return outcomes

    async def _write(self, puts: Sequence[Put], collection: str) -> Sequence[Outcome | Exception]:
        """All in one transaction; where one of them cannot be written, each in its own, up to an error that is of all."""
        if not puts:
            return []
        try:
            return (await self.service.write(puts, collection)).outcomes
        except Exception as error:  # noqa: BLE001 - it becomes the outcome
            if _is_of_all(error):
                return [error] * len(puts)
        outcomes: list[Outcome | Exception] = []
        for put in puts:
            try:
                outcomes.append((await self.service.write([put], collection)).outcomes[0])
            except Exception as error:  # noqa: BLE001 - it becomes the outcome
                if _is_of_all(error):
                    return [*outcomes, *[error] * (len(puts) - len(outcomes))]
                outcomes.append(error)
        return outcomes


def _result(item: Item, outcome: _Outcome) -> ResultOut:
    match outcome:
        case Outcome():
            return taken(item, outcome)
        case Several():
            raise TypeError(f"{item.kind} stands for several articles, for which there is a job")
        case _:
            return refused(item, outcome)


def _is_fetched(packed: bytes) -> bool:
    return Item.from_bytes(packed).kind in _FETCHED


def _passes(made: Made) -> TypeGuard[Exception]:
    """Whether an item came to nothing for now, so that it is to be made again."""
    return isinstance(made, Exception) and is_passing(made)


def _is_of_all(error: Exception) -> bool:
    """Whether it keeps every article from being written, and not this one alone."""
    return isinstance(error, ApiError) or is_passing(error)
