"""The child processes that read files: never one for two collections, since a hostile file could change what comes after it."""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from index.formats.extract import Extractor

# Each child takes some 60 MB once it has read a file.
_MOST_CHILDREN = 4


class Extractors:
    """An Extractor for each collection, started when it is first needed; over a few the one unused longest ends.

    For use from one event loop.
    """

    def __init__(self) -> None:
        # The one unused longest first.
        self._of: OrderedDict[str, Extractor] = OrderedDict()
        self._ending = ThreadPoolExecutor(_MOST_CHILDREN, "end")

    def of(self, collection: str) -> Extractor:
        """The one that reads the files of that collection and of no other."""
        if collection not in self._of:
            self._of[collection] = Extractor()
        self._of.move_to_end(collection)
        found = self._of[collection]
        if len(self._of) > _MOST_CHILDREN:
            _, longest = self._of.popitem(last=False)
            # It ends the file that it has begun, for which nobody waits; whoever holds it may go on, with a child of its own.
            self._ending.submit(longest.close)
        return found

    async def aclose(self) -> None:
        """End the children."""
        await asyncio.gather(*(asyncio.to_thread(one.close) for one in self._of.values()))
        await asyncio.to_thread(self._ending.shutdown)
