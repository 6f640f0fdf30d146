"""Trains the reader: `python -m rag.reader.train DATA --out FOLDER`; run again, it goes on from its last checkpoint."""

import json
import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer

from index.encoder.unpack import cache_folder, ensure_unpacked
from index.files import sha256_file
from rag.errors import ReaderError, TrainingDataError
from rag.reader.batches import batches_of, collate
from rag.reader.corpus import build_corpus
from rag.reader.examples import read_split
from rag.reader.lexicon import read_lexicons
from rag.reader.network import ReaderNetwork, load_trunk
from rag.reader.quick_look import few, look
from rag.reader.sampling import Lengths, Sampler
from rag.reader.trainer import Plan, Trainer
from rag.reader.weights import read_identity

log = logging.getLogger(__name__)

PLAN_FILE, CURVE_FILE, CHECKPOINT_FILE = "plan.json", "curve.jsonl", "checkpoint.pt"
_LOGGED_STEPS = 50
_SAVED_STEPS = 500
_SHORTEST, _LONGEST = 32, 320


@dataclass(frozen=True, slots=True)
class Inputs:
    """The folder of question sets, that of dictionaries to mix languages with, and the checkpoint or reader to begin with."""

    data: Path
    lexicons: Path | None = None
    start_from: Path | None = None


def run(inputs: Inputs, out: Path, plan: Plan) -> None:
    """Train as `plan` says, from the last checkpoint in `out` if there is one.

    `out` gets the plan, a curve (losses, learning rates, quick looks) and the last checkpoint. Raises TrainingDataError where
    data are missing or malformed, and where `out` holds a run of another plan.
    """
    from transformers import AutoTokenizer

    _claim(out, plan, inputs.start_from)
    torch.manual_seed(plan.seed)
    folder = ensure_unpacked(cache_folder())
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    split = read_split(inputs.data)
    corpus = build_corpus(split.train, tokenizer)
    log.info("%d passages and %d questions in tokens", len(corpus.passages), len(split.train))
    lexicons = read_lexicons(inputs.lexicons) if inputs.lexicons else {}
    sampler = Sampler(corpus, tokenizer, plan.lengths, plan.seed, lexicons)
    trainer = Trainer(ReaderNetwork(load_trunk(folder)), plan, _device())
    if inputs.start_from is not None:
        trainer.start_from(inputs.start_from)
    if (out / CHECKPOINT_FILE).exists():
        trainer.resume(out / CHECKPOINT_FILE)
        log.info("going on from step %d", trainer.step)
    looked = few(split.held_out, tokenizer)
    per_pool = len(batches_of(sampler.pool(0), plan.batch, [0]))
    number, batches = -1, []
    losses, since = [], time.monotonic()
    while trainer.step < plan.steps:
        wanted, at = divmod(trainer.step, per_pool)
        if wanted != number:
            number, batches = wanted, batches_of(sampler.pool(wanted), plan.batch, [plan.seed, wanted])
        losses.append(trainer.train_on(collate(batches[at], corpus.special.padding)))
        if trainer.step % _LOGGED_STEPS == 0:
            speed = plan.batch * len(losses) / (time.monotonic() - since)
            rate = plan.rate(trainer.step - 1)
            _note(
                out, {"step": trainer.step, "loss": float(np.mean(losses)), "rate": rate, "examples_per_second": speed}
            )
            losses, since = [], time.monotonic()
        if trainer.step % _SAVED_STEPS == 0 or trainer.step == plan.steps:
            trainer.save(out / CHECKPOINT_FILE)
            _note(
                out, {"step": trainer.step} | {n: look(trainer.network, r, corpus.special) for n, r in looked.items()}
            )
            since = time.monotonic()


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _claim(out: Path, plan: Plan, start_from: Path | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    begun_with = None if start_from is None else _sha256_of(start_from)
    stated, path = json.dumps(asdict(plan) | {"start_from_sha256": begun_with}, indent=1), out / PLAN_FILE
    if path.exists() and path.read_text("utf-8") != stated:
        raise TrainingDataError(f"{out} holds a run with another plan; give another folder with --out")
    path.write_text(stated, "utf-8")


def _sha256_of(reader_or_checkpoint: Path) -> str:
    folder = reader_or_checkpoint.is_dir()
    return read_identity(reader_or_checkpoint).sha256 if folder else sha256_file(reader_or_checkpoint)


def _note(out: Path, row: dict[str, float]) -> None:
    line = json.dumps({name: round(float(value), 6) for name, value in row.items()})
    log.info("%s", line)
    with (out / CURVE_FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def main(  # noqa: PLR0913, PLR0917 - a command line
    data: Annotated[Path, typer.Argument(help="The folder that holds squad_train, piaf, afriqa_fr and xquad_dev.")],
    out: Annotated[Path, typer.Option(help="Where checkpoints and curves go; a run there is gone on with.")],
    steps: Annotated[int, typer.Option(min=1)] = 16_000,
    batch: Annotated[int, typer.Option(min=1, help="Pairs of a step.")] = 16,
    learning_rate: Annotated[float, typer.Option(min=0)] = 2e-4,
    warmup: Annotated[int, typer.Option(min=0, help="Steps until the full learning rate.")] = 300,
    cooldown: Annotated[float, typer.Option(min=0, max=1, help="The last share of the steps: the rate falls.")] = 0.3,
    frozen_layers: Annotated[int, typer.Option(min=0, help="So many of the lowest layers stay the encoder's.")] = 6,
    short: Annotated[int, typer.Option(min=_SHORTEST, help="Most passages are cut to this many tokens at most.")] = 128,
    long_share: Annotated[float, typer.Option(min=0, max=1, help="The share of passages that are not.")] = 0.25,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    lexicons: Annotated[Path | None, typer.Option(help="A folder of FreeDict dictionaries, to mix languages.")] = None,
    start_from: Annotated[
        Path | None, typer.Option(help="A checkpoint, or the folder of a reader, whose weights to begin with.")
    ] = None,
) -> None:
    """Train the reader on DATA."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    lengths = Lengths(_SHORTEST, short, _LONGEST, long_share)
    plan = Plan(steps, batch, learning_rate, warmup, cooldown, frozen_layers, lengths, lexicons is not None, seed)
    try:
        run(Inputs(data, lexicons, start_from), out, plan)
    except (TrainingDataError, ReaderError) as error:
        typer.echo(f"train: {error}", err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
