"""What is kept of the training runs that made a reader, in a file beside its weights, so that its card can tell."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.errors import ReaderError
from rag.reader.checkpoints import CHECKPOINT_FILE, PLAN_FILE, step_of
from rag.reader.training import CURVE_FILE

RUNS_FILE = "training.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its plan as `rag.reader.train` wrote it, its steps, and the mean losses of its first and last logged steps.

    `share` is its part in the mean of weights that ships, 1 where it ships alone and 0 where others began with it.
    """

    plan: dict[str, Any]
    steps: int
    first_loss: float
    last_loss: float
    share: float = 0.0


def run_in(folder: Path, share: float) -> Run:
    """The run in `folder` as far as its checkpoint goes.

    Raises ReaderError where that is no folder of a run with a checkpoint, and where no loss was logged until then.
    """
    missing = next((name for name in (PLAN_FILE, CHECKPOINT_FILE, CURVE_FILE) if not (folder / name).is_file()), None)
    if missing is not None:
        raise ReaderError(f"{folder / missing} does not exist; give the folder of a run that has kept a checkpoint")
    plan = json.loads((folder / PLAN_FILE).read_text("utf-8"))
    # Losses are logged more often than checkpoints are kept.
    step = step_of(folder / CHECKPOINT_FILE)
    rows = [json.loads(line) for line in (folder / CURVE_FILE).read_text("utf-8").splitlines()]
    losses = [float(row["loss"]) for row in rows if "loss" in row and int(row["step"]) <= step]
    if not losses:
        raise ReaderError(f"{folder / CURVE_FILE} tells no loss up to step {step}; train on, and export then")
    return Run(plan, step, losses[0], losses[-1], share)


def read_runs(folder: Path) -> tuple[Run, ...]:
    """The runs that made the reader in `folder`, first to last; none where nobody kept them."""
    path = folder / RUNS_FILE
    return tuple(Run(**row) for row in json.loads(path.read_text("utf-8"))) if path.is_file() else ()


def write_runs(folder: Path, runs: Sequence[Run]) -> None:
    """Keep `runs` beside the reader in `folder`, instead of what was kept there before."""
    (folder / RUNS_FILE).write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n", "utf-8")
