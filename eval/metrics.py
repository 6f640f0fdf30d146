"""Every metric by name: what it says of one answer. A metric is the mean of that over the answers it applies to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from eval.gold import GoldEvidence, GoldQuestion, Kind
from eval.metrics_answers import (
    claim_coverage,
    conflict_sides_found,
    quoted_language_share,
    short_answer_agreement,
)
from eval.metrics_quotes import (
    answer_found,
    cited_spans,
    first_quote_right,
    quote_precision,
    quote_recall,
    right_with_quote,
    spans_exact,
)
from eval.metrics_retrieval import (
    Ranking,
    is_gold,
    ndcg_at,
    per_article,
    rank_articles,
    rank_passages,
    recall_at,
    reciprocal_rank,
)
from eval.prints import Holds, as_found, printed_spans
from eval.sides import planted_sides
from index.article import Article, Span
from index.generation import Contents
from index.near_duplicates import Groups
from rag.answer import Answer

# Kinds where every piece of evidence is wanted; for the others any one suffices.
_ALL_OF_IT = frozenset({Kind.LIST, Kind.CONFLICT})


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the answers were given from: articles by id, the chunks of each, and which of them are nearly the same."""

    articles: Mapping[str, Article]
    chunks: Mapping[str, Sequence[Span]]
    near_duplicates: Groups = field(default_factory=dict)

    @classmethod
    def of(cls, contents: Contents, near_duplicates: Groups | None = None) -> "Corpus":
        """What a generation of the index holds."""
        chunks = per_article(indexed.chunk.span for indexed in contents.chunks)
        return cls(contents.articles, chunks, near_duplicates or {})

    def chunks_about(self, evidence: Iterable[Span]) -> list[Span]:
        """The chunks of the articles that `evidence` lies in; no other can hold any of it."""
        names = dict.fromkeys(piece.article_id for piece in evidence)
        return [chunk for name in names for chunk in self.chunks.get(name, ())]

    def as_found(self, evidence: Iterable[GoldEvidence], found: Sequence[Span], holds: Holds) -> list[GoldEvidence]:
        """Each piece of evidence in the print of it that is the first of `found`, as `eval.prints.as_found` has it."""
        return [as_found(piece, found, holds, self._prints_of(piece.span.article_id)) for piece in evidence]

    def _prints_of(self, article_id: str) -> dict[str, Article]:
        """The other articles that are nearly the same."""
        group = self.near_duplicates.get(article_id, ())
        return {name: self.articles[name] for name in group if name != article_id}


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer and its gold, laid out for scoring; `passages` and `articles` are what was found, best first."""

    gold: GoldQuestion
    answer: Answer
    evidence: tuple[Span, ...]
    cited: tuple[Span, ...]
    passages: Ranking
    articles: Ranking
    corpus: Corpus


@dataclass(frozen=True, slots=True)
class Metric:
    """A number in 0 to 1; `score` gives None where it does not apply to a sample. Where it is `directed`, higher is better."""

    name: str
    meaning: str
    score: Callable[[Sample], float | None]
    directed: bool = True


def lay_out(gold: GoldQuestion, answer: Answer, corpus: Corpus) -> Sample:
    """Prepare one answer for scoring."""
    evidence = tuple(piece.span for piece in gold.evidence)
    cited = cited_spans(answer.citations, evidence)
    found = [passage.chunk.span for passage in answer.passages]
    return Sample(gold, answer, evidence, cited, *rank_found(gold, found, corpus), corpus)


def rank_found(gold: GoldQuestion, found: Sequence[Span], corpus: Corpus) -> tuple[Ranking, Ranking]:
    """The passages found for a question, best first, as a ranking of passages and as one of articles.

    Of prints of one text that which was found first is gold.
    """
    by_article = gold.kind is Kind.SEARCH
    evidence = corpus.as_found(gold.evidence, found, partial(is_gold, by_article=by_article))
    chunks = corpus.chunks_about(piece.span for piece in evidence)
    passages = rank_passages(found, evidence, chunks, by_article=by_article)
    return passages, rank_articles(found, corpus.as_found(gold.evidence, found, _in_one_article))


def _in_one_article(passage: Span, piece: Span) -> bool:
    return passage.article_id == piece.article_id


def score_all(sample: Sample) -> dict[str, float | None]:
    """The score of every metric by name, None where one does not apply."""
    return {metric.name: metric.score(sample) for metric in METRICS}


def _of_answerable(score: Callable[[Sample], float | None]) -> Callable[[Sample], float | None]:
    return lambda sample: score(sample) if sample.gold.answerable else None


def _of_worded(score: Callable[[Sample], float | None]) -> Callable[[Sample], float | None]:
    """Of questions with accepted wordings."""
    return lambda sample: score(sample) if sample.gold.answers else None


def _passage_rank(score: Callable[[int | None], float]) -> Callable[[Sample], float | None]:
    return _of_answerable(lambda sample: score(sample.passages.first_gold))


def _article_rank(score: Callable[[int | None], float]) -> Callable[[Sample], float | None]:
    return _of_answerable(lambda sample: score(sample.articles.first_gold))


def _right(sample: Sample) -> float:
    return first_quote_right(sample.cited, sample.evidence)


def _found(sample: Sample) -> float:
    texts = [sample.answer.text, *(citation.quote for citation in sample.answer.citations)]
    return answer_found([*texts, *_gold_in_quotes(sample)], sample.gold.answers)


def _gold_in_quotes(sample: Sample) -> list[str]:
    """The pieces of gold that a quote holds wholly: in the text one may begin inside a word, as where a space is missing."""
    whole = (piece for piece in sample.evidence if any(quote.holds(piece) for quote in sample.cited))
    return [sample.corpus.articles[piece.article_id].text[piece.start : piece.end] for piece in whole]


def _right_with_quote(sample: Sample) -> float:
    return right_with_quote(sample.cited, sample.evidence, found=_found(sample) == 1)


def _quote_recall(sample: Sample) -> float:
    # A text that the gold marks in two prints is quoted in both of them.
    cited = printed_spans(sample.answer.citations)
    return quote_recall(cited, sample.evidence, all_of_it=sample.gold.kind in _ALL_OF_IT)


def _answered(sample: Sample) -> float:
    return float(sample.answer.answerable)


def _exact(sample: Sample) -> float | None:
    agreed = short_answer_agreement(sample.answer, sample.gold.answers, sample.gold.language)
    return agreed.exact if agreed else None


def _f1(sample: Sample) -> float | None:
    agreed = short_answer_agreement(sample.answer, sample.gold.answers, sample.gold.language)
    return agreed.f1 if agreed else None


def _conflict_sides(sample: Sample) -> float | None:
    if sample.gold.kind is not Kind.CONFLICT:
        return None
    return conflict_sides_found(sample.answer, planted_sides(sample.gold, sample.corpus.articles))


def _no_false_conflict(sample: Sample) -> float | None:
    if sample.gold.kind is Kind.CONFLICT or not sample.answer.answerable:
        return None
    return float(not sample.answer.conflicts)


# In the order of the reports.
METRICS: tuple[Metric, ...] = (
    Metric("recall@1", "answerable: the first passage is a gold one", _passage_rank(partial(recall_at, 1))),
    Metric("recall@3", "answerable: one of the first 3 passages is", _passage_rank(partial(recall_at, 3))),
    Metric("recall@8", "answerable: one of the first 8 passages is", _passage_rank(partial(recall_at, 8))),
    Metric("mrr", "answerable: 1 / rank of the first gold passage", _passage_rank(reciprocal_rank)),
    Metric("ndcg@8", "answerable: nDCG of the first 8 passages", lambda s: ndcg_at(8, s.passages)),
    Metric("article_recall@1", "answerable: the first article is a gold one", _article_rank(partial(recall_at, 1))),
    Metric("article_recall@3", "answerable: one of the first 3 articles is", _article_rank(partial(recall_at, 3))),
    Metric("article_mrr", "answerable: 1 / rank of the first gold article", _article_rank(reciprocal_rank)),
    Metric("article_ndcg@8", "answerable: nDCG of the first 8 articles", lambda s: ndcg_at(8, s.articles)),
    Metric("answer_rate", "answerable: answered", _of_answerable(_answered)),
    Metric("first_quote_right", "answerable: the first quote is gold; refused counts as not", _of_answerable(_right)),
    Metric("answer_found", "answerable: an accepted wording stands in the answer", _of_worded(_found)),
    Metric("exact_match", "answerable: the short answer is an accepted wording; refused counts as not", _exact),
    Metric("f1", "answerable: F1 of the words of the short answer; refused counts as 0", _f1),
    Metric(
        "right_with_quote",
        "answerable: an accepted wording stands in the answer and one of its quotes is gold",
        _of_worded(_right_with_quote),
    ),
    Metric("quote_recall", "answerable: share of the gold's characters quoted", _of_worded(_quote_recall)),
    Metric(
        "quote_precision",
        "answerable and answered: share of quoted characters that are gold",
        _of_answerable(lambda s: quote_precision(s.cited, s.evidence)),
    ),
    Metric(
        "answers_right",
        "answered, answerable or not: the first quote is gold",
        lambda s: _right(s) if s.answer.answerable else None,
    ),
    Metric(
        "confidence_given",
        "answered, answerable or not: the confidence stated, which answers_right should equal",
        lambda s: s.answer.confidence if s.answer.answerable else None,
        directed=False,
    ),
    Metric(
        "abstention_recall",
        "not answerable: refused",
        lambda s: None if s.gold.answerable else float(not s.answer.answerable),
    ),
    Metric(
        "abstention_precision",
        "refused: not answerable",
        lambda s: None if s.answer.answerable else float(not s.gold.answerable),
    ),
    Metric("conflict_sides", "conflicts: share of the sides that are set apart; refused counts as 0", _conflict_sides),
    Metric("no_false_conflict", "answered, articles agree: no conflict is shown", _no_false_conflict),
    Metric(
        "claim_coverage",
        "answered: share of the answer's characters that a citation carries",
        lambda s: claim_coverage(s.answer.text, s.answer.statements),
    ),
    Metric(
        "answer_language_right",
        "answered: share of citations in the language that the answer is said to be in",
        lambda s: quoted_language_share(s.answer),
    ),
    Metric(
        "spans_exact",
        "answered: share of citations that re-slice to their quote; must be 1",
        lambda s: spans_exact(s.answer.citations, s.corpus.articles),
    ),
)
# Those of which neither more nor less is better.
UNDIRECTED: frozenset[str] = frozenset(metric.name for metric in METRICS if not metric.directed)
