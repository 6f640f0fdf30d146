"""What is kept of the training runs that made a reader, in a file beside its weights, so that its card can tell."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.reader.checkpoints import PLAN_FILE
from rag.reader.train import CURVE_FILE

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
    """The run whose plan and curve lie in `folder`."""
    plan = json.loads((folder / PLAN_FILE).read_text("utf-8"))
    rows = [json.loads(line) for line in (folder / CURVE_FILE).read_text("utf-8").splitlines()]
    losses = [(int(row["step"]), float(row["loss"])) for row in rows if "loss" in row]
    return Run(plan, losses[-1][0], losses[0][1], losses[-1][1], share)


def read_runs(folder: Path) -> tuple[Run, ...]:
    """The runs that made the reader in `folder`, first to last; none where nobody kept them."""
    path = folder / RUNS_FILE
    return tuple(Run(**row) for row in json.loads(path.read_text("utf-8"))) if path.is_file() else ()


def write_runs(folder: Path, runs: Sequence[Run]) -> None:
    """Keep `runs` beside the reader in `folder`, instead of what was kept there before."""
    (folder / RUNS_FILE).write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n", "utf-8")
