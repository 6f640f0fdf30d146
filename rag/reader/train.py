"""Trains the reader: `python -m rag.reader.train DATA --out FOLDER`; run again, it goes on from its last checkpoint."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from rag.errors import ReaderError, TrainingDataError
from rag.reader.lengths import Lengths
from rag.reader.sampling import POOL
from rag.reader.trainer import Plan
from rag.reader.training import Effort, Inputs, run

_SHORTEST, _LONGEST = 32, 320
# Of the encoder.
_LAYERS = 12


def main(  # noqa: PLR0913, PLR0917 - a command line
    data: Annotated[Path, typer.Argument(help="The folder that holds squad_train, piaf, afriqa_fr and xquad_dev.")],
    out: Annotated[Path, typer.Option(help="Where checkpoints and curves go; a run there is gone on with.")],
    steps: Annotated[int, typer.Option(min=1)] = 16_000,
    minutes: Annotated[
        float, typer.Option(min=0, help="End after so long, data and the last look aside; 0: with the steps.")
    ] = 0.0,
    batch: Annotated[int, typer.Option(min=1, max=POOL, help="Pairs of a step.")] = 16,
    learning_rate: Annotated[float, typer.Option(min=0)] = 2e-4,
    warmup: Annotated[int, typer.Option(min=0, help="Steps until the full learning rate.")] = 300,
    cooldown: Annotated[float, typer.Option(min=0, max=1, help="The last share of the run: the rate falls.")] = 0.3,
    frozen_layers: Annotated[
        int, typer.Option(min=0, max=_LAYERS, help="So many of the lowest layers stay as they begin.")
    ] = 6,
    short: Annotated[
        int, typer.Option(min=_SHORTEST, max=_LONGEST, help="Most passages are cut to this many tokens at most.")
    ] = 128,
    long_share: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="The share of passages that are not; half of the stories' at least, and of twins' .8."
        ),
    ] = 0.25,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    lexicons: Annotated[Path | None, typer.Option(help="A folder of FreeDict dictionaries, to mix languages.")] = None,
    stories: Annotated[Path | None, typer.Option(help="A folder of stories, such as eval/stories.")] = None,
    story_share: Annotated[float, typer.Option(min=0, max=1, help="The share of the pairs from stories.")] = 0.5,
    twins: Annotated[Path | None, typer.Option(help="A folder of twins, such as eval/twins.")] = None,
    twin_share: Annotated[float, typer.Option(min=0, max=1, help="The share of the pairs from twins.")] = 0.25,
    start_from: Annotated[
        list[Path] | None,
        typer.Option(
            help="A checkpoint or the folder of a reader to begin with; of several, the mean of their weights."
        ),
    ] = None,
    dropout: Annotated[float, typer.Option(min=0, max=0.9, help="The share of values left out in training.")] = 0.0,
    agreement: Annotated[
        float,
        typer.Option(min=0, help="Read every pair twice and weigh so how far both readings are apart; wants dropout."),
    ] = 0.0,
    teacher: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint or reader whose scores to learn too; may come again.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that draw pairs; a GPU needs several.")] = 0,
    saved: Annotated[int, typer.Option(min=1, help="Steps between checkpoints, each with a quick look.")] = 500,
    looked: Annotated[int, typer.Option(min=1, help="Held-out questions of each set that a quick look asks.")] = 40,
) -> None:
    """Train the reader on DATA."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if agreement and not dropout:
        raise typer.BadParameter("both readings would be the same; give --dropout too", param_hint="--agreement")
    lengths = Lengths(_SHORTEST, short, _LONGEST, long_share)
    teachers, mixed = tuple(teacher or ()), lexicons is not None
    plan = Plan(
        steps,
        batch,
        learning_rate,
        warmup,
        cooldown,
        frozen_layers,
        lengths,
        mixed,
        seed,
        dropout=dropout,
        teachers=len(teachers),
        story_share=story_share if stories else 0.0,
        twin_share=twin_share if twins else 0.0,
        agreement=agreement,
        minutes=minutes,
    )
    try:
        inputs = Inputs(data, lexicons, stories, twins, tuple(start_from or ()), teachers)
        run(inputs, out, plan, Effort(workers, saved, looked))
    except (TrainingDataError, ReaderError) as error:
        typer.echo(f"train: {error}", err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
