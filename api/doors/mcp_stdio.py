"""The MCP server over standard input and output, in a process of its own."""

from mcp.server.stdio import stdio_server

from api.batching import BatchLimits
from api.doors.mcp_server import mcp_server
from api.product import open_product
from api.service import Service
from rag.settings import Settings


async def serve_stdio(settings: Settings) -> None:
    """Serve until standard input ends. The models load meanwhile, and calls wait for them."""
    limits = BatchLimits(settings.max_concurrent_questions, settings.max_batch_questions)
    service = Service(lambda: open_product(settings), limits)
    server = mcp_server(service)
    service.start()
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await service.aclose()
