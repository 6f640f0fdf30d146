"""The MCP server over standard input and output, in a process of its own."""

from collections.abc import AsyncIterable

import anyio
import mcp_types as types
from anyio.abc import ObjectSendStream
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
        async with stdio_server() as (lines, written), anyio.create_task_group() as tasks:
            handed_on, messages = anyio.create_memory_object_stream[SessionMessage | Exception]()
            replies = _Replies(written)
            tasks.start_soon(_hand_on, lines, handed_on, replies)
            await server.run(messages, replies, server.create_initialization_options())
            tasks.cancel_scope.cancel()
    finally:
        await service.aclose()


class _Replies(ObjectSendStream[SessionMessage]):
    """Where replies go, and the calls that have none yet."""

    def __init__(self, written: ObjectSendStream[SessionMessage]) -> None:
        self._written = written
        # 7 and "7" are one id for the library.
        self._awaited: set[str] = set()
        self._sent = anyio.Event()

    def await_one(self, message: types.JSONRPCMessage) -> None:
        """Note a call; one that is called off gets no reply."""
        match message:
            case types.JSONRPCRequest():
                self._awaited.add(str(message.id))
            case types.JSONRPCNotification(method="notifications/cancelled"):
                self._awaited.discard(str((message.params or {}).get("requestId")))

    async def send(self, item: SessionMessage) -> None:
        """Write a message."""
        await self._written.send(item)
        if isinstance(item.message, types.JSONRPCResponse | types.JSONRPCError):
            self._awaited.discard(str(item.message.id))
            self._sent.set()

    async def all_sent(self) -> None:
        """Wait until every call has its reply; no call waits longer than for the models and for its turn."""
        while self._awaited:
            await self._sent.wait()
            self._sent = anyio.Event()

    async def aclose(self) -> None:
        """Write no more."""
        await self._written.aclose()


async def _hand_on(
    lines: AsyncIterable[SessionMessage | Exception],
    messages: MemoryObjectSendStream[SessionMessage | Exception],
    replies: _Replies,
) -> None:
    """Hand the messages on to the server, and answer each line that is none, which the server would pass over."""
    async with messages:
        async for line in lines:
            if not isinstance(line, Exception):
                replies.await_one(line.message)
                await messages.send(line)
            elif (fault := fault_of_line(line)) is not None:
                await replies.send(SessionMessage(fault.to_message()))
        # Where the messages end the server breaks off the calls that it is at.
        await replies.all_sent()
