"""Each part of the speed figures, put into those that are there already."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from eval.bench.machine import cores, load_per_core, processor_name
from eval.bench.speed.figures import ChangeFigures, FilterFigures, Machine, SearchFigures, SpeedFigures
from eval.bench.speed.indexing import measure_encoder, measure_growth
from eval.bench.speed.plan import Plan
from eval.bench.speed.search import measure_search
from eval.bench.speed.serving import Load, measure_serving, measure_starts, refuse_a_burst
from eval.gold import load_gold
from rag.settings import load_settings
from rag.wire import find_encoder, open_engine

Sized = TypeVar("Sized", bound=SearchFigures | FilterFigures | ChangeFigures)


def with_search(figures: SpeedFigures, count: int, plan: Plan) -> SpeedFigures:
    """Search among `count` vectors; other sizes stay, in order of size."""
    found = measure_search(count, plan)
    return replace(
        figures,
        machines={**figures.machines, f"search among {count:,}": _machine(plan)},
        search=_in_order(found.search, figures.search),
        filters=_in_order(found.filters, figures.filters),
        changes=_in_order(found.changes, figures.changes),
    )


def _in_order(new: Sequence[Sized], before: Sequence[Sized]) -> tuple[Sized, ...]:
    """The new ones, all of one size, and those before of other sizes."""
    size = new[0].vectors
    together = [*new, *(one for one in before if one.vectors != size)]
    return tuple(sorted(together, key=lambda one: one.vectors))


def with_indexing(figures: SpeedFigures, sizes: Sequence[int], corpus: Path, plan: Plan) -> SpeedFigures:
    """Generated articles of each size with the hashing embedder, then those of `corpus` with the encoder of the settings."""
    growth = measure_growth(sizes, plan)
    encoder = measure_encoder(corpus, find_encoder(load_settings()), plan)
    machines = {**figures.machines, "indexing": _machine(plan)}
    return replace(figures, machines=machines, indexing=(*growth, *encoder))


def with_serving(figures: SpeedFigures, corpus: Path, gold: Path, clients: Sequence[int], plan: Plan) -> SpeedFigures:
    """A server over the articles of `corpus`, asked the first questions of `gold`, over and over where it has too few.

    Raises SpeedError, before anything is done, where there are fewer than four questions for each client.
    """
    refuse_a_burst(plan.questions, clients)
    home = plan.folder / "served"
    settings = load_settings(home=home)
    open_engine(settings).index((corpus,), lambda _done, _total: None)
    asked = islice(cycle(question.question for question in load_gold(gold)), plan.questions)
    starts = measure_starts(home, plan.rounds)
    serving = measure_serving(home, Load(tuple(asked), tuple(clients), settings.max_batch_questions), plan)
    machines = {**figures.machines, "serving": _machine(plan)}
    return replace(figures, machines=machines, serving=serving, starts=starts)


def _machine(plan: Plan) -> Machine:
    return Machine(processor_name(), cores(), load_per_core(), plan.rounds)
