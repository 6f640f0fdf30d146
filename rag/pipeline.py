"""The path of a question: embed, search, find evidence, judge, and quote or abstain."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from index.article import Article
from index.chunks import folded
from index.encoder.embedder import Embedder
from index.language import detect_language
from index.search import EVERYTHING, Filters, Passage, Query, Searcher
from index.surrogates import half_surrogate
from rag.answer import Abstention, Answer, Citation, Evidence
from rag.citations import is_citable
from rag.compose import NOTHING, compose
from rag.confidence import ConfidenceModel
from rag.errors import QuestionError
from rag.finder import EvidenceFinder, Reading
from rag.gibberish import is_gibberish
from rag.prints import ReprintsOf

MAX_QUESTION_CHARS = 2_000
DEFAULT_TOP_K, MAX_TOP_K = 8, 50
DEFAULT_MAX_CITATIONS, MAX_MAX_CITATIONS = 4, 20


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `top_k` passages are read, at most `max_citations` quoted.

    `text` is trimmed. Raises QuestionError where it is empty, longer than 2,000 characters or holds half a surrogate pair, or
    a number is out of bounds.
    """

    text: str
    top_k: int = DEFAULT_TOP_K
    max_citations: int = DEFAULT_MAX_CITATIONS
    filters: Filters = EVERYTHING

    def __post_init__(self) -> None:
        """Trim the text and check the bounds."""
        object.__setattr__(self, "text", self.text.strip())
        if not self.text:
            raise QuestionError("the question is empty; ask something")
        if len(self.text) > MAX_QUESTION_CHARS:
            raise QuestionError(f"the question has {len(self.text)} characters; at most {MAX_QUESTION_CHARS} are read")
        if half_surrogate(self.text) is not None:
            raise QuestionError("the question holds half a surrogate pair, which is not text; send it as UTF-8")
        if not 1 <= self.top_k <= MAX_TOP_K:
            raise QuestionError(f"top_k is {self.top_k}; it must lie between 1 and {MAX_TOP_K}")
        if not 1 <= self.max_citations <= MAX_MAX_CITATIONS:
            raise QuestionError(f"max_citations is {self.max_citations}; it must lie between 1 and {MAX_MAX_CITATIONS}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How answers are judged: the model, and the probability below which there is none."""

    model: ConfidenceModel
    min_confidence: float


class Pipeline:
    """Answers questions from one generation of the index. Safe to call from many threads."""

    def __init__(self, embedder: Embedder, searcher: Searcher, finder: EvidenceFinder, judgement: Judgement) -> None:
        self.embedder, self.searcher, self.finder = embedder, searcher, finder
        self._judgement = judgement

    def answer(self, question: str | Question) -> Answer:
        """Answer one question; raises QuestionError where it cannot be asked."""
        return self.answer_all([question])[0]

    def answer_all(self, questions: Sequence[str | Question]) -> list[Answer]:
        """Answer several questions in one batch, in their order.

        Each answer is the one it would get alone, up to the rounding of the encoder: in bfloat16 a vector depends in its last
        digits on how long the other questions of its batch are, so of two sentences that match equally well either may come
        first.
        """
        asked = [Question(q) if isinstance(q, str) else q for q in questions]
        clock = _Clock()
        readings = self._retrieve(asked, clock)
        found = [[e for e in pieces if is_citable(e.span)] for pieces in self.finder.find(readings)]
        clock.lap("read")
        return [self._conclude(*parts, clock) for parts in zip(asked, readings, found, strict=True)]

    def search(self, question: str | Question) -> tuple[Passage, ...]:
        """The passages that would be read for the question, best first."""
        asked = Question(question) if isinstance(question, str) else question
        return self._retrieve([asked], _Clock())[0].passages

    def _retrieve(self, asked: Sequence[Question], clock: "_Clock") -> list[Reading]:
        vectors = self.embedder.embed_questions([q.text for q in asked])
        clock.lap("embed")
        languages = [detect_language(q.text) for q in asked]
        queries = [
            Query(q.text, language, v, q.filters, q.top_k)
            for q, language, v in zip(asked, languages, vectors, strict=True)
        ]
        found = self.searcher.search(queries)
        clock.lap("search")
        return [
            Reading(q.text, q.language, q.vectors, f.token_weights, f.passages)
            for q, f in zip(queries, found, strict=True)
        ]

    def _conclude(self, question: Question, reading: Reading, evidence: list[Evidence], clock: "_Clock") -> Answer:
        model = self._judgement.model
        if is_gibberish(reading):
            evidence = []
        confidence = model.probability(self.finder.signals(reading, evidence)) if evidence else 0.0
        abstention = self._abstention(reading, evidence, confidence)
        article = self.searcher.article
        composed = NOTHING
        if not abstention:
            reprints = self._reprints(question.filters)
            composed = compose(question.text, evidence, question.max_citations, article, reprints)
        first = composed.citations[0] if composed.citations else None
        return Answer(
            question=question.text,
            question_language=reading.language,
            text=composed.text,
            language=first.article.language if first else None,
            short_answer=_marked_words(first) if first else "",
            statements=composed.statements,
            citations=composed.citations,
            conflicts=composed.conflicts,
            confidence=confidence,
            abstention=abstention,
            passages=reading.passages,
            generation=self.searcher.generation.name,
            timings_ms=clock.so_far(),
        )

    def _reprints(self, filters: Filters) -> ReprintsOf:
        """For an article the others nearly the same, of those that are searched."""

        def reprints(article_id: str) -> list[Article]:
            group = self.searcher.generation.near_duplicates.get(article_id, ())
            others = [self.searcher.article(other) for other in group if other != article_id]
            return [other for other in others if filters.admit(other)]

        return reprints

    def _abstention(self, reading: Reading, evidence: Sequence[Evidence], confidence: float) -> Abstention | None:
        if not self.searcher.generation.contents.articles:
            return Abstention.EMPTY_INDEX
        if not reading.passages or not evidence:
            return Abstention.NO_EVIDENCE
        return Abstention.LOW_CONFIDENCE if confidence < self._judgement.min_confidence else None


def _marked_words(citation: Citation) -> str:
    return folded(citation.article.text[citation.answer_span.start : citation.answer_span.end])


class _Clock:
    """Milliseconds by stage, in the order they ran."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self._laps[stage] = 1000 * (now - self._last)
        self._last = now

    def so_far(self) -> dict[str, float]:
        return {**self._laps, "total": 1000 * (perf_counter() - self._start)}
