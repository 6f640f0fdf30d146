"""`pourquoi eval bench`: retrieval on public question sets."""

from pathlib import Path
from typing import Annotated

import typer

from eval.cli_errors import one_line_errors
from rag.cli_shared import path_argument, path_option
from rag.settings import load_settings


def bench(
    data: Annotated[Path, path_argument(help="Folder with the question sets; piaf/ and xquad_dev/ are read.")],
    *,
    questions: Annotated[int, typer.Option(min=2, help="Questions of each set at most.")] = 60,
    out: Annotated[Path, path_option(help="File to write to.")] = Path("docs/benchmarks.json"),
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the sets that stand in the file, made with the same models and sets.")
    ] = False,
) -> None:
    """Measure retrieval: BM25, FAISS, the two fused, with late interaction, and with the reader, on PIAF and XQuAD.

    Everything is measured anew. The file is written after each set; a run that was cut short is gone on with by --resume.
    """
    from rich.console import Console

    from eval.bench.file import made_with, read_figures, write_figures
    from eval.bench.retrieval import measure_collection
    from eval.bench.sets import read_bench_sets
    from eval.bench.table import retrieval_table
    from eval.outputs import refuse_unwritable
    from rag.wire import open_engine

    console = Console(stderr=True)
    with one_line_errors():
        refuse_unwritable(out)
        sets = read_bench_sets(data, questions)
        engine = open_engine(load_settings())
        made = made_with(engine, sets.sha256, questions)
        before = read_figures(out) if resume and out.exists() else None
        figures = before[1] if before is not None and before[0] == made else []
        for collection in sets.collections:
            if {one.name for one in collection.asked} <= {one.name for one in figures}:
                continue
            for measured in measure_collection(collection, engine):
                figures = [one for one in figures if one.name != measured.name] + [measured]
                write_figures(out, made, figures)
                console.print(f"{measured.name}: {measured.questions} questions asked", style="dim")
    typer.echo(retrieval_table(figures))
