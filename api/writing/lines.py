"""The response to a batch: a line for each of its lines, as soon as that one is written."""

from collections.abc import AsyncIterator, Sequence

from api.writing.intake import Intake
from api.writing.items import Item, refusal_of, refused_for
from api.writing.schemas import ResultOut
from api.writing.trail import Who


class Lines:
    """The results of `items`. The status is sent already, so whatever stops the rest is told in the rest's own lines.

    `stopped` says afterwards that something did: the batch sent again may come to more.
    """

    def __init__(self, intake: Intake, who: Who, items: Sequence[Item]) -> None:
        self.stopped = False
        self._intake, self._who, self._items = intake, who, items

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Take the items in, some at a time."""
        told = 0
        try:
            async for results in self._intake.take_in_groups(self._who, self._items):
                told += len(results)
                yield _as_lines(results)
        except Exception as error:  # noqa: BLE001 - it is told
            self.stopped = True
            # Made once, since the log may be told of it.
            refusal = refusal_of(error)
            yield _as_lines([refused_for(item, refusal) for item in self._items[told:]])


def _as_lines(results: Sequence[ResultOut]) -> bytes:
    return b"".join(result.model_dump_json().encode() + b"\n" for result in results)
