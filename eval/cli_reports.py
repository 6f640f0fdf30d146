"""The report that a command is given: a folder that `run` wrote to, or the file in it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.report import Report


def read_run(path: Path) -> "Report":
    """The report in a folder, or in that very file; raises ReportError."""
    from eval.report import read_report
    from eval.session import REPORT_JSON

    return read_report(path / REPORT_JSON if path.is_dir() else path)
