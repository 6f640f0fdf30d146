"""The keys as the service sees them: at hand, and never older than the file."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from api.access.database import AccessDatabase
from api.access.keys import Key, recognize
from api.errors import AccessDataError

log = logging.getLogger(__name__)
# A key's last use is written down at most so often.
_USE = timedelta(minutes=1)


class Keyring:
    """The keys of `database`, read again when it changes, so that a key works or stops working from the next request on."""

    def __init__(self, database: AccessDatabase) -> None:
        self._database = database
        self._version: int | None = None
        self._keys: tuple[Key, ...] = ()
        self._noted: dict[str, datetime] = {}

    def configured(self) -> bool:
        """Whether there is a key; one that is revoked counts, so that taking the last one away opens nothing."""
        return bool(self._current())

    async def show(self, secret: str) -> Key | None:
        """The key that `secret` is, and a note of its use; None where it is none that holds. Raises AccessDataError."""
        key = recognize(secret, self._current())
        if key is not None:
            await self._note(key)
        return key

    def _current(self) -> tuple[Key, ...]:
        version = self._database.version()
        if version != self._version:
            self._keys, self._version = self._database.keys(), version
        return self._keys

    async def _note(self, key: Key) -> None:
        now = datetime.now(UTC)
        noted = self._noted.get(key.id, key.last_used)
        if noted is not None and now - noted < _USE:
            return
        self._noted[key.id] = now
        try:
            await asyncio.to_thread(self._database.used, key.id, now)
        except AccessDataError as error:
            # A full disk is no reason to turn away whoever has a key.
            log.warning("the use of %s is not noted: %s", key.id, error)
