"""What a training run leaves behind, read back: the weights of a checkpoint or a reader, and which layers it trained."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch

from rag.errors import ReaderError
from rag.reader.weights import load_weights, read_identity

PLAN_FILE, CHECKPOINT_FILE = "plan.json", "checkpoint.pt"
FROZEN = "frozen_layers"


def read_learned(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a checkpoint or of a reader's folder, by name; raises ReaderError where that holds no reader."""
    if path.is_dir():
        if (path / CHECKPOINT_FILE).is_file():
            raise ReaderError(f"{path} is the folder of a run; give {path / CHECKPOINT_FILE}")
        return {name: torch.from_numpy(array) for name, array in load_weights(path, read_identity(path)).items()}
    learned: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)["network"]
    return learned


def frozen_below(paths: Sequence[Path]) -> int:
    """How many of the lowest layers the runs of checkpoints, or of readers' folders, have left as the encoder has them.

    Raises ReaderError where it is not the same number for all: a mean would leave out what only some of them trained; and where
    a checkpoint of older code does not say it and lies beside no plan.
    """
    numbers = {path: _frozen_in(path) for path in paths}
    (first, frozen), *others = numbers.items()
    other = next((path for path, number in others if number != frozen), None)
    if other is not None:
        raise ReaderError(
            f"{first} froze {frozen} layers and {other} froze {numbers[other]}: their mean would leave out layers that one of "
            "them trained; take runs with the same --frozen-layers"
        )
    return frozen


def _frozen_in(path: Path) -> int:
    if path.is_dir():
        return read_identity(path).first_layer
    # Mapped: of a file of some hundred megabytes one number is read.
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    if FROZEN in state:
        return int(state[FROZEN])
    plan = path.with_name(PLAN_FILE)
    if not plan.is_file():
        raise ReaderError(f"{path} does not say how many layers were frozen, and no {PLAN_FILE} lies beside it")
    return int(json.loads(plan.read_text("utf-8"))[FROZEN])


def step_of(path: Path) -> int:
    """How many steps the run of a checkpoint had done."""
    return int(torch.load(path, map_location="cpu", weights_only=True, mmap=True)["step"])


def mean_of(readers: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights that all of `readers` have."""
    names = set.intersection(*(set(reader) for reader in readers))
    return {name: torch.stack([reader[name].float() for reader in readers]).mean(0) for name in names}
