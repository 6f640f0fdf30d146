"""LlamaIndex: vectors and BM25, fused by reciprocal rank. It answers through a language model, so it only retrieves here."""

from typing import Any

from eval.bench.rivals.protocol import (
    DEPTH,
    OVERLAP_TOKENS,
    PASSAGE_PREFIX,
    PASSAGE_TOKENS,
    QUESTION_PREFIX,
    IndexOrder,
    Piece,
)
from eval.bench.rivals.runners.serving import run


class LlamaIndex:
    """`SimpleDirectoryReader`, `SentenceSplitter`, and `QueryFusionRetriever` over a `VectorStoreIndex` and BM25."""

    def __init__(self) -> None:
        self._retrievers: dict[int, Any] = {}
        self._parts: Any = None
        self._names: dict[str, str] = {}

    def index(self, order: IndexOrder) -> int:
        """Read, cut, embed and keep; lengths are counted in the encoder's tokens."""
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from transformers import AutoTokenizer

        embedding = HuggingFaceEmbedding(
            str(order.encoder), query_instruction=QUESTION_PREFIX, text_instruction=PASSAGE_PREFIX, device="cpu"
        )
        tokenizer = AutoTokenizer.from_pretrained(str(order.encoder))
        splitter = SentenceSplitter(
            chunk_size=PASSAGE_TOKENS,
            chunk_overlap=OVERLAP_TOKENS,
            tokenizer=tokenizer.tokenize,
            include_metadata=False,
        )
        documents = SimpleDirectoryReader(input_files=[str(path) for path in order.files()]).load_data()
        nodes = splitter.get_nodes_from_documents(documents)
        # Passages without metadata: the path of the file would be embedded with each.
        self._names = {document.doc_id: str(document.metadata["file_name"]) for document in documents}
        self._parts = (VectorStoreIndex(nodes, embed_model=embedding), nodes)
        return len(nodes)

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """Passages with the offsets that `SentenceSplitter` notes."""
        pieces = []
        for found in self._retriever(top_k).retrieve(question):
            node = found.node
            name = self._names[node.ref_doc_id].removesuffix(".txt")
            pieces.append(Piece(name, node.get_content(), node.start_char_idx, node.end_char_idx))
        return pieces[:top_k]

    def _retriever(self, top_k: int) -> Any:  # noqa: ANN401 - a class of LlamaIndex
        if top_k not in self._retrievers:
            import Stemmer
            from llama_index.core.llms import MockLLM
            from llama_index.core.retrievers import QueryFusionRetriever
            from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
            from llama_index.retrievers.bm25 import BM25Retriever

            index, nodes = self._parts
            depth = min(max(DEPTH, top_k), len(nodes))  # BM25 cannot give more than there are
            vectors = index.as_retriever(similarity_top_k=depth)
            words = BM25Retriever.from_defaults(
                nodes=nodes, similarity_top_k=depth, stemmer=Stemmer.Stemmer("french"), language="fr"
            )
            self._retrievers[top_k] = QueryFusionRetriever(
                [vectors, words],
                llm=MockLLM(),  # it is never asked: one query is one query
                mode=FUSION_MODES.RECIPROCAL_RANK,
                num_queries=1,
                similarity_top_k=top_k,
                use_async=False,
            )
        return self._retrievers[top_k]


if __name__ == "__main__":
    run(LlamaIndex())
