"""Indexing as a person sees it: a progress bar on a terminal, and what was left out or skipped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from index import embedding
from index.article_files import is_folder
from index.article_store import Head
from index.errors import GenerationError
from index.homes import DEFAULT_COLLECTION, database_path, holds_old_index
from index.library import IndexReport
from index.plurals import numbered
from index.sqlite_store import SqliteStore
from index.sync import refuse_unreadable
from rag.settings import Settings
from rag.terminal import shown
from rag.wire import Engine

SEEDS = Path("seeds")


def index_seeds_if_new(engine: Engine, console: Console) -> None:
    """Where the home holds no collection yet, index the folder seeds/ below the working directory, if there is one.

    A home with other collections, or with an index of an older version, is somebody's already, and is shown no examples.
    """
    if engine.name == DEFAULT_COLLECTION and _is_new(engine) and is_folder(SEEDS):
        index_and_report(engine, (SEEDS,), console)


def _is_new(engine: Engine) -> bool:
    others = set(engine.collections()) - {DEFAULT_COLLECTION}
    return not others and not holds_old_index(engine.settings.home) and not engine.library.store.exists()


def refuse_bad_paths(settings: Settings, collection: str, paths: tuple[Path, ...]) -> None:
    """Raise ArticleError where indexing `paths` would come to nothing, before the models are loaded, which takes longer."""
    heads = stored_heads(settings, collection)
    # Indexing sets a damaged store aside, and one of another version is told of there.
    if heads is not None:
        refuse_unreadable({head.root for head in heads}, paths)


def stored_heads(settings: Settings, collection: str) -> tuple[Head, ...] | None:
    """All that is stored without the texts, before any model is loaded; None where the store cannot be read."""
    store = SqliteStore(database_path(settings.home, collection))
    if not store.exists():
        return ()
    try:
        with store.reading() as reading:
            return tuple(reading.heads().values())
    except GenerationError:
        return None


def index_and_report(engine: Engine, paths: tuple[Path, ...], console: Console) -> IndexReport:
    """Index `paths`, with a bar on a terminal and none in a log; say what was left out or skipped, and last what was done."""
    with _progress(console) as progress:
        report = engine.index(paths, progress)
    for failure in report.failures:
        console.print(shown(f"left out: {failure.reason}", "yellow"), soft_wrap=True)
    for skipped in report.skipped:
        console.print(shown(f"skipped: {skipped.reason}", "dim"), soft_wrap=True)
    embedded = f"{numbered(report.embedded, 'passage')} embedded, {report.kept} as they were"
    tally = report.tally
    told = f"{tally.added} added, {tally.changed} changed, {tally.removed} taken out, {tally.unchanged} as they were"
    # The first count is of the whole collection, what came otherwise included.
    words = f"indexed {numbered(report.articles, 'article')}: {embedded}; articles of what was given: {told}"
    console.print(Text(words), style="dim", soft_wrap=True)
    return report


@contextmanager
def _progress(console: Console) -> Iterator[embedding.Progress]:
    columns = (TextColumn("embedding passages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
