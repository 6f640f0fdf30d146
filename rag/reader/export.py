"""Makes the file that ships out of training runs: `python -m rag.reader.export RUN… --out FOLDER`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from index.encoder.unpack import MODEL_NAME, SOURCE_SHA256
from rag.errors import ReaderError
from rag.reader.card import write_card
from rag.reader.checkpoints import CHECKPOINT_FILE, frozen_below, mean_of, read_learned
from rag.reader.runs import Run, read_runs, run_in, write_runs
from rag.reader.weights import IDENTITY_FILE, ReaderIdentity, packaged_folder, read_identity, save_weights

NAME = "pourquoi-reader"


def export(checkpoints: Sequence[Path], folder: Path, keep: float = 0.0) -> ReaderIdentity:
    """Write what was trained, that is all but embeddings and the lowest layers, which were frozen, to `folder`.

    Of several checkpoints it is the mean of their weights. The weights of the reader that is there have a share of `keep` in
    the new ones, 0 to 1. Raises ReaderError where not all of these froze the same layers.
    """
    frozen_layers = frozen_below([*checkpoints, *([folder] if keep else [])])
    network = mean_of([read_learned(checkpoint) for checkpoint in checkpoints])
    if keep:
        before = read_learned(folder)
        network = {name: (1 - keep) * network[name] + keep * before[name] for name in network.keys() & before.keys()}
    frozen = ("trunk.embeddings.", *(f"trunk.encoder.layer.{number}." for number in range(frozen_layers)))
    learned = {name: values.float().numpy() for name, values in network.items() if not name.startswith(frozen)}
    folder.mkdir(parents=True, exist_ok=True)
    return save_weights(folder, learned, NAME, (MODEL_NAME, SOURCE_SHA256), frozen_layers)


def _earlier(folder: Path, new: Sequence[Run], keep: float) -> list[Run]:
    """The runs of the reader in `folder`, where the new one has a share of it or a new run began with it or learned from it.

    Where a run of it is exported again, those before that one: what it began with is what they made.
    """
    if not (folder / IDENTITY_FILE).is_file():
        return []
    runs, sources = read_runs(folder), {source for run in new for source in _sources(run)}
    again = [number for number, run in enumerate(runs) if any(run.plan == other.plan for other in new)]
    if not keep and again:
        runs = runs[: again[0]] if sources else ()
    elif not keep and read_identity(folder).sha256 not in sources:
        runs = ()
    return [replace(run, share=keep * run.share) for run in runs]


def _sources(run: Run) -> Iterator[str]:
    """The checksums of what a run began with, and of its teachers; earlier plans state one by itself."""
    for name in ("start_from_sha256", "teachers_sha256"):
        stated = run.plan.get(name) or ()
        yield from [stated] if isinstance(stated, str) else stated


def main(
    runs: Annotated[
        list[Path] | None,
        typer.Argument(help="What `rag.reader.train` wrote, in the order of training; the last is exported."),
    ] = None,
    mean: Annotated[
        list[Path] | None,
        typer.Option(help="One of RUNS: of those named so, the mean of the weights is exported instead."),
    ] = None,
    keep: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="The share that the weights of the reader which is there keep in the new ones."
        ),
    ] = 0.0,
    out: Annotated[Path | None, typer.Option(help="Where the reader goes; where the packaged one lies.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="What `pourquoi eval reader` wrote of the reader: its card is written.")
    ] = None,
) -> None:
    """Write the reader of the last of RUNS, or with --figures alone the card of the reader that is there."""
    folder = out or packaged_folder()
    shipped = mean or (runs or [])[-1:]
    for run in shipped:
        if run not in (runs or []):
            raise typer.BadParameter(f"{run} is none of the runs given", param_hint="--mean")
    if len(set(shipped)) < len(shipped):
        raise typer.BadParameter("a run has one part in the mean; name it once", param_hint="--mean")
    try:
        if runs:
            _ship(runs, shipped, folder, keep)
        if figures is not None:
            write_card(folder, read_identity(folder), figures)
    except ReaderError as error:
        typer.echo(f"export: {error}", err=True)
        raise typer.Exit(1) from error


def _ship(runs: Sequence[Path], shipped: Sequence[Path], folder: Path, keep: float) -> None:
    """Write the mean of those `shipped` to `folder`, and what is kept of all `runs`."""
    share = (1 - keep) / len(shipped)
    new = [run_in(run, share if run in shipped else 0.0) for run in runs]
    earlier = _earlier(folder, new, keep)
    typer.echo(export([run / CHECKPOINT_FILE for run in shipped], folder, keep))
    write_runs(folder, [*earlier, *new])


if __name__ == "__main__":
    typer.run(main)
