"""The path of a question: embed, search, find evidence, judge, and quote or abstain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from index.article import Article
from index.chunks import folded
from index.encoder.embedder import Embedder
from index.language import detect_language
from index.search import Filters, Passage, Query, Searcher
from rag.answer import Abstention, Answer, Citation, Evidence
from rag.citations import is_citable
from rag.compose import NOTHING, compose
from rag.confidence import ConfidenceModel
from rag.finder import EvidenceFinder, Reading
from rag.in_period import about_period
from rag.joined import joined
from rag.questions.gibberish import is_gibberish
from rag.questions.question import Question
from rag.questions.two_questions import TwoQuestions, two_questions
from rag.quotes.answering import answering
from rag.quotes.antecedents import is_lone_signature
from rag.quotes.prints import ReprintsOf
from rag.quotes.table_rows import is_of_cells
from rag.retrieval import retrieve


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
        first. Two questions in one are answered one behind the other: the second may ask about whom the first answer names.
        """
        asked = [Question(q) if isinstance(q, str) else q for q in questions]
        clock = _Clock()
        # Of one quote nothing is left for a second question.
        pairs = [two_questions(q.text) if q.max_citations > 1 else None for q in asked]
        answers = self._answer_each([_first_of(*two) for two in zip(asked, pairs, strict=True)], clock)
        both = [(n, pair) for n, pair in enumerate(pairs) if pair is not None]
        if both:
            seconds = [
                replace(asked[n], text=pair.second_meant(answers[n]), max_citations=asked[n].max_citations // 2)
                for n, pair in both
            ]
            for (n, pair), second in zip(both, self._answer_each(seconds, clock), strict=True):
                answers[n] = joined(asked[n].text, (pair.first, pair.second), (answers[n], second))
        return answers

    def search(self, question: str | Question) -> tuple[Passage, ...]:
        """The passages that would be read for the question, best first."""
        asked = Question(question) if isinstance(question, str) else question
        return self._retrieve([asked], _Clock())[0].passages

    def read(self, queries: Sequence[Query]) -> list[Reading]:
        """What the product reads for each query: what the search finds, with names spelled as they are in it."""
        return retrieve(queries, self.searcher, self.embedder)

    def evidence(self, readings: Sequence[Reading], filters: Sequence[Filters]) -> list[list[Evidence]]:
        """For each reading what can be quoted of it, best first: what is in place, and beside neither the question nor its time.

        Confidence is judged by this, and fitted on it. `filters` tell of each reading what was searched.
        """
        article = self.searcher.article
        parts = [(n, part) for n, reading in enumerate(readings) for part in reading.parts()]
        told: list[list[Evidence]] = [[] for _ in readings]
        for (n, part), pieces in zip(parts, self.finder.find([part for _, part in parts]), strict=True):
            reading = readings[n]
            # A name that was found in other letters is none of the letters there.
            if not reading.respelled and is_gibberish(reading):
                continue
            quotable = [piece for piece in pieces if self._can_be_quoted(piece)]
            # Whoever is asked about speaks in the article's letters; the time is told in those of the question.
            fitting = answering(part.question, part.language, quotable, article)
            reprints = self._reprints(filters[n])
            told[n] += about_period(reading.question, reading.language, fitting, article, reprints)
        return [sorted(each, key=lambda piece: (-piece.score, piece.span)) for each in told]

    def _answer_each(self, asked: Sequence[Question], clock: "_Clock") -> list[Answer]:
        readings = self._retrieve(asked, clock)
        found = self.evidence(readings, [q.filters for q in asked])
        clock.lap("read")
        return [self._conclude(*parts, clock) for parts in zip(asked, readings, found, strict=True)]

    def _retrieve(self, asked: Sequence[Question], clock: "_Clock") -> list[Reading]:
        vectors = self.embedder.embed_questions([q.text for q in asked])
        clock.lap("embed")
        languages = [detect_language(q.text, self.searcher.languages) for q in asked]
        queries = [
            Query(q.text, language, v, q.filters, q.top_k)
            for q, language, v in zip(asked, languages, vectors, strict=True)
        ]
        readings = self.read(queries)
        clock.lap("search")
        return readings

    def _conclude(self, question: Question, reading: Reading, evidence: list[Evidence], clock: "_Clock") -> Answer:
        model = self._judgement.model
        confidence = model.probability(self.finder.signals(reading, evidence)) if evidence else 0.0
        abstention = self._abstention(reading, evidence, confidence)
        article = self.searcher.article
        composed = NOTHING
        if not abstention:
            reprints = self._reprints(question.filters)
            composed = compose(question.text, evidence, question.max_citations, article, reprints, self._in_context)
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
            timings_ms=clock.so_far(),
        )

    def _can_be_quoted(self, evidence: Evidence) -> bool:
        """Whether its words are few enough, and more than a signature without its post, which says nothing."""
        article = self.searcher.article(evidence.span.article_id)
        return is_citable(evidence.span) and not is_lone_signature(evidence, article, self._in_context)

    def _in_context(self, evidence: Evidence) -> Evidence:
        """With the sentences of the passages beside its own: a speech, or whom a pronoun stands for, may begin there."""
        at, own = evidence.passage.position, evidence.passage.chunk
        beside = [indexed.chunk for indexed in self.searcher.generation.contents.chunks[max(0, at - 1) : at + 2]]
        near = {s for chunk in beside if chunk.span.article_id == own.span.article_id for s in chunk.sentences}
        chunk = replace(own, sentences=tuple(sorted(near, key=lambda sentence: sentence.start)))
        return replace(evidence, passage=replace(evidence.passage, chunk=chunk))

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


def _first_of(asked: Question, pair: TwoQuestions | None) -> Question:
    """What is asked first, which has half of the quotes where there are two questions in it."""
    if pair is None:
        return asked
    return replace(asked, text=pair.first_meant, max_citations=asked.max_citations - asked.max_citations // 2)


def _marked_words(citation: Citation) -> str:
    """The words that answer; none where they stand in several cells of a row, which together are no answer."""
    words = citation.article.text[citation.answer_span.start : citation.answer_span.end]
    return "" if is_of_cells(words) else folded(words)


class _Clock:
    """Milliseconds by stage, in the order they ran."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + 1000 * (now - self._last)
        self._last = now

    def so_far(self) -> dict[str, float]:
        return {**self._laps, "total": 1000 * (perf_counter() - self._start)}
