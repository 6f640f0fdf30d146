"""Search among so many vectors, each way in its own process, all asked in turns."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eval.bench.speed.figures import ChangeFigures, FilterFigures, SearchFigures, Spread
from eval.bench.speed.plan import Plan
from eval.bench.speed.variants import Kind
from eval.bench.speed.vectors import FileRows, space, write_rows
from eval.bench.speed.worker import TOP, Asked, Worker
from eval.errors import SpeedError
from index.dense_rows import Positions, Rows, blocks
from index.dense_rules import cells_for

if TYPE_CHECKING:
    from index.encoder.embedder import Vectors

WANTED = 0.95
SHARES = (0.001, 0.01, 0.1, 0.5)
_FILTERED = (Kind.HNSW_8, Kind.CELLS_8)
_CHANGED = 100


@dataclass(frozen=True, slots=True)
class Found:
    """All figures of one size."""

    search: tuple[SearchFigures, ...]
    filters: tuple[FilterFigures, ...]
    changes: tuple[ChangeFigures, ...]


@dataclass(frozen=True, slots=True)
class _Race:
    """Every kind in its own process over the same vectors, and how far each looks."""

    count: int
    questions: "Vectors"
    workers: Mapping[Kind, Worker]
    efforts: Mapping[Kind, str]
    rounds: int

    def run(self, kinds: Sequence[Kind], allowed: Positions | None) -> list[dict[Kind, Asked]]:
        """Ask all, in turns, so often."""
        asked = {kind: self.workers[kind].built.efforts[self.efforts[kind]] for kind in kinds}
        return [
            {kind: self.workers[kind].ask(self.questions, effort, allowed) for kind, effort in asked.items()}
            for _ in range(self.rounds)
        ]


def measure_search(count: int, plan: Plan) -> Found:
    """Build every kind for `count` vectors and time them.

    Raises SpeedError where there are fewer vectors than are asked for, where a process ends, or where there is no /proc.
    """
    _refuse_too_few(count, plan.questions)
    made = space()
    path = plan.folder / f"vectors-{count}.f32"
    write_rows(path, made.blocks(count))
    rows, questions = FileRows(path, count), made.questions(plan.questions, count)
    try:
        truth = nearest(questions, rows, None)
        with ExitStack() as stack:
            workers: dict[Kind, Worker] = {}
            for kind in Kind:
                workers[kind] = stack.enter_context(Worker(kind, path, count))
                plan.tell(f"{count} vectors, {kind}: built in {workers[kind].built.seconds:.1f} s")
            efforts = {kind: _enough(worker, questions, truth) for kind, worker in workers.items()}
            race = _Race(count, questions, workers, efforts, plan.rounds)
            search = _search(race, truth)
            filters = tuple(one for share in SHARES for one in _filtered(race, share, rows))
            plan.tell(f"{count} vectors: asked, with and without filters")
            changes = _changes(race, made.questions(_CHANGED, count))
    finally:
        path.unlink()
    return Found(search, filters, changes)


def _refuse_too_few(count: int, questions: int) -> None:
    """Each question is made from a vector of its own, and so is each that is added."""
    fewest = max(questions, _CHANGED)
    if count < fewest:
        raise SpeedError(
            f"{count} vectors are too few for {questions} questions and {_CHANGED} changes; give --size {fewest} at least"
        )


def nearest(questions: "Vectors", rows: Rows, allowed: Positions | None) -> list[set[int]]:
    """For each question the positions of the `TOP` largest dot products with those rows, or with the allowed ones of them."""
    best = np.full((len(questions), TOP), -np.inf, dtype=np.float32)
    places = np.full((len(questions), TOP), -1, dtype=np.int64)
    mask = np.ones(rows.shape[0], dtype=bool) if allowed is None else np.isin(np.arange(rows.shape[0]), allowed)
    for first, block in blocks(rows):
        here = first + np.flatnonzero(mask[first : first + len(block)])
        scores = np.concatenate([best, questions @ block[here - first].T], axis=1)
        numbers = np.concatenate([places, np.broadcast_to(here, (len(questions), len(here)))], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
        best, places = np.take_along_axis(scores, order, axis=1), np.take_along_axis(numbers, order, axis=1)
    return [set(row[row >= 0].tolist()) for row in places]


def recall(truth: Sequence[set[int]], found: Sequence[Positions]) -> float:
    """The share of the nearest that were found, over all questions."""
    return sum(len(t & set(f.tolist())) for t, f in zip(truth, found, strict=True)) / sum(map(len, truth))


def _enough(worker: Worker, questions: "Vectors", truth: Sequence[set[int]]) -> str:
    """The least effort that finds enough, or the greatest there is."""
    for name, effort in worker.built.efforts.items():
        if recall(truth, worker.ask(questions, effort).found) >= WANTED:
            return name
    return list(worker.built.efforts)[-1]


def _search(race: _Race, truth: Sequence[set[int]]) -> tuple[SearchFigures, ...]:
    rounds = race.run(list(Kind), None)
    in_use = Kind.EXACT if cells_for(race.count) is None else Kind.CELLS_8
    return tuple(
        SearchFigures(
            vectors=race.count,
            kind=kind,
            effort=race.efforts[kind],
            in_use=kind is in_use,
            recall=recall(truth, rounds[0][kind].found),
            p50_ms=_spread(rounds, kind, 50),
            p95_ms=_spread(rounds, kind, 95),
            ratio=_ratio(rounds, kind),
            build_seconds=worker.built.seconds,
            peak_bytes=worker.memory()[0],
            held_bytes=worker.built.held_bytes,
        )
        for kind, worker in race.workers.items()
    )


def _filtered(race: _Race, share: float, rows: Rows) -> list[FilterFigures]:
    size = max(TOP, round(share * race.count))
    allowed = np.sort(np.random.default_rng(size).choice(race.count, size=size, replace=False))
    truth = nearest(race.questions, rows, allowed)
    rounds = race.run([Kind.EXACT, *_FILTERED], allowed)
    return [
        FilterFigures(
            vectors=race.count,
            kind=kind,
            share=share,
            recall=recall(truth, rounds[0][kind].found),
            fewest=min(map(len, rounds[0][kind].found)),
            p50_ms=_spread(rounds, kind, 50),
            ratio=_ratio(rounds, kind),
        )
        for kind in _FILTERED
    ]


def _changes(race: _Race, added: "Vectors") -> tuple[ChangeFigures, ...]:
    ours = race.workers[Kind.CELLS_8]
    seconds = [ours.change(race.count // len(added), added) for _ in range(race.rounds)]
    return (ChangeFigures(race.count, len(added), Spread.of(seconds), ours.built.seconds),)


def _spread(rounds: Sequence[Mapping[Kind, Asked]], kind: Kind, percent: int) -> Spread:
    return Spread.of([float(np.percentile(asked[kind].milliseconds, percent)) for asked in rounds])


def _ratio(rounds: Sequence[Mapping[Kind, Asked]], kind: Kind) -> Spread:
    """How many times as fast as the exact one, by the medians of each round."""
    return Spread.of([float(np.median(r[Kind.EXACT].milliseconds) / np.median(r[kind].milliseconds)) for r in rounds])
