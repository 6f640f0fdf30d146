"""What the fixture `gold_run` gives."""

from dataclasses import dataclass
from pathlib import Path

from eval.report import Report


@dataclass(frozen=True, slots=True)
class GoldRun:
    """One `pourquoi eval run` over the whole gold."""

    home: Path
    out: Path
    status: int
    stdout: str
    report: Report
