"""haiku.rag: hybrid search in LanceDB. It answers through a language model, so it only retrieves here.

It takes embeddings from a server with OpenAI's interface, which the harness runs over the same encoder.
"""

import asyncio
import threading
from pathlib import Path
from typing import Any

from eval.bench.rivals.protocol import DEPTH, PASSAGE_PREFIX, PASSAGE_TOKENS, QUESTION_PREFIX, IndexOrder, Piece
from eval.bench.rivals.runners.serving import run

_DIMENSION = 384


class HaikuRag:
    """`HaikuRAG.create_document_from_source` and `search`, on an event loop in a thread of its own."""

    def __init__(self) -> None:
        self._client: Any = None
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def index(self, order: IndexOrder) -> int:
        """Read, cut, embed and keep."""
        return int(self._wait(self._index(order)))

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """Passages; a result names its document and its items, and no characters."""
        # Its limit is also how many passages either search proposes.
        found = self._wait(self._client.search(question, limit=max(DEPTH, top_k)))[:top_k]
        return [Piece(Path(str(result.document_uri)).stem, result.content, None, None) for result in found]

    def _wait(self, work: Any) -> Any:  # noqa: ANN401 - any coroutine and what it gives
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _index(self, order: IndexOrder) -> int:
        from haiku.rag.client import HaikuRAG
        from haiku.rag.config import AppConfig

        config = AppConfig.model_validate(
            {
                "embeddings": {
                    "model": {
                        "provider": "openai",
                        "name": "encoder",
                        "vector_dim": _DIMENSION,
                        "base_url": order.endpoint,
                        "api_key": "none",
                        "query_prefix": QUESTION_PREFIX,
                        "document_prefix": PASSAGE_PREFIX,
                    }
                },
                "processing": {"chunk_size": PASSAGE_TOKENS, "chunking_tokenizer": str(order.encoder)},
            }
        )
        client = HaikuRAG(order.state / "haiku.lancedb", config=config, create=True)
        self._client = await client.__aenter__()
        for path in order.files():
            await self._client.create_document_from_source(path)
        return int(await self._client.chunk_repository.store.chunks_table.count_rows())


if __name__ == "__main__":
    run(HaikuRag())
