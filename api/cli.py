"""The command `pourquoi serve`."""

from pathlib import Path
from typing import Annotated

import typer

from rag.cli_shared import clear_errors, path_option
from rag.settings import load_settings

app = typer.Typer(subcommand_metavar="")


@app.callback(invoke_without_command=True)
def serve(
    *,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (default: 127.0.0.1, or POURQUOI_HOST).")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (default: 8000, or POURQUOI_PORT).")] = None,
    home: Annotated[
        Path | None, path_option(help="Folder that holds all state (default: .pourquoi, or POURQUOI_HOME).")
    ] = None,
) -> None:
    """Answer questions over HTTP, with a page to try them on. SIGTERM ends it once every question begun is answered.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first.
    """
    from api.errors import AccessDataError, AddressError
    from api.serving import run

    with clear_errors(also=(AccessDataError, AddressError)):
        run(load_settings(host=host, port=port, home=home))
