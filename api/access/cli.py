"""The command `pourquoi keys`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.access.caller import Quota, Scope
from api.access.database import AccessDatabase
from api.access.keys import Key, Wanted, make_key
from api.errors import AccessDataError, KeySettingError
from rag.cli_shared import Home, clear_errors
from rag.settings import load_settings

app = typer.Typer(
    help="Make, list and revoke the keys of the service, and show what was written.", no_args_is_help=True
)


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
    typer.echo(f"{made.kept.id} is made; the key above is shown this once. {_described(made.kept)}", err=True)


@app.command("list")
def list_keys(*, home: Home = None) -> None:
    """List the keys, the oldest first, without what they open with."""
    with _clear_errors():
        keys = _database(home).keys()
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
        if not _database(home).revoke(key_id, datetime.now(UTC)):
            raise KeySettingError("there is no key with that id; `pourquoi keys list` shows them")
    typer.echo(f"{key_id} is revoked")


@app.command()
def audit(
    *,
    last: Annotated[int, typer.Option(min=1, help="How many entries, the newest ones.")] = 100,
    collection: Annotated[str | None, typer.Option(help="Only what was written to that collection.")] = None,
    home: Home = None,
) -> None:
    """Show what was written, the newest last: time, key, collection, action, article, sha256, outcome, with tabs between."""
    with _clear_errors():
        entries = _database(home).entries(last, collection)
    for entry in entries:
        write = entry.write
        row = (entry.time.isoformat(timespec="seconds"), entry.key_id, entry.collection, write.action)
        # An id may hold what a terminal would act on.
        article_id = write.article_id.encode("unicode_escape").decode("ascii")
        typer.echo("\t".join((*row, article_id, write.sha256 or "-", write.outcome)))


def _database(home: Path | None) -> AccessDatabase:
    return AccessDatabase(load_settings(home=home).home)


@contextmanager
def _clear_errors() -> Iterator[None]:
    with clear_errors(also=(AccessDataError, KeySettingError)):
        yield


def _described(key: Key) -> str:
    scopes = ", ".join(sorted(key.scopes))
    sees = "every collection" if key.collections is None else ", ".join(sorted(key.collections))
    limits = ((key.quota.per_minute, "requests a minute"), (key.quota.per_day, "questions a day"))
    counted = "".join(f", at most {number} {what}" for number, what in limits if number is not None)
    return f"may {scopes} in {sees}{counted}"


def _when(time: datetime | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC") if time else "never"
