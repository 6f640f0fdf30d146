"""`pourquoi eval bench-speed`: search, indexing and serving, each as a ratio to a named baseline."""

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval.cli_errors import one_line_errors
from rag.cli_shared import path_option
from rag.indexing import SEEDS

_GOLD = Path("eval/gold/seeds.jsonl")
_CLIENTS = [1, 4, 16, 64]


class Part(StrEnum):
    """What can be measured by itself."""

    SEARCH = "search"
    INDEXING = "indexing"
    SERVING = "serving"


def bench_speed(
    parts: Annotated[list[Part] | None, typer.Argument(help="What to measure; all without it.")] = None,
    *,
    out: Annotated[Path, path_option(help="File to write to; what is not measured now stays in it.")] = Path(
        "docs/speed.json"
    ),
    rounds: Annotated[
        int, typer.Option(min=1, help="Runs of each, of which the median and the extremes are told.")
    ] = 5,
    questions: Annotated[int, typer.Option(min=1, help="Questions of each run, at least 4 for each client.")] = 256,
    size: Annotated[
        list[int] | None, typer.Option(min=1, help="Other sizes, smallest first; name one part with them.")
    ] = None,
) -> None:
    """Measure speed and memory. With the default sizes it takes hours, and other work on the machine spoils it.

    search: exact, HNSW and cells among 10,000, 100,000 and 1,000,000 vectors, which takes 1.5 GB of the folder for temporary
    files. indexing: 100, 1,000 and 10,000 generated articles, and the encoder on seeds/. serving: questions of the gold a second
    by 1, 4, 16 and 64 clients, with and without batches, and starting.
    """
    from rich.console import Console

    from eval.bench.speed.figures import SpeedFigures, read_speed, write_speed
    from eval.bench.speed.parts import with_indexing, with_search, with_serving
    from eval.bench.speed.plan import Plan
    from eval.bench.speed.serving import refuse_a_burst
    from eval.outputs import refuse_unwritable

    console = Console(stderr=True)
    with one_line_errors(), tempfile.TemporaryDirectory() as folder:
        refuse_unwritable(out)
        if Part.SERVING in (parts or list(Part)):  # before the hours that other parts take
            refuse_a_burst(questions, size or _CLIENTS)
        plan = Plan(questions, rounds, Path(folder), lambda line: console.print(line, style="dim"))
        figures = read_speed(out) if out.exists() else SpeedFigures({})
        for part in parts or list(Part):
            match part:
                case Part.SEARCH:
                    for count in size or [10_000, 100_000, 1_000_000]:
                        figures = with_search(figures, count, plan)
                        write_speed(out, figures)
                case Part.INDEXING:
                    figures = with_indexing(figures, size or [100, 1_000, 10_000], SEEDS, plan)
                case Part.SERVING:
                    figures = with_serving(figures, SEEDS, _GOLD, size or _CLIENTS, plan)
            write_speed(out, figures)
    typer.echo(f"written to {out}", err=True)
