"""Finds evidence with the encoder alone: scores each sentence of the passages, read in its context."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from index.article import Span
from index.generation import Contents
from index.search import Passage
from index.sentences import SentenceKind
from rag.answer import Evidence
from rag.finder import Reading
from rag.matching import match_signals

NAME = "sentences of the encoder, late interaction"


class SentenceFinder:
    """An EvidenceFinder that marks whole sentences. Safe to call from many threads.

    A sentence's score is its late-interaction score, in -1 to 1, from token vectors made when its passage was indexed: each
    of them has seen the whole passage, and nothing but the question, as it was asked and as it was respelled, is embedded when
    someone asks.
    """

    name = NAME
    confidence_file = "confidence_sentences.toml"

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def signals(self, reading: Reading, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """What the confidence in the best sentence is judged by; raises ValueError where there is none."""
        return asdict(match_signals(reading, evidence, self._contents))

    def find(self, readings: Sequence[Reading]) -> list[list[Evidence]]:
        """For each reading its evidence, best first; a sentence of two overlapping passages counts once, with its best score."""
        return [self._find_one(reading) for reading in readings]

    def _find_one(self, reading: Reading) -> list[Evidence]:
        """A heading names a subject and answers nothing, so it counts only where nothing else was found."""
        return self._best(reading, headings=False) or self._best(reading, headings=True)

    def _best(self, reading: Reading, *, headings: bool) -> list[Evidence]:
        best: dict[Span, Evidence] = {}
        for passage in reading.passages:
            for evidence in self._sentences(reading, passage, headings=headings):
                known = best.get(evidence.span)
                if known is None or evidence.score > known.score:
                    best[evidence.span] = evidence
        return sorted(best.values(), key=lambda e: (-e.score, e.span))

    def _sentences(self, reading: Reading, passage: Passage, *, headings: bool) -> list[Evidence]:
        sentences = passage.chunk.sentences
        late = self._contents.late
        scores = late.score_sentences(reading.vectors, reading.token_weights, passage.position, len(sentences))
        article_id = passage.chunk.span.article_id
        found = []
        for sentence, score in zip(sentences, scores, strict=True):
            if (sentence.kind is SentenceKind.HEADING) is not headings:
                continue
            span = Span(article_id, sentence.start, sentence.end)
            found.append(Evidence(passage, span, span, float(score)))
        return found
