"""Commands that keep the stored articles safe: backup, restore, verify, compact."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from index.errors import BusyStoreError
from index.homes import DEFAULT_COLLECTION, database_path, refuse_unknown
from index.plurals import numbered
from index.sqlite_store import SqliteStore
from rag.cli_shared import Collection, Home, clear_errors, path_argument
from rag.harmless import harmless
from rag.settings import Settings, load_settings

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, path_argument(help="File to write; one that is there is replaced.")],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
) -> None:
    """Copy a collection into one file while others ask and write. Keys and settings are not in it."""
    from index.maintenance import back_up

    with clear_errors():
        back_up(_known(load_settings(home=home), collection), file, collection)
    typer.echo(harmless(f"{file} holds the collection {collection!r}, {file.stat().st_size} bytes"))


@app.command("restore")
def restore_command(
    file: Annotated[Path, path_argument(help="File that `pourquoi backup` wrote.")],
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
) -> None:
    """Make a collection what a backup holds. A damaged backup is refused, and what is there stays until all is in place.

    A backup of another collection is put into one that is empty or not there yet, and in no place of other articles.
    """
    from index.maintenance import restore

    with clear_errors():
        replaced = restore(_store(load_settings(home=home), collection), file, collection)
    typer.echo(harmless(f"the collection {collection!r} is what {file} holds; a running server shows it soon"))
    if replaced:
        why = "damaged" if replaced.was_damaged else "of another format"
        typer.echo(harmless(f"what was there was {why} and is kept at {replaced.kept_at}"))


@app.command("verify")
def verify_command(
    *,
    home: Home = None,
    collection: Collection = DEFAULT_COLLECTION,
    every: Annotated[bool, typer.Option("--all", help="Embed every passage again, not a hundred of them.")] = False,
) -> None:
    """Compare all checksums, every passage with its article, and vectors with fresh ones. Exit status 1 if any differs."""
    from index.encoder.embedder import SentenceEncoder
    from index.maintenance import SAMPLE, verify
    from rag.wire import find_encoder

    with clear_errors():
        settings = load_settings(home=home)
        store = _known(settings, collection)
        store.check()  # before the encoder is loaded, which takes longer
        found = verify(store, SentenceEncoder(find_encoder(settings)), None if every else SAMPLE)
    for problem in found.problems:
        typer.echo(harmless(problem), err=True)
    counts = f"{numbered(found.articles, 'article')}, {numbered(found.passages, 'passage')}"
    typer.echo(f"{counts}, {found.vectors} of them embedded again: {numbered(len(found.problems), 'problem')}")
    if found.problems:
        raise typer.Exit(1)


@app.command()
def compact(*, home: Home = None, collection: Collection = DEFAULT_COLLECTION) -> None:
    """Delete revisions kept long enough, and give back the room of what was deleted. Needs that much room again meanwhile."""
    with clear_errors():
        settings = load_settings(home=home)
        store = _known(settings, collection)
        with store.reading():
            before = store.path.stat().st_size
        purged = store.purge(datetime.now(UTC) - timedelta(days=settings.keep_revisions_days))
        if not store.database.compact():
            raise BusyStoreError(
                f"somebody has been reading {store.path} for too long, so that it still holds what was deleted; "
                "run this again in a moment"
            )
    typer.echo(f"{numbered(purged, 'revision')} deleted, {before - store.path.stat().st_size} bytes given back")


def _known(settings: Settings, collection: str) -> SqliteStore:
    """The store of a collection that is there; raises NoGenerationError."""
    refuse_unknown(settings.home, collection)
    return _store(settings, collection)


def _store(settings: Settings, collection: str) -> SqliteStore:
    return SqliteStore(database_path(settings.home, collection))
