"""What the commands of all packages share: options, and errors as one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import CorpusError
from rag.errors import AnswerError
from rag.harmless import harmless


def _as_paths(value: str | list[str] | None) -> Path | list[Path] | None:
    """Paths of what was typed. An empty one, mostly a variable that is not set, would be the working directory."""
    if value is None:
        return None
    if isinstance(value, str):
        if not value:
            raise typer.BadParameter("it is empty; name a file or a folder, or a dot for the working directory")
        return Path(value)
    return [path for one in value if isinstance(path := _as_paths(one), Path)]


def path_option(*names: str, help: str) -> Any:  # noqa: A002, ANN401 - as of typer.Option
    """An option that names a file or a folder, and is not empty; its parameter is a Path."""
    # Typer makes a Path of nothing too, which could not be told from a dot any more.
    return typer.Option(*names, help=help, path_type=str, callback=_as_paths)


def path_argument(*, help: str, file_okay: bool = True) -> Any:  # noqa: A002, ANN401 - as of typer.Argument
    """The same for an argument."""
    return typer.Argument(help=help, file_okay=file_okay, path_type=str, callback=_as_paths)


Home = Annotated[Path | None, path_option(help="Folder that holds all state (POURQUOI_HOME, or .pourquoi).")]
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
