"""What was measured, and the file it is kept in."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from eval.bench.figure_file import write_figure_file
from eval.errors import SpeedError

T = TypeVar("T")
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """The median, the lowest and the highest of several runs."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, runs: Sequence[float]) -> "Spread":
        """Put runs together, at least one."""
        return cls(statistics.median(runs), min(runs), max(runs))


@dataclass(frozen=True, slots=True)
class Machine:
    """On what it was measured; `load` is that of the last minute, over the cores, once the part was done.

    The measuring itself is part of it. Above 1 more wanted to run than there were cores.
    """

    processor: str
    cores: int
    load: float
    rounds: int


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """One way to search among `vectors`, of which 1,000 ms / `p50` answers a second come from one thread.

    `effort` says how far it looked: the least of those tried that found 0.95 of the ten nearest. Milliseconds a question;
    `ratio` is the exact one's p50 over its own in the same round. Bytes are those of a process that built it from a file and
    holds nothing else: at most, and once it was built.
    """

    vectors: int
    kind: str
    effort: str
    in_use: bool
    recall: float
    p50_ms: Spread
    p95_ms: Spread
    ratio: Spread
    build_seconds: float
    peak_bytes: int
    held_bytes: int


@dataclass(frozen=True, slots=True)
class FilterFigures:
    """A search limited to a share of the vectors; `fewest` is the smallest number of rows that came back of the ten asked for."""

    vectors: int
    kind: str
    share: float
    recall: float
    fewest: int
    p50_ms: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """Seconds until there is the next index after `rows` were removed and as many added; `rebuild_seconds` from nothing."""

    vectors: int
    rows: int
    seconds: Spread
    rebuild_seconds: float


@dataclass(frozen=True, slots=True)
class IndexingFigures:
    """Articles through the product's path into an empty home, the last step of a run in `seconds`.

    `ratio` is seconds a passage over those of the smallest number of passages in the same round: 1 is linear. `processor_ratio`
    is the same of the seconds that a processor was at work for it. `write_ms` are milliseconds of a processor that one more
    article takes, written by itself.
    """

    encoder: str
    articles: int
    passages: int
    seconds: Spread
    articles_per_second: Spread
    ratio: Spread
    processor_ratio: Spread
    write_ms: Spread
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class ServingFigures:
    """So many clients, each of which asks again as soon as it has its answer; `batch` questions share a run at most.

    Milliseconds a question; `ratio` is questions a second over those of one client without batches in the same round.
    """

    clients: int
    batch: int
    questions: int
    per_second: Spread
    p50_ms: Spread
    p95_ms: Spread
    p99_ms: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True)
class StartFigures:
    """A server from its start until it is ready, and its memory then."""

    ready_seconds: Spread
    rest_bytes: int


@dataclass(frozen=True, slots=True)
class SpeedFigures:
    """Everything; a part that was not measured is empty."""

    machines: dict[str, Machine]
    search: tuple[SearchFigures, ...] = ()
    filters: tuple[FilterFigures, ...] = ()
    changes: tuple[ChangeFigures, ...] = ()
    indexing: tuple[IndexingFigures, ...] = ()
    serving: tuple[ServingFigures, ...] = ()
    starts: tuple[StartFigures, ...] = ()


def write_speed(path: Path, figures: SpeedFigures) -> None:
    """Write them to `path`, whole or not at all, rounded to five digits."""
    write_figure_file(path, asdict(figures), lambda value: float(f"{value:.{_DIGITS}g}"))


def read_speed(path: Path) -> SpeedFigures:
    """What `write_speed` wrote; raises SpeedError where it cannot be read."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return SpeedFigures(
            {part: Machine(**record) for part, record in stored["machines"].items()},
            _read(SearchFigures, stored["search"]),
            _read(FilterFigures, stored["filters"]),
            _read(ChangeFigures, stored["changes"]),
            _read(IndexingFigures, stored["indexing"]),
            _read(ServingFigures, stored["serving"]),
            _read(StartFigures, stored["starts"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SpeedError(
            f"{path} holds no figures of `pourquoi eval bench-speed`: {error!r}; remove it and measure again"
        ) from error


def _read(kind: type[T], records: Sequence[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(
        kind(**{name: Spread(**v) if isinstance(v, dict) else v for name, v in record.items()}) for record in records
    )
