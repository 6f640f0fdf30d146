"""What a training run leaves behind, read back: the weights of a checkpoint or a reader, and which layers it trained."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from rag.errors import ReaderError
from rag.reader.weights import IDENTITY_FILE, ReaderIdentity, load_weights, read_identity

PLAN_FILE, CHECKPOINT_FILE = "plan.json", "checkpoint.pt"
FROZEN = "frozen_layers"


def read_learned(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a checkpoint or of a reader's folder, by name; raises ReaderError where that holds no reader."""
    if path.is_dir():
        return {name: torch.from_numpy(array) for name, array in load_weights(path, identity_in(path)).items()}
    learned: dict[str, torch.Tensor] = _state_in(path, mapped=False)["network"]
    return learned


def identity_in(folder: Path) -> ReaderIdentity:
    """Which reader lies in `folder`; raises ReaderError where none does, and where it is the folder of a run."""
    if (folder / CHECKPOINT_FILE).is_file():
        raise ReaderError(f"{folder} is the folder of a run; give {folder / CHECKPOINT_FILE}")
    if not (folder / IDENTITY_FILE).is_file():
        raise ReaderError(f"{folder} holds no reader; give a checkpoint or the folder of a reader")
    return read_identity(folder)


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
        return identity_in(path).first_layer
    state = _state_in(path)
    if FROZEN in state:
        return int(state[FROZEN])
    plan = path.with_name(PLAN_FILE)
    if not plan.is_file():
        raise ReaderError(f"{path} does not say how many layers were frozen, and no {PLAN_FILE} lies beside it")
    return int(json.loads(plan.read_text("utf-8"))[FROZEN])


def step_of(path: Path) -> int:
    """How many steps the run of a checkpoint had done."""
    return int(_state_in(path)["step"])


def _state_in(checkpoint: Path, *, mapped: bool = True) -> dict[str, Any]:
    """What a checkpoint holds; `mapped`, since of a file of some hundred megabytes mostly one number is read."""
    if not checkpoint.is_file():
        raise ReaderError(f"{checkpoint} does not exist; give a checkpoint or the folder of a reader")
    state: dict[str, Any] = torch.load(checkpoint, map_location="cpu", weights_only=True, mmap=mapped)
    return state


def mean_of(readers: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights that all of `readers` have."""
    names = set.intersection(*(set(reader) for reader in readers))
    return {name: torch.stack([reader[name].float() for reader in readers]).mean(0) for name in names}
