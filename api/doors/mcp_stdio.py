"""The MCP server over standard input and output, in a process of its own."""

from mcp.server.stdio import stdio_server

from api.doors.mcp_server import mcp_server
from api.product import product_service
from rag.settings import Settings


async def serve_stdio(settings: Settings, collection: str) -> None:
    """Serve one collection until standard input ends. The models load meanwhile, and calls wait for them."""
    service = product_service(settings)
    server = mcp_server(service, collection)
    service.start()
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await service.aclose()
