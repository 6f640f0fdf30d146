"""pourquoi by the same protocol as the others."""

from pathlib import Path

from eval.bench.rivals.protocol import IndexOrder, Piece
from index.article import Span
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.settings import Settings
from rag.wire import Engine, open_engine


class Pourquoi:
    """The product as its command line puts it together."""

    def __init__(self, engine: Engine | None = None) -> None:
        """Use `engine` over a store of its own at indexing; by default the product's."""
        self._given = engine
        self._pipeline: Pipeline | None = None

    def index(self, order: IndexOrder) -> int:
        """Index the articles; the number of passages."""
        engine = self._engine(order.state)
        report = engine.index((order.articles,), lambda _done, _total: None)
        if report.failures:
            raise ValueError(f"not indexed: {report.failures[0].reason}")
        self._pipeline = engine.pipeline()
        return len(self._pipeline.searcher.generation.contents.chunks)

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """The passages that would be read."""
        return [self._piece(passage.chunk.span) for passage in self._asked().search(Question(question, top_k=top_k))]

    def answer(self, question: str, top_k: int) -> tuple[list[Piece], list[Piece]]:
        """The passages that were read, and the citations."""
        answer = self._asked().answer(Question(question, top_k=top_k))
        quotes = [Piece(c.article.id, c.quote, c.offsets.start, c.offsets.end) for c in answer.citations]
        return [self._piece(passage.chunk.span) for passage in answer.passages], quotes

    def _engine(self, home: Path) -> Engine:
        if self._given is None:
            return open_engine(Settings(home=home))
        settings = self._given.settings.model_copy(update={"home": home})
        return Engine(settings, self._given.embedder, self._given.reader)

    def _asked(self) -> Pipeline:
        if self._pipeline is None:
            raise ValueError("nothing is indexed yet")
        return self._pipeline

    def _piece(self, span: Span) -> Piece:
        article = self._asked().searcher.article(span.article_id)
        return Piece(article.id, article.text[span.start : span.end], span.start, span.end)


if __name__ == "__main__":
    from eval.bench.rivals.runners.serving import run

    run(Pourquoi())
