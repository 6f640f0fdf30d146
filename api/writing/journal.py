"""What the service must remember of writing requests across restarts: jobs with their input, and responses by Idempotency-Key."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from api.writing.trail import Who

REPLY_SECONDS = 24 * 3600
# A job's results can be asked for this long after its end.
JOB_SECONDS = 7 * 24 * 3600


class JobState(StrEnum):
    """How far a job is. One that was cut short by the end of the process is `waiting` again, and goes on."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Job:
    """One job, begun by `who`; `done` of its `total` items have a result. Times are UTC as RFC 3339."""

    id: str
    who: Who
    state: JobState
    done: int
    total: int
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an item of a job stands for: these items take its place, behind all others. There is at least one."""

    items: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A response as it was sent, to be sent again for the same key."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an Idempotency-Key stands for: a digest of the request it came with, and the response, None until there is one."""

    fingerprint: str
    reply: Reply | None


class Journal(Protocol):
    """Durable when a call returns. Safe to call from many threads; every method may block on the disk.

    A full disk raises NoSpaceError, anything else that goes wrong with the disk JournalError.
    """

    def add_job(self, job_id: str, items: Sequence[bytes], who: Who) -> Job:
        """Keep the items of a new job, in order, and who began it."""
        ...

    def job(self, job_id: str) -> Job | None:
        """The job of that id, None where there is none or it ended too long ago."""
        ...

    def unfinished(self) -> Sequence[str]:
        """The ids of all jobs that are not done, oldest first; those that were running count as waiting from here on."""
        ...

    def begin(self, job_id: str) -> None:
        """Note that the job is being done now."""
        ...

    def open_items(self, job_id: str, most: int) -> Sequence[tuple[int, bytes]]:
        """The first `most` items that have no result yet, each with its number from 0."""
        ...

    def add_results(self, job_id: str, results: Sequence[tuple[int, bytes | Opened]]) -> Job:
        """Keep results by the numbers of their items, whose input is dropped; a job whose items all have one is done."""
        ...

    def results(self, job_id: str) -> Sequence[bytes]:
        """The results so far, in the order of their items."""
        ...

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        """What the key stands for already; where it is new, None, and the key stands for this request from now on."""
        ...

    def remember(self, key: str, reply: Reply) -> None:
        """Keep the response to a claimed key for 24 hours."""
        ...

    def release(self, key: str) -> None:
        """Forget a claimed key, since its request failed in a way that trying again may mend."""
        ...

    def forget_old(self) -> None:
        """Delete what is told no more: jobs that ended too long ago, and old responses."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
