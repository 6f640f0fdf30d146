"""Following a folder: after each change the index is what is in it, and an empty folder is not taken at its word."""

import signal
from pathlib import Path
from threading import Event

from rich.console import Console

from index.article_files import is_there, resolved
from index.changes import Delete
from index.errors import ArticleError
from index.plurals import numbered
from index.reading import read_corpus
from index.roots import called
from index.sync import may_stand_at, plan_sync
from rag.indexing import index_and_report, stored_heads
from rag.settings import Settings
from rag.terminal import shown
from rag.watching import identity_of, watch_folder
from rag.wire import Engine


def refuse_unknown_folder(settings: Settings, collection: str, folder: Path) -> None:
    """Raise ArticleError where there is no `folder` and nothing of it is indexed: one that is only away is waited for."""
    if not is_there(folder):
        heads = stored_heads(settings, collection)
        places = {called(folder), resolved(folder)}
        if heads is not None and not any(may_stand_at(head, place) for head in heads for place in places):
            raise ArticleError(f"{folder} does not exist, and nothing of it is indexed; give a folder of articles")


def follow_folder(engine: Engine, folder: Path, console: Console) -> None:
    """Keep the index as `folder` is, and say what was done, until Ctrl-C or SIGTERM."""
    stop = Event()
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    followed = FollowedFolder(engine, folder, console)
    try:
        watch_folder(followed.path, followed.sync, followed.say, stop)
    finally:
        signal.signal(signal.SIGTERM, before)


class FollowedFolder:
    """A folder and what it was seen to be: the place of a disk that is not mounted is an empty folder too."""

    def __init__(self, engine: Engine, folder: Path, console: Console) -> None:
        self.path = called(folder)
        self._engine, self._console = engine, console
        self._held_articles: tuple[int, int] | None = None

    def sync(self) -> None:
        """Make the index what is in the folder now, and say what was done; raises CorpusError.

        `pourquoi index` refuses to leave an index empty, since that is mostly a slip. Whoever follows a folder means it, where
        articles were seen in that very folder before.
        """
        identity = identity_of(self.path)
        corpus = read_corpus((self.path,))
        if identity_of(self.path) != identity:
            return  # which whoever watches notices too
        if corpus.articles or not self._engine.library.store.exists():
            index_and_report(self._engine, (self.path,), self._console)
            self._held_articles = identity if corpus.articles else None
            return
        with self._engine.library.store.reading() as reading:
            heads = reading.heads()
        plan = plan_sync(heads, (self.path,))
        gone = [change for change in plan.bare_changes if isinstance(change, Delete)]
        if gone and self._held_articles != identity:
            self.say(
                f"{self.path} is empty, and its disk may not be mounted: its {len(gone)} articles stay until something is in it. "
                "To be rid of them, put a text in and delete it again"
            )
        elif len(heads) == len(gone) == len(plan.bare_changes):
            for failure in plan.failures:
                if failure.path != self.path:
                    self.say(f"left out: {failure.reason}")
            if gone:
                self._engine.library.apply(gone, lambda _done, _total: None)
                self.say(f"{numbered(len(gone), 'article')} left the index: {self.path} is empty", "dim")
        else:
            index_and_report(self._engine, (self.path,), self._console)

    def say(self, words: str, style: str = "yellow") -> None:
        """Print it as one line, however narrow the terminal is."""
        self._console.print(shown(words, style), soft_wrap=True)
