"""One training run: what it reads, how it goes on from its last checkpoint, and what it notes of itself."""

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from index.encoder.unpack import cache_folder, ensure_unpacked
from index.files import sha256_file, sha256_folder
from rag.errors import ReaderError, TrainingDataError
from rag.reader.batches import Batch
from rag.reader.checkpoints import CHECKPOINT_FILE, PLAN_FILE, identity_in, read_learned
from rag.reader.corpus import build_corpus
from rag.reader.examples import read_split
from rag.reader.lexicon import read_lexicons
from rag.reader.network import ReaderNetwork, load_trunk
from rag.reader.pairs import SpecialIds
from rag.reader.pools import Pools
from rag.reader.quick_look import Looked, few, look
from rag.reader.sampling import Sampler, WrittenPairs
from rag.reader.stories import read_stories
from rag.reader.story_pairs import StoryPairs
from rag.reader.trainer import Plan, Trainer
from rag.reader.twin_pairs import TwinPairs
from rag.reader.twins import read_twins

log = logging.getLogger(__name__)

CURVE_FILE = "curve.jsonl"
LOGGED_STEPS = 50


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
        return identity_in(reader_or_checkpoint).sha256
    if not reader_or_checkpoint.is_file():
        raise ReaderError(f"{reader_or_checkpoint} does not exist; give a checkpoint or the folder of a reader")
    return sha256_file(reader_or_checkpoint)


def _note(out: Path, row: dict[str, float]) -> None:
    line = json.dumps({name: round(float(value), 6) for name, value in row.items()})
    log.info("%s", line)
    with (out / CURVE_FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
