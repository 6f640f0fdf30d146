"""`pourquoi eval baseline` and `compare`, and what `run --gate` does once the report is there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.cli_errors import one_line_errors
from eval.cli_reports import read_run
from eval.errors import ReportError
from rag.cli_shared import path_argument, path_option

if TYPE_CHECKING:
    from eval.decide import Decision
    from eval.gates import Gates
    from eval.record import Record
    from eval.report import Report

GATES = Path("eval/gates.toml")
BASELINE = Path("eval/baseline/seeds.json")
_OUT = Path("eval/out")

Run = Annotated[Path, path_argument(help="A folder that `run` wrote to, or its report.json.")]


def baseline(
    report: Run = _OUT, *, out: Annotated[Path, path_option(help="File to write the baseline to.")] = BASELINE
) -> None:
    """Make a run the baseline that later ones are held against: scores and verdict of each question, no answers."""
    from eval.outputs import refuse_unwritable
    from eval.record import record_of, refuse_partial, write_baseline

    with one_line_errors():
        refuse_unwritable(out)
        found = read_run(report)
        if not found.trustworthy or found.lost.questions:
            raise ReportError(f"{report}: questions failed or lost all their gold at indexing; it can be no baseline")
        refuse_partial(found, report)
        write_baseline(record_of(found), out)
    typer.echo(f"{len(found.rows)} questions; written to {out}")


def compare(
    a: Run,
    b: Run,
    *,
    out: Annotated[Path | None, path_option(help="File to write every metric in every group to, Markdown.")] = None,
) -> None:
    """Compare two runs over the same questions: B less A with its interval, and the questions whose verdict changed."""
    from eval.compare import compare_markdown, compare_text, reworded, without
    from eval.differences import unlike
    from eval.outputs import refuse_unwritable, write_whole
    from eval.record import record_of

    with one_line_errors():
        refuse_unwritable(out)
        first, second = read_run(a), read_run(b)
        others = reworded(first, second)
        before, after = (without(record_of(report), others) for report in (first, second))
        made_from = unlike(first.provenance, second.provenance)
        text = compare_text(before, after, len(others), made_from)
        if out is not None:
            write_whole(out, compare_markdown(before, after, len(others), made_from))
    typer.echo(text)


@dataclass(frozen=True, slots=True)
class Standard:
    """What a run is held against; `baseline` is None where there are no regressions to judge."""

    gates: "Gates"
    baseline: "Record | None"


def read_standard(gates: Path, baseline: Path) -> Standard:
    """Read both files, before anything is asked; raises EvaluationError."""
    from eval.gates import read_gates
    from eval.record import read_baseline

    wanted = read_gates(gates)
    return Standard(wanted, read_baseline(baseline) if wanted.regressions else None)


def hold(
    report: "Report", folder: Path, standard: Standard, show: "Callable[[Decision], None]" = lambda _decision: None
) -> int:
    """Judge `report`, print the decision, write it to `folder`, and give the exit status; raises EvaluationError.

    `show` sees the decision before it is printed.
    """
    from eval.decide import decide
    from eval.decision_text import decision_text
    from eval.junit import write_junit
    from eval.outputs import write_whole
    from eval.record import record_of
    from eval.run_figures import figures_of
    from eval.session import GATES_MARKDOWN, JUNIT

    decision = decide(record_of(report), standard.gates, standard.baseline, report.lost.questions, figures_of(report))
    text = decision_text(decision)
    write_whole(folder / GATES_MARKDOWN, text)
    write_junit(report, decision, folder / JUNIT)
    show(decision)
    typer.echo(f"\n{text}")
    return decision.status
