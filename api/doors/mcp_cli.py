"""The command `pourquoi mcp`."""

import typer

from index.homes import DEFAULT_COLLECTION, refuse_unknown
from rag.cli_shared import Collection, Home, clear_errors
from rag.settings import load_settings

app = typer.Typer(subcommand_metavar="")


@app.callback(invoke_without_command=True)
def mcp(*, home: Home = None, collection: Collection = DEFAULT_COLLECTION) -> None:
    """Answer a program that speaks MCP, over standard input and output.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first.
    """
    import asyncio

    from api.doors.mcp_stdio import serve_stdio

    with clear_errors():
        settings = load_settings(home=home)
        refuse_unknown(settings.home, collection)
        asyncio.run(serve_stdio(settings, collection))
