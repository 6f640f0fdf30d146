"""`pourquoi eval new-gold`: proposes questions from articles and keeps those that a person accepts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.cli_errors import one_line_errors
from rag.cli_shared import Home, path_option
from rag.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.article import Article


def new_gold(
    *,
    out: Annotated[Path, path_option(help="Gold file to add to, JSON Lines; it is made where there is none.")],
    articles: Annotated[
        Path | None, path_option(help="Folder of articles, as `pourquoi index` takes it; by default the indexed ones.")
    ] = None,
    home: Home = None,
) -> None:
    """Propose questions from your articles, one by one: y keeps, n drops, edit changes, quit ends.

    Each question that is kept is on the disk before the next is shown. Run again, it goes on with what is not there yet.
    """
    from rich.console import Console

    from eval.new_gold.dialogue import Desk, go_through
    from eval.new_gold.gold_file import append_question, next_id, read_known
    from eval.new_gold.propose import propose, unproposed
    from eval.outputs import refuse_unwritable

    console = Console(highlight=False)
    with one_line_errors():
        refuse_unwritable(out)
        known = read_known(out)
        there = _articles(articles, home)
        for language, count in unproposed(there).items():
            typer.echo(f"{count} articles in {language!r}: no questions are proposed in that language", err=True)
        desk = Desk(
            there, console, _read_line, lambda kept: next_id(out, kept), lambda kept: append_question(out, kept)
        )
        added = go_through(propose(there, known), known, desk)
    console.print(f"{added} questions added, {len(known) + added} in {out}", soft_wrap=True)


def _articles(folder: Path | None, home: Path | None) -> "Mapping[str, Article]":
    from index.homes import database_path
    from index.sqlite_store import SqliteStore
    from rag.settings import load_settings

    if folder is not None:
        return articles_in(folder)
    return SqliteStore(database_path(load_settings(home=home).home)).articles()


def articles_in(folder: Path) -> "Mapping[str, Article]":
    """The articles of a folder by id; what cannot be read is told on standard error and left out."""
    from index.reading import read_corpus

    corpus = read_corpus((folder,))
    for failure in corpus.failures:
        typer.echo(harmless(f"left out: {failure.reason}"), err=True)
    return {article.id: article for article in corpus.articles}


def _read_line(asking: str) -> str:
    """One typed line; the end of the input and Ctrl-C are EOFError."""
    try:
        return str(typer.prompt(asking, default="", show_default=False))
    except typer.Abort as error:
        raise EOFError from error
