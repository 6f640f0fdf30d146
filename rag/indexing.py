"""Indexing as a person sees it: a progress bar on a terminal, and what was left out or skipped."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from index import embedding
from index.changes import Delete
from index.errors import GenerationError
from index.homes import DEFAULT_COLLECTION, database_path
from index.library import IndexReport
from index.reading import read_corpus
from index.sqlite_store import SqliteStore
from index.sync import refuse_unreadable
from rag.settings import Settings
from rag.terminal import shown
from rag.watching import watch_folder
from rag.wire import Engine

SEEDS = Path("seeds")


def index_seeds_if_new(engine: Engine, console: Console) -> None:
    """Where `default` has no articles yet, index the folder seeds/ below the working directory, if there is one."""
    if engine.name == DEFAULT_COLLECTION and not engine.library.store.exists() and SEEDS.is_dir():
        index_and_report(engine, (SEEDS,), console)


def refuse_bad_paths(settings: Settings, collection: str, paths: tuple[Path, ...]) -> None:
    """Raise ArticleError where indexing `paths` would come to nothing, before the models are loaded, which takes longer."""
    store = SqliteStore(database_path(settings.home, collection))
    roots: frozenset[str | None] = frozenset()
    if store.exists():
        try:
            with store.reading() as reading:
                roots = frozenset(head.root for head in reading.heads().values())
        except GenerationError:
            # Indexing sets a damaged store aside, and one of another version is told of there.
            return
    refuse_unreadable(roots, paths)


def index_and_report(engine: Engine, paths: tuple[Path, ...], console: Console) -> IndexReport:
    """Index `paths`, with a bar on a terminal and none in a log; say what was left out or skipped, and last what was done."""
    with _progress(console) as progress:
        report = engine.index(paths, progress)
    for failure in report.failures:
        console.print(shown(f"left out: {failure.reason}", "yellow"), soft_wrap=True)
    for skipped in report.skipped:
        console.print(shown(f"skipped: {skipped.reason}", "dim"), soft_wrap=True)
    console.print(
        Text(f"indexed {report.articles} articles: {report.embedded} passages embedded, {report.kept} as they were"),
        style="dim",
    )
    return report


def follow_folder(engine: Engine, folder: Path, console: Console) -> None:
    """Keep the index as `folder` is, and say what was done, until Ctrl-C or SIGTERM."""
    stop = Event()
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    try:
        watch_folder(
            folder.resolve(),
            lambda: sync_folder(engine, folder.resolve(), console),
            lambda message: console.print(shown(message, "yellow")),
            stop,
        )
    finally:
        signal.signal(signal.SIGTERM, before)


def sync_folder(engine: Engine, folder: Path, console: Console) -> None:
    """Make the index what is in `folder` now, and say what was done; raises CorpusError.

    `pourquoi index` refuses to leave an index empty, since that is mostly a slip. Whoever follows a folder means it.
    """
    store = engine.library.store
    corpus = read_corpus((folder,))
    if corpus.articles or corpus.unread or not store.exists():
        index_and_report(engine, (folder,), console)
        return
    with store.reading() as reading:
        heads = reading.heads().values()
    gone = [Delete(h.article_id) for h in heads if h.root is not None and Path(h.root).is_relative_to(folder)]
    if gone:
        engine.library.apply(gone, lambda _done, _total: None)
        console.print(shown(f"{len(gone)} articles left the index: {folder} is empty", "dim"))


@contextmanager
def _progress(console: Console) -> Iterator[embedding.Progress]:
    columns = (TextColumn("embedding passages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
