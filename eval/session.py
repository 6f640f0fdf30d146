"""One run from gold to report, over the product's own assembly."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.differences import Differences
from eval.gold import GoldFile, GoldQuestion, refuse_misfit
from eval.gold_reading import gold_bytes
from eval.junit import write_junit
from eval.markdown import to_markdown
from eval.memory import peak_memory_bytes
from eval.metrics import Corpus
from eval.outputs import remove_old, write_whole
from eval.provenance import trace
from eval.report import Report, make_report, write_report
from eval.rows import make_rows
from eval.run import Outcome, run
from index.article import Article
from rag.wire import Engine

REPORT_JSON, REPORT_MARKDOWN, JUNIT = "report.json", "report.md", "junit.xml"
GATES_MARKDOWN = "gates.md"
Watch = Callable[[Iterable[Outcome]], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A report, and the articles that it was made on, by id: those of the index may be others by now."""

    report: Report
    articles: Mapping[str, Article]


def evaluate(engine: Engine, gold_file: Path, questions: Sequence[GoldQuestion], watch: Watch = iter) -> Report:
    """The report of `evaluate_file` on `questions`, which may be any, as those of `gold_file` as it is now; raises GoldError."""
    sha256 = hashlib.sha256(gold_bytes(gold_file)).hexdigest()
    return evaluate_file(engine, GoldFile(gold_file, sha256, tuple(questions)), watch).report


def evaluate_file(engine: Engine, gold: GoldFile, watch: Watch = iter) -> Evaluated:
    """Ask the questions of `gold`; `watch` sees each outcome as it comes and passes it on.

    Raises GoldError with every problem, before anything is asked, where the gold does not fit the index.
    """
    pipeline = engine.pipeline()
    generation = pipeline.searcher.generation
    articles = generation.contents.articles
    refuse_misfit(gold.questions, articles, str(gold.path))
    outcomes = tuple(watch(run(gold.questions, pipeline.answer)))
    rows = make_rows(outcomes, Corpus.of(generation.contents, generation.near_duplicates))
    return Evaluated(make_report(trace(engine, generation, gold), rows, peak_memory_bytes()), articles)


def save(report: Report, folder: Path, changes: Differences | None = None) -> None:
    """Write the report to `folder`: as JSON, as JUnit XML, and as Markdown, which tells what changed against a baseline.

    What gates said of an earlier report there is deleted. Raises OutputError.
    """
    remove_old(folder / GATES_MARKDOWN)
    write_report(report, folder / REPORT_JSON)
    write_whole(folder / REPORT_MARKDOWN, to_markdown(report, changes))
    write_junit(report, None, folder / JUNIT)
