"""The command line: asks, indexes, and tells which models are in use. Other packages add commands as entry points."""

import codecs
import io
import logging
import sys
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from index.homes import DEFAULT_COLLECTION, refuse_unknown
from rag.cli_shared import Collection, Home, clear_errors, path_argument
from rag.cli_store import app as store_commands
from rag.settings import load_settings

NOT_ANSWERABLE = 3

app = typer.Typer(
    help="Answers questions about articles and shows the very words it answers from.", no_args_is_help=True
)


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - typer hands it so
    if asked:
        typer.echo(f"pourquoi {version('pourquoi')}")
        raise typer.Exit


@app.callback()
def _whole(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know, in any language.")],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
    as_json: Annotated[bool, typer.Option("--json", help="Print the object that POST /v1/ask returns.")] = False,
) -> None:
    """Answer a question with quotes. Exit status 0 answered, 3 not answerable.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first.
    """
    from rag.answer_out import answer_out
    from rag.indexing import index_seeds_if_new
    from rag.questions.question import Question
    from rag.render import show_answer
    from rag.wire import open_engine

    with clear_errors():
        asked = Question(question)
        settings = load_settings(home=home)
        refuse_unknown(settings.home, collection)
        engine = open_engine(settings, collection)
        index_seeds_if_new(engine, Console(stderr=True))
        pipeline = engine.pipeline()
        answer = pipeline.answer(asked)
    if as_json:
        # Escapes are the same words in every encoding; question marks in their place would be another quote.
        typer.echo(answer_out(answer, pipeline, collection).model_dump_json(indent=2, ensure_ascii=not _writes_utf8()))
    else:
        show_answer(answer, Console(highlight=False), dict(pipeline.searcher.generation.contents.articles))
    if not answer.answerable:
        raise typer.Exit(NOT_ANSWERABLE)


@app.command()
def index(
    paths: Annotated[
        list[Path], path_argument(help="Folders and files; text, Markdown, HTML, PDF, Word, mail and feeds.")
    ],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show what is taken of one file, and what of it is masked as page noise and why."
        ),
    ] = False,
) -> None:
    """Bring articles into the index. Only passages that changed are embedded again. Exit status 1 if something could not be read.

    Exit status 0 if entries of feeds were skipped because they hold no text.
    """
    from rag.explaining import explain_file
    from rag.indexing import index_and_report, refuse_bad_paths
    from rag.wire import open_engine

    with clear_errors():
        if explain:
            for path in paths:
                explain_file(path, Console(highlight=False))
            return
        settings, given = load_settings(home=home), tuple(paths)
        refuse_bad_paths(settings, collection, given)
        report = index_and_report(open_engine(settings, collection), given, Console(stderr=True))
    if report.failures:
        raise typer.Exit(1)


@app.command()
def watch(
    folder: Annotated[Path, path_argument(help="A folder of articles.", file_okay=False)],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
) -> None:
    """Keep the index as the folder is, until Ctrl-C or SIGTERM. A server over the same home shows every change."""
    from rag.following import follow_folder, refuse_unknown_folder
    from rag.wire import open_engine

    with clear_errors():
        settings = load_settings(home=home)
        refuse_unknown_folder(settings, collection, folder)
        follow_folder(open_engine(settings, collection), folder, Console(stderr=True))


@app.command()
def models(
    *,
    unpack: Annotated[
        bool, typer.Option("--unpack", help="Unpack the encoder now, as the first question would.")
    ] = False,
) -> None:
    """Tell which models are in use, from where, how large, and whether they are ready."""
    from rag.models import describe_models

    with clear_errors():
        for line in describe_models(load_settings(), unpack_now=unpack):
            typer.echo(line)


def _writes_utf8() -> bool:
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


def _show_what_can_be_shown() -> None:
    """From now on a letter that the encoding of standard output lacks is a question mark and ends no command."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


def main() -> None:
    """Run the command line, with the commands that other packages add under `pourquoi.commands`."""
    handler = logging.StreamHandler(sys.stderr)
    # On the handler and not on the root: some libraries lower their own logger's level.
    handler.setLevel(logging.WARNING)
    logging.basicConfig(format="pourquoi: %(message)s", handlers=[handler])
    _show_what_can_be_shown()
    app.add_typer(store_commands)
    for point in sorted(entry_points(group="pourquoi.commands"), key=lambda p: p.name):
        app.add_typer(point.load(), name=point.name)
    app()


if __name__ == "__main__":
    main()
