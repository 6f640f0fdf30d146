"""An MCP client lists and calls the tools, over HTTP in every version that is served and over standard input and output."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import httpx2
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import jsonrpc_message_adapter
from pydantic import ValidationError

from api.doors.mcp_errors import SPOKEN_VERSIONS, fault_of_line, message_in
from api.doors.mcp_tools import article_id_of, article_uri, contents, resource
from api.doors.routes_mcp import may_ask
from index.article import Article, PartialDate
from rag.contract import AnswerOut
from rag.pipeline import Pipeline
from tests.doors import BASE_URL, client_of

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
T = TypeVar("T")
ARTICLES = {
    "news/one": "Élu 🇫🇷. Alice left the company because of a quarrel over money. Her colleagues were sad about Alice.\n",
    "two": "The river is long and blue. Bob is tired of the harbour.\n",
}
QUESTION = "why did Alice leave the company?"
# The current version goes without a handshake; a client of the two before it begins with one.
MODES = ("2026-07-28", "legacy")


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline(ARTICLES)


def with_mcp(pipeline: Pipeline, use: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    async def run() -> T:
        async with (
            client_of(pipeline) as http,
            Client(streamable_http_client(f"{BASE_URL}/mcp", http_client=http), mode=mode) as client,
        ):
            return await use(client)

    return asyncio.run(run())


def error_of(pipeline: Pipeline, use: Callable[[Client], Awaitable[object]], mode: str) -> MCPError:
    async def run(client: Client) -> MCPError:
        # Inside the client: on its way out it would be wrapped in the groups of its tasks.
        with pytest.raises(MCPError) as caught:
            await use(client)
        return caught.value

    return with_mcp(pipeline, run, mode)


def post(pipeline: Pipeline, body: object, **headers: str) -> httpx2.Response:
    return post_text(pipeline, json.dumps(body), **headers)


def post_text(pipeline: Pipeline, body: str, **headers: str) -> httpx2.Response:
    async def run() -> httpx2.Response:
        async with client_of(pipeline) as http:
            kinds = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
            return await http.post("/mcp", content=body.encode(), headers=kinds | headers)

    return asyncio.run(run())


@pytest.mark.parametrize("mode", MODES)
def test_the_tools_are_listed_and_their_results_fit_their_schemas(small: Pipeline, mode: str) -> None:
    calls = {
        "ask": {"question": QUESTION},
        "search": {"question": QUESTION, "top_k": 1},
        "get_article": {"article_id": "news/one"},
    }

    async def use(client: Client) -> dict[str, tuple[object, object]]:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        return {name: (listed[name], await client.call_tool(name, given)) for name, given in calls.items()}

    done = with_mcp(small, use, mode)
    assert set(done) == {"ask", "search", "get_article"}
    for tool, result in done.values():
        assert not result.is_error
        assert tool.annotations.read_only_hint
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        jsonschema.validate(result.structured_content, tool.output_schema)
        links = [block for block in result.content if block.type == "resource_link"]
        assert links
        assert {link.uri for link in links} <= {article_uri(article_id) for article_id in ARTICLES}


def test_the_answer_is_text_with_its_quotes_links_and_the_whole_object(small: Pipeline) -> None:
    result = with_mcp(small, lambda c: c.call_tool("ask", {"question": QUESTION, "max_citations": 1}))
    answer = AnswerOut.model_validate(result.structured_content)
    [citation] = answer.citations
    assert ARTICLES[citation.article_id][citation.start : citation.end] == citation.quote
    text, link = result.content
    assert answer.answer in text.text
    assert citation.quote in link.description


def test_what_the_articles_do_not_say_is_no_error(hashing_pipeline: HashingPipeline) -> None:
    result = with_mcp(hashing_pipeline({}), lambda c: c.call_tool("ask", {"question": QUESTION}))
    assert not result.is_error
    assert result.structured_content["answerable"] is False
    assert [block.text for block in result.content] == ["There are no articles here yet."]


def test_a_long_text_is_read_in_parts_that_join(small: Pipeline) -> None:
    async def use(client: Client) -> list[dict[str, object]]:
        parts: list[dict[str, object]] = []
        start: object = 0
        while start is not None:
            given = {"article_id": "news/one", "start": start, "characters": 40}
            parts.append((await client.call_tool("get_article", given)).structured_content)
            start = parts[-1]["next_start"]
        return parts

    parts = with_mcp(small, use)
    text = ARTICLES["news/one"]
    assert "".join(part["text"] for part in parts) == text
    # 99 code points in parts of 40 are three.
    assert len(parts) == -(-len(text) // 40)
    assert all(text[part["start"] : part["end"]] == part["text"] for part in parts)


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": " "}, "question: the question is empty; ask something"),
        (
            "ask",
            {"question": QUESTION, "topk": 3},
            "topk: Extra inputs are not permitted; known here: question, top_k,",
        ),
        (
            "search",
            {"question": QUESTION, "filters": {"published_after": "2024-06-02", "published_before": "2024-06-01"}},
            "filters: published_after (2024-06-02) is later than published_before (2024-06-01)",
        ),
        ("search", {"question": QUESTION, "top_k": 0}, "(sent: 0)"),
        ("get_article", {"article_id": "three"}, "no article has this id: 'three'"),
        ("get_article", {"article_id": "two", "characters": 0}, "characters: "),
        ("get_article", {"article_id": "two", "start": 9_999}, "start is 9999, and the article has "),
    ],
)
def test_a_call_that_does_not_fit_is_told_why(
    small: Pipeline, tool: str, arguments: dict[str, object], why: str
) -> None:
    result = with_mcp(small, lambda c: c.call_tool(tool, arguments))
    assert result.is_error
    assert why in result.content[0].text


@pytest.mark.parametrize("mode", MODES)
def test_a_tool_that_is_not_there_is_named_with_those_that_are(small: Pipeline, mode: str) -> None:
    error = error_of(small, lambda c: c.call_tool("answer", {}), mode)
    assert error.message == "there is no tool 'answer'; there are ask, search, get_article"


@pytest.mark.parametrize("mode", MODES)
def test_articles_are_resources_and_give_the_text_that_offsets_point_into(small: Pipeline, mode: str) -> None:
    async def use(client: Client) -> list[tuple[str, str]]:
        listed = (await client.list_resources()).resources
        return [(r.name, (await client.read_resource(r.uri)).contents[0].text) for r in listed]

    assert dict(with_mcp(small, use, mode)) == ARTICLES


@pytest.mark.parametrize(("mode", "code"), [("2026-07-28", -32602), ("legacy", -32002)])
@pytest.mark.parametrize("uri", ["pourquoi://articles/three", "file:///etc/passwd"])
def test_a_resource_that_is_not_there_is_not_found(small: Pipeline, mode: str, code: int, uri: str) -> None:
    assert error_of(small, lambda c: c.read_resource(uri), mode).code == code


def test_the_date_of_an_article_is_when_it_was_last_modified() -> None:
    article = Article("a/b", "A title", "text", "0" * 64, "fr", "News", PartialDate.parse("2024-05"), None)
    listed = resource(article)
    # May 2024 at the latest: the 31st.
    assert listed.annotations.last_modified == "2024-05-31T00:00:00Z"
    assert datetime.fromisoformat(listed.annotations.last_modified).year == 2024
    assert "2024-05," in listed.description
    assert article_id_of(listed.uri) == "a/b"
    assert contents(article).contents[0].text == "text"


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25"])
def test_clients_of_the_two_versions_before_are_served(small: Pipeline, version: str) -> None:
    params = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    response = post(small, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
    assert response.status_code == 200
    assert response.json()["result"]["protocolVersion"] == version
    assert "mcp-session-id" not in response.headers


def test_the_current_version_is_discovered(small: Pipeline) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "c", "version": "1"},
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": meta}}
    headers = {"mcp-protocol-version": "2026-07-28", "mcp-method": "server/discover"}
    response = post(small, body, **headers)
    assert response.json()["result"]["supportedVersions"] == ["2026-07-28"]


LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://localhost:6274", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8000", True),
        ("https://evil.example", False),
        # A name that was made to resolve to this machine, and one that only looks like it.
        ("http://rebound.example:8000", False),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("file://localhost", False),
        ("http://[", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_web_page_asks_from_this_machine_alone(small: Pipeline, origin: str | None, *, allowed: bool) -> None:
    assert may_ask(origin) is allowed
    headers = {} if origin is None else {"origin": origin}
    response = post(small, LIST, **headers)
    assert response.status_code == (200 if allowed else 403)
    assert ("result" in response.json()) is allowed


# What is sent, and the code, the id and some of the words that come back.
NO_MESSAGES = [
    (
        "{",
        -32700,
        None,
        "this is not JSON: EOF while parsing an object at line 1 column 1; send one message of JSON-RPC",
    ),
    (json.dumps([LIST, LIST]), -32600, None, "this is a batch (an array of 2), which MCP does not have; send each"),
    ("[]", -32600, None, "this is a batch (an array of 0)"),
    (
        '"Élu"',
        -32600,
        None,
        'this is "Élu"; send an object such as {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}',
    ),
    ("null", -32600, None, "this is null; send an object"),
    ("{}", -32600, None, 'there is no jsonrpc; send "jsonrpc": "2.0"'),
    (json.dumps(LIST | {"jsonrpc": 2}), -32600, 1, 'jsonrpc is 2; send "jsonrpc": "2.0"'),
    (
        json.dumps(LIST | {"id": "a", "method": 5}),
        -32600,
        "a",
        "method is 5; send the name of a method, such as tools/list",
    ),
    ('{"jsonrpc": "2.0", "id": 3}', -32600, 3, "there is no method; send the name of a method"),
    (json.dumps(LIST | {"params": [1]}), -32600, 1, "params is an array; send an object, or leave it out"),
    # Neither true nor a fraction is an id; and the id of a reply is that of another call.
    (json.dumps(LIST | {"id": True, "params": 1}), -32600, None, "params is 1; send"),
    (
        '{"jsonrpc": "2.0", "id": 1, "result": "x"}',
        -32600,
        None,
        "this is no message of JSON-RPC; send an object such as",
    ),
]


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
@pytest.mark.parametrize(("sent", "code", "call_id", "why"), NO_MESSAGES)
def test_what_is_no_message_is_told_what_is_wrong_and_what_to_send(
    small: Pipeline, sent: str, code: int, call_id: object, why: str, version: str
) -> None:
    response = post_text(small, sent, **{"mcp-protocol-version": version})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json")
    told = response.json()
    assert (told["jsonrpc"], told["id"], told["error"]["code"]) == ("2.0", call_id, code)
    assert told["error"]["message"].startswith(why)


@pytest.mark.parametrize("sent", [sent for sent, *_ in NO_MESSAGES])
def test_a_line_that_is_no_message_is_told_what_a_request_over_http_is(sent: str) -> None:
    # Of a line the library tells its own error alone.
    with pytest.raises(ValidationError) as caught:
        jsonrpc_message_adapter.validate_json(sent + "\n", by_name=False)
    assert fault_of_line(caught.value) == message_in(sent)[1]


def test_of_a_message_without_any_right_part_it_is_told_that_it_is_none() -> None:
    # Nothing is lacking, so that no error of the library has it whole.
    with pytest.raises(ValidationError) as caught:
        jsonrpc_message_adapter.validate_json('{"jsonrpc": 1, "id": 1, "method": 1, "result": 1, "error": 1}')
    fault = fault_of_line(caught.value)
    assert fault is not None
    assert (fault.code, fault.call_id) == (-32600, None)
    assert fault.message.startswith("this is no message of JSON-RPC; send an object such as")


@pytest.mark.parametrize(
    "message",
    [LIST, {"jsonrpc": "2.0", "method": "notifications/initialized"}, LIST | {"method": "initialize"}],
)
def test_a_version_that_is_not_spoken_is_named_with_those_that_are(small: Pipeline, message: dict[str, object]) -> None:
    response = post(small, message, **{"mcp-protocol-version": "1999-01-01"})
    assert response.status_code == 400
    told = response.json()
    assert told["id"] == message.get("id")
    assert told["error"] == {
        "code": -32022,
        "message": "MCP-Protocol-Version is '1999-01-01', which is not spoken here; "
        "send one of 2026-07-28, 2025-11-25, 2025-06-18",
        "data": {"supported": ["2026-07-28"], "requested": "1999-01-01"},
    }


def test_the_versions_that_an_error_names_are_those_of_the_guide() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "chat-clients.md").read_text("utf-8")
    *first, last = SPOKEN_VERSIONS
    assert f"The versions {', '.join(first)} and {last} are served." in guide


def test_what_is_refused_at_the_door_is_an_error_that_an_mcp_client_reads(small: Pipeline) -> None:
    response = post(small, LIST, **{"x-pourquoi-collection": "news"})
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")
    told = response.json()
    assert (told["jsonrpc"], told["id"], told["error"]["code"]) == ("2.0", None, -32600)
    assert told["error"]["message"].startswith("There is no such collection: ")
    assert told["error"]["data"]["type"] == "urn:pourquoi:problem:collection-not-found"

    async def connect() -> None:
        async with client_of(small) as http:
            http.headers["x-pourquoi-collection"] = "news"
            async with Client(streamable_http_client(f"{BASE_URL}/mcp", http_client=http)):
                pass

    told_so = pytest.RaisesExc(MCPError, match="There is no such collection: ")
    with pytest.RaisesGroup(told_so, flatten_subgroups=True):
        asyncio.run(connect())


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_are_no_sessions_to_open_or_end(small: Pipeline, method: str) -> None:
    async def run() -> httpx2.Response:
        async with client_of(small) as http:
            return await http.request(method, "/mcp", headers={"accept": "text/event-stream"})

    response = asyncio.run(run())
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_command_answers_over_standard_input_and_output(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "one.txt").write_text(ARTICLES["news/one"], "utf-8")
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "rag.cli", "mcp", "--home", str(tmp_path / "home")],
        env=os.environ | {"POURQUOI_READER": "none", "POURQUOI_MIN_CONFIDENCE": "0"},
        cwd=tmp_path,
    )

    async def use() -> tuple[set[str], object]:
        async with Client(server) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, await client.call_tool("ask", {"question": QUESTION})

    names, result = asyncio.run(use())
    assert names == {"ask", "search", "get_article"}
    answer = AnswerOut.model_validate(result.structured_content)
    assert answer.citations[0].quote in ARTICLES["news/one"]


# The command with hashed words in place of the models.
WITHOUT_MODELS = """
import api.product
from index.encoder.hashing import HashingEmbedder
from rag.cli import main
from rag.wire import Engine

api.product.open_engine = lambda settings: Engine(settings, HashingEmbedder())
main()
"""


def test_the_command_answers_each_line_that_came_before_the_end_of_its_input(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "one.txt").write_text(ARTICLES["news/one"], "utf-8")
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    call = {"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "ask", "arguments": {"question": QUESTION}}}
    # Those that are no messages are answered too; an empty one says nothing, and is not.
    lines = ["why?", "", "[1]", '{"jsonrpc": "1.0", "id": 7, "method": "ping"}']
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        call | {"id": 2},
        # One that is called off gets no reply, and is not waited for.
        call | {"id": "3"},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "3"}},
    ]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_MODELS, "mcp", "--home", str(tmp_path / "home")],
        input="".join(f"{line}\n" for line in [*lines, *map(json.dumps, messages)]),
        stdout=subprocess.PIPE,
        env=os.environ | {"POURQUOI_MIN_CONFIDENCE": "0"},
        cwd=tmp_path,
        encoding="utf-8",
        check=True,
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == [None, None, 7, 1, 2]
    assert [reply["error"]["code"] for reply in replies[:3]] == [-32700, -32600, -32600]
    assert replies[0]["error"]["message"].startswith("this is not JSON: ")
    assert replies[3]["result"]["protocolVersion"] == "2025-11-25"
    answer = AnswerOut.model_validate(replies[4]["result"]["structuredContent"])
    assert answer.citations[0].quote in ARTICLES["news/one"]
