"""txtai: hybrid search over paragraphs. It answers through a language model or a reader from a hub, so it only retrieves here."""

import threading
from typing import Any

from eval.bench.rivals.protocol import DEPTH, PASSAGE_PREFIX, QUESTION_PREFIX, IndexOrder, Piece
from eval.bench.rivals.runners.serving import run


class Txtai:
    """`Embeddings` with `hybrid` and `content`; passages are the paragraphs that its `Segmentation` makes.

    Its database is SQLite, whose connection serves one question at a time.
    """

    def __init__(self) -> None:
        self._embeddings: Any = None
        self._lock = threading.Lock()

    def index(self, order: IndexOrder) -> int:
        """Cut, embed and keep."""
        from txtai import Embeddings
        from txtai.pipeline import Segmentation

        self._embeddings = Embeddings(
            path=str(order.encoder),
            hybrid=True,
            content=True,
            gpu=False,
            instructions={"query": QUESTION_PREFIX, "data": PASSAGE_PREFIX},
        )
        paragraphs = Segmentation(paragraphs=True)
        rows = [
            (f"{path.stem}#{number}", text, None)
            for path in order.files()
            for number, text in enumerate(paragraphs(path.read_text("utf-8")))
        ]
        self._embeddings.index(rows)
        return len(rows)

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """Passages; txtai keeps no place of theirs in the file."""
        with self._lock:
            # Its limit is also how many passages either search proposes.
            found = self._embeddings.search(question, max(DEPTH, top_k))[:top_k]
        return [Piece(row["id"].split("#")[0], row["text"], None, None) for row in found]


if __name__ == "__main__":
    run(Txtai())
