"""A report: what was run, every row, and the numbers; written as JSON and read back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from eval.aggregate import (
    Cost,
    Group,
    Latency,
    LostGold,
    count_cost,
    group_rows,
    latencies,
    lost_gold,
)
from eval.errors import ReportError
from eval.outputs import write_whole
from eval.provenance import Provenance
from eval.risk import ConfidenceQuality, judge_confidence
from eval.rows import Row, Verdict

# One more whenever a field is taken away, renamed or means something else; fields that are only added leave it as it is.
SchemaVersion = Literal[1]
SCHEMA_VERSION: SchemaVersion = 1


@dataclass(frozen=True, slots=True)
class Report:
    """One run. The numbers follow from the rows and stand here so that no reader has to work them out."""

    schema_version: SchemaVersion
    provenance: Provenance
    groups: tuple[Group, ...]
    latencies: tuple[Latency, ...]
    cost: Cost
    confidence: ConfidenceQuality
    lost: LostGold
    rows: tuple[Row, ...]

    @property
    def trustworthy(self) -> bool:
        """Whether every question got an answer to score, right or wrong."""
        return all(row.verdict is not Verdict.FAILED for row in self.rows)


def make_report(provenance: Provenance, rows: Sequence[Row], peak_memory_bytes: int | None = None) -> Report:
    """Work out the numbers."""
    return Report(
        schema_version=SCHEMA_VERSION,
        provenance=provenance,
        groups=group_rows(rows),
        latencies=latencies(rows),
        cost=count_cost(rows, peak_memory_bytes),
        confidence=judge_confidence(rows),
        lost=lost_gold(rows),
        rows=tuple(rows),
    )


def write_report(report: Report, path: Path) -> None:
    """Write `report` as JSON; the folder is made."""
    write_whole(path, TypeAdapter(Report).dump_json(report, indent=1) + b"\n")


def read_report(path: Path) -> Report:
    """Read what `write_report` wrote; raises ReportError where it is missing or has another form."""
    try:
        return TypeAdapter(Report).validate_json(path.read_bytes())
    except OSError as error:
        raise ReportError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise ReportError(f"{path} is no report of this version: {_why(path, error)}") from error


def _why(path: Path, error: ValidationError) -> str:
    """What the file is instead, where that can be told, and else the field that is not as it should be."""
    where_to = "name a folder that `pourquoi eval run` wrote to, or its report.json"
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return f"it is not JSON; {where_to}"
    if isinstance(found, dict) and {"metrics", "questions"} <= found.keys():
        return f"it is a baseline, which holds no answers; {where_to}"
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else f"{first['msg']}; {where_to}"
