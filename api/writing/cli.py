"""The command `pourquoi forget`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import UnwritableStoreError
from index.homes import DEFAULT_COLLECTION, database_path, refuse_unknown
from index.plurals import numbered
from index.sqlite_store import SqliteStore
from rag.cli_shared import Collection, Home, clear_errors
from rag.harmless import harmless
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.forgetting import Forgotten

# Options may stand behind the ids, which a group of commands would take for more of them.
app = typer.Typer(subcommand_metavar="", context_settings={"allow_interspersed_args": True})


@app.callback(invoke_without_command=True)
def forget(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of articles, also of deleted ones.")],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
) -> None:
    """Delete articles for good, with every text they had, so that their words are in no file of the home. Backups stay.

    A server may run. Needs as much room again as the collection takes. Exit status 1 if one is not known; then none is deleted.
    """
    from api.errors import JournalError
    from api.writing.journal_copies import clear_journal
    from api.writing.journal_file import JOURNAL_NAME
    from index.forgetting import forget as forget_in

    with clear_errors(also=(JournalError,)):
        settings = load_settings(home=home)
        refuse_unknown(settings.home, collection)
        store = SqliteStore(database_path(settings.home, collection))
        journal = database_path(settings.home).with_name(JOURNAL_NAME)
        forgotten: list[Forgotten] = []
        try:
            forget_in(store, ids, lambda there: _delete(settings, store, there), deleted=forgotten.extend)
        except UnwritableStoreError:
            # Run again this would not know what is deleted by now: it is told, and what jobs brought of it goes, at once.
            if forgotten:
                _warn_of_copies(forgotten, store)
            try:
                waiting = clear_journal(journal, collection)
            except JournalError as error:
                _warn(str(error))
            else:
                if forgotten:
                    _warn_of_jobs(waiting, collection)
            raise
        for one in forgotten:
            earlier = numbered(one.earlier, "earlier text")
            was = f"the article and {earlier}" if one.was_there else f"{earlier} of a deleted article"
            typer.echo(harmless(f"{one.article_id!r} is forgotten: {was}"))
        _warn_of_copies(forgotten, store)
        waiting = clear_journal(journal, collection)
    _warn_of_jobs(waiting, collection)


def _warn_of_copies(forgotten: "Sequence[Forgotten]", store: SqliteStore) -> None:
    """Name what still holds what was forgotten: where it was read from, and damaged stores that were set aside."""
    for one in forgotten:
        if one.still_at:
            _warn(
                f"{one.article_id!r} was read from {one.still_at}, which {_is_there(one.still_at)}: take it out of it, "
                "or `pourquoi index` and `pourquoi watch` bring it back"
            )
    for path in store.kept_aside():
        _warn(f"{path} holds what was in the collection when it was damaged: delete it if that is to be forgotten too")


def _is_there(path: Path) -> str:
    try:
        path.stat()
    except OSError:
        return "may still be there"
    return "is still there"


def _warn_of_jobs(waiting: int, collection: str) -> None:
    if waiting:
        _warn(
            f"{numbered(waiting, 'job')} of {collection!r} not done yet: what was sent stays until it is done, and may be an "
            "article of that name; look at the list of articles then"
        )


def _delete(settings: Settings, store: SqliteStore, there: Sequence[str]) -> None:
    """Take articles out as over HTTP does: passages of others that depended on them are cut anew."""
    from index.changes import Delete
    from index.encoder.embedder import SentenceEncoder
    from index.library import Library
    from rag.wire import find_encoder

    library = Library(store, SentenceEncoder(find_encoder(settings)), settings.chunking())
    library.apply([Delete(article_id) for article_id in there], lambda _done, _total: None)


def _warn(words: str) -> None:
    typer.echo(harmless(words), err=True)
