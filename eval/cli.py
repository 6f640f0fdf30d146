"""`pourquoi eval`: scores the product on gold questions, checks gold, and fits confidence."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.progress import track

from eval.cli_bench import bench
from eval.cli_errors import one_line_errors
from eval.cli_follow_ups import follow_ups
from eval.cli_formats import app as formats_app
from eval.cli_gates import BASELINE, GATES, baseline, compare, hold, read_standard
from eval.cli_gold import articles_in, new_gold
from eval.cli_reports import read_run
from eval.cli_speed import bench_speed
from index.plurals import numbered
from rag.cli_shared import Home, path_argument, path_option
from rag.harmless import harmless
from rag.settings import NO_READER, load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eval.report import Report
    from eval.run import Outcome
    from index.article import Article
    from rag.reader.reading import Reader
    from rag.wire import Engine

GOLD = Path("eval/gold/seeds.jsonl")
STORIES = Path("eval/stories")
LANGUAGES = Path("eval/languages/practice")
TWINS = Path("eval/twins")
OUT = Path("eval/out")
# 1 is for a gate that fails, so whatever keeps a run from meaning anything is 2.
NOT_TRUSTED = 2

_TIMED_QUESTIONS = 30

app = typer.Typer(help="Score the answers on gold questions.", no_args_is_help=True)
GoldFile = Annotated[Path, path_argument(help="Gold questions, JSON Lines.")]


@app.command("run")
def run_gold(  # noqa: PLR0913 - a command line
    gold: GoldFile = GOLD,
    *,
    out: Annotated[Path, path_option(help="Folder for report.json, report.md and report.html.")] = OUT,
    home: Home = None,
    limit_to: Annotated[
        list[str] | None,
        typer.Option(
            help="Ask only the questions in this language, such as fr, or those of kind/why, tag/billing or id/gold-007. "
            "Several of one sort add up; of each sort that is named a question must fit one."
        ),
    ] = None,
    against: Annotated[
        Path | None, path_option(help="A run to compare with, question by question: its folder, or its report.json.")
    ] = None,
    gate: Annotated[
        bool, typer.Option("--gate", help="Hold the run against the gates: exit status 1 if one fails.")
    ] = False,
    gates: Annotated[
        Path | None, path_option(help=f"File of gates, TOML, to hold the run against. With --gate alone: {GATES}.")
    ] = None,
    baseline: Annotated[
        Path | None,
        path_option(help=f"Run to hold it against by the gates, as `baseline` wrote it. Else: {BASELINE}."),
    ] = None,
) -> None:
    """Ask every gold question and score the answers. Exit status 2 where the run is not to be trusted.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first. What an earlier run
    left in the folder of the report is deleted before anything is asked.
    """
    from functools import partial

    from eval.decision_text import some
    from eval.differences import differences
    from eval.gold import load_gold_file
    from eval.html.page import REPORT_HTML, write_page
    from eval.markdown import headline_table
    from eval.outputs import remove_old
    from eval.session import REPORT_JSON, evaluate_file, save
    from rag.indexing import index_seeds_if_new
    from rag.wire import open_engine

    console = Console(stderr=True)
    with one_line_errors(NOT_TRUSTED):
        _clear(out)
        before = None if against is None else read_run(against)
        # Who names gates or a baseline means to be stopped by them.
        gated = gate or gates is not None or baseline is not None
        standard = read_standard(gates or GATES, baseline or BASELINE) if gated else None
        # The earlier report goes last: where a file above cannot be read, it may be the one that was meant.
        remove_old(out / REPORT_JSON)
        asked = load_gold_file(gold, *(limit_to or ()))
        engine = open_engine(load_settings(home=home))
        index_seeds_if_new(engine, console)
        _refuse_no_index(engine)
        evaluated = evaluate_file(engine, asked, _progress_bar(len(asked.questions), console))
        report = evaluated.report
        changes = None if before is None else differences(report, before)
        save(report, out, changes)
        write = partial(write_page, out / REPORT_HTML, report, evaluated.articles, changes)
        write()
    typer.echo(headline_table(report))
    typer.echo(f"the whole report: {out / REPORT_HTML}", err=True)
    _tell_lost(report)
    if standard is not None:
        with one_line_errors(NOT_TRUSTED):
            status = hold(report, out, standard, write)
        raise typer.Exit(status)
    if not report.trustworthy:
        failed = [row.id for row in report.rows if row.error is not None]
        told = f"{numbered(len(failed), 'question')} failed and {'is' if len(failed) == 1 else 'are'} left out of the scores"
        typer.echo(harmless(f"pourquoi eval: {told}: {some(failed)}"), err=True)
        raise typer.Exit(NOT_TRUSTED)


def _clear(out: Path) -> None:
    """Delete what an earlier run left in `out` but for its report.json, which may be what this one is held against.

    Were a run to end early, its folder would otherwise still tell that all gates passed.
    """
    from eval.html.page import REPORT_HTML
    from eval.outputs import refuse_unwritable, remove_old
    from eval.session import GATES_MARKDOWN, JUNIT, REPORT_JSON, REPORT_MARKDOWN

    told = [out / name for name in (GATES_MARKDOWN, JUNIT, REPORT_HTML, REPORT_MARKDOWN)]
    refuse_unwritable(*told, out / REPORT_JSON)
    remove_old(*told)


def _refuse_no_index(engine: "Engine") -> None:
    """Raise NoGenerationError where nothing was ever indexed: each piece of gold would else be told to have no article."""
    with engine.library.store.reading():
        return


def _tell_lost(report: "Report") -> None:
    """Say on standard error which gold no search can find."""
    from eval.decision_text import some

    lost = report.lost
    if lost.evidence:
        lie = "lies" if lost.evidence == 1 else "lie"
        told = f"{lost.evidence} of {numbered(lost.of_evidence, 'piece')} of evidence {lie} in no passage of the index"
        left = f"; nothing else is left for {some(lost.questions)}" if lost.questions else ""
        typer.echo(harmless(f"pourquoi eval: {told}{left}"), err=True)


def _progress_bar(total: int, console: Console) -> "Callable[[Iterable[Outcome]], Iterable[Outcome]]":
    """A bar on a terminal, nothing in a log."""
    return lambda outcomes: track(outcomes, "asking", total, console=console, disable=not console.is_terminal)


@app.command()
def check(gold: GoldFile = GOLD, *, home: Home = None) -> None:
    """Tell what of the gold cannot be asked or does not stand in the articles: the indexed ones, or those of seeds/.

    Exit status 1 if there is anything.
    """
    from eval.gold import check_gold, load_gold
    from eval.gold_check import check_passages, check_questions
    from eval.sides import check_sides
    from index.article_files import is_folder
    from index.homes import database_path
    from index.sqlite_store import SqliteStore
    from rag.indexing import SEEDS

    with one_line_errors():
        questions = load_gold(gold)
        store = SqliteStore(database_path(load_settings(home=home).home))
        if store.exists() or not is_folder(SEEDS):
            articles: Mapping[str, Article] = store.articles()
            with store.reading() as reading:
                lost = check_passages(questions, articles, [stored.cut.chunk.span for stored in reading.chunks()])
        else:
            articles, lost = articles_in(SEEDS), []
    checked = (check_questions(questions), check_gold(questions, articles), lost, check_sides(questions, articles))
    problems = [problem for problems in checked for problem in problems]
    for problem in problems:
        typer.echo(harmless(f"{gold}: {problem}"), err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{numbered(len(questions), 'question')}, every quote stands where it says")


@app.command("reader")
def reader_quality(
    data: Annotated[
        Path, path_argument(help="Folder with the question sets: squad_train/, piaf/, afriqa_fr/ and xquad_dev/.")
    ],
    *,
    questions: Annotated[
        int, typer.Option(min=1, help="Questions of each set at most, spread over its articles.")
    ] = 1_000,
    stories: Annotated[Path, path_option(help="Folder of stories; those held out are read too.")] = STORIES,
    twins: Annotated[Path, path_option(help="Folder of twins; those held out are read too.")] = TWINS,
    out: Annotated[Path, path_option(help="File to write the figures to.")] = OUT / "reader.json",
) -> None:
    """Measure the reader on articles that it was not trained on: its words, and right passages against wrong ones."""
    import json
    from dataclasses import asdict

    from eval.bench.file import reader_sha256
    from eval.errors import PracticeError
    from eval.outputs import refuse_unwritable
    from eval.reader_quality import measure_reader
    from eval.twin_quality import measure_twins
    from rag.reader.examples import read_split
    from rag.reader.figure_tables import reader_table, twin_table
    from rag.reader.stories import read_stories, story_examples
    from rag.reader.twins import read_twins
    from rag.wire import open_engine

    console = Console(stderr=True)
    with one_line_errors():
        refuse_unwritable(out)
        settings = load_settings()
        if settings.reader == NO_READER:  # before a thousand stories are read
            raise PracticeError("POURQUOI_READER is 'none', so there is no reader to measure; unset it")
        split = read_split(data)
        sets = {**split.held_out, **story_examples(read_stories(stories).held_out)}
        engine = open_engine(settings)
        reader = cast("Reader", engine.reader)
        near_misses = read_twins(twins, split).held_out
        figures = measure_reader(reader, sets, questions, lambda name: console.print(f"reading {name}", style="dim"))
        console.print("reading twins", style="dim")
        told_apart = measure_twins(reader, near_misses)
    out.parent.mkdir(parents=True, exist_ok=True)
    rows, twin_rows = [asdict(f) for f in figures], [asdict(f) for f in told_apart]
    written = {"reader": reader.name, "sha256": reader_sha256(engine), "sets": rows, "twins": twin_rows}
    out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    typer.echo(f"{reader_table(rows)}\n\n{twin_table(twin_rows)}")


@app.command("speed")
def reader_speed(gold: GoldFile = GOLD, *, home: Home = None) -> None:
    """Time the packaged reader against itself in float32, one passage at a time, and gold questions from end to end.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first.
    """
    from eval.errors import PracticeError
    from eval.gold import load_gold
    from eval.speed import measure_speed
    from index.encoder.embedder import SentenceEncoder
    from rag.indexing import index_seeds_if_new
    from rag.wire import open_engine

    console = Console(stderr=True)
    with one_line_errors():
        questions = [question.question for question in load_gold(gold)][:_TIMED_QUESTIONS]
        engine = open_engine(load_settings(home=home))
        if not isinstance(engine.embedder, SentenceEncoder):
            raise PracticeError("only a sentence-transformers encoder carries the packaged reader")
        index_seeds_if_new(engine, console)
        speed = measure_speed(engine.embedder, engine.pipeline(), questions)
    typer.echo(speed.summary())


@app.command("fit-confidence")
def fit_confidence(
    data: Annotated[
        Path, path_argument(help="Folder with the question sets; xquad_dev/, piaf/ and squad_train/ are read.")
    ],
    *,
    questions: Annotated[int, typer.Option(min=2, help="Questions of each set at most.")] = 60,
    stories: Annotated[Path, path_option(help="Folder of stories to practise on.")] = STORIES,
    languages: Annotated[Path, path_option(help="Folder of stories in other languages to practise on.")] = LANGUAGES,
    out: Annotated[Path | None, path_option(help="File to write the model to; that of the finder in use.")] = None,
    curves: Annotated[Path | None, path_option(help="File to write refusals and curves of risk to, JSON.")] = None,
) -> None:
    """Fit how sure an answer is, on question sets other than the gold; needed whenever encoder or reader change."""
    from eval.fit_confidence import fit_on
    from eval.outputs import refuse_unwritable
    from eval.practice import read_practice
    from rag.wire import open_engine

    console = Console(stderr=True)
    with one_line_errors():
        refuse_unwritable(out, curves)
        practice = read_practice(data, stories, languages, questions)
        engine = open_engine(load_settings())
        fitted = fit_on(practice, engine, lambda name: console.print(f"asking {name}", style="dim"))
        path = out or Path("rag") / fitted.source.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fitted.to_toml(), "utf-8")
        if curves is not None:
            curves.parent.mkdir(parents=True, exist_ok=True)
            curves.write_text(fitted.curves(), "utf-8")
    typer.echo(fitted.summary())
    typer.echo(f"written to {path}", err=True)


app.add_typer(formats_app)
app.command("new-gold")(new_gold)
app.command("baseline")(baseline)
app.command("compare")(compare)
app.command("follow-ups")(follow_ups)
app.command("bench")(bench)
app.command("bench-speed")(bench_speed)
