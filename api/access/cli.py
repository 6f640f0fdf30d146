"""The command `pourquoi keys`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.access.caller import Quota, Scope
from api.access.database import AccessDatabase
from api.access.keys import Key, Wanted, make_key, renewed
from api.errors import AccessDataError, KeySettingError
from index.homes import DEFAULT_COLLECTION
from rag.cli_shared import Home, clear_errors
from rag.settings import load_settings

app = typer.Typer(
    help="Make, list and revoke the keys of the service, and show what was written.", no_args_is_help=True
)

_NO_SUCH_KEY = "there is no key with that id; `pourquoi keys list` shows them"


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What or whom the key is for; only people read it.")],
    *,
    scope: Annotated[list[Scope], typer.Option(help="What it is for; several times for several.")],
    collection: Annotated[
        list[str] | None, typer.Option(help="A collection that it sees; several times for several, '*' for all.")
    ] = None,
    per_minute: Annotated[int | None, typer.Option(min=1, help="Requests in any 60 seconds, at most.")] = None,
    per_day: Annotated[int | None, typer.Option(min=1, help="Questions in a day, at most.")] = None,
    home: Home = None,
) -> None:
    """Make a key and print it, this once; only its SHA-256 is kept. Without --collection it sees the one called default."""
    with _clear_errors():
        made = make_key(Wanted(name, scope, collection or [], Quota(per_minute, per_day)), datetime.now(UTC))
        _database(home).add(made.kept)
    typer.echo(made.secret)
    _tell_made(made.kept)
    if not collection:
        typer.echo(
            f"it sees the collection {DEFAULT_COLLECTION} alone, since none was named with --collection; '*' is every one",
            err=True,
        )


@app.command("list")
def list_keys(*, home: Home = None) -> None:
    """List the keys, the oldest first, without what they open with."""
    with _clear_errors():
        keys = _known(home).keys()
    for key in keys:
        state = f"revoked {_when(key.revoked)}" if key.revoked else f"last used {_when(key.last_used)}"
        typer.echo(f"{key.id}  {key.name}  {_described(key)}, made {_when(key.created)}, {state}")
    if not keys:
        typer.echo("there is no key; `pourquoi keys create NAME --scope ask` makes one", err=True)


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The id of the key, as `pourquoi keys list` shows it.")],
    *,
    home: Home = None,
) -> None:
    """From the next request on the key is refused."""
    with _clear_errors():
        if not _known(home).revoke(key_id, datetime.now(UTC)):
            raise KeySettingError(_NO_SUCH_KEY)
    typer.echo(f"{key_id} is revoked")


@app.command()
def rotate(
    key_id: Annotated[str, typer.Argument(help="The id of the key, as `pourquoi keys list` shows it.")],
    *,
    home: Home = None,
) -> None:
    """Make a key with the name, scopes, collections and quotas of another, print it, and revoke that one in the same moment."""
    with _clear_errors():
        database = _known(home)
        keys = database.keys()
        old = next((key for key in keys if key.id == key_id), None)
        if old is None:
            raise KeySettingError(_NO_SUCH_KEY)
        made = renewed(old, datetime.now(UTC))
        if not database.replace(key_id, made.kept):
            raise KeySettingError(f"{key_id} is revoked already; make another with `pourquoi keys create`")
    typer.echo(made.secret)
    _tell_made(made.kept)
    typer.echo(f"{key_id} is revoked", err=True)


@app.command()
def audit(
    *,
    last: Annotated[int, typer.Option(min=1, help="How many entries, the newest ones.")] = 100,
    collection: Annotated[str | None, typer.Option(help="Only what was written to that collection.")] = None,
    home: Home = None,
) -> None:
    """Show what was written, the newest last: time, key, collection, action, article, sha256, outcome, with tabs between."""
    with _clear_errors():
        entries = _known(home).entries(last, collection)
    for entry in entries:
        write = entry.write
        row = (entry.time.isoformat(timespec="seconds"), entry.key_id, entry.collection, write.action)
        # An id may hold what a terminal would act on.
        article_id = write.article_id.encode("unicode_escape").decode("ascii")
        typer.echo("\t".join((*row, article_id, write.sha256 or "-", write.outcome)))


def _database(home: Path | None) -> AccessDatabase:
    return AccessDatabase(load_settings(home=home).home)


def _known(home: Path | None) -> AccessDatabase:
    """As `_database`, for whoever makes nothing; raises KeySettingError where there is no such home."""
    folder = load_settings(home=home).home
    if not folder.is_dir():
        raise KeySettingError(f"there is no home {folder}; name that of the server with --home or POURQUOI_HOME")
    return AccessDatabase(folder)


@contextmanager
def _clear_errors() -> Iterator[None]:
    with clear_errors(also=(AccessDataError, KeySettingError)):
        yield


def _tell_made(key: Key) -> None:
    typer.echo(f"{key.id} is made; the key above is shown this once. {_described(key)}", err=True)


def _described(key: Key) -> str:
    scopes = ", ".join(sorted(key.scopes))
    sees = "every collection" if key.collections is None else ", ".join(sorted(key.collections))
    limits = ((key.quota.per_minute, "requests a minute"), (key.quota.per_day, "questions a day"))
    counted = "".join(f", at most {number} {what}" for number, what in limits if number is not None)
    return f"may {scopes} in {sees}{counted}"


def _when(time: datetime | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC") if time else "never"
