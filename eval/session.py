"""One run from gold to report, over the product's own assembly."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from eval.differences import Differences
from eval.gold import GoldQuestion, refuse_misfit
from eval.junit import write_junit
from eval.markdown import to_markdown
from eval.memory import peak_memory_bytes
from eval.metrics import Corpus
from eval.outputs import remove_old, write_whole
from eval.provenance import trace
from eval.report import Report, make_report, write_report
from eval.rows import make_rows
from eval.run import Outcome, run
from rag.wire import Engine

REPORT_JSON, REPORT_MARKDOWN, JUNIT = "report.json", "report.md", "junit.xml"
GATES_MARKDOWN = "gates.md"
Watch = Callable[[Iterable[Outcome]], Iterable[Outcome]]


def evaluate(engine: Engine, gold_file: Path, questions: Sequence[GoldQuestion], watch: Watch = iter) -> Report:
    """Ask `questions` of `gold_file`; `watch` sees each outcome as it comes and passes it on.

    Raises GoldError with every problem, before anything is asked, where the gold does not fit the index.
    """
    pipeline = engine.pipeline()
    generation = pipeline.searcher.generation
    refuse_misfit(questions, generation.contents.articles, str(gold_file))
    outcomes = tuple(watch(run(questions, pipeline.answer)))
    rows = make_rows(outcomes, Corpus.of(generation.contents))
    return make_report(trace(engine, generation, gold_file), rows, peak_memory_bytes())


def save(report: Report, folder: Path, changes: Differences | None = None) -> None:
    """Write the report to `folder`: as JSON, as JUnit XML, and as Markdown, which tells what changed against a baseline.

    What gates said of an earlier report there is deleted. Raises OutputError.
    """
    remove_old(folder / GATES_MARKDOWN)
    write_report(report, folder / REPORT_JSON)
    write_whole(folder / REPORT_MARKDOWN, to_markdown(report, changes))
    write_junit(report, None, folder / JUNIT)
