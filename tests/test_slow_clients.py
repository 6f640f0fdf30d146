"""Clients that send half a request, read nothing of what is sent to them, or go away: none costs more than itself."""

import asyncio
import json
import re
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from api.serving import allow_open_files
from tests.listening import free_port, listening
from tests.running_server import GATED, RunningServer
from tests.writing_kit import app_over, client_over

# What a client may send and then fall silent.
HALVES = {
    "nothing": b"",
    "a byte that HTTP/2 begins with too": b"P",
    "half of what HTTP/2 begins with": b"PRI * HTTP/2.0\r\n\r\nS",
    "half a head": b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Le",
    "a whole request, and then no other": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
EACH = 180
QUESTION = {"question": "wait for Alice", "filters": {"article_ids": []}}


def posted(path: str, body: object, **headers: str) -> bytes:
    content = json.dumps(body).encode()
    named = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(content))} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + content


def called(version: str) -> bytes:
    """The question as a call of MCP in that version, whose client takes what it is sent in either form."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "c", "version": "1"},
    }
    params = {"name": "ask", "arguments": QUESTION} | ({"_meta": meta} if version == "2026-07-28" else {})
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": version}
    headers |= {"MCP-Method": "tools/call", "MCP-Name": "ask"}
    return posted("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}, **headers)


# The same question at each door, and each way in which MCP is spoken.
ASKS = {
    "HTTP": posted("/v1/ask", QUESTION),
    "MCP": called("2026-07-28"),
    "MCP with a handshake": called("2025-11-25"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    # A connection each, at this end too.
    allow_open_files(2048)
    with RunningServer(GATED, tmp_path_factory.mktemp("server") / "home", TEST_HEAD_SECONDS="1") as running:
        yield running


# The server is started with room for 256 open files, and asks for more.
def test_nine_hundred_half_open_connections_hold_nobody_up_and_are_closed(server: RunningServer) -> None:
    with ExitStack() as stack, server.client() as client:
        opened = [
            (sent, stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60)))
            for sent in HALVES.values()
            for _ in range(EACH)
        ]
        for sent, connection in opened:
            connection.sendall(sent)
        assert client.get("/healthz").json() == {"status": "alive"}
        # The server ends each: what is read after the last response is the end.
        assert sum(ended(connection) for _, connection in opened) == len(HALVES) * EACH == 900
        assert client.get("/healthz").status_code == 200


def ended(connection: socket.socket) -> bool:
    """Wait for the end of a connection; a reset is one too."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_what_a_client_that_is_gone_has_asked_is_never_run(server: RunningServer, ask: bytes) -> None:
    server.close_gate()
    with server.client() as client, ExitStack() as stack:
        before = runs(client)
        connections = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60)) for _ in range(20)
        ]
        for connection in connections:
            connection.sendall(ask)
        # One is being run, as the gate is closed, and the others wait for it.
        server.wait_for_metric("pourquoi_queue_questions 19.0")
        for number, connection in enumerate(connections):
            if number % 2:
                # Without a word, as a machine that is switched off and on again.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        # The gate is closed still, so nothing but their going can have emptied the queue.
        server.wait_for_metric("pourquoi_queue_questions 0.0")
        server.open_gate()
        body = {"question": "Alice?", "filters": {"article_ids": []}}
        assert client.post("/v1/ask", json=body).status_code == 200
        # The one that had begun, and this one.
        assert runs(client) - before == 2


def runs(client: httpx.Client) -> float:
    """How often questions were run."""
    found = re.search(r"^pourquoi_batch_questions_count (\S+)$", client.get("/metrics").text, re.MULTILINE)
    assert found is not None
    return float(found[1])


MEGABYTE = 1024 * 1024
ENDLESS = 128


def test_a_client_that_does_not_read_a_stream_is_not_written_for(tmp_path: Path) -> None:
    given = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal given
        for _ in range(ENDLESS):
            given += 1
            yield bytes(MEGABYTE)

    async def stream(_: Request) -> Response:
        return StreamingResponse(pieces())

    async def run() -> None:
        app, port = app_over(tmp_path), free_port()
        app.router.routes.insert(0, Route("/endless", stream))
        async with listening(app, port) as address, httpx.AsyncClient(base_url=address, timeout=60) as client:
            # It takes up what its own small buffer holds.
            _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            writer.write(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while not given:
                await asyncio.sleep(0)
            # Others are served meanwhile, in each of whose turns the stream would have had its own.
            for _ in range(ENDLESS):
                assert (await client.get("/healthz")).status_code == 200
            # What the system keeps for a connection, some megabytes, and not what there is to send.
            assert given <= 32
            writer.close()

    asyncio.run(run())


LINES = 40


def test_of_a_batch_no_more_is_written_than_its_client_hears_of(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{number}", "text": f"Article {number} says so."}) for number in range(LINES)]

    async def run() -> None:
        app = app_over(tmp_path)
        heard, reads, sent = [], asyncio.Semaphore(0), False

        async def receive() -> Message:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()
            sent = True
            return {"type": "http.request", "body": "\n".join(lines).encode(), "more_body": False}

        async def send(message: Message) -> None:
            heard.append(message)
            if message.get("body"):
                await reads.acquire()

        async with client_over(app) as client:
            scope = {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "scheme": "http",
                "method": "POST",
                "path": "/v1/articles",
                "raw_path": b"/v1/articles",
                "query_string": b"",
                "root_path": "",
                "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-ndjson")],
                "client": ("127.0.0.1", 1),
                "server": ("localhost", 80),
                "state": {},
            }
            writing = asyncio.create_task(app(scope, receive, send))
            while len(heard) < 2 and not writing.done():
                await asyncio.sleep(0.001)
            for _ in range(20):
                assert (await client.get("/healthz")).status_code == 200
            there = len((await client.get("/v1/articles", params={"limit": 200})).json()["articles"])
            # The group whose lines it has not taken yet, and none beyond.
            assert there == heard[1]["body"].count(b"\n") == 16
            for _ in range(LINES):
                reads.release()
            await writing
            assert len((await client.get("/v1/articles", params={"limit": 200})).json()["articles"]) == LINES

    asyncio.run(run())
