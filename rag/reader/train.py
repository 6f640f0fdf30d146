"""Trains the reader: `python -m rag.reader.train DATA --out FOLDER`; run again, it goes on from its last checkpoint."""

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
import typer

from index.encoder.unpack import cache_folder, ensure_unpacked
from index.files import sha256_file, sha256_folder
from rag.errors import ReaderError, TrainingDataError
from rag.reader.batches import Batch
from rag.reader.checkpoints import CHECKPOINT_FILE, PLAN_FILE, read_learned
from rag.reader.corpus import build_corpus
from rag.reader.examples import read_split
from rag.reader.lengths import Lengths
from rag.reader.lexicon import read_lexicons
from rag.reader.network import ReaderNetwork, load_trunk
from rag.reader.pairs import SpecialIds
from rag.reader.pools import Pools
from rag.reader.quick_look import Looked, few, look
from rag.reader.sampling import POOL, Sampler, WrittenPairs
from rag.reader.stories import read_stories
from rag.reader.story_pairs import StoryPairs
from rag.reader.trainer import Plan, Trainer
from rag.reader.twin_pairs import TwinPairs
from rag.reader.twins import read_twins
from rag.reader.weights import read_identity

log = logging.getLogger(__name__)

CURVE_FILE = "curve.jsonl"
LOGGED_STEPS = 50
_SHORTEST, _LONGEST = 32, 320


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads: question sets, dictionaries, stories, twins, and checkpoints or readers to begin with or learn from."""

    data: Path
    lexicons: Path | None = None
    stories: Path | None = None
    twins: Path | None = None
    start_from: tuple[Path, ...] = ()
    teachers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """What changes how fast a run is and how much it tells, not what comes out.

    `workers` are processes that draw pairs; every `saved` steps a checkpoint is written and `looked` questions of each set asked.
    """

    workers: int = 0
    saved: int = 500
    looked: int = 40


@dataclass(frozen=True, slots=True)
class Looks:
    """What is asked of the network after `every` so many steps: `rows` of each held-out set."""

    rows: Mapping[str, list[Looked]]
    special: SpecialIds
    every: int


def run(inputs: Inputs, out: Path, plan: Plan, effort: Effort | None = None) -> None:
    """Train as `plan` says, from the last checkpoint in `out` if there is one.

    `out` gets the plan, a curve (losses, learning rates, quick looks) and the last checkpoint. Raises TrainingDataError where
    data are missing or malformed, and where `out` holds a run of another plan.
    """
    from transformers import AutoTokenizer

    effort = effort or Effort()
    stated = _stated(plan, inputs)
    _refuse_another(out, stated)
    torch.manual_seed(plan.seed)
    folder = ensure_unpacked(cache_folder())
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    split = read_split(inputs.data)
    corpus = build_corpus(split.train, tokenizer)
    log.info("%d passages and %d questions in tokens", len(corpus.passages), len(split.train))
    lexicons = read_lexicons(inputs.lexicons) if inputs.lexicons else {}
    written: list[WrittenPairs] = []
    if inputs.stories:
        read = read_stories(inputs.stories).train
        log.info("%d stories with %d questions", len(read), sum(len(story.questions) for story in read))
        _refuse_none(read, inputs.stories)
        written.append(StoryPairs(read, tokenizer, plan.lengths, plan.seed, lexicons, plan.story_share))
    if inputs.twins:
        twins = read_twins(inputs.twins, split).train
        log.info("%d twins", len(twins))
        _refuse_none(twins, inputs.twins)
        written.append(TwinPairs(twins, tokenizer, plan.lengths, plan.seed, lexicons, plan.twin_share))
    sampler = Sampler(corpus, tokenizer, plan.lengths, plan.seed, lexicons, written)
    with Pools(sampler, plan.batch, corpus.special.padding, effort.workers) as pools:
        trainer = _trainer(inputs, plan, folder)
        if (out / CHECKPOINT_FILE).exists():
            trainer.resume(out / CHECKPOINT_FILE)
            log.info("going on from step %d", trainer.step)
        # Here, since a run that never began holds no place.
        (out / PLAN_FILE).write_text(json.dumps(stated, indent=1), "utf-8")
        looks = Looks(few(split.held_out, tokenizer, effort.looked), corpus.special, effort.saved)
        _train(trainer, pools.batches(trainer.step), looks, out)


def _trainer(inputs: Inputs, plan: Plan, folder: Path) -> Trainer:
    """The network as the run begins with it, and its teachers, which share its word embeddings."""
    network = ReaderNetwork(load_trunk(folder, plan.dropout))
    teachers = []
    for path in inputs.teachers:
        teacher = ReaderNetwork(load_trunk(folder))
        teacher.trunk.embeddings.word_embeddings = network.trunk.embeddings.word_embeddings
        teacher.load_state_dict(read_learned(path), strict=False)
        teachers.append(teacher)
    trainer = Trainer(network, plan, _device(), teachers)
    if inputs.start_from:
        trainer.start_from(inputs.start_from)
    return trainer


def _train(trainer: Trainer, batches: Iterator[Batch], looks: Looks, out: Path) -> None:
    plan, losses, since = trainer.plan, list[torch.Tensor](), time.monotonic()
    over = trainer.done >= 1
    while not over:
        losses.append(trainer.train_on(next(batches)))
        over = trainer.done >= 1
        if trainer.step % LOGGED_STEPS == 0 or over:
            loss = float(torch.stack(losses).mean())
            speed = plan.batch * len(losses) / (time.monotonic() - since)
            _note(out, {"step": trainer.step, "loss": loss, "rate": trainer.rate, "examples_per_second": speed})
            losses, since = [], time.monotonic()
        if trainer.step % looks.every == 0 or over:
            trainer.save(out / CHECKPOINT_FILE)
            asked = {name: look(trainer.network, rows, looks.special) for name, rows in looks.rows.items()}
            _note(out, {"step": trainer.step} | asked)
            since = time.monotonic()


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _stated(plan: Plan, inputs: Inputs) -> dict[str, Any]:
    """What a run is told by: its plan, and the checksums of all that it reads."""
    folders = {"stories": inputs.stories, "twins": inputs.twins, "data": inputs.data, "lexicons": inputs.lexicons}
    return {
        **json.loads(json.dumps(asdict(plan))),
        "start_from_sha256": [_sha256_of(path) for path in inputs.start_from],
        "teachers_sha256": [_sha256_of(path) for path in inputs.teachers],
        **{f"{name}_sha256": sha256_folder(folder) if folder else None for name, folder in folders.items()},
    }


def _refuse_another(out: Path, stated: Mapping[str, Any]) -> None:
    """Raise TrainingDataError where `out` holds a run with another plan, and say in what it differs."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / PLAN_FILE
    if not path.exists():
        return
    there = json.loads(path.read_text("utf-8"))
    # A plan of older code has fewer entries.
    differing = [name for name, value in there.items() if stated.get(name) != value]
    if differing:
        raise TrainingDataError(
            f"{out} holds a run with another plan ({', '.join(differing)}); give another folder with --out"
        )


def _refuse_none(written: Sequence[object], folder: Path) -> None:
    if not written:
        raise TrainingDataError(f"all that {folder} holds is held out; give a folder with something to train on")


def _sha256_of(reader_or_checkpoint: Path) -> str:
    if reader_or_checkpoint.is_dir():
        return read_identity(reader_or_checkpoint).sha256
    if not reader_or_checkpoint.is_file():
        raise ReaderError(f"{reader_or_checkpoint} does not exist; give a checkpoint or the folder of a reader")
    return sha256_file(reader_or_checkpoint)


def _note(out: Path, row: dict[str, float]) -> None:
    line = json.dumps({name: round(float(value), 6) for name, value in row.items()})
    log.info("%s", line)
    with (out / CURVE_FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def main(  # noqa: PLR0913, PLR0917 - a command line
    data: Annotated[Path, typer.Argument(help="The folder that holds squad_train, piaf, afriqa_fr and xquad_dev.")],
    out: Annotated[Path, typer.Option(help="Where checkpoints and curves go; a run there is gone on with.")],
    steps: Annotated[int, typer.Option(min=1)] = 16_000,
    minutes: Annotated[float, typer.Option(min=0, help="End after so long; 0: when the steps are done.")] = 0.0,
    batch: Annotated[int, typer.Option(min=1, max=POOL, help="Pairs of a step.")] = 16,
    learning_rate: Annotated[float, typer.Option(min=0)] = 2e-4,
    warmup: Annotated[int, typer.Option(min=0, help="Steps until the full learning rate.")] = 300,
    cooldown: Annotated[float, typer.Option(min=0, max=1, help="The last share of the steps: the rate falls.")] = 0.3,
    frozen_layers: Annotated[int, typer.Option(min=0, help="So many of the lowest layers stay the encoder's.")] = 6,
    short: Annotated[int, typer.Option(min=_SHORTEST, help="Most passages are cut to this many tokens at most.")] = 128,
    long_share: Annotated[float, typer.Option(min=0, max=1, help="The share of passages that are not.")] = 0.25,
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
