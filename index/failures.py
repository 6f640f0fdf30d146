"""What of files and folders is not indexed, and why."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that was not indexed, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Unread(ReadFailure):
    """A file or folder that is there and cannot be read now, so that nobody knows whether what it held is still true.

    It may be one entry of a feed, which is called `article_id`.
    """

    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of a file holds no article text, and what to do; nothing is wrong with it."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver(Skipped):
    """What of a folder was not looked at, in one line: links, and files whose ending is not read."""
