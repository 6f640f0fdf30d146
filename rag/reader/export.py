"""Makes the file that ships out of a training run: `python -m rag.reader.export RUN FOLDER`."""

from pathlib import Path
from typing import Annotated

import torch
import typer

from index.encoder.unpack import MODEL_NAME, SOURCE_SHA256
from rag.reader.weights import ReaderIdentity, save_weights

NAME = "pourquoi-reader"


def export(checkpoint: Path, folder: Path, frozen_layers: int) -> ReaderIdentity:
    """Write what was trained, that is all but embeddings and the lowest `frozen_layers` layers, to `folder`."""
    network = torch.load(checkpoint, map_location="cpu", weights_only=True)["network"]
    frozen = ("trunk.embeddings.", *(f"trunk.encoder.layer.{number}." for number in range(frozen_layers)))
    learned = {name: values.float().numpy() for name, values in network.items() if not name.startswith(frozen)}
    folder.mkdir(parents=True, exist_ok=True)
    return save_weights(folder, learned, NAME, (MODEL_NAME, SOURCE_SHA256), frozen_layers)


def main(
    run: Annotated[Path, typer.Argument(help="The folder that `rag.reader.train` wrote.")],
    folder: Annotated[Path, typer.Argument(help="Where the reader goes.")],
) -> None:
    """Write the reader of RUN to FOLDER."""
    import json

    frozen = json.loads((run / "plan.json").read_text("utf-8"))["frozen_layers"]
    typer.echo(export(run / "checkpoint.pt", folder, frozen))


if __name__ == "__main__":
    typer.run(main)
