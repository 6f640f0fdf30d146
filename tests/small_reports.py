"""Reports in a second: the whole product over the seeds, with hashed words in place of the encoder."""

from dataclasses import replace
from pathlib import Path

from eval.gold import load_gold
from eval.report import Report, make_report
from eval.rows import Verdict
from eval.session import evaluate
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "eval" / "gold" / "seeds.jsonl"


def engine_at(home: Path) -> Engine:
    """An engine over the seeds that answers whatever it has evidence for."""
    engine = Engine(Settings(home=home, min_confidence=0), HashingEmbedder())
    engine.index((ROOT / "seeds",), lambda _done, _total: None)
    return engine


def report_on(engine: Engine, language: str) -> Report:
    """Of the questions in one language."""
    return evaluate(engine, GOLD, load_gold(GOLD, language))


def with_verdicts(report: Report, verdicts: dict[str, Verdict]) -> Report:
    """`report` as it would be had these questions, by id, come out like this; the first quote is right where they are."""
    rows = [
        replace(row, verdict=verdict, scores={**row.scores, "first_quote_right": float(verdict is Verdict.RIGHT)})
        if (verdict := verdicts.get(row.id))
        else row
        for row in report.rows
    ]
    return make_report(report.provenance, rows)
