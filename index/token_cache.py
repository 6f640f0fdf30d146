"""Token vectors fetched as they are needed, since those of all passages would fill the memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from index.article_store import VectorKey
from index.late import TokenRows

# Some 4,500 passages of 180 tokens in 384 dimensions.
CACHE_BYTES = 256 << 20

Fetch = Callable[[Sequence[VectorKey]], list[TokenRows]]


class TokenCache:
    """Token rows used lately, `limit_bytes` of them at most, and the rest by `fetch`. Safe to use from many threads.

    Rows are never changed and their key names what they were made from, so all generations share one cache.
    """

    def __init__(self, fetch: Fetch, limit_bytes: int = CACHE_BYTES) -> None:
        self._fetch, self._limit = fetch, limit_bytes
        self._rows: OrderedDict[VectorKey, TokenRows] = OrderedDict()
        self._bytes = 0
        self._retired: tuple[VectorKey, ...] = ()
        self._lock = threading.Lock()

    def get(self, keys: Sequence[VectorKey]) -> list[TokenRows]:
        """The rows of those keys, in that order; raises GenerationGoneError where some are not stored any more."""
        with self._lock:
            found = {key: self._rows[key] for key in keys if key in self._rows}
            for key in found:
                self._rows.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            fetched = dict(zip(missing, self._fetch(missing), strict=True))
            found |= fetched
            self.put(fetched)
        return [found[key] for key in keys]

    def retire(self, keys: Sequence[VectorKey]) -> None:
        """Say that no generation from now on has the rows of those keys. They stay up to the next call, for who still asks."""
        with self._lock:
            for key in self._retired:
                rows = self._rows.pop(key, None)
                self._bytes -= rows.nbytes if rows is not None else 0
            self._retired = tuple(keys)

    def put(self, read: Mapping[VectorKey, TokenRows]) -> None:
        """Keep rows that were read, as those used last."""
        with self._lock:
            for key, rows in read.items():
                if key not in self._rows:
                    self._rows[key] = rows
                    self._bytes += rows.nbytes
            while self._bytes > self._limit:
                self._bytes -= self._rows.popitem(last=False)[1].nbytes


class StoredTokens:
    """The token rows of a generation's chunks, in their order, by way of a cache."""

    def __init__(self, keys: Sequence[VectorKey], cache: TokenCache) -> None:
        self._keys, self._cache = tuple(keys), cache

    def __len__(self) -> int:
        """The number of chunks."""
        return len(self._keys)

    def at(self, positions: Sequence[int]) -> list[TokenRows]:
        """The rows of those chunks; raises GenerationGoneError where one has been taken out of the store."""
        return self._cache.get([self._keys[position] for position in positions])
