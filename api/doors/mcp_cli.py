"""The command `pourquoi mcp`."""

import typer

from rag.cli import Home, clear_errors
from rag.settings import load_settings

app = typer.Typer(subcommand_metavar="")


@app.callback(invoke_without_command=True)
def mcp(*, home: Home = None) -> None:
    """Answer a program that speaks MCP, over standard input and output.

    Where there is no index yet, the folder seeds/ below the working directory is indexed first.
    """
    import asyncio

    from api.doors.mcp_stdio import serve_stdio

    with clear_errors():
        asyncio.run(serve_stdio(load_settings(home=home)))
