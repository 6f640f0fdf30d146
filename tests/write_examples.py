"""Writes api/examples anew: what the product says today, from the seeds with the real encoder.

    python tests/write_examples.py

The tests compare the stored examples with `comparable` of what the product says then.
"""

import asyncio
import json
import tempfile
from pathlib import Path

import httpx

from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import open_engine

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "api" / "examples"
ASK = {"question": "why did Jan Leike resign?"}
SEARCH = {"question": "who left OpenAI in May 2024?", "top_k": 2, "filters": {"published_after": "2024-05-01"}}
CHAT = {"model": "pourquoi", "messages": [{"role": "user", "content": "why did Jan Leike resign?"}]}
RESPONSE = {"model": "pourquoi", "input": "why did Jan Leike resign?"}
# What differs from run to run or from processor to processor.
_VARYING = frozenset(
    {"id", "score", "confidence", "timings_ms", "generation", "indexed_at", "encoder", "index", "created", "created_at"}
)


def responses(pipeline: Pipeline) -> dict[str, object]:
    """The examples by name, asked of the application over `pipeline`."""
    return asyncio.run(_responses(pipeline))


async def _responses(pipeline: Pipeline) -> dict[str, object]:
    service = Service(lambda: pipeline, BatchLimits(concurrent=4, batch=4))
    app = create_app(service)
    async with app.router.lifespan_context(app):
        await service.loaded()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
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
            }


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
