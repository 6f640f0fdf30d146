"""Haystack: vectors and BM25, fused by reciprocal rank. It answers through a model from a hub, so it only retrieves here."""

from pathlib import Path
from typing import Any

from eval.bench.rivals.protocol import DEPTH, PASSAGE_PREFIX, QUESTION_PREFIX, IndexOrder, Piece
from eval.bench.rivals.runners.serving import run

# French words of some 1.5 tokens: as long as the passages of the others, and as much repeated.
_WORDS, _OVERLAP_WORDS = 120, 27


class Haystack:
    """`TextFileToDocument`, `DocumentSplitter` by words, and `DocumentJoiner` over both retrievers of `InMemoryDocumentStore`."""

    def __init__(self) -> None:
        self._query: Any = None

    def index(self, order: IndexOrder) -> int:
        """Read, cut, embed and keep."""
        from haystack import Pipeline
        from haystack.components.converters import TextFileToDocument
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        model = str(order.encoder)
        documents = TextFileToDocument().run(sources=order.files())["documents"]
        splitter = DocumentSplitter(split_by="word", split_length=_WORDS, split_overlap=_OVERLAP_WORDS)
        passages = splitter.run(documents=documents)["documents"]
        embedder = SentenceTransformersDocumentEmbedder(
            model=model, prefix=PASSAGE_PREFIX, progress_bar=False, local_files_only=True
        )
        embedder.warm_up()
        store = InMemoryDocumentStore()
        store.write_documents(embedder.run(documents=passages)["documents"])
        query = Pipeline()
        asked = SentenceTransformersTextEmbedder(
            model=model, prefix=QUESTION_PREFIX, progress_bar=False, local_files_only=True
        )
        query.add_component("embed", asked)
        query.add_component("dense", InMemoryEmbeddingRetriever(document_store=store))
        query.add_component("words", InMemoryBM25Retriever(document_store=store))
        query.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        query.connect("embed.embedding", "dense.query_embedding")
        query.connect("dense", "join.documents")
        query.connect("words", "join.documents")
        query.warm_up()
        self._query = query
        return len(passages)

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """Passages; where one begins stands in `split_idx_start`, and it ends as many characters further on."""
        result = self._query.run(
            {
                "embed": {"text": question},
                "dense": {"top_k": max(DEPTH, top_k)},
                "words": {"query": question, "top_k": max(DEPTH, top_k)},
                "join": {"top_k": top_k},
            }
        )
        pieces = []
        for document in result["join"]["documents"]:
            name, start = Path(document.meta["file_path"]).stem, document.meta["split_idx_start"]
            pieces.append(Piece(name, document.content, start, start + len(document.content)))
        return pieces


if __name__ == "__main__":
    run(Haystack())
