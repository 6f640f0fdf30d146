"""Batches of training pairs, drawn and padded ahead of the training by processes of their own."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from rag.reader.batches import Arrays, Batch, batch_of, batches_of, padded
from rag.reader.sampling import Sampler

# Pools that each process draws ahead: enough that none waits for the training, few enough for the memory.
_AHEAD = 2


class Pools:
    """The pools of a sampler as batches of `size` pairs, padded with `padding`; the same ones however many `workers` draw them.

    With `workers` of 0 they are drawn where they are asked for. The processes are forks, so that they share the corpus in
    memory: make this before anything that does not survive a fork, and use it as a context manager, which ends them.
    """

    def __init__(self, sampler: Sampler, size: int, padding: int, workers: int) -> None:
        self._drawing = _Drawing(sampler, size, padding)
        self._executor = _executor(self._drawing, workers) if workers else None
        self._depth = workers * _AHEAD

    def __enter__(self) -> "Pools":
        """Itself; the processes wait already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def batches(self, step: int) -> Iterator[Batch]:
        """The batch of `step` and those after it, without end."""
        number, at = divmod(step, self._drawing.batches_per_pool)
        for pool in self._pools(number):
            yield from map(batch_of, pool[at:])
            at = 0

    def _pools(self, number: int) -> Iterator[list[Arrays]]:
        if self._executor is None:
            while True:
                yield self._drawing(number)
                number += 1
        pending: deque[Future[list[Arrays]]] = deque()
        while True:
            while len(pending) < self._depth:
                pending.append(self._executor.submit(_draw, number))
                number += 1
            yield pending.popleft().result()


class _Drawing:
    """One pool as batches, in arrays: each tensor that comes from another process holds a file open as long as it is there."""

    def __init__(self, sampler: Sampler, size: int, padding: int) -> None:
        self._sampler, self._size, self._padding = sampler, size, padding

    @property
    def batches_per_pool(self) -> int:
        """What is left over of a pool goes, as `batches_of` has it."""
        return self._sampler.pool_size // self._size

    def __call__(self, number: int) -> list[Arrays]:
        cut = batches_of(self._sampler.pool(number), self._size, [self._sampler.seed, number])
        return [padded(pairs, self._padding) for pairs in cut]


# What a process draws with: set once in each of them, after the fork.
_in_this_process: list[_Drawing] = []


def _executor(drawing: _Drawing, workers: int) -> ProcessPoolExecutor:
    # Handed over by the fork itself: pickled it would be a gigabyte for each process.
    executor = ProcessPoolExecutor(workers, get_context("fork"), initializer=_begin, initargs=(drawing,))
    # The first task forks all of them: now, not when the graphics processor is in use.
    executor.submit(int).result()
    return executor


def _begin(drawing: _Drawing) -> None:
    # The tokenizer's own threads do not survive a fork.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _in_this_process[:] = [drawing]


def _draw(number: int) -> list[Arrays]:
    return _in_this_process[0](number)
