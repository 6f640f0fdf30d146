"""Three tenants of one service, whose articles hold words that nobody else may ever see, and requests to every route."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from fastapi import FastAPI

from api.access.admission import COLLECTION_PARAMETER
from api.access.caller import Scope
from api.access.setup import admission_of
from api.app import create_app
from api.chat.desk import Desk
from api.open_collection import Corpus
from api.service import Service
from api.shelf import ShelfLimits
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine
from tests.access_kit import FAR, bearer, flat, new_key
from tests.chat_kit import Clock, everything
from tests.writing_kit import LIMITS, client_over, no_web, path_of

NAMES = ("amber", "birch", "cedar")
HEADER = "x-pourquoi-collection"
_CANARY = re.compile(rb"zq[0-9a-f]{14}")
_BATCH_LINES = 100


def canary(tenant: str, what: str) -> str:
    """A word of that tenant's that can be guessed from nothing that another one knows."""
    return f"zq{hashlib.sha256(f'{tenant} {what}'.encode()).hexdigest()[:14]}"


@dataclass
class Tenant:
    """One of them: its key, which is for all that can be done in its own collection, and what its articles are called."""

    name: str
    headers: dict[str, str]
    articles: int
    span_id: str = ""
    job_id: str = ""
    etag: str = ""
    canaries: set[str] = field(default_factory=set)

    @property
    def own_id(self) -> str:
        """An article that no other tenant has."""
        return f"only/{self.secret('id')}"

    def secret(self, what: str) -> str:
        word = canary(self.name, what)
        self.canaries.add(word)
        return word

    def lines(self) -> Iterator[str]:
        """Its articles as lines of a batch: the same ids as every tenant's, but for the last one, and the same questions."""
        for number in range(self.articles):
            word = self.secret(f"text {number}")
            yield json.dumps(
                {
                    "id": self.own_id if number == self.articles - 1 else f"vault/{number}",
                    "text": f"The word of vault number {number} is {word}. Nobody else was told of vault number {number}.\n",
                    "title": f"Vault {number} {self.secret(f'title {number}')}",
                    "publisher": self.secret("publisher"),
                    "url": f"https://{self.secret(f'url {number}')}.example/",
                }
            )


def leaked(response: bytes, sent: bytes, others: Sequence[Tenant]) -> set[str]:
    """The canaries of `others` in a response, but for those that whoever asked has sent, and may be told."""
    theirs = set().union(*(tenant.canaries for tenant in others))
    return (
        {word.decode() for word in _CANARY.findall(response)} - {w.decode() for w in _CANARY.findall(sent)}
    ) & theirs


def everything_of(response: httpx.Response) -> bytes:
    """The status line, the headers and the body."""
    headers = b"\n".join(name + b": " + value for name, value in response.headers.raw)
    return f"{response.status_code} {response.reason_phrase}\n".encode() + headers + b"\n\n" + response.content


def tenants_app(home: Path, most_open: int = 16, host: str = FAR, public_url: str | None = None) -> FastAPI:
    """The product over collections below `home`, with hashed words in place of the models; chat platforms ask in amber's."""
    settings = Settings(home=home, host=host, public_url=public_url, min_confidence=0)
    engine = Engine(settings, HashingEmbedder())
    corpus = Corpus(engine.library, engine.over, others=engine)
    service = Service(lambda: corpus, LIMITS, cached_answers=10_000, shelf_limits=ShelfLimits(most_open))
    admission = admission_of(settings)
    intake = Intake(service, JournalFile(home / JOURNAL_NAME), no_web, admission.database)
    desk = Desk(everything("http://127.0.0.1:9", collection=NAMES[0]), clock=Clock())
    return create_app(service, desk, (), intake, admission)


@asynccontextmanager
async def served(app: FastAPI, home: Path, articles: int) -> AsyncIterator[tuple[httpx.AsyncClient, list[Tenant]]]:
    """A client of `app`, and the tenants with so many articles each, written over HTTP in batches."""
    async with client_over(app) as client:
        tenants = []
        for name in NAMES:
            tenant = Tenant(name, bearer(new_key(home, Scope.ADMIN, collections=[name])), articles)
            await _fill(client, tenant)
            tenants.append(tenant)
        yield client, tenants


async def _fill(client: httpx.AsyncClient, tenant: Tenant) -> None:
    lines = list(tenant.lines())
    for first in range(0, len(lines), _BATCH_LINES):
        body = "\n".join(lines[first : first + _BATCH_LINES])
        headers = tenant.headers | {"content-type": "application/x-ndjson"}
        response = await client.post("/v1/articles", content=body, headers=headers)
        assert {json.loads(line)["state"] for line in response.text.splitlines()} == {"created"}
    answer = (await client.post("/v1/ask", json=question(0), headers=tenant.headers)).json()
    tenant.span_id = answer["citations"][0]["span_id"]
    names = [tenant.secret(f"file {n}") for n in range(9)]
    files = [("file", (f"{name}.txt", f"In the file stands {name}.\n")) for name in names]
    tenant.job_id = (await client.post("/v1/articles", files=files, headers=tenant.headers)).json()["id"]
    while (await client.get(f"/v1/jobs/{tenant.job_id}", headers=tenant.headers)).json()["state"] != "done":
        pass
    tenant.etag = (await client.get(f"{path_of('vault/0')}/text", headers=tenant.headers)).headers["etag"]


def question(number: int) -> dict[str, object]:
    return {"question": f"What is the word of vault number {number}?", "include_passages": True}


# ---- requests --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A request, and the template of the route that it is for."""

    template: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def in_address(self, collection: str) -> "Call":
        """The same, with the collection named by the address in place of a header."""
        return replace(self, path=f"{self.path}?{COLLECTION_PARAMETER}={collection}")

    def sent(self) -> bytes:
        return " ".join([self.path, *self.headers.values()]).encode() + self.body


def _json(body: object) -> dict[str, object]:
    return {"headers": {"content-type": "application/json"}, "body": json.dumps(body).encode()}


def _rpc(method: str, **params: object) -> dict[str, object]:
    version = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}
    client = {"io.modelcontextprotocol/clientInfo": {"name": "c", "version": "1"}}
    meta = version | client | {"io.modelcontextprotocol/clientCapabilities": {}}
    sent = _json({"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}})
    named = {"mcp-name": str(name)} if (name := params.get("name") or params.get("uri")) else {}
    headers = {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": method,
    }
    return {"headers": {**sent["headers"], **headers, **named}, "body": sent["body"]}  # type: ignore[dict-item]


def _bodies(of: Tenant) -> dict[tuple[str, str], list[dict[str, object]]]:
    """What is sent to each route that takes something; any other is called bare."""
    asked = question(0)
    words = str(asked["question"])
    chat = {"model": "pourquoi", "messages": [{"role": "user", "content": words}]}
    uri = f"pourquoi://articles/{of.own_id.replace('/', '%2F')}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    new = {"text": "Somebody else wrote this."}
    return {
        ("POST", "/v1/ask"): [_json(asked), _json(asked | {"filters": {"article_ids": [of.own_id, "vault/0"]}})],
        ("POST", "/v1/search"): [_json({"question": words, "top_k": 20})],
        ("POST", "/v1/chat/completions"): [_json(chat), _json(chat | {"stream": True})],
        ("POST", "/open-webui/v1/chat/completions"): [_json(chat), _json(chat | {"stream": True})],
        ("POST", "/v1/responses"): [
            _json({"model": "pourquoi", "input": words}),
            _json({"model": "pourquoi", "input": 1}),
        ],
        ("POST", "/v1/articles"): [
            _json({"url": f"https://{of.name}.example/"}),
            {"headers": {"content-type": "application/x-ndjson"}, "body": b'{"id": "new", "text": "New."}\n{}'},
        ],
        ("PUT", "/v1/articles/{article_id}"): [
            _json(new),
            {**_json(new), "headers": {"content-type": "application/json", "if-match": of.etag}},
        ],
        ("DELETE", "/v1/articles/{article_id}"): [{"headers": {"if-match": of.etag}}, {}],
        ("GET", "/v1/articles/{article_id}/text"): [{}, {"headers": {"if-none-match": of.etag}}],
        ("GET", "/v1/jobs/{job_id}"): [{}, {"headers": {"accept": "text/event-stream"}}],
        ("POST", "/mcp"): [
            *(_rpc(name) for name in ("server/discover", "tools/list", "resources/list", "resources/templates/list")),
            _rpc("tools/call", name="ask", arguments=asked),
            _rpc("tools/call", name="search", arguments={"question": words}),
            _rpc("tools/call", name="get_article", arguments={"article_id": of.own_id}),
            _rpc("tools/call", name="get_article", arguments={"article_id": "vault/0"}),
            _rpc("resources/read", uri=uri),
        ],
        **{
            ("POST", f"/integrations/{name}"): [{"headers": form, "body": b"text=" + words.encode()}]
            for name in ("slack/commands", "slack/events", "slack/interactions", "discord", "teams", "mattermost")
        },
    }


def every_call(app: FastAPI, of: Tenant) -> Iterator[Call]:
    """Requests for what is `of` that tenant, to every method of every route; LookupError where it is not known what to send."""
    bodies = _bodies(of)
    for route in flat(app.routes):
        for method in sorted(route.methods):
            known = bodies.get((method, route.path_format))
            if known is None and method not in {"GET", "HEAD"}:
                raise LookupError(f"what does one send to {method} {route.path_format}?")
            for path in _paths(route.path_format, of):
                for one in known or [{}]:
                    yield Call(route.path_format, method, path, **one)  # type: ignore[arg-type]


def _paths(template: str, of: Tenant) -> list[str]:
    """The addresses of what that tenant has; of articles one that every tenant has, and one that is its alone."""
    filled = template.replace("{span_id}", of.span_id).replace("{job_id}", of.job_id).replace("{model}", "pourquoi")
    ids = [of.own_id, "vault/0"] if "{article_id}" in filled else [""]
    paths = [filled.replace("{article_id}", article_id) for article_id in ids]
    assert not any("{" in path for path in paths), template
    return paths
