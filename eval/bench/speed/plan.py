"""How much to measure."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Questions of a run, runs of each figure, a folder for what is made on the way, and whom to tell how far it is."""

    questions: int
    rounds: int
    folder: Path
    tell: Tell
