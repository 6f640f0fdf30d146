"""What the long tests measured, a line for each gate of docs/reliability.md: printed at their end, kept in docs/soak.json."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "docs" / "soak.json"
# Set by `make soak`: a single test that is tried out leaves what is kept alone.
KEEP = "SOAK_KEEP"


@dataclass
class Result:
    """The last run of the long test of one gate: what was measured, how often, and whether the gate held."""

    gate: str
    measured: str
    times: int
    held: bool
    day: str
    # What else the machine did: processes that wanted to run, on average over five minutes, for each of its processors.
    load: float | None = None

    def line(self) -> str:
        held = "held" if self.held else "NOT HELD"
        return f"gate {self.gate}: {held}: {self.measured} ({self.times} x, {self.day}, load {self.load})"


class Results:
    """Results of this run, in the order in which they came."""

    def __init__(self) -> None:
        self.all: list[Result] = []

    @contextmanager
    def gate(self, name: str, times: int = 1) -> Iterator[Result]:
        """The result of a gate, which begins with its number; `measured` is filled in within. It held unless an error leaves.

        Begin it before whatever may fail, such as a server that starts: from here on the run before does not count any more.
        """
        result = Result(name, "broke off", times, held=False, day=datetime.now(UTC).date().isoformat())
        _keep(result)
        try:
            yield result
            result.held = True
        finally:
            result.load = round(os.getloadavg()[1] / (os.cpu_count() or 1), 1)
            self.all.append(result)
            _keep(result)


def _keep(result: Result) -> None:
    """Put it in the place of that gate's last one; nothing without KEEP."""
    if os.environ.get(KEEP) == "1":
        kept = {one.gate: one for one in read_results()} | {result.gate: result}
        rows = [asdict(kept[gate]) for gate in sorted(kept, key=_place)]
        KEPT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _place(name: str) -> tuple[int, str]:
    return int(name.split(maxsplit=1)[0]), name


def read_results() -> list[Result]:
    return [Result(**row) for row in json.loads(KEPT.read_text("utf-8"))] if KEPT.exists() else []
