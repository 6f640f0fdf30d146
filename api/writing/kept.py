"""What was fetched for a job and waits to be written, so that it is not fetched again at each try."""

from collections.abc import Mapping, Sequence

from api.errors import ApiError
from api.writing.feeds import Several
from api.writing.items import Item
from index.changes import Outcome, Put
from index.errors import CorpusError

# What an item comes to before anything is written.
Made = Put | Outcome | Several | Exception
# Of all collections together. A page has 10 MB at most, and most have a hundredth of that.
_MOST_BYTES = 64_000_000


class Kept:
    """What the items came to that the first job of each collection is at. For use from one event loop."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._jobs: dict[str, tuple[str, Mapping[Item, Made]]] = {}

    def of(self, collection: str, job_id: str) -> Mapping[Item, Made]:
        """What is kept of that job."""
        of_job, kept = self._jobs.get(collection, (job_id, {}))
        return kept if of_job == job_id else {}

    def keep(self, collection: str, job_id: str, made: Mapping[Item, Made]) -> None:
        """Keep of it what there is room for, in place of what was kept of that collection; the rest is made again."""
        self.drop(collection)
        room = self._most_bytes - sum(_bytes(list(kept.values())) for _, kept in self._jobs.values())
        kept: dict[Item, Made] = {}
        for item, one in made.items():
            room -= _bytes([one])
            if room < 0:
                break
            kept[item] = _without_frames(one)
        if kept:
            self._jobs[collection] = (job_id, kept)

    def drop(self, collection: str) -> None:
        """Keep nothing of that collection."""
        self._jobs.pop(collection, None)


def _without_frames(one: Made) -> Made:
    """The same; an error holds whatever was at hand where it arose, a page for instance. These are told and not logged."""
    if isinstance(one, ApiError | CorpusError):
        one.__traceback__ = one.__context__ = one.__cause__ = None
    return one


def _bytes(made: Sequence[Made]) -> int:
    """About what they take in memory."""
    total = 0
    for one in made:
        match one:
            case Put():
                total += len(one.article.text) + (len(one.original.data) if one.original is not None else 0)
            case Several():
                total += sum(len(item.data) for item in one.items)
    return total
