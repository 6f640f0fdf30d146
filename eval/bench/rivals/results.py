"""What the comparison found, and the file it is kept in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.bench.figure_file import write_figure_file
from eval.bench.rivals.scoring import Offsets
from eval.bench.rivals.timing import Latency
from eval.errors import RivalError
from eval.intervals import Estimate

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class SystemFigures:
    """What one system did with the articles and the questions.

    `indexing_seconds` are from before its process was started; `our_indexing_seconds` are ours in the same run.
    `helper_memory_bytes` is that of the server that embeds for it, None where it loads the encoder itself. `our_latencies` are
    those of the rounds it took in turns with ours.
    """

    name: str
    version: str
    settings: str
    passages: int
    median_passage_chars: int
    scores: Mapping[str, Estimate]
    offsets: Offsets
    indexing_seconds: float
    our_indexing_seconds: float
    latencies: tuple[Latency, ...]
    our_latencies: tuple[Latency, ...]
    memory_bytes: int | None
    helper_memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class NotRun:
    """A system that could not be run, and why."""

    name: str
    version: str
    error: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What all systems had in common: the machine, our models, the gold.

    `threads` is what each process may use to compute. `load` is the mean number of processes that wanted to run in the last
    minute, over the cores, looked at once after each rival (getloadavg(3)): the highest of these. The systems that were timed
    are part of it. Above 1 only ratios mean anything.
    """

    processor: str
    cores: int
    threads: int
    load: float
    encoder_sha256: str
    reader_sha256: str
    gold_sha256: str
    questions: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything: ours is the first of `systems`. `quotes` are those of our answers to `answered` of the questions."""

    setting: Setting
    systems: tuple[SystemFigures, ...]
    not_run: tuple[NotRun, ...]
    quotes: Offsets
    answered: int


def write_comparison(path: Path, found: Comparison) -> None:
    """Write it to `path`, whole or not at all, numbers rounded to four digits."""
    write_figure_file(path, asdict(found), lambda value: round(value, _DIGITS))


def read_comparison(path: Path) -> Comparison:
    """What `write_comparison` wrote; raises RivalError where it cannot be read."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return Comparison(
            Setting(**stored["setting"]),
            tuple(_system(record) for record in stored["systems"]),
            tuple(NotRun(**record) for record in stored["not_run"]),
            Offsets(**stored["quotes"]),
            stored["answered"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RivalError(f"{path} holds no comparison: {error!r}; remove it and compare again") from error


def _system(record: Mapping[str, Any]) -> SystemFigures:
    return SystemFigures(
        **{
            **record,
            "scores": {name: Estimate(**values) for name, values in record["scores"].items()},
            "offsets": Offsets(**record["offsets"]),
            "latencies": _latencies(record["latencies"]),
            "our_latencies": _latencies(record["our_latencies"]),
        }
    )


def _latencies(records: Sequence[Mapping[str, Any]]) -> tuple[Latency, ...]:
    return tuple(Latency(**record) for record in records)
