"""Finds the passages of a generation that bear on a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.article import Article
from index.chunks import Chunk
from index.dense_rows import Positions
from index.encoder.embedder import TextVectors, Vectors
from index.fusion import reciprocal_rank_fusion
from index.generation import Generation
from index.late import token_weights
from index.lexical import LexicalIndex
from index.reprints import without_reprints
from index.words import has_unspaced, question_terms, written_words

# Passages that each of the two rankings proposes. On the five first articles that is every passage.
_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found; `text` is its exact slice, `score` that of the last ranking (higher is better), `rank` from 1.

    `position` is its place in the generation's arrays.
    """

    chunk: Chunk
    text: str
    score: float
    rank: int
    position: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles to search; None is all.

    An article dated `2024-05` lies after 15 May if its last possible day does, and before if its first possible day does; an
    article without a date is outside both.
    """

    languages: frozenset[str] | None = None
    published_after: date | None = None
    published_before: date | None = None
    article_ids: frozenset[str] | None = None

    def admit(self, article: Article) -> bool:
        """Whether `article` is to be searched; both dates are included."""
        if self.languages is not None and article.language not in self.languages:
            return False
        if self.article_ids is not None and article.id not in self.article_ids:
            return False
        if self.published_after is None and self.published_before is None:
            return True
        published = article.published_at
        if published is None:
            return False
        after = self.published_after is None or published.last >= self.published_after
        return after and (self.published_before is None or published.first <= self.published_before)


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """One question as the search sees it."""

    text: str
    language: str
    vectors: TextVectors
    filters: Filters
    top_k: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: passages, best first, and how much each token of the question counted, adding up to 1."""

    passages: tuple[Passage, ...]
    token_weights: Vectors


def _asks_nothing(question: str, wanted: Sequence[str], lexical: LexicalIndex) -> bool:
    """Whether a question names nothing to look for: "Why?", a sign, or a single word that stands in no passage at all.

    Similarity cannot tell: so few tokens are always matched well by something. Without spaces nobody knows what a single word is.
    A word that else says nothing is a name where it has a capital: "What is IT?", "Who is Will?".
    """
    if not wanted:
        return not any(word[0].isupper() for word in written_words(question)[1:])
    if has_unspaced(question):
        return False
    return len(written_words(question)) <= 1 and len(lexical.rank(wanted, 1, None)) == 0


class Searcher:
    """Search over one generation. Safe to call from many threads.

    FAISS and BM25 propose, reciprocal rank fusion puts their proposals together, and late interaction orders the best of
    those; what each step is worth stands in docs/decisions/0004-retrieval.md. `languages` are those of the articles.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._articles = generation.contents.articles
        self._chunks = generation.contents.chunks
        self.languages = frozenset(article.language for article in self._articles.values())

    def article(self, article_id: str) -> Article:
        """The article of that id; raises KeyError where there is none."""
        return self._articles[article_id]

    def search(self, queries: Sequence[Query]) -> list[Found]:
        """The `top_k` best passages for each query, best first, in the order of `queries`."""
        return [self._search_one(query) for query in queries]

    def _search_one(self, query: Query) -> Found:
        contents = self.generation.contents
        wanted = question_terms(query.text, query.language, self.languages)
        if _asks_nothing(query.text, wanted, contents.lexical):
            # Of control characters alone an encoder may make no token.
            count = len(query.vectors.tokens)
            return Found((), np.full(count, 1 / max(count, 1), dtype=np.float32))
        allowed = self._allowed(query.filters)
        positions = self._proposed(query, wanted, allowed)
        closest = contents.late.closest(query.vectors, positions)
        weights = token_weights(closest)
        scores = weights @ closest
        # Equal scores keep the order of the fusion.
        order = np.argsort(-scores, kind="stable")[: query.top_k]
        passages = [self._passage(int(positions[i]), float(scores[i]), rank) for rank, i in enumerate(order, start=1)]
        return Found(tuple(passages), weights)

    def _proposed(self, query: Query, wanted: Sequence[str], allowed: Positions | None) -> Positions:
        """Passages that both rankings together put first; the rankings are followed further down where reprints fill them."""
        contents, most = self.generation.contents, max(_DEPTH, query.top_k)
        depth, before = _DEPTH, 0
        while True:
            nearest = contents.dense.rank(query.vectors.pooled[None, :], depth, allowed)[0]
            matching = contents.lexical.rank(wanted, depth, allowed)
            fused = [item.position for item in reciprocal_rank_fusion([nearest.tolist(), matching.tolist()])]
            distinct = without_reprints(fused, self._chunks, self._articles, self.generation.near_duplicates)
            # Where both rankings have been followed to their ends no more comes.
            if len(fused) in (len(distinct), before) or len(distinct) >= most:
                return np.array(distinct[:most], dtype=np.int64)
            depth, before = 2 * depth, len(fused)

    def _allowed(self, filters: Filters) -> Positions | None:
        if filters == EVERYTHING:
            return None
        admitted = {article.id for article in self._articles.values() if filters.admit(article)}
        return np.array([i for i, c in enumerate(self._chunks) if c.chunk.span.article_id in admitted], dtype=np.int64)

    def _passage(self, position: int, score: float, rank: int) -> Passage:
        chunk = self._chunks[position].chunk
        text = self._articles[chunk.span.article_id].text[chunk.span.start : chunk.span.end]
        return Passage(chunk, text, score, rank, position)
