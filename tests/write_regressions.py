"""Plants each regression of `tests/gate_runs.py` in the product, asks the whole gold, and writes which gate caught it.

    python tests/write_regressions.py [REPORTS]

Writes docs/regressions.json and the table in docs/evaluation.md. Runs are kept in the folder REPORTS and not made again, so
give a new one after a change of the product; without it they are made in a folder that goes. It takes some minutes.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from eval.decide import Decision, State, decide
from eval.errors import EvaluationError
from eval.gates import read_gates
from eval.gold import load_gold
from eval.record import Record, record_of
from eval.report import Report, read_report, write_report
from rag.settings import Settings
from rag.wire import open_engine
from tests.gate_runs import GOLD, PLANTED, ROOT, Planted, Product, RememberingEmbedder, RememberingReader
from tests.null_runs import CHURN, false_alarms
from tests.write_gold_guide import with_section

REGRESSIONS, EVALUATION, GATES = (
    ROOT / name for name in ("docs/regressions.json", "docs/evaluation.md", "eval/gates.toml")
)
_SILENT = (
    "**Do they stay silent?** Two runs of the same product are equal, and no gate can fail. So from the run as it is two are",
    "drawn, 200 times over: in each, apart from the other, a share of the questions gets the outcome (all scores together) of",
    "another question drawn at random, answerable for answerable. Both have the same expected means, so each failure is a false",
    "alarm; 10 of 200 are allowed (`tests/null_runs.py`).",
    "",
)


def main(reports: Path) -> None:
    """Write everything."""
    gates = read_gates(GATES)
    runs = dict(_runs(reports))
    first = runs["as it is"]
    if isinstance(first, str):
        raise SystemExit(first)
    baseline = record_of(first)
    caught = [_caught(one, runs[one.name], baseline) for one in PLANTED]
    alarms = {f"{churn:g}": false_alarms(baseline, gates, churn, 200) for churn in CHURN}
    stored = {
        "questions": len(first.rows),
        "as_it_is": decide(baseline, gates, baseline, first.lost.questions).status,
        "false_alarms": alarms,
        "planted": caught,
    }
    REGRESSIONS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
    text = EVALUATION.read_text("utf-8")
    EVALUATION.write_text(with_section(text, "regressions", tables(stored)), "utf-8")


def _runs(reports: Path) -> Iterator[tuple[str, Report | str]]:
    """Each run by name: its report, or why there is none."""
    gold, product = load_gold(GOLD), None
    for one in (Planted("as it is", ""), *PLANTED):
        kept = reports / f"{one.name}.json"
        if kept.is_file():
            yield one.name, read_report(kept)
            continue
        sys.stderr.write(f"{one.name}\n")
        product = product or _product(reports)
        try:
            report = product.ask(gold, None if one.name == "as it is" else one)
        except EvaluationError as error:
            yield one.name, str(error).splitlines()[0].replace(f"{ROOT}/", "").rstrip(":")
            continue
        write_report(report, kept)
        yield one.name, report


def _product(folder: Path) -> Product:
    engine = open_engine(Settings(home=folder / "home"))
    if engine.reader is None:
        raise SystemExit("POURQUOI_READER is 'none'; unset it")
    return Product(RememberingEmbedder(engine.embedder), RememberingReader(engine.reader), folder)


def _caught(planted: Planted, run: Report | str, baseline: Record) -> dict[str, object]:
    """What became of one; it is caught where a gate failed or the run is meaningless, not where too few questions were asked."""
    if isinstance(run, str):
        return {"name": planted.name, "what": planted.what, "status": 2, "caught": True, "gates": [], "why": run}
    decision = decide(record_of(run), read_gates(GATES), baseline, run.lost.questions)
    failed = [one for one in decision.judged if one.state is State.FAILED]
    return {
        "name": planted.name,
        "what": planted.what,
        "status": decision.status,
        "caught": bool(failed or decision.distrust),
        "gates": [one.gate for one in failed],
        "why": _why(decision) or f"not noticed: {planted.unseen}",
    }


def _why(decision: Decision) -> str:
    """The first reason, in short; empty where all gates passed."""
    failed = [one for one in decision.judged if one.state is State.FAILED]
    reasons = [*decision.distrust, *(f"{one.gate}: {one.found.split(';')[0]}" for one in failed)]
    untold = [f"{one.gate}: {one.found}" for one in decision.judged if one.state is State.UNTOLD]
    return (reasons or untold or [""])[0]


def tables(stored: dict[str, object]) -> str:
    """Both tables of docs/evaluation.md."""
    lines = [
        "| planted | what goes wrong | caught | exit | first reason | gates that failed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in stored["planted"]:  # type: ignore[attr-defined]
        gates = ", ".join(gate.split(":")[0] for gate in one["gates"]) or "–"
        caught = "yes" if one["caught"] else "no"
        lines.append(f"| `{one['name']}` | {one['what']} | {caught} | {one['status']} | {one['why']} | {gates} |")
    caught = sum(one["caught"] for one in stored["planted"])  # type: ignore[attr-defined]
    lines += [
        "",
        f"{caught} of {len(stored['planted'])} are caught: a gate failed, or the run means nothing and says why. "  # type: ignore[arg-type]
        "Exit status 2 for too few questions is none: a harmless change may be as noisy.",
        "",
        *_SILENT,
        "| share of answers that change at random | of 200 fail (exit 1) | of 200 too noisy to tell (exit 2) |",
    ]
    lines.append("| --- | --- | --- |")
    for churn, counts in stored["false_alarms"].items():  # type: ignore[attr-defined]
        lines.append(f"| {churn} | {counts['failed']} | {counts['untold']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder))
