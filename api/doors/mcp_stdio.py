"""The MCP server over standard input and output, in a process of its own."""

from collections.abc import AsyncIterable, Awaitable, Callable

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from api.doors.mcp_errors import fault_of_line
from api.doors.mcp_server import mcp_server
from api.product import product_service
from rag.settings import Settings


async def serve_stdio(settings: Settings, collection: str) -> None:
    """Serve one collection until standard input ends. The models load meanwhile, and calls wait for them."""
    service = product_service(settings)
    server = mcp_server(service, collection)
    service.start()
    try:
        async with stdio_server() as (lines, replies), anyio.create_task_group() as tasks:
            handed_on, messages = anyio.create_memory_object_stream[SessionMessage | Exception]()
            tasks.start_soon(_hand_on, lines, handed_on, replies.send)
            await server.run(messages, replies, server.create_initialization_options())
            tasks.cancel_scope.cancel()
    finally:
        await service.aclose()


async def _hand_on(
    lines: AsyncIterable[SessionMessage | Exception],
    messages: MemoryObjectSendStream[SessionMessage | Exception],
    reply: Callable[[SessionMessage], Awaitable[None]],
) -> None:
    """Hand the messages on to the server, and answer each line that is none, which the server would pass over."""
    async with messages:
        async for line in lines:
            if not isinstance(line, Exception):
                await messages.send(line)
            elif (fault := fault_of_line(line)) is not None:
                await reply(SessionMessage(fault.to_message()))
