"""What the commands of all packages share: options, and errors as one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from index.errors import CorpusError
from rag.errors import AnswerError
from rag.harmless import harmless

Home = Annotated[Path | None, typer.Option(help="Folder that holds all state (POURQUOI_HOME, or .pourquoi).")]
Collection = Annotated[str, typer.Option(help="Which collection of articles.")]


@contextmanager
def clear_errors(command: str = "pourquoi", status: int = 1, also: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Within this block an error of ours, or one of `also`, is one line on standard error and exit status `status`."""
    ours: tuple[type[Exception], ...] = (CorpusError, AnswerError, *also)
    try:
        yield
    except ours as error:
        typer.echo(harmless(f"{command}: {error}"), err=True)
        raise typer.Exit(status) from error
