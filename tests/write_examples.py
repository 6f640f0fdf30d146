"""Writes api/examples anew: what the product says today, from the seeds with the real encoder.

    python tests/write_examples.py

The tests compare the stored examples with `comparable` of what the product says then.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.batching import BatchLimits
from api.service import Corpus, Service
from api.stream import EVENT_STREAM
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from index.encoder.hashing import HashingEmbedder
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import Engine, open_engine

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "api" / "examples"
ASK = {"question": "why did Jan Leike resign?"}
SEARCH = {"question": "who left OpenAI in May 2024?", "top_k": 2, "filters": {"published_after": "2024-05-01"}}
CHAT = {"model": "pourquoi", "messages": [{"role": "user", "content": "why did Jan Leike resign?"}]}
RESPONSE = {"model": "pourquoi", "input": "why did Jan Leike resign?"}
PUT = {
    "text": "Bruno opened a bakery in Corby in 1901.\n",
    "title": "The bakery of Corby",
    "publisher": "Corby Gazette",
    "language": "en",
    "published_at": "2024-05-15",
    "url": "https://example.org/2024/bakery",
}
# What differs from run to run or from processor to processor.
_VARYING = frozenset(
    {
        "id",
        "score",
        "confidence",
        "timings_ms",
        "generation",
        "indexed_at",
        "encoder",
        "index",
        "created",
        "created_at",
        "updated_at",
        "valid_from",
        "valid_until",
    }
)


def responses(pipeline: Pipeline) -> dict[str, object]:
    """The examples by name, asked of the application over `pipeline`."""
    return asyncio.run(_responses(pipeline))


async def _responses(pipeline: Pipeline) -> dict[str, object]:
    service = Service(lambda: pipeline, BatchLimits(concurrent=4, batch=4))
    async with _client_of(create_app(service)) as client:
        answer = (await client.post("/v1/ask", json=ASK)).json()
        first = answer["citations"][0]
        return {
            "ask_request": ASK,
            "ask": answer,
            "search_request": SEARCH,
            "search": (await client.post("/v1/search", json=SEARCH)).json(),
            "articles": (await client.get("/v1/articles", params={"limit": 2})).json(),
            "article": (await client.get(f"/v1/articles/{first['article_id']}")).json(),
            "chat_completion_request": CHAT,
            "chat_completion": (await client.post("/v1/chat/completions", json=CHAT)).json(),
            "response_request": RESPONSE,
            "response": (await client.post("/v1/responses", json=RESPONSE)).json(),
            "models": (await client.get("/v1/models")).json(),
            "span": (await client.get(first["permalink"])).json(),
            **await _written(),
        }


async def _written() -> dict[str, object]:
    """The examples of writing, over a home of their own; hashed words stand in for the encoder, which none of them shows."""
    with tempfile.TemporaryDirectory() as home:
        engine = Engine(Settings(home=Path(home)), HashingEmbedder())
        service = Service(lambda: Corpus(engine.library, engine.over), BatchLimits(concurrent=4, batch=4))
        intake = Intake(service, JournalFile(Path(home) / JOURNAL_NAME))
        async with _client_of(create_app(service, intake=intake)) as client:
            put = await client.put("/v1/articles/2024/bakery", json=PUT)
            upload = await client.post("/v1/articles", files=[_file("mill.txt"), ("file", ("mill-2.txt", b"caf\xe9"))])
            begun = await client.post("/v1/articles", files=[_file(f"mill-{number}.txt") for number in range(9)])
            async with client.stream("GET", begun.headers["location"], headers={"accept": EVENT_STREAM}) as events:
                async for _ in events.aiter_bytes():
                    pass
            job = (await client.get(begun.headers["location"])).json()
            await client.put("/v1/articles/2024/bakery", json=PUT | {"text": PUT["text"].replace("1901", "1902")})
            return {
                "put_article_request": PUT,
                "put_article": put.json(),
                "upload_request": {"url": "https://example.org/2024/bakery"},
                "upload": upload.json(),
                # As long as it takes to see what a job says.
                "job": job | {"results": job["results"][:1], "total": 1, "done": 1},
                "revisions": (await client.get("/v1/articles/2024/bakery/revisions")).json(),
            }


def _file(name: str) -> tuple[str, tuple[str, bytes]]:
    return "file", (name, f"The mill of {name} stands by the river.\n".encode())


@asynccontextmanager
async def _client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app):
        await app.state.service.loaded()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            yield client


def comparable(value: object) -> object:
    """`value` without what may differ although nothing has changed."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items() if key not in _VARYING or isinstance(item, list)}
    return [comparable(item) for item in value] if isinstance(value, list) else value


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        engine = open_engine(Settings(home=Path(home)))
        engine.index((ROOT / "seeds",), lambda _done, _total: None)
        for name, response in responses(engine.pipeline()).items():
            (EXAMPLES / f"{name}.json").write_text(json.dumps(response, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
