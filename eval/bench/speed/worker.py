"""A process that holds one index and nothing else, and what is asked of it."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from eval.bench.speed.variants import Kind, Ours, Variant, build
from eval.bench.speed.vectors import FileRows
from eval.errors import SpeedError
from index.dense_rows import ADDED, Positions

if TYPE_CHECKING:
    from index.encoder.embedder import Vectors

TOP = 10
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Built:
    """How long building took, how far the index can look, and the bytes of the process: at most so far, and now."""

    seconds: float
    efforts: dict[str, int]
    peak_bytes: int
    held_bytes: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What each question found, and its milliseconds."""

    found: tuple[Positions, ...]
    milliseconds: tuple[float, ...]


Job = Callable[[Variant], object]


@dataclass(frozen=True, slots=True)
class AskAll:
    """Ask `questions` one after the other; the first once before it counts."""

    questions: "Vectors"
    effort: int
    allowed: Positions | None = None

    def __call__(self, variant: Variant) -> Asked:
        """Run in the process that holds the index."""
        variant.find(self.questions[0], TOP, self.effort, self.allowed)
        found, milliseconds = [], []
        for question in self.questions:
            start = perf_counter()
            found.append(variant.find(question, TOP, self.effort, self.allowed))
            milliseconds.append(1000 * (perf_counter() - start))
        return Asked(tuple(found), tuple(milliseconds))


@dataclass(frozen=True, slots=True)
class Change:
    """Seconds until there is an index without every `step`-th row and with `added` behind the others."""

    step: int
    added: "Vectors"

    def __call__(self, variant: Variant) -> float:
        """Run in the process that holds the index."""
        index = cast("Ours", variant).index
        kept = np.delete(np.arange(len(index)), np.s_[:: self.step])
        origins = np.concatenate([kept, np.full(len(self.added), ADDED)])
        start = perf_counter()
        index.updated(origins, self.added)
        return perf_counter() - start


@dataclass(frozen=True, slots=True)
class Memory:
    """The bytes of the process: at most so far, and now."""

    def __call__(self, _variant: Variant) -> tuple[int, int]:
        """Run in the process that holds the index."""
        return memory_of("self")


class Worker:
    """An index of the rows in a file, in a process of its own; `built` tells how that went."""

    def __init__(self, kind: Kind, path: Path, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_work, args=(there, kind, path, count), daemon=True)
        self._process.start()
        there.close()
        self.built = cast("Built", self._receive())

    def __enter__(self) -> Self:
        """The worker itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._here.close()
        self._process.join()

    def ask(self, questions: "Vectors", effort: int, allowed: Positions | None = None) -> Asked:
        """Ask them all."""
        return cast("Asked", self._do(AskAll(questions, effort, allowed)))

    def change(self, step: int, added: "Vectors") -> float:
        """Seconds of a change; only for the product's own index."""
        return cast("float", self._do(Change(step, added)))

    def memory(self) -> tuple[int, int]:
        """The bytes of the process: at most so far, and now."""
        return cast("tuple[int, int]", self._do(Memory()))

    def _do(self, job: Job) -> object:
        self._here.send(job)
        return self._receive()

    def _receive(self) -> object:
        try:
            return self._here.recv()
        except EOFError as error:
            self._process.join()
            raise SpeedError(f"the process that held an index ended with {self._process.exitcode}") from error


def memory_of(process: str) -> tuple[int, int]:
    """The largest resident set of a process so far and that of now, in bytes (proc(5), VmHWM and VmRSS)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError as error:
        raise SpeedError(f"memory is read from /proc, which is not here: {error}") from error
    fields = dict(line.split(":", 1) for line in lines)
    return _KIB * int(fields["VmHWM"].split()[0]), _KIB * int(fields["VmRSS"].split()[0])


def _work(there: Connection, kind: Kind, path: Path, count: int) -> None:
    start = perf_counter()
    variant = build(kind, FileRows(path, count))
    there.send(Built(perf_counter() - start, variant.efforts, *memory_of("self")))
    while True:
        try:
            job: Job = there.recv()
        except EOFError:
            return
        there.send(job(variant))
