"""The log of writes: who did what to which article, without a word of its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from api.access.caller import Caller

# In the place of a key's id, where none was needed.
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Write:
    """One thing that was done or refused: `action` is put, delete and the like, `sha256` that of the text it left, if any."""

    action: str
    article_id: str
    sha256: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A write as the log has it."""

    time: datetime
    key_id: str
    collection: str
    write: Write


class AuditLog(Protocol):
    """Where entries go, and never leave."""

    def append(self, entries: Iterable[AuditEntry]) -> None:
        """Keep `entries`, all or none of them, before returning."""


def audit(log: AuditLog, caller: Caller, collection: str, writes: Iterable[Write]) -> None:
    """Log what `caller` did to `collection`, in this order, as one transaction; raises AccessDataError."""
    now = datetime.now(UTC)
    who = caller.key_id or NOBODY
    log.append([AuditEntry(now, who, collection, write) for write in writes])
